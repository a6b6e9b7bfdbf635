"""The timeline of a case: the record of its steps, and of what staff did in the residents' place."""

import datetime
from dataclasses import dataclass
from operator import attrgetter

from initiatieven.models import Faseovergang, Initiatief, Namenshandeling
from initiatieven.woorden import NAMENSZINNEN, stapzin


@dataclass(frozen=True)
class Gebeurtenis:
    """One line of the timeline; for staff with who did it, as what."""

    op: datetime.datetime
    titel: str
    tekst: str = ""
    wie: str = ""


def tijdlijn(zaak: Initiatief) -> list[Gebeurtenis]:
    """Return what happened, newest first, in plain words and without personal data."""
    stappen = [
        Gebeurtenis(stap.op, stapzin(stap.naam, stap.naar), stap.toelichting) for stap in _stappen(zaak)
    ]
    namens = [Gebeurtenis(rij.op, NAMENSZINNEN[rij.daad]) for rij in _namens(zaak)]
    return _nieuwste_eerst(stappen, namens)


def verloop(zaak: Initiatief, *, met_indiener: bool) -> list[Gebeurtenis]:
    """Return the same for staff: with who did it and, `met_indiener`, how the submitter asked for it."""
    stappen = [
        Gebeurtenis(
            stap.op,
            f"{stap.get_van_display()} → {stap.get_naar_display()}",
            stap.toelichting,
            f"{stap.door}, {stap.rol}" if stap.door else stap.rol,
        )
        for stap in _stappen(zaak)
    ]
    namens = [
        Gebeurtenis(
            rij.op,
            f"Namens de indiener: {rij.get_daad_display().lower()}",
            f"Zo vroeg de indiener dit of gaf akkoord: {rij.hoe}" if met_indiener else "",
            f"{rij.door}, {rij.rol}",
        )
        for rij in _namens(zaak)
    ]
    return _nieuwste_eerst(stappen, namens)


def _stappen(zaak: Initiatief) -> list[Faseovergang]:
    return list(zaak.faseovergangen.select_related("door").order_by("-op", "-pk"))


def _namens(zaak: Initiatief) -> list[Namenshandeling]:
    """Only who was written down by staff can be without a mail address, and have something done for them."""
    if zaak.ingevoerd_door_id is None:
        return []
    return list(zaak.namenshandelingen.filter(daad__in=NAMENSZINNEN).select_related("door"))


def _nieuwste_eerst(stappen: list[Gebeurtenis], namens: list[Gebeurtenis]) -> list[Gebeurtenis]:
    """Both come newest first; a step stands above what was done for it."""
    return sorted([*stappen, *namens], key=attrgetter("op"), reverse=True)
