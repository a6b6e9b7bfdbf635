"""The first journey, in a browser: a resident submits, a wijkregisseur triages, the resident sees it."""

import re
from uuid import uuid4

import pytest
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from initiatieven import services
from initiatieven.models import Initiatief
from initiatieven.werkdagen import gesloten_dagen, werkdagen_later
from tests.browser.mensen import (
    INDIENER,
    KCC,
    PDF,
    REGISSEUR,
    TITEL,
    VAKAMBTENAAR,
    beantwoord,
    beantwoord_triage,
    druk,
    klik,
    kop,
    link_in_mail,
    meld_aan,
    open_blad,
    open_mail,
    vul_gegevens_in,
    vul_idee_in,
    vul_plek_in,
    vul_samen_in,
)
from tests.initiatieven.fabrieken import IndienerFactory, InitiatiefFactory
from wijken.models import Wijk

WERKLIJST = "/beheer/initiatieven/initiatief/"


@pytest.mark.regel("C-01", "I-02", "I-03", "I-04", "I-06", "I-07", "I-20")
def test_a_resident_submits_a_wijkregisseur_triages_and_the_resident_sees_it(open_scherm, soort, bekijk):
    bewoner, regisseur, vreemde = (open_scherm(soort) for _ in range(3))

    kies_wijk(bewoner, bekijk)
    dien_in(bewoner, bekijk)
    zaak = Initiatief.objects.get(titel=TITEL)
    assert re.fullmatch(rf"RM-{timezone.localdate().year}-\d{{5}}", zaak.kenmerk)

    open_mail(bewoner, "Bevestig uw idee", INDIENER)
    bekijk(bewoner, "mail-bevestig")
    link = link_in_mail(bewoner)
    scan(bewoner, link, bekijk)
    meld_aan(regisseur, REGISSEUR)
    kop(regisseur, "Mijn werk")
    bekijk(regisseur, "beheer-start")
    niemand_ziet(zaak, regisseur, vreemde)

    bevestig(bewoner, link, zaak, bekijk)
    binnen = post_over(bewoner, zaak)
    assert binnen == {
        (f"Bevestig uw idee {zaak.kenmerk}", INDIENER),
        (f"Nieuw in Centrum: {zaak.kenmerk} wacht op triage", KCC),
        (f"Nieuw in Centrum: {zaak.kenmerk} wacht op triage", REGISSEUR),
        (f"We hebben uw idee ontvangen ({zaak.kenmerk})", INDIENER),
    }

    open_uit_werklijst(regisseur, zaak, bekijk)
    wijs_toe(regisseur, bekijk)
    assert post_over(bewoner, zaak) - binnen == {
        (f"U bent het vaste contact voor {zaak.kenmerk}", VAKAMBTENAAR),
        (f"Uw vaste contact voor {zaak.kenmerk}", INDIENER),
        (f"{zaak.kenmerk} in Centrum is toegewezen", REGISSEUR),
    }

    volg(bewoner, zaak, bekijk)
    krijgt_niets(vreemde, zaak, link, bekijk)
    leest_wat_openbaar_is(vreemde, zaak, bekijk)


def kies_wijk(page, bekijk):
    page.goto("/")
    kop(page, "Een idee voor uw wijk? Vertel het ons.")
    expect(page.get_by_role("main").get_by_role("link", name="Uw idee indienen")).to_be_in_viewport()
    bekijk(page, "voorpagina")
    klik(page, "Wijken")
    expect(page).to_have_url(re.compile(r"/wijken/$"))
    bekijk(page, "wijken")
    klik(page, "Centrum")
    kop(page, "Centrum")
    adres = "wijkregisseur.centrum@roermond.example"  # of the function: it stays when the person changes
    for tekst in ("Voorstad", "Maria Pastwa", adres, "Geveltuintjes in de Voorstad", intcomma(11175)):
        expect(page.get_by_role("main").get_by_text(tekst, exact=True).first).to_be_visible()
    bekijk(page, "wijk")


def dien_in(page, bekijk):
    page.get_by_role("main").get_by_role("link", name="Uw idee indienen").click()
    kop(page, "Uw idee")
    bekijk(page, "formulier-1")
    druk(page, "Opslaan en verder")
    expect(page).to_have_title(re.compile("^Fout: "))
    bekijk(page, "formulier-1-fout")
    vul_idee_in(page)
    expect(page.get_by_label("In welke wijk is het?").locator("option:checked")).to_have_text("Centrum")
    bekijk(page, "formulier-2")
    vul_plek_in(page)
    page.get_by_label("Wilt u een foto, tekening of plan meesturen?").set_input_files(PDF)
    druk(page, "Bestand toevoegen")
    expect(page.get_by_text("schets.pdf").first).to_be_visible()
    bekijk(page, "formulier-3")
    vul_samen_in(page)
    bekijk(page, "formulier-4")
    vul_gegevens_in(page)
    for tekst in (
        TITEL,
        "Centrum",
        "Voorstad",
        "Een vergunning of toestemming",
        "Bestanden: schets.pdf",
        INDIENER,
    ):
        expect(page.get_by_role("main").get_by_text(tekst, exact=True)).to_be_visible()
    bekijk(page, "formulier-5")
    druk(page, "Idee versturen")
    kop(page, "Nog één stap: bevestig uw idee")
    bekijk(page, "formulier-verstuurd")


def scan(page, link, bekijk):
    """Open the link as a mail scanner does: again and again. It shows a button and changes nothing."""
    for _ in range(3):
        page.goto(link)
        expect(page.get_by_role("button")).to_have_text("Ja, ik bevestig mijn idee")
    bekijk(page, "link-bevestig")
    assert not Initiatief.objects.bevestigd().filter(titel=TITEL).exists()


def niemand_ziet(zaak, regisseur, vreemde):
    regisseur.goto(WERKLIJST)
    kop(regisseur, "Werklijst initiatieven")
    expect(regisseur.get_by_text(TITEL)).to_have_count(0)
    assert regisseur.goto(f"{WERKLIJST}{zaak.pk}/change/").status == 404
    vreemde.goto("/initiatieven/?wijk=centrum")
    expect(vreemde.get_by_text("Geveltuintjes in de Voorstad")).to_be_visible()
    expect(vreemde.get_by_text(TITEL)).to_have_count(0)
    assert vreemde.goto(zaak.get_absolute_url()).status == 404


def bevestig(page, link, zaak, bekijk):
    page.goto(link)
    druk(page, "Ja, ik bevestig mijn idee")
    kop(page, TITEL)
    expect(page.get_by_text(f"Uw idee, kenmerk {zaak.kenmerk}")).to_be_visible()
    staat_er(page, "We bekijken wie u gaat helpen", werkdagen=5)
    expect(page.get_by_text("Het idee is ingediend en bevestigd.")).to_be_visible()
    bekijk(page, "status-triage")


def staat_er(page, titel, werkdagen):
    """The page says what the phase is, whose turn it is, and by which day."""
    dag = date_format(werkdagen_later(timezone.localdate(), werkdagen, gesloten=gesloten_dagen()), "j F Y")
    expect(page.get_by_role("heading", name=titel)).to_be_visible()
    expect(page.get_by_text(f"Nu aan zet: de gemeente, uiterlijk {dag}.")).to_be_visible()


def post_over(page, zaak):
    """Subject and recipient of the mails about this case in the postbox."""
    page.goto("/demo/postvak/")
    kaarten = page.get_by_role("main").get_by_role("listitem").filter(has_text=zaak.kenmerk).all()
    regels = [list(filter(None, kaart.inner_text().splitlines())) for kaart in kaarten]
    return {(onderwerp, aan.removeprefix("Aan ")) for onderwerp, aan, _ in regels}


def open_uit_werklijst(page, zaak, bekijk):
    page.goto("/beheer/")
    page.get_by_role("main").get_by_role("link", name="Initiatieven").last.click()
    rij = page.get_by_role("row").filter(has_text=zaak.kenmerk)
    expect(rij.get_by_text("Triage")).to_be_visible()
    expect(rij.get_by_text("vandaag")).to_have_count(2)
    expect(page.get_by_text("Bankje bij de speeltuin")).to_have_count(0)  # another's wijk
    bekijk(page, "beheer-werklijst")
    klik(page, zaak.kenmerk)
    kop(page, TITEL)
    open_blad(page, "Dossier")
    expect(page.get_by_role("link", name="schets.pdf")).to_be_visible()
    open_blad(page, "Nu te doen")
    bekijk(page, "beheer-zaak")


def wijs_toe(page, bekijk):
    beantwoord_triage(page)
    druk(page, "Toewijzen aan de vakambtenaar")
    expect(page.get_by_role("main").get_by_text("Kies het cluster en de vakambtenaar").first).to_be_visible()
    page.get_by_label("Wie wordt het vaste contact?").select_option("Beheer Openbare Ruimte: Bram Beheer")
    page.get_by_label("Toon dit op de website na de triage").check()
    bekijk(page, "beheer-triage")
    druk(page, "Toewijzen aan de vakambtenaar")
    expect(page.get_by_text("De vakambtenaar is nu het vaste contact.")).to_be_visible()
    open_blad(page, "Dossier")
    expect(page.get_by_text("Triage → Oriënterende fase")).to_be_visible()
    bekijk(page, "beheer-toegewezen")


def volg(page, zaak, bekijk):
    page.context.clear_cookies()
    open_mail(page, "Uw vaste contact", INDIENER)
    page.goto(link_in_mail(page))
    bekijk(page, "link-volgen")
    druk(page, "Mijn idee bekijken")
    kop(page, TITEL)
    staat_er(page, "We gaan in gesprek", werkdagen=20)
    for tekst in ("Bram Beheer", "Beheer Openbare Ruimte", VAKAMBTENAAR, "0475 00 00 07"):
        expect(page.get_by_text(tekst, exact=True)).to_be_visible()
    verloop = page.get_by_role("listitem").filter(has=page.get_by_role("time"))
    expect(verloop).to_contain_text(
        ["Het idee heeft een vast contact", "Het idee is ingediend en bevestigd."]
    )
    bekijk(page, "status-gesprek")


def krijgt_niets(page, zaak, gebruikte_link, bekijk):
    """A stranger with a used link, a guessed status page, form or work list."""
    assert page.goto(gebruikte_link).status == 410
    kop(page, "Deze link werkt niet meer")
    bekijk(page, "link-verlopen")
    for geheim in (zaak.kenmerk, TITEL, INDIENER):
        assert geheim not in page.content()
    for kenmerk in (zaak.kenmerk, "RM-2026-99999"):
        page.goto(f"/initiatieven/volgen/{kenmerk}/")
        kop(page, "Uw idee volgen")
        assert TITEL not in page.content()
    bekijk(page, "volgen-aanvragen")
    assert page.goto(f"/initiatieven/indienen/{uuid4()}/idee/").status == 404
    bekijk(page, "niet-gevonden")
    page.goto(f"{WERKLIJST}{zaak.pk}/change/")
    expect(page.get_by_label("Wachtwoord")).to_be_visible()
    bekijk(page, "beheer-aanmelden")
    assert TITEL not in page.content()


def leest_wat_openbaar_is(page, zaak, bekijk):
    page.goto("/initiatieven/?wijk=centrum")
    bekijk(page, "initiatieven")
    klik(page, TITEL)
    kop(page, TITEL)
    expect(page.get_by_text("Truus Testbewoner")).to_have_count(0)
    bekijk(page, "initiatief")


@pytest.mark.regel("I-04", "I-05")
def test_a_complaint_is_forwarded_and_closed(open_scherm, soort, bekijk):
    regisseur, bewoner = open_scherm(soort), open_scherm(soort)
    zaak = wacht_op_triage("De stoep ligt los")

    meld_aan(regisseur, REGISSEUR)
    regisseur.goto(WERKLIJST)
    klik(regisseur, zaak.kenmerk)
    beantwoord(regisseur, 1, "Ja")
    expect(regisseur.get_by_text("de weg naar de meldingenpagina").first).to_be_visible()
    druk(regisseur, "Klacht doorverwijzen en afsluiten")
    expect(regisseur.get_by_text("De klacht is doorverwezen en de zaak is gesloten.")).to_be_visible()
    bekijk(regisseur, "beheer-doorverwezen")
    klik(regisseur, "Initiatieven")
    expect(regisseur.get_by_text(zaak.kenmerk)).to_have_count(0)

    open_mail(bewoner, "Waar u terechtkunt", INDIENER)
    expect(bewoner.get_by_text("https://www.roermond.example/meldingen")).to_be_visible()
    bekijk(bewoner, "mail-doorverwezen")
    bewoner.goto(link_in_mail(bewoner))
    druk(bewoner, "Mijn idee bekijken")
    expect(bewoner.get_by_role("heading", name="We hebben u doorverwezen")).to_be_visible()
    bekijk(bewoner, "status-doorverwezen")


@pytest.mark.regel("I-20")
def test_a_link_that_is_asked_for_comes_by_mail_and_works_once(scherm, bekijk):
    zaak = wacht_op_triage(TITEL)
    scherm.goto(f"/initiatieven/volgen/{zaak.kenmerk}/")
    scherm.get_by_label("Uw mailadres").fill(INDIENER)
    druk(scherm, "Stuur mij een link")
    expect(scherm.get_by_text("Kijk in uw mail")).to_be_visible()
    bekijk(scherm, "volgen-aangevraagd")

    open_mail(scherm, f"Uw nieuwe link voor {zaak.kenmerk}", INDIENER)
    link = link_in_mail(scherm)
    scherm.goto(link)
    druk(scherm, "Mijn idee bekijken")
    kop(scherm, TITEL)
    assert scherm.goto(link).status == 410


def wacht_op_triage(titel):
    """A confirmed case in Centrum, submitted by INDIENER."""
    with transaction.atomic():
        kenmerk = services.nieuw_kenmerk(timezone.now())
    centrum = Wijk.objects.get(slug="centrum")
    zaak = InitiatiefFactory(kenmerk=kenmerk, titel=titel, wijk=centrum, indiener=None)
    IndienerFactory(initiatief=zaak, email=INDIENER)
    return zaak


def test_the_other_pages_have_no_barriers_either(scherm, bekijk):
    for naam in ("toegankelijkheid", "privacy", "demo/postvak"):
        scherm.goto(f"/{naam}/")
        bekijk(scherm, naam.replace("/", "-"))
