"""What other apps tell the ledger: was there a positive decision on what money is asked for (B-14)?

The ledger knows no initiatieven or maatregelen. Whoever owns a kind of subject registers, in its
`AppConfig.ready`, a function that answers for it; a subject is named "<kind>:<name>". The answer also says of
which wijkpot the decision is, so that nobody draws with it on the pot of another wijk or purpose.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from budgetten.models.rekening import Potsoort


@dataclass(frozen=True)
class Besluit:
    """A decision on a subject: which wijkpot it is ground for, and where it can be read back.

    `deelbudget` is the kind of wijkpot and `wijk_id` whose. `bereik` is the reach that sets the ceiling
    (B-10); empty: no ceiling, as for a maatregel of a wijkagenda. `bezwaar` is why it is no ground for money
    (now), in a sentence for who asks; empty: it is positive.
    """

    kenmerk: str
    op: datetime.date
    wijk_id: int
    deelbudget: Potsoort
    bereik: str = ""
    bezwaar: str = ""

    @property
    def positief(self) -> bool:
        """Whether money can be asked on the ground of it."""
        return not self.bezwaar


Besluitbron = Callable[[str], Besluit | None]
_bronnen: dict[str, Besluitbron] = {}
_volgorden: dict[str, str] = {}


def registreer(soort: str, bron: Besluitbron, *, volgorde: str = "") -> None:
    """Let `bron` answer for every subject of this kind. It gets the name without the kind.

    `volgorde` is the policy parameter with the order of funding that counts for it, whichever pot pays
    (B-12); without one the pot decides.
    """
    _bronnen[soort] = bron
    if volgorde:
        _volgorden[soort] = volgorde


def volgorde_van(onderwerp: str) -> str:
    """Return the policy parameter with the order of funding for a subject; "" when its pot decides."""
    return _volgorden.get(onderwerp.partition(":")[0], "")


def besluit_over(onderwerp: str) -> Besluit | None:
    """Return the decision on a subject; None when there is none, or when nobody answers for its kind."""
    soort, _, naam = onderwerp.partition(":")
    bron = _bronnen.get(soort)
    return bron(naam) if bron else None


def onderwerp_bij(kenmerk: str) -> str:
    """Return the subject that a person means with `kenmerk`: "initiatief:RM-2026-00042" for "RM-2026-00042".

    The first kind of which somebody decided on that name. Without a decision it is returned as it came:
    the question for a positive decision then says no (B-14).
    """
    if kenmerk.partition(":")[0] in _bronnen:
        return kenmerk
    soorten = (soort for soort, bron in _bronnen.items() if bron(kenmerk))
    soort = next(soorten, None)
    return f"{soort}:{kenmerk}" if soort else kenmerk
