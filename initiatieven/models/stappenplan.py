"""The plan on main lines that the submitters make before the talk (I-10, C-04)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class Stappenplan(models.Model):
    """One plan for each case, filled in by the submitters bit by bit, until they hand it over.

    `antwoorden` holds what was typed, by question. Or the fixed contact says why no plan is needed.
    """

    initiatief = models.OneToOneField(
        Initiatief, models.CASCADE, related_name="stappenplan", verbose_name="initiatief"
    )
    antwoorden = models.JSONField("antwoorden", default=dict)
    gewijzigd_op = models.DateTimeField("gewijzigd op", default=timezone.now)
    ingeleverd_op = models.DateTimeField("ingeleverd op", null=True)
    niet_nodig = models.TextField("waarom geen plan nodig is", blank=True, max_length=2000)
    niet_nodig_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="gezegd door"
    )

    class Meta:
        verbose_name = "stappenplan"
        verbose_name_plural = "stappenplannen"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(niet_nodig="", niet_nodig_door__isnull=True)
                | ~models.Q(niet_nodig="") & models.Q(niet_nodig_door__isnull=False),
                name="stappenplan_niet_nodig_met_reden",
            ),
        )

    def __str__(self) -> str:
        return f"Stappenplan van {self.initiatief_id}"


class Planbijlage(models.Model):
    """A file with a plan; checked by content as every upload."""

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stappenplan = models.ForeignKey(Stappenplan, models.CASCADE, related_name="bijlagen")
    naam = models.CharField("naam", max_length=120)
    type = models.CharField("type", max_length=100)
    grootte = models.PositiveIntegerField("grootte in bytes")
    inhoud = models.BinaryField()
    toegevoegd_op = models.DateTimeField("toegevoegd op", default=timezone.now)

    class Meta:
        verbose_name = "bijlage bij een stappenplan"
        verbose_name_plural = "bijlagen bij een stappenplan"
        ordering = ("toegevoegd_op", "sleutel")

    def __str__(self) -> str:
        return self.naam
