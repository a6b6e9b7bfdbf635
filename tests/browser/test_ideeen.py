"""From a wish to an answer about it: a resident, the wijkregisseur and an ambtenaar on both screens."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.mensen import druk, geef_wachtwoord, klik, kop, link_in_mail, meld_aan, open_mail
from wijkagenda import agendas, eerste_toets
from wijkagenda.models import Fase, Idee, Thema, Toetsvraag, Wijkagenda
from wijken.models import Cluster, Medewerker, Wijk
from wijkportaal.models import Bericht

PARTNER = "w.woning@wonenlimburg.example"
REGIE, AMBTENAAR = "y.van.der.land@roermond.example", "b.beheer@roermond.example"


@pytest.fixture
def agenda(roermond):
    """An agenda of Asenray that collects, with two ideas by staff."""
    regie = Medewerker.objects.get(email=REGIE)
    geef_wachtwoord(regie)
    jaar = timezone.localdate().year
    rij = agendas.begin_agenda(
        wijk=Wijk.objects.get(slug="asenray"),
        vorm="volledig",
        van=datetime.date(jaar, 1, 1),
        tot=datetime.date(jaar + 3, 12, 31),
        door=regie,
    )
    groen = Thema.objects.order_by("volgorde").first()
    for titel in ("Schaduw op het dorpsplein", "Een linde bij de kerk"):
        Idee.objects.create(
            agenda=rij,
            titel=titel,
            wat="Op warme dagen is het plein te heet.",
            thema=groen,
            herkomst="medewerker",
            ingevoerd_door=regie,
            bevestigd_op=timezone.now(),
        )
    return rij


def naar_toets(agenda):
    """Take the agenda to the first test, with a question to the cluster that looks after the trees."""
    regie = Medewerker.objects.get(email=REGIE)
    for naam in ("overzicht", "eerste-toets"):
        agendas.voer_stap_uit(agenda=agenda, naam=naam, door=regie, hoe="Besproken in de wijkcoalitie")
    eerste_toets.vraag_toets(
        agenda=agenda,
        ideeen=agenda.ideeen.telt_mee(),
        partijen=[Cluster.objects.get(naam="Beheer Openbare Ruimte")],
        uiterlijk=timezone.localdate() + datetime.timedelta(days=14),
        door=regie,
    )


@pytest.mark.regel("A-02")
def test_a_resident_gives_an_idea_and_confirms_it(scherm, bekijk, agenda):
    scherm.goto(f"/wijken/asenray/agenda/{agenda.van.year}/idee/")
    kop(scherm, f"Uw idee voor de Wijkagenda Asenray {agenda.periode}")
    bekijk(scherm, "idee-geven")
    scherm.get_by_label("Wat is uw wens of idee?").fill("Een bank bij de speeltuin")
    druk(scherm, "Idee versturen")
    expect(scherm.get_by_label("Wat is uw wens of idee?")).to_have_value("Een bank bij de speeltuin")
    bekijk(scherm, "idee-fouten")
    scherm.get_by_label("Vertel er meer over").fill("Oma's willen zitten.")
    scherm.get_by_label("Uw naam").fill("Truus Testbewoner")
    scherm.get_by_label("Uw mailadres").fill("truus@bewoner.example")
    druk(scherm, "Idee versturen")
    kop(scherm, "Nog één stap: kijk in uw mail")
    bekijk(scherm, "idee-verstuurd")
    open_mail(scherm, "Bevestig uw idee", "truus@bewoner.example")
    scherm.goto(link_in_mail(scherm))
    kop(scherm, "Is dit uw idee?")
    bekijk(scherm, "idee-link")
    druk(scherm, "Ja, dit is mijn idee")
    kop(scherm, "Dank u wel, uw idee telt mee")
    bekijk(scherm, "idee-bevestigd")
    assert Idee.objects.telt_mee().filter(titel="Een bank bij de speeltuin").count() == 1


@pytest.mark.regel("A-03", "A-12")
def test_staff_merge_ask_answer_and_judge(scherm, bekijk, agenda):
    meld_aan(scherm, REGIE)
    kop(scherm, "Mijn werk")
    scherm.goto(f"/beheer/wijkagenda/idee/?agenda={agenda.pk}")
    bekijk(scherm, "ideeen-lijst")
    for hokje in scherm.locator("input[name=_selected_action]").all():
        hokje.check()
    scherm.get_by_role("combobox", name="Actie").select_option(label="Samenvoegen")
    druk(scherm, "Uitvoeren")
    kop(scherm, "Ideeën samenvoegen")
    bekijk(scherm, "ideeen-samenvoegen")
    scherm.get_by_role("radio").first.check()
    druk(scherm, "Samenvoegen")
    bekijk(scherm, "idee-samengevoegd")
    naar_toets(agenda)
    scherm.goto(f"/beheer/wijkagenda/idee/toets-vragen/?ideeen={agenda.ideeen.telt_mee().first().pk}")
    kop(scherm, "Eerste toets vragen")
    bekijk(scherm, "ideeen-toets-vragen")
    scherm.goto(f"/beheer/wijkagenda/idee/oordelen/?ideeen={agenda.ideeen.telt_mee().first().pk}")
    bekijk(scherm, "ideeen-oordelen")
    scherm.goto(f"/beheer/wijkagenda/wijkagenda/{agenda.pk}/change/")
    bekijk(scherm, "ideeen-agenda")
    scherm.goto("/beheer/wijkagenda/thema/vergelijken/")
    klik(scherm, "Groen en klimaat")
    bekijk(scherm, "ideeen-vergelijken")
    scherm.goto(f"/beheer/wijkagenda/idee/add/?agenda={agenda.pk}")
    bekijk(scherm, "idee-toevoegen")
    assert Wijkagenda.objects.get(pk=agenda.pk).fase == Fase.EERSTE_TOETS


@pytest.mark.regel("A-03")
def test_an_ambtenaar_answers_from_mijn_werk(scherm, bekijk, agenda):
    naar_toets(agenda)
    meld_aan(scherm, AMBTENAAR)
    kop(scherm, "Mijn werk")
    scherm.goto("/beheer/")
    bekijk(scherm, "toets-mijnwerk")
    klik(scherm, "Schaduw op het dorpsplein")
    bekijk(scherm, "toetsvraag")
    for vraag in ("beleid van de gemeente", "worden uitgevoerd", "te betalen", "gewone taken"):
        groep = scherm.get_by_role("group", name=vraag)
        groep.get_by_role("radio", name="Ja").check()
    scherm.get_by_label("Hoeveel kunt u misschien bijdragen").fill("2.500")
    druk(scherm, "Bewaren en naar de volgende")
    kop(scherm, "Een linde bij de kerk")
    assert Toetsvraag.objects.filter(idee__agenda=agenda, beantwoord_op__isnull=False).count() == 1


@pytest.mark.regel("A-02")
def test_a_partner_is_invited_and_brings_in_an_idea(open_scherm, soort, bekijk, agenda):
    regie, partner = open_scherm(soort), open_scherm(soort)
    meld_aan(regie, REGIE)
    kop(regie, "Mijn werk")
    regie.goto(f"/beheer/wijkagenda/wijkagenda/{agenda.pk}/change/")
    klik(regie, "Partners uitnodigen")
    bekijk(regie, "partners-uitnodigen")
    regie.get_by_label("Wonen Limburg").check()
    druk(regie, "Uitnodigen")
    expect(regie.locator(".messagelist")).to_be_visible()

    open_mail(partner, "Denk mee over de wijkagenda voor Asenray", PARTNER)
    partner.goto(link_in_mail(partner))
    bekijk(partner, "partner-code-vragen")
    druk(partner, "Stuur mij een code")
    bekijk(partner, "partner-code")
    mail = Bericht.objects.filter(naar=PARTNER, gebeurtenis__startswith="wijkagenda:code:").latest("pk")
    partner.get_by_label("Uw code").fill(re.search(r"\b\d{6}\b", mail.tekst)[0])
    druk(partner, "Verder")
    kop(partner, "Ideeën van Wonen Limburg")
    partner.get_by_role("listitem").filter(has_text="Asenray").get_by_role("link").click()
    druk(partner, "Idee inbrengen")
    expect(partner.get_by_text("Geef het idee een korte naam.").first).to_be_visible()
    bekijk(partner, "partner-idee-fout")
    partner.get_by_label("Wat is uw wens of idee?").fill("Zonnepanelen op de flats")
    partner.get_by_label("Vertel er meer over").fill("Huurders betalen dan minder.")
    druk(partner, "Idee inbrengen")
    expect(partner.get_by_role("heading", name="Zonnepanelen op de flats")).to_be_visible()
    bekijk(partner, "partner-pagina")
