"""The status page is made of parts: each shows one subject of the case to the resident, and may ask for it.

A part is one row of data, as a panel is for staff. The page, the address to which its form is sent and the
checks on the way follow from it, so that a new subject is a new row and no new view.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from initiatieven.models import Groepslid, Indiener, Initiatief
from wijkportaal.formulieren import PaginaFormulier


@dataclass(frozen=True)
class Bezoek:
    """Who looks at the status page of which case; `keuze` is what stands behind the question mark."""

    zaak: Initiatief
    mens: Indiener | Groepslid
    keuze: Mapping[str, str] = field(default_factory=dict)

    @property
    def lid(self) -> Groepslid | None:
        """The member of the group who looks, or None when it is the submitter."""
        return self.mens if isinstance(self.mens, Groepslid) else None


class DeelFormulier(PaginaFormulier):
    """The form of a part: knows the visit, and hands the service what it asks."""

    def __init__(self, *args: Any, bezoek: Bezoek, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bezoek = bezoek

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of the service; by default the fields as they are."""
        return self.cleaned_data


@dataclass(frozen=True)
class Invoer:
    """What the resident can send in with a part.

    `mag` says whether that is so now; `bewaar` is the service that keeps it: it gets `zaak` and what
    `formulier.gegevens()` returns, and says no with a `Domeinfout`. `knop` is the text of the button,
    `gedaan` what is said afterwards, `per_uur` how often one internet connection may send it.
    """

    formulier: type[DeelFormulier]
    bewaar: Callable[..., Any]
    mag: Callable[[Bezoek], bool]
    knop: str
    gedaan: str
    per_uur: int = 30


@dataclass(frozen=True)
class Deel:
    """One subject of the status page.

    `toon` returns what `sjabloon` shows as `gegevens`, or nothing when there is nothing to tell yet. A part
    is shown when it has something to tell or something can be sent in; `opzij` puts it beside the others,
    `boven` above them.
    """

    naam: str
    titel: str
    sjabloon: str = ""
    toon: Callable[[Bezoek], Any] | None = None
    invoer: Invoer | None = None
    opzij: bool = False
    boven: bool = False

    @property
    def anker(self) -> str:
        """Where the part stands on the page."""
        return f"deel-{self.naam}"

    def invoer_voor(self, bezoek: Bezoek) -> Invoer | None:
        """Return what can be sent in now, if anything."""
        return self.invoer if self.invoer and self.invoer.mag(bezoek) else None

    def maak_formulier(
        self, invoer: Invoer, bezoek: Bezoek, *, data: Any = None, files: Any = None
    ) -> DeelFormulier:
        """Return the form. Its fields have an id of their own: a page holds several forms."""
        return invoer.formulier(data=data, files=files, bezoek=bezoek, auto_id=f"id_{self.naam}_%s")


@dataclass(frozen=True)
class Getoond:
    """A part as it stands on the page: what it tells, and the form when something can be sent in."""

    deel: Deel
    gegevens: Any
    form: DeelFormulier | None


def toon(delen: Iterable[Deel], bezoek: Bezoek, *, ingevuld: Mapping[str, DeelFormulier]) -> list[Getoond]:
    """Return the parts that have something to show, in their order.

    `ingevuld` holds, by name of the part, a form that was sent and could not be kept.
    """
    getoond = []
    for deel in delen:
        gegevens = deel.toon(bezoek) if deel.toon else None
        form = ingevuld.get(deel.naam)
        if form is None and (invoer := deel.invoer_voor(bezoek)):
            form = deel.maak_formulier(invoer, bezoek)
        if gegevens or form:
            getoond.append(Getoond(deel, gegevens, form))
    return getoond
