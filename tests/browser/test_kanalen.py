"""Ideas that do not come from the website: KCC writes down a phone call, and makes a case of a mail."""

import pytest
from playwright.sync_api import expect

from initiatieven import post
from initiatieven.models import Fase, Initiatief
from tests.browser.mensen import AAN_EEN_BUREAU, PDF, druk, klik, kop, meld_aan
from tests.initiatieven.mails import mail, met_bestand

KCC = "v.voorbeeld@roermond.example"
TITEL = "Picknicktafel aan de Roer"


@pytest.mark.regel("I-02", "I-04", "I-20")
@AAN_EEN_BUREAU
def test_kcc_enters_a_phone_call_and_makes_a_case_of_a_mail(scherm, bekijk):
    bericht = mail(onderwerp=TITEL, tekst="Graag een tafel waar je samen kunt eten.\n\nGroet, Truus")
    binnen = post.bewaar_post(met_bestand(bericht, PDF["name"], PDF["buffer"]).as_bytes())

    meld_aan(scherm, KCC)
    zaak = voer_telefoontje_in(scherm, bekijk)
    belt_terug(scherm, zaak, bekijk)
    maak_zaak_van_mail(scherm, binnen, bekijk)
    sluit_mail(scherm, bekijk)


def voer_telefoontje_in(page, bekijk):
    klik(page, "Idee van een inwoner invoeren")
    kop(page, "Een idee invoeren voor een inwoner")
    druk(page, "Invoeren")
    expect(page.get_by_role("alert")).to_be_visible()
    bekijk(page, "invoeren-leeg")
    page.get_by_label("Hoe heet het idee?").fill("Bankje bij de speeltuin")
    page.get_by_label("Wat wil de indiener gaan doen?").fill("Een bank waar ouders kunnen zitten.")
    vul_aan(page)
    page.get_by_label("Naam van de indiener").fill("Sjef Beller")
    page.get_by_label("Telefoonnummer van de indiener").fill("0475 123456")
    page.get_by_label("Hoe gaf de indiener toestemming?").fill("Aan de telefoon, na mijn uitleg.")
    page.get_by_label("Heeft u er een bestand bij?").set_input_files(PDF)
    druk(page, "Bestand toevoegen")
    expect(page.get_by_role("region", name="Toegevoegde bestanden")).to_contain_text("schets.pdf")
    bekijk(page, "invoeren-bestand")
    page.get_by_role("button", name="Invoeren", exact=True).last.click()
    kop(page, "Bankje bij de speeltuin")
    zaak = Initiatief.objects.latest("pk")
    assert (zaak.fase, zaak.kanaal, zaak.ingevoerd_door.email) == (Fase.TRIAGE, "kcc", KCC)
    return zaak


def vul_aan(page):
    page.get_by_label("Waarom is dit goed voor de buurt?").fill("Buren ontmoeten elkaar er.")
    page.get_by_label("In welke wijk is het?").select_option("Centrum")
    page.get_by_label("Voor wie is het?").fill("Iedereen in de buurt.")
    page.get_by_label("Wie doen er mee?").fill("Nog niet bekend.")


def belt_terug(page, zaak, bekijk):
    """Who has no mail address is called; that stands on the case page and the start page."""
    page.goto("/beheer/")
    bekijk(page, "mijn-werk-kcc")
    page.get_by_role("region", name="Bel of schrijf de indiener").get_by_role("link", name=zaak.titel).click()
    paneel = page.get_by_role("region", name="Bel of schrijf de indiener")
    expect(paneel.get_by_role("link", name="0475 123456")).to_be_visible()
    paneel.get_by_role("checkbox").check()
    bekijk(page, "zaak-bellen")
    druk(page, "Dit is doorgegeven")
    expect(paneel).to_contain_text("doorgegeven op")


def maak_zaak_van_mail(page, binnen, bekijk):
    page.goto("/beheer/")
    klik(page, TITEL)
    kop(page, TITEL)
    bekijk(page, "post")
    klik(page, "Maak er een zaak van")
    expect(page.get_by_label("Mailadres van de indiener")).to_have_value("truus@bewoner.example")
    expect(page.get_by_text("Deze bestanden gaan mee: schets.pdf.")).to_be_visible()
    vul_aan(page)
    bekijk(page, "invoeren-van-mail")
    page.get_by_role("button", name="Invoeren", exact=True).last.click()
    kop(page, TITEL)
    binnen.refresh_from_db()
    assert (binnen.stand, binnen.initiatief.titel, binnen.initiatief.bijlagen.count()) == ("zaak", TITEL, 1)


def sluit_mail(page, bekijk):
    post.bewaar_post(mail(onderwerp="Openingstijden?").as_bytes())
    post.bewaar_post(b"Subject: kapot\n\nhoi")
    page.goto("/beheer/initiatieven/postuk/")
    bekijk(page, "post-lijst")
    klik(page, "Openingstijden?")
    druk(page, "Mail sluiten")
    expect(page.get_by_text("Schrijf op waarom u deze mail sluit.").first).to_be_visible()
    page.get_by_label("Waarom sluit u deze mail?").fill("Vraag voor de balie.")
    page.get_by_label("Antwoord aan de afzender").fill("De balie is open van 9 tot 5.")
    druk(page, "Mail sluiten")
    expect(page.get_by_text("De mail is gesloten.")).to_be_visible()
    klik(page, "(geen onderwerp)")
    expect(page.get_by_role("link", name="Download de mail zoals die binnenkwam")).to_be_visible()
    bekijk(page, "post-onleesbaar")
