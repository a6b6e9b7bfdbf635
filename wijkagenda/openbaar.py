"""What everybody can read of an agenda: what holds, how far it is, and what is being made (C-03, A-09).

Only versions that were offered to the raad, from their documents alone. Of what is being made the public
reads where it stands and how each step was done, nothing of the maatregelen (A-02).
"""

import datetime
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from wijkagenda.models import FASEN_OP_VOLGORDE, Agendastap, Fase, Versie, Voortgang, Wijkagenda
from wijkagenda.voortgang import Maatregelstand, laatste_stand

HELE_WIJK, LAAT = "hele-wijk", "laat"
LOOPT_ACHTER = "Loopt achter"
BADGES = {Voortgang.Stand.GEREED: "success", Voortgang.Stand.VERTRAAGD: "warning"}
# The way of a version until it is carried out, and the part of it that residents hear about while it goes.
ROUTE = FASEN_OP_VOLGORDE[: FASEN_OP_VOLGORDE.index(Fase.UITVOERING) + 1]
MET_VERSLAG = FASEN_OP_VOLGORDE[: FASEN_OP_VOLGORDE.index(Fase.VASTSTELLING)]
GEMAAKT = (Fase.UITVOERING, Fase.AFGESLOTEN)


@dataclass(frozen=True)
class Regel:
    """A maatregel of the version that holds, with how far it is."""

    maatregel: dict[str, Any]
    stand: Maatregelstand
    adres: str

    @property
    def status(self) -> str:
        """How far it is, in a word or two."""
        vertraagd = self.stand.stand == Voortgang.Stand.VERTRAAGD
        return LOOPT_ACHTER if self.stand.is_laat and not vertraagd else self.stand.stand.label

    @property
    def badge(self) -> str:
        """The colour of `status`, which never says more than the word."""
        return "warning" if self.stand.is_laat else BADGES.get(self.stand.stand, "neutral")


@dataclass(frozen=True)
class Keuzeveld:
    """One choice of the filter: its name, label and options, and what is chosen ("": everything)."""

    naam: str
    label: str
    opties: list[tuple[str, str]]
    gekozen: str


@dataclass(frozen=True)
class Route:
    """Where a version in the making stands: the phases, the number of the current one, and the accounts.

    `overgeslagen` are the names of phases that lie behind and that it went past.
    """

    fasen: list[str]
    huidig: int
    overgeslagen: list[str]
    verslagen: list[Agendastap]


def versies(**welke: Any) -> QuerySet[Versie]:
    """Return the versions that everybody can read, the newest first. Documents come when they are asked."""
    rijen = Versie.objects.gepubliceerd().filter(**welke)
    rijen = rijen.select_related("agenda__wijk", "besluit", "raadsaanbieding")
    return rijen.defer("document", "besluit__inhoud").order_by("-nummer")


def huidige(agendas: Iterable[Wijkagenda], dag: datetime.date) -> Wijkagenda | None:
    """Return the agenda of a wijk whose period this day is in; else the next one, else the last one."""
    op_volgorde = sorted(agendas, key=lambda agenda: agenda.van)
    lopend_of_later = (agenda for agenda in op_volgorde if agenda.tot >= dag)
    return next(lopend_of_later, op_volgorde[-1] if op_volgorde else None)


def regels(agenda: Wijkagenda, document: Mapping[str, Any]) -> list[Regel]:
    """Return the maatregelen of the version that holds with their progress, in three queries."""
    standen = {stand.maatregel["nummer"]: stand for stand in laatste_stand(agenda)}
    return [
        Regel(rij, standen[rij["nummer"]], adres_van(agenda, rij["nummer"]))
        for rij in document["maatregelen"]
        if rij["nummer"] in standen
    ]


def adres_van(agenda: Wijkagenda, nummer: int) -> str:
    """Return the address of a maatregel, for ever. Select the wijk first."""
    return reverse("wijkagenda:maatregel", args=[agenda.wijk.slug, agenda.van.year, nummer])


def kies(rijen: list[Regel], gevraagd: Mapping[str, str]) -> tuple[list[Keuzeveld], list[Regel]]:
    """Return the fields of the filter, and the maatregelen that fit. An unknown choice counts for all.

    Each option comes back in at least one maatregel.
    """
    velden = []
    over = rijen
    for naam, label, waarden_van in KEUZES:
        opties = sorted(
            {optie for regel in rijen for optie in waarden_van(regel)}, key=lambda optie: optie[1]
        )
        gekozen = gevraagd.get(naam, "")
        gekozen = gekozen if gekozen in dict(opties) else ""
        velden.append(Keuzeveld(naam, label, opties, gekozen))
        over = [regel for regel in over if not gekozen or gekozen in dict(waarden_van(regel))]
    return velden, over


def _thema(regel: Regel) -> list[tuple[str, str]]:
    return [(regel.maatregel["thema"], regel.maatregel["thema"])]


def _deel(regel: Regel) -> list[tuple[str, str]]:
    buurt = regel.maatregel["deelagenda"]
    return [(buurt or HELE_WIJK, buurt or "De hele wijk")]


def _jaren(regel: Regel) -> list[tuple[str, str]]:
    van, tot = regel.maatregel["jaar_van"], regel.maatregel["jaar_tot"]
    return [(str(jaar), str(jaar)) for jaar in range(van, tot + 1)]


def _status(regel: Regel) -> list[tuple[str, str]]:
    laat = [(LAAT, LOOPT_ACHTER)] if regel.stand.is_laat else []
    return [(regel.stand.stand.value, regel.stand.stand.label), *laat]


KEUZES = (
    ("thema", "Thema", _thema),
    ("deel", "Buurt", _deel),
    ("jaar", "Jaar", _jaren),
    ("status", "Status", _status),
)


def per_thema(rijen: Iterable[Regel]) -> list[tuple[str, list[Regel]]]:
    """Return the maatregelen by thema, in the order of the alphabet and of their numbers."""
    op_volgorde = sorted(rijen, key=lambda regel: (regel.maatregel["thema"], regel.maatregel["nummer"]))
    return [(thema, list(groep)) for thema, groep in groupby(op_volgorde, lambda rij: rij.maatregel["thema"])]


def route(agenda: Wijkagenda) -> Route | None:
    """Return where the version in the making stands, or None when none is being made. One query (A-02).

    A next version begins at the uitwerking, unless wishes are collected again. Reasons to go back and the
    decision of the college before it is offered to the raad are not for the public yet.
    """
    if agenda.fase in GEMAAKT:
        return None
    stappen = list(agenda.stappen.filter(ronde=agenda.ronde).order_by("op", "pk"))
    gedaan = {stap.van for stap in stappen if not stap.is_terug}
    fasen = ROUTE[_begin(agenda, gedaan) :]
    return Route(
        [fase.label for fase in fasen],
        fasen.index(Fase(agenda.fase)) + 1,
        overgeslagen(agenda, gedaan),
        [stap for stap in stappen if stap.van in MET_VERSLAG and not stap.is_terug],
    )


def _begin(agenda: Wijkagenda, gedaan: Iterable[str]) -> int:
    """Return the place on the route where this version began."""
    if agenda.ronde == 1:
        return 0
    return min(ROUTE.index(Fase(fase)) for fase in (*gedaan, agenda.fase, Fase.UITWERKING))


def overgeslagen(agenda: Wijkagenda, gedaan: Container[str]) -> list[str]:
    """Return the phases that a beknopte agenda went past: the residents' test, unless it is in `gedaan`."""
    voorbij = agenda.fasenummer > ROUTE.index(Fase.BEWONERSTOETS) + 1
    beknopt = agenda.vorm == Wijkagenda.Vorm.BEKNOPT
    if beknopt and voorbij and Fase.BEWONERSTOETS not in gedaan:
        return [Fase.BEWONERSTOETS.label]
    return []
