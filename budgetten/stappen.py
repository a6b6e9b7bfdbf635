"""The steps that staff take with a request: one table, from which buttons, forms and checks follow (B-18)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from budgetten import aanvragen
from budgetten.beslislijst import bezwaar_tegen, gaat_over
from budgetten.besluiten import eigen_weg_van
from budgetten.forms_aanvraag import (
    AfwijsForm,
    BetaalForm,
    GoedkeurForm,
    IntrekForm,
    Stapformulier,
    TerugboekForm,
    VastlegForm,
    VrijgeefForm,
    betalingen,
)
from budgetten.models import Aanvraag, Boeking
from wijken.models import Mandaat, Medewerker

Stand = Aanvraag.Stand
BESLUITEN = "budgetten.besluit_aanvraag"
# What an app with a way of its own does itself: a maatregel is read whole, and committed at adoption.
IN_EIGEN_WEG = ("goedkeuren", "afwijzen", "vastleggen", "intrekken")


@dataclass(frozen=True)
class Stap:
    """A step: in which states it can be taken, by whom, what it asks, and the service that takes it."""

    naam: str
    knop: str
    standen: tuple[str, ...]
    recht: str
    form: type[Stapformulier]
    voer_uit: Callable[..., Any]
    gedaan: str
    kan: Callable[[Aanvraag], bool] = lambda aanvraag: True


def _boek_terug(*, aanvraag: Aanvraag, betaling: Boeking, door: Medewerker, reden: str) -> Boeking:
    return aanvragen.boek_betaling_terug(betaling=betaling, door=door, reden=reden)


STAPPEN = {
    stap.naam: stap
    for stap in (
        Stap(
            "goedkeuren",
            "Goedkeuren",
            (Stand.AANGEVRAAGD,),
            BESLUITEN,
            GoedkeurForm,
            aanvragen.keur_goed,
            "De aanvraag is goedgekeurd en het geld is gereserveerd. De aanvrager krijgt bericht.",
        ),
        Stap(
            "afwijzen",
            "Afwijzen",
            (Stand.AANGEVRAAGD,),
            BESLUITEN,
            AfwijsForm,
            aanvragen.wijs_af,
            "De aanvraag is afgewezen. De aanvrager krijgt bericht met de reden.",
        ),
        Stap(
            "vastleggen",
            "Verplichting vastleggen",
            (Stand.GOEDGEKEURD,),
            "budgetten.leg_vast",
            VastlegForm,
            aanvragen.leg_vast,
            "De verplichting is vastgelegd.",
        ),
        Stap(
            "betalen",
            "Betaling registreren",
            (Stand.VASTGELEGD,),
            "budgetten.betaal",
            BetaalForm,
            aanvragen.betaal,
            "De betaling is geregistreerd.",
        ),
        Stap(
            "vrijgeven",
            "Rest vrijgeven",
            (Stand.VASTGELEGD,),
            "budgetten.leg_vast",
            VrijgeefForm,
            aanvragen.geef_rest_vrij,
            "De rest is vrijgegeven.",
        ),
        Stap(
            "terugboeken",
            "Betaling terugboeken",
            (Stand.VASTGELEGD, Stand.BETAALD),
            "budgetten.betaal",
            TerugboekForm,
            _boek_terug,
            "De betaling is teruggeboekt. Het geld is weer vastgelegd.",
            kan=lambda aanvraag: betalingen(aanvraag).exists(),
        ),
        Stap(
            "intrekken",
            "Intrekken",
            (Stand.AANGEVRAAGD, Stand.GOEDGEKEURD),
            "budgetten.trek_in",
            IntrekForm,
            aanvragen.trek_in,
            "De aanvraag is ingetrokken.",
        ),
    )
}


def mag(stap: Stap, aanvraag: Aanvraag, medewerker: Medewerker, mandaten: Iterable[Mandaat]) -> bool:
    """Tell whether this step is for this person here: by right, and for a decision also by mandate (B-11).

    That nobody decides on the own request is not asked here: the service says so, with the reason.
    """
    if not medewerker.has_perm(stap.recht, aanvraag):
        return False
    if stap.naam in IN_EIGEN_WEG and eigen_weg_van(aanvraag.onderwerp):
        return False
    return stap.recht != BESLUITEN or any(gaat_over(mandaat, aanvraag) for mandaat in mandaten)


def mogelijke_stappen(
    aanvraag: Aanvraag, medewerker: Medewerker, mandaten: Iterable[Mandaat]
) -> Iterator[Stap]:
    """Return the steps that this person can take now."""
    bezwaar = bezwaar_tegen(aanvraag, medewerker, mandaten)
    for stap in STAPPEN.values():
        if aanvraag.stand not in stap.standen or (stap.recht == BESLUITEN and bezwaar):
            continue
        if mag(stap, aanvraag, medewerker, mandaten) and stap.kan(aanvraag):
            yield stap
