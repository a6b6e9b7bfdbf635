"""Dividing a year in a browser: one proposes and adjusts at a desk, another decides on a phone."""

import pytest
from playwright.sync_api import expect

from budgetten.models import Rekening, Verdeling
from tests.browser.mensen import druk, klik, kop, meld_aan

BELEID, MANAGER = "b.beleid@roermond.example", "m.mandaat@roermond.example"
TABEL = "Verdeling van het wijkbudget 2027"


@pytest.mark.regel("B-01", "B-02", "B-03")
def test_a_division_is_proposed_adjusted_and_decided_by_another(bureau, telefoon, bekijk):
    stel_voor(bureau, bekijk)
    pas_aan(bureau, bekijk)
    verdeling = Verdeling.objects.latest("pk")
    stel_vast(telefoon, verdeling, bekijk)
    komt_te_laat(bureau, verdeling, bekijk)


def stel_voor(page, bekijk):
    meld_aan(page, BELEID)
    klik(page, "Budgetten per jaar")
    kop(page, "Budgetten per jaar")
    klik(page, "2027")
    kop(page, "Budget wijkgericht werken 2027")
    bekijk(page, "jaar")
    klik(page, "Nieuw voorstel maken")
    page.get_by_label("Ondergrens per wijk in euro's").fill("999999")
    druk(page, "Voorstel maken")
    expect(page.get_by_role("alert")).to_contain_text("niet te verdelen")
    bekijk(page, "verdeling-voorstel-fout")
    page.get_by_label("Ondergrens per wijk in euro's").fill("5.000,00")
    druk(page, "Voorstel maken")
    kop(page, TABEL)
    expect(page.get_by_role("row", name="Asenray")).to_contain_text("€ 5.000,00")


def pas_aan(page, bekijk):
    """One column too much: it says how much, and what was typed is still there."""
    centrum, zuid = (page.get_by_label(f"Wijkagenda {wijk}") for wijk in ("Centrum", "Roermond-Zuid"))
    oud = centrum.input_value()
    centrum.fill("35.000,50")
    page.get_by_label("Waarom past u de bedragen aan?").fill("Het plein in Centrum is al toegezegd.")
    druk(page, "Bedragen bewaren")
    expect(page.get_by_role("alert")).to_contain_text("De kolom wijkagenda's sluit niet")
    expect(centrum).to_have_value("35.000,50")
    bekijk(page, "verdeling-sluit-niet")
    zuid.fill(minder(zuid.input_value(), oud))
    druk(page, "Bedragen bewaren")
    expect(page.get_by_text("Beide kolommen sluiten.")).to_be_visible()
    bekijk(page, "verdeling-tabel")


def minder(zuid, centrum):
    """What Roermond-Zuid keeps when Centrum goes to € 35.000,50."""
    zuid, centrum = (int(bedrag.replace(".", "").replace(",", "")) for bedrag in (zuid, centrum))
    centen = zuid + centrum - 3_500_050
    return f"{centen // 100},{centen % 100:02}"


def stel_vast(page, verdeling, bekijk):
    meld_aan(page, MANAGER)
    wachtend = page.get_by_role("region", name="Verdelingen die op uw besluit wachten")
    bekijk(page, "mijn-werk-verdelingen")
    wachtend.get_by_role("link", name=TABEL).last.click()
    kop(page, TABEL)
    druk(page, "Verdeling vaststellen")
    expect(page.get_by_role("alert")).to_contain_text("Vul het kenmerk van het besluit in.")
    bekijk(page, "verdeling-vaststellen")
    page.get_by_label("Kenmerk van het besluit").fill("B&W 2026-117")
    druk(page, "Verdeling vaststellen")
    expect(page.get_by_text("Het geld zit in de potten.")).to_be_visible()
    expect(page.get_by_text("kenmerk B&W 2026-117")).to_be_visible()
    bekijk(page, "verdeling-vastgesteld")
    potten = Rekening.objects.met_saldo().filter(jaar=2027, staat="vrij", wijk__isnull=False)
    assert sum(pot.saldo for pot in potten) == 250_000
    assert verdeling.regels.filter(agenda="35000.50").exists()


def komt_te_laat(page, verdeling, bekijk):
    """The page of the proposer is stale by now: it says so and shows the division as it was decided."""
    page.get_by_label("Waarom past u de bedragen aan?").fill("Toch anders")
    druk(page, "Bedragen bewaren")
    kop(page, TABEL)
    expect(page.get_by_role("group", name="Uw stap is niet uitgevoerd.")).to_contain_text("al vastgesteld")
    expect(page.get_by_text("kenmerk B&W 2026-117")).to_be_visible()
    bekijk(page, "verdeling-verouderd")
