"""The exploratory talk: when and where, what became clear, and how far the municipality goes along."""

import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst

from initiatieven.models.zaak import Initiatief


class Afspraak(models.Model):
    """When and where the talk is. Another time is another row: the latest counts (I-10)."""

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="afspraken", verbose_name="initiatief"
    )
    begint = models.DateTimeField("begint")
    minuten = models.PositiveSmallIntegerField("duur in minuten", default=60)
    plaats = models.CharField("plaats", max_length=200)
    opmerking = models.TextField("opmerking", blank=True, max_length=1000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="afspraken", verbose_name="gemaakt door"
    )
    op = models.DateTimeField("gemaakt op", default=timezone.now)

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op", "-id"), name="afspraak_van_zaak"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(minuten__gte=5, minuten__lte=480), name="afspraak_duurt_redelijk"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="afspraak_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Afspraak bij {self.initiatief_id}"

    @property
    def eindigt(self) -> datetime.datetime:
        """When it is over."""
        return self.begint + datetime.timedelta(minutes=self.minuten)


class Gespreksverslag(models.Model):
    """The seven points that the talk makes clear, and which support is needed (I-10).

    Kept again is another row: the latest counts. A point may still be empty; the next phase asks them all.
    """

    class Steun(models.TextChoices):
        ADVIES = "advies", "Advies of meedenken"
        VERGUNNING = "vergunning", "Een vergunning of toestemming"
        GELD = "geld", "Geld"
        NATURA = "natura", "Spullen, een ruimte of hulp van de gemeente"
        GEEN = "geen", "Geen ondersteuning nodig"

    PUNTEN = ("inhoud", "soort_zaak", "beleid", "verwachtingen", "realiteit", "draagvlak", "bezwaren")

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="gespreksverslagen", verbose_name="initiatief"
    )
    gesproken_op = models.DateField("gesproken op")
    aanwezig = models.CharField("wie waren erbij", max_length=300, blank=True)
    inhoud = models.TextField("inhoud en doel", blank=True, max_length=4000)
    soort_zaak = models.TextField("initiatief, verzoek of beleidswens", blank=True, max_length=4000)
    beleid = models.TextField("past het bij het beleid", blank=True, max_length=4000)
    verwachtingen = models.TextField("wederzijdse verwachtingen", blank=True, max_length=4000)
    realiteit = models.TextField("hoe haalbaar is het", blank=True, max_length=4000)
    draagvlak = models.TextField("steun, mensen en middelen", blank=True, max_length=4000)
    bezwaren = models.TextField("redenen om niet mee te werken", blank=True, max_length=4000)
    steun = ArrayField(
        models.CharField(max_length=15, choices=Steun),
        verbose_name="soort ondersteuning",
        default=list,
        blank=True,
    )
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    op = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "gespreksverslag"
        verbose_name_plural = "gespreksverslagen"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op", "-id"), name="gespreksverslag_van_zaak"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(steun__contains=["geen"]) | models.Q(steun=["geen"]),
                name="gespreksverslag_geen_steun_is_geen",
                violation_error_message="Kies “geen ondersteuning” niet samen met iets anders.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="gespreksverslag_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"Gespreksverslag bij {self.initiatief_id}"

    @property
    def steun_in_woorden(self) -> str:
        """The kinds of support, one a line."""
        return "\n".join(str(self.Steun(soort).label) for soort in self.steun)

    @property
    def rijen(self) -> list[tuple[str, str]]:
        """The points with what was written, in the order of the policy."""
        namen = {veld.name: str(veld.verbose_name) for veld in self._meta.concrete_fields}
        return [(capfirst(namen[naam]), getattr(self, naam)) for naam in self.PUNTEN]

    @property
    def open_punten(self) -> list[str]:
        """The names of the points that are not clear yet."""
        return [naam for naam, tekst in self.rijen if not tekst.strip()]


class Tredekeuze(models.Model):
    """A step on the participation ladder (I-11). Up or down is another row: the latest counts.

    `hoogte` counts from 0, the lowest step, by the ladder of the policy on that day.
    """

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="tredekeuzes", verbose_name="initiatief"
    )
    trede = models.CharField("trede", max_length=30)
    hoogte = models.PositiveSmallIntegerField("hoogte")
    reden = models.TextField("reden", blank=True, max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gekozen door"
    )
    op = models.DateTimeField("gekozen op", default=timezone.now)

    class Meta:
        verbose_name = "trede van de participatieladder"
        verbose_name_plural = "treden van de participatieladder"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op", "-id"), name="tredekeuze_van_zaak"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(hoogte=0) | ~models.Q(reden=""),
                name="tredekeuze_hoger_met_reden",
                violation_error_message="Schrijf waarom een lagere trede niet genoeg is.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="tredekeuze_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.trede} bij {self.initiatief_id}"


class Herindeling(models.Model):
    """The talk showed that the case is of another kind (I-12): from what, to what, and why."""

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="herindelingen", verbose_name="initiatief"
    )
    van = models.CharField("van", max_length=15, choices=Initiatief.Soort)
    naar = models.CharField("naar", max_length=15, choices=Initiatief.Soort)
    reden = models.TextField("reden", max_length=4000)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "herindeling"
        verbose_name_plural = "herindelingen"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("initiatief", "-op"), name="herindeling_van_zaak"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(reden=""), name="herindeling_met_reden"),
            models.CheckConstraint(condition=~models.Q(van=models.F("naar")), name="herindeling_verandert"),
        )
        triggers = (
            pgtrigger.Protect(name="herindeling_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.van} → {self.naar} bij {self.initiatief_id}"
