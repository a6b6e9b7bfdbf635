"""The outcome of each time that the ledger was computed again."""

from django.db import models
from django.utils import timezone


class Controle(models.Model):
    """One full check of the ledger: how many bookings, how many differences, and the first of those (B-18).

    Rows stay, so that an accountant sees that it was done, and the health page can tell without computing.
    """

    op = models.DateTimeField("gecontroleerd op", default=timezone.now, editable=False)
    boekingen = models.PositiveIntegerField("aantal boekingen")
    afwijkingen = models.PositiveIntegerField("aantal afwijkingen")
    melding = models.TextField("eerste afwijkingen", blank=True)

    class Meta:
        verbose_name = "controle van het grootboek"
        verbose_name_plural = "controles van het grootboek"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Controle op {timezone.localtime(self.op):%d-%m-%Y %H:%M}"

    @property
    def klopt(self) -> bool:
        """Nothing differs."""
        return not self.afwijkingen
