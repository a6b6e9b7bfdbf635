"""The form for residents in a browser: by keyboard, without script, and whatever goes wrong on the way."""

import re

import pytest
from playwright.sync_api import expect

from initiatieven.models import Bijlage, Initiatief
from tests.browser.mensen import (
    INDIENER,
    PDF,
    TITEL,
    VERDER,
    druk,
    kop,
    link_in_mail,
    open_mail,
    vul_gegevens_in,
    vul_idee_in,
    vul_plek_in,
    vul_samen_in,
)

FORMULIER = "/initiatieven/indienen/"
pytestmark = pytest.mark.regel("I-02")


def test_the_error_summary_leads_to_each_field(telefoon):
    telefoon.goto(FORMULIER)
    druk(telefoon, VERDER)
    samenvatting = telefoon.get_by_role("group", name="Kijk het formulier nog even na")
    expect(samenvatting).to_be_focused()
    expect(samenvatting.get_by_role("link")).to_have_count(3)
    samenvatting.get_by_role("link", name="Geef uw idee een korte naam.").click()
    expect(telefoon.get_by_label("Hoe heet uw idee?")).to_be_focused()
    samenvatting.get_by_role("link", name="Vertel waarom dit goed is voor de buurt.").click()
    expect(telefoon.get_by_label("Waarom is dit goed voor de buurt?")).to_be_focused()


def test_the_keyboard_alone_is_enough(bureau):
    bureau.goto("/wijken/centrum/")
    toets(bureau, bureau.get_by_role("main").get_by_role("link", name="Uw idee indienen"), "Enter")
    kop(bureau, "Uw idee")
    toets(bureau, knop(bureau, VERDER), "Enter")
    toets(bureau, bureau.get_by_role("link", name="Geef uw idee een korte naam."), "Enter")
    expect(bureau.get_by_label("Hoe heet uw idee?")).to_be_focused()
    typ(bureau, "Hoe heet uw idee?", TITEL)
    typ(bureau, "Wat wilt u gaan doen?", "Bakken met planten.")
    typ(bureau, "Waarom is dit goed voor de buurt?", "Een fleurige straat.")
    toets(bureau, knop(bureau, VERDER), "Space")
    kop(bureau, "Waar en voor wie")
    typ(bureau, "In welke buurt of kern?", "Voorst")
    typ(bureau, "Voor wie is het?", "Iedereen.")
    toets(bureau, knop(bureau, VERDER), "Enter")
    kop(bureau, "Samen en hulp")
    toets(bureau, bureau.get_by_label("Geld"), "Space")
    toets(bureau, knop(bureau, VERDER), "Enter")
    kop(bureau, "Uw gegevens")
    typ(bureau, "Uw naam", "Truus Testbewoner")
    typ(bureau, "Uw mailadres", INDIENER)
    toets(bureau, bureau.get_by_label("De gemeente mag mijn gegevens gebruiken"), "Space")
    bureau.keyboard.press("Enter")
    kop(bureau, "Controleren en versturen")
    toets(bureau, knop(bureau, "Idee versturen"), "Enter")
    kop(bureau, "Nog één stap: bevestig uw idee")

    zaak = Initiatief.objects.get(titel=TITEL)
    assert (str(zaak.wijk), str(zaak.buurt), zaak.hulp) == ("Centrum", "Voorstad", ["geld"])


def knop(page, tekst):
    return page.get_by_role("button", name=tekst, exact=True)


def toets(page, doel, toets):
    """Go to `doel` with the Tab key and press `toets` there. Where the focus is must be visible."""
    for _ in range(40):
        if doel.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(doel).to_be_focused()
    assert doel.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
    page.keyboard.press(toets)


def typ(page, label, tekst):
    """Go to the field with the Tab key and type."""
    veld = page.get_by_label(label)
    toets(page, veld, "Shift")
    page.keyboard.type(tekst)


def test_what_is_typed_is_saved_on_the_way(telefoon):
    telefoon.goto(FORMULIER)
    telefoon.get_by_label("Hoe heet uw idee?").fill(TITEL)
    expect(telefoon.locator("[data-bewaar-status]")).to_have_text(re.compile(r"^Bewaard om \d\d:\d\d$"))
    telefoon.get_by_label("Wat wilt u gaan doen?").fill("Bakken")
    with telefoon.expect_response(lambda antwoord: antwoord.request.method == "POST"):
        pass  # what looks alike is fetched too, by GET
    telefoon.reload()
    expect(telefoon.get_by_label("Hoe heet uw idee?")).to_have_value(TITEL)
    expect(telefoon.get_by_label("Wat wilt u gaan doen?")).to_have_value("Bakken")


def test_the_step_with_a_file_is_saved_on_the_way_too(telefoon):
    telefoon.goto(FORMULIER)
    vul_idee_in(telefoon)
    vul_plek_in(telefoon)
    telefoon.get_by_label("Wie doen er mee?").fill("Veertien buren.")
    telefoon.get_by_label("Geld").check()
    expect(telefoon.locator("[data-bewaar-status]")).to_have_text(re.compile("^Bewaard om"))
    telefoon.reload()
    expect(telefoon.get_by_label("Wie doen er mee?")).to_have_value("Veertien buren.")
    expect(telefoon.get_by_label("Geld")).to_be_checked()


def test_a_lost_session_loses_nothing(open_scherm):
    page = open_scherm("telefoon")
    page.goto(FORMULIER)
    vul_idee_in(page)
    page.context.clear_cookies()
    vul_plek_in(page)
    adres = page.url

    later = open_scherm("bureau")
    later.goto(adres)
    vul_samen_in(later)
    vul_gegevens_in(later)
    expect(later.get_by_role("main").get_by_text(TITEL)).to_be_visible()
    druk(later, "Idee versturen")
    kop(later, "Nog één stap: bevestig uw idee")

    page.goto(adres)
    kop(page, "Nog één stap: bevestig uw idee")


def test_a_file_that_lies_about_its_type_is_refused_and_a_good_one_is_kept(scherm, bekijk):
    scherm.goto(FORMULIER)
    vul_idee_in(scherm)
    vul_plek_in(scherm)
    veld = scherm.get_by_label("Wilt u een foto, tekening of plan meesturen?")
    scherm.get_by_label("Wie doen er mee?").fill("Veertien buren.")
    veld.set_input_files({**PDF, "name": "foto.png", "buffer": b"MZ\x90\x00 a program"})
    druk(scherm, "Bestand toevoegen")
    expect(scherm.get_by_role("link", name="“foto.png” kunnen we niet aannemen.")).to_be_visible()
    expect(scherm.get_by_label("Wie doen er mee?")).to_have_value("Veertien buren.")
    bekijk(scherm, "formulier-3-fout")

    veld.set_input_files(PDF)
    druk(scherm, "Bestand toevoegen")
    expect(scherm.get_by_role("main").get_by_role("listitem").filter(has_text="schets.pdf")).to_be_visible()
    scherm.get_by_role("button", name=re.compile("Verwijderen ?: schets.pdf")).click()
    expect(scherm.get_by_text("schets.pdf")).to_have_count(0)
    assert not Bijlage.objects.exists()


def test_the_whole_form_works_without_script(open_scherm):
    page = open_scherm("telefoon", java_script_enabled=False)
    page.goto(FORMULIER)
    druk(page, VERDER)
    page.get_by_role("link", name="Geef uw idee een korte naam.").click()
    assert page.url.endswith("#id_titel")
    vul_idee_in(page)
    vul_plek_in(page)
    vul_samen_in(page)
    vul_gegevens_in(page)
    druk(page, "Idee versturen")
    open_mail(page, "Bevestig uw idee", INDIENER)
    page.goto(link_in_mail(page))
    druk(page, "Ja, ik bevestig mijn idee")
    kop(page, TITEL)
    assert Initiatief.objects.bevestigd().get(titel=TITEL).buurt.naam == "Voorstad"
