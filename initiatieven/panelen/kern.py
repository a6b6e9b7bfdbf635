"""The case page is made of panels: each shows what is on record of one subject and lets people add to it.

A panel is one row of data, as a step is in `overgangen`. The page, the address to which its form is sent and
the checks on the way all follow from it, so that a new subject is a new row and no new view.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from initiatieven.gronden import Grond
from initiatieven.models import Fase, Initiatief
from initiatieven.overgangen import Mogelijkheid
from wijken.models import Medewerker
from wijkportaal.formulieren import PaginaFormulier


class PaneelFormulier(PaginaFormulier):
    """The form of a panel: knows the case, and hands the service what it asks.

    One that asks more than fits in a single `<form>` brings a template of its own (`sjabloon`).
    """

    sjabloon = ""

    def __init__(self, *args: Any, zaak: Initiatief, medewerker: Medewerker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zaak, self.medewerker = zaak, medewerker

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of the service; by default the fields as they are."""
        return self.cleaned_data


@dataclass(frozen=True)
class Invoer:
    """What can be filled in on a panel.

    Who has the permission `recht` fills in `formulier` while the case is in one of `fasen`; `bewaar` is the
    service that keeps it: it gets `zaak`, `door` and what `formulier.gegevens()` returns. `knop` is the text
    of the button, `gedaan` what is said afterwards. `als` tells whether there is anything to fill in for this
    person; the service decides, this only spares the page a form.
    """

    recht: str
    fasen: tuple[Fase, ...]
    formulier: type[PaneelFormulier]
    bewaar: Callable[..., Any]
    knop: str = "Bewaren"
    gedaan: str = "Het is bewaard."
    als: Callable[[Initiatief, Medewerker], bool] | None = None


@dataclass(frozen=True)
class Paneel:
    """One subject of a case.

    `vastgelegd` returns what is on record, or nothing; `sjabloon` shows that, as `gegevens`, to whoever may
    read the case and has the permission `leesrecht`, if it names one. `grond` is the rule that it
    carries out, shown with its paragraph. `ingeklapt`: the form opens on request.
    """

    naam: str
    titel: str
    invoer: Invoer | None = None
    vastgelegd: Callable[[Initiatief], Any] | None = None
    sjabloon: str = ""
    leesrecht: str = ""
    grond: Grond | None = None
    ingeklapt: bool = False

    @property
    def anker(self) -> str:
        """Where the panel stands on the page."""
        return f"paneel-{self.naam}"

    def record_voor(self, zaak: Initiatief, medewerker: Medewerker) -> Any:
        """Return what is on record, for who may read it."""
        if self.vastgelegd is None or (self.leesrecht and not medewerker.has_perm(self.leesrecht, zaak)):
            return None
        return self.vastgelegd(zaak)

    def invoer_voor(self, zaak: Initiatief, medewerker: Medewerker) -> Invoer | None:
        """Return what this person can fill in now, if anything."""
        invoer = self.invoer
        if not invoer or zaak.fase not in invoer.fasen or not medewerker.has_perm(invoer.recht, zaak):
            return None
        return invoer if invoer.als is None or invoer.als(zaak, medewerker) else None

    def maak_formulier(
        self, invoer: Invoer, zaak: Initiatief, medewerker: Medewerker, *, data: Any = None, files: Any = None
    ) -> PaneelFormulier:
        """Return the form. Its fields have an id of their own: a page holds several forms."""
        return invoer.formulier(
            data=data, files=files, zaak=zaak, medewerker=medewerker, auto_id=f"id_{self.naam}_%s"
        )


@dataclass(frozen=True)
class Getoond:
    """A panel as this person sees it: the form when it is open, what is on record, and the steps in it."""

    paneel: Paneel
    form: PaneelFormulier | None
    gegevens: Any
    mogelijkheden: list[Mogelijkheid]


def toon(
    panelen: Iterable[Paneel],
    zaak: Initiatief,
    medewerker: Medewerker,
    *,
    mogelijkheden: list[Mogelijkheid],
    ingevuld: Mapping[str, PaneelFormulier],
) -> list[Getoond]:
    """Return the panels that have something to show: those of this phase first, then the older record.

    `ingevuld` holds, by name of the panel, a form that was sent and could not be kept.
    """
    open_: list[Getoond] = []
    dicht: list[Getoond] = []
    for paneel in panelen:
        gegevens = paneel.record_voor(zaak, medewerker)
        if invoer := paneel.invoer_voor(zaak, medewerker):
            form = ingevuld.get(paneel.naam) or paneel.maak_formulier(invoer, zaak, medewerker)
            stappen = [keuze for keuze in mogelijkheden if keuze.overgang.paneel == paneel.naam]
            open_.append(Getoond(paneel, form, gegevens, stappen))
        elif gegevens:
            getoond = Getoond(paneel, None, gegevens, [])
            van_nu = paneel.invoer and zaak.fase in paneel.invoer.fasen
            open_.append(getoond) if van_nu else dicht.insert(0, getoond)
    return open_ + dicht
