"""The second step of a partner's budgethouder, who answers without an account at the desk (A-06)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from wijkagenda.models.beoordeling import Beoordeling


class Partnercode(models.Model):
    """A code of six digits that was mailed to a budgethouder, to open one question once.

    Only a keyed hash of it is kept. It works for a short while and for a few tries (`partnertoegang`).
    """

    vraag = models.ForeignKey(
        Beoordeling, models.CASCADE, related_name="partnercodes", verbose_name="beoordeling"
    )
    medewerker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="budgethouder"
    )
    merk = models.CharField(max_length=64)
    gemaakt_op = models.DateTimeField("gemaakt op", default=timezone.now)
    pogingen = models.PositiveSmallIntegerField("mislukte pogingen", default=0)
    gebruikt_op = models.DateTimeField("gebruikt op", null=True)

    class Meta:
        verbose_name = "code van een budgethouder"
        verbose_name_plural = "codes van budgethouders"
        indexes = (models.Index(fields=("vraag", "medewerker", "-gemaakt_op"), name="partnercode_laatste"),)

    def __str__(self) -> str:
        return f"Code {self.pk}"
