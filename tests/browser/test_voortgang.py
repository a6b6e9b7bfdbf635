"""A trekker reports by the mailed link, and the wijkregisseur sees it and reports too (A-10)."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.mensen import druk, klik, kop, meld_aan
from wijkagenda.models import Maatregel, Voortgang, Wijkagenda
from wijkagenda.trekkers import ROUTE, sleutel_van
from wijkportaal.links import Link, onderteken

pytestmark = pytest.mark.regel("A-10")


@pytest.fixture
def agenda(roermond):
    """The agenda of the demo that is carried out; one trekker has two of its maatregelen."""
    return Wijkagenda.objects.gepubliceerd().select_related("wijk").earliest("pk")


def leider(agenda):
    return agenda.stappen.order_by("pk").first().door.email


def test_a_trekker_reports_and_the_wijkregisseur_sees_it(open_scherm, bekijk, agenda, soort):
    trekker, regisseur = open_scherm(soort), open_scherm(soort)
    maatregel, vooraf = agenda.maatregelen.first(), Voortgang.objects.count()
    meld_als(trekker, maatregel, bekijk)
    meld_aan(regisseur, leider(agenda))
    kop(regisseur, "Mijn werk")
    bekijk(regisseur, "voortgang-mijnwerk")
    regisseur.goto(f"/beheer/wijkagenda/wijkagenda/{agenda.pk}/change/")
    expect(regisseur.get_by_role("row", name=maatregel.titel)).to_contain_text("Gestart")
    bekijk(regisseur, "voortgang-agenda")
    klik(regisseur, f"{maatregel.nummer}. {maatregel.titel}")
    kop(regisseur, f"Voortgang van maatregel {maatregel.nummer}")
    regisseur.get_by_label("Vertraagd").check()
    druk(regisseur, "Melding vastleggen")
    expect(regisseur.get_by_text("Schrijf op waarom de maatregel later komt").first).to_be_visible()
    bekijk(regisseur, "voortgang-melden")
    regisseur.get_by_label("Toelichting").fill("De grond is nog te nat.")
    druk(regisseur, "Melding vastleggen")
    expect(regisseur.get_by_role("row", name=maatregel.titel)).to_contain_text("Vertraagd")
    assert Voortgang.objects.count() == vooraf + 2


def meld_als(page, maatregel: Maatregel, bekijk):
    page.goto(onderteken(Link(ROUTE, sleutel_van(maatregel.trekker_email))))
    kop(page, "Hoe gaat het met uw maatregelen?")
    bekijk(page, "trekker")
    page.get_by_label("Gestart").check()
    page.get_by_label("Gemeten waarde").fill("veel")
    druk(page, "Melding versturen")
    expect(page.get_by_text(re.compile("Schrijf het getal in cijfers")).first).to_be_visible()
    bekijk(page, "trekker-fout")
    page.get_by_label("Gemeten waarde").fill("3,5")
    page.get_by_label("Gemeten op").fill(timezone.localdate().isoformat())
    druk(page, "Melding versturen")
    expect(page.get_by_role("status")).to_contain_text("Dank u wel")
    bekijk(page, "trekker-gemeld")


def test_a_link_that_no_longer_works_says_so(open_scherm, bekijk, agenda, soort):
    page = open_scherm(soort)
    page.goto(onderteken(Link(ROUTE, sleutel_van("niemand@voorbeeld.example"))))
    kop(page, "Deze link werkt niet (meer)")
    bekijk(page, "trekker-verlopen")
