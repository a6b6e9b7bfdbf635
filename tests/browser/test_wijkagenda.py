"""From collected wishes to a published agenda and a second version of it, by all who have a part in it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from budgetten.controle import controleer
from budgetten.models.rekening import Potsoort
from tests.browser.mensen import (
    AAN_EEN_BUREAU,
    INDIENER,
    PDF,
    druk,
    klik,
    kop,
    link_in_mail,
    meld_aan,
    open_mail,
)
from tests.budgetten.fabrieken import saldi
from tests.wijkagenda.peilingen import gesloten
from wijkagenda.models import Wijkagenda
from wijken.models import Wijk

pytestmark = [AAN_EEN_BUREAU, pytest.mark.regel("A-02", "A-05", "A-06", "A-07", "A-08", "A-09", "C-03")]
WIJK = "Herten/Maasplassen"
REGISSEUR, GROEN = "m.pastwa@roermond.example", "g.groenstrook@roermond.example"
MANAGER, SECRETARIS = "m.mandaat@roermond.example", "s.secretaris@roermond.example"
PARTNER, AMBTENAAR = "w.woning@wonenlimburg.example", "b.beheer@roermond.example"
TITEL = "Een speelplein in Merum"
JAAR = timezone.localdate().year
VERKENNINGEN = ("Clusterbudget", "Externe subsidies", "Projectbudgetten", "Cofinanciering door wijkpartners")
VERKENNINGEN += ("Sponsoring",)


@pytest.fixture
def als(open_scherm, soort):
    """A browser per person, signed in once."""
    vensters = {}

    def open_(email):
        if email not in vensters:
            vensters[email] = open_scherm(soort)
            meld_aan(vensters[email], email)
            kop(vensters[email], "Mijn werk")
        return vensters[email]

    return open_


def agenda():
    return Wijkagenda.objects.get(wijk__naam=WIJK)


def naar_agenda(page):
    page.goto(f"/beheer/wijkagenda/wijkagenda/{agenda().pk}/change/")
    return page


def zet_stap(page, knop, hoe="Besproken in de wijkcoalitie"):
    """Open the step, say how it was done, and take it."""
    naar_agenda(page)
    stap = page.locator("details").filter(has=page.locator("summary", has_text=re.compile(f"^{knop}$")))
    stap.locator("summary").click()
    stap.get_by_label("Hoe heeft de wijkcoalitie dit gedaan?").fill(hoe)
    stap.get_by_role("button", name=knop).click()
    expect(page.locator(".messagelist")).to_be_visible()


def begin(page, vorm="Beknopt"):
    page.goto("/beheer/wijkagenda/wijkagenda/add/")
    page.get_by_label("Wijk:").select_option(WIJK)
    page.get_by_label("Vorm:").select_option(vorm)
    page.get_by_label("Van:").fill(f"01-01-{JAAR}")
    page.get_by_label("Tot en met:").fill(f"31-12-{JAAR + 3}")
    page.get_by_label("Inleiding:").fill("Wat bewoners van Herten en de Maasplassen willen.")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


WENSEN = (TITEL, "Minder zwerfvuil", "Een alcoholvrije kermis")


def geef_idee(page, titel):
    """A resident gives an idea without an account, and confirms it with the button of the mail."""
    page.goto(f"/wijken/{agenda().wijk.slug}/agenda/{JAAR}/idee/")
    page.get_by_label("Wat is uw wens of idee?").fill(titel)
    page.get_by_label("Vertel er meer over").fill("Dat vragen veel mensen in de buurt.")
    page.get_by_label("Uw naam").fill("Truus Testbewoner")
    page.get_by_label("Uw mailadres").fill(INDIENER)
    druk(page, "Idee versturen")
    kop(page, "Nog één stap: kijk in uw mail")
    open_mail(page, "Bevestig uw idee", INDIENER)
    page.goto(link_in_mail(page))
    druk(page, "Ja, dit is mijn idee")
    kop(page, "Dank u wel, uw idee telt mee")


def oordeel(page):
    """The coalitie says of all three ideas that they are feasible."""
    pks = ",".join(str(pk) for pk in agenda().ideeen.telt_mee().values_list("pk", flat=True))
    page.goto(f"/beheer/wijkagenda/idee/oordelen/?ideeen={pks}")
    page.get_by_label("Haalbaar: het gaat door naar de bewoners").check()
    druk(page, "Vastleggen")
    expect(page.locator(".messagelist")).to_be_visible()


def werk_uit(page):
    """Fill in the seven parts, who pays, and the sources looked into."""
    naar_agenda(page)
    klik(page, "Maatregel toevoegen")
    vul = {
        "Titel:": TITEL,
        "Omschrijving:": "Een plein waar kinderen van alle leeftijden spelen.",
        "Doel en achtergrond:": "Kinderen hebben in Merum geen plek om te spelen.",
        "Beoogd effect:": "Kinderen spelen meer buiten.",
        "Meetbaar doel:": "Kinderen die na school buiten spelen",
        "Eenheid:": "per middag",
        "Waarde nu:": "5",
        "Streefwaarde:": "30",
        "Bereikt op:": f"31-12-{JAAR + 1}",
        "Trekker:": "Cluster Beheer Openbare Ruimte",
        "Mailadres van de trekker:": "b.beheer@roermond.example",
        "Betrokken partijen:": "Bewoners, Wonen Limburg",
        "Uitvoering van jaar:": str(JAAR),
        "Uitvoering tot en met jaar:": str(JAAR + 1),
        "Visie op het beheer:": "Het cluster onderhoudt het plein.",
        "Benodigd bedrag:": "12.500,50",
    }
    for label, tekst in vul.items():
        page.get_by_label(label, exact=True).fill(tekst)
    page.get_by_label("Thema:").select_option("Jeugd")
    page.get_by_label(TITEL).check()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Vul in wie betaalt of meewerkt.")


def voeg_bijdragen_toe(page):
    klik(page, f"1. {TITEL}")
    rijen = [
        {"bron": "Clusterbudget", "cluster": "Beheer Openbare Ruimte", "bedrag": "7.000,50"},
        {"bron": "Clusterbudget", "cluster": "Leefbaarheid & Veiligheid", "bedrag": "0", "inzet": "Toezicht"},
        {"bron": "Partner uit de wijk", "partner": "Wonen Limburg", "bedrag": "2500"},
        {"bron": "Wijkbudget", "bedrag": "3000"},
    ]
    for nummer, rij in enumerate(rijen):
        if nummer:
            page.get_by_text("Nog een Bijdrage toevoegen").click()
        for veld in ("bron", "cluster", "partner"):
            if veld in rij:
                page.locator(f"#id_bijdragen-{nummer}-{veld}").select_option(rij[veld])
        for veld in ("bedrag", "inzet"):
            if veld in rij:
                page.locator(f"#id_bijdragen-{nummer}-{veld}").fill(rij[veld])
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Ga deze geldbronnen eerst na")


def verken_bronnen(page):
    klik(page, f"1. {TITEL}")
    for nummer, bron in enumerate(VERKENNINGEN):
        if nummer:
            page.get_by_text("Nog een Verkenning van een geldbron toevoegen").click()
        page.locator(f"#id_verkenningen-{nummer}-code").select_option(bron)
        page.locator(f"#id_verkenningen-{nummer}-uitkomst").select_option("Geweigerd")
        page.locator(f"#id_verkenningen-{nummer}-toelichting").fill("Er is geen ruimte voor meer.")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Maatregel 1 is bewaard en compleet.")


def zeg_ja(page, deel):
    """Answer from Mijn werk, as the one with the mandate."""
    page.goto("/beheer/")
    rij = page.get_by_role("listitem").filter(has_text=TITEL).filter(has_text=deel)
    rij.get_by_role("link", name=TITEL, exact=True).click()
    page.get_by_label("Akkoord", exact=True).check()
    druk(page, "Antwoord geven")
    expect(page.locator(".messagelist")).to_contain_text("U bent akkoord.")


def open_als_partner(page, onderwerp="Een maatregel voor", titel=TITEL):
    """By the mailed link and the mailed code, without an account."""
    open_mail(page, onderwerp, PARTNER)
    adres = link_in_mail(page)
    page.goto(adres)
    druk(page, "Stuur mij een code")
    expect(page.get_by_label("Uw code")).to_be_visible()
    andere = page.context.new_page()
    open_mail(andere, "Uw code", PARTNER)
    code = re.search(r"Uw code is: (\d{6})", andere.locator("main").inner_text())[1]
    andere.close()
    page.get_by_label("Uw code").fill(code)
    druk(page, "Verder")
    kop(page, titel)


def coalitie_akkoord(page):
    naar_agenda(page)
    while page.get_by_role("button", name="Akkoord vastleggen").count():
        vak = page.locator("form").filter(has=page.get_by_role("button", name="Akkoord vastleggen"))
        vak.get_by_role("radio").first.check()
        vak.get_by_label("In welke vorm?").fill("Stemming in het overleg")
        vak.get_by_label("Gegeven op").fill(timezone.localdate().isoformat())
        druk(page, "Akkoord vastleggen")
        expect(page.locator(".messagelist")).to_contain_text("Het akkoord ligt vast.")


def stel_vast(page, nummer, toelichting=""):
    naar_agenda(page)
    page.get_by_label("Nummer van het besluit").fill(nummer)
    page.get_by_label("Datum van het besluit").fill(timezone.localdate().isoformat())
    page.get_by_label("Het besluit", exact=True).set_input_files(PDF)
    if toelichting:
        page.get_by_label("Wat is er anders dan in de vorige versie?").fill(toelichting)
    druk(page, "Vaststellen")
    expect(page.locator(".messagelist")).to_contain_text("De agenda is vastgesteld.")
    page.get_by_label("Kenmerk van de brief aan de raad").fill(f"RB-{nummer}")
    page.get_by_label("Toelichting voor de raad").fill("Het college biedt de wijkagenda aan.")
    druk(page, "Aanbieden en publiceren")
    expect(page.locator(".messagelist")).to_contain_text("staat op de website")


def test_from_wishes_to_a_published_agenda_and_a_second_version(als, open_scherm, soort, bekijk):
    regisseur, bewoner = als(REGISSEUR), open_scherm(soort)
    wijk = Wijk.objects.get(naam=WIJK)
    vooraf = saldi(wijk, Potsoort.AGENDA)["vrij"]

    # Three wishes become a list, and one of them a maatregel.
    begin(regisseur)
    for titel in WENSEN:
        geef_idee(bewoner, titel)
    zet_stap(regisseur, "Verzamelen afronden")
    zet_stap(regisseur, "Overzicht naar de toets")
    oordeel(regisseur)
    zet_stap(regisseur, "Meteen uitwerken")
    werk_uit(regisseur)
    voeg_bijdragen_toe(regisseur)
    verken_bronnen(regisseur)
    bekijk(regisseur, "agenda-uitwerking")

    # Everybody about the own part: the partner wants something else first.
    zet_stap(regisseur, "Voorleggen aan clusters en partners")
    zeg_ja(als(GROEN), "Clusterbudget Beheer Openbare Ruimte")
    partner = open_scherm(soort)
    open_als_partner(partner)
    bekijk(partner, "partner-antwoord")
    partner.get_by_label("Niet akkoord: ik geef advies over wat er anders moet").check()
    partner.get_by_label("Toelichting").fill("Wij kunnen € 2.000 betalen.")
    druk(partner, "Antwoord geven")
    kop(partner, "Dank u wel")
    zeg_ja(als(MANAGER), "Clusterbudget Leefbaarheid & Veiligheid")
    zeg_ja(als(MANAGER), "Wijkbudget")
    naar_agenda(regisseur)
    expect(regisseur.get_by_text("Wij kunnen € 2.000 betalen.")).to_be_visible()
    bekijk(regisseur, "agenda-advies")

    # The mended part asks only the partner, and the cluster that pays more.
    klik(regisseur, f"1. {TITEL}")
    regisseur.locator("#id_bijdragen-0-bedrag").fill("7.500,50")
    regisseur.locator("#id_bijdragen-2-bedrag").fill("2000")
    regisseur.get_by_role("button", name="Opslaan", exact=True).click()
    expect(regisseur.get_by_text("2 delen zijn nieuw of gewijzigd.")).to_be_visible()
    druk(regisseur, "Opnieuw voorleggen")
    zeg_ja(als(GROEN), "Clusterbudget Beheer Openbare Ruimte")
    open_als_partner(partner)
    partner.get_by_label("Akkoord", exact=True).check()
    druk(partner, "Antwoord geven")
    kop(partner, "Dank u wel")

    # Coalitie, college, raad.
    zet_stap(regisseur, "Naar de wijkcoalitie")
    coalitie_akkoord(regisseur)
    bekijk(regisseur, "agenda-coalitie")
    zet_stap(regisseur, "Aanbieden aan het college")
    stel_vast(als(SECRETARIS), "BW-1")
    bekijk(als(SECRETARIS), "agenda-vastgesteld")
    bewoner.goto(f"/wijken/{wijk.slug}/agenda/{JAAR}/")
    expect(bewoner.get_by_text(TITEL).first).to_be_visible()
    assert saldi(wijk, Potsoort.AGENDA) == {"vrij": vooraf - 3000, "verplicht": 3000}

    # A second version: a little more from the wijkbudget, and only its manager is asked.
    zet_stap(regisseur, "Nieuwe versie maken", hoe="Het plein wordt duurder.")
    klik(regisseur, f"1. {TITEL}")
    regisseur.get_by_label("Benodigd bedrag:").fill("13.000,50")
    regisseur.locator("#id_bijdragen-3-bedrag").fill("3500")
    regisseur.get_by_role("button", name="Opslaan", exact=True).click()
    zet_stap(regisseur, "Voorleggen aan clusters en partners")
    zeg_ja(als(MANAGER), "Wijkbudget")
    zet_stap(regisseur, "Naar de wijkcoalitie")
    coalitie_akkoord(regisseur)
    zet_stap(regisseur, "Aanbieden aan het college")
    stel_vast(als(SECRETARIS), "BW-2", toelichting="Het plein is duurder geworden.")

    for nummer in (1, 2):
        bewoner.goto(f"/wijken/{wijk.slug}/agenda/{JAAR}/versies/{nummer}/")
        expect(bewoner.get_by_text(TITEL).first).to_be_visible()
    assert [
        versie.document["maatregelen"][0]["kosten"] for versie in agenda().versies.order_by("nummer")
    ] == [
        "12500.50",
        "13000.50",
    ]
    assert saldi(wijk, Potsoort.AGENDA) == {"vrij": vooraf - 3500, "verplicht": 3500}
    assert list(controleer()) == []


def geef_partneridee(page, titel):
    """A partner brings an idea in on the own page."""
    open_als_partner(page, "Denk mee over de wijkagenda", "Ideeën van Wonen Limburg")
    page.get_by_role("listitem").filter(has_text=WIJK).get_by_role("link").click()
    page.get_by_label("Wat is uw wens of idee?").fill(titel)
    page.get_by_label("Vertel er meer over").fill("Huurders vragen hierom.")
    druk(page, "Idee inbrengen")
    expect(page.get_by_text(f"“{titel}” staat op de lijst van de wijkcoalitie.")).to_be_visible()


def vraag_toets(page, titel):
    """Ask a cluster whether this idea can be done."""
    idee = agenda().ideeen.get(titel=titel)
    page.goto(f"/beheer/wijkagenda/idee/toets-vragen/?ideeen={idee.pk}")
    page.get_by_label("Beheer Openbare Ruimte").check()
    page.get_by_label("Antwoord uiterlijk op").fill(timezone.localdate().isoformat())
    druk(page, "Vragen versturen")
    expect(page.locator(".messagelist")).to_be_visible()


def beantwoord_toets(page, titel):
    """Answer for the cluster, from Mijn werk."""
    page.goto("/beheer/")
    klik(page, titel)
    for vraag in ("beleid van de gemeente", "worden uitgevoerd", "te betalen", "gewone taken"):
        page.get_by_role("group", name=vraag).get_by_role("radio", name="Ja").check()
    druk(page, "Bewaren en naar de volgende")
    expect(page.locator(".messagelist")).to_be_visible()


def open_peiling(page):
    """Prepare the poll with all feasible ideas and open it at once."""
    naar_agenda(page)
    druk(page, "Peiling voorbereiden")
    page.get_by_label("Gaat open op").fill("2026-01-01T09:00")
    druk(page, "Bewaren")
    druk(page, "Regels vastleggen en openen")
    expect(page.locator(".messagelist")).to_contain_text("De peiling staat op de website.")
    return agenda().peilingen.get()


def stem(page, titel):
    """A resident finds the poll on the page of the wijk, spreads the points and confirms."""
    page.goto(f"/wijken/{agenda().wijk.slug}/")
    klik(page, "Stem mee")
    page.get_by_label(f"Punten bij “{titel}”").fill("10")
    page.get_by_label("Uw mailadres").fill(INDIENER)
    druk(page, "Stem versturen")
    kop(page, "Nog één stap: kijk in uw mail")
    open_mail(page, "Bevestig uw stem", INDIENER)
    page.goto(link_in_mail(page))
    druk(page, "Ja, dit is mijn stem")
    kop(page, "Dank u wel, uw stem telt mee")


@pytest.mark.regel("A-03", "A-04")
def test_a_volledige_agenda_asks_the_residents_in_a_poll(als, open_scherm, soort):
    regisseur, bewoner, partner = als(REGISSEUR), open_scherm(soort), open_scherm(soort)
    begin(regisseur, "Volledig")
    geef_partneridee(partner, WENSEN[1])
    for titel in (TITEL, WENSEN[2]):
        geef_idee(bewoner, titel)

    zet_stap(regisseur, "Verzamelen afronden")
    zet_stap(regisseur, "Overzicht naar de toets")
    vraag_toets(regisseur, TITEL)
    beantwoord_toets(als(AMBTENAAR), TITEL)
    oordeel(regisseur)
    zet_stap(regisseur, "Naar de inwoners")
    partner.reload()
    expect(partner.get_by_text("Haalbaar", exact=True)).to_be_visible()

    peiling = open_peiling(regisseur)
    stem(bewoner, TITEL)
    gesloten(peiling)
    bewoner.goto(peiling.get_absolute_url())
    expect(bewoner.get_by_text("1 persoon deed mee")).to_be_visible()
    zet_stap(regisseur, "Toets bij inwoners afronden")
    werk_uit(regisseur)
    assert agenda().maatregelen.get().ideeen.get().titel == TITEL
