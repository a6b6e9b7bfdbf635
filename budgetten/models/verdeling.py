"""The division of a year's joint wijkbudget over the wijken: proposed, adjusted, decided (B-02, B-03)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils import timezone

from budgetten.geld import CENT
from budgetten.models.jaar import Jaarbudget
from wijken.models import Wijk
from wijkportaal.historie import historie
from wijkportaal.models import Beleidsparameter


class VerdelingQuerySet(models.QuerySet["Verdeling"]):
    """Finds divisions by what has to happen with them."""

    def wacht_op_besluit(self) -> "VerdelingQuerySet":
        """Proposals for years that have no decided division and are not closed; the oldest first."""
        besloten = Verdeling.objects.filter(jaar=models.OuterRef("jaar"), vastgesteld_op__isnull=False)
        open_ = self.filter(vastgesteld_op__isnull=True, jaar__gesloten_op__isnull=True)
        return open_.filter(~models.Exists(besloten)).order_by("voorgesteld_op", "pk")


class Verdeling(models.Model):
    """One division of one year. The proposal is exact; a decided one is booked and never changes again.

    `ondergrens` and `bovengrens` limit what a wijk gets, in euros (B-17); empty means no limit.
    """

    class Eenheid(models.TextChoices):
        CENT = "0.01", "op de cent"
        TIENTJE = "10.00", "op € 10"

    jaar = models.ForeignKey(
        Jaarbudget, models.PROTECT, related_name="verdelingen", verbose_name="jaar", db_column="jaar"
    )
    peildatum = models.DateField("peildatum van de inwonertallen")
    eenheid = models.CharField("afgerond", max_length=5, choices=Eenheid, default=Eenheid.TIENTJE)
    ondergrens = models.DecimalField(
        "ondergrens per wijk", max_digits=12, decimal_places=2, null=True, blank=True
    )
    bovengrens = models.DecimalField(
        "bovengrens per wijk", max_digits=12, decimal_places=2, null=True, blank=True
    )
    voor_agenda = models.DecimalField("voor de wijkagenda's", max_digits=12, decimal_places=2)
    voor_initiatieven = models.DecimalField("voor initiatieven", max_digits=12, decimal_places=2)
    deel_agenda = models.ForeignKey(
        Beleidsparameter, models.PROTECT, related_name="+", verbose_name="deel voor de wijkagenda"
    )
    deel_initiatieven = models.ForeignKey(
        Beleidsparameter, models.PROTECT, related_name="+", verbose_name="deel voor initiatieven"
    )
    voorgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="voorgesteld door"
    )
    voorgesteld_op = models.DateTimeField("voorgesteld op", default=timezone.now, editable=False)
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vastgesteld door"
    )
    vastgesteld_op = models.DateTimeField("vastgesteld op", null=True)
    kenmerk = models.CharField("kenmerk van het besluit", max_length=200, blank=True)

    history = historie()
    objects = VerdelingQuerySet.as_manager()

    class Meta:
        verbose_name = "verdeling"
        verbose_name_plural = "verdelingen"
        ordering = ("-jaar", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("jaar",),
                condition=models.Q(vastgesteld_op__isnull=False),
                name="verdeling_een_vastgestelde_per_jaar",
                violation_error_message="Voor dit jaar is al een verdeling vastgesteld.",
            ),
            models.CheckConstraint(
                condition=models.Q(vastgesteld_op__isnull=True, vastgesteld_door__isnull=True)
                | models.Q(vastgesteld_op__isnull=False, vastgesteld_door__isnull=False)
                & ~models.Q(kenmerk="")
                & ~models.Q(vastgesteld_door=models.F("voorgesteld_door")),
                name="verdeling_vier_ogen",
                violation_error_message="Iemand anders dan de voorsteller stelt vast, met een kenmerk.",
            ),
        )

    def __str__(self) -> str:
        return f"Verdeling {self.jaar_id}"

    @property
    def vastgesteld(self) -> bool:
        """Decided, and so booked."""
        return self.vastgesteld_op is not None


class Verdeelregel(models.Model):
    """What one wijk gets: as computed, and as it stands after adjusting by hand. Euros."""

    verdeling = models.ForeignKey(Verdeling, models.CASCADE, related_name="regels", verbose_name="verdeling")
    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="+", verbose_name="wijk")
    inwoners = models.PositiveIntegerField("inwoners")
    exact = models.DecimalField(
        "exact deel", max_digits=16, decimal_places=4, help_text="Het deel naar inwoners, voor het afronden."
    )
    voorstel_agenda = models.DecimalField("voorstel wijkagenda", max_digits=12, decimal_places=2)
    voorstel_initiatieven = models.DecimalField("voorstel initiatieven", max_digits=12, decimal_places=2)
    agenda = models.DecimalField("wijkagenda", max_digits=12, decimal_places=2)
    initiatieven = models.DecimalField("initiatieven", max_digits=12, decimal_places=2)

    history = historie()

    class Meta:
        verbose_name = "verdeelregel"
        verbose_name_plural = "verdeelregels"
        ordering = ("verdeling", "wijk__nummer")
        constraints = (
            models.UniqueConstraint(fields=("verdeling", "wijk"), name="verdeelregel_een_per_wijk"),
            models.CheckConstraint(
                condition=models.Q(agenda__gte=0, initiatieven__gte=0),
                name="verdeelregel_niet_negatief",
                violation_error_message="Een wijk kan niet minder dan € 0,00 krijgen.",
            ),
        )

    def __str__(self) -> str:
        return f"Verdeelregel {self.pk}"

    @property
    def totaal(self) -> Decimal:
        """What the wijk gets in all."""
        return self.agenda + self.initiatieven

    @property
    def aangepast(self) -> bool:
        """Whether an amount is not that of the proposal."""
        return (self.agenda, self.initiatieven) != (self.voorstel_agenda, self.voorstel_initiatieven)

    @property
    def afronding(self) -> Decimal:
        """What rounding gave or took, in euros: the total of the proposal minus the exact share."""
        return (self.voorstel_agenda + self.voorstel_initiatieven - self.exact).quantize(CENT)
