from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from budgetten import controle, jaareinde, laden
from budgetten.models import Aanvraag, Boeking, Jaarbudget, Overheveling, Verdeling
from tests.budgetten.test_verdelen import BIJLAGE_2
from wijken import laden as wijken_laden
from wijkportaal import laden as beleid_laden
from wijkportaal.fixtures import Laadfout
from wijkportaal.models import Bericht, beleid

pytestmark = pytest.mark.django_db

ROERMOND = Path(settings.ROOT) / "fixtures" / "roermond"

# Tabel 6.1: year, budget, start-up costs, joint wijkbudget, for initiatieven (33%), for wijkagenda's (67%).
TABEL_6_1 = [
    (2024, 250_000, 45_000, 205_000, 67_650, 137_350),
    (2025, 250_000, 45_000, 205_000, 67_650, 137_350),
    (2026, 250_000, 10_000, 240_000, 79_200, 160_800),
]


@pytest.fixture(autouse=True)
def gemeente():
    """What budgets are divided over, and by whom."""
    beleid_laden.laad(ROERMOND)
    wijken_laden.laad(ROERMOND)


@pytest.mark.regel("B-01", "B-03")
def test_the_year_budgets_and_their_division_are_those_of_tabel_6_1():
    laden.laad(ROERMOND)
    initiatieven, agenda = Decimal(beleid("deel-initiatieven")), Decimal(beleid("deel-wijkagenda"))

    rijen = [
        (rij.jaar, rij.bedrag, rij.opstartkosten, over, over * initiatieven, over * agenda)
        for rij in Jaarbudget.objects.filter(bron__contains="tabel 6.1").order_by("jaar")
        if (over := rij.gezamenlijk_wijkbudget)
    ]

    assert rijen == TABEL_6_1
    assert initiatieven + agenda == 1


def test_loading_again_doubles_nothing_and_undoes_nothing():
    laden.laad(ROERMOND)
    Jaarbudget.objects.filter(jaar=2026).update(bron="Aangepast")
    boekingen = Boeking.objects.count()

    laden.laad(ROERMOND)

    assert Jaarbudget.objects.count() == 4
    assert Jaarbudget.history.count() == 4 + 2  # the years that were closed
    assert Jaarbudget.objects.get(jaar=2026).bron == "Aangepast"
    assert (Verdeling.objects.count(), Boeking.objects.count()) == (4, boekingen)
    assert Overheveling.objects.count() == 2


def test_there_is_work_for_who_decides():
    laden.laad(ROERMOND)

    assert [verdeling.jaar_id for verdeling in Verdeling.objects.wacht_op_besluit()] == [2027]
    assert {voorstel.regel for voorstel in Overheveling.objects.wacht_op_besluit(jaar=2026)} == {
        "B-05",
        "B-07",
    }


@pytest.mark.regel("B-04")
def test_the_pots_of_2024_are_those_of_bijlage_2():
    laden.laad(ROERMOND)

    verdeeld = Boeking.objects.filter(van__jaar=2024, van__soort="wijkbudget").select_related("naar__wijk")
    assert {(rij.naar.wijk.nummer, rij.naar.soort): rij.bedrag for rij in verdeeld} == {
        (nummer, soort): bedrag
        for nummer, (_, _, *bedragen) in enumerate(BIJLAGE_2.values(), start=1)
        for soort, bedrag in zip(("agenda", "initiatieven"), bedragen, strict=True)
    }


def test_a_budget_that_is_wrong_is_not_loaded(tmp_path):
    tekst = (ROERMOND / "budgetten.toml").read_text()
    (tmp_path / "budgetten.toml").write_text(tekst.replace('"10000.00"', '"250000.01"'))

    with pytest.raises(Laadfout, match=r"budgetten\.toml: jaarbudget “.* 2026”: De opstartkosten zijn hoger"):
        laden.laad(tmp_path)
    assert not Jaarbudget.objects.exists()


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('agenda = "25590.00"', 'agenda = "25590.01"', "De kolom wijkagenda's sluit niet"),
        ("b.beleid@", "niemand@", "medewerker “niemand@roermond.example” bestaat niet"),
        ('wijk = "Asenray"', 'wijk = "Nergens"', "wijk “Nergens” bestaat niet"),
    ],
)
def test_a_division_that_is_wrong_is_not_loaded(tmp_path, oud, nieuw, melding):
    tekst = (ROERMOND / "budgetten.toml").read_text()
    (tmp_path / "budgetten.toml").write_text(tekst.replace(oud, nieuw))

    with pytest.raises(Laadfout, match=melding):
        laden.laad(tmp_path)
    assert not Verdeling.objects.exists()


@pytest.mark.regel("B-08", "B-14")
def test_the_demo_has_requests_in_several_states_that_keep_every_rule():
    laden.laad(ROERMOND)
    laden.laad(ROERMOND)

    standen = Counter(Aanvraag.objects.values_list("stand", flat=True))
    assert standen == {"aangevraagd": 4, "goedgekeurd": 1, "vastgelegd": 2, "betaald": 1, "afgewezen": 1}
    assert not Aanvraag.objects.exclude(jaar=2026).exists()
    assert controle.controleer() == []
    assert not Bericht.objects.exists()


@pytest.mark.regel("B-09")
def test_the_first_years_of_the_demo_are_closed():
    laden.laad(ROERMOND)

    gesloten = Jaarbudget.objects.filter(gesloten_op__isnull=False).order_by("jaar")
    assert [(jaar.pk, jaareinde.vervallen(jaar)) for jaar in gesloten] == [(2024, 250_000), (2025, 250_000)]


@pytest.mark.regel("B-09", "B-14")
def test_outside_the_demo_no_request_is_loaded_and_no_year_closed(settings):
    settings.DEMO = False

    laden.laad(ROERMOND)

    assert not Aanvraag.objects.exists()
    assert not Jaarbudget.objects.filter(gesloten_op__isnull=False).exists()
