"""The worked-out plan of the residents: budget, planning, what comes after, and who was asked to pay."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from budgetten.geld import boven_nul, geldveld
from initiatieven.models.zaak import Initiatief

NA_DEFINITIEF_BESLUIT = """
    IF EXISTS (
        SELECT FROM initiatieven_besluit AS besluit
        WHERE besluit.initiatief_id = COALESCE(NEW.initiatief_id, OLD.initiatief_id)
            AND besluit.soort = 'definitief' AND besluit.uitkomst <> ''
    ) THEN
        RAISE EXCEPTION 'the definitive decision rests on this plan and is taken (I-15)'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def voor_het_definitieve_besluit(naam: str) -> pgtrigger.Trigger:
    """Keep the plan as it was when the definitive decision was taken."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=NA_DEFINITIEF_BESLUIT.format(naam=naam),
    )


class Plan(models.Model):
    """What was worked out beside budget and planning. Handed in it stays, until it is given back."""

    initiatief = models.OneToOneField(
        Initiatief, models.CASCADE, related_name="plan", verbose_name="initiatief"
    )
    onderhoud = models.TextField("beheer en onderhoud daarna", max_length=4000, blank=True)
    ingeleverd_op = models.DateTimeField("ingeleverd op", null=True)

    class Meta:
        verbose_name = "uitgewerkt plan"
        verbose_name_plural = "uitgewerkte plannen"
        triggers = (voor_het_definitieve_besluit("plan_voor_het_besluit"),)

    def __str__(self) -> str:
        return f"Plan van {self.initiatief_id}"


class Begrotingsregel(models.Model):
    """One line of the budget: what it costs and who pays. The residents' own work counts too."""

    class Betaler(models.TextChoices):
        EIGEN_WERK = "eigen_werk", "Wij doen het zelf (eigen werk of spullen)"
        EIGEN_GELD = "eigen_geld", "Wij betalen het zelf"
        ANDERS = "anders", "Een ander betaalt (fonds, sponsor of partner)"
        GEMEENTE = "gemeente", "Dit vragen we aan de gemeente"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="begroting", verbose_name="initiatief"
    )
    omschrijving = models.CharField("waarvoor", max_length=200)
    bedrag = geldveld("bedrag")
    betaler = models.CharField("wie betaalt", max_length=10, choices=Betaler)

    class Meta:
        verbose_name = "begrotingsregel"
        verbose_name_plural = "begrotingsregels"
        ordering = ("pk",)
        constraints = (boven_nul("bedrag", "begrotingsregel_boven_nul"),)
        triggers = (voor_het_definitieve_besluit("begrotingsregel_voor_het_besluit"),)

    def __str__(self) -> str:
        return self.omschrijving


class Planstap(models.Model):
    """One line of the planning: what is done by which day."""

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="planning", verbose_name="initiatief"
    )
    wat = models.CharField("wat gaat u doen", max_length=200)
    wanneer = models.DateField("wanneer is het klaar")

    class Meta:
        verbose_name = "stap in de planning"
        verbose_name_plural = "stappen in de planning"
        ordering = ("wanneer", "pk")
        triggers = (voor_het_definitieve_besluit("planstap_voor_het_besluit"),)

    def __str__(self) -> str:
        return self.wat


class Financieringsbron(models.Model):
    """What one source of money said, before the next in the order of the policy was asked (B-12, B-13)."""

    class Uitkomst(models.TextChoices):
        TOEGEKEND = "toegekend", "Toegekend"
        GEWEIGERD = "geweigerd", "Geweigerd"
        NIET_VAN_TOEPASSING = "nvt", "Niet van toepassing"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="financieringsbronnen", verbose_name="initiatief"
    )
    code = models.CharField("code", max_length=20)
    naam = models.CharField("geldbron", max_length=100)
    uitkomst = models.CharField("uitkomst", max_length=10, choices=Uitkomst)
    bedrag = models.DecimalField("toegekend bedrag", max_digits=12, decimal_places=2, null=True)
    toelichting = models.TextField("toelichting", max_length=500)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    op = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "financieringsbron"
        verbose_name_plural = "financieringsbronnen"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("initiatief", "code"), name="financieringsbron_een_keer_nagegaan"
            ),
            models.CheckConstraint(
                condition=models.Q(uitkomst="toegekend", bedrag__gt=0)
                | ~models.Q(uitkomst="toegekend") & models.Q(bedrag__isnull=True),
                name="financieringsbron_toegekend_met_bedrag",
                violation_error_message="Een bedrag hoort bij een bron die geld heeft toegekend.",
            ),
            models.CheckConstraint(
                condition=~models.Q(toelichting=""),
                name="financieringsbron_met_toelichting",
                violation_error_message="Leg uit wat er uit deze geldbron kwam.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="financieringsbron_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"{self.naam}: {self.get_uitkomst_display().lower()}"
