"""What each year has for wijkgericht werken (B-01), whether it is closed (B-09), and extra money (B-16)."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from budgetten.geld import boven_nul, geldveld
from wijkportaal.historie import historie


class Jaarstand(models.TextChoices):
    """How far the money of a year is."""

    LEEG = "leeg", "Nog niet verdeeld"
    VOORGESTELD = "voorgesteld", "Verdeling voorgesteld"
    VERDEELD = "verdeeld", "Verdeling vastgesteld"
    GESLOTEN = "gesloten", "Gesloten"


class JaarbudgetQuerySet(models.QuerySet["Jaarbudget"]):
    """Finds years by how far their money is."""

    def met_stand(self) -> "JaarbudgetQuerySet":
        """Add `stand`: one of `Jaarstand`."""
        vastgesteld = models.Q(verdelingen__vastgesteld_op__isnull=False)
        verdeeld = Jaarbudget.objects.filter(vastgesteld, pk=models.OuterRef("pk"))
        voorgesteld = Jaarbudget.objects.filter(verdelingen__isnull=False, pk=models.OuterRef("pk"))
        stand = models.Case(
            models.When(gesloten_op__isnull=False, then=models.Value(Jaarstand.GESLOTEN)),
            models.When(models.Exists(verdeeld), then=models.Value(Jaarstand.VERDEELD)),
            models.When(models.Exists(voorgesteld), then=models.Value(Jaarstand.VOORGESTELD)),
            default=models.Value(Jaarstand.LEEG),
            output_field=models.CharField(),
        )
        return self.annotate(stand=stand)


class Jaarbudget(models.Model):
    """What is available for wijkgericht werken in one year, and what the start-up costs take (B-01).

    Amounts are euros with cents. Once the division of the year is decided the amounts stand, and a year
    that is closed stays closed: triggers in the database see to both.
    """

    jaar = models.PositiveSmallIntegerField("jaar", primary_key=True)
    bedrag = models.DecimalField(
        "budget wijkgericht werken",
        max_digits=12,
        decimal_places=2,
        validators=(MinValueValidator(Decimal("0")),),
    )
    opstartkosten = models.DecimalField(
        "opstart- en doorontwikkelingskosten",
        max_digits=12,
        decimal_places=2,
        validators=(MinValueValidator(Decimal("0")),),
    )
    bron = models.CharField("bron", max_length=200)
    gesloten_op = models.DateTimeField("gesloten op", null=True, editable=False)
    gesloten_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="gesloten door",
    )

    stand: str  # only after `met_stand`

    history = historie()
    objects = JaarbudgetQuerySet.as_manager()

    class Meta:
        verbose_name = "jaarbudget"
        verbose_name_plural = "jaarbudgetten"
        ordering = ("-jaar",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(opstartkosten__gte=0, bedrag__gte=models.F("opstartkosten")),
                name="jaarbudget_opstartkosten_passen",
                violation_error_message="De opstartkosten zijn hoger dan het budget.",
            ),
            models.CheckConstraint(
                condition=models.Q(gesloten_op__isnull=True, gesloten_door__isnull=True)
                | models.Q(gesloten_op__isnull=False, gesloten_door__isnull=False),
                name="jaarbudget_gesloten_door_iemand",
            ),
        )

    def __str__(self) -> str:
        return f"Budget wijkgericht werken {self.jaar}"

    def clean(self) -> None:
        """Say in a form what the database would refuse: a closed year, and amounts that were divided."""
        super().clean()
        oud = Jaarbudget.objects.filter(pk=self.pk).first()
        if oud and oud.gesloten:
            raise ValidationError("Dit jaar is gesloten en verandert niet meer.")
        anders = oud and (oud.bedrag, oud.opstartkosten) != (self.bedrag, self.opstartkosten)
        if anders and self.verdelingen.filter(vastgesteld_op__isnull=False).exists():
            raise ValidationError("De verdeling van dit jaar is vastgesteld. Het budget verandert niet meer.")

    @property
    def gezamenlijk_wijkbudget(self) -> Decimal:
        """What is left for all wijken together, in euros (B-01)."""
        return self.bedrag - self.opstartkosten

    @property
    def gesloten(self) -> bool:
        """A closed year only pays what was committed (B-09)."""
        return self.gesloten_op is not None


class ExtraKrediet(models.Model):
    """Money that the council adds to one pot after a raadsvoorstel, with the decision it rests on (B-16)."""

    rekening = models.ForeignKey(
        "budgetten.Rekening", models.PROTECT, related_name="extra_kredieten", verbose_name="pot"
    )
    bedrag = geldveld("bedrag")
    raadsbesluit = models.CharField("kenmerk van het raadsbesluit", max_length=100, unique=True)
    besloten_op = models.DateField("datum van het raadsbesluit")
    geregistreerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="geregistreerd door"
    )
    geregistreerd_op = models.DateTimeField("geregistreerd op", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "extra krediet"
        verbose_name_plural = "extra kredieten"
        ordering = ("-besloten_op", "-pk")
        constraints = (boven_nul("bedrag", "extrakrediet_bedrag_boven_nul"),)

    def __str__(self) -> str:
        return f"Extra krediet {self.raadsbesluit}"
