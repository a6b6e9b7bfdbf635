"""The whole road in a browser: from the form to the account given, by four people; and what is too large."""

import datetime
import struct
import zlib

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from initiatieven.models import Fase, Initiatief
from tests.browser.conftest import SCHERMEN
from tests.browser.mensen import (
    INDIENER,
    REGISSEUR,
    TITEL,
    VAKAMBTENAAR,
    beantwoord_triage,
    druk,
    klik,
    kop,
    link_in_mail,
    meld_aan,
    open_blad,
    open_mail,
    open_vak,
    vul_gegevens_in,
    vul_idee_in,
    vul_plek_in,
    vul_samen_in,
)
from tests.initiatieven.fabrieken import in_toets
from wijken.models import Rol, Wijk

MANAGER = "m.mandaat@roermond.example"


def brok(soort, inhoud):
    return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))


def plaatje(breed=320, hoog=180):
    """A small green picture."""
    lijnen = (b"\0" + bytes((60, 130 + regel // 2, 70)) * breed for regel in range(hoog))
    kop_ = struct.pack(">IIBBBBB", breed, hoog, 8, 2, 0, 0, 0)
    delen = (brok(b"IHDR", kop_), brok(b"IDAT", zlib.compress(b"".join(lijnen))), brok(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(delen)


FOTO = {"name": "bak.png", "mimeType": "image/png", "buffer": plaatje()}
BON = {"name": "bon.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"}


@pytest.fixture
def bekijk_breed_en_smal(bekijk):
    """Look at a page on a desk, and at the same page as narrow as a phone."""

    def bekijk_(page, naam):
        breed = page.viewport_size
        for scherm in (breed, SCHERMEN["telefoon"]["viewport"]):
            page.set_viewport_size(scherm)
            bekijk(page, naam)
        page.set_viewport_size(breed)

    return bekijk_


def vak(page, naam):
    """The part of a page with this heading."""
    return page.get_by_role("region", name=naam, exact=True)


@pytest.mark.regel(
    "I-02", "I-03", "I-13", "I-14", "I-15", "I-16", "I-17", "I-20", "B-12", "B-14", "B-18", "C-01"
)
def test_from_the_form_to_the_account_given(open_scherm, bekijk_breed_en_smal):
    bekijk = bekijk_breed_en_smal
    bewoner, regisseur, ambtenaar, manager = (open_scherm("bureau") for _ in range(4))
    zaak = dien_in(bewoner)
    meld_aan(regisseur, REGISSEUR)
    wijs_toe(regisseur, zaak)
    meld_aan(ambtenaar, VAKAMBTENAAR)
    adres = f"/beheer/initiatieven/initiatief/{zaak.pk}/change/"
    voer_gesprek(ambtenaar, adres, bekijk)

    toets(ambtenaar, adres, bekijk)
    adviseer(regisseur, adres)
    neem_principebesluit(ambtenaar)

    open_eigen_pagina(bewoner, "Principebesluit over", bekijk)
    werk_plan_uit(bewoner, bekijk)
    ga_bronnen_na(ambtenaar, adres)
    neem_definitief_besluit(ambtenaar, adres, bekijk)
    vraag_geld(ambtenaar)
    keur_goed(manager)
    betaal(ambtenaar, bekijk)

    voer_uit(bewoner, bekijk)
    rond_af(ambtenaar, adres, bekijk)
    kijk_terug(bewoner, bekijk)
    word_voorbeeld(regisseur, adres, bekijk)
    zaak.refresh_from_db()
    assert zaak.fase == Fase.AFGEROND


def dien_in(page):
    page.goto("/initiatieven/indienen/")
    vul_idee_in(page)
    vul_plek_in(page)
    vul_samen_in(page)
    vul_gegevens_in(page)
    druk(page, "Idee versturen")
    kop(page, "Nog één stap: bevestig uw idee")
    open_mail(page, "Bevestig uw idee", INDIENER)
    page.goto(link_in_mail(page))
    druk(page, "Ja, ik bevestig mijn idee")
    kop(page, TITEL)
    return Initiatief.objects.get(titel=TITEL)


def wijs_toe(page, zaak):
    page.goto(f"/beheer/initiatieven/initiatief/{zaak.pk}/change/")
    beantwoord_triage(page)
    page.get_by_label("Wie wordt het vaste contact?").select_option("Beheer Openbare Ruimte: Bram Beheer")
    page.get_by_label("Toon dit op de website na de triage").check()
    druk(page, "Toewijzen aan de vakambtenaar")
    expect(page.get_by_text("De vakambtenaar is nu het vaste contact.")).to_be_visible()


def voer_gesprek(page, adres, bekijk):
    """No plan is needed, the seven points are clear, and the residents do it themselves."""
    page.goto(adres)
    open_vak(page, "Stappenplan van de indiener").get_by_role("textbox").fill("Het is klein en duidelijk.")
    druk(page, "Plan is niet nodig")
    expect(page.get_by_text("Vastgelegd dat een stappenplan niet nodig is.")).to_be_visible()
    gesprek = open_vak(page, "Het oriënterende gesprek")
    gesprek.get_by_label("Wanneer was het gesprek?").fill(str(timezone.localdate()))
    for punt in gesprek.locator("textarea").all():
        punt.fill("Dat is besproken en duidelijk.")
    gesprek.get_by_label("Geld", exact=True).check()
    druk(page, "Gesprek vastleggen")
    expect(page.get_by_text("Het gesprek is vastgelegd.")).to_be_visible()
    open_vak(page, "Participatieladder")
    druk(page, "Trede kiezen")
    expect(page.get_by_text("De trede is vastgelegd.")).to_be_visible()
    bekijk(page, "gesprek-vastgelegd")


def toets(page, adres, bekijk):
    page.goto(adres)
    druk(page, "Naar de toets")
    expect(page.get_by_text("De zaak is klaar voor de toets.")).to_be_visible()
    stenen = vak(page, "Toets aan de vier toetsstenen")
    for antwoord in stenen.get_by_label("Ja, het voldoet", exact=True).all():
        antwoord.check()
    for reden in stenen.get_by_label("Waarom?").all():
        reden.fill("Dat bleek uit het gesprek en het plan.")
    stenen.get_by_role("button", name="Toets bewaren").click()
    expect(page.get_by_text("De toets is bewaard.")).to_be_visible()
    expect(page.get_by_text("Wacht op het advies van de wijkregisseur.").first).to_be_visible()
    bekijk(page, "toets")


def adviseer(page, adres):
    page.goto(adres)
    advies = vak(page, "Advies van de wijkregisseur")
    advies.get_by_label("Meewerken", exact=True).check()
    advies.get_by_label("Waarom?").fill("De hele straat doet mee.")
    advies.get_by_role("button", name="Advies geven").click()
    expect(page.get_by_text("Uw advies staat bij de zaak.")).to_be_visible()


def neem_principebesluit(page):
    page.reload()
    page.get_by_label("Waarom besluit u dit?").fill("De straat wordt groener en buren leren elkaar kennen.")
    druk(page, "Besluiten: meewerken")
    expect(page.get_by_text("Het principebesluit is genomen: de gemeente werkt mee.")).to_be_visible()
    besluit = open_besluit(page)
    expect(besluit).to_contain_text("Wijkregisseur Maria Pastwa gaf vooraf advies.")
    expect(besluit).to_contain_text("Dit volgt uit regel I-14")
    expect(besluit.get_by_role("link", name="De brief")).to_be_visible()


def open_besluit(page):
    """What is decided stands in the dossier."""
    open_blad(page, "Dossier")
    besluit = page.locator("#paneel-principebesluit")
    besluit.locator("summary").click()
    return besluit


def open_eigen_pagina(page, onderwerp, bekijk):
    open_mail(page, onderwerp, INDIENER)
    bekijk(page, "mail-besluit")
    page.goto(link_in_mail(page))
    druk(page, "Mijn idee bekijken")
    kop(page, TITEL)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download de brief").click()
    assert download.value.suggested_filename.endswith("principebesluit.pdf")


def werk_plan_uit(page, bekijk):
    begroting = vak(page, "Begroting")
    for wat, bedrag, wie in (
        ("Hout en aarde", "400,00", "Dit vragen we aan de gemeente"),
        ("Twee dagen timmeren", "250", "Wij doen het zelf"),
    ):
        begroting.get_by_label("Wat is er nodig?").fill(wat)
        begroting.get_by_label("Wat kost het, in euro's?").fill(bedrag)
        begroting.get_by_label(wie).check()
        begroting.get_by_role("button", name="Regel toevoegen").click()
        expect(begroting.get_by_role("cell", name=wat, exact=True)).to_be_visible()
    expect(begroting.get_by_role("row", name="Samen")).to_contain_text("€ 650,00")
    planning = vak(page, "Planning")
    planning.get_by_label("Wat gaat u doen?").fill("Bakken timmeren")
    klaar = timezone.localdate() + datetime.timedelta(days=60)
    planning.get_by_label("Wanneer is het klaar?").fill(klaar.isoformat())
    planning.get_by_role("button", name="Stap toevoegen").click()
    expect(planning.get_by_text(date_format(klaar, "j F Y"))).to_be_visible()
    expect(vak(page, "Uw plan inleveren")).to_contain_text("wie zorgt voor het onderhoud")
    bekijk(page, "plan-uitwerken")
    page.get_by_label("Hoe gaat het daarna?").fill("De buren geven om de beurt water.")
    vak(page, "Daarna").get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Uw plan is compleet.")).to_be_visible()
    druk(page, "Plan inleveren")
    expect(page.get_by_role("heading", name="We bekijken het uitgewerkte plan")).to_be_visible()


def ga_bronnen_na(page, adres):
    """Each source outside the ledger, in the order of the route: the decision waits for them."""
    page.goto(adres)
    while (bronnen := vak(page, "Waar komt het geld vandaan?")).get_by_label("Niet van toepassing").count():
        open_ = bronnen.get_by_text("nog niet nagegaan").count()
        bronnen.get_by_label("Niet van toepassing").check()
        bronnen.get_by_label("Waarom?").fill("Deze bron is niet voor groen in de straat.")
        bronnen.get_by_role("button", name="Uitkomst vastleggen").click()
        expect(page.get_by_text("De uitkomst van deze geldbron staat vast.")).to_be_visible()
        expect(bronnen.get_by_text("nog niet nagegaan")).to_have_count(open_ - 1)


def neem_definitief_besluit(page, adres, bekijk):
    page.goto(adres)
    besluit = vak(page, "Definitief besluit")
    besluit.get_by_label("Waarom besluit u dit?").fill("Het plan is goed uitgewerkt.")
    besluit.get_by_label("Een buurt of plek").check()
    bekijk(page, "definitief-besluit")
    druk(page, "Definitief besluiten: meewerken")
    expect(page.get_by_text("Het definitieve besluit is genomen: de gemeente werkt mee.")).to_be_visible()


def vraag_geld(page):
    page.reload()
    geld = vak(page, "Geld uit het wijkbudget vragen")
    geld.get_by_label("Bedrag in euro's").fill("400,00")
    geld.get_by_label("Leefbaarheid").check()
    geld.get_by_label("Waar is het geld voor?").fill("Hout en aarde voor bloembakken")
    druk(page, "Aanvragen bij het wijkbudget")
    expect(page.get_by_text("De aanvraag is gedaan en wacht op een besluit.")).to_be_visible()


def keur_goed(page):
    meld_aan(page, MANAGER)
    page.goto("/beheer/budgetten/aanvraag/besluiten/")
    rij = page.get_by_role("listitem").filter(has_text="Hout en aarde voor bloembakken")
    rij.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_text("De aanvraag is goedgekeurd en het geld is gereserveerd.")).to_be_visible()


def betaal(page, bekijk):
    """Commit and pay what was granted, from the link on the case page."""
    page.reload()
    vak(page, "Waar komt het geld vandaan?").get_by_role("link", name="Aanvraag").click()
    page.get_by_label("Kenmerk van de beschikking of opdracht").fill("BES-7")
    druk(page, "Verplichting vastleggen")
    page.get_by_label("Bedrag in euro's").fill("380,00")
    page.get_by_label("Kenmerk in het financiële systeem").fill("F-7")
    page.get_by_label("Nee, er volgt nog een betaling").check()
    druk(page, "Betaling registreren")
    expect(page.get_by_role("cell", name="Betaling F-7")).to_be_visible()
    bekijk(page, "betaald")


def voer_uit(page, bekijk):
    page.reload()
    voortgang = vak(page, "Hoe het gaat")
    voortgang.get_by_label("Hoe gaat het?").fill("De eerste bak staat!")
    voortgang.locator("input[type=file]").set_input_files(FOTO)
    voortgang.get_by_label("Wat is er op de foto te zien?").fill("Een groene bak met tulpen")
    voortgang.get_by_label("Dit mag op de website staan").check()
    voortgang.get_by_role("button", name="Vertellen").click()
    expect(page.get_by_role("img", name="Een groene bak met tulpen")).to_be_visible()
    page.get_by_label("Een bon of rekening").set_input_files(BON)
    druk(page, "Bon toevoegen")
    expect(page.get_by_text("De bon is bewaard.")).to_be_visible()
    bekijk(page, "uitvoeren")
    page.get_by_label("Wat is er gedaan?").fill("Er staan twaalf bakken in de straat.")
    page.get_by_label("Wat heeft het gekost, in euro's?").fill("380,00")
    druk(page, "Verantwoording versturen")
    expect(page.get_by_text("Er staan twaalf bakken in de straat.")).to_be_visible()


def rond_af(page, adres, bekijk):
    page.goto(adres)
    expect(page.get_by_text("Er staat nog geld open").first).to_be_visible()
    page.get_by_label("Waarom is dit geld niet nodig?").fill("Er is € 20 over.")
    bekijk(page, "geld-teruggeven")
    druk(page, "Geld teruggeven")
    expect(page.get_by_text("Het geld dat over was, is terug in de pot.")).to_be_visible()
    druk(page, "Afronden")
    expect(page.get_by_text("Het initiatief is afgerond.")).to_be_visible()


def kijk_terug(page, bekijk):
    page.reload()
    page.get_by_label("Goed", exact=True).check()
    page.get_by_label("Ons idee mag als goed voorbeeld").check()
    bekijk(page, "terugkijken")
    druk(page, "Versturen")
    expect(page.get_by_text("Dank u wel!")).to_be_visible()


def word_voorbeeld(page, adres, bekijk):
    page.goto(adres)
    page.get_by_label("Waarom is dit een goed voorbeeld?").fill("Het begon met één bak.")
    druk(page, "Tonen als goed voorbeeld")
    klik(page, "Bekijk de goede voorbeelden")
    kop(page, "Goede voorbeelden")
    expect(page.get_by_role("img", name="Een groene bak met tulpen")).to_be_visible()
    bekijk(page, "goede-voorbeelden")
    klik(page, TITEL)
    expect(page.get_by_text("De eerste bak staat!")).to_be_visible()
    bekijk(page, "initiatief-afgerond")


@pytest.mark.regel("I-18")
def test_what_is_too_large_goes_to_the_wijkagenda(bureau, bekijk):
    rol = Rol.objects.get(medewerker__email=VAKAMBTENAAR, soort=Rol.Soort.VAKAMBTENAAR)
    wijk = Wijk.objects.get(slug="centrum")
    zaak = in_toets(wijk=wijk, rol=rol, soort="beleidswens", titel="Een ander plein", motivering="")
    meld_aan(bureau, VAKAMBTENAAR)
    bureau.goto(f"/beheer/initiatieven/initiatief/{zaak.pk}/change/")
    bureau.get_by_label("Waarom besluit u dit?").fill("Het plein raakt de hele wijk.")
    druk(bureau, "Besluiten: meewerken")
    expect(
        bureau.get_by_text("Dit gaat naar de wijkagenda: het is een complexe beleidswens.").first
    ).to_be_visible()
    druk(bureau, "Besluiten: naar de wijkagenda")
    expect(open_besluit(bureau)).to_contain_text("Die gaan altijd via de wijkagenda.")
    bekijk(bureau, "naar-de-wijkagenda")
    zaak.refresh_from_db()
    assert zaak.fase == Fase.GEAGENDEERD
