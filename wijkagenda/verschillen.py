"""What changed between two versions of an agenda, in words (A-09). Pure functions on two documents.

What belongs to the making of a version (approvals, steps, the poll) is no change of the agenda and is left
out; everything else that differs is named. A test holds this list against what a document contains.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgetten.geld import in_euro
from wijkagenda.leesbaar import HELE_WIJK, bedrag, dag, getal, jaren, kosten, wie

Rij = dict[str, Any]


def aangehaald(tekst: str) -> str:
    """Write a name or short text as a quotation."""
    return f"“{tekst}”" if tekst else "leeg"


def gewoon(tekst: str) -> str:
    """Write a word as it stands in a sentence."""
    return tekst[:1].lower() + tekst[1:] if tekst else "leeg"


def voor_wie(buurt: str) -> str:
    """Write for which part of the wijk a maatregel is."""
    return buurt or HELE_WIJK


AGENDA = (
    ("naam", "De agenda heet nu", aangehaald),
    ("vorm", "De vorm is nu", gewoon),
    ("van", "De periode begint nu op", dag),
    ("tot", "De periode loopt nu tot en met", dag),
)
MAATREGEL: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("titel", "De titel is nu", aangehaald),
    ("thema", "Het thema is nu", aangehaald),
    ("deelagenda", "De maatregel is nu voor", voor_wie),
    ("gericht_op", "De maatregel is nu gericht op", gewoon),
    ("trekker", "De trekker is nu", aangehaald),
    ("kosten", "De kosten zijn nu", bedrag),
    ("indicator", "We meten nu", aangehaald),
    ("eenheid", "We meten nu in", aangehaald),
    ("startwaarde", "De waarde aan het begin is nu", getal),
    ("streefwaarde", "Het doel is nu", getal),
    ("streefdatum", "Het doel moet nu zijn bereikt op", dag),
)
# Texts of more than a line: said that they differ, with both beside each other.
LANG = (
    ("omschrijving", "De omschrijving is anders."),
    ("doel", "Het doel en de achtergrond zijn anders beschreven."),
    ("effect", "Het beoogde effect is anders."),
    ("betrokkenen", "De betrokken partijen zijn anders."),
    ("beheer", "De visie op het beheer is anders."),
)


@dataclass(frozen=True)
class Verschil:
    """One difference in a sentence; `was` and `wordt` hold a long text as it was and as it is."""

    zin: str
    was: str = ""
    wordt: str = ""


@dataclass(frozen=True)
class Post:
    """A maatregel that came, went or changed: its number and title, and what there is to say of it."""

    nummer: int
    titel: str
    verschillen: tuple[Verschil, ...] = ()


@dataclass(frozen=True)
class Verschillen:
    """Everything that is different, by kind."""

    agenda: list[Verschil]
    nieuw: list[Post]
    weg: list[Post]
    gewijzigd: list[Post]

    def __bool__(self) -> bool:
        """There is something to tell."""
        return bool(self.agenda or self.nieuw or self.weg or self.gewijzigd)

    @property
    def samenvatting(self) -> str:
        """How many maatregelen came, went and changed, in one sentence; "" when none did."""
        soorten = ((self.nieuw, "nieuw"), (self.weg, "vervallen"), (self.gewijzigd, "gewijzigd"))
        delen = [f"{len(posten)} {woord}" for posten, woord in soorten if posten]
        return f"Van de maatregelen: {', '.join(delen)}." if delen else ""


def verschillen(oud: Rij, nieuw: Rij) -> Verschillen:
    """Return what is different in `nieuw`, the document of a version, against the one before."""
    eerst = {rij["nummer"]: rij for rij in oud["maatregelen"]}
    straks = {rij["nummer"]: rij for rij in nieuw["maatregelen"]}
    redenen = {rij["nummer"]: rij["weggelaten_reden"] for rij in nieuw["weggelaten"]}
    paren = [(eerst[nummer], rij) for nummer, rij in straks.items() if nummer in eerst]
    return Verschillen(
        agenda=list(_agenda(oud, nieuw)),
        nieuw=[Post(nummer, rij["titel"]) for nummer, rij in straks.items() if nummer not in eerst],
        weg=[_weg(rij, redenen) for nummer, rij in eerst.items() if nummer not in straks],
        gewijzigd=[
            Post(rij["nummer"], rij["titel"], gevonden)
            for was, rij in paren
            if (gevonden := tuple(_maatregel(was, rij)))
        ],
    )


def _weg(rij: Rij, redenen: dict[int, str]) -> Post:
    reden = redenen.get(rij["nummer"], "")
    return Post(rij["nummer"], rij["titel"], (Verschil(reden),) if reden else ())


def _agenda(oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    yield from _velden(AGENDA, oud["agenda"], nieuw["agenda"])
    wijken = (oud["agenda"]["wijk"]["naam"], nieuw["agenda"]["wijk"]["naam"])
    if wijken[0] != wijken[1]:
        yield Verschil(f"De wijk heet nu {aangehaald(wijken[1])} (eerst {aangehaald(wijken[0])}).")
    yield from _lang((("inleiding", "De inleiding is anders."),), oud["agenda"], nieuw["agenda"])
    yield from _deelagendas(oud, nieuw)
    sommen = (kosten(oud["maatregelen"]), kosten(nieuw["maatregelen"]))
    if sommen[0] != sommen[1]:
        yield Verschil(f"De maatregelen kosten samen nu {in_euro(sommen[1])} (eerst {in_euro(sommen[0])}).")


def _deelagendas(oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    eerst, straks = ({rij["buurt"]: rij for rij in document["deelagendas"]} for document in (oud, nieuw))
    yield from (Verschil(f"Nieuw: de deelagenda van {buurt}.") for buurt in straks if buurt not in eerst)
    yield from (
        Verschil(f"De deelagenda van {buurt} is vervallen.") for buurt in eerst if buurt not in straks
    )
    for buurt, rij in straks.items():
        zin = f"De inleiding van de deelagenda van {buurt} is anders."
        yield from _lang((("inleiding", zin),), eerst.get(buurt, rij), rij)


def _maatregel(oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    yield from _velden(MAATREGEL, oud, nieuw)
    if jaren(oud) != jaren(nieuw):
        yield Verschil(f"De uitvoering is nu in {jaren(nieuw)} (eerst {jaren(oud)}).")
    yield from _bijdragen(oud, nieuw)
    yield from _lang(LANG, oud, nieuw)
    yield from _verkenningen(oud, nieuw)
    yield from _ideeen(oud, nieuw)


def _velden(velden: tuple[Any, ...], oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    for veld, begin, in_woorden in velden:
        if oud[veld] != nieuw[veld]:
            yield Verschil(f"{begin} {in_woorden(nieuw[veld])} (eerst {in_woorden(oud[veld])}).")


def _lang(velden: tuple[tuple[str, str], ...], oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    for veld, zin in velden:
        if oud[veld] != nieuw[veld]:
            yield Verschil(zin, was=oud[veld], wordt=nieuw[veld])


def _bijdragen(oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    """Who came, who left, and whose part changed. The day of an approval is no change of the agenda."""
    eerst, straks = ({rij["id"]: rij for rij in maatregel["bijdragen"]} for maatregel in (oud, nieuw))
    for sleutel, deel in straks.items():
        if sleutel in eerst:
            yield from _bijdrage(eerst[sleutel], deel)
        else:
            yield Verschil(f"Nieuw: {wie(deel)} {_geeft(deel)}.")
    for deel in (deel for sleutel, deel in eerst.items() if sleutel not in straks):
        yield Verschil(f"{wie(deel)} doet niet meer mee (eerst: {_geeft(deel)}).")


def _geeft(deel: Rij) -> str:
    geeft = [f"betaalt {bedrag(deel['bedrag'])}"] if Decimal(deel["bedrag"]) else []
    geeft += [f"doet {aangehaald(deel['inzet'])}"] if deel["inzet"] else []
    return " en ".join(geeft)


def _bijdrage(oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    if (oud["bron"], oud["van_wie"]) != (nieuw["bron"], nieuw["van_wie"]):
        yield Verschil(f"In plaats van {_bron(oud)} is er nu {_bron(nieuw)}.")
    velden = (
        ("bedrag", f"{wie(nieuw)} betaalt nu", bedrag),
        ("inzet", f"{wie(nieuw)} doet nu", aangehaald),
        ("toezegging", f"Het kenmerk van de toezegging van {wie(nieuw)} is nu", aangehaald),
    )
    yield from _velden(velden, oud, nieuw)


def _bron(deel: Rij) -> str:
    soort = gewoon(deel["bron_naam"])
    return f"{deel['van_wie']} ({soort})" if deel["van_wie"] else soort


def _verkenningen(oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    """Of the other sources of money: what came of them. Why is said to who decides."""
    eerst, straks = ({rij["naam"]: rij for rij in maatregel["verkenningen"]} for maatregel in (oud, nieuw))
    for naam in straks | eerst:
        was, rij = eerst.get(naam), straks.get(naam)
        if was == rij:
            continue
        if rij is None:
            yield Verschil(f"De geldbron {aangehaald(naam)} is niet meer nagegaan.")
        elif was is None or was["uitkomst"] != rij["uitkomst"]:
            yield Verschil(f"De geldbron {aangehaald(naam)} is nagegaan: {gewoon(rij['uitkomst'])}.")
        else:
            yield Verschil(f"De geldbron {aangehaald(naam)} is opnieuw nagegaan.")


def _ideeen(oud: Rij, nieuw: Rij) -> Iterator[Verschil]:
    eerst: Counter[str] = Counter(oud["ideeen"])
    straks: Counter[str] = Counter(nieuw["ideeen"])
    for titel in (straks - eerst).elements():
        yield Verschil(f"De maatregel komt nu ook voort uit het idee {aangehaald(titel)}.")
    for titel in (eerst - straks).elements():
        yield Verschil(f"De maatregel komt niet meer voort uit het idee {aangehaald(titel)}.")
