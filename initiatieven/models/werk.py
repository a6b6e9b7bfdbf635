"""What staff keep with a case for themselves: internal notes, and who follows it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class Notitie(models.Model):
    """An internal note with a case. Residents never see it; nobody changes it once it is written."""

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="notities", verbose_name="initiatief"
    )
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notities", verbose_name="door"
    )
    tekst = models.TextField("tekst", max_length=4000)
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "interne notitie"
        verbose_name_plural = "interne notities"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op"), name="notitie_van_zaak"),)
        triggers = (
            pgtrigger.Protect(name="notitie_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Notitie {self.pk} bij {self.initiatief_id}"


class Gevolgd(models.Model):
    """A member of staff follows a case: it stands on the person's own start page."""

    medewerker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="gevolgd", verbose_name="medewerker"
    )
    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="gevolgd", verbose_name="initiatief"
    )
    sinds = models.DateTimeField("sinds", default=timezone.now)

    class Meta:
        verbose_name = "gevolgde zaak"
        verbose_name_plural = "gevolgde zaken"
        constraints = (models.UniqueConstraint(fields=("medewerker", "initiatief"), name="gevolgd_een_keer"),)

    def __str__(self) -> str:
        return f"{self.medewerker_id} volgt {self.initiatief_id}"
