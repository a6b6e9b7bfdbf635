"""Who is asked to approve which part of a maatregel, and what was answered (A-06)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from budgetten.models import Aanvraag
from wijkagenda.models.maatregel import Bijdrage
from wijken.models import Mandaat

GEGEVEN = (Aanvraag.Stand.GOEDGEKEURD, Aanvraag.Stand.VASTGELEGD, Aanvraag.Stand.BETAALD)
# A request that ended before anybody answered: withdrawn, or lapsed with its year (B-09).
ZONDER_ANTWOORD = (Aanvraag.Stand.INGETROKKEN, Aanvraag.Stand.VERVALLEN)
# The verdict on a part with money is that of its request in the ledger: one truth, in one place.
AKKOORD = models.Q(aanvraag__stand__in=GEGEVEN) | models.Q(aanvraag__isnull=True, uitkomst="akkoord")
WACHT = models.Q(aanvraag__stand=Aanvraag.Stand.AANGEVRAAGD) | models.Q(aanvraag__isnull=True, uitkomst="")


class BeoordelingQuerySet(models.QuerySet["Beoordeling"]):
    """Finds questions for approval by where they stand."""

    def actueel(self) -> "BeoordelingQuerySet":
        """Those that are about the part as it is now, and were not called back."""
        return self.filter(
            vervallen_op__isnull=True,
            bijdrage__vervallen=False,
            bijdrage__maatregel__weggelaten=False,
            bijdragerevisie=models.F("bijdrage__revisie"),
            maatregelrevisie=models.F("bijdrage__maatregel__revisie"),
        )

    def akkoord(self) -> "BeoordelingQuerySet":
        """Those that got a yes, by mandate."""
        return self.filter(AKKOORD)

    def wacht(self) -> "BeoordelingQuerySet":
        """Those that nobody answered yet; the longest waiting first."""
        return self.filter(WACHT).order_by("gevraagd_op", "pk")


class Beoordeling(models.Model):
    """The question to one party for its part of a maatregel, and the answer: yes, or advice to change.

    It is about one revisie of the part and of the maatregel; after a change it no longer counts. With money
    the answer is that of the `Aanvraag` in the ledger; without, it stands here, under the same mandate.
    """

    class Uitkomst(models.TextChoices):
        AKKOORD = "akkoord", "Akkoord"
        WIJZIGEN = "wijzigen", "Advies om te wijzigen"

    bijdrage = models.ForeignKey(
        Bijdrage, models.PROTECT, related_name="beoordelingen", verbose_name="bijdrage"
    )
    bijdragerevisie = models.PositiveIntegerField()
    maatregelrevisie = models.PositiveIntegerField()
    gevraagd_op = models.DateTimeField("gevraagd op", default=timezone.now)
    gevraagd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    aanvraag = models.OneToOneField(
        Aanvraag, models.PROTECT, null=True, related_name="beoordeling", verbose_name="aanvraag"
    )
    uitkomst = models.CharField("uitkomst", max_length=10, choices=Uitkomst, blank=True)
    toelichting = models.TextField("toelichting", blank=True, max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="beoordeeld door"
    )
    mandaat = models.ForeignKey(Mandaat, models.PROTECT, null=True, related_name="+", verbose_name="mandaat")
    op = models.DateTimeField("beoordeeld op", null=True)
    vervallen_op = models.DateTimeField("vervallen op", null=True)

    objects = BeoordelingQuerySet.as_manager()

    class Meta:
        verbose_name = "beoordeling"
        verbose_name_plural = "beoordelingen"
        ordering = ("bijdrage", "gevraagd_op", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("bijdrage",),
                condition=models.Q(vervallen_op__isnull=True),
                name="beoordeling_een_per_bijdrage",
            ),
            models.CheckConstraint(
                condition=models.Q(uitkomst="") | models.Q(aanvraag__isnull=True),
                name="beoordeling_met_geld_in_het_grootboek",
            ),
            models.CheckConstraint(
                condition=models.Q(uitkomst="", door__isnull=True, op__isnull=True, mandaat__isnull=True)
                | ~models.Q(uitkomst="")
                & models.Q(door__isnull=False, op__isnull=False, mandaat__isnull=False),
                name="beoordeling_van_iemand_met_mandaat",
            ),
            models.CheckConstraint(
                condition=models.Q(door__isnull=True) | ~models.Q(door=models.F("gevraagd_door")),
                name="beoordeling_vier_ogen",
                violation_error_message="Wie om akkoord vraagt, geeft het niet zelf.",
            ),
            models.CheckConstraint(
                condition=~models.Q(uitkomst="wijzigen") | ~models.Q(toelichting=""),
                name="beoordeling_advies_met_uitleg",
                violation_error_message="Schrijf op wat er anders moet.",
            ),
        )

    def __str__(self) -> str:
        return f"Beoordeling {self.pk}"

    @property
    def is_akkoord(self) -> bool:
        """There is a yes on this question."""
        if self.aanvraag:
            return self.aanvraag.stand in GEGEVEN
        return self.uitkomst == self.Uitkomst.AKKOORD

    @property
    def wacht(self) -> bool:
        """Nobody answered yet."""
        if self.aanvraag:
            return self.aanvraag.stand == Aanvraag.Stand.AANGEVRAAGD
        return not self.uitkomst

    @property
    def is_geeindigd(self) -> bool:
        """The request for its money ended without an answer, so the part has to be asked again."""
        return self.aanvraag is not None and self.aanvraag.stand in ZONDER_ANTWOORD

    @property
    def beoordelaar(self) -> object:
        """Who answered, if anybody did."""
        return self.aanvraag.beslisser if self.aanvraag else self.door

    @property
    def advies(self) -> str:
        """What the party wants to be different, or explained with its yes."""
        return self.aanvraag.besluit_reden if self.aanvraag else self.toelichting
