"""What a member of staff did on behalf of a resident who has no mail address (I-02, I-17)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class Namenshandeling(models.Model):
    """One thing that was done on behalf of the submitter: what, by whom, as what, and how it was agreed.

    The plan stays that of the residents (I-17); this says whose hand wrote it. `hoe` is in the words of staff
    how the submitter asked for it or agreed: it may lack only for a line of a plan that is still open.
    """

    class Daad(models.TextChoices):
        BEGROTING = "begroting", "Begroting"
        PLANNING = "planning", "Planning"
        ONDERHOUD = "onderhoud", "Onderhoud daarna"
        INLEVEREN = "inleveren", "Plan ingeleverd"
        VOORTGANG = "voortgang", "Voortgang verteld"
        BON = "bon", "Bon toegevoegd"
        VERANTWOORDING = "verantwoording", "Verantwoording gegeven"
        INTREKKEN = "intrekken", "Ingetrokken"
        MAILADRES = "mailadres", "Mailadres gewijzigd"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="namenshandelingen", verbose_name="initiatief"
    )
    daad = models.CharField("wat", max_length=15, choices=Daad)
    wat = models.CharField("in het kort", max_length=300, blank=True)
    hoe = models.CharField("hoe de indiener akkoord gaf", max_length=300, blank=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gedaan door"
    )
    rol = models.CharField("in de rol van", max_length=100)
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "handeling namens een indiener"
        verbose_name_plural = "handelingen namens een indiener"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op"), name="namenshandeling_van_zaak"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(daad__in=("begroting", "planning", "onderhoud")) | ~models.Q(hoe=""),
                name="namenshandeling_met_akkoord",
                violation_error_message="Schrijf op hoe de indiener akkoord gaf.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="namenshandeling_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_daad_display()} van {self.initiatief_id}"
