"""Meetings: on three levels, and once a year across all wijken (W-08)."""

import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils import timezone

from wijken.models.gebied import Wijk, Wijkteamoverleg
from wijken.models.mensen import Medewerker, Rol
from wijken.models.organisatie import Partner
from wijkportaal.historie import historie

GEEN_NAMEN = "Noem geen namen, adressen of andere gegevens van bewoners."


class OverlegQuerySet(models.QuerySet["Overleg"]):
    """Finds meetings by when they are and how far they are."""

    def voor_lijst(self) -> "OverlegQuerySet":
        """With chair and names of the wijken and without the long texts, in this one query."""
        wijken = Wijk.objects.filter(overleggen=models.OuterRef("pk")).order_by("nummer")
        rijen = self.select_related("voorzitter").defer("agenda", "verslag")
        return rijen.annotate(wijknamen=ArraySubquery(wijken.values("naam")))

    def gepland(self) -> "OverlegQuerySet":
        """Meetings of which there is no report yet, and that were not called off."""
        return self.filter(status=Overleg.Status.GEPLAND)

    def komend(self) -> "OverlegQuerySet":
        """Meetings of today and later, the first on top."""
        return self.gepland().filter(datum__gte=timezone.localdate()).order_by("datum", "tijd", "pk")

    def zonder_verslag(self) -> "OverlegQuerySet":
        """Meetings whose day has passed without a report, the longest ago on top."""
        return self.gepland().filter(datum__lt=timezone.localdate()).order_by("datum", "pk")

    def wijkoverstijgend(self, *, jaar: int) -> "OverlegQuerySet":
        """The wijkoverstijgende overleggen of a year that are planned or held (RM 2.5: at least one)."""
        doorgaand = self.filter(niveau=Overleg.Niveau.WIJKOVERSTIJGEND, datum__year=jaar)
        return doorgaand.exclude(status=Overleg.Status.VERVALLEN).order_by("datum", "pk")


# Columns of what was held or called off that never change; only the report gets better.
VAST = ("status", "titel", "datum", "tijd", "plaats", "agenda", "voorzitter_id", "wijkteamoverleg_id")


def _van(rij: str) -> str:
    return ", ".join(f"{rij}.{kolom}" for kolom in VAST)


class Overleg(models.Model):
    """A meeting with partners: who, when, about what, and what was said.

    `wijken` is what it is about, and decides which wijkregisseurs see it. A meeting by `wijkteamoverleg`
    keeps the wijken of that grouping as they were; one on a level of the whole municipality has none.
    What was held stays as it was, except for a better report; the history keeps the earlier one.
    """

    class Niveau(models.TextChoices):
        UITVOEREND = "uitvoerend", "Uitvoerend (wijkteamoverleg)"
        TACTISCH = "tactisch", "Tactisch (managers)"
        STRATEGISCH = "strategisch", "Strategisch (bestuurders)"
        WIJKOVERSTIJGEND = "wijkoverstijgend", "Wijkoverstijgend (dorps- en wijkraden)"

    class Status(models.TextChoices):
        GEPLAND = "gepland", "Gepland"
        GEHOUDEN = "gehouden", "Gehouden"
        VERVALLEN = "vervallen", "Gaat niet door"

    MET_WIJKEN = (Niveau.UITVOEREND, Niveau.TACTISCH)

    niveau = models.CharField("niveau", max_length=20, choices=Niveau)
    titel = models.CharField("titel", max_length=150)
    datum = models.DateField("datum")
    tijd = models.TimeField("aanvang", null=True, blank=True)
    plaats = models.CharField("plaats", max_length=150, blank=True)
    wijkteamoverleg = models.ForeignKey(
        Wijkteamoverleg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overleggen",
        verbose_name="wijkteamoverleg",
    )
    wijken = models.ManyToManyField(Wijk, related_name="overleggen", blank=True, verbose_name="wijken")
    voorzitter = models.ForeignKey(
        Medewerker, models.PROTECT, related_name="voorgezeten_overleggen", verbose_name="voorzitter"
    )
    deelnemers = models.ManyToManyField(
        Medewerker, related_name="overleggen", blank=True, verbose_name="deelnemers"
    )
    partners = models.ManyToManyField(
        Partner, related_name="overleggen", blank=True, verbose_name="organisaties"
    )
    agenda = models.TextField("agenda", max_length=10_000, blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.GEPLAND)
    verslag = models.TextField("verslag", max_length=30_000, blank=True)
    verslag_op = models.DateTimeField("verslag vastgelegd op", null=True, blank=True)
    verslag_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verslag vastgelegd door",
    )
    vervallen_omdat = models.TextField("reden van vervallen", max_length=1000, blank=True)
    # One higher at each change: who changes what somebody else just changed is told so.
    versie = models.PositiveIntegerField(default=1, editable=False)

    history = historie(zonder=("versie",))
    objects = OverlegQuerySet.as_manager()

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ("-datum", "-pk")
        indexes = (
            models.Index(fields=("-datum", "-id"), name="overleg_op_datum"),
            models.Index(fields=("voorzitter", "datum"), name="overleg_van_voorzitter"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="gehouden", verslag_op__isnull=False, verslag_door__isnull=False)
                & ~models.Q(verslag="")
                | ~models.Q(status="gehouden")
                & models.Q(verslag="", verslag_op__isnull=True, verslag_door__isnull=True),
                name="overleg_gehouden_met_verslag",
                violation_error_message="Een overleg dat is gehouden, heeft een verslag.",
            ),
            models.CheckConstraint(
                condition=models.Q(verslag_op__isnull=True)
                | models.Q(verslag_op__date__gte=models.F("datum")),
                name="overleg_verslag_na_overleg",
                violation_error_message="Het verslag komt na het overleg.",
            ),
            models.CheckConstraint(
                condition=models.Q(status="vervallen") & ~models.Q(vervallen_omdat="")
                | ~models.Q(status="vervallen") & models.Q(vervallen_omdat=""),
                name="overleg_vervallen_met_reden",
                violation_error_message="Schrijf op waarom het overleg niet doorgaat.",
            ),
            models.CheckConstraint(
                condition=models.Q(wijkteamoverleg__isnull=True) | models.Q(niveau="uitvoerend"),
                name="overleg_wijkteam_is_uitvoerend",
                violation_error_message="Een wijkteamoverleg is op uitvoerend niveau.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="overleg_blijft_staan", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="overleg_niveau_blijft", fields=["niveau"]),
            pgtrigger.Protect(
                name="overleg_gehouden_ligt_vast",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.status <> 'gepland' AND ROW({_van('OLD')}) IS DISTINCT FROM ROW({_van('NEW')})"
                ),
            ),
            pgtrigger.Trigger(
                name="overleg_wethouder_wijken_zit_voor",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__niveau="wijkoverstijgend") & ~pgtrigger.Q(new__status="vervallen"),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM wijken_rol AS rol
                        WHERE rol.medewerker_id = NEW.voorzitter_id AND rol.soort = 'wethouder_wijken'
                        AND rol.van <= NEW.datum AND (rol.tot IS NULL OR rol.tot >= NEW.datum)
                    ) THEN
                        RAISE EXCEPTION 'the wethouder Wijken of that day chairs this meeting (W-08)'
                            USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'overleg_wethouder_wijken_zit_voor';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.titel

    @property
    def over_de_gemeente(self) -> bool:
        """It is about all wijken together."""
        return self.niveau not in self.MET_WIJKEN

    @property
    def verslag_kan(self) -> bool:
        """The day of the meeting has come, and it was not called off."""
        return self.status != self.Status.VERVALLEN and self.datum <= timezone.localdate()

    @property
    def wacht_op_verslag(self) -> bool:
        """The day has passed and nobody recorded what was said."""
        return self.status == self.Status.GEPLAND and self.datum < timezone.localdate()

    def aan_tafel(self) -> models.QuerySet[Medewerker]:
        """The chair and the participants: who can have an action point."""
        ook = models.Q(pk=self.voorzitter_id) | models.Q(pk__in=self.deelnemers.values("pk"))
        return Medewerker.objects.filter(ook)


def is_wethouder_wijken(medewerker: Medewerker, *, op: datetime.date) -> bool:
    """Tell whether this person is the wethouder Wijken of the day `op`."""
    return Rol.objects.op(op).filter(soort=Rol.Soort.WETHOUDER_WIJKEN, medewerker=medewerker).exists()
