"""The public pages: what they show, to whom, and at how many queries, however many wijken there are."""

import datetime

import pytest
from django.urls import reverse

from tests.fabrieken import (
    BuurtFactory,
    CbsWijkFactory,
    CoalitielidFactory,
    InwonertalFactory,
    MedewerkerFactory,
    RolFactory,
    WijkcoalitieFactory,
    WijkFactory,
    WijkteamoverlegFactory,
)
from wijken import signals
from wijken.kaart import Plaats
from wijken.signals import Onderdeel

pytestmark = pytest.mark.django_db

VOORPAGINA, LIJST = reverse("wijken:voorpagina"), reverse("wijken:lijst")


def maak_wijken(aantal):
    for _ in range(aantal):
        rol = RolFactory(wijkregisseur=True)
        RolFactory(wijkwethouder=True, wijk=rol.wijk)
        InwonertalFactory(wijk=rol.wijk)
        CbsWijkFactory(wijk=rol.wijk)
        WijkteamoverlegFactory(wijken=[rol.wijk])
        BuurtFactory.create_batch(3, wijk=rol.wijk)
    return rol.wijk


@pytest.fixture
def onderdeel():
    """A part that some app puts on the pages of wijken."""
    deel = Onderdeel("componenten/leeg.html")

    def ontvanger(**kwargs):
        return deel

    for signaal in (signals.voorpagina, signals.wijkpagina):
        signaal.connect(ontvanger, weak=False)
    yield deel
    for signaal in (signals.voorpagina, signals.wijkpagina):
        signaal.disconnect(ontvanger)


# --- Front page and list ---


@pytest.mark.parametrize("adres", [VOORPAGINA, LIJST])
@pytest.mark.parametrize("inlog", ["niemand", "medewerker"])
def test_everybody_sees_all_wijken_in_order(client, adres, inlog):
    WijkFactory(nummer=92, naam="Tweede")
    WijkFactory(nummer=91, naam="Eerste")
    if inlog == "medewerker":
        client.force_login(MedewerkerFactory())

    antwoord = client.get(adres)

    assert antwoord.status_code == 200
    assert [wijk.naam for wijk in antwoord.context["wijken"]] == ["Eerste", "Tweede"]
    assert antwoord.content.decode().index("Eerste") < antwoord.content.decode().index("Tweede")


@pytest.mark.parametrize("adres", [VOORPAGINA, LIJST])
def test_an_empty_installation_has_a_page_too(client, adres):
    assert client.get(adres).status_code == 200


@pytest.mark.parametrize("adres", [VOORPAGINA, LIJST, "/wijken/ergens/"])
@pytest.mark.parametrize("methode", ["post", "put", "delete"])
def test_the_pages_are_only_for_reading(client, adres, methode):
    assert getattr(client, methode)(adres).status_code == 405


@pytest.mark.parametrize(("adres", "queries"), [(VOORPAGINA, 2), (LIJST, 2)])
@pytest.mark.parametrize("aantal", [3, 30])
def test_front_page_and_list_cost_a_fixed_number_of_queries(
    client, django_assert_num_queries, adres, queries, aantal
):
    maak_wijken(aantal)

    with django_assert_num_queries(queries):
        client.get(adres)


def test_the_list_names_the_buurten_of_each_wijk(client):
    buurt = BuurtFactory(naam="Kitkensdal")

    antwoord = client.get(LIJST)

    assert "Kitkensdal" in antwoord.content.decode()
    assert list(antwoord.context["wijken"][0].buurten.all()) == [buurt]


# --- A wijk ---


@pytest.mark.regel("C-01")
def test_a_wijk_shows_who_and_what_belong_to_it(client):
    wijk = WijkFactory(naam="Asenray")
    buurt = BuurtFactory(wijk=wijk, naam="Kern Asenray")
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk, medewerker__naam="Youri Regisseur").medewerker
    wethouder = RolFactory(wijkwethouder=True, wijk=wijk, medewerker__naam="Wies Wethouder").medewerker
    WijkteamoverlegFactory(naam="MALT", wijken=[wijk])

    antwoord = client.get(wijk.get_absolute_url())

    assert antwoord.status_code == 200
    assert antwoord.context["wijk"] == wijk
    assert list(antwoord.context["buurten"]) == [buurt]
    assert antwoord.context["wijkregisseur"] == regisseur
    assert antwoord.context["wijkwethouder"] == wethouder
    assert antwoord.context["wijk"].overlegnamen == ["MALT"]
    for tekst in ("Asenray", "Kern Asenray", "Youri Regisseur", regisseur.email, "Wies Wethouder", "MALT"):
        assert tekst in antwoord.content.decode()


def test_a_wijk_shows_nothing_of_another_wijk(client):
    maak_wijken(1)
    leeg = WijkFactory()

    antwoord = client.get(leeg.get_absolute_url())

    assert antwoord.status_code == 200
    assert list(antwoord.context["buurten"]) == []
    assert antwoord.context["wijkregisseur"] is None
    assert antwoord.context["wijkwethouder"] is None
    assert antwoord.context["inwonertal"] is None
    assert antwoord.context["wijk"].overlegnamen == []
    assert antwoord.context["wijk"].cbs_codes == []
    assert antwoord.context["plaats"] == Plaats("", [])
    assert antwoord.context["leden"] == []


@pytest.mark.regel("W-02")
def test_a_wijk_shows_the_wijkregisseur_of_today(client):
    oud = RolFactory(wijkregisseur=True, tot=datetime.date(2024, 6, 30))
    nieuw = RolFactory(wijkregisseur=True, wijk=oud.wijk, van=datetime.date(2024, 7, 1))

    antwoord = client.get(oud.wijk.get_absolute_url())

    assert antwoord.context["wijkregisseur"] == nieuw.medewerker


@pytest.mark.regel("W-04")
def test_a_wijk_shows_the_latest_inhabitants_with_date_and_source(client):
    laatste = InwonertalFactory(peildatum=datetime.date(2024, 1, 1), aantal=1075, bron="Tellingen")
    InwonertalFactory(wijk=laatste.wijk, peildatum=datetime.date(2023, 1, 1), aantal=999)

    antwoord = client.get(laatste.wijk.get_absolute_url())

    assert antwoord.context["inwonertal"] == laatste
    assert "1.075" in antwoord.content.decode()
    assert "1 januari 2024. Bron: Tellingen" in antwoord.content.decode()


def test_an_unknown_wijk_does_not_exist(client):
    assert client.get("/wijken/ergens/").status_code == 404


@pytest.mark.parametrize("aantal", [3, 30])
def test_a_wijk_costs_a_fixed_number_of_queries(client, django_assert_num_queries, aantal):
    wijk = maak_wijken(aantal)
    CoalitielidFactory.create_batch(aantal, coalitie=WijkcoalitieFactory(wijk=wijk))
    client.get(wijk.get_absolute_url())  # this process reads the boundaries once

    with django_assert_num_queries(9):
        client.get(wijk.get_absolute_url())


# --- Parts of other apps ---


def test_another_app_can_put_a_part_on_the_pages(client, onderdeel):
    for adres in (VOORPAGINA, WijkFactory().get_absolute_url()):
        antwoord = client.get(adres)

        assert onderdeel in antwoord.context["onderdelen"]
        assert onderdeel.sjabloon in {sjabloon.name for sjabloon in antwoord.templates}
