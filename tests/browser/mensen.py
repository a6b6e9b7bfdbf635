"""What people do in the portal, in their own words: the steps that several browser tests share."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

REGISSEUR = "m.pastwa@roermond.example"
VAKAMBTENAAR = "b.beheer@roermond.example"
KCC = "gemeente@roermond.example"
BEHEERDER = "a.applicatie@roermond.example"
INDIENER = "truus@bewoner.example"
TITEL = "Bloembakken in de Voorstad"
PDF = {"name": "schets.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"}

VERDER = "Opslaan en verder"

# A long journey is made once, where most people make it; pages are looked at on both screens elsewhere.
OP_EEN_TELEFOON = pytest.mark.parametrize("soort", ["telefoon"])
AAN_EEN_BUREAU = pytest.mark.parametrize("soort", ["bureau"])


def druk(page, knop):
    page.get_by_role("button", name=knop, exact=True).click()


def klik(page, link):
    page.get_by_role("link", name=link, exact=True).first.click()


def open_blad(page, naam):
    """Open a leaf of the case that is on the screen."""
    bladen = page.get_by_role("navigation", name="Delen van deze zaak")
    bladen.get_by_role("link", name=naam).click()
    expect(bladen.get_by_role("link", name=naam)).to_have_attribute("aria-current", "page")


def open_vak(page, naam):
    """Unfold the form of a panel of the case."""
    vak = page.get_by_role("region", name=naam)
    vak.locator(".wp-inklap > summary").click()
    return vak


def kop(page, tekst):
    """Wait for the page with this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(tekst)


def vul_idee_in(page):
    page.get_by_label("Hoe heet uw idee?").fill(TITEL)
    page.get_by_label("Wat wilt u gaan doen?").fill("Twaalf bakken met planten die het hele jaar bloeien.")
    page.get_by_label("Waarom is dit goed voor de buurt?").fill(
        "Een fleurige straat waar buren elkaar spreken."
    )
    druk(page, VERDER)
    kop(page, "Waar en voor wie")


def vul_plek_in(page):
    page.get_by_label("In welke wijk is het?").select_option("Centrum")
    page.get_by_label("In welke buurt of kern?").select_option("Voorstad")
    page.get_by_label("Voor wie is het?").fill("Iedereen die in de straat woont of er langsloopt.")
    druk(page, VERDER)
    kop(page, "Samen en hulp")


def vul_samen_in(page):
    page.get_by_label("Wie doen er mee?").fill("Veertien buren en de bloemist op de hoek.")
    page.get_by_label("Een vergunning of toestemming").check()
    druk(page, VERDER)
    kop(page, "Uw gegevens")


def vul_gegevens_in(page):
    page.get_by_label("Uw naam").fill("Truus Testbewoner")
    page.get_by_label("Uw mailadres").fill(INDIENER)
    page.get_by_label("Mijn idee mag op deze website staan").check()
    page.get_by_label("De gemeente mag mijn gegevens gebruiken").check()
    druk(page, VERDER)
    kop(page, "Controleren en versturen")


def open_mail(page, onderwerp, aan):
    """Open the newest mail to `aan` of which the subject begins with `onderwerp`."""
    page.goto("/demo/postvak/")
    mail = page.get_by_role("listitem").filter(has_text=aan).filter(has_text=onderwerp)
    mail.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/demo/postvak/.+"))


def link_in_mail(page):
    """The personal link in the mail that is open."""
    return page.get_by_role("link", name="uw persoonlijke pagina").get_attribute("href")


def geef_wachtwoord(medewerker):
    """Let somebody sign in who is in the demo's organisation, and not one of its accounts."""
    medewerker.set_password(settings.DEMO_WACHTWOORD)
    medewerker.save(update_fields=["password"])


def meld_aan(page, email):
    page.goto("/beheer/")
    page.get_by_label("Mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(settings.DEMO_WACHTWOORD)
    druk(page, "Aanmelden")


GEWOON = ("Nee", "Nee", "Nee", "Ja, het staat niet op de negatieve lijst", "Inwonerinitiatief")
GEWOON += ("Een buurt, straat of plek", "Openbare ruimte en groen", "Ja, één cluster is genoeg")


def beantwoord(page, nummer, antwoord):
    """Answer the question of triage that is open."""
    vraag = page.locator(".wp-triagevraag").filter(has_text=f"Vraag {nummer} van 8")
    vraag.get_by_label(antwoord, exact=True).check()
    vraag.get_by_role("button", name="Antwoord bewaren").click()
    expect(page.get_by_text("Het antwoord is bewaard.")).to_be_visible()


def beantwoord_triage(page, *, vanaf=1):
    """Answer the questions of triage one by one."""
    for nummer, antwoord in enumerate(GEWOON[vanaf - 1 :], start=vanaf):
        beantwoord(page, nummer, antwoord)


def loop_naar(page, doel, *, hoogstens=40):
    """Press Tab until `doel` has the focus, and see that it shows."""
    for _ in range(hoogstens):
        page.keyboard.press("Tab")
        if doel.evaluate("element => element === document.activeElement"):
            assert doel.evaluate(TOONT_FOCUS), f"{doel} does not show its focus"
            return
    raise AssertionError(f"{doel} cannot be reached with the keyboard")


TOONT_FOCUS = """element => {
    const stijl = getComputedStyle(element);
    return stijl.outlineStyle !== "none" || stijl.boxShadow !== "none";
}"""
