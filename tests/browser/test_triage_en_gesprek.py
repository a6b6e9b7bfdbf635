"""From triage to the toets, in a browser, with three people: questions, appointment, plan, talk."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from initiatieven import services
from initiatieven.models import Fase, Stappenplan, Toegangslink, Tredekeuze
from tests.browser.mensen import (
    PDF,
    REGISSEUR,
    VAKAMBTENAAR,
    beantwoord,
    beantwoord_triage,
    druk,
    klik,
    kop,
    meld_aan,
    open_blad,
    open_vak,
)
from tests.initiatieven.fabrieken import IndienerFactory, InitiatiefFactory, ToegangslinkFactory
from wijken.models import Wijk
from wijkportaal.links import Link, onderteken

WERKLIJST = "/beheer/initiatieven/initiatief/"
TITEL = "Pluktuin achter de flat"
PUNTEN = (
    "Wat is het en wat is het doel?",
    "Is het echt een initiatief?",
    "Past het bij het beleid?",
    "Wat verwachten we van elkaar?",
    "Hoe haalbaar is het?",
    "Steunt de buurt het?",
    "Zijn er redenen om niet mee te werken?",
)


@pytest.fixture
def zaak(portaal):
    with transaction.atomic():
        kenmerk = services.nieuw_kenmerk(timezone.now())
    rij = InitiatiefFactory(
        kenmerk=kenmerk, titel=TITEL, wijk=Wijk.objects.get(slug="centrum"), indiener=None
    )
    IndienerFactory(initiatief=rij, naam="Greet Groen", email="greet@bewoner.example")
    return rij


@pytest.mark.regel("I-04", "I-06", "I-08", "I-10", "I-11", "I-12", "I-19", "C-04")
def test_a_case_goes_from_triage_to_the_toets(open_scherm, zaak, bekijk):
    regisseur, vakambtenaar, bewoner = map(open_scherm, ("telefoon", "bureau", "telefoon"))
    meld_aan(regisseur, REGISSEUR)
    meld_aan(vakambtenaar, VAKAMBTENAAR)

    doe_triage(regisseur, zaak, bekijk)
    maak_afspraak(vakambtenaar, zaak, bekijk)
    volg(bewoner, zaak)
    vul_plan_in(bewoner, bekijk)
    vraag_opbouwwerker(vakambtenaar, bekijk)
    leg_gesprek_vast(vakambtenaar, bekijk)
    ga_naar_toets(vakambtenaar, zaak, bekijk)


def paneel(page, naam):
    return page.get_by_role("region", name=naam)


def doe_triage(page, zaak, bekijk):
    page.goto(f"{WERKLIJST}{zaak.pk}/change/")
    bekijk(page, "triage-eerste-vraag")
    beantwoord(page, 1, "Ja")
    expect(page.get_by_text("de weg naar de meldingenpagina").first).to_be_visible()
    bekijk(page, "triage-klacht")
    eerste = page.locator(".wp-triagevraag").first
    eerste.get_by_text("Ander antwoord").click()
    eerste.get_by_label("Nee", exact=True).check()
    eerste.get_by_role("button", name="Antwoord bewaren").click()
    expect(page.get_by_text("Vraag 2 van 8")).to_be_visible()
    beantwoord_triage(page, vanaf=2)
    open_blad(page, "Taken en collega’s")
    kerngroep = open_vak(page, "Advies van de Kerngroep Actief Burgerschap")
    kerngroep.get_by_role("textbox").fill("Hoort dit bij groen of bij leefbaarheid?")
    druk(page, "Advies vragen")
    expect(page.get_by_text("wacht op advies")).to_be_visible()
    open_blad(page, "Nu te doen")
    page.get_by_label("Wie wordt het vaste contact?").first.select_option(
        "Beheer Openbare Ruimte: Bram Beheer"
    )
    bekijk(page, "triage-klaar")
    druk(page, "Toewijzen aan de vakambtenaar")
    expect(page.get_by_text("De vakambtenaar is nu het vaste contact.")).to_be_visible()


def maak_afspraak(page, zaak, bekijk):
    page.goto(f"{WERKLIJST}{zaak.pk}/change/")
    bekijk(page, "gesprek-begin")
    over_een_week = timezone.localdate() + datetime.timedelta(days=7)
    afspraak = open_vak(page, "Afspraak voor het gesprek")
    afspraak.get_by_label("Op welke dag?").fill(str(over_een_week))
    afspraak.get_by_label("Hoe laat?").fill("14:30")
    afspraak.get_by_label("Waar is het?").fill("Buurthuis De Pluktuin")
    druk(page, "Afspraak maken")
    expect(page.get_by_text("De afspraak staat.")).to_be_visible()
    with page.expect_download() as bestand:
        klik(page, "Zet in uw agenda")
    assert b"Buurthuis De Pluktuin" in bestand.value.path().read_bytes()


def volg(page, zaak):
    Toegangslink.objects.filter(initiatief=zaak).delete()
    link = ToegangslinkFactory(initiatief=zaak)
    page.goto(onderteken(Link("initiatieven:link", str(link.pk))))
    druk(page, "Mijn idee bekijken")
    kop(page, TITEL)


def vul_plan_in(page, bekijk):
    expect(page.get_by_text("Buurthuis De Pluktuin")).to_be_visible()
    bekijk(page, "status-afspraak-en-plan")
    klik(page, "Stappenplan invullen")
    kop(page, "Wat en waarom")
    page.get_by_label("Wat wilt u bereiken, en voor wie?").fill("Samen groente telen, voor de hele flat.")
    bekijk(page, "stappenplan-doel")
    druk(page, "Opslaan en verder")
    kop(page, "Wie doen er mee")
    page.get_by_label("Wie doen er mee en wie doet wat?").fill("Acht bewoners graven en zaaien.")
    druk(page, "Opslaan en verder")
    kop(page, "Wat is er nodig")
    page.get_by_label("Wilt u een tekening").set_input_files(PDF)
    druk(page, "Bestand toevoegen")
    expect(page.get_by_role("button", name="Verwijderen")).to_be_visible()
    bekijk(page, "stappenplan-nodig")
    page.get_by_label("Wat heeft u nodig?").fill("Een stuk gras en een kraan.")
    druk(page, "Opslaan en verder")
    kop(page, "Wanneer, en wat vraagt u")
    druk(page, "Opslaan en verder")
    kop(page, "Nakijken en inleveren")
    druk(page, "Plan inleveren")
    expect(page.get_by_text("Beantwoord de vraag “Wat vraagt u van de gemeente?”")).to_be_visible()
    bekijk(page, "stappenplan-onvolledig")
    page.get_by_role("link", name="Wijzigen").last.click()
    page.get_by_label("Wat vraagt u van de gemeente?").fill("Toestemming om het gras te gebruiken.")
    druk(page, "Opslaan en verder")
    druk(page, "Plan inleveren")
    expect(page.get_by_text("Uw plan is ingeleverd bij Bram Beheer.")).to_be_visible()
    bekijk(page, "status-plan-ingeleverd")
    assert Stappenplan.objects.get().ingeleverd_op


def vraag_opbouwwerker(page, bekijk):
    page.reload()
    expect(page.get_by_text("Samen groente telen, voor de hele flat.")).to_be_visible()
    open_blad(page, "Taken en collega’s")
    taken = open_vak(page, "Taken")
    taken.get_by_label("Wat voor taak is het?").select_option("Hulp van de opbouwwerker")
    taken.get_by_label("Wat moet er gebeuren?").fill("Help met het zoeken van een fonds.")
    taken.get_by_label("Wie doet het?").select_option("Otto Opbouwwerk")
    taken.get_by_label("Uiterlijk wanneer?").fill(str(timezone.localdate() + datetime.timedelta(days=14)))
    druk(page, "Taak uitzetten")
    expect(page.get_by_text("De taak is uitgezet.")).to_be_visible()
    bekijk(page, "gesprek-taak")
    open_blad(page, "Nu te doen")


def leg_gesprek_vast(page, bekijk):
    gesprek = open_vak(page, "Het oriënterende gesprek")
    gesprek.get_by_label("Wanneer was het gesprek?").fill(str(timezone.localdate()))
    for punt in PUNTEN:
        gesprek.get_by_label(punt).fill("Dat is besproken en duidelijk.")
    gesprek.get_by_label("Een vergunning of toestemming").check()
    druk(page, "Gesprek vastleggen")
    expect(page.get_by_text("Het gesprek is vastgelegd.")).to_be_visible()
    ladder = open_vak(page, "Participatieladder")
    expect(ladder.get_by_label("Loslaten")).to_be_checked()
    ladder.get_by_label("Faciliteren").check()
    druk(page, "Trede kiezen")
    expect(page.get_by_text("Schrijf op waarom een lagere trede niet genoeg is.").first).to_be_visible()
    bekijk(page, "gesprek-trede-zonder-reden")
    paneel(page, "Participatieladder").get_by_label("Waarom deze trede?").fill("De grond is van de gemeente.")
    druk(page, "Trede kiezen")
    expect(page.get_by_text("De trede is vastgelegd.")).to_be_visible()
    assert Tredekeuze.objects.get().trede == "faciliteren"


def ga_naar_toets(page, zaak, bekijk):
    bekijk(page, "gesprek-klaar")
    druk(page, "Naar de toets")
    expect(page.get_by_text("De zaak is klaar voor de toets.")).to_be_visible()
    zaak.refresh_from_db()
    assert zaak.fase == Fase.TOETS
    bekijk(page, "toets-begin")
