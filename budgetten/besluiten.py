"""What other apps tell the ledger: was there a positive decision on what money is asked for (B-14)?

The ledger knows no initiatieven or maatregelen. Whoever owns a kind of subject registers, in its
`AppConfig.ready`, a function that answers for it; a subject is named "<kind>:<name>".
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Besluit:
    """A decision on a subject: positive or not, and where it can be read back."""

    positief: bool
    kenmerk: str
    op: datetime.date


Besluitbron = Callable[[str], Besluit | None]
_bronnen: dict[str, Besluitbron] = {}


def registreer(soort: str, bron: Besluitbron) -> None:
    """Let `bron` answer for every subject of this kind. It gets the name without the kind."""
    _bronnen[soort] = bron


def besluit_over(onderwerp: str) -> Besluit | None:
    """Return the decision on a subject; None when there is none, or when nobody answers for its kind."""
    soort, _, naam = onderwerp.partition(":")
    bron = _bronnen.get(soort)
    return bron(naam) if bron else None
