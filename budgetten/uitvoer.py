"""What leaves the ledger as a file: every booking, and what is in every pot (B-17, B-18).

Nothing in it is of a resident. The reason of a booking and the purpose of a request are texts by staff in
which a name may stand, so they stay here: the numbers lead back to them. A colleague's name is part of who
moved money, and does leave.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from budgetten.inzicht import Potstand
from budgetten.models import Boeking, Rekening
from budgetten.models.rekening import Potsoort, Staat
from wijkportaal.uitvoer import Rij

PER_KEER = 2000
KANT = ("soort", "staat", "wijk__naam", "cluster__naam", "partner__naam")
BOEKINGKOPPEN = (
    *("boeking", "geboekt_op", "jaar", "bedrag"),
    *(f"van_{kop}" for kop in ("pot", "staat", "wijk", "cluster", "partner")),
    *(f"naar_{kop}" for kop in ("pot", "staat", "wijk", "cluster", "partner")),
    *("regel", "door", "mandaat", "aanvraag", "onderwerp", "verplichting", "overheveling"),
    *("boekt_terug", "sleutel"),
)
BOEKINGVELDEN = (
    *("pk", "op", "van__jaar", "bedrag"),
    *(f"{kant}__{veld}" for kant in ("van", "naar") for veld in KANT),
    *("regel", "door__naam", "mandaat", "aanvraag", "aanvraag__onderwerp", "aanvraag__verplichting"),
    *("overheveling", "keert_terug", "sleutel"),
)
WOORDEN = {
    f"{kant}__{veld}": keuzes
    for kant in ("van", "naar")
    for veld, keuzes in (("soort", Potsoort), ("staat", Staat))
}
STANDBEDRAGEN = ("toegekend", "gereserveerd", "verplicht", "betaald", "vrij", "vervallen")
STANDKOPPEN = ("jaar", "pot", "wijk", "cluster", "partner", *STANDBEDRAGEN)


def boekingen(rijen: QuerySet[Boeking]) -> Iterator[Rij]:
    """Give the heads and a row for each booking, in the order of their numbers; memory stays the same."""
    yield BOEKINGKOPPEN
    for rij in rijen.order_by("pk").values_list(*BOEKINGVELDEN).iterator(chunk_size=PER_KEER):
        yield _met_woorden(rij)


def _met_woorden(rij: tuple[Any, ...]) -> Rij:
    """Name pots and states as the screens do."""
    return [
        str(WOORDEN[veld](waarde).label) if veld in WOORDEN else waarde
        for veld, waarde in zip(BOEKINGVELDEN, rij, strict=True)
    ]


def saldi(potten: Iterable[Potstand]) -> Iterator[Rij]:
    """Give the heads and a row for each pot."""
    yield STANDKOPPEN
    for pot in potten:
        yield (*_van_wie(pot.rekening), *(getattr(pot.stand, naam) for naam in STANDBEDRAGEN))


def _van_wie(rekening: Rekening) -> Rij:
    eigenaren = (rekening.wijk, rekening.cluster, rekening.partner)
    return (rekening.jaar_id, rekening.get_soort_display(), *(str(wie) if wie else "" for wie in eigenaren))
