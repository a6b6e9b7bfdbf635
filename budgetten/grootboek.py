"""The one way to move money: `boek`, and `boek_terug` for a mistake (B-08, B-18).

PostgreSQL guards every booking (migration `0002_wachters`); this module asks, and tells a refusal in Dutch.
Transactions stay at READ COMMITTED. Whoever books more than once in a transaction first calls `vergrendel`
with all rekeningen, so that locks are always taken in the order of their numbers.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, connection, transaction

from budgetten.geld import euro
from budgetten.models import Aanvraag, Boeking, Overheveling, Rekening
from wijken.models import Mandaat, Medewerker
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


class BoekingGeweigerd(Domeinfout):
    """The database refused a booking; `naam` is the name of the rule that did."""

    def __init__(self, naam: str, boodschap: str) -> None:
        super().__init__(boodschap)
        self.naam = naam


class OnvoldoendeSaldo(BoekingGeweigerd):
    """There is less in the pot than was asked (B-08)."""


class SleutelHergebruikt(Domeinfout):
    """The key of an earlier booking came back with other contents."""


class AlTeruggeboekt(VerouderdeActie):
    """A booking is undone once."""


# The same locks as the guard takes (`budgetten_bewaak_boeking`).
HOUD_VAST = """
SELECT pg_advisory_xact_lock('public.budgetten_rekening'::regclass::oid::int, nummer)
FROM unnest(%s::int[]) AS nummer
"""
TE_WEINIG = "Er is te weinig geld in deze pot. Een pot kan nooit onder nul komen (B-08)."
WEIGERINGEN = {
    "boeking_saldo_niet_negatief": TE_WEINIG,
    "boeking_aanvraag_saldo": "Voor deze aanvraag staat niet zoveel geld vast.",
    "boeking_bedrag_boven_nul": "Vul een bedrag in van meer dan € 0,00.",
    "boeking_tussen_twee_rekeningen": "Geld gaat van de ene rekening naar een andere.",
    "boeking_met_sleutel_reden_en_regel": "Een boeking heeft een sleutel, een reden en een regel.",
    "boeking_binnen_een_jaar": "Geld gaat niet van het ene jaar naar het andere (B-09).",
    "boeking_route": "Geld kan niet rechtstreeks van deze naar die rekening.",
    "boeking_grondslag": "Voor deze boeking is een goedgekeurde aanvraag of overheveling nodig.",
    "boeking_aanvraag_stand": "De aanvraag is niet in de stand die bij deze boeking hoort (B-11).",
    "boeking_aanvraag_pot": "De aanvraag is voor een andere pot (B-03).",
    "boeking_onder_mandaat": "Dit geld reserveert iemand anders, of onder een ander mandaat (B-11, A-06).",
    "boeking_overheveling_besloten": "Deze overheveling is niet zo besloten (B-05, B-06, B-07).",
    "boeking_een_per_overheveling": "Een overheveling wordt één keer geboekt.",
    "boeking_jaar_gesloten": "Dit jaar is gesloten. Alleen wat was vastgelegd, wordt nog betaald (B-09).",
    "boeking_terug_past": "Een boeking gaat alleen in haar geheel terug, en een terugboeking zelf niet meer.",
    "boeking_rekening_bestaat": "Deze rekening bestaat niet.",
    "boeking_read_committed": "Boeken kan alleen in een gewone transactie (READ COMMITTED).",
}
TE_WEINIG_NAMEN = ("boeking_saldo_niet_negatief", "boeking_aanvraag_saldo")
VASTE_INHOUD = (
    "van_id",
    "naar_id",
    "bedrag",
    "door_id",
    "mandaat_id",
    "reden",
    "regel",
    "aanvraag_id",
    "overheveling_id",
    "keert_terug_id",
)


def boek(
    *,
    van: Rekening,
    naar: Rekening,
    bedrag: Decimal | int | str,
    sleutel: str,
    door: Medewerker,
    reden: str,
    regel: str,
    mandaat: Mandaat | None = None,
    aanvraag: Aanvraag | None = None,
    overheveling: Overheveling | None = None,
) -> Boeking:
    """Move `bedrag` euros from one rekening to the other and return the boeking (B-08, B-18).

    `sleutel` names this one movement: the same key with the same contents returns the boeking that is there,
    so that doing it twice books once.

    Raises:
        OngeldigBedrag: not an amount in whole cents above zero.
        SleutelHergebruikt: the key belongs to a boeking with other contents.
        OnvoldoendeSaldo: the pot, or the aanvraag, holds less.
        BoekingGeweigerd: another rule of the ledger refuses; `naam` says which.
    """
    return _schrijf(
        Boeking(
            van=van,
            naar=naar,
            bedrag=euro(bedrag),
            sleutel=sleutel,
            door=door,
            mandaat=mandaat,
            reden=reden,
            regel=regel,
            aanvraag=aanvraag,
            overheveling=overheveling,
        )
    )


def boek_terug(*, boeking: Boeking, door: Medewerker, reden: str) -> Boeking:
    """Undo a boeking by one the other way, and return that (B-18). Both stay to be read.

    Raises:
        AlTeruggeboekt: it was undone before, by somebody else or for another reason.
        OnvoldoendeSaldo: the money moved on since.
        BoekingGeweigerd: it is a reversal itself, or its year is closed.
    """
    terug = Boeking(
        van_id=boeking.naar_id,
        naar_id=boeking.van_id,
        bedrag=boeking.bedrag,
        sleutel=f"terug:{boeking.pk}",
        door=door,
        mandaat_id=boeking.mandaat_id,
        reden=reden,
        regel=boeking.regel,
        aanvraag_id=boeking.aanvraag_id,
        overheveling_id=boeking.overheveling_id,
        keert_terug=boeking,
    )
    try:
        return _schrijf(terug)
    except SleutelHergebruikt as fout:
        raise AlTeruggeboekt(f"Boeking {boeking.pk} is al teruggeboekt.") from fout


def vergrendel(rekeningen: Iterable[Rekening]) -> None:
    """Hold these rekeningen until the transaction ends, in the order of their numbers, as a booking does."""
    nummers = sorted({rekening.pk for rekening in rekeningen})
    with connection.cursor() as cursor:
        cursor.execute(HOUD_VAST, [nummers])


def _schrijf(boeking: Boeking) -> Boeking:
    """Insert, or return what an earlier insert with this key left. A key counts before any other refusal."""
    try:
        with transaction.atomic():
            boeking.save(force_insert=True)
    except IntegrityError as fout:
        eerder = Boeking.objects.filter(sleutel=boeking.sleutel).first()
        if eerder is None:
            raise _geweigerd(fout) from fout
        return _zelfde(boeking, eerder)
    return boeking


def _zelfde(nieuw: Boeking, eerder: Boeking) -> Boeking:
    verschil = [veld for veld in VASTE_INHOUD if getattr(nieuw, veld) != getattr(eerder, veld)]
    if verschil:
        velden = ", ".join(veld.removesuffix("_id") for veld in verschil)
        raise SleutelHergebruikt(
            f"De sleutel “{nieuw.sleutel}” hoort bij boeking {eerder.pk}, met andere inhoud ({velden})."
        )
    return eerder


def _geweigerd(fout: IntegrityError) -> Exception:
    """Return the refusal in Dutch; an error without a name that we know goes up as it is."""
    naam = getattr(getattr(fout.__cause__, "diag", None), "constraint_name", None) or ""
    if naam not in WEIGERINGEN:
        return fout
    soort = OnvoldoendeSaldo if naam in TE_WEINIG_NAMEN else BoekingGeweigerd
    return soort(naam, WEIGERINGEN[naam])
