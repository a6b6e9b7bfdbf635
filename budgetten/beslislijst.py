"""What waits for a decision of one person, and what is left in each pot after each approval (B-08, B-11).

Reads a fixed number of queries, however many requests wait. Balances are sums over bookings.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from budgetten.besluiten import eigen_weg_van, soorten_met_eigen_weg
from budgetten.geld import NUL, in_euro
from budgetten.models import Aanvraag, Rekening
from budgetten.models.rekening import Potsoort, Staat
from budgetten.toetsen import VAN_ELDERS
from wijken.mandaten import mandaten_van
from wijken.models import Mandaat, Medewerker

EIGEN = "U vroeg dit zelf aan. Daarom besluit iemand anders: wie waarneemt, of het college (B-11; RM 6.1)."
Pot = tuple[int, str, int | None]


@dataclass(frozen=True)
class Regel:
    """A request that waits, with the money of its pot in euros.

    `vrij` is what is free now, `na` what is left when this one and those above it in the same pot are
    approved; those that do not fit take nothing, nor does what was reserved at the request (A-06). Both are
    None for money of which others keep the books.
    `bezwaar` says why this person cannot decide on it.
    """

    aanvraag: Aanvraag
    vrij: Decimal | None
    na: Decimal | None
    erboven: int = 0
    bezwaar: str = ""

    @property
    def tekort(self) -> Decimal | None:
        """How much is missing, when it does not fit."""
        return -self.na if self.na is not None and self.na < 0 else None

    @property
    def past(self) -> bool:
        """Whether the pot holds enough for this one alone."""
        return self.vrij is None or self.aanvraag.reserveert_meteen or self.aanvraag.bedrag <= self.vrij

    @property
    def gezien(self) -> str:
        """What goes along with the button: an approval counts for the pot as it was looked at."""
        return "" if self.vrij is None else str(self.vrij)


def beslislijst(medewerker: Medewerker, *, op: datetime.date | None = None) -> list[Regel]:
    """Return what waits for this person under the mandates of the day `op` (today), longest waiting first."""
    mandaten = mandaten_van(medewerker, op=op or timezone.localdate())
    aanvragen = list(wacht_onder(mandaten).select_related("wijk", "cluster", "partner", "aanvrager"))
    return list(_doorgerekend(aanvragen, _vrij_in(aanvragen), mandaten, medewerker))


def wacht_onder(mandaten: Iterable[Mandaat]) -> QuerySet[Aanvraag]:
    """Return what waits under these mandates, the longest waiting first.

    Not what its own app asks, such as a maatregel: there it is read whole before somebody decides (A-06).
    """
    wachtend = Aanvraag.objects.wacht_op_besluit().over_geld_van(*mandaten)
    for soort in soorten_met_eigen_weg():
        wachtend = wachtend.exclude(onderwerp__startswith=f"{soort}:")
    return wachtend


def vrij_voor(aanvraag: Aanvraag) -> Decimal | None:
    """Return what is free now in the pot of one request; None when others keep the books of it."""
    return _vrij_in([aanvraag]).get(_pot(aanvraag))


def _vrij_in(aanvragen: Iterable[Aanvraag]) -> dict[Pot, Decimal]:
    """Return what is free now in the pots of these requests, in one query."""
    potten = {_pot(aanvraag) for aanvraag in aanvragen if aanvraag.soort not in VAN_ELDERS}
    rekeningen = Rekening.objects.met_saldo().filter(
        staat=Staat.VRIJ,
        jaar__in={jaar for jaar, _, _ in potten},
        soort__in={soort for _, soort, _ in potten},
    )
    return {(rij.jaar_id, rij.soort, rij.wijk_id): rij.saldo for rij in rekeningen}


def bezwaar_tegen(aanvraag: Aanvraag, medewerker: Medewerker, mandaten: Iterable[Mandaat]) -> str:
    """Say why this person, who has these mandates, cannot decide on a request; empty when it can (B-11)."""
    if weg := eigen_weg_van(aanvraag.onderwerp):
        return weg
    if aanvraag.aanvrager_id == medewerker.pk:
        return EIGEN
    mandaat = next((mandaat for mandaat in mandaten if gaat_over(mandaat, aanvraag)), None)
    if mandaat is None:
        return "U heeft geen mandaat voor dit geld (B-11; RM 3.6 en 4.3)."
    if mandaat.tot_bedrag is not None and aanvraag.bedrag > mandaat.tot_bedrag:
        return f"Uw mandaat gaat tot en met {in_euro(mandaat.tot_bedrag)}. Vraag een besluit van het college."
    return ""


def gaat_over(mandaat: Mandaat, aanvraag: Aanvraag) -> bool:
    if mandaat.geldsoort != aanvraag.geldsoort:
        return False
    if mandaat.geldsoort == Mandaat.Geldsoort.CLUSTERBUDGET:
        return mandaat.cluster_id == aanvraag.cluster_id
    return mandaat.geldsoort == Mandaat.Geldsoort.WIJKBUDGET or mandaat.partner_id == aanvraag.partner_id


def gaat_eraf(aanvraag: Aanvraag) -> Decimal:
    """Return what an approval takes from what is free, in euros: nothing when it is reserved already."""
    return NUL if aanvraag.reserveert_meteen else aanvraag.bedrag


def _pot(aanvraag: Aanvraag) -> Pot:
    wijkpot = aanvraag.soort != Potsoort.OPSTART
    return aanvraag.jaar_id, aanvraag.soort, aanvraag.wijk_id if wijkpot else None


def _doorgerekend(
    aanvragen: list[Aanvraag], vrij: dict[Pot, Decimal], mandaten: list[Mandaat], medewerker: Medewerker
) -> Iterable[Regel]:
    """Approve in thought, from the top, whatever fits."""
    over, erboven = dict(vrij), dict.fromkeys(vrij, 0)
    for aanvraag in aanvragen:
        pot = _pot(aanvraag)
        na = over[pot] - gaat_eraf(aanvraag) if pot in over else None
        bezwaar = bezwaar_tegen(aanvraag, medewerker, mandaten)
        yield Regel(aanvraag, vrij.get(pot), na, erboven.get(pot, 0), bezwaar)
        if na is not None and na >= 0 and not aanvraag.reserveert_meteen:
            over[pot] = na
            erboven[pot] += 1
