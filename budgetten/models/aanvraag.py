"""A request to draw on a pot, from asking to the last payment (B-10 … B-14, B-18)."""

from decimal import Decimal
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.utils import timezone

from budgetten.geld import boven_nul, geldveld
from budgetten.models.jaar import Jaarbudget
from budgetten.models.rekening import AANVRAAGPOTTEN, Potsoort
from wijken.models import Cluster, Mandaat, Partner, Wijk
from wijkportaal.historie import historie
from wijkportaal.models import Beleidsparameter

GELDSOORTEN = {
    Potsoort.CLUSTER: Mandaat.Geldsoort.CLUSTERBUDGET,
    Potsoort.PARTNER: Mandaat.Geldsoort.PARTNERGELD,
}


def _zelfde_geld(bron: "Aanvraag | Mandaat") -> models.Q:
    """Select the requests for the money of a mandate, or of another request."""
    if bron.geldsoort == Mandaat.Geldsoort.CLUSTERBUDGET:
        return models.Q(soort=Potsoort.CLUSTER, cluster=bron.cluster_id)
    if bron.geldsoort == Mandaat.Geldsoort.PARTNERGELD:
        return models.Q(soort=Potsoort.PARTNER, partner=bron.partner_id)
    return ~models.Q(soort__in=GELDSOORTEN)


class AanvraagQuerySet(models.QuerySet["Aanvraag"]):
    """Finds requests by what has to happen with them."""

    def wacht_op_besluit(self) -> "AanvraagQuerySet":
        """Requests that nobody decided on yet; the longest waiting first."""
        return self.filter(stand=Aanvraag.Stand.AANGEVRAAGD).order_by("aangevraagd_op", "pk")

    def lopend(self) -> "AanvraagQuerySet":
        """Requests that ask for money, or hold it."""
        return self.filter(
            stand__in=(Aanvraag.Stand.AANGEVRAAGD, Aanvraag.Stand.GOEDGEKEURD, Aanvraag.Stand.VASTGELEGD)
        )

    def over_geld_van(self, *bronnen: "Aanvraag | Mandaat") -> "AanvraagQuerySet":
        """Requests for the same money as these: what one mandate is about (B-11)."""
        return self.filter(reduce(or_, map(_zelfde_geld, bronnen), models.Q(pk__in=())))

    def houdt_geld_vast(self) -> "AanvraagQuerySet":
        """Requests that have money reserved or committed."""
        return self.filter(stand__in=(Aanvraag.Stand.GOEDGEKEURD, Aanvraag.Stand.VASTGELEGD))


class Aanvraag(models.Model):
    """Somebody of the staff asks money of one pot for one purpose; somebody else decides (B-11).

    aangevraagd → goedgekeurd (money reserved) → vastgelegd (committed, with its planned year) → betaald,
    or afgewezen, ingetrokken, vervallen. `onderwerp` names what it is for ("initiatief:RM-2026-00042"):
    the app that owns it says what was decided on it (`budgetten.besluiten`). The versions of the policy
    that count are those of the day of asking.
    """

    class Stand(models.TextChoices):
        AANGEVRAAGD = "aangevraagd", "Aangevraagd"
        GOEDGEKEURD = "goedgekeurd", "Goedgekeurd, geld gereserveerd"
        VASTGELEGD = "vastgelegd", "Vastgelegd, verplichting aangegaan"
        BETAALD = "betaald", "Betaald"
        AFGEWEZEN = "afgewezen", "Afgewezen"
        INGETROKKEN = "ingetrokken", "Ingetrokken"
        VERVALLEN = "vervallen", "Vervallen bij het sluiten van het jaar"

    class Bereik(models.TextChoices):
        HELE_WIJK = "hele_wijk", "De hele wijk"
        BUURT_OF_PLEK = "buurt_of_plek", "Een buurt of plek"

    class Gericht(models.TextChoices):
        LEEFBAARHEID = "leefbaarheid", "Leefbaarheid"
        SOCIALE_SAMENHANG = "sociale_samenhang", "Sociale samenhang"
        VOLKSFEEST = "volksfeest", "Een buurtfeest, wijkfeest of straatspeeldag"
        WIJKORGANISATIE = "wijkorganisatie", "Een wijkraad of wijkorganisatie zelf"
        ANDERS = "anders", "Iets anders"

    jaar = models.ForeignKey(
        Jaarbudget, models.PROTECT, related_name="aanvragen", verbose_name="jaar", db_column="jaar"
    )
    soort = models.CharField(
        "pot", max_length=15, choices=[(soort.value, soort.label) for soort in AANVRAAGPOTTEN]
    )
    wijk = models.ForeignKey(
        Wijk, models.PROTECT, null=True, blank=True, related_name="aanvragen", verbose_name="wijk"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="aanvragen", verbose_name="cluster"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="aanvragen", verbose_name="partner"
    )
    onderwerp = models.CharField("waarvoor", max_length=100)
    doel = models.TextField("doel")
    gericht_op = models.CharField("gericht op", max_length=20, choices=Gericht)
    bereik = models.CharField("voor wie", max_length=15, choices=Bereik)
    bedrag = geldveld("bedrag")
    stand = models.CharField("stand", max_length=15, choices=Stand, default=Stand.AANGEVRAAGD)
    aanvrager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="aanvragen", verbose_name="aanvrager"
    )
    aangevraagd_op = models.DateTimeField("aangevraagd op", default=timezone.now, editable=False)
    sleutel = models.UUIDField(
        "sleutel van het formulier", null=True, blank=True, unique=True, editable=False
    )
    positief_besluit = models.CharField("kenmerk van het positieve besluit", max_length=100, blank=True)
    plafond = models.ForeignKey(
        Beleidsparameter, models.PROTECT, null=True, related_name="+", verbose_name="gebruikt plafond"
    )
    volgorde = models.ForeignKey(
        Beleidsparameter, models.PROTECT, null=True, related_name="+", verbose_name="gebruikte volgorde"
    )
    beslisser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="besloten door"
    )
    besloten_op = models.DateTimeField("besloten op", null=True)
    besluit_reden = models.TextField("toelichting op het besluit", blank=True)
    mandaat = models.ForeignKey(
        Mandaat, models.PROTECT, null=True, related_name="aanvragen", verbose_name="mandaat"
    )
    verplichting = models.CharField("kenmerk van de verplichting", max_length=100, blank=True)
    planjaar = models.PositiveSmallIntegerField("gepland voor", null=True)

    history = historie()
    objects = AanvraagQuerySet.as_manager()

    class Meta:
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        ordering = ("-aangevraagd_op", "-pk")
        constraints = (
            boven_nul("bedrag", "aanvraag_bedrag_boven_nul"),
            models.CheckConstraint(
                condition=models.Q(soort__in=(Potsoort.AGENDA, Potsoort.INITIATIEVEN), wijk__isnull=False)
                | models.Q(soort=Potsoort.CLUSTER, cluster__isnull=False)
                | models.Q(soort=Potsoort.PARTNER, partner__isnull=False)
                | models.Q(soort=Potsoort.OPSTART),
                name="aanvraag_pot_is_compleet",
                violation_error_message="Kies de wijk, het cluster of de partner van wie het geld is.",
            ),
            models.CheckConstraint(
                condition=models.Q(stand__in=("aangevraagd", "ingetrokken", "vervallen"))
                | models.Q(beslisser__isnull=False, besloten_op__isnull=False),
                name="aanvraag_besluit_van_iemand",
            ),
            models.CheckConstraint(
                condition=models.Q(beslisser__isnull=True) | ~models.Q(beslisser=models.F("aanvrager")),
                name="aanvraag_vier_ogen",
                violation_error_message="Wie een aanvraag doet, besluit er niet zelf over.",
            ),
            models.CheckConstraint(
                condition=~models.Q(stand__in=("goedgekeurd", "vastgelegd", "betaald"))
                | models.Q(mandaat__isnull=False),
                name="aanvraag_goedgekeurd_met_mandaat",
            ),
            models.CheckConstraint(
                condition=~models.Q(stand__in=("goedgekeurd", "vastgelegd", "betaald"))
                | models.Q(soort="opstart")
                | ~models.Q(positief_besluit=""),
                name="aanvraag_na_positief_besluit",
            ),
            models.CheckConstraint(
                condition=~models.Q(stand="afgewezen") | ~models.Q(besluit_reden=""),
                name="aanvraag_afgewezen_met_reden",
                violation_error_message="Leg uit waarom u de aanvraag afwijst.",
            ),
            models.CheckConstraint(
                condition=~models.Q(stand__in=("vastgelegd", "betaald"))
                | models.Q(planjaar__gte=models.F("jaar")) & ~models.Q(verplichting=""),
                name="aanvraag_vastgelegd_met_planjaar",
            ),
        )
        indexes = (
            models.Index(
                fields=("aangevraagd_op", "id"),
                condition=models.Q(stand="aangevraagd"),
                name="aanvraag_wacht_op_besluit",
            ),
            models.Index(fields=("onderwerp",), name="aanvraag_onderwerp"),
        )

    def __str__(self) -> str:
        return f"Aanvraag {self.pk}"

    @property
    def geldsoort(self) -> Mandaat.Geldsoort:
        """The kind of money, as a mandate names it (B-11)."""
        return GELDSOORTEN.get(Potsoort(self.soort), Mandaat.Geldsoort.WIJKBUDGET)

    @property
    def reserveert_meteen(self) -> bool:
        """Money for a maatregel is held as soon as it is asked: the coalitie claims it (A-06, B-06)."""
        return self.soort == Potsoort.AGENDA

    @property
    def plan(self) -> str:
        """The name of what it is for, as people know it: the subject without its kind."""
        return self.onderwerp.rpartition(":")[2]

    @property
    def potnaam(self) -> str:
        """Which pot, in words: "Initiatieven Centrum 2026". Select wijk, cluster and partner first."""
        waarvan = {Potsoort.CLUSTER: self.cluster, Potsoort.PARTNER: self.partner}
        van = waarvan.get(Potsoort(self.soort), self.wijk)
        return f"{self.get_soort_display()} {van or ''} {self.jaar_id}".replace("  ", " ")

    @property
    def pot(self) -> dict[str, object]:
        """What names the pot: the filter for its rekeningen. Cluster money may name a wijk that owns none."""
        wijkpot = self.soort in (Potsoort.AGENDA, Potsoort.INITIATIEVEN)
        return {
            "jaar_id": self.jaar_id,
            "soort": self.soort,
            "wijk_id": self.wijk_id if wijkpot else None,
            "cluster_id": self.cluster_id if self.soort == Potsoort.CLUSTER else None,
            "partner_id": self.partner_id if self.soort == Potsoort.PARTNER else None,
        }


class Bronuitkomst(models.Model):
    """What an earlier source of money said, before a later one was asked (B-12)."""

    class Uitkomst(models.TextChoices):
        TOEGEKEND = "toegekend", "Toegekend"
        GEWEIGERD = "geweigerd", "Geweigerd"
        NIET_VAN_TOEPASSING = "nvt", "Niet van toepassing"

    aanvraag = models.ForeignKey(
        Aanvraag, models.CASCADE, related_name="bronuitkomsten", verbose_name="aanvraag"
    )
    code = models.CharField("code", max_length=20)
    naam = models.CharField("bron", max_length=100)
    uitkomst = models.CharField("uitkomst", max_length=10, choices=Uitkomst)
    bedrag = models.DecimalField("toegekend bedrag", max_digits=12, decimal_places=2, null=True, blank=True)
    toelichting = models.TextField("toelichting", blank=True)

    class Meta:
        verbose_name = "uitkomst van een geldbron"
        verbose_name_plural = "uitkomsten van geldbronnen"
        ordering = ("aanvraag", "pk")
        constraints = (
            models.UniqueConstraint(fields=("aanvraag", "code"), name="bronuitkomst_een_per_bron"),
            models.CheckConstraint(
                condition=~models.Q(uitkomst="nvt") | ~models.Q(toelichting=""),
                name="bronuitkomst_nvt_met_reden",
                violation_error_message="Leg uit waarom deze geldbron niet van toepassing is.",
            ),
            models.CheckConstraint(
                condition=models.Q(bedrag__isnull=True) | models.Q(bedrag__gte=Decimal(0)),
                name="bronuitkomst_bedrag_niet_negatief",
            ),
        )

    def __str__(self) -> str:
        return f"{self.naam}: {self.get_uitkomst_display().lower()}"
