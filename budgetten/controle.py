"""Proving the ledger: all is computed again from the bookings, and every difference is told (B-17, B-18).

Needs nothing that the guard used: a plain sum in number order, not the tussenstanden.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F, Q, Sum

from budgetten.aanvragen import staat_vast
from budgetten.models import Aanvraag, Boeking, Jaarbudget, Overheveling, Verdeling
from budgetten.models.rekening import Potsoort, Staat

Stand = Aanvraag.Stand
# What a request in each stand holds in the pot: (reserved, committed) as a part of its amount.
HOUDT_VAST = {Stand.GOEDGEKEURD: Staat.GERESERVEERD, Stand.VASTGELEGD: Staat.VERPLICHT}


@dataclass(frozen=True)
class Afwijking:
    """One thing in the ledger that is not as it must be, and where."""

    controle: str
    rij: str
    melding: str

    def __str__(self) -> str:
        return f"{self.controle}: {self.rij}: {self.melding}"


# Every balance after every booking; `gesloten` is whether the year was closed by then.
ONDER_NUL = """
WITH regels AS (
    SELECT van_id AS rekening_id, id, -bedrag AS bedrag FROM budgetten_boeking
    UNION ALL SELECT naar_id, id, bedrag FROM budgetten_boeking
), standen AS (
    SELECT rekening_id, id, sum(bedrag) OVER (PARTITION BY rekening_id ORDER BY id) AS saldo FROM regels
)
SELECT s.id, r.id, s.saldo FROM standen s JOIN budgetten_rekening r ON r.id = s.rekening_id
WHERE s.saldo < 0 AND r.soort NOT IN ('begroting', 'extra_krediet', 'elders') ORDER BY s.id
"""
TUSSENSTANDEN = """
SELECT t.id, t.saldo, som.saldo FROM budgetten_tussenstand t CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN b.naar_id = t.rekening_id THEN b.bedrag ELSE -b.bedrag END), 0) AS saldo
    FROM budgetten_boeking b
    WHERE t.rekening_id IN (b.van_id, b.naar_id) AND b.id <= t.tot_en_met_id
) som WHERE t.saldo <> som.saldo ORDER BY t.id
"""
TERUG = """
SELECT b.id FROM budgetten_boeking b JOIN budgetten_boeking o ON o.id = b.keert_terug_id
WHERE (b.van_id, b.naar_id, b.bedrag) <> (o.naar_id, o.van_id, o.bedrag) OR o.keert_terug_id IS NOT NULL
"""
# A booking of a year that was closed by then, other than a payment of a commitment, its reversal or its rest.
NA_SLUITING = """
SELECT b.id, b.reden FROM budgetten_boeking b
JOIN budgetten_rekening v ON v.id = b.van_id JOIN budgetten_rekening n ON n.id = b.naar_id
JOIN budgetten_jaarbudget j ON j.jaar = v.jaar
WHERE b.op > j.gesloten_op AND NOT (v.staat = 'verplicht' AND n.staat IN ('betaald', 'buiten'))
    AND NOT (v.staat = 'betaald' AND b.keert_terug_id IS NOT NULL)
"""
WACHTERS = {
    "budgetten_bewaak_boeking",
    "boeking_blijft_staan",
    "rekening_blijft_staan",
    "tussenstand_blijft_staan",
    "extrakrediet_blijft_staan",
    "boeking_niet_leeg",
    "rekening_niet_leeg",
    "tussenstand_niet_leeg",
    "extrakrediet_niet_leeg",
    "budgetten_bewaak_jaar",
    "budgetten_bewaak_verdeling",
    "budgetten_bewaak_verdeelregel",
    "budgetten_bewaak_tussenstand",
}


def controleer() -> list[Afwijking]:
    """Return every difference between the ledger and its rules; empty: it is right."""
    return [afwijking for controle in CONTROLES for afwijking in controle()]


def _rijen(opdracht: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(opdracht)
        return cursor.fetchall()


def _wachters() -> Iterator[Afwijking]:
    """The guards themselves are there, and on."""
    aan = {naam for (naam,) in _rijen("SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'")}
    for naam in sorted(WACHTERS - aan):
        yield Afwijking("wachter", naam, "staat uit of ontbreekt")


def _saldi() -> Iterator[Afwijking]:
    for boeking, rekening, saldo in _rijen(ONDER_NUL):
        yield Afwijking("saldo (B-08)", f"boeking {boeking}", f"rekening {rekening} komt op {saldo}")
    for tussenstand, stand, som in _rijen(TUSSENSTANDEN):
        yield Afwijking("tussenstand", f"tussenstand {tussenstand}", f"{stand} in plaats van {som}")


def _nulsom() -> Iterator[Afwijking]:
    """What came in over all years is what is there now."""
    for jaar in Jaarbudget.objects.order_by("jaar"):
        som = jaar.rekeningen.met_saldo().aggregate(som=Sum("saldo"))["som"] or 0
        if som:
            yield Afwijking("nulsom", f"jaar {jaar.pk}", f"de saldi zijn samen {som}")
    andere_jaren = Boeking.objects.exclude(van__jaar=F("naar__jaar"))
    for boeking in andere_jaren:
        yield Afwijking("jaar (B-09)", f"boeking {boeking.pk}", "gaat naar een ander jaar")


def _bronnen() -> Iterator[Afwijking]:
    """A year gave out no more than its budget and its extra credits."""
    for jaar in Jaarbudget.objects.order_by("jaar"):
        krediet = jaar.rekeningen.aggregate(som=Sum("extra_kredieten__bedrag"))["som"] or Decimal(0)
        grenzen = {Potsoort.BEGROTING: jaar.bedrag, Potsoort.EXTRA_KREDIET: krediet}
        for rekening in jaar.rekeningen.met_saldo().filter(soort__in=grenzen):
            if -rekening.saldo > grenzen[Potsoort(rekening.soort)]:
                yield Afwijking("bron (B-01)", str(rekening), f"gaf {-rekening.saldo} uit")


def _terugboekingen() -> Iterator[Afwijking]:
    for (boeking,) in _rijen(TERUG):
        yield Afwijking("terugboeking", f"boeking {boeking}", "is niet het omgekeerde")


def _gesloten_jaren() -> Iterator[Afwijking]:
    for boeking, reden in _rijen(NA_SLUITING):
        yield Afwijking("gesloten jaar (B-09)", f"boeking {boeking}", reden)


def _mandaten() -> Iterator[Afwijking]:
    """B-11: money is promised under a mandate that held and reached, by somebody else than who asked."""
    toezeggingen = Boeking.objects.filter(
        van__staat=Staat.VRIJ, naar__staat=Staat.GERESERVEERD, keert_terug__isnull=True
    ).select_related("mandaat", "aanvraag")
    for boeking in toezeggingen:
        if boeking.mandaat is None:
            yield Afwijking("mandaat (B-11)", f"boeking {boeking.pk}", "heeft geen mandaat")
        elif boeking.mandaat.tot_bedrag is not None and boeking.bedrag > boeking.mandaat.tot_bedrag:
            yield Afwijking("mandaat (B-11)", f"boeking {boeking.pk}", "gaat boven het mandaat")
        if boeking.aanvraag and boeking.door_id == boeking.aanvraag.aanvrager_id:
            yield Afwijking("vier ogen (B-11)", f"boeking {boeking.pk}", "is van de aanvrager zelf")


def _plafonds() -> Iterator[Afwijking]:
    """B-10: what an initiative was promised in all."""
    met_plafond = Aanvraag.objects.filter(soort=Potsoort.INITIATIEVEN, plafond__isnull=False)
    toegezegd = met_plafond.filter(stand__in=(Stand.GOEDGEKEURD, Stand.VASTGELEGD, Stand.BETAALD))
    sommen = toegezegd.values("onderwerp").annotate(som=Sum("bedrag")).values_list("onderwerp", "som")
    for onderwerp, som in sommen:
        plafond = max(
            Decimal(aanvraag.plafond.waarde)
            for aanvraag in toegezegd.filter(onderwerp=onderwerp).select_related("plafond")
            if aanvraag.plafond
        )
        if som > plafond:
            yield Afwijking("plafond (B-10)", onderwerp, f"{som} toegezegd, hooguit {plafond}")


def _aanvragen() -> Iterator[Afwijking]:
    """A request holds in the ledger what its stand says."""
    for aanvraag in Aanvraag.objects.filter(Q(stand__in=HOUDT_VAST) | Q(boekingen__isnull=False)).distinct():
        hoort_in = HOUDT_VAST.get(Stand(aanvraag.stand))
        for staat in (Staat.GERESERVEERD, Staat.VERPLICHT):
            bedrag = staat_vast(aanvraag, staat)
            if bool(bedrag) != (staat == hoort_in) or bedrag > aanvraag.bedrag:
                melding = f"is {aanvraag.stand}, met {bedrag} {staat}"
                yield Afwijking("aanvraag (B-18)", f"aanvraag {aanvraag.pk}", melding)


def _overhevelingen() -> Iterator[Afwijking]:
    """B-05 … B-07: money moved between pots exactly as somebody else than the proposer decided."""
    for boeking in Boeking.objects.filter(
        overheveling__isnull=False, keert_terug__isnull=True
    ).select_related("overheveling"):
        besluit = boeking.overheveling
        if besluit and (
            besluit.stand != Overheveling.Stand.GOEDGEKEURD
            or (boeking.van_id, boeking.naar_id, boeking.bedrag)
            != (besluit.van_id, besluit.naar_id, besluit.bedrag)
        ):
            yield Afwijking("overheveling (B-07)", f"boeking {boeking.pk}", "is anders dan besloten")


def _verdelingen() -> Iterator[Afwijking]:
    """B-02, B-03: the columns of a decided division close."""
    for verdeling in Verdeling.objects.filter(vastgesteld_op__isnull=False):
        som = verdeling.regels.aggregate(agenda=Sum("agenda"), initiatieven=Sum("initiatieven"))
        if (som["agenda"], som["initiatieven"]) != (verdeling.voor_agenda, verdeling.voor_initiatieven):
            yield Afwijking("verdeling (B-02)", str(verdeling), "een kolom sluit niet")


CONTROLES = (
    _wachters,
    _saldi,
    _nulsom,
    _bronnen,
    _terugboekingen,
    _gesloten_jaren,
    _mandaten,
    _plafonds,
    _aanvragen,
    _overhevelingen,
    _verdelingen,
)
