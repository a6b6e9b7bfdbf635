"""The case page is made of panels: each shows what is on record of one subject and lets people add to it.

A panel is one row of data, as a step is in `overgangen`. The page, the address to which its form is sent and
the checks on the way all follow from it, so that a new subject is a new row and no new view.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import reverse

from initiatieven.gronden import Grond
from initiatieven.models import Fase, Initiatief
from initiatieven.overgangen import Mogelijkheid
from wijken.models import Medewerker
from wijkportaal.formulieren import PaginaFormulier


class Blad(StrEnum):
    """A leaf of the file, with an address of its own: what a case asks now, and what is there to look up.

    What is not on the leaf that is open, is not fetched either.
    """

    NU = "nu"
    BERICHTEN = "berichten"
    COLLEGAS = "collegas"
    NOTITIES = "notities"
    DOSSIER = "dossier"

    @classmethod
    def gekozen(cls, naam: str) -> "Blad":
        """Return the leaf with this name; what to do now when there is none."""
        return next((blad for blad in cls if blad == naam), cls.NU)


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
    carries out, shown with its paragraph. `ingeklapt`: the form opens on request. It stands on `blad`; what
    is for now moves to the dossier once the case has left the phases of `invoer` (or `fasen`, without one).
    """

    naam: str
    titel: str
    invoer: Invoer | None = None
    vastgelegd: Callable[[Initiatief], Any] | None = None
    sjabloon: str = ""
    leesrecht: str = ""
    grond: Grond | None = None
    ingeklapt: bool = False
    blad: Blad = Blad.NU
    fasen: tuple[Fase, ...] = ()

    @property
    def anker(self) -> str:
        """Where the panel stands on the page."""
        return f"paneel-{self.naam}"

    def blad_voor(self, zaak: Initiatief) -> Blad:
        """Return on which leaf of this case the panel stands now."""
        fasen = self.invoer.fasen if self.invoer else self.fasen
        return Blad.DOSSIER if self.blad == Blad.NU and zaak.fase not in fasen else self.blad

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


def adres_van_zaak(zaak: Initiatief, blad: Blad = Blad.NU) -> str:
    """Return the address of a leaf of the case page."""
    adres = reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])
    return adres if blad == Blad.NU else f"{adres}?deel={blad}"


def adres_van_paneel(zaak: Initiatief, paneel: Paneel) -> str:
    """Return the address of a panel of the case page."""
    return f"{adres_van_zaak(zaak, paneel.blad_voor(zaak))}#{paneel.anker}"


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
    blad: Blad,
    mogelijkheden: list[Mogelijkheid],
    ingevuld: Mapping[str, PaneelFormulier],
) -> list[Getoond]:
    """Return the panels of one leaf that have something to show, in their order.

    `ingevuld` holds, by name of the panel, a form that was sent and could not be kept.
    """
    getoond: list[Getoond] = []
    for paneel in panelen:
        if paneel.blad_voor(zaak) != blad:
            continue
        gegevens = paneel.record_voor(zaak, medewerker)
        invoer = paneel.invoer_voor(zaak, medewerker)
        form = ingevuld.get(paneel.naam) or (invoer and paneel.maak_formulier(invoer, zaak, medewerker))
        if form or gegevens:
            stappen = [keuze for keuze in mogelijkheden if form and keuze.stap.paneel == paneel.naam]
            getoond.append(Getoond(paneel, form or None, gegevens, stappen))
    return getoond
