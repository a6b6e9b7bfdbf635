import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from wijkportaal.regelboek import APPS, OnbekendeRegel, lees, schrijf

TOML = """
[W]
naam = "Wijken"
[W.regels]
W-01 = ["Eerste", "RM 1"]
W-02 = ["Tweede", "RM 2"]
W-03 = ["Derde", "RM 3"]
"""
TESTS = """
import pytest

@pytest.mark.regel("W-01", "W-02")
def test_los(): ...

@pytest.mark.regel("W-02")
class TestSamen:
    def test_in_een_klas(self): ...
    def hulp(self): ...
"""


@pytest.fixture
def boom(tmp_path):
    """A small tree with three rules, of which one is only in the code and one nowhere."""
    for map_ in (*APPS, "tests", "docs"):
        (tmp_path / map_).mkdir()
    (tmp_path / "docs" / "regels.toml").write_text(TOML)
    (tmp_path / "tests" / "test_a.py").write_text(TESTS)
    (tmp_path / "wijken" / "services.py").write_text('"""Carries out W-01."""')
    return tmp_path


def test_each_rule_knows_its_code_and_its_tests(boom):
    een, twee, drie = lees(boom)[0].regels
    assert (een.code, een.tests) == (["wijken/services.py"], ["tests/test_a.py::test_los"])
    assert (twee.code, twee.tests) == (
        [],
        ["tests/test_a.py::test_los", "tests/test_a.py::TestSamen::test_in_een_klas"],
    )
    assert (drie.code, drie.tests) == ([], [])


def test_the_page_counts_and_says_what_is_not_built(boom):
    tekst = schrijf(boom)
    assert "| W | Wijken | 3 | 1 | 2 |" in tekst
    assert "### W-03 · Derde\nBron: RM 3.\n\nNog niet gebouwd.\n" in tekst
    assert tekst.count("Nog niet gebouwd.") == 1


def test_a_mark_of_a_module_holds_for_all_its_tests(boom):
    (boom / "tests" / "test_b.py").write_text(
        'import pytest\npytestmark = [pytest.mark.django_db, pytest.mark.regel("W-03")]\ndef test_b(): ...\n'
    )
    assert lees(boom)[0].regels[2].tests == ["tests/test_b.py::test_b"]


@pytest.mark.parametrize(
    ("pad", "tekst", "melding"),
    [
        (
            "tests/test_b.py",
            '@pytest.mark.regel("W-99")\ndef test_b(): ...\n',
            "W-99 .* tests/test_b.py::test_b",
        ),
        (
            "tests/test_b.py",
            "@pytest.mark.regel(X)\ndef test_b(): ...\n",
            "als tekst .* tests/test_b.py, regel 1",
        ),
        (
            "tests/test_b.py",
            "@pytest.mark.regel()\ndef test_b(): ...\n",
            "als tekst .* tests/test_b.py, regel 1",
        ),
        ("wijken/b.py", "# B-77 says no\n", "B-77 .* wijken/b.py"),
    ],
)
def test_a_rule_that_does_not_exist_stops_it(boom, pad, tekst, melding):
    (boom / pad).write_text(tekst)
    with pytest.raises(OnbekendeRegel, match=melding):
        lees(boom)


def test_the_command_writes_and_then_finds_it_in_order(boom, settings):
    settings.ROOT = boom
    call_command("regels")
    call_command("regels", check=True)
    (boom / "docs" / "regels.md").write_text("oud")
    with pytest.raises(CommandError, match="verouderd"):
        call_command("regels", check=True)


def test_every_rule_of_the_project_is_in_the_book():
    boek = {deel.letter: len(deel.regels) for deel in lees(settings.ROOT)}
    assert boek == {"W": 9, "I": 22, "A": 12, "B": 18, "P": 5, "C": 4, "K": 11}
