"""The pages of the wijken in a real browser: maps with and without background, and the address search."""

import re

import pytest
from playwright.sync_api import expect

from tests.wijken.adressenserver import adres, draaiend

TEGELS = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"
# A grey picture of one pixel.
TEGEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63b80b0000df00de297970b60000000049454e44ae426082"
)
VLAK = ".wp-plattegrond__vlak"


@pytest.fixture
def server(settings):
    with draaiend() as server:
        settings.PDOK_LOCATIESERVER_URL = server.adres
        yield server


def kaart(page):
    vlak = page.get_by_role("region", name=re.compile("^Kaart"))
    expect(vlak).to_be_visible()
    return vlak


@pytest.mark.regel("W-01", "C-01")
def test_all_wijken_are_on_the_map_and_in_the_list(scherm, bekijk):
    scherm.goto("/wijken/")

    expect(kaart(scherm).locator(VLAK)).to_have_count(9)
    expect(scherm.get_by_role("main").get_by_role("heading", level=3)).to_have_count(9)
    bekijk(scherm, "wijken")


@pytest.mark.regel("W-01", "W-06", "C-01")
def test_a_wijk_shows_where_it_lies_and_who_is_there(scherm, bekijk):
    scherm.goto("/wijken/herten-maasplassen/")

    expect(kaart(scherm).locator(f"{VLAK}--zelf")).to_have_count(1)
    expect(kaart(scherm).get_by_text("Herten/Maasplassen")).to_be_visible()
    expect(scherm.get_by_text("WK095707, WK095709")).to_be_visible()
    expect(scherm.get_by_role("link", name="wijkregisseur.herten-maasplassen@")).to_be_visible()
    expect(scherm.get_by_text("Wijkregisseur, voorzitter")).to_be_visible()
    bekijk(scherm, "wijk")


def test_the_map_works_with_the_keyboard(bureau):
    bureau.goto("/wijken/")
    vlak = kaart(bureau)
    expect(vlak.locator(VLAK)).to_have_count(9)

    wijk = vlak.locator(VLAK).first

    def breedte_na(doe):
        """The width of a wijk once it changed. While it still moves, a map takes no new order."""
        expect(vlak.locator(".leaflet-zoom-anim")).to_have_count(0)
        eerst = wijk.bounding_box()["width"]
        doe()
        for _ in range(50):
            bureau.wait_for_timeout(100)
            if abs(wijk.bounding_box()["width"] - eerst) > eerst / 10:
                return wijk.bounding_box()["width"]
        pytest.fail("the map did not zoom")

    eerst = wijk.bounding_box()["width"]
    vlak.focus()
    dichtbij = breedte_na(lambda: bureau.keyboard.press("+"))
    assert dichtbij > eerst

    bureau.get_by_role("button", name="Uitzoomen").focus()
    assert breedte_na(lambda: bureau.keyboard.press("Enter")) < dichtbij


def test_a_wijk_in_the_list_lights_up_and_a_press_on_the_map_opens_it(bureau):
    bureau.goto("/wijken/")
    vlak = kaart(bureau)
    bureau.get_by_role("link", name="Swalmen").focus()
    expect(vlak.locator(f"{VLAK}--licht")).to_have_count(1)

    vlak.locator(f"{VLAK}--licht").click()
    expect(bureau.get_by_role("heading", level=1)).to_have_text("Swalmen")


def test_the_page_loads_no_map_where_there_is_none(bureau):
    gevraagd = []
    bureau.on("request", lambda verzoek: gevraagd.append(verzoek.url))
    bureau.goto("/")

    assert not [adres for adres in gevraagd if "kaart" in adres]


def test_without_script_the_words_are_there_and_no_empty_map(open_scherm):
    page = open_scherm("bureau", java_script_enabled=False)
    page.goto("/wijken/swalmen/")

    expect(page.locator("[data-kaart]")).to_be_hidden()
    expect(page.get_by_text("Swalmen ligt in het noordoosten van de gemeente")).to_be_visible()


def test_the_background_comes_from_pdok_with_its_credit(open_scherm, settings):
    settings.KAART_TEGELS_URL = TEGELS
    page, gevraagd = open_scherm("bureau"), []
    page.context.route(
        "https://service.pdok.nl/**",
        lambda route: (
            gevraagd.append(route.request.url),
            route.fulfill(body=TEGEL, content_type="image/png"),
        ),
    )
    page.goto("/wijken/centrum/")

    expect(kaart(page).locator(".leaflet-tile-loaded").first).to_be_visible()
    assert all("/grijs/EPSG:3857/" in url for url in gevraagd)
    expect(page.get_by_text("Achtergrond: Kadaster")).to_be_visible()
    expect(page.get_by_text("Grenzen: CBS en Kadaster")).to_be_visible()


def test_without_pdok_the_background_is_even(new_context, portaal, settings, axe):
    settings.KAART_TEGELS_URL = TEGELS
    context = new_context(base_url=portaal.url, viewport={"width": 1280, "height": 900})
    context.route("https://service.pdok.nl/**", lambda route: route.abort())
    page = context.new_page()
    page.goto("/wijken/centrum/")

    expect(kaart(page).locator(VLAK)).to_have_count(9)
    expect(kaart(page).locator(".leaflet-tile")).to_have_count(0)
    expect(page.get_by_text("Achtergrond: Kadaster")).to_have_count(0)
    axe(page)


@pytest.mark.regel("W-01", "C-01")
def test_a_resident_finds_the_wijk_by_address(scherm, bekijk, server):
    server.docs = [adres("Stationsplein 1, 6041AA Roermond", (5.99, 51.19), "WK095700", "0957")]
    scherm.goto("/")
    scherm.get_by_label("Postcode en huisnummer, of straat").fill("6041 AA 1")
    scherm.get_by_role("button", name="Zoek mijn wijk").click()

    expect(scherm.get_by_role("heading", name="Uw wijk is Centrum")).to_be_visible()
    bekijk(scherm, "zoeken-gevonden")
    scherm.get_by_role("link", name="Naar uw wijk").click()
    expect(scherm.get_by_role("heading", level=1)).to_have_text("Centrum")


def test_a_resident_chooses_between_addresses(scherm, bekijk, server):
    server.docs = [
        adres("Kerkstraat 1, 6041AB Roermond", (5.99, 51.19), "WK095700", "0957"),
        adres("Kerkstraat 1, 6071AA Swalmen", (6.03, 51.23), "WK095708", "0957"),
    ]
    scherm.goto("/wijken/zoeken/")
    scherm.get_by_label("Postcode en huisnummer, of straat").fill("Kerkstraat 1")
    scherm.keyboard.press("Enter")

    expect(scherm.get_by_text("ligt in Swalmen")).to_be_visible()
    bekijk(scherm, "zoeken-kiezen")


def test_a_resident_is_told_what_is_wrong_or_does_not_work(scherm, bekijk, server):
    server.status = 500
    scherm.goto("/wijken/zoeken/")
    scherm.get_by_role("button", name="Zoek mijn wijk").click()
    expect(scherm.get_by_role("link", name="Vul uw postcode en huisnummer in")).to_be_visible()
    bekijk(scherm, "zoeken-fout")

    scherm.get_by_label("Postcode en huisnummer, of straat").fill("Kerkstraat 1")
    scherm.get_by_role("button", name="Zoek mijn wijk").click()
    expect(scherm.get_by_role("alert")).to_contain_text("We kunnen nu niet op adres zoeken.")
    bekijk(scherm, "zoeken-werkt-niet")


def test_a_resident_finds_the_wijk_where_he_is_now(open_scherm):
    page = open_scherm(
        "telefoon", geolocation={"latitude": 51.195, "longitude": 5.99}, permissions=["geolocation"]
    )
    page.goto("/wijken/zoeken/")
    page.get_by_role("button", name="Gebruik de plek waar ik nu ben").click()

    expect(page.get_by_role("heading", name="U bent nu in Centrum")).to_be_visible()


def test_a_browser_that_may_not_tell_leaves_the_list(telefoon):
    telefoon.goto("/wijken/zoeken/")
    telefoon.get_by_role("button", name="Gebruik de plek waar ik nu ben").click()

    expect(telefoon.get_by_role("status")).to_contain_text("We kunnen niet zien waar u bent.")
