"""From an address or a point to a wijk, against a real HTTP server and real boundaries."""

import time

import pytest
import structlog
from django.core.cache import cache

from tests.fabrieken import CbsWijkFactory, GemeenteFactory, WijkFactory
from tests.wijken.adressenserver import adres, draaiend
from wijken.locatie.dienst import PAUZE, DienstWerktNiet, MetGeheugen, Plek
from wijken.locatie.grenzen import huidige_grenzen
from wijken.locatie.pdok import PdokLocatieserver
from wijken.locatie.zoeken import wijk_van_punt, zoek_adres
from wijken.models import CbsWijk

pytestmark = pytest.mark.django_db


def vierkant(west, zuid, maat=0.1):
    oost, noord = round(west + maat, 6), round(zuid + maat, 6)
    return {
        "type": "Polygon",
        "coordinates": [[[west, zuid], [oost, zuid], [oost, noord], [west, noord], [west, zuid]]],
    }


@pytest.fixture(autouse=True)
def leeg_geheugen():
    cache.clear()


@pytest.fixture(scope="module")
def _server():
    with draaiend() as server:
        yield server


@pytest.fixture
def server(_server, settings):
    nieuw = type(_server)()
    _server.__dict__.update(nieuw.__dict__)
    settings.PDOK_LOCATIESERVER_URL = _server.adres
    return _server


@pytest.fixture
def west():
    return CbsWijkFactory(code="WK000001", wijk__naam="West", wijk__nummer=1, grens=vierkant(6.0, 51.0)).wijk


@pytest.fixture
def oost():
    return CbsWijkFactory(code="WK000002", wijk__naam="Oost", wijk__nummer=2, grens=vierkant(6.1, 51.0)).wijk


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Voorbeeldstad", cbs_code="GM0000")


# --- Boundaries ---


@pytest.mark.regel("W-01")
def test_a_point_lies_in_the_wijk_around_it(west, oost):
    assert wijk_van_punt(lengte=6.05, breedte=51.05) == west
    assert wijk_van_punt(lengte=6.15, breedte=51.05) == oost
    assert wijk_van_punt(lengte=6.25, breedte=51.05) is None


@pytest.mark.regel("W-01")
def test_a_wijk_of_two_cbs_wijken_is_both_of_them(west):
    CbsWijkFactory(code="WK000009", wijk=west, grens=vierkant(6.5, 51.0))

    assert wijk_van_punt(lengte=6.55, breedte=51.05) == west


def test_a_point_on_the_line_between_two_wijken_is_in_the_first(west, oost):
    assert wijk_van_punt(lengte=6.1, breedte=51.05) == west


def test_a_hole_in_a_wijk_is_not_in_it(west):
    ring = vierkant(6.0, 51.0)["coordinates"] + vierkant(6.04, 51.04, 0.02)["coordinates"]
    CbsWijk.objects.get().delete()
    CbsWijkFactory(wijk=west, grens={"type": "Polygon", "coordinates": ring})

    assert wijk_van_punt(lengte=6.05, breedte=51.05) is None
    assert wijk_van_punt(lengte=6.01, breedte=51.01) == west


def test_a_boundary_that_crosses_itself_still_answers():
    vlinder = [[[6.0, 51.0], [6.1, 51.1], [6.1, 51.0], [6.0, 51.1], [6.0, 51.0]]]
    wijk = CbsWijkFactory(grens={"type": "Polygon", "coordinates": vlinder}).wijk

    assert wijk_van_punt(lengte=6.09, breedte=51.05) == wijk


def test_without_boundaries_no_point_is_in_a_wijk():
    assert wijk_van_punt(lengte=6.05, breedte=51.05) is None
    assert huidige_grenzen().buren(1) == set()
    assert huidige_grenzen().ligging(1) == ""


def test_boundaries_are_read_once_until_they_change(west, django_assert_num_queries):
    eerst = huidige_grenzen()
    with django_assert_num_queries(1):
        assert huidige_grenzen() is eerst

    vlak = CbsWijk.objects.get()
    vlak.grens = vierkant(7.0, 52.0)
    vlak.save()

    assert wijk_van_punt(lengte=6.05, breedte=51.05) is None
    assert wijk_van_punt(lengte=7.05, breedte=52.05) == west


def test_wijken_that_touch_are_neighbours(west, oost):
    ver = CbsWijkFactory(wijk__nummer=3, grens=vierkant(6.5, 51.0)).wijk

    assert huidige_grenzen().buren(west.pk) == {oost.pk}
    assert huidige_grenzen().buren(ver.pk) == set()


@pytest.mark.parametrize(
    ("plek", "ligging"),
    [
        ((6.2, 51.1), "het midden"),
        ((6.0, 51.1), "het westen"),
        ((6.4, 51.1), "het oosten"),
        ((6.2, 51.3), "het noorden"),
        ((6.2, 50.9), "het zuiden"),
        ((6.4, 51.25), "het noordoosten"),
    ],
)
def test_it_says_in_which_part_of_the_municipality_a_wijk_lies(plek, ligging):
    for nummer, ander in enumerate([(6.2, 51.1), (6.0, 51.1), (6.4, 51.1), (6.2, 51.3), (6.2, 50.9)], 10):
        if ander != plek:
            CbsWijkFactory(wijk__nummer=nummer, grens=vierkant(*ander))
    wijk = CbsWijkFactory(wijk__nummer=1, grens=vierkant(*plek)).wijk

    assert huidige_grenzen().ligging(wijk.pk) == ligging


# --- Addresses ---


@pytest.mark.regel("W-01")
def test_an_address_is_found_with_its_wijk(gemeente, west, oost, server):
    server.docs = [adres("Stationsplein 1, 6041AA Voorbeeldstad", (6.15, 51.05))]

    (treffer,) = zoek_adres("6041 AA 1")

    assert (treffer.omschrijving, treffer.wijk) == ("Stationsplein 1, 6041AA Voorbeeldstad", oost)


def test_it_asks_what_pdok_documents(gemeente, west, server):
    zoek_adres("Stationsplein 1")

    ((pad, vraag),) = server.vragen
    assert pad == "/bzk/locatieserver/search/v3_1/free"
    assert vraag == {
        "q": ["Stationsplein 1"],
        "fq": ["type:(adres OR weg)", 'gemeentenaam:("Voorbeeldstad")'],
        "fl": ["weergavenaam gemeentecode wijkcode centroide_ll"],
        "rows": ["10"],
    }


def test_the_register_knows_the_wijk_better_than_a_rough_boundary(gemeente, west, oost, server):
    server.docs = [adres("Grenslaan 1", (6.05, 51.05), wijkcode="WK000002")]

    assert [treffer.wijk for treffer in zoek_adres("Grenslaan 1")] == [oost]


def test_a_cbs_wijk_that_the_portal_does_not_know_is_looked_up_by_its_point(gemeente, west, server):
    server.docs = [adres("Nieuwlaan 1", (6.05, 51.05), wijkcode="WK999999")]

    assert [treffer.wijk for treffer in zoek_adres("Nieuwlaan 1")] == [west]


@pytest.mark.parametrize(
    "rij",
    [
        adres("Elders 1", (6.05, 51.05), gemeente="9999"),
        adres("In zee 1", (3.0, 53.0)),
        adres("Nergens", ("NaN", "NaN")),
        adres("Nergens", ("inf", "1e999")),
        adres("Nergens", ("6.05", "51.05 0")),
    ],
)
def test_what_is_not_in_this_municipality_is_left_out(gemeente, west, server, rij):
    server.docs = [rij]

    assert zoek_adres("ergens") == []


@pytest.mark.parametrize(
    ("tekst", "gevraagd"),
    [
        ('x") OR gemeentenaam:(*', "x   OR gemeentenaam"),
        ("<script>alert(1)</script>", "script alert 1   script"),
        ("'s-Gravenweg 12 a", "'s-Gravenweg 12 a"),
    ],
)
def test_signs_that_mean_something_to_the_search_engine_are_left_out(gemeente, west, server, tekst, gevraagd):
    zoek_adres(tekst)

    assert server.vragen[0][1]["q"] == [gevraagd]


def test_an_answer_is_remembered_but_what_was_typed_is_not(gemeente, west, server, monkeypatch):
    sleutels = []
    bewaar = cache.set
    monkeypatch.setattr(
        cache, "set", lambda sleutel, *a, **k: (sleutels.append(sleutel), bewaar(sleutel, *a, **k))
    )
    zoek_adres("Stationsplein 1")
    zoek_adres("stationsplein 1")

    assert len(server.vragen) == 1
    assert not any("plein" in sleutel.lower() for sleutel in sleutels)


@pytest.mark.parametrize(
    "ruw",
    [
        b"",
        b"<html>502</html>",
        b"[]",
        b'{"response": null}',
        b'{"response": {"docs": [{}]}}',
        b'{"response": {"docs": ["x"]}}',
        b'{"response": {"docs": [{"weergavenaam": "x", "gemeentecode": "0000", "centroide_ll": 3}]}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b" " * 300_000,
    ],
)
def test_nonsense_is_no_answer(gemeente, west, server, ruw):
    server.ruw = ruw

    with pytest.raises(DienstWerktNiet):
        zoek_adres("Stationsplein 1")


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_an_error_is_no_answer(gemeente, west, server, status):
    server.status = status

    with pytest.raises(DienstWerktNiet):
        zoek_adres("Stationsplein 1")


@pytest.mark.parametrize("hoe", [{"traag": 1.5}, {"druppels": 0.05}], ids=["silence", "drops"])
def test_it_does_not_wait_for_a_slow_service(server, hoe):
    server.__dict__.update(hoe)
    dienst = PdokLocatieserver(server.adres, gemeente="V", gemeente_code="GM0000", seconden=0.3)
    begin = time.monotonic()

    with pytest.raises(DienstWerktNiet):
        dienst.zoek("Stationsplein 1")

    assert time.monotonic() - begin < 1


def test_a_server_that_is_not_there_is_no_answer(gemeente, west, settings):
    settings.PDOK_LOCATIESERVER_URL = "http://127.0.0.1:9/search"

    with pytest.raises(DienstWerktNiet):
        zoek_adres("Stationsplein 1")


@pytest.mark.parametrize("wat", ["server", "gemeente"])
def test_without_service_or_municipality_there_is_no_search(west, settings, wat):
    if wat == "server":
        GemeenteFactory()
    settings.PDOK_LOCATIESERVER_URL = "" if wat == "server" else "http://127.0.0.1:9"

    with pytest.raises(DienstWerktNiet):
        zoek_adres("Stationsplein 1")


def test_after_a_failure_nobody_else_waits_for_a_while(gemeente, west, server):
    server.status = 500
    for _ in range(3):
        with pytest.raises(DienstWerktNiet):
            zoek_adres("Stationsplein 1")

    assert len(server.vragen) == 1

    cache.delete(PAUZE)
    server.status = 200
    assert zoek_adres("Stationsplein 1") == []


def test_the_log_holds_no_address(gemeente, west, server):
    server.status = 500
    with structlog.testing.capture_logs() as regels, pytest.raises(DienstWerktNiet):
        zoek_adres("Stationsplein 1")

    assert regels == [{"event": "locatieserver_antwoordt_niet", "fout": "HTTPError", "log_level": "warning"}]


def test_any_service_that_finds_places_will_do():
    class Vast:
        def zoek(self, tekst):
            return [Plek(tekst, 6.0, 51.0)]

    assert MetGeheugen(Vast()).zoek("hier") == [Plek("hier", 6.0, 51.0)]


def test_a_wijk_without_boundary_is_found_by_nobody(gemeente, server):
    WijkFactory()
    server.docs = [adres("Stationsplein 1", (6.05, 51.05))]

    assert zoek_adres("Stationsplein 1") == []
