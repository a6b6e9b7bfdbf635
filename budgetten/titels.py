"""What money is called in public: a title that the owner of the subject gives free, or nothing of its own.

A request says in `doel` what it is for, but that is a text by staff for staff, in which a resident's name may
stand. So it never appears in public. Whoever owns a kind of subject registers, in its `AppConfig.ready`, a
function that returns the titles that are public already, for many subjects at once; what it does not return
stays a neutral line.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Titel:
    """A public title, and the public page about it if there is one."""

    tekst: str
    adres: str = ""


Titelbron = Callable[[Collection[str]], Mapping[str, Titel]]
_bronnen: dict[str, Titelbron] = {}


def registreer(soort: str, bron: Titelbron) -> None:
    """Let `bron` give the titles of this kind of subject. It gets the names without the kind."""
    _bronnen[soort] = bron


def titels_van(onderwerpen: Iterable[str]) -> dict[str, Titel]:
    """Return the public titles by subject; a subject without one is left out."""
    per_soort: dict[str, set[str]] = defaultdict(set)
    for onderwerp in onderwerpen:
        soort, _, naam = onderwerp.partition(":")
        per_soort[soort].add(naam)
    return {
        f"{soort}:{naam}": titel
        for soort, namen in per_soort.items()
        if soort in _bronnen
        for naam, titel in _bronnen[soort](namen).items()
    }
