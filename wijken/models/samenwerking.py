"""Agreements with partners: the exploratory talk with a wijkraad (W-07) and the convenant (W-09)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from wijken.models.gebied import Wijk
from wijken.models.organisatie import Partner
from wijkportaal.historie import historie

VEREISTEN = ("ingebed", "belangen", "slagkracht", "gesprekspartner")


def _vereiste(vraag: str) -> models.BooleanField:
    return models.BooleanField(vraag, choices=((True, "Ja"), (False, "Nog niet")))


def _toelichting(waarvan: str) -> models.TextField:
    return models.TextField(f"toelichting bij {waarvan}", max_length=2000)


class VerkennendGesprek(models.Model):
    """The talk that shows whether a wijkraad can have a formal seat in the wijkcoalitie (W-07).

    Each of the four requirements of RM 3.2 is judged with an explanation. A seat rests on the outcome, so
    the findings are never rewritten: whoever finds otherwise holds another talk.
    """

    class Uitkomst(models.TextChoices):
        FORMEEL = "formeel", "Een formele plaats in de wijkcoalitie"
        MEEDENKEN = "meedenken", "Meedenken zonder formele plaats"
        NIET = "niet", "Geen rol in de wijkcoalitie"

    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="gesprekken",
        verbose_name="wijkraad",
        limit_choices_to={"soort": Partner.Soort.WIJKRAAD},
    )
    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="gesprekken", verbose_name="wijk")
    op = models.DateField("gesprek op")
    gevoerd_door = models.CharField(
        "gevoerd door", max_length=200, help_text="Bijvoorbeeld: de wijkregisseur en de opbouwwerker."
    )
    ingebed = _vereiste("Is de raad goed ingebed in de netwerken van bewoners?")
    ingebed_toelichting = _toelichting("de netwerken")
    belangen = _vereiste("Heeft de raad oog voor de belangen in de wijk?")
    belangen_toelichting = _toelichting("de belangen")
    slagkracht = _vereiste("Heeft de raad genoeg slagkracht om de achterban te spreken?")
    slagkracht_toelichting = _toelichting("de slagkracht")
    gesprekspartner = _vereiste("Is de raad een goede gesprekspartner bij het afwegen van belangen?")
    gesprekspartner_toelichting = _toelichting("de gesprekspartner")
    uitkomst = models.CharField("uitkomst", max_length=10, choices=Uitkomst)
    ondersteuningswens = models.TextField(
        "wens voor ondersteuning",
        max_length=2000,
        blank=True,
        help_text="Bijvoorbeeld uit de waarderingssubsidie.",
    )
    vastgelegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="vastgelegd door",
    )

    history = historie()

    class Meta:
        verbose_name = "verkennend gesprek"
        verbose_name_plural = "verkennende gesprekken"
        ordering = ("-op", "partner")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(uitkomst="formeel") | models.Q(**dict.fromkeys(VEREISTEN, True)),
                name="gesprek_formeel_voldoet_aan_vereisten",
                violation_error_message="Voor een formele plaats moet de raad aan alle vereisten voldoen.",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="gesprek_blijft_zoals_vastgelegd", exclude=["ondersteuningswens"]),
            pgtrigger.Protect(name="gesprek_blijft_staan", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"gesprek op {self.op:%d-%m-%Y}"


class Convenant(models.Model):
    """A samenwerkingsconvenant: with whom, about what, from when until when, and the signed text (W-09).

    The municipality is always a party; the others are its `partijen`. `tot` is the last day.
    """

    onderwerp = models.CharField("onderwerp", max_length=200, help_text="Bijvoorbeeld: delen van gegevens.")
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)

    history = historie()

    class Meta:
        verbose_name = "convenant"
        verbose_name_plural = "convenanten"
        ordering = ("-van", "onderwerp")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(tot__isnull=True) | models.Q(tot__gte=models.F("van")),
                name="convenant_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
        )

    def __str__(self) -> str:
        return self.onderwerp


class Convenantpartij(models.Model):
    """A partner that signed a convenant."""

    convenant = models.ForeignKey(
        Convenant, models.CASCADE, related_name="partijen", verbose_name="convenant"
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="convenanten", verbose_name="partner")

    history = historie()

    class Meta:
        verbose_name = "partij"
        verbose_name_plural = "partijen"
        ordering = ("partner__naam",)
        constraints = (
            models.UniqueConstraint(
                fields=("convenant", "partner"),
                name="convenantpartij_tekent_een_keer",
                violation_error_message="Deze partner staat er al bij.",
            ),
        )

    def __str__(self) -> str:
        return str(self.partner)


class Convenantdocument(models.Model):
    """The text that was signed, or an addition to it. What was once added stays as it is."""

    convenant = models.ForeignKey(
        Convenant, models.PROTECT, related_name="documenten", verbose_name="convenant"
    )
    naam = models.CharField("naam", max_length=120)
    type = models.CharField("type", max_length=100)
    grootte = models.PositiveIntegerField("grootte in bytes")
    inhoud = models.BinaryField()
    toegevoegd_op = models.DateTimeField("toegevoegd op", default=timezone.now)
    toegevoegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="toegevoegd door"
    )

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ("toegevoegd_op",)
        triggers = (
            pgtrigger.Protect(
                name="convenantdocument_blijft_zoals_het_is", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return self.naam
