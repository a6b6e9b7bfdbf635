"""What looks like an idea: found by the stem of its words, only among what is public, without a script."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from initiatieven.gelijkenis import zoek_gelijke
from initiatieven.models import Concept
from tests.initiatieven.fabrieken import InitiatiefFactory

pytestmark = pytest.mark.django_db
ZOEK = reverse("initiatieven:lijkt_op")


@pytest.fixture
def moestuin():
    return InitiatiefFactory(
        publiek=True,
        titel="Moestuin achter de kerk",
        wat="Samen groenten kweken op het veldje, met bakken voor wie slecht loopt.",
    )


@pytest.fixture
def feest(moestuin):
    return InitiatiefFactory(
        publiek=True,
        titel="Straatfeest in juni",
        wat="Een lange tafel, muziek en spelletjes voor de kinderen.",
        wijk=moestuin.wijk,
    )


@pytest.mark.regel("I-22")
@pytest.mark.parametrize(
    "tekst",
    [
        "Moestuinen voor de buurt",  # plural
        "Moestun bij de kerk",  # misspelled
        "Een plek om groente te kweken",  # other name, same thing
        "MOESTUIN",
    ],
)
def test_it_finds_what_looks_like_it_and_not_what_does_not(moestuin, feest, tekst):
    assert zoek_gelijke(tekst, str(moestuin.wijk_id)) == [moestuin]


@pytest.mark.parametrize(
    "tekst", ["", "de het een", "Verlichting in het fietstunneltje", "x' OR 1=1 --", "-!:*&|", "🌳" * 900]
)
def test_it_finds_nothing_where_nothing_looks_like_it(moestuin, feest, tekst):
    assert zoek_gelijke(tekst, "") == []


def test_only_what_is_public_in_the_own_wijk_is_found(moestuin):
    InitiatiefFactory(titel="Moestuin achter de kerk", wijk=moestuin.wijk)
    elders = InitiatiefFactory(publiek=True, titel="Moestuin achter de kerk")
    assert zoek_gelijke("moestuin", str(moestuin.wijk_id)) == [moestuin]
    assert set(zoek_gelijke("moestuin", "")) == {moestuin, elders}
    assert set(zoek_gelijke("moestuin", "nee")) == {moestuin, elders}


def test_it_asks_one_query(moestuin, django_assert_num_queries):
    with django_assert_num_queries(1):
        zoek_gelijke("moestuin " + " ".join(f"woord{n}" for n in range(500)), "9" * 30)


@pytest.mark.regel("I-22")
@pytest.mark.parametrize("stap", ["samen", "controle"])
def test_the_form_shows_it_without_any_script(client, moestuin, stap):
    gegevens = {"titel": "Moestuin", "wat": "Groenten kweken", "wijk": str(moestuin.wijk_id)}
    concept = Concept.objects.create(gegevens=gegevens)
    naam, argumenten = ("controle", [concept.pk]) if stap == "controle" else ("stap", [concept.pk, stap])
    tekst = client.get(reverse(f"initiatieven:{naam}", args=argumenten)).text
    assert "Dit lijkt op uw idee" in tekst
    assert moestuin.get_absolute_url() in tekst


def test_while_typing_the_same_comes_as_a_piece_of_page(client, moestuin):
    cache.clear()
    antwoord = client.get(ZOEK, {"tekst": "moestuin <script>alert(1)</script>"})
    assert moestuin.titel in antwoord.text
    assert "<script" not in antwoord.text
    assert "<html" not in antwoord.text
    assert client.post(ZOEK).status_code == 405
