"""What a phase means, in plain words."""

import datetime

import pytest

from initiatieven.models import Fase, Initiatief
from initiatieven.woorden import TEKSTEN, stand, stapzin, uitleg
from tests.initiatieven.fabrieken import InitiatiefFactory, besloten, in_uitwerking, met_plan

pytestmark = pytest.mark.django_db


def test_every_phase_has_its_words():
    assert set(TEKSTEN) == set(Fase)


@pytest.mark.regel("I-20")
def test_it_says_by_which_day_the_next_step_is_expected():
    dag = datetime.date(2026, 3, 8)
    assert uitleg(Initiatief(fase=Fase.TRIAGE, uiterlijk=dag)).uiterlijk == dag
    assert uitleg(InitiatiefFactory(toegewezen=True, fase=Fase.UITVOERING)).uiterlijk is None


@pytest.mark.parametrize(
    ("fase", "nummer"),
    [("idee", 1), ("triage", 2), ("uitvoering", 5), ("afgerond", 6), ("afgewezen", 0), ("geagendeerd", 0)],
)
def test_it_numbers_the_five_phases_and_no_ends_but_the_good_one(fase, nummer):
    zaak = InitiatiefFactory(toegewezen=True, fase=fase)
    assert stand(zaak)["nummer_fase"] == nummer


@pytest.mark.regel("I-15", "I-20")
def test_uitvoering_says_who_has_the_plan():
    assert uitleg(in_uitwerking()).titel == "Het plan wordt uitgewerkt"
    assert uitleg(met_plan()).aan_zet == "de gemeente"
    assert uitleg(besloten()).titel == "Het idee wordt uitgevoerd"


def test_a_step_without_a_sentence_of_its_own_tells_the_phase():
    assert stapzin("overgenomen", "toets") == "We beslissen of we meewerken"
    assert stapzin("toewijzen", "orientatie") == "Het idee heeft een vast contact bij de gemeente gekregen."
