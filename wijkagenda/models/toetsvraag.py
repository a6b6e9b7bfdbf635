"""The first test: what a cluster or partner was asked about an idea, and what it answered (A-03)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from wijkagenda.models.agenda import Fase
from wijkagenda.models.idee import Idee
from wijken.models import Cluster, Partner
from wijken.rechtentabel import zichtbaar
from wijkportaal.historie import historie

if TYPE_CHECKING:
    from wijken.models import Medewerker

OORDELEN = ("past_bij_beleid", "realiseerbaar", "betaalbaar")
ANTWOORDEN = (*OORDELEN, "reguliere_taak")
BEANTWOORD = Q(beantwoord_op__isnull=False)


class ToetsvraagQuerySet(models.QuerySet["Toetsvraag"]):
    """Finds questions by who has to answer, and whether there is time left."""

    def wacht(self) -> "ToetsvraagQuerySet":
        """Questions that still make a difference: no answer, no verdict, and the agenda is in the test."""
        return self.filter(
            ~BEANTWOORD,
            idee__samengevoegd_met__isnull=True,
            idee__oordeel=Idee.Oordeel.OPEN,
            idee__agenda__fase=Fase.EERSTE_TOETS,
        )

    def op_tijd(self) -> "ToetsvraagQuerySet":
        """Questions whose last day has not passed."""
        return self.filter(uiterlijk__gte=timezone.localdate())

    def te_laat(self) -> "ToetsvraagQuerySet":
        """Questions whose last day has passed."""
        return self.filter(uiterlijk__lt=timezone.localdate())

    def voor(self, medewerker: "Medewerker") -> "ToetsvraagQuerySet":
        """Questions that this person may answer, by the roles of today (W-05)."""
        return self.filter(zichtbaar("wijkagenda.toets_idee", medewerker))

    def over(self, idee: Idee) -> "ToetsvraagQuerySet":
        """What was asked about an idea, and about those that go on in it."""
        return self.filter(Q(idee=idee) | Q(idee__samengevoegd_met=idee))


class Toetsvraag(models.Model):
    """The question to one party about one idea: does it fit, can it be done and paid, is it a regular task?

    `uiterlijk` is the last day for the answer. `mogelijke_bijdrage` is what the party thinks it can pay, in
    euros: no promise, that comes with the maatregel (A-06).
    """

    idee = models.ForeignKey(Idee, models.PROTECT, related_name="toetsvragen", verbose_name="idee")
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="toetsvragen", verbose_name="cluster"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="toetsvragen", verbose_name="partner"
    )
    gevraagd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    gevraagd_op = models.DateTimeField("gevraagd op", default=timezone.now)
    uiterlijk = models.DateField("antwoord uiterlijk")
    gemeld_op = models.DateTimeField("gemeld op", null=True, editable=False)
    herinnerd_op = models.DateTimeField("herinnerd op", null=True, editable=False)
    past_bij_beleid = models.BooleanField("past bij het beleid", null=True)
    realiseerbaar = models.BooleanField("kan worden uitgevoerd", null=True)
    betaalbaar = models.BooleanField("is te betalen", null=True)
    reguliere_taak = models.BooleanField("hoort bij de gewone taken", null=True)
    mogelijke_bijdrage = models.DecimalField(
        "mogelijke bijdrage", max_digits=12, decimal_places=2, null=True, blank=True
    )
    toelichting = models.TextField("toelichting", max_length=4000, blank=True)
    beantwoord_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="beantwoord door"
    )
    beantwoord_op = models.DateTimeField("beantwoord op", null=True)

    history = historie()
    objects = ToetsvraagQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag van de eerste toets"
        verbose_name_plural = "vragen van de eerste toets"
        ordering = ("uiterlijk", "pk")
        indexes = (models.Index(fields=("uiterlijk", "id"), condition=~BEANTWOORD, name="toetsvraag_wacht"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(cluster__isnull=True, partner__isnull=False)
                | Q(cluster__isnull=False, partner__isnull=True),
                name="toetsvraag_aan_een_partij",
                violation_error_message="Kies een cluster of een partner.",
            ),
            models.UniqueConstraint(fields=("idee", "cluster"), name="toetsvraag_een_keer_per_cluster"),
            models.UniqueConstraint(fields=("idee", "partner"), name="toetsvraag_een_keer_per_partner"),
            models.CheckConstraint(
                condition=Q(
                    *((f"{veld}__isnull", True) for veld in ANTWOORDEN),
                    beantwoord_door__isnull=True,
                    beantwoord_op__isnull=True,
                    mogelijke_bijdrage__isnull=True,
                    toelichting="",
                )
                | Q(
                    *((f"{veld}__isnull", False) for veld in ANTWOORDEN),
                    beantwoord_door__isnull=False,
                    beantwoord_op__isnull=False,
                ),
                name="toetsvraag_heel_antwoord_van_iemand",
            ),
            models.CheckConstraint(
                condition=Q(beantwoord_op__isnull=True)
                | Q(**dict.fromkeys(OORDELEN, True))
                | ~Q(toelichting=""),
                name="toetsvraag_nee_met_uitleg",
                violation_error_message="Leg uit waarom u nee zegt.",
            ),
            models.CheckConstraint(
                condition=Q(mogelijke_bijdrage__isnull=True) | Q(mogelijke_bijdrage__gt=0),
                name="toetsvraag_bijdrage_boven_nul",
                violation_error_message="Een bijdrage is meer dan nul.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.partij}: {self.idee}"

    @property
    def partij(self) -> Cluster | Partner | None:
        """Who is asked."""
        return self.cluster or self.partner

    @property
    def is_beantwoord(self) -> bool:
        """There is an answer."""
        return self.beantwoord_op is not None

    @property
    def is_te_laat(self) -> bool:
        """There is no answer, and its day has passed."""
        return not self.is_beantwoord and self.uiterlijk < timezone.localdate()

    @property
    def bezwaren(self) -> list[str]:
        """What the party says no to, in the words of the question."""
        return [
            str(self._meta.get_field(veld).verbose_name)  # type: ignore[union-attr]  # always a field here
            for veld in OORDELEN
            if getattr(self, veld) is False
        ]
