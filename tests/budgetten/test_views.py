"""The public pages on money: complete, without a name of anybody, at a fixed cost."""

import pytest
from django.urls import reverse

from budgetten import aanvragen, titels
from budgetten.titels import Titel
from tests.budgetten.fabrieken import DAG, JaarbudgetFactory, geopend_jaar, vraag, vraag_voor_maatregel
from tests.fabrieken import InwonertalFactory, WijkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-17")]

OVERZICHT = reverse("budgetten:geld")
NAAM = "Truus Testbewoner, Markt 1"


def pagina(wijk):
    return reverse("budgetten:geld_van_wijk", args=[wijk.slug])


@pytest.fixture
def goedgekeurd(gegevens, manager):
    aanvraag = vraag(gegevens, doel=f"Bankje voor {NAAM}")
    return aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG, toelichting=NAAM)


def tekst(antwoord):
    assert antwoord.status_code == 200
    return " ".join(antwoord.text.split()).replace("\xa0", " ")


def test_everybody_reads_what_a_wijk_has_and_where_it_went(client, wijk, goedgekeurd, manager):
    gelezen = tekst(client.get(pagina(wijk)))

    assert "€ 3.500,00 voor plannen in de wijk" in gelezen
    assert "Een initiatief voor de leefbaarheid" in gelezen
    assert "€ 400,00" in gelezen
    for geheim in (NAAM, "Truus", manager.naam, goedgekeurd.aanvrager.naam, "proef:1"):
        assert geheim not in gelezen


def test_a_title_that_is_public_stands_there_with_its_page(client, monkeypatch, wijk, goedgekeurd):
    monkeypatch.setitem(titels._bronnen, "proef", lambda namen: {"1": Titel("Bankje <b>", "/ergens/")})

    assert '<a class="utrecht-link utrecht-link--html-a" href="/ergens/">Bankje &lt;b&gt;</a>' in tekst(
        client.get(pagina(wijk))
    )


def test_what_was_withdrawn_or_refused_is_no_spending(
    client, wijk, goedgekeurd, manager, boekhouder, gegevens
):
    aanvragen.trek_in(aanvraag=goedgekeurd, door=boekhouder, reden="Toch niet")
    aanvragen.wijs_af(aanvraag=vraag(gegevens), door=manager, reden="Nee", op=DAG)

    assert "Er is nog geen geld toegezegd" in tekst(client.get(pagina(wijk)))


@pytest.mark.regel("A-06")
def test_what_is_only_asked_for_a_maatregel_is_held_but_no_promise_yet(client, wijk, gegevens, manager):
    aanvraag = vraag_voor_maatregel(gegevens, bedrag=100)

    assert "Er is nog geen geld toegezegd" in tekst(client.get(pagina(wijk)))
    assert client.get(OVERZICHT).context["samen"].gereserveerd == 100
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
    (uitgave,) = client.get(pagina(wijk)).context["uitgaven"]
    assert uitgave.beloofd == 100


def test_a_payment_in_part_shows_both_amounts(client, wijk, vastgelegd, boekhouder):
    aanvragen.betaal(aanvraag=vastgelegd, door=boekhouder, bedrag=150, kenmerk="F-1")

    (uitgave,) = client.get(pagina(wijk)).context["uitgaven"]
    assert (uitgave.beloofd, uitgave.betaald) == (250, 150)


def test_the_council_compares_all_wijken(client, wijk, goedgekeurd):
    WijkFactory(naam="Tweede wijk")
    geopend_jaar()
    gelezen = tekst(client.get(OVERZICHT))

    assert f"{pagina(wijk)}?jaar=2024" in gelezen
    assert "Tweede wijk" in gelezen
    assert client.get(OVERZICHT).context["samen"].gereserveerd == 400


@pytest.mark.parametrize("wat", ["geen", "2030", "';--", "²"])
def test_an_unknown_year_shows_the_newest(client, wijk, jaar, wat):
    assert client.get(pagina(wijk), {"jaar": wat}).context["jaar"] == jaar
    assert client.get(OVERZICHT, {"jaar": wat}).context["jaar"] == jaar


def test_before_any_division_the_pages_say_so(client, wijk):
    JaarbudgetFactory()
    for adres in (OVERZICHT, pagina(wijk)):
        assert "Er is nog geen geld over de wijken verdeeld." in tekst(client.get(adres))


def test_an_unknown_wijk_is_not_found_and_nothing_is_posted(client, wijk):
    assert client.get("/wijken/bestaat-niet/geld/").status_code == 404
    assert client.post(pagina(wijk)).status_code == 405
    assert client.post(OVERZICHT).status_code == 405


@pytest.mark.parametrize("aantal", [1, 30])
def test_the_pages_cost_a_fixed_number_of_queries(
    client, wijk, gegevens, manager, aantal, django_assert_num_queries
):
    WijkFactory.create_batch(aantal)
    geopend_jaar()
    for nummer in range(aantal):
        aanvraag = vraag(gegevens, onderwerp=f"proef:{nummer + 1}", bedrag=10)
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)

    with django_assert_num_queries(2):
        client.get(OVERZICHT)
    with django_assert_num_queries(6):
        client.get(pagina(wijk))


def test_the_page_of_a_wijk_links_to_its_money(client, wijk):
    assert pagina(wijk) in tekst(client.get(wijk.get_absolute_url()))


@pytest.mark.regel("B-15")
def test_the_page_tells_what_the_schemes_beside_it_can_give(client, wijk, jaar, regelingen):
    InwonertalFactory(wijk=wijk, aantal=1234)
    gelezen = tekst(client.get(pagina(wijk)))

    assert "Per activiteit hooguit € 200,00 tot € 1.000,00" in gelezen
    assert "Voor 1.234 inwoners is dat samen hooguit € 1.980,80." in gelezen
