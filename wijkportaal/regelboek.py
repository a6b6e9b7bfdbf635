"""Lays the policy's rules beside the code that names them and the tests that prove them.

A rule that no test names is a promise; this is where that shows.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

APPS = ("wijkportaal", "wijken", "budgetten", "initiatieven", "wijkagenda")
NUMMER = re.compile(r"\b[A-Z]-\d{2}\b")
KOP = """\
# Regels, code en tests

Gemaakt door `manage.py regels` uit `docs/regels.toml`, de code en de tests: niet met de hand aanpassen.
Een regel is *bewezen* als een test hem noemt met `@pytest.mark.regel(...)`.
"""


class OnbekendeRegel(Exception):
    """Code or a test names a rule that docs/regels.toml does not know, or names it unreadably."""


@dataclass
class Regel:
    """One rule of the policy, with the places that carry it out and the tests that prove it."""

    nummer: str
    titel: str
    bron: str
    code: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)


@dataclass
class Hoofdstuk:
    """The rules with one letter."""

    letter: str
    naam: str
    regels: list[Regel]


def schrijf(root: Path) -> str:
    """Return the text of docs/regels.md for the tree at `root`.

    Raises:
        OnbekendeRegel: a rule is named that does not exist.
    """
    hoofdstukken = lees(root)
    delen = [KOP, *_overzicht(hoofdstukken), *(regel for deel in hoofdstukken for regel in _hoofdstuk(deel))]
    return "\n".join(delen) + "\n"


def lees(root: Path) -> list[Hoofdstuk]:
    """Return the rulebook with for each rule where it is enforced and proven."""
    ruw = tomllib.loads((root / "docs" / "regels.toml").read_text(encoding="utf-8"))
    boek = [
        Hoofdstuk(letter, deel["naam"], [Regel(nummer, *tekst) for nummer, tekst in deel["regels"].items()])
        for letter, deel in ruw.items()
    ]
    regels = {regel.nummer: regel for deel in boek for regel in deel.regels}
    for nummer, plaatsen in _plaatsen_in_code(root).items():
        _bekend(regels, nummer, plaatsen).code = plaatsen
    for nummer, tests in _tests(root).items():
        _bekend(regels, nummer, tests).tests = tests
    return boek


def _bekend(regels: dict[str, Regel], nummer: str, plaatsen: list[str]) -> Regel:
    if nummer not in regels:
        raise OnbekendeRegel(
            f"Regel {nummer} staat niet in docs/regels.toml, maar wel in {', '.join(plaatsen)}."
        )
    return regels[nummer]


def _plaatsen_in_code(root: Path) -> dict[str, list[str]]:
    plaatsen = defaultdict(list)
    for pad, naam in _bestanden(root, APPS):
        if "migrations" not in pad.parts:
            for nummer in sorted(set(NUMMER.findall(pad.read_text(encoding="utf-8")))):
                plaatsen[nummer].append(naam)
    return plaatsen


def _tests(root: Path) -> dict[str, list[str]]:
    tests = defaultdict(list)
    for pad, naam in _bestanden(root, ("tests",)):
        boom = ast.parse(pad.read_text(encoding="utf-8"))
        for nummer, test in _bewijzen(boom, geerfd=_nummers(_pytestmark(boom), naam), naam=naam):
            tests[nummer].append(test)
    return tests


def _bestanden(root: Path, mappen: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for map_ in mappen:
        for pad in sorted((root / map_).rglob("*.py")):
            yield pad, pad.relative_to(root).as_posix()


def _bewijzen(knoop: ast.Module | ast.ClassDef, *, geerfd: list[str], naam: str) -> Iterator[tuple[str, str]]:
    """Give (rule, test) for every test in a module or class; marks of a class hold for its tests."""
    for deel in knoop.body:
        if not isinstance(deel, ast.FunctionDef | ast.ClassDef):
            continue
        nummers = geerfd + _nummers(deel.decorator_list, naam)
        if isinstance(deel, ast.ClassDef):
            yield from _bewijzen(deel, geerfd=nummers, naam=f"{naam}::{deel.name}")
        elif deel.name.startswith("test_"):
            yield from ((nummer, f"{naam}::{deel.name}") for nummer in dict.fromkeys(nummers))


def _pytestmark(boom: ast.Module) -> list[ast.expr]:
    for deel in boom.body:
        if isinstance(deel, ast.Assign) and ast.unparse(deel.targets[0]) == "pytestmark":
            return deel.value.elts if isinstance(deel.value, ast.List | ast.Tuple) else [deel.value]
    return []


def _nummers(merken: list[ast.expr], naam: str) -> list[str]:
    return [
        nummer
        for merk in merken
        if isinstance(merk, ast.Call) and ast.unparse(merk.func) == "pytest.mark.regel"
        for nummer in _argumenten(merk, naam)
    ]


def _argumenten(merk: ast.Call, naam: str) -> list[str]:
    waarden = [deel.value for deel in merk.args if isinstance(deel, ast.Constant)]
    if not waarden or len(waarden) != len(merk.args):
        raise OnbekendeRegel(
            f"Schrijf de nummers als tekst in @pytest.mark.regel: {naam}, regel {merk.lineno}."
        )
    return [str(waarde) for waarde in waarden]


def _overzicht(boek: list[Hoofdstuk]) -> Iterator[str]:
    yield "| | Onderwerp | Regels | In de code | Bewezen |"
    yield "|---|---|---:|---:|---:|"
    for deel in boek:
        in_code = sum(bool(regel.code) for regel in deel.regels)
        bewezen = sum(bool(regel.tests) for regel in deel.regels)
        yield f"| {deel.letter} | {deel.naam} | {len(deel.regels)} | {in_code} | {bewezen} |"


def _hoofdstuk(deel: Hoofdstuk) -> Iterator[str]:
    yield f"\n## {deel.letter} · {deel.naam}"
    for regel in deel.regels:
        yield f"\n### {regel.nummer} · {regel.titel}"
        yield f"Bron: {regel.bron}.\n"
        if not regel.code and not regel.tests:
            yield "Nog niet gebouwd."
        yield from _lijst("In de code", regel.code)
        yield from _lijst("Bewezen door", regel.tests)


def _lijst(kop: str, plaatsen: list[str]) -> Iterator[str]:
    if plaatsen:
        yield f"- {kop}: " + ", ".join(f"`{plaats}`" for plaats in plaatsen)
