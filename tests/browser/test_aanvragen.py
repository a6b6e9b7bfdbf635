"""Money in a browser: asked, refused by a rule, corrected, approved, committed, paid, and the rest let go."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from budgetten import besluiten
from budgetten.besluiten import Besluit
from budgetten.geld import in_euro
from budgetten.models import Aanvraag, Rekening
from budgetten.models.rekening import Potsoort
from tests.browser.mensen import AAN_EEN_BUREAU, VAKAMBTENAAR, druk, klik, kop, meld_aan, open_mail
from wijken.models import Wijk

MANAGER = "m.mandaat@roermond.example"
DOEL = "Verf en kwasten voor de muurschildering"


@pytest.fixture
def besluit(roermond, monkeypatch):
    """The plan got its positive decision."""
    positief = Besluit(
        kenmerk="PB-7",
        op=timezone.localdate(),
        wijk_id=Wijk.objects.get(slug="centrum").pk,
        deelbudget=Potsoort.INITIATIEVEN,
        bereik="buurt_of_plek",
    )
    monkeypatch.setitem(besluiten._bronnen, "proef", lambda naam: positief if naam == "RM-7" else None)


@pytest.mark.regel("B-08", "B-10", "B-11", "B-12", "B-18")
@AAN_EEN_BUREAU
def test_money_is_asked_approved_paid_and_let_go(open_scherm, soort, bekijk, roermond, besluit):
    aanvrager, manager = open_scherm(soort), open_scherm(soort)
    meld_aan(aanvrager, VAKAMBTENAAR)
    meld_aan(manager, MANAGER)

    vraag_te_veel(aanvrager, bekijk)
    vraag_opnieuw(aanvrager, bekijk)
    keur_goed(manager, bekijk)
    leg_vast_en_betaal(aanvrager, bekijk)
    lees_de_mail(aanvrager)


def vraag_te_veel(page, bekijk):
    """First a source that was not looked into, then an amount above the ceiling; nothing typed is lost."""
    klik(page, "Geld aanvragen")
    bekijk(page, "geld-aanvragen-pot")
    klik(page, "Initiatieven")
    page.get_by_label("Voor welke wijk?").select_option("Centrum")
    page.get_by_label("Kenmerk van het plan").fill("RM-7")
    page.get_by_label("Waar is het geld voor?").fill(DOEL)
    page.get_by_label("Bedrag in euro's").fill("1.250,50")
    page.get_by_label("Leefbaarheid").check()
    page.get_by_label("Een buurt of plek").check()
    for uitkomst in page.get_by_label("Wat kwam eruit?").all()[:-1]:
        uitkomst.select_option("Geweigerd")
    druk(page, "Geld aanvragen")
    page.get_by_role("link", name="Leg vast wat eruit kwam bij “Projectbudgetten”").click()
    expect(page.get_by_label("Wat kwam eruit?").last).to_be_focused()
    page.get_by_label("Wat kwam eruit?").last.select_option("Geweigerd")
    druk(page, "Geld aanvragen")
    bezwaren = page.get_by_role("group", name="Zo kan het niet")
    expect(bezwaren).to_contain_text("hooguit € 1.000,00, niet € 1.250,50")
    expect(bezwaren).to_contain_text("Een groter plan kan op de wijkagenda.")
    expect(bezwaren).to_contain_text("(B-10; RM 4.3 en bijlage 4)")
    bekijk(page, "geld-aanvragen-geweigerd")
    assert not Aanvraag.objects.filter(doel=DOEL).exists()


def vraag_opnieuw(page, bekijk):
    expect(page.get_by_label("Waar is het geld voor?")).to_have_value(DOEL)
    page.get_by_label("Bedrag in euro's").fill("750,00")
    druk(page, "Geld aanvragen")
    expect(page.get_by_text("De aanvraag is gedaan en wacht op een besluit.")).to_be_visible()
    expect(page.get_by_role("button", name="Goedkeuren")).to_have_count(0)
    bekijk(page, "aanvraag-wacht")


def keur_goed(page, bekijk):
    """The manager sees what is left in the pot, and approves from the list."""
    open_mail(page, "Een aanvraag van € 750,00 wacht", MANAGER)
    page.goto("/beheer/")
    wacht = page.get_by_role("region", name="Aanvragen die op uw besluit wachten")
    expect(wacht.get_by_role("listitem").filter(has_text=DOEL)).to_be_visible()
    bekijk(page, "mijn-werk-manager")
    wacht.get_by_role("link", name="Besluiten").click()
    kop(page, "Besluiten over aanvragen")
    vrij = vrij_in_centrum()
    rij = page.get_by_role("listitem").filter(has_text=DOEL)
    expect(rij).to_contain_text(f"Over na goedkeuren {in_euro(vrij - 750)}")
    bekijk(page, "besluiten")
    rij.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_text("De aanvraag is goedgekeurd en het geld is gereserveerd.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=DOEL)).to_have_count(0)
    assert vrij_in_centrum() == vrij - 750


def leg_vast_en_betaal(page, bekijk):
    page.reload()
    page.get_by_label("Kenmerk van de beschikking of opdracht").fill("BES-2026-9")
    druk(page, "Verplichting vastleggen")
    for deel, kenmerk in (("300,00", "F-1"), ("275,25", "F-2")):
        page.get_by_label("Bedrag in euro's").fill(deel)
        page.get_by_label("Kenmerk in het financiële systeem").fill(kenmerk)
        page.get_by_label("Nee, er volgt nog een betaling").check()
        druk(page, "Betaling registreren")
        expect(page.get_by_role("cell", name=f"Betaling {kenmerk}")).to_be_visible()
    bekijk(page, "aanvraag-betalen")
    page.locator("summary", has_text="Rest vrijgeven").click()
    page.get_by_label("Waarom is de rest niet nodig?").fill("De verf viel goedkoper uit.")
    druk(page, "Rest vrijgeven")
    expect(page.get_by_text("De rest is vrijgegeven.")).to_be_visible()
    expect(page.get_by_role("region", name="Boekingen van deze aanvraag").get_by_role("row")).to_have_count(6)
    bekijk(page, "aanvraag-betaald")
    assert Aanvraag.objects.get(doel=DOEL).stand == "betaald"


def lees_de_mail(page):
    open_mail(page, "Uw aanvraag", VAKAMBTENAAR)
    expect(page.get_by_text("is € 750,00 gereserveerd")).to_be_visible()


def vrij_in_centrum():
    pot = {"jaar": timezone.localdate().year, "soort": "initiatieven", "staat": "vrij"}
    return Rekening.objects.met_saldo().get(wijk=Wijk.objects.get(slug="centrum"), **pot).saldo
