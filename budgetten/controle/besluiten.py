"""What bookings rest on: mandates, ceilings, requests, transfers and divisions."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from budgetten.aanvragen import staat_vast
from budgetten.controle.afwijking import Afwijking, rijen
from budgetten.models import Aanvraag, Boeking, Overheveling, Verdeling
from budgetten.models.rekening import Potsoort, Staat

Stand = Aanvraag.Stand
# In which state of the pot a request in each stand holds its money.
HOUDT_VAST = {Stand.GOEDGEKEURD: Staat.GERESERVEERD, Stand.VASTGELEGD: Staat.VERPLICHT}
TOEGEKEND = (Stand.GOEDGEKEURD, Stand.VASTGELEGD, Stand.BETAALD)
# The mandate held on that day, and who decided under it had the role that it belongs to.
MET_MANDAAT = """
EXISTS (SELECT 1 FROM wijken_mandaat m JOIN wijken_rol r
    ON r.soort = CASE m.geldsoort WHEN 'partnergeld' THEN 'budgethouder' ELSE 'clustermanager' END
    AND r.cluster_id IS NOT DISTINCT FROM m.cluster_id AND r.partner_id IS NOT DISTINCT FROM m.partner_id
    WHERE m.id = b.mandaat_id AND r.medewerker_id = b.door_id
    AND dag BETWEEN m.van AND coalesce(m.tot, dag) AND dag BETWEEN r.van AND coalesce(r.tot, dag))
"""
MET_POTTEN = """
FROM budgetten_boeking b
JOIN budgetten_rekening v ON v.id = b.van_id JOIN budgetten_rekening n ON n.id = b.naar_id
CROSS JOIN LATERAL (SELECT (b.op AT TIME ZONE 'Europe/Amsterdam')::date AS dag) d
"""
ZONDER_ROL = """
SELECT b.id
FROM (SELECT id, stand, mandaat_id, beslisser_id AS door_id, besloten_op FROM budgetten_aanvraag) b
CROSS JOIN LATERAL (SELECT (b.besloten_op AT TIME ZONE 'Europe/Amsterdam')::date AS dag) d
WHERE b.stand IN ('goedgekeurd', 'vastgelegd', 'betaald') AND NOT {met_mandaat}
"""
# Within a wijk to its agenda: under mandate. Any other way: the wethouder, after the coalitie was heard.
ZONDER_REGIE = """
SELECT b.id {met_potten} JOIN budgetten_overheveling o ON o.id = b.overheveling_id
WHERE b.keert_terug_id IS NULL AND NOT CASE
    WHEN v.wijk_id = n.wijk_id AND v.soort = 'initiatieven' THEN {met_mandaat}
    ELSE o.samenspraak <> '' AND o.samenspraak_op IS NOT NULL
        AND (o.tekort IS NOT NULL OR v.soort <> 'agenda' OR n.soort <> 'initiatieven') AND EXISTS (
        SELECT 1 FROM wijken_rol r WHERE r.medewerker_id = o.besloten_door_id
        AND r.soort = 'wethouder_wijken' AND dag BETWEEN r.van AND coalesce(r.tot, dag)) END
"""
DELEN = {"met_potten": MET_POTTEN, "met_mandaat": MET_MANDAAT}
ANDERE_POT = """
SELECT b.id, a.id FROM budgetten_boeking b JOIN budgetten_aanvraag a ON a.id = b.aanvraag_id
JOIN budgetten_rekening v ON v.id = b.van_id
WHERE v.staat <> 'buiten' AND NOT (v.jaar = a.jaar AND v.soort = a.soort
    AND v.wijk_id IS NOT DISTINCT FROM CASE WHEN a.soort IN ('agenda', 'initiatieven') THEN a.wijk_id END
    AND v.cluster_id IS NOT DISTINCT FROM CASE a.soort WHEN 'cluster' THEN a.cluster_id END
    AND v.partner_id IS NOT DISTINCT FROM CASE a.soort WHEN 'partner' THEN a.partner_id END)
"""


def _besluiten() -> Iterator[Afwijking]:
    """B-11: money is promised under a mandate that held and reached, by somebody else than who asked."""
    for aanvraag in Aanvraag.objects.filter(stand__in=TOEGEKEND).select_related("mandaat"):
        waar = f"aanvraag {aanvraag.pk}"
        if aanvraag.mandaat is None:
            yield Afwijking("mandaat (B-11)", waar, "heeft geen mandaat")
        elif aanvraag.mandaat.tot_bedrag is not None and aanvraag.bedrag > aanvraag.mandaat.tot_bedrag:
            yield Afwijking("mandaat (B-11)", waar, "gaat boven het mandaat")
        if aanvraag.beslisser_id == aanvraag.aanvrager_id:
            yield Afwijking("vier ogen (B-11)", waar, "is van de beslisser zelf")
    for (aanvraag_pk,) in rijen(ZONDER_ROL.format(**DELEN)):
        yield Afwijking("mandaat (B-11)", f"aanvraag {aanvraag_pk}", "wie besloot, had dat mandaat niet")


def _reserveringen() -> Iterator[Afwijking]:
    """B-11, A-06: who decided reserves, under that mandate; for a maatregel who asked does, before that."""
    reserveringen = Boeking.objects.filter(
        van__staat=Staat.VRIJ, naar__staat=Staat.GERESERVEERD, keert_terug__isnull=True
    ).select_related("aanvraag")
    for boeking in reserveringen:
        if (aanvraag := boeking.aanvraag) is None:
            yield Afwijking("aanvraag (B-18)", f"boeking {boeking.pk}", "reserveert voor geen aanvraag")
            continue
        meteen = aanvraag.reserveert_meteen
        if boeking.mandaat_id != (None if meteen else aanvraag.mandaat_id):
            yield Afwijking(
                "mandaat (B-11)", f"boeking {boeking.pk}", "heeft een ander mandaat dan het besluit"
            )
        if boeking.door_id != (aanvraag.aanvrager_id if meteen else aanvraag.beslisser_id):
            yield Afwijking("vier ogen (B-11)", f"boeking {boeking.pk}", "is van iemand anders dan hoort")


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


def _met_geld() -> QuerySet[Aanvraag]:
    """Select the requests that hold money, or should."""
    meteen = Q(stand=Stand.AANGEVRAAGD, soort=Potsoort.AGENDA)
    return Aanvraag.objects.filter(Q(stand__in=HOUDT_VAST) | meteen | Q(boekingen__isnull=False)).distinct()


def _aanvragen() -> Iterator[Afwijking]:
    """A request holds in the ledger what its stand says."""
    for aanvraag in _met_geld():
        hoort_in = HOUDT_VAST.get(Stand(aanvraag.stand))
        if aanvraag.stand == Stand.AANGEVRAAGD and aanvraag.reserveert_meteen:
            hoort_in = Staat.GERESERVEERD
        for staat in (Staat.GERESERVEERD, Staat.VERPLICHT):
            bedrag = staat_vast(aanvraag, staat)
            if bool(bedrag) != (staat == hoort_in) or bedrag > aanvraag.bedrag:
                melding = f"is {aanvraag.stand}, met {bedrag} {staat}"
                yield Afwijking("aanvraag (B-18)", f"aanvraag {aanvraag.pk}", melding)
    for boeking, aanvraag_pk in rijen(ANDERE_POT):
        yield Afwijking("aanvraag (B-18)", f"aanvraag {aanvraag_pk}", f"boeking {boeking} is elders")


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
    for (boeking_pk,) in rijen(ZONDER_REGIE.format(**DELEN)):
        yield Afwijking("overheveling (B-07)", f"boeking {boeking_pk}", "zonder regie of samenspraak")


def _verdelingen() -> Iterator[Afwijking]:
    """B-02, B-03: the columns of a decided division close."""
    for verdeling in Verdeling.objects.filter(vastgesteld_op__isnull=False):
        som = verdeling.regels.aggregate(agenda=Sum("agenda"), initiatieven=Sum("initiatieven"))
        if (som["agenda"], som["initiatieven"]) != (verdeling.voor_agenda, verdeling.voor_initiatieven):
            yield Afwijking("verdeling (B-02)", str(verdeling), "een kolom sluit niet")


CONTROLES = (_besluiten, _reserveringen, _plafonds, _aanvragen, _overhevelingen, _verdelingen)
