"""The chapters of an agenda on paper, each from a document of `maak_document` (A-05 … A-09).

A chapter is data for `dossier.typ`: `niveau` and `kop` of its heading, and what stands under it: `tekst`,
`feiten` (pairs), `punten`, `tabellen`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from budgetten.geld import in_euro
from wijkagenda import leesbaar
from wijkagenda.models import Bijdrage, Idee, Stem

# Who approves a part, by role: a document names no persons.
WIE_BESLIST = {
    Bijdrage.Bron.CLUSTER: "Manager van {van_wie}",
    Bijdrage.Bron.PARTNER: "Budgethouder van {van_wie}",
    Bijdrage.Bron.WIJKBUDGET: "Manager van het wijkbudget",
}
Hoofdstuk = dict[str, Any]


def deelagendas(document: dict[str, Any]) -> Iterator[Hoofdstuk]:
    if not document["deelagendas"]:
        return
    yield {"niveau": 2, "kop": "Deelagenda's per buurt of kern"}
    for deel in document["deelagendas"]:
        yield {"niveau": 3, "kop": deel["buurt"], "tekst": deel["inleiding"]}


def maatregelen(document: dict[str, Any]) -> Iterator[Hoofdstuk]:
    yield {"niveau": 2, "kop": "Maatregelen"}
    for maatregel in document["maatregelen"]:
        yield _maatregel(maatregel)
    if weg := document["weggelaten"]:
        punten = [f"{rij['nummer']}. {rij['titel']}: {rij['weggelaten_reden']}" for rij in weg]
        yield {"niveau": 2, "kop": "Niet (meer) in de agenda", "punten": punten}


def _maatregel(maatregel: dict[str, Any]) -> Hoofdstuk:
    """The seven parts, and who pays or works (A-05)."""
    feiten = [
        ("Thema en gebied", f"{maatregel['thema']}, {maatregel['deelagenda'] or leesbaar.HELE_WIJK}"),
        ("Omschrijving", maatregel["omschrijving"]),
        ("Doel en achtergrond", maatregel["doel"]),
        ("Beoogd effect", maatregel["effect"]),
        ("Meetbaar doel", _doel(maatregel)),
        ("Trekker", maatregel["trekker"]),
        ("Betrokken partijen", maatregel["betrokkenen"]),
        ("Uitvoering", leesbaar.jaren(maatregel)),
        ("Visie op het beheer", maatregel["beheer"]),
        ("Nodig", leesbaar.bedrag(maatregel["kosten"])),
        *[
            (f"Nagegaan: {rij['naam']}", f"{rij['uitkomst']}. {rij['toelichting']}")
            for rij in maatregel["verkenningen"]
        ],
        ("Komt voort uit", "; ".join(maatregel["ideeen"])),
    ]
    return {
        "niveau": 3,
        "kop": f"{maatregel['nummer']}. {maatregel['titel']}",
        "feiten": [(naam, waarde) for naam, waarde in feiten if waarde],
        "tabellen": [_bijdragen(maatregel["bijdragen"])] if maatregel["bijdragen"] else [],
    }


def _bijdragen(delen: list[dict[str, Any]]) -> dict[str, Any]:
    rijen = [
        [
            f"{deel['bron_naam']} {deel['van_wie']}".strip(),
            deel["inzet"],
            leesbaar.bedrag(deel["bedrag"]),
            _akkoord(deel),
        ]
        for deel in delen
    ]
    return _tabel(("Wie", "Wat zij doen", "Bedrag", "Akkoord"), rijen, (3, 3, 2, 3), rechts=(2,))


def _akkoord(deel: dict[str, Any]) -> str:
    """Who said yes to a part, by role and date; or the promise of who pays from outside."""
    if wie := WIE_BESLIST.get(deel["bron"]):
        rol = wie.format(van_wie=deel["van_wie"])
        return f"{rol}, {leesbaar.dag(deel['akkoord_op'])}" if deel["akkoord_op"] else f"Nog niet ({rol})"
    return f"Toegezegd: {deel['toezegging']}" if deel["toezegging"] else "Nog niet toegezegd"


def _doel(maatregel: dict[str, Any]) -> str:
    if not maatregel["indicator"]:
        return ""
    wanneer = f", op {leesbaar.dag(maatregel['streefdatum'])}" if maatregel["streefdatum"] else ""
    van, naar = leesbaar.getal(maatregel["startwaarde"]), leesbaar.getal(maatregel["streefwaarde"])
    return f"{maatregel['indicator']}: van {van} naar {naar} {maatregel['eenheid']}{wanneer}".strip()


def geld(document: dict[str, Any]) -> Iterator[Hoofdstuk]:
    """What is paid in all, per source and who; the sum is what all maatregelen need."""
    bronnen = leesbaar.per_bron(document["maatregelen"])
    kop = {"niveau": 2, "kop": "Wat het kost en wie betaalt"}
    if not bronnen:
        yield kop | {"tekst": "De maatregelen kosten geen geld."}
        return
    rijen = [
        [bron.naam, wie, in_euro(bedrag)]
        for bron in bronnen
        for wie, bedrag in bron.wie or [("", bron.bedrag)]
    ]
    rijen.append(["Samen", "", in_euro(leesbaar.kosten(document["maatregelen"]))])
    yield kop | {"tabellen": [_tabel(("Bron", "Van wie", "Bedrag"), rijen, (3, 4, 2), rechts=(2,), som=True)]}


def peiling(document: dict[str, Any]) -> Iterator[Hoofdstuk]:
    """What residents said, when there was a poll (A-04)."""
    peiling = document.get("peiling")
    if not peiling:
        return
    deelnemers = ", ".join(
        f"{Stem.Kanaal(kanaal).label.lower()}: {aantal}" for kanaal, aantal in peiling["deelnemers"].items()
    )
    rijen = [
        [keuze["titel"], *(str(keuze[veld]) for veld in ("steun", "tegen", "punten", "wil_helpen"))]
        for keuze in peiling["keuzes"]
    ]
    kop = ("Idee", "Voor", "Tegen", "Punten", "Wil helpen")
    yield {
        "niveau": 2,
        "kop": "Wat inwoners vinden",
        "feiten": [
            ("Peiling", peiling["titel"]),
            ("Open", f"{leesbaar.dag(peiling['van'])} tot en met {leesbaar.dag(peiling['tot'])}"),
            ("Deelnemers", deelnemers),
            *([("Hoe inwoners zijn bereikt", peiling["bereikt"])] if peiling["bereikt"] else []),
        ],
        "tabellen": [_tabel(kop, rijen, (6, 2, 2, 2, 2), rechts=(1, 2, 3, 4))],
    }


def eerste_toets(ideeen: Sequence[Idee]) -> Iterator[Hoofdstuk]:
    """What became of every idea in the first test (A-03): for the college, not for the website."""
    if not ideeen:
        return
    rijen = [
        [idee.titel, idee.get_herkomst_display(), idee.get_oordeel_display(), idee.oordeel_reden]
        for idee in ideeen
    ]
    kop = ("Idee", "Van", "Oordeel", "Reden")
    yield {"niveau": 2, "kop": "De eerste toets", "tabellen": [_tabel(kop, rijen, (4, 2, 2, 5))]}


def akkoorden(document: dict[str, Any]) -> Iterator[Hoofdstuk]:
    rijen = [[rij["wie"], rij["vorm"], leesbaar.dag(rij["op"])] for rij in document["akkoorden"]]
    kop = {"niveau": 2, "kop": "Akkoord van de wijkcoalitie"}
    if rijen:
        yield kop | {"tabellen": [_tabel(("Wie", "Vorm", "Datum"), rijen, (4, 4, 2))]}
    else:
        yield kop | {"tekst": "De wijkcoalitie gaf nog geen akkoord."}


def stappen(document: dict[str, Any]) -> Iterator[Hoofdstuk]:
    """How each step of the route was done (A-02)."""
    if not document["stappen"]:
        return
    yield {"niveau": 2, "kop": "Hoe deze agenda tot stand kwam"}
    for stap in document["stappen"]:
        feiten = [
            ("Afgerond op", leesbaar.dag(stap["op"])),
            ("Hoe", stap["hoe"]),
            ("Wanneer", stap["wanneer"]),
            ("Met wie", stap["met_wie"]),
            ("Wat eruit kwam", stap["uitkomst"]),
        ]
        yield {"niveau": 3, "kop": stap["fase"], "feiten": [rij for rij in feiten if rij[1]]}


def _tabel(
    kop: Sequence[str],
    rijen: Sequence[Sequence[str]],
    breedtes: Sequence[int],
    *,
    rechts: Sequence[int] = (),
    som: bool = False,
) -> dict[str, Any]:
    """Return a table: `breedtes` are shares of the width, `rechts` columns of numbers."""
    return {"kop": kop, "rijen": rijen, "breedtes": breedtes, "rechts": rechts, "som": som}
