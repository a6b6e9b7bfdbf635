"""The resident's side, in a browser: writing back and forth, finding support in the street, and stopping."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from initiatieven.models import Initiatief, Steun
from tests.browser.mensen import (
    INDIENER,
    OP_EEN_TELEFOON,
    TITEL,
    VAKAMBTENAAR,
    druk,
    klik,
    kop,
    link_in_mail,
    meld_aan,
    open_blad,
    open_mail,
)
from tests.browser.test_eerste_reis import wacht_op_triage
from tests.initiatieven.fabrieken import ToegangslinkFactory
from tests.initiatieven.test_views_volgen import pad
from wijken.models import Rol

BUUR = "sanne@bewoner.example"


@pytest.mark.regel("I-20", "I-21", "I-22")
@OP_EEN_TELEFOON
def test_a_resident_writes_finds_support_and_stops(open_scherm, soort, bekijk):
    bewoner, ambtenaar, buur = (open_scherm(soort) for _ in range(3))
    zaak = in_gesprek()

    open_status(bewoner, zaak, bekijk)
    schrijf(bewoner, bekijk)
    vraag_iets(ambtenaar, zaak, bekijk)
    antwoord(bewoner, bekijk)

    hang_poster_op(bewoner, zaak, bekijk)
    steun(buur, zaak, bekijk)
    nodig_uit(bewoner, zaak, bekijk)
    trek_in(bewoner, bekijk)


def in_gesprek():
    """A public case in Centrum with a fixed contact."""
    zaak = wacht_op_triage(TITEL)
    rol = Rol.objects.select_related("cluster").get(medewerker__email=VAKAMBTENAAR, soort="vakambtenaar")
    zaak.wat = "Twaalf bakken met planten die het hele jaar bloeien."
    zaak.fase, zaak.soort, zaak.openbaar = "orientatie", "initiatief", True
    zaak.vakambtenaar_id, zaak.cluster = rol.medewerker_id, rol.cluster
    zaak.save()
    return zaak


def open_status(page, zaak, bekijk):
    page.goto(pad(ToegangslinkFactory(initiatief=zaak)))
    druk(page, "Mijn idee bekijken")
    kop(page, TITEL)
    bekijk(page, "bewoner-status")


def schrijf(page, bekijk):
    druk(page, "Bericht versturen")
    expect(page.get_by_text("Schrijf eerst iets op.").first).to_be_visible()
    bekijk(page, "bewoner-bericht-leeg")
    page.get_by_label("Uw bericht").fill("Mogen de bakken ook langs het pleintje?\nDaar is meer zon.")
    druk(page, "Bericht versturen")
    expect(page.get_by_text("Uw bericht is verstuurd.")).to_be_visible()


def vraag_iets(page, zaak, bekijk):
    meld_aan(page, VAKAMBTENAAR)
    expect(page.get_by_role("heading", name="Nieuwe berichten van indieners")).to_be_visible()
    bekijk(page, "bewoner-mijnwerk")
    page.get_by_role("region", name="Nieuwe berichten van indieners").get_by_role("link", name=TITEL).click()
    expect(page.get_by_text("Daar is meer zon.").first).to_be_visible()  # on top, and in its place
    page.get_by_label("Nieuw bericht").fill("Dat kan. Hoeveel bakken wilt u daar neerzetten?")
    dag = timezone.localdate() + datetime.timedelta(days=7)
    page.get_by_label("Wanneer wilt u antwoord?").fill(dag.isoformat())
    druk(page, "Bericht versturen")
    open_blad(page, "Nu te doen")
    expect(page.get_by_role("heading", name="U wacht op een antwoord")).to_be_visible()
    open_blad(page, "Taken en collega’s")
    page.get_by_text("Verbinding leggen", exact=True).first.click()
    bekijk(page, "bewoner-zaak")


def antwoord(page, bekijk):
    open_mail(page, "De gemeente heeft een vraag", INDIENER)
    expect(page.get_by_text("Hoeveel bakken")).to_have_count(0)
    page.goto(link_in_mail(page))
    druk(page, "Mijn idee bekijken")
    expect(page.get_by_text("Nu aan zet: u")).to_be_visible()
    bekijk(page, "bewoner-vraag")
    page.get_by_label("Uw antwoord").fill("Vier.")
    druk(page, "Antwoord versturen")
    expect(page.get_by_text("Uw antwoord is verstuurd.")).to_be_visible()
    expect(page.get_by_role("heading", name="De gemeente vraagt u iets")).to_have_count(0)


def hang_poster_op(page, zaak, bekijk):
    klik(page, "Poster met QR-code printen")
    expect(page.get_by_role("img", name="QR-code")).to_be_visible()
    bekijk(page, "poster")
    page.emulate_media(media="print")
    expect(page.get_by_text("Print deze pagina")).to_be_hidden()
    expect(page.get_by_role("img", name="QR-code")).to_be_visible()
    bekijk(page, "poster-papier")
    page.emulate_media(media="screen")
    page.goto(f"/initiatieven/volgen/{zaak.kenmerk}/")


def steun(page, zaak, bekijk):
    page.goto(zaak.get_absolute_url())
    bekijk(page, "steun-pagina")
    klik(page, "Ik steun dit idee")
    bekijk(page, "steun-geven")
    page.get_by_label("Uw naam").fill("Sanne Steuner")
    page.get_by_label("Uw mailadres").fill(BUUR)
    page.get_by_label("Mijn naam mag op deze pagina staan").check()
    druk(page, "Ik steun dit idee")
    kop(page, "Nog één stap: kijk in uw mail")
    bekijk(page, "steun-gevraagd")
    open_mail(page, "Uw steun voor", BUUR)
    page.goto(link_in_mail(page))
    bekijk(page, "steun-link")
    assert not Steun.objects.bevestigd().exists()
    druk(page, "Ja, ik steun dit idee")
    kop(page, "Dank u wel, uw steun telt mee")
    klik(page, "Naar het initiatief")
    expect(page.get_by_text("Sanne Steuner")).to_be_visible()
    bekijk(page, "steun-gegeven")


def nodig_uit(page, zaak, bekijk):
    klik(page, "Groep bekijken en wijzigen")
    page.get_by_label("Naam").fill("Bas Buurman")
    page.get_by_label("Mailadres").fill("bas@bewoner.example")
    druk(page, "Uitnodigen")
    expect(page.get_by_text("nog niet bevestigd")).to_be_visible()
    bekijk(page, "bewoner-groep")
    klik(page, "Uw idee")


def trek_in(page, bekijk):
    klik(page, "Uw idee intrekken")
    kop(page, "Wilt u uw idee intrekken?")
    bekijk(page, "bewoner-intrekken")
    page.get_by_label("Waarom stopt u?").fill("We gaan verhuizen.")
    druk(page, "Ja, ik trek mijn idee in")
    expect(page.get_by_role("heading", name="Ingetrokken", exact=True)).to_be_visible()
    assert Initiatief.objects.get(titel=TITEL).fase == "ingetrokken"


@pytest.mark.regel("I-22")
def test_who_types_an_idea_sees_what_looks_like_it(scherm, bekijk):
    scherm.goto("/initiatieven/indienen/")
    scherm.get_by_label("Hoe heet uw idee?").press_sequentially("Geveltuintjes in onze straat")
    expect(scherm.get_by_role("heading", name="Dit lijkt op uw idee")).to_be_visible()
    expect(scherm.get_by_role("link", name=re.compile("Geveltuintjes in de Voorstad"))).to_be_visible()
    bekijk(scherm, "lijkt-op")
