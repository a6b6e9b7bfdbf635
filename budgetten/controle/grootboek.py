"""The bookings themselves: balances, sums, reversals, closed years, where money came from."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Sum

from budgetten.controle.afwijking import Afwijking, rijen
from budgetten.models import Aanvraag, Boeking, Jaarbudget, Rekening
from budgetten.models.rekening import Potsoort, Staat

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
    "boeking_heeft_grondslag",
    "budgetten_bewaak_aanvraag",
    "budgetten_bewaak_overheveling",
    "budgetten_bewaak_sluiting",
    "budgetten_bewaak_tekort",
    "boeking_klopt",
    "aanvraag_klopt",
}


# What each pot got from a source (reversals counted), beside what was decided for it.
GEBOEKT = """
SELECT naar_id AS pot, sum(bedrag) AS bedrag FROM (
    SELECT b.naar_id, b.bedrag FROM budgetten_boeking b JOIN budgetten_rekening v ON v.id = b.van_id
        WHERE v.soort = '{bron}' AND b.keert_terug_id IS NULL
    UNION ALL
    SELECT b.van_id, -b.bedrag FROM budgetten_boeking b JOIN budgetten_rekening n ON n.id = b.naar_id
        WHERE n.soort = '{bron}' AND b.keert_terug_id IS NOT NULL
) regels GROUP BY naar_id
"""
NAAST_ELKAAR = """
WITH geboekt AS ({geboekt}), besloten AS ({besloten})
SELECT pot, coalesce(geboekt.bedrag, 0), coalesce(besloten.bedrag, 0)
FROM geboekt FULL JOIN besloten USING (pot)
WHERE coalesce(geboekt.bedrag, 0) <> coalesce(besloten.bedrag, 0) ORDER BY pot
"""
VERDEELD = NAAST_ELKAAR.format(
    geboekt=GEBOEKT.format(bron="wijkbudget"),
    besloten="""
    SELECT r.id AS pot, CASE r.soort WHEN 'agenda' THEN g.agenda ELSE g.initiatieven END AS bedrag
    FROM budgetten_verdeelregel g JOIN budgetten_verdeling v ON v.id = g.verdeling_id
    JOIN budgetten_rekening r ON r.jaar = v.jaar AND r.wijk_id = g.wijk_id AND r.staat = 'vrij'
        AND r.soort IN ('agenda', 'initiatieven')
    WHERE v.vastgesteld_op IS NOT NULL
    """,
)
KREDIET = NAAST_ELKAAR.format(
    geboekt=GEBOEKT.format(bron="extra_krediet"),
    besloten="SELECT rekening_id AS pot, sum(bedrag) AS bedrag FROM budgetten_extrakrediet GROUP BY 1",
)
NIET_NA_SLUITING = (Staat.VRIJ, Staat.GERESERVEERD)


def _wachters() -> Iterator[Afwijking]:
    """The guards themselves are there, and on."""
    aan = {naam for (naam,) in rijen("SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'")}
    for naam in sorted(WACHTERS - aan):
        yield Afwijking("wachter", naam, "staat uit of ontbreekt")


def _saldi() -> Iterator[Afwijking]:
    for boeking, rekening, saldo in rijen(ONDER_NUL):
        yield Afwijking("saldo (B-08)", f"boeking {boeking}", f"rekening {rekening} komt op {saldo}")
    for tussenstand, stand, som in rijen(TUSSENSTANDEN):
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
    for (boeking,) in rijen(TERUG):
        yield Afwijking("terugboeking", f"boeking {boeking}", "is niet het omgekeerde")


def _gesloten_jaren() -> Iterator[Afwijking]:
    """B-09: after closing a year only pays, nothing in it is free or promised, and money lapsed only then."""
    for boeking, reden in rijen(NA_SLUITING):
        yield Afwijking("gesloten jaar (B-09)", f"boeking {boeking}", reden)
    potten = Rekening.objects.filter(jaar__gesloten_op__isnull=False, staat__in=NIET_NA_SLUITING)
    for rekening in filter(_houdt_iets, potten.met_saldo()):
        yield Afwijking("gesloten jaar (B-09)", str(rekening), f"houdt nog {rekening.saldo}")
    wacht = (Aanvraag.Stand.AANGEVRAAGD, Aanvraag.Stand.GOEDGEKEURD)
    for aanvraag in Aanvraag.objects.filter(jaar__gesloten_op__isnull=False, stand__in=wacht):
        yield Afwijking("gesloten jaar (B-09)", str(aanvraag), f"is nog {aanvraag.stand}")
    te_vroeg = Boeking.objects.filter(naar__soort=Potsoort.ALGEMEEN, naar__jaar__gesloten_op__isnull=True)
    for boeking in te_vroeg:
        yield Afwijking("verval (B-09)", f"boeking {boeking.pk}", "het jaar is nog open")


def _houdt_iets(rekening: Rekening) -> bool:
    return bool(rekening.saldo)


def _van_buiten() -> Iterator[Afwijking]:
    """B-03, B-16: what a pot got is what was decided for it; money of others never lies about."""
    for rekening, geboekt, besloten in rijen(VERDEELD):
        yield Afwijking("verdeling (B-03)", f"rekening {rekening}", f"kreeg {geboekt}, besloten {besloten}")
    for rekening, geboekt, besloten in rijen(KREDIET):
        yield Afwijking("krediet (B-16)", f"rekening {rekening}", f"kreeg {geboekt}, besloten {besloten}")
    van_elders = Rekening.objects.filter(soort__in=(Potsoort.CLUSTER, Potsoort.PARTNER), staat=Staat.VRIJ)
    for pot in filter(_houdt_iets, van_elders.met_saldo()):
        yield Afwijking("inbreng (B-11)", str(pot), f"houdt {pot.saldo} voor geen aanvraag")


CONTROLES = (_wachters, _saldi, _nulsom, _bronnen, _terugboekingen, _gesloten_jaren, _van_buiten)
