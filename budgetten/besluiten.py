"""What other apps tell the ledger: was there a positive decision on what money is asked for (B-14)?

The ledger knows no initiatieven or maatregelen. Whoever owns a kind of subject registers, in its
`AppConfig.ready`, a function that answers for it; a subject is named "<kind>:<name>". The answer also says of
which wijkpot the decision is, so that nobody draws with it on the pot of another wijk or purpose.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from budgetten.models.rekening import Potsoort
from wijkportaal.uitzonderingen import Domeinfout


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
_eigen_wegen: dict[str, str] = {}


class EigenWeg(Domeinfout):
    """Money for this kind of subject is asked where its app asks it; the message says where."""


def registreer(soort: str, bron: Besluitbron, *, volgorde: str = "", eigen_weg: str = "") -> None:
    """Let `bron` answer for every subject of this kind. It gets the name without the kind.

    `volgorde` is the policy parameter with the order of funding that counts for it, whichever pot pays
    (B-12); without one the pot decides. `eigen_weg` says, in Dutch, where money for it is asked and decided
    on when that is not on the general pages.
    """
    _bronnen[soort] = bron
    if volgorde:
        _volgorden[soort] = volgorde
    if eigen_weg:
        _eigen_wegen[soort] = eigen_weg


def volgorde_van(onderwerp: str) -> str:
    """Return the policy parameter with the order of funding for a subject; "" when its pot decides."""
    return _volgorden.get(onderwerp.partition(":")[0], "")


def soorten_met_eigen_weg() -> list[str]:
    """Return the kinds of subject for which money is asked, and answered, where its app does that."""
    return list(_eigen_wegen)


def eigen_weg_van(onderwerp: str) -> str:
    """Return where money for this subject is asked and decided on; "" when that is on the general pages."""
    return _eigen_wegen.get(onderwerp.partition(":")[0], "")


def besluit_over(onderwerp: str) -> Besluit | None:
    """Return the decision on a subject; None when there is none, or when nobody answers for its kind."""
    soort, _, naam = onderwerp.partition(":")
    bron = _bronnen.get(soort)
    return bron(naam) if bron else None


def onderwerp_bij(kenmerk: str) -> str:
    """Return the subject that a person means with `kenmerk`: "initiatief:RM-2026-00042" for "RM-2026-00042".

    The first kind of which somebody decided on that name. Without a decision it is returned as it came:
    the question for a positive decision then says no (B-14).

    Raises:
        EigenWeg: money for this subject is asked elsewhere.
    """
    soort = kenmerk.partition(":")[0]
    if soort not in _bronnen:
        soort = next((naam for naam, bron in _bronnen.items() if bron(kenmerk)), "")
        kenmerk = f"{soort}:{kenmerk}" if soort else kenmerk
    if soort in _eigen_wegen:
        raise EigenWeg(_eigen_wegen[soort])
    return kenmerk
