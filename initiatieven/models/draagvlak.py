"""Who supports an initiative (I-21): personal data. Others see a number, and the names with consent."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class SteunQuerySet(models.QuerySet["Steun"]):
    """Finds supporters."""

    def bevestigd(self) -> "SteunQuerySet":
        """Those who pressed the button in their mail: only they count."""
        return self.filter(bevestigd_op__isnull=False)

    def onbevestigd_sinds(self, moment: object) -> "SteunQuerySet":
        """Those who were asked to confirm before `moment` and never did."""
        return self.filter(bevestigd_op__isnull=True, gegeven_op__lt=moment)


class Steun(models.Model):
    """The support of one person, once per mail address.

    `sleutel` is in the mailed link, which confirms the support and later takes it back. Nobody at the
    municipality gets to see a row; the number counts, and the name only when `naam_tonen`.
    """

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="steun", verbose_name="initiatief"
    )
    naam = models.CharField("naam", max_length=100)
    email = models.EmailField("mailadres")
    naam_tonen = models.BooleanField("naam mag op de website", default=False)
    gegeven_op = models.DateTimeField("gegeven op", default=timezone.now)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True)

    objects = SteunQuerySet.as_manager()

    class Meta:
        verbose_name = "steun"
        verbose_name_plural = "steun"
        indexes = (
            models.Index(
                fields=("initiatief", "-naam_tonen", "-bevestigd_op"),
                condition=Q(bevestigd_op__isnull=False),
                name="steun_bevestigd",
            ),
            models.Index(
                fields=("gegeven_op",), condition=Q(bevestigd_op__isnull=True), name="steun_onbevestigd"
            ),
        )
        constraints = (
            models.UniqueConstraint("initiatief", Lower("email"), name="steun_een_keer_per_adres"),
        )

    def __str__(self) -> str:
        return f"Steun voor {self.initiatief_id}"
