"""The ledger: pots in their states, and the bookings that move money between them (B-08, B-18).

The rules of both tables stand in PostgreSQL (migration `0002_wachters`), so that they hold for every
writer: no change, no removal, no balance below zero, no route that money may not take.
"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Now

from budgetten.geld import NUL, boven_nul, geldveld
from budgetten.models.jaar import Jaarbudget
from wijken.models import Cluster, Mandaat, Partner, Wijk


class Potsoort(models.TextChoices):
    """What money is for, or where it comes from."""

    AGENDA = "agenda", "Wijkagenda"
    INITIATIEVEN = "initiatieven", "Initiatieven"
    WIJKBUDGET = "wijkbudget", "Gezamenlijk wijkbudget"
    OPSTART = "opstart", "Opstart en doorontwikkeling"
    CLUSTER = "cluster", "Clusterbudget"
    PARTNER = "partner", "Bijdrage van een partner"
    BEGROTING = "begroting", "Gemeentelijke begroting"
    EXTRA_KREDIET = "extra_krediet", "Extra krediet van de raad"
    ELDERS = "elders", "Administratie van cluster of partner"
    ALGEMEEN = "algemeen", "Algemene middelen"


class Staat(models.TextChoices):
    """How far the money in a pot is on its way to being spent; `BUITEN` is for accounts outside the pots."""

    VRIJ = "vrij", "Vrij"
    GERESERVEERD = "gereserveerd", "Gereserveerd"
    VERPLICHT = "verplicht", "Verplicht"
    BETAALD = "betaald", "Betaald"
    BUITEN = "buiten", "Buiten de potten"


WIJKPOTTEN = (Potsoort.AGENDA, Potsoort.INITIATIEVEN)
BUITENPOTTEN = (Potsoort.BEGROTING, Potsoort.EXTRA_KREDIET, Potsoort.ELDERS, Potsoort.ALGEMEEN)
# The pots that a request can draw on.
AANVRAAGPOTTEN = (*WIJKPOTTEN, Potsoort.OPSTART, Potsoort.CLUSTER, Potsoort.PARTNER)
POTSTATEN = (Staat.VRIJ, Staat.GERESERVEERD, Staat.VERPLICHT, Staat.BETAALD)


def _som(veld: str) -> Coalesce:
    """Sum the bookings on one side of a rekening, in a query of its own so that the sides do not multiply."""
    boekingen = Boeking.objects.filter(**{veld: models.OuterRef("pk")}).order_by().values(veld)
    som = boekingen.annotate(som=models.Sum("bedrag")).values("som")
    return Coalesce(models.Subquery(som, output_field=models.DecimalField()), models.Value(NUL))


class RekeningQuerySet(models.QuerySet["Rekening"]):
    """Finds pots, with what is in them."""

    def met_saldo(self) -> "RekeningQuerySet":
        """Add `saldo`: what came in minus what went out, summed over every booking."""
        return self.annotate(saldo=_som("naar") - _som("van"))

    def van_pot(self, rekening: "Rekening") -> "RekeningQuerySet":
        """The rekeningen of the same pot, in all its states."""
        return self.filter(**rekening.pot)


class Rekening(models.Model):
    """A pot of one year in one state, or an account outside the pots. Never changed, never removed."""

    saldo: Decimal  # only after `met_saldo`

    jaar = models.ForeignKey(
        Jaarbudget, models.PROTECT, related_name="rekeningen", verbose_name="jaar", db_column="jaar"
    )
    soort = models.CharField("soort", max_length=15, choices=Potsoort)
    staat = models.CharField("staat", max_length=15, choices=Staat)
    wijk = models.ForeignKey(
        Wijk, models.PROTECT, null=True, blank=True, related_name="rekeningen", verbose_name="wijk"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="rekeningen", verbose_name="cluster"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="rekeningen", verbose_name="partner"
    )

    objects = RekeningQuerySet.as_manager()

    class Meta:
        verbose_name = "rekening"
        verbose_name_plural = "rekeningen"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("jaar", "soort", "staat", "wijk", "cluster", "partner"),
                name="rekening_uniek",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(soort__in=WIJKPOTTEN, wijk__isnull=False)
                | ~models.Q(soort__in=WIJKPOTTEN) & models.Q(wijk__isnull=True),
                name="rekening_wijk_past",
            ),
            models.CheckConstraint(
                condition=models.Q(soort=Potsoort.CLUSTER, cluster__isnull=False)
                | ~models.Q(soort=Potsoort.CLUSTER) & models.Q(cluster__isnull=True),
                name="rekening_cluster_past",
            ),
            models.CheckConstraint(
                condition=models.Q(soort=Potsoort.PARTNER, partner__isnull=False)
                | ~models.Q(soort=Potsoort.PARTNER) & models.Q(partner__isnull=True),
                name="rekening_partner_past",
            ),
            models.CheckConstraint(
                condition=models.Q(soort__in=BUITENPOTTEN, staat=Staat.BUITEN)
                | models.Q(soort=Potsoort.WIJKBUDGET, staat=Staat.VRIJ)
                | models.Q(soort__in=AANVRAAGPOTTEN, staat__in=POTSTATEN),
                name="rekening_staat_past",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.jaar_id} ({self.get_staat_display().lower()})"

    @property
    def pot(self) -> dict[str, object]:
        """What names the pot, whatever its state: the filter for its other rekeningen."""
        return {
            "jaar_id": self.jaar_id,
            "soort": self.soort,
            "wijk_id": self.wijk_id,
            "cluster_id": self.cluster_id,
            "partner_id": self.partner_id,
        }

    @property
    def potnaam(self) -> str:
        """What people call the pot: its kind, and whose it is. Asks for the owner unless that was joined."""
        eigenaar = self.wijk or self.cluster or self.partner
        return f"{self.get_soort_display()} {eigenaar}" if eigenaar else self.get_soort_display()

    @property
    def saldo_nu(self) -> Decimal:
        """What is in it now, in euros: the sum over its bookings."""
        return Rekening.objects.met_saldo().get(pk=self.pk).saldo


class Boeking(models.Model):
    """A positive amount that moved from one rekening to another, by whom, why and under which rule (B-18).

    Nothing changes or removes a boeking; a boeking the other way (`keert_terug`) undoes a mistake, once.
    The database gives number and moment, while it holds both rekeningen, so that both follow the order
    in which the money moved. Numbers rise, with gaps.
    """

    van = models.ForeignKey(
        Rekening, models.PROTECT, related_name="uitgaand", verbose_name="van", db_index=False
    )
    naar = models.ForeignKey(
        Rekening, models.PROTECT, related_name="inkomend", verbose_name="naar", db_index=False
    )
    bedrag = geldveld("bedrag")
    sleutel = models.CharField("sleutel", max_length=200, unique=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="boekingen", verbose_name="door"
    )
    mandaat = models.ForeignKey(
        Mandaat, models.PROTECT, null=True, related_name="boekingen", verbose_name="mandaat"
    )
    reden = models.TextField("reden")
    regel = models.CharField("regel", max_length=10)
    op = models.DateTimeField("geboekt op", db_default=Now(), editable=False)
    aanvraag = models.ForeignKey(
        "budgetten.Aanvraag", models.PROTECT, null=True, related_name="boekingen", verbose_name="aanvraag"
    )
    overheveling = models.ForeignKey(
        "budgetten.Overheveling",
        models.PROTECT,
        null=True,
        related_name="boekingen",
        verbose_name="overheveling",
    )
    keert_terug = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="teruggeboekt_met", verbose_name="boekt terug"
    )

    class Meta:
        verbose_name = "boeking"
        verbose_name_plural = "boekingen"
        ordering = ("-pk",)
        constraints = (
            boven_nul("bedrag", "boeking_bedrag_boven_nul"),
            models.CheckConstraint(
                condition=~models.Q(van=models.F("naar")), name="boeking_tussen_twee_rekeningen"
            ),
            models.CheckConstraint(
                condition=~models.Q(sleutel="") & ~models.Q(reden="") & ~models.Q(regel=""),
                name="boeking_met_sleutel_reden_en_regel",
            ),
            models.UniqueConstraint(
                fields=("overheveling",),
                condition=models.Q(keert_terug__isnull=True),
                name="boeking_een_per_overheveling",
            ),
        )
        indexes = (
            models.Index(fields=("van", "id"), include=("bedrag",), name="boeking_uit"),
            models.Index(fields=("naar", "id"), include=("bedrag",), name="boeking_in"),
        )

    def __str__(self) -> str:
        return f"Boeking {self.pk}: {self.reden}"


class Tussenstand(models.Model):
    """What was in a rekening after boeking `tot_en_met`: written by the database only, never changed.

    It keeps the guard against overspending fast in a pot with very many bookings: the guard adds what came
    after it. Nothing that people see is read from it, and `controleer_grootboek` proves every one.
    """

    rekening = models.ForeignKey(Rekening, models.PROTECT, related_name="tussenstanden", db_index=False)
    tot_en_met = models.ForeignKey(Boeking, models.PROTECT, related_name="+", db_index=False)
    saldo = models.DecimalField("saldo", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "tussenstand"
        verbose_name_plural = "tussenstanden"
        ordering = ("rekening", "tot_en_met")
        constraints = (
            models.UniqueConstraint(fields=("rekening", "tot_en_met"), name="tussenstand_een_per_boeking"),
        )

    def __str__(self) -> str:
        return f"Stand na boeking {self.tot_en_met_id}"
