"""Where the money of a wijk goes: a resident reads it, and the manager sees the same behind the sign-in."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from budgetten import aanvragen, besluiten
from budgetten.aanvragen import Bron
from budgetten.besluiten import Besluit
from budgetten.models.rekening import Potsoort
from initiatieven.models import Initiatief
from tests.browser.mensen import druk, klik, kop, meld_aan
from wijken.models import Medewerker, Wijk

MANAGER, BELEID = "m.mandaat@roermond.example", "b.beleid@roermond.example"
BRONNEN = [Bron(code, "geweigerd") for code in ("1a", "1b", "2", "3", "4")]
GEHEIM = "Bankje voor mevrouw Testbewoner"


@pytest.fixture
def uitgaven(roermond, monkeypatch):
    """Three requests in Centrum: one paid in part, one committed, one reserved for a public initiative."""
    vandaag = timezone.localdate()
    positief = Besluit(
        kenmerk="PB-1",
        op=vandaag,
        wijk_id=Wijk.objects.get(slug="centrum").pk,
        deelbudget=Potsoort.INITIATIEVEN,
        bereik="buurt_of_plek",
    )
    for soort in ("proef", "initiatief"):
        monkeypatch.setitem(besluiten._bronnen, soort, lambda naam: positief)
    zaak = Initiatief.objects.openbaar().first()
    for onderwerp, bedrag in ((f"initiatief:{zaak.kenmerk}", 900), ("proef:1", 750), ("proef:2", 1000)):
        doe(onderwerp, bedrag, vandaag)
    return zaak


def doe(onderwerp, bedrag, dag):
    manager, beleid = (Medewerker.objects.get(email=email) for email in (MANAGER, BELEID))
    aanvraag = aanvragen.vraag_aan(
        door=beleid,
        bedrag=bedrag,
        bronnen=BRONNEN,
        jaar_id=dag.year,
        soort="initiatieven",
        wijk=Wijk.objects.get(slug="centrum"),
        onderwerp=onderwerp,
        doel=GEHEIM,
        gericht_op="leefbaarheid",
        bereik="buurt_of_plek",
    )
    aanvraag = aanvragen.keur_goed(aanvraag=aanvraag, door=manager)
    if onderwerp.startswith("proef"):
        aanvraag = aanvragen.leg_vast(aanvraag=aanvraag, door=beleid, kenmerk="BES-1", planjaar=dag.year)
    if onderwerp == "proef:2":
        aanvragen.betaal(aanvraag=aanvraag, door=beleid, bedrag="650.50", kenmerk="F-1")


@pytest.mark.regel("B-17", "B-15")
def test_a_resident_and_the_manager_see_where_the_money_goes(scherm, bekijk, uitgaven):
    jaar = timezone.localdate().year
    scherm.goto("/wijken/centrum/")
    klik(scherm, "Bekijk het geld voor Centrum")
    kop(scherm, f"Geld voor Centrum in {jaar}")
    bekijk(scherm, "geld-wijk")

    wat_er_is = scherm.get_by_role("region", name="Wat er is")
    balk = wat_er_is.get_by_role("img", name="betaald € 650,50, verplicht € 1.099,50, gereserveerd € 900,00")
    expect(balk).to_be_visible()
    expect(wat_er_is.get_by_role("table").get_by_text("€ 1.099,50").first).to_be_visible()
    expect(scherm.get_by_text(GEHEIM)).to_have_count(0)
    expect(scherm.get_by_role("link", name=uitgaven.titel)).to_be_visible()

    klik(scherm, "Vergelijk met de andere wijken")
    kop(scherm, f"Geld voor de wijken in {jaar}")
    bekijk(scherm, "geld-overzicht")

    meld_aan(scherm, MANAGER)
    klik(scherm, "Inzicht in het geld")
    kop(scherm, "Inzicht in het geld")
    scherm.get_by_label("Wijk").select_option("Centrum")
    druk(scherm, "Toon")
    rij = scherm.get_by_role("row", name="Initiatieven Centrum")
    expect(rij.get_by_role("img")).to_have_accessible_name(re.compile(r"betaald €\xa0650,50"))
    expect(rij.get_by_text("€ 1.099,50")).to_be_visible()
    expect(scherm.get_by_role("img", name="aan het eind van elke maand")).to_be_visible()
    bekijk(scherm, "geld-inzicht")
    rij.get_by_role("link", name="boekingen van Initiatieven Centrum").click()
    expect(scherm.get_by_text("7 boekingen")).to_be_visible()
    bekijk(scherm, "geld-boekingen")
