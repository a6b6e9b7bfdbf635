"""Which wijk is mine? The page, by address and by place, and the boundaries behind every map."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.fabrieken import (
    CbsWijkFactory,
    CoalitielidFactory,
    GebiedFactory,
    GemeenteFactory,
    MedewerkerFactory,
    RolFactory,
    WijkcoalitieFactory,
    WijkFactory,
)
from tests.wijken.adressenserver import Adressenserver, adres, draaiend
from tests.wijken.test_locatie import vierkant

pytestmark = pytest.mark.django_db

ZOEKEN, GRENZEN = reverse("wijken:zoeken"), reverse("wijken:grenzen")
HIER, DAAR = (6.05, 51.05), (6.15, 51.05)


@pytest.fixture(autouse=True)
def leeg_geheugen():
    cache.clear()


@pytest.fixture(scope="module")
def draaiende_server():
    with draaiend() as server:
        yield server


@pytest.fixture
def server(draaiende_server, settings):
    draaiende_server.__dict__.update(Adressenserver().__dict__)
    settings.PDOK_LOCATIESERVER_URL = draaiende_server.adres
    return draaiende_server


@pytest.fixture
def wijken():
    GemeenteFactory()
    vlakken = [
        CbsWijkFactory(code=f"WK00000{n}", wijk__naam=naam, wijk__nummer=n, grens=vierkant(west, 51.0))
        for n, naam, west in ((1, "Westwijk", 6.0), (2, "Oostwijk", 6.1))
    ]
    return [vlak.wijk for vlak in vlakken]


def zoek(client, tekst):
    return client.post(ZOEKEN, {"adres": tekst})


def toont_de_lijst(antwoord):
    return all(f'href="/wijken/{slug}/"' in antwoord.text for slug in ("westwijk", "oostwijk"))


# --- By address ---


@pytest.mark.regel("W-01", "C-01")
@pytest.mark.parametrize("bezoeker", ["anoniem", "medewerker"])
def test_one_address_gives_one_wijk(client, wijken, server, bezoeker):
    if bezoeker == "medewerker":
        client.force_login(MedewerkerFactory())
    server.docs = [adres("Stationsplein 1, 6041AA Voorbeeldstad", DAAR)]

    antwoord = zoek(client, "6041 AA 1")

    assert antwoord.status_code == 200
    assert antwoord.context["gevonden"] == [wijken[1]]
    assert "Uw wijk is Oostwijk" in antwoord.text
    assert "Stationsplein 1, 6041AA Voorbeeldstad" in antwoord.text
    assert toont_de_lijst(antwoord)


def test_several_addresses_in_one_wijk_are_one_answer(client, wijken, server):
    server.docs = [adres("Kerkstraat 1", HIER), adres("Kerkstraat 2", HIER)]

    antwoord = zoek(client, "Kerkstraat")

    assert "Uw wijk is Westwijk" in antwoord.text
    assert "en meer adressen in deze wijk" in antwoord.text


def test_addresses_in_several_wijken_are_a_choice(client, wijken, server):
    server.docs = [adres("Kerkstraat 1", HIER), adres("Kerkstraat 99", DAAR)]

    antwoord = zoek(client, "Kerkstraat")

    assert "Welk adres bedoelt u?" in antwoord.text
    assert antwoord.text.index("Kerkstraat 1") < antwoord.text.index("Kerkstraat 99")
    assert "ligt in Oostwijk" in antwoord.text


@pytest.mark.parametrize("docs", [[], [adres("Elders 1", HIER, gemeente="9999")]])
def test_an_address_that_is_not_found_leaves_the_list(client, wijken, server, docs):
    server.docs = docs

    antwoord = zoek(client, "Elders 1")

    assert "We vinden dit adres niet in deze gemeente." in antwoord.text
    assert 'value="Elders 1"' in antwoord.text
    assert toont_de_lijst(antwoord)


@pytest.mark.parametrize(
    "hoe", [{"status": 500}, {"ruw": b"<html>"}, {"traag": 2.5}], ids=["error", "nonsense", "too late"]
)
def test_when_the_service_fails_the_list_is_there_with_a_clear_message(client, wijken, server, hoe):
    server.__dict__.update(hoe)

    antwoord = zoek(client, "Stationsplein 1")

    assert antwoord.status_code == 200
    assert "We kunnen nu niet op adres zoeken. Kies uw wijk uit de lijst." in antwoord.text
    assert toont_de_lijst(antwoord)


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [("", "Vul uw postcode en huisnummer in"), ("   ", "Vul uw postcode"), ("a" * 101, "Dit is te lang.")],
)
def test_nothing_or_far_too_much_is_not_asked_of_the_service(client, wijken, server, tekst, melding):
    antwoord = zoek(client, tekst)

    assert antwoord.status_code == 422
    assert melding in antwoord.text
    assert server.vragen == []


def test_what_was_typed_and_found_is_shown_as_text(client, wijken, server):
    server.docs = [adres("<script>alert(1)</script>", HIER)]

    antwoord = zoek(client, '"><script>alert(2)</script>')

    assert "<script>alert" not in antwoord.text
    assert "&lt;script&gt;alert(1)" in antwoord.text


def test_a_nul_byte_is_refused(client, wijken, server):
    assert zoek(client, "Kerk\0straat").status_code == 422


def test_an_address_in_the_web_address_is_not_looked_up(client, wijken, server):
    antwoord = client.get(ZOEKEN, {"adres": "Stationsplein 1"})

    assert antwoord.status_code == 200
    assert "Stationsplein 1" not in antwoord.text
    assert server.vragen == []


def test_a_robot_that_asks_on_and_on_gets_the_list(client, wijken, server, monkeypatch):
    monkeypatch.setattr("wijken.views.is_ratelimited", lambda *args, **kwargs: True)

    antwoord = zoek(client, "Stationsplein 1")

    assert antwoord.status_code == 429
    assert "Vanaf deze internetverbinding is heel vaak gezocht." in antwoord.text
    assert server.vragen == []


@pytest.mark.parametrize("aantal", [3, 30])
def test_searching_costs_a_fixed_number_of_queries(client, wijken, server, django_assert_num_queries, aantal):
    WijkFactory.create_batch(aantal)
    server.docs = [adres("Stationsplein 1", DAAR)] * 10
    zoek(client, "Stationsplein 1")

    # the municipality, the wijken, the version of the boundaries, and the list
    with django_assert_num_queries(4):
        zoek(client, "Stationsplein 1")


# --- By place ---


@pytest.mark.regel("W-01")
def test_where_somebody_is_now_gives_the_wijk(client, wijken):
    antwoord = client.post(ZOEKEN, {"lengte": "6.15", "breedte": "51.05"})

    assert "U bent nu in Oostwijk" in antwoord.text


@pytest.mark.parametrize(
    ("lengte", "breedte"),
    [
        ("4.9", "52.37"),
        ("nan", "nan"),
        ("inf", "51.05"),
        ("-inf", "-inf"),
        ("1e308", "1e308"),
        ("1e999", "51"),
        ("9" * 5000, "51"),
        ("", ""),
        ("<b>", "51"),
        ("6,05", "51,05"),
    ],
)
def test_a_place_outside_or_nonsense_leaves_the_list(client, wijken, lengte, breedte):
    antwoord = client.post(ZOEKEN, {"lengte": lengte, "breedte": breedte})

    assert antwoord.status_code == 200
    assert "ligt niet in een van onze wijken" in antwoord.text
    assert toont_de_lijst(antwoord)


# --- Boundaries ---


@pytest.mark.regel("W-01")
def test_the_boundaries_of_all_wijken_are_one_file(client, wijken):
    CbsWijkFactory(wijk=wijken[0], grens=vierkant(6.5, 51.0))
    WijkFactory(naam="Zonder grens")

    antwoord = client.get(GRENZEN)
    kaart = antwoord.json()

    assert antwoord.headers["Content-Type"] == "application/geo+json"
    assert [vlak["properties"] for vlak in kaart["features"]] == [
        {"naam": "Westwijk", "adres": "/wijken/westwijk/"},
        {"naam": "Oostwijk", "adres": "/wijken/oostwijk/"},
    ]
    assert [vlak["geometry"]["type"] for vlak in kaart["features"]] == ["MultiPolygon", "Polygon"]
    assert kaart["bron"] == "CBS"


def test_a_browser_keeps_the_boundaries_until_they_change(client, wijken):
    eerst = client.get(GRENZEN)
    assert eerst.headers["Cache-Control"] == "public, max-age=300"

    etag = eerst.headers["ETag"]
    assert client.get(GRENZEN, headers={"If-None-Match": etag}).status_code == 304

    wijken[0].naam = "Anders"
    wijken[0].save()
    assert client.get(GRENZEN, headers={"If-None-Match": etag}).status_code == 200


def test_without_boundaries_the_file_is_empty(client):
    assert client.get(GRENZEN).json()["features"] == []


@pytest.mark.parametrize("aantal", [3, 30])
def test_the_boundaries_cost_a_fixed_number_of_queries(client, django_assert_num_queries, aantal):
    CbsWijkFactory.create_batch(aantal)
    client.get(GRENZEN)

    with django_assert_num_queries(3):
        client.get(GRENZEN)


# --- What a wijk's page says of it ---


@pytest.mark.regel("W-01")
def test_a_wijk_says_in_words_what_its_map_shows(client, wijken):
    wijken[0].gebied = GebiedFactory(naam="Gebied Noord")
    wijken[0].save()

    tekst = " ".join(client.get("/wijken/westwijk/").text.split())

    assert "Westwijk ligt in het westen van de gemeente en grenst aan" in tekst
    assert '<a class="utrecht-link utrecht-link--html-a" href="/wijken/oostwijk/">Oostwijk</a>.' in tekst
    assert "codes van het CBS: WK000001." in tekst
    assert "Gebied Noord" in tekst


@pytest.mark.regel("W-06", "C-01")
def test_a_wijk_shows_its_coalition_of_today_with_the_chair(client):
    rol = RolFactory(wijkregisseur=True, medewerker__naam="Youri Regisseur")
    coalitie = WijkcoalitieFactory(wijk=rol.wijk)
    CoalitielidFactory(coalitie=coalitie, partner__naam="Wonen Beter", kernteam=True)
    CoalitielidFactory(coalitie=coalitie, partner__naam="Vertrokken", tot="2024-12-31")
    CoalitielidFactory(partner__naam="Van een andere wijk")

    tekst = " ".join(client.get(rol.wijk.get_absolute_url()).text.split())

    assert 'Youri Regisseur</span> <span class="wp-stil">Wijkregisseur, voorzitter' in tekst
    assert 'Wonen Beter</span> <span class="wp-stil">Woningcorporatie, in het kernteam' in tekst
    assert "Vertrokken" not in tekst
    assert "Van een andere wijk" not in tekst


@pytest.mark.regel("C-01")
def test_the_address_of_the_function_is_shown_before_that_of_the_person(client):
    rol = RolFactory(wijkregisseur=True, wijk__email="wijkregisseur.a@stad.example")

    tekst = client.get(rol.wijk.get_absolute_url()).text

    assert "mailto:wijkregisseur.a@stad.example" in tekst
    assert rol.medewerker.email not in tekst


@pytest.mark.regel("W-06", "C-01")
def test_the_opbouwwerker_can_be_reached_with_a_phone_only_when_there_is_one(client):
    coalitie = WijkcoalitieFactory()
    bellend, stil = MedewerkerFactory(telefoon="0475 12 34 56"), MedewerkerFactory()
    for medewerker in (bellend, stil):
        CoalitielidFactory(coalitie=coalitie, plaats="opbouwwerker", partner=None, medewerker=medewerker)

    tekst = client.get(coalitie.wijk.get_absolute_url()).text

    assert f"mailto:{bellend.email}" in tekst
    assert f"mailto:{stil.email}" in tekst
    assert tekst.count("tel:") == 1
    assert "tel:0475123456" in tekst


@pytest.mark.regel("W-02")
def test_who_replaces_the_wijkregisseur_is_shown_in_the_meantime(client):
    rol = RolFactory(wijkregisseur=True, medewerker__naam="Zieke Regisseur")
    RolFactory(
        soort=rol.soort, wijk=rol.wijk, waarnemer_voor=rol, tot="2099-12-31", medewerker__naam="Waar Nemer"
    )

    tekst = client.get(rol.wijk.get_absolute_url()).text

    assert "Waar Nemer" in tekst
    assert "Zieke Regisseur" not in tekst


def test_the_front_page_has_the_question_and_sets_no_cookie(client):
    antwoord = client.get("/")

    assert f'action="{ZOEKEN}"' in antwoord.text
    assert antwoord.text.count("<form") == 2
    assert antwoord.cookies == {}
    assert "csrfmiddlewaretoken" not in antwoord.text
