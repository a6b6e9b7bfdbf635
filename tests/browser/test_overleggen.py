"""A wijkregisseur plans a meeting and records what was said; an action point is done (W-08)."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.mensen import AAN_EEN_BUREAU, REGISSEUR, druk, klik, kop, meld_aan
from wijken.models import Overleg, Signaal, Wijk

pytestmark = pytest.mark.regel("W-08")
BELEID = "b.beleid@roermond.example"


def open_in(page, tekst):
    """Open the part of the page that begins closed."""
    page.locator("summary").filter(has_text=tekst).click()


def test_a_meeting_from_plan_to_a_signal_for_the_wijk(scherm, bekijk):
    meld_aan(scherm, REGISSEUR)
    expect(scherm.get_by_role("heading", name="Uw actiepunten")).to_be_visible()
    bekijk(scherm, "overleg-mijnwerk")
    scherm.goto("/beheer/wijken/overleg/")
    bekijk(scherm, "overleg-lijst")

    scherm.goto("/beheer/wijken/overleg/add/")
    druk(scherm, "Overleg plannen")
    expect(scherm.get_by_text("Geef het overleg een titel.").first).to_be_visible()
    bekijk(scherm, "overleg-plannen-fout")
    scherm.get_by_label("Uitvoerend (wijkteamoverleg)").check()
    scherm.get_by_label("Titel").fill("Wijkteam over de markt")
    scherm.get_by_label("Datum").fill(timezone.localdate().isoformat())
    scherm.locator("select[name=wijkteamoverleg]").select_option("Centrum")
    scherm.get_by_label("Otto Opbouwwerk").check()
    scherm.get_by_label("Politie").check()
    druk(scherm, "Overleg plannen")
    kop(scherm, "Wijkteam over de markt")
    bekijk(scherm, "overleg-gepland")

    scherm.get_by_label("Wat is er besproken?").fill("De markt is te vol.\n\nWe vragen het de kooplieden.")
    druk(scherm, "Verslag vastleggen")
    expect(scherm.get_by_text("Het verslag is vastgelegd.")).to_be_visible()
    open_in(scherm, "Actiepunt toevoegen")
    scherm.get_by_label("Wat moet er gebeuren?").fill("Kooplieden vragen wat zij nodig hebben")
    scherm.get_by_label("Wie doet het?").select_option(label="Maria Pastwa (Wijkregisseur)")
    scherm.get_by_label("Uiterlijk wanneer?").fill(timezone.localdate().isoformat())
    druk(scherm, "Actiepunt vastleggen")
    expect(scherm.get_by_text("Het actiepunt is vastgelegd.")).to_be_visible()
    open_in(scherm, "Signaal toevoegen")
    scherm.get_by_label("Over welke wijk?").select_option("Centrum")
    scherm.get_by_label("Thema").fill("Leefbaarheid")
    scherm.get_by_label("Wat is er gezegd?").fill("De markt wordt te vol gevonden.")
    druk(scherm, "Signaal vastleggen")
    expect(scherm.get_by_text("Het signaal is vastgelegd.")).to_be_visible()
    scherm.get_by_role("button", name="Gedaan").click()
    expect(scherm.get_by_text("Het actiepunt is afgerond.")).to_be_visible()
    scherm.get_by_role("button", name="Opnemen in het wijkprofiel").click()
    expect(scherm.get_by_text("Het signaal is gekozen voor het wijkprofiel.")).to_be_visible()
    bekijk(scherm, "overleg-gehouden")

    signaal = Signaal.objects.voor_wijk(Wijk.objects.get(slug="centrum")).voor_profiel().first()
    assert signaal.tekst == "De markt wordt te vol gevonden."


@AAN_EEN_BUREAU
def test_only_the_wethouder_wijken_chairs_the_wijkoverstijgend_overleg(scherm, bekijk):
    meld_aan(scherm, BELEID)
    expect(scherm.get_by_text("Dit jaar is nog geen wijkoverstijgend overleg gepland")).to_be_visible()
    bekijk(scherm, "overleg-jaar-ontbreekt")
    scherm.goto("/beheer/wijken/overleg/add/")
    scherm.get_by_label("Wijkoverstijgend (dorps- en wijkraden)").check()
    scherm.get_by_label("Titel").fill("Alle wijkraden samen")
    scherm.get_by_label("Datum").fill(timezone.localdate().isoformat())
    scherm.locator("select[name=voorzitter]").select_option(label="Maria Pastwa (Wijkregisseur)")
    druk(scherm, "Overleg plannen")
    expect(scherm.get_by_text("geen wethouder Wijken").first).to_be_visible()
    bekijk(scherm, "overleg-geen-wethouder")
    scherm.locator("select[name=voorzitter]").select_option(
        label="Felix van Ballegooij (Wethouder onderwijs, sport en wijken)"
    )
    druk(scherm, "Overleg plannen")
    kop(scherm, "Alle wijkraden samen")
    klik(scherm, "Mijn werk")
    expect(scherm.get_by_text("Dit jaar is nog geen wijkoverstijgend overleg gepland")).to_have_count(0)
    assert Overleg.objects.wijkoverstijgend(jaar=timezone.localdate().year).count() == 1
