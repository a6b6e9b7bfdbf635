"""Turns amounts into the shapes of a chart: numbers for SVG, which the content security policy allows.

Every chart stands beside a table with the same amounts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetten.inzicht import Maandstand, Stand

DELEN = ("betaald", "verplicht", "gereserveerd", "vrij", "vervallen")
GEBRUIKT = DELEN[:3]
HONDERD = Decimal(100)


@dataclass(frozen=True)
class Vlak:
    """A part of a bar: where it begins and how long it is, in percents written for SVG."""

    deel: str
    begin: str
    lengte: str


@dataclass(frozen=True)
class Kolom:
    """A column of a chart over time: its place, and its parts from below."""

    maand: Maandstand
    x: str
    midden: str
    breedte: str
    vlakken: list[Vlak]


def balk(stand: Stand) -> list[Vlak]:
    """Return the parts of a horizontal bar in which the whole is what was allotted."""
    return list(_vlakken(stand, DELEN, stand.toegekend))


def kolommen(maanden: Sequence[Maandstand]) -> list[Kolom]:
    """Return a column for each month; the highest fills the chart."""
    hoogste = max((maand.stand.gebruikt for maand in maanden), default=Decimal(0))
    plaats = HONDERD / max(len(maanden), 6)
    return [
        Kolom(
            maand,
            _getal(nummer * plaats + plaats / 5),
            _getal(nummer * plaats + plaats / 2),
            _getal(plaats * 3 / 5),
            list(_van_onder(maand.stand, hoogste)),
        )
        for nummer, maand in enumerate(maanden)
    ]


def _vlakken(stand: Stand, delen: Sequence[str], geheel: Decimal) -> Iterator[Vlak]:
    begin = Decimal(0)
    for deel in delen:
        if geheel and (bedrag := getattr(stand, deel)):
            lengte = bedrag * HONDERD / geheel
            yield Vlak(deel, _getal(begin), _getal(lengte))
            begin += lengte


def _van_onder(stand: Stand, hoogste: Decimal) -> Iterator[Vlak]:
    """SVG counts from above."""
    for vlak in _vlakken(stand, GEBRUIKT, hoogste):
        yield Vlak(vlak.deel, _getal(HONDERD - Decimal(vlak.begin) - Decimal(vlak.lengte)), vlak.lengte)


def _getal(waarde: Decimal) -> str:
    """A point, whatever the language."""
    return f"{waarde:.2f}"
