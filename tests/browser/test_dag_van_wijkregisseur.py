"""A wijkregisseur's day, in a browser: the own work and nothing of another wijk, by mouse and by keyboard."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from initiatieven import services
from initiatieven.models import Fase, Gevolgd, Initiatief, Notitie
from tests.browser.mensen import (
    AAN_EEN_BUREAU,
    REGISSEUR,
    beantwoord_triage,
    druk,
    klik,
    kop,
    loop_naar,
    meld_aan,
    open_blad,
)
from tests.initiatieven.fabrieken import IndienerFactory, InitiatiefFactory
from wijken.models import Wijk

WERKLIJST = "/beheer/initiatieven/initiatief/"
OUDSTE, NIEUW = "Schaakbord op het plein", "Lampjes in de bomen"
ELDERS = "Bankje bij de speeltuin aan de Kapellerlaan"


def wacht_op_triage(titel, dagen):
    """A case in Centrum that waits for triage since so many days."""
    with transaction.atomic():
        kenmerk = services.nieuw_kenmerk(timezone.now())
    sinds = timezone.now() - datetime.timedelta(days=dagen)
    zaak = InitiatiefFactory(
        kenmerk=kenmerk,
        titel=titel,
        wijk=Wijk.objects.get(slug="centrum"),
        plek="Munsterplein",
        fase_sinds=sinds,
        ingediend_op=sinds,
        indiener=None,
    )
    IndienerFactory(initiatief=zaak, naam="Sjef Schaker", email="sjef@bewoner.example")
    return zaak


@pytest.mark.regel("W-05", "I-04", "I-09")
@AAN_EEN_BUREAU
def test_a_wijkregisseur_works_a_day_and_touches_no_other_wijk(scherm, bekijk):
    oudste, nieuw = wacht_op_triage(OUDSTE, dagen=9), wacht_op_triage(NIEUW, dagen=1)
    elders = Initiatief.objects.get(titel=ELDERS)

    meld_aan(scherm, REGISSEUR)
    begin(scherm, bekijk)
    schrijf_notitie(scherm, oudste, bekijk)
    doe_triage(scherm, oudste, bekijk)
    volg_met_toetsenbord(scherm, nieuw, bekijk)
    zoek(scherm, oudste, bekijk)
    bewaar_filter(scherm, bekijk)
    ziet_niets_van(scherm, elders)
    raakt_niets_aan(scherm, nieuw, elders)


def stapel(page, naam):
    return page.get_by_role("region", name=naam)


def begin(page, bekijk):
    """The start page says what waits, the oldest first, and what is late in words."""
    kop(page, "Mijn werk")
    zaken = stapel(page, "Wacht op u").get_by_role("listitem")
    oudste = zaken.filter(has_text=OUDSTE)
    expect(oudste).to_contain_text("te laat")
    expect(zaken.filter(has_text=NIEUW)).to_have_count(1)
    expect(stapel(page, "Te laat of bijna te laat").get_by_role("link", name=OUDSTE)).to_be_visible()
    expect(page.get_by_text(ELDERS)).to_have_count(0)
    bekijk(page, "mijn-werk")
    oudste.get_by_role("link").click()
    kop(page, OUDSTE)


def schrijf_notitie(page, zaak, bekijk):
    open_blad(page, "Notities")
    notities = stapel(page, "Interne notities")
    expect(notities.get_by_text("Alleen voor medewerkers")).to_be_visible()
    druk(page, "Notitie toevoegen")
    expect(page.get_by_text("Schrijf eerst iets op.").first).to_be_visible()
    bekijk(page, "zaak-notitie-leeg")
    page.get_by_label("Nieuwe notitie").fill("Sjef gebeld: hij heeft de stukken al.")
    druk(page, "Notitie toevoegen")
    expect(stapel(page, "Interne notities").get_by_text("Sjef gebeld")).to_be_visible()
    assert Notitie.objects.get(initiatief=zaak).door.email == REGISSEUR


def doe_triage(page, zaak, bekijk):
    open_blad(page, "Nu te doen")
    beantwoord_triage(page)
    page.get_by_label("Wie wordt het vaste contact?").select_option("Beheer Openbare Ruimte: Bram Beheer")
    bekijk(page, "zaak-triage")
    druk(page, "Toewijzen aan de vakambtenaar")
    expect(page.get_by_text("De vakambtenaar is nu het vaste contact.")).to_be_visible()
    zaak.refresh_from_db()
    assert zaak.fase == Fase.ORIENTATIE
    open_blad(page, "Berichten")
    berichten = stapel(page, "Verstuurde mails")
    berichten.get_by_text(f"Uw vaste contact voor {zaak.kenmerk}").click()
    expect(berichten.get_by_text("[persoonlijke link]").first).to_be_visible()
    bekijk(page, "zaak-toegewezen")
    open_blad(page, "Dossier")
    klik(page, "Alle wijzigingen in deze zaak")
    kop(page, f"Wijzigingen van {zaak.kenmerk}")
    bekijk(page, "zaak-wijzigingen")


def volg_met_toetsenbord(page, zaak, bekijk):
    """Without a mouse: to the content, to the case, and follow it."""
    page.goto("/beheer/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar hoofdinhoud")).to_be_focused()
    page.keyboard.press("Enter")
    loop_naar(page, stapel(page, "Wacht op u").get_by_role("link", name=NIEUW))
    page.keyboard.press("Enter")
    kop(page, NIEUW)
    page.get_by_role("main").focus()
    loop_naar(page, page.get_by_role("button", name="Volgen", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Niet meer volgen")).to_be_visible()
    assert Gevolgd.objects.get().initiatief == zaak
    page.goto("/beheer/")
    expect(stapel(page, "Wat u volgt").get_by_role("link", name=NIEUW)).to_be_visible()
    expect(stapel(page, "Wacht op u").get_by_role("link", name=OUDSTE)).to_have_count(0)
    bekijk(page, "mijn-werk-volgt")


def zoek(page, zaak, bekijk):
    page.get_by_label("Zoek een initiatief").fill("munsterplein sjef")
    page.keyboard.press("Enter")
    kop(page, "Werklijst initiatieven")
    expect(page.get_by_role("row").filter(has_text=zaak.kenmerk)).to_be_visible()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    bekijk(page, "werklijst-gezocht")


def bewaar_filter(page, bekijk):
    page.goto(f"{WERKLIJST}?werk=wacht")
    page.get_by_text("Bewaar deze lijst").click()
    page.get_by_label("Naam van het filter").fill("Wat op mij wacht")
    bekijk(page, "werklijst-bewaren")
    druk(page, "Bewaren")
    expect(page.get_by_text("Het filter “Wat op mij wacht” staat nu bij Mijn werk.")).to_be_visible()
    bekijk(page, "werklijst-filter")
    page.goto("/beheer/")
    klik(page, "Wat op mij wacht")
    expect(page.get_by_role("row").filter(has_text=NIEUW)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=OUDSTE)).to_have_count(0)
    page.goto("/beheer/")
    druk(page, "Filter Wat op mij wacht verwijderen")
    expect(page.get_by_role("link", name="Wat op mij wacht")).to_have_count(0)


def ziet_niets_van(page, elders):
    for keuze in ("?stand=alles", "?stand=alles&q=bankje", f"?stand=alles&wijk__id__exact={elders.wijk_id}"):
        page.goto(f"{WERKLIJST}{keuze}")
        kop(page, "Werklijst initiatieven")
        expect(page.get_by_text(ELDERS)).to_have_count(0)
    for pad in ("change/", "history/"):
        assert page.goto(f"{WERKLIJST}{elders.pk}/{pad}").status == 403
        expect(page.get_by_text(ELDERS)).to_have_count(0)


def raakt_niets_aan(page, eigen, elders):
    """The same requests that work in the own wijk are refused in another."""
    page.goto("/beheer/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    for pad, velden in (
        ("paneel/triage/", {"vraag": "soort", "antwoord": "verzoek"}),
        ("notitie/", {"tekst": "Ingebroken"}),
        ("volgen/", {"volg": "ja"}),
    ):
        form = velden | {"csrfmiddlewaretoken": token}
        assert page.request.post(f"{WERKLIJST}{eigen.pk}/{pad}", form=form).status == 200
        assert page.request.post(f"{WERKLIJST}{elders.pk}/{pad}", form=form).status == 403
    elders.refresh_from_db()
    assert (elders.soort, elders.notities.count(), elders.gevolgd.count()) == ("", 0, 0)
