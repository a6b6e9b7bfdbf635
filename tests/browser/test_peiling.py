"""The residents' test in a real browser: preparing it, voting by keyboard, paper, and the result."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.mensen import (
    OP_EEN_TELEFOON,
    druk,
    geef_wachtwoord,
    klik,
    kop,
    link_in_mail,
    meld_aan,
    open_mail,
)
from tests.wijkagenda.fabrieken import IdeeFactory, WijkagendaFactory
from tests.wijkagenda.peilingen import gesloten, veel_stemmen
from wijkagenda import peilen
from wijkagenda.models import Fase, Idee, Peiling
from wijken.models import Rol, Wijk

pytestmark = pytest.mark.regel("A-04")
IDEEEN = {
    "Bomen op het plein": "Twaalf bomen en banken, zodat het in de zomer koeler is.",
    "Een ontmoetingsplek": "Een kamer in het oude buurthuis, elke dag open met koffie.",
    "Veilig naar school": "Zebrapaden en een drempel bij de school.",
}
ANDERE_WIJK = "donderberg"


@pytest.fixture
def regisseur(portaal):
    wijk = Wijk.objects.get(slug=ANDERE_WIJK)
    return Rol.objects.geldend().filter(soort="wijkregisseur", wijk=wijk).first().medewerker


@pytest.fixture
def agenda(regisseur):
    jaar = timezone.localdate().year + 20
    agenda = WijkagendaFactory(
        wijk=Wijk.objects.get(slug=ANDERE_WIJK),
        fase=Fase.BEWONERSTOETS,
        van=datetime.date(jaar, 1, 1),
        tot=datetime.date(jaar, 12, 31),
    )
    for titel, wat in IDEEEN.items():
        IdeeFactory(
            agenda=agenda,
            titel=titel,
            wat=wat,
            thema=None,
            oordeel=Idee.Oordeel.HAALBAAR,
            oordeel_door=regisseur,
            oordeel_op=timezone.now(),
        )
    return agenda


@pytest.fixture
def peiling(agenda, regisseur):
    rij = peilen.maak_peiling(agenda=agenda, door=regisseur)
    Peiling.objects.filter(pk=rij.pk).update(
        opent=timezone.now() - datetime.timedelta(hours=1),
        inleiding="De wijkcoalitie verzamelde ideeën. Nu is het woord aan u.",
    )
    return peilen.open_peiling(peiling=rij, door=regisseur, gezien=1)


@OP_EEN_TELEFOON
def test_a_resident_votes_with_the_keyboard_and_confirms_by_mail(scherm, bekijk, peiling):
    scherm.goto(peiling.get_absolute_url())
    kop(scherm, peiling.titel)
    bekijk(scherm, "peiling-stemmen")

    toets = scherm.keyboard
    druk(scherm, "Stem versturen")
    expect(scherm.get_by_role("heading", name="Kijk het formulier nog even na")).to_be_visible()
    bekijk(scherm, "peiling-fout")
    scherm.get_by_role("radio").first.focus()
    toets.press("Space")  # yes to the first
    expect(scherm.get_by_role("radio").first).to_be_checked()
    toets.press("Tab")
    toets.type("12")
    expect(scherm.get_by_text("U heeft 2 punten te veel verdeeld. Haal er 2 weg.")).to_be_visible()
    druk(scherm, "Stem versturen")
    expect(scherm.get_by_text("Vul bij “Bomen op het plein” een heel getal in").first).to_be_visible()
    expect(scherm.get_by_label("Punten bij “Bomen op het plein”")).to_have_value("12")
    expect(scherm.get_by_role("radio").first).to_be_checked()
    scherm.get_by_label("Punten bij “Bomen op het plein”").focus()
    toets.press("ControlOrMeta+a")
    toets.type("7")
    toets.press("Tab")
    toets.press("Space")  # willing to help
    toets.press("Tab")  # the opinion on the second
    toets.press("ArrowLeft")
    toets.press("Tab")
    toets.type("3")
    expect(scherm.get_by_text("U heeft alle 10 punten verdeeld.")).to_be_visible()
    scherm.get_by_label("Uw naam").focus()
    toets.type("Truus Testbewoner")
    toets.press("Tab")
    toets.type("truus@bewoner.example")
    toets.press("Tab")
    toets.press("Enter")
    kop(scherm, "Nog één stap: kijk in uw mail")
    bekijk(scherm, "peiling-gevraagd")

    open_mail(scherm, "Bevestig uw stem", "truus@bewoner.example")
    scherm.goto(link_in_mail(scherm))
    kop(scherm, "Is dit uw stem?")
    bekijk(scherm, "peiling-link")
    assert peiling.stemmen.telt().count() == 0
    scherm.get_by_role("button", name="Ja, dit is mijn stem").focus()
    toets.press("Enter")
    kop(scherm, "Dank u wel, uw stem telt mee")
    bekijk(scherm, "peiling-bevestigd")
    regels = peiling.stemmen.telt().get().regels.values_list("steunt", "punten", "wil_helpen")
    assert list(regels) == [("ja", 7, True), ("nee", 3, False)]


def test_the_form_works_without_javascript(open_scherm, peiling):
    pagina = open_scherm("telefoon", java_script_enabled=False)
    pagina.goto(peiling.get_absolute_url())
    for titel, punten in zip(IDEEEN, ("6", "5"), strict=False):
        pagina.get_by_label(f"Punten bij “{titel}”").fill(punten)
    pagina.get_by_label("Uw mailadres").fill("bas@bewoner.example")
    druk(pagina, "Stem versturen")
    expect(pagina.get_by_text("U heeft 11 punten verdeeld. U heeft er 10. Haal er 1 weg.")).to_be_visible()
    pagina.get_by_label("Punten bij “Bomen op het plein”").fill("5")
    druk(pagina, "Stem versturen")
    kop(pagina, "Nog één stap: kijk in uw mail")


def test_after_the_closing_everybody_reads_the_result(scherm, bekijk, peiling, regisseur):
    scherm.goto(f"{peiling.get_absolute_url()}formulier/")
    bekijk(scherm, "peiling-formulier")
    veel_stemmen(peiling, 32)
    peilen.vertel_bereik(
        peiling=peiling, door=regisseur, bereikt="2.400 flyers en een avond in het buurthuis."
    )
    gesloten(peiling)
    scherm.goto(peiling.get_absolute_url())
    kop(scherm, f"Uitslag: {peiling.titel}")
    expect(scherm.get_by_text("32 mensen deden mee")).to_be_visible()
    bekijk(scherm, "peiling-uitslag")


def test_staff_prepare_a_poll_and_type_over_what_was_on_paper(scherm, bekijk, agenda, regisseur):
    geef_wachtwoord(regisseur)
    meld_aan(scherm, regisseur.email)
    kop(scherm, "Mijn werk")
    scherm.goto(f"/beheer/wijkagenda/wijkagenda/{agenda.pk}/change/")
    druk(scherm, "Peiling voorbereiden")
    scherm.get_by_label("Titel bij “Veilig naar school”").fill("Veilig naar school en terug")
    scherm.get_by_label("Gaat open op").fill("2026-01-01T09:00")
    bekijk(scherm, "peiling-concept")
    druk(scherm, "Bewaren")
    expect(scherm.get_by_text("De peiling is bewaard. Zij is nog niet open.")).to_be_visible()
    druk(scherm, "Regels vastleggen en openen")
    expect(scherm.get_by_text("De regels liggen vast. De peiling staat op de website.")).to_be_visible()
    bekijk(scherm, "peiling-beheer")

    klik(scherm, "Formulieren van papier invoeren")
    bekijk(scherm, "peiling-invoeren")
    toets = scherm.keyboard
    for nummer in ("1", "2"):
        expect(scherm.get_by_label("Nummer van het formulier")).to_have_value(nummer)
        expect(scherm.get_by_label("Nummer van het formulier")).to_be_focused()
        toets.press("Tab")  # the region around the table, which can be scrolled
        toets.press("Tab")
        toets.type("j")
        toets.press("Tab")
        toets.type("10")
        toets.press("Enter")
        expect(scherm.get_by_text(f"Formulier {nummer} telt mee.")).to_be_visible()
    rij = Peiling.objects.get(agenda=agenda)
    assert list(rij.stemmen.telt().order_by("formulier").values_list("kanaal", "formulier")) == [
        ("papier", 1),
        ("papier", 2),
    ]
    klik(scherm, "Klaar")
    scherm.get_by_label("Nummer van het formulier").fill("2")
    druk(scherm, "Formulier openen")
    kop(scherm, "Formulier 2 verbeteren")
    bekijk(scherm, "peiling-verbeteren")
    scherm.get_by_label("Punten bij “Bomen op het plein”").fill("7")
    scherm.get_by_label("Wat was er fout ingevoerd?").fill("Een 7 gelezen als een 10")
    druk(scherm, "Verbetering bewaren")
    expect(scherm.get_by_text("Formulier 2 is verbeterd.")).to_be_visible()
    bekijk(scherm, "peiling-verbeterd")
    rij = gesloten(rij)
    scherm.goto("/beheer/")
    expect(scherm.get_by_text("voer papier in en rond de toets af")).to_be_visible()
    klik(scherm, rij.titel)
    expect(scherm.get_by_role("region", name="Uitslag per idee")).to_be_visible()
    bekijk(scherm, "peiling-uitslag-beheer")
    klik(scherm, "Wie wil helpen")
    bekijk(scherm, "peiling-helpers")


def test_a_poll_that_was_opened_by_mistake_is_stopped(scherm, bekijk, peiling, regisseur):
    geef_wachtwoord(regisseur)
    meld_aan(scherm, regisseur.email)
    kop(scherm, "Mijn werk")
    scherm.goto(f"/beheer/wijkagenda/peiling/{peiling.pk}/change/")
    bekijk(scherm, "peiling-stoppen")
    scherm.get_by_label("Waarom stopt u deze peiling?").fill("Er ontbrak een idee.")
    druk(scherm, "Peiling stoppen")
    expect(scherm.get_by_text("De peiling is gestopt. U kunt een nieuwe voorbereiden.")).to_be_visible()
    bekijk(scherm, "peiling-gestopt-beheer")
    scherm.goto(peiling.get_absolute_url())
    kop(scherm, "Deze peiling is gestopt")
    bekijk(scherm, "peiling-gestopt")
