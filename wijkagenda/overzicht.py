"""All wijkagenda's side by side: where each stands, costs, what is late and what comes back (A-12, C-03).

Five queries, however many wijken, agendas and maatregelen there are. Amounts are in euros.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch

from budgetten.geld import NUL
from wijkagenda.leesbaar import Bron, jaren, kosten, per_bron
from wijkagenda.models import Bijdrage, Voortgang, Wijkagenda
from wijkagenda.openbaar import Regel, adres_van, huidige
from wijkagenda.voortgang import Maatregelstand, laatste_standen
from wijken.models import Wijk
from wijkportaal.uitvoer import Rij


@dataclass(frozen=True)
class Geld:
    """What maatregelen cost, by whom it is paid, and what of it is committed and paid by now."""

    kosten: Decimal
    bronnen: list[Bron]
    vastgelegd: Decimal
    betaald: Decimal


@dataclass(frozen=True)
class Wijkrij:
    """One wijk: its agenda of this period, if any, and the maatregelen of the version that holds."""

    wijk: Wijk
    agenda: Wijkagenda | None
    regels: list[Regel] = field(default_factory=list)

    @property
    def geld(self) -> Geld:
        """The money of all maatregelen."""
        return geld_van(self.regels)

    @property
    def standen(self) -> list[tuple[str, int]]:
        """How many maatregelen are how far, in the order of the way; what does not occur is left out."""
        aantallen = Counter(regel.stand.stand for regel in self.regels)
        return [(stand.label, aantallen[stand]) for stand in Voortgang.Stand if aantallen[stand]]

    @property
    def achter(self) -> list[Regel]:
        """What is late: reported as delayed, or not done in its last planned year (A-10)."""
        return [regel for regel in self.regels if regel.stand.is_laat]


@dataclass(frozen=True)
class Onderwerp:
    """A thema with the wijken in which it comes back: each with how many maatregelen there are on it."""

    naam: str
    wijken: list[tuple[Wijkrij, int]]
    kosten: Decimal

    @property
    def aantal(self) -> int:
        """All maatregelen on this thema."""
        return sum(aantal for _, aantal in self.wijken)


def per_wijk(dag: datetime.date) -> list[Wijkrij]:
    """Return every wijk with the agenda that holds on this day, in five queries."""
    agendas = Prefetch("agendas", queryset=Wijkagenda.objects.select_related("wijk"))
    gekozen = [(wijk, huidige(wijk.agendas.all(), dag)) for wijk in Wijk.objects.prefetch_related(agendas)]
    standen = laatste_standen(agenda for _, agenda in gekozen if agenda)
    return [
        Wijkrij(wijk, agenda, _regels(agenda, standen[agenda.pk]) if agenda else [])
        for wijk, agenda in gekozen
    ]


def _regels(agenda: Wijkagenda, standen: Iterable[Maatregelstand]) -> list[Regel]:
    return [Regel(rij.maatregel, rij, adres_van(agenda, rij.maatregel["nummer"])) for rij in standen]


def geld_van(regels: Iterable[Regel]) -> Geld:
    """Return the money of these maatregelen together."""
    rijen = list(regels)
    maatregelen = [regel.maatregel for regel in rijen]
    return Geld(
        kosten(maatregelen),
        per_bron(maatregelen),
        sum((regel.stand.geld.vastgelegd for regel in rijen), NUL),
        sum((regel.stand.geld.betaald for regel in rijen), NUL),
    )


def bronnen_van(rijen: Iterable[Wijkrij]) -> list[tuple[Wijkrij, list[tuple[str, Decimal]]]]:
    """Return per wijk what each source of `samen` pays, in the order of those sources."""
    lijst = list(rijen)
    namen = [bron.naam for bron in samen(lijst).bronnen]
    return [
        (rij, [(naam, eigen.get(naam, NUL)) for naam in namen])
        for rij in lijst
        if (eigen := {bron.naam: bron.bedrag for bron in rij.geld.bronnen})
    ]


def samen(rijen: Iterable[Wijkrij]) -> Geld:
    """Return the money of all wijken together."""
    return geld_van(regel for rij in rijen for regel in rij.regels)


def themas(rijen: Iterable[Wijkrij]) -> list[Onderwerp]:
    """Return the themas that come back, those of the most wijken first (A-12; RM 3.1)."""
    per_thema: dict[str, list[tuple[Wijkrij, list[Regel]]]] = defaultdict(list)
    for rij in rijen:
        eigen: dict[str, list[Regel]] = defaultdict(list)
        for regel in rij.regels:
            eigen[regel.maatregel["thema"]].append(regel)
        for naam, regels in eigen.items():
            per_thema[naam].append((rij, regels))
    gevonden = [
        Onderwerp(
            naam,
            [(rij, len(regels)) for rij, regels in wijken],
            kosten(regel.maatregel for _, regels in wijken for regel in regels),
        )
        for naam, wijken in per_thema.items()
    ]
    return sorted(gevonden, key=lambda onderwerp: (-len(onderwerp.wijken), onderwerp.naam))


KOPPEN = ("Kosten", *(bron.label for bron in Bijdrage.Bron), "Vastgelegd", "Betaald")


def _bedragen(geld: Geld) -> tuple[Decimal, ...]:
    bronnen = {bron.naam: bron.bedrag for bron in geld.bronnen}
    return (
        geld.kosten,
        *(bronnen.get(bron.label, NUL) for bron in Bijdrage.Bron),
        geld.vastgelegd,
        geld.betaald,
    )


def als_wijken(rijen: Iterable[Wijkrij]) -> Iterator[Rij]:
    """Give a row per wijk, the heads first."""
    standen = [stand.label for stand in Voortgang.Stand]
    yield ("Wijk", "Agenda", "Stand", "Maatregelen", *standen, "Loopt achter", *KOPPEN)
    for rij in rijen:
        aantallen = dict(rij.standen)
        yield (
            rij.wijk.naam,
            rij.agenda.periode if rij.agenda else "",
            rij.agenda.get_fase_display() if rij.agenda else "",
            len(rij.regels),
            *(aantallen.get(stand, 0) for stand in standen),
            len(rij.achter),
            *_bedragen(rij.geld),
        )


def als_maatregelen(rijen: Iterable[Wijkrij]) -> Iterator[Rij]:
    """Give a row per maatregel of a version that holds, the heads first."""
    yield (
        *("Wijk", "Agenda", "Nummer", "Titel", "Thema", "Deelagenda", "Uitvoering", "Trekker", "Status"),
        *KOPPEN,
    )
    for rij, regel in ((wijkrij, regel) for wijkrij in rijen for regel in wijkrij.regels):
        maatregel = regel.maatregel
        yield (
            rij.wijk.naam,
            rij.agenda.periode if rij.agenda else "",
            *(maatregel[veld] for veld in ("nummer", "titel", "thema", "deelagenda")),
            jaren(maatregel),
            maatregel["trekker"],
            regel.status,
            *_bedragen(geld_van([regel])),
        )


BESTANDEN: dict[str, Callable[[Iterable[Wijkrij]], Iterator[Rij]]] = {
    "wijken": als_wijken,
    "maatregelen": als_maatregelen,
}
