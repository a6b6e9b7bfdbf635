"""The second step of somebody of a partner, who needs no account at the desk (A-02, A-06)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from wijkagenda.models.beoordeling import Beoordeling
from wijken.models import Partner


class Partnercode(models.Model):
    """A code of six digits that was mailed to somebody of a partner, to open a question or a page once.

    Only a keyed hash of it is kept. It works for a short while and for a few tries (`partnertoegang`).
    """

    vraag = models.ForeignKey(
        Beoordeling, models.CASCADE, null=True, related_name="partnercodes", verbose_name="beoordeling"
    )
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, related_name="+", verbose_name="partner")
    medewerker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="persoon van de partner"
    )
    merk = models.CharField(max_length=64)
    gemaakt_op = models.DateTimeField("gemaakt op", default=timezone.now)
    pogingen = models.PositiveSmallIntegerField("mislukte pogingen", default=0)
    gebruikt_op = models.DateTimeField("gebruikt op", null=True)

    class Meta:
        verbose_name = "code van een partner"
        verbose_name_plural = "codes van partners"
        indexes = (
            models.Index(fields=("vraag", "medewerker", "-gemaakt_op"), name="partnercode_laatste"),
            models.Index(fields=("partner", "medewerker", "-gemaakt_op"), name="partnercode_van_pagina"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(vraag__isnull=True, partner__isnull=False)
                | models.Q(vraag__isnull=False, partner__isnull=True),
                name="partnercode_opent_een_ding",
            ),
        )

    def __str__(self) -> str:
        return f"Code {self.pk}"
