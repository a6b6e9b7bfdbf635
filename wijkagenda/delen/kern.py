"""The page of an agenda is made of parts: each shows one subject and leads to where it is worked on.

A part is one row of data. The page puts the parts of the phase of today first, and folds the others.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from wijkagenda.models import Fase, Wijkagenda
from wijken.models import Medewerker

Gegevens = Callable[[Wijkagenda, Medewerker], dict[str, Any] | None]


@dataclass(frozen=True)
class Deel:
    """One subject of an agenda.

    `gegevens` returns what `sjabloon` shows to this person, as `deel`, or None when there is nothing to
    show. `fasen` are those in which the part is at hand.
    """

    naam: str
    titel: str
    sjabloon: str
    gegevens: Gegevens
    fasen: tuple[Fase, ...]

    @property
    def anker(self) -> str:
        """Where the part stands on the page."""
        return f"deel-{self.naam}"


@dataclass(frozen=True)
class Getoond:
    """A part as this person sees it; `open` when it is of the phase of today."""

    deel: Deel
    gegevens: dict[str, Any]
    open: bool


def toon(delen: Iterable[Deel], agenda: Wijkagenda, medewerker: Medewerker) -> list[Getoond]:
    """Return the parts that have something to show: those of this phase first."""
    getoond = [
        Getoond(deel, gegevens, agenda.fase in deel.fasen)
        for deel in delen
        if (gegevens := deel.gegevens(agenda, medewerker)) is not None
    ]
    return sorted(getoond, key=lambda rij: not rij.open)
