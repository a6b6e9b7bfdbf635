"""What triage finds out: the eight questions, the advice that is asked, and who handed over to whom."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class TriageantwoordQuerySet(models.QuerySet["Triageantwoord"]):
    """Finds the answers that count."""

    def geldend(self) -> "TriageantwoordQuerySet":
        """The latest answer to each question of each case."""
        return self.order_by("initiatief_id", "vraag", "-op", "-pk").distinct("initiatief_id", "vraag")


class Triageantwoord(models.Model):
    """One answer to one of the eight questions (I-04). Another answer is another row: the latest counts.

    `antwoord` is a code of the question; `keuzes` names in words what was chosen with it, and `reden` says
    why. `regel` is the line of the negative list by which a case is refused.
    """

    class Vraag(models.TextChoices):
        """In the order of the policy (RM bijlage 3, fase 2)."""

        OPENBARE_RUIMTE = "openbare_ruimte", "Is het een klacht over de openbare ruimte?"
        ORGANISATIE = "organisatie", "Is het een klacht over de gemeentelijke organisatie?"
        BUREN = "buren", "Is het een klacht over burenoverlast?"
        ONTVANKELIJK = "ontvankelijk", "Mag de gemeente dit in behandeling nemen?"
        SOORT = "soort", "Wat is het?"
        REIKWIJDTE = "reikwijdte", "Voor welk gebied is het?"
        BELEIDSTERREIN = "beleidsterrein", "Bij welk beleidsterrein hoort het?"
        CLUSTERS = "clusters", "Kan één cluster dit alleen af?"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="triageantwoorden", verbose_name="initiatief"
    )
    vraag = models.CharField("vraag", max_length=20, choices=Vraag)
    antwoord = models.CharField("antwoord", max_length=100)
    keuzes = models.TextField("gekozen", blank=True)
    regel = models.CharField("regel van de negatieve lijst", max_length=30, blank=True)
    reden = models.TextField("reden", blank=True, max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="triageantwoorden", verbose_name="door"
    )
    rol = models.CharField("in de rol van", max_length=100)
    op = models.DateTimeField("op", default=timezone.now)

    objects = TriageantwoordQuerySet.as_manager()

    class Meta:
        verbose_name = "antwoord bij de triage"
        verbose_name_plural = "antwoorden bij de triage"
        ordering = ("op", "pk")
        indexes = (models.Index(fields=("initiatief", "vraag", "-op", "-id"), name="triageantwoord_geldend"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(vraag="ontvankelijk", antwoord="nee")
                | ~models.Q(regel="") & ~models.Q(reden=""),
                name="triageantwoord_weigering_met_regel_en_reden",
                violation_error_message="Een weigering noemt de regel en de reden.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="triageantwoord_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"{self.vraag}: {self.antwoord}"


class Kerngroepadvies(models.Model):
    """A question to the Kerngroep Actief Burgerschap, and its answer (I-08). It stops nothing."""

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="kerngroepadviezen", verbose_name="initiatief"
    )
    vraag = models.TextField("vraag", max_length=4000)
    gevraagd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    gevraagd_op = models.DateTimeField("gevraagd op", default=timezone.now)
    antwoord = models.TextField("advies", blank=True, max_length=4000)
    namens = models.CharField("wie van de kerngroep", max_length=150, blank=True)
    opgeschreven_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="opgeschreven door",
    )
    beantwoord_op = models.DateTimeField("beantwoord op", null=True)

    class Meta:
        verbose_name = "advies van de kerngroep"
        verbose_name_plural = "adviezen van de kerngroep"
        ordering = ("-gevraagd_op", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("initiatief",),
                condition=models.Q(beantwoord_op__isnull=True),
                name="kerngroepadvies_een_open_vraag",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    beantwoord_op__isnull=True, opgeschreven_door__isnull=True, antwoord="", namens=""
                )
                | models.Q(beantwoord_op__isnull=False, opgeschreven_door__isnull=False)
                & ~models.Q(antwoord="")
                & ~models.Q(namens=""),
                name="kerngroepadvies_compleet",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="kerngroepadvies_blijft_staan", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="kerngroepadvies_vraag_blijft",
                exclude=["antwoord", "namens", "opgeschreven_door", "beantwoord_op"],
            ),
            pgtrigger.Protect(
                name="kerngroepadvies_antwoord_blijft",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__beantwoord_op__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Advies van de kerngroep bij {self.initiatief_id}"


class Overdracht(models.Model):
    """The case went from one fixed contact to another, or back to triage, and why (RM 4.1)."""

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="overdrachten", verbose_name="initiatief"
    )
    van = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="van")
    naar = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="naar"
    )
    reden = models.TextField("reden", max_length=4000)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op"), name="overdracht_van_zaak"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(reden=""), name="overdracht_met_reden"),
            models.CheckConstraint(
                condition=models.Q(naar__isnull=True) | ~models.Q(naar=models.F("van")),
                name="overdracht_aan_een_ander",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="overdracht_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Overdracht van {self.initiatief_id}"
