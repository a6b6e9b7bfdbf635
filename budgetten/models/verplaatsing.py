"""Moving free money from one wijkpot to another: who proposed, who directed, what the coalitie said."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from budgetten.geld import boven_nul, geldveld
from budgetten.models.rekening import Potsoort, Rekening
from wijkportaal.historie import historie


class OverhevelingQuerySet(models.QuerySet["Overheveling"]):
    """Finds transfers by who has to decide on them."""

    def wacht_op_besluit(self, *, jaar: int) -> "OverhevelingQuerySet":
        """Proposals of this year, the oldest first; those of another year can no longer be decided (B-07)."""
        return self.filter(stand=Overheveling.Stand.VOORGESTELD, van__jaar=jaar).order_by(
            "voorgesteld_op", "pk"
        )

    def onder_mandaat(self) -> "OverhevelingQuerySet":
        """From initiatieven to the agenda of the same wijk: no direction of the wethouder is asked (B-05)."""
        return self.filter(van__wijk=models.F("naar__wijk"), van__soort=Potsoort.INITIATIEVEN)

    def onder_regie(self) -> "OverhevelingQuerySet":
        """What the wethouder Wijken decides (B-06, B-07)."""
        ander = ~models.Q(van__wijk=models.F("naar__wijk")) | ~models.Q(van__soort=Potsoort.INITIATIEVEN)
        return self.filter(ander)


class Overheveling(models.Model):
    """A proposal to move free money between pots of one year, and the decision on it (B-05, B-06, B-07)."""

    class Stand(models.TextChoices):
        VOORGESTELD = "voorgesteld", "Voorgesteld"
        GOEDGEKEURD = "goedgekeurd", "Goedgekeurd"
        AFGEWEZEN = "afgewezen", "Afgewezen"

    van = models.ForeignKey(Rekening, models.PROTECT, related_name="+", verbose_name="van")
    naar = models.ForeignKey(Rekening, models.PROTECT, related_name="+", verbose_name="naar")
    bedrag = geldveld("bedrag")
    reden = models.TextField("reden")
    samenspraak = models.TextField(
        "samenspraak met de wijkcoalitie",
        blank=True,
        help_text="Wat de coalitie vindt, en of zij het geld nodig heeft.",
    )
    samenspraak_op = models.DateField("datum van de samenspraak", null=True, blank=True)
    tekort = models.DecimalField(
        "dreigend tekort",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Hoeveel de pot voor initiatieven dreigt tekort te komen, in euro's.",
    )
    voorgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="voorgesteld door"
    )
    voorgesteld_op = models.DateTimeField("voorgesteld op", default=timezone.now, editable=False)
    stand = models.CharField("stand", max_length=15, choices=Stand, default=Stand.VOORGESTELD)
    besloten_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="besloten door"
    )
    besloten_op = models.DateTimeField("besloten op", null=True)
    besluit_reden = models.TextField("toelichting op het besluit", blank=True)

    history = historie()
    objects = OverhevelingQuerySet.as_manager()

    class Meta:
        verbose_name = "overheveling"
        verbose_name_plural = "overhevelingen"
        ordering = ("-voorgesteld_op", "-pk")
        constraints = (
            boven_nul("bedrag", "overheveling_bedrag_boven_nul"),
            models.CheckConstraint(
                condition=models.Q(tekort__isnull=True) | models.Q(tekort__gte=models.F("bedrag")),
                name="overheveling_niet_boven_tekort",
                violation_error_message="Hevel niet meer over dan het dreigende tekort.",
            ),
            models.CheckConstraint(
                condition=models.Q(stand="voorgesteld", besloten_door__isnull=True, besloten_op__isnull=True)
                | ~models.Q(stand="voorgesteld")
                & models.Q(besloten_door__isnull=False, besloten_op__isnull=False)
                & ~models.Q(besloten_door=models.F("voorgesteld_door")),
                name="overheveling_vier_ogen",
                violation_error_message="Iemand anders dan de voorsteller besluit over een overheveling.",
            ),
        )

    def __str__(self) -> str:
        return f"Overheveling {self.pk}"

    @property
    def regel(self) -> str:
        """The rule that governs this direction."""
        if self.van.wijk_id != self.naar.wijk_id:
            return "B-07"
        return "B-05" if self.van.soort == Potsoort.INITIATIEVEN else "B-06"

    @property
    def vraagt_tekort(self) -> bool:
        """Whether it takes from an agenda for initiatieven: only when those threaten to fall short (B-06)."""
        return self.van.soort == Potsoort.AGENDA and self.naar.soort == Potsoort.INITIATIEVEN

    @property
    def vraagt_regie(self) -> bool:
        """Whether the wethouder Wijken decides, after the coalitie was heard."""
        return self.regel != "B-05"
