"""Signing in with two steps, in a browser, on a phone and on a desk."""

from base64 import b32decode

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.mensen import AAN_EEN_BUREAU, REGISSEUR, druk, klik, kop, meld_aan
from tests.wijken.aanmeldstappen import code_van

BEHEER = "/beheer/"
WERKLIJST = "/beheer/initiatieven/initiatief/"


@pytest.fixture
def verplicht(settings):
    settings.TWEEDE_FACTOR_VERPLICHT = True


def is_binnen(page):
    expect(page.get_by_role("link", name="Aanmelden en beveiliging")).to_be_visible()


def meld_af(page):
    page.goto("/beheer/aanmelden/tweede-stap/")
    druk(page, "Afmelden")
    expect(page.get_by_text("U bent afgemeld.")).to_be_visible()


def stel_app_in(page, bekijk):
    kop(page, "Tweede stap instellen")
    bekijk(page, "aanmelden-kiezen")
    page.get_by_label("Een app op mijn telefoon die codes laat zien").check()
    druk(page, "Verder")
    geheim = b32decode(page.locator("[data-geheim]").inner_text())
    assert page.locator(".wp-qr").evaluate("beeld => beeld.decode().then(() => beeld.naturalWidth > 0)")
    bekijk(page, "aanmelden-app")
    page.get_by_label("Code uit uw app").fill(code_van(geheim))
    druk(page, "Verder")
    return geheim


def maak_herstelcodes(page, bekijk):
    kop(page, "Herstelcodes")
    bekijk(page, "aanmelden-herstelcodes")
    druk(page, "Maak herstelcodes")
    expect(page.get_by_text("Bewaar deze codes nu")).to_be_visible()
    bekijk(page, "aanmelden-herstelcodes-gemaakt")
    codes = page.locator(".wp-herstelcodes code").all_inner_texts()
    assert len(codes) == 10
    klik(page, "Ik heb ze bewaard")
    return codes


@pytest.mark.regel("W-05")
@AAN_EEN_BUREAU
def test_a_member_of_staff_sets_up_an_app_and_signs_in_with_it(scherm, bekijk, verplicht):
    scherm.goto(WERKLIJST)
    bekijk(scherm, "aanmelden")
    meld_aan(scherm, REGISSEUR)
    geheim = stel_app_in(scherm, bekijk)
    codes = maak_herstelcodes(scherm, bekijk)
    is_binnen(scherm)

    meld_af(scherm)
    meld_aan(scherm, REGISSEUR)
    kop(scherm, "Tweede stap")
    scherm.get_by_label("Code uit uw app").fill("000000")
    druk(scherm, "Verder")
    expect(scherm.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    bekijk(scherm, "aanmelden-code-fout")
    scherm.wait_for_timeout(1100)
    scherm.get_by_label("Code uit uw app").fill(code_van(geheim, stap=1))
    scherm.keyboard.press("Enter")
    is_binnen(scherm)

    meld_af(scherm)
    meld_aan(scherm, REGISSEUR)
    druk(scherm, "Gebruik een herstelcode")
    bekijk(scherm, "aanmelden-herstelcode")
    scherm.get_by_label("Herstelcode").fill(codes[0])
    druk(scherm, "Verder")
    is_binnen(scherm)
    scherm.goto(reverse("two_factor:profile"))
    expect(scherm.get_by_text("U heeft nog 9 herstelcodes.")).to_be_visible()
    bekijk(scherm, "aanmelden-beveiliging")


@pytest.mark.regel("W-05")
def test_a_member_of_staff_signs_in_with_a_security_key(scherm, bekijk, verplicht):
    cdp = scherm.context.new_cdp_session(scherm)
    cdp.send("WebAuthn.enable")
    sleutel = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": False}
    opties = {**sleutel, "hasResidentKey": False, "automaticPresenceSimulation": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": opties})

    meld_aan(scherm, REGISSEUR)
    kop(scherm, "Tweede stap instellen")
    scherm.get_by_label("Een beveiligingssleutel").check()
    druk(scherm, "Verder")
    bekijk(scherm, "aanmelden-sleutel-instellen")
    druk(scherm, "Sleutel instellen")
    kop(scherm, "Herstelcodes")
    klik(scherm, "Nu niet")
    is_binnen(scherm)

    meld_af(scherm)
    meld_aan(scherm, REGISSEUR)
    kop(scherm, "Tweede stap")
    bekijk(scherm, "aanmelden-sleutel")
    druk(scherm, "Gebruik mijn sleutel")
    is_binnen(scherm)


def test_a_session_warns_before_it_ends_and_nothing_typed_is_lost(scherm, bekijk):
    meld_aan(scherm, REGISSEUR)
    is_binnen(scherm)
    scherm.clock.install()
    scherm.goto(WERKLIJST)
    scherm.locator("#searchbar").fill("bloembakken")
    scherm.clock.fast_forward("54:30")
    expect(scherm.get_by_role("dialog")).to_have_count(0)

    scherm.clock.fast_forward("00:50")
    expect(scherm.get_by_role("dialog", name="Bent u er nog?")).to_be_visible()
    bekijk(scherm, "aanmelden-waarschuwing")
    druk(scherm, "Ik blijf aangemeld")
    expect(scherm.get_by_role("dialog")).to_have_count(0)

    scherm.clock.fast_forward("01:00:10")
    expect(scherm.get_by_role("dialog", name="U bent afgemeld")).to_be_visible()
    expect(scherm.locator("#searchbar")).to_have_value("bloembakken")
    bekijk(scherm, "aanmelden-afgelopen")
