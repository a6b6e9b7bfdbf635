"""The public pages: complete, nothing internal, every version for ever, at a fixed cost."""

import csv
import datetime
import io
from copy import copy
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests.fabrieken import BuurtFactory, RolFactory, WijkFactory
from tests.wijkagenda.fabrieken import (
    JAAR,
    ThemaFactory,
    WijkagendaFactory,
    agenda_in,
    coalitie_zegt_ja,
    gepubliceerde_agenda,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_cluster,
    stap,
    stel_vast,
    volgende_versie,
    vraag_over,
    wereld,
)
from tests.wijkagenda.peilingen import gesloten, open_peiling
from wijkagenda import agendas, beoordelen, overzicht
from wijkagenda.models import Fase, Wijkagenda
from wijkagenda.voortgang import Melding, meld_voortgang
from wijken.models import Coalitielid, Wijkcoalitie
from wijkportaal.uitzonderingen import Domeinfout

pytestmark = [pytest.mark.django_db, pytest.mark.regel("C-03")]

OVERZICHT = reverse("wijkagenda:overzicht")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def agenda(w):
    return gepubliceerde_agenda(w, aantal=2, wijkbudget="1500")


def tekst(antwoord):
    assert antwoord.status_code == 200
    return " ".join(antwoord.text.split()).replace("\xa0", " ")


def adres(naam, agenda, *rest):
    return reverse(f"wijkagenda:{naam}", args=[agenda.wijk.slug, agenda.van.year, *rest])


def meld(agenda, w, nummer, stand, **velden):
    maatregel = agenda.maatregelen.get(nummer=nummer)
    melding = Melding(stand=stand, gezien="", **velden)
    return meld_voortgang(maatregel=maatregel, melding=melding, door=w.regisseur)


# --- The agenda that holds ---


@pytest.mark.parametrize("wie", ["bewoner", "eigen wijkregisseur", "andere wijkregisseur"])
def test_everybody_reads_the_agenda_and_reads_the_same(client, w, agenda, wie):
    if wie == "eigen wijkregisseur":
        client.force_login(w.regisseur)
    if wie == "andere wijkregisseur":
        client.force_login(RolFactory(wijkregisseur=True, wijk=WijkFactory()).medewerker)

    gelezen = tekst(client.get(agenda.get_absolute_url()))

    assert f'Wijkagenda {w.wijk} <span class="wp-bijeen">{JAAR}–{JAAR + 3}</span></h1>' in gelezen
    assert "2 maatregelen van bewoners, organisaties en de gemeente samen" in gelezen
    assert 'Wijkbudget <svg class="wp-geldbalk"' in gelezen
    assert "Van dit bedrag is nu € 1.500,00 vastgelegd en € 0,00 betaald." in gelezen
    assert "besluit 2026/1" in gelezen
    assert "Het college biedt de agenda aan." in gelezen
    assert "Opbouwwerker: akkoord op" in gelezen
    assert f'href="http://testserver{agenda.get_absolute_url()}"' in gelezen  # the canonical address


def test_the_maatregelen_stand_by_thema_each_with_its_own_address(client, agenda):
    antwoord = client.get(agenda.get_absolute_url())

    eerste, tweede = agenda.maatregelen.order_by("nummer")
    assert [(thema, [rij.adres for rij in regels]) for thema, regels in antwoord.context["themas"]] == sorted(
        [
            (eerste.thema.naam, [adres("maatregel", agenda, 1)]),
            (tweede.thema.naam, [adres("maatregel", agenda, 2)]),
        ]
    )
    assert adres("maatregel", agenda, 2) in antwoord.text


@pytest.mark.regel("A-01")
def test_the_choices_work_without_a_script_and_together(client, w):
    agenda = agenda_in(Fase.UITWERKING, w)
    buurt = agenda.deelagendas.create(
        buurt=BuurtFactory(wijk=w.wijk, naam="Kapel"), inleiding="Rond de kapel."
    )
    groen = ThemaFactory(naam="Groen")
    soorten = (
        {"thema": groen, "deelagenda": buurt, "jaar_van": JAAR, "jaar_tot": JAAR},
        {"thema": groen, "jaar_van": JAAR, "jaar_tot": JAAR + 2},
        {"jaar_van": JAAR + 2, "jaar_tot": JAAR + 3},
    )
    for velden in soorten:
        met_cluster(maatregel_van(agenda, **velden), w.groen)
    agenda = volgende_versie(agenda, w)
    meld(agenda, w, 2, "gestart")
    meld(agenda, w, 3, "vertraagd", toelichting="Het regent.")

    def nummers(**keuze):
        antwoord = client.get(agenda.get_absolute_url(), keuze)
        return [regel.maatregel["nummer"] for regel in antwoord.context["gekozen"]]

    assert nummers() == [1, 2, 3]
    assert nummers(thema="Groen") == [1, 2]
    assert nummers(deel="Kapel") == [1]
    assert nummers(deel="hele-wijk") == [2, 3]
    assert nummers(jaar=str(JAAR + 2)) == [2, 3]
    assert nummers(status="gestart") == [2]
    assert nummers(status="laat") == [3]
    assert nummers(thema="Groen", jaar=str(JAAR + 1)) == [2]
    assert nummers(deel="Kapel", status="gestart") == []
    assert nummers(thema="Bestaat niet", jaar="²", status="';--", deel="x") == [1, 2, 3]

    gelezen = tekst(client.get(agenda.get_absolute_url(), {"deel": "Kapel"}))
    assert "1 van de 3 maatregelen." in gelezen
    assert '<option value="Kapel" selected>Kapel</option>' in gelezen
    assert "Rond de kapel." in gelezen
    leeg = tekst(client.get(agenda.get_absolute_url(), {"deel": "Kapel", "status": "gestart"}))
    assert "Geen enkele maatregel past bij deze keuze." in leeg


def test_progress_and_what_was_learned_stand_with_it(client, w, agenda):
    meld(agenda, w, 1, "gestart", toelichting="De eerste schop.", waarde=7, waarde_op=timezone.localdate())
    agenda.evaluaties.create(
        soort="tussentijds",
        gehouden_op=timezone.localdate(),
        ging_goed="De bomen groeien.",
        geleerd="Eerder beginnen.",
        bewoners="Blij.",
        door=w.regisseur,
        rol="Wijkregisseur",
    )

    gelezen = tekst(client.get(agenda.get_absolute_url()))
    assert "<dt>Gestart</dt><dd>1</dd>" in gelezen
    assert "<dt>Gepland</dt><dd>1</dd>" in gelezen
    assert "Eerder beginnen." in gelezen
    maatregel = tekst(client.get(adres("maatregel", agenda, 1)))
    assert "De eerste schop." in maatregel
    assert "Aantal bomen: nu <strong>7</strong> bomen. Het doel is 12." in maatregel
    assert 'aria-label="50% van de weg naar het doel"' in maatregel


# --- Before the first adoption, and between versions ---


@pytest.mark.regel("A-02", "A-08")
def test_before_adoption_the_page_says_what_happens_and_nothing_of_the_maatregelen(client, w):
    agenda = agenda_in(Fase.UITWERKING, w)
    maatregel_van(agenda, titel="Geheime proefballon")

    gelezen = tekst(client.get(agenda.get_absolute_url()))

    assert "De agenda wordt nu gemaakt." in gelezen
    assert "De wijkcoalitie werkt de ideeën uit tot maatregelen." in gelezen
    assert "<strong>Nu aan zet:</strong> de wijkcoalitie." in gelezen
    assert "Geheime proefballon" not in gelezen
    assert client.get(adres("maatregel", agenda, 1)).status_code == 404
    assert client.get(adres("versie", agenda, 1)).status_code == 404


@pytest.mark.regel("A-02")
def test_the_route_tells_how_each_step_was_done_and_not_why_somebody_went_back(client, w):
    agenda = agenda_in(Fase.UITWERKING, w)
    met_cluster(maatregel_van(agenda), w.groen)
    agendas.voer_stap_uit(
        agenda=agenda,
        naam="beoordelen",
        door=w.regisseur,
        hoe="Drie avonden in het buurthuis",
        wanneer="maart 2026",
        met_wie="Wijkraad en school",
        uitkomst="Twee plannen",
    )
    agendas.voer_stap_uit(
        agenda=agenda, naam="terug-uit-beoordeling", door=w.regisseur, hoe="Cluster wil niet"
    )

    antwoord = client.get(agenda.get_absolute_url())
    gelezen = tekst(antwoord)

    for deel in ("Drie avonden in het buurthuis", "maart 2026", "Wijkraad en school", "Twee plannen"):
        assert deel in gelezen
    assert "Cluster wil niet" not in gelezen
    assert w.regisseur.naam not in gelezen
    assert antwoord.context["route"].fasen[:2] == ["Verzamelen", "Eerste overzicht"]
    assert antwoord.context["route"].huidig == 5


@pytest.mark.regel("A-02")
def test_a_beknopte_agenda_that_went_past_the_residents_shows_that_step_as_skipped(client, w):
    agenda = agenda_in(Fase.UITWERKING, w, vorm=Wijkagenda.Vorm.BEKNOPT)
    adres_beheer = reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])
    openbaar = client.get(agenda.get_absolute_url())
    client.force_login(w.regisseur)

    for antwoord in (openbaar, client.get(adres_beheer)):
        gelezen = strip_tags(tekst(antwoord))
        assert "Toets bij inwoners (overgeslagen)" in gelezen
        assert "klaar: Toets bij inwoners" not in gelezen
        assert "klaar: Toets door gemeente en partners" in gelezen


@pytest.mark.regel("A-02")
@pytest.mark.parametrize("vorm", Wijkagenda.Vorm)
def test_a_step_that_was_taken_or_comes_is_not_skipped(client, w, vorm):
    agenda = agenda_in(Fase.BEWONERSTOETS, w, vorm=vorm)
    assert "overgeslagen" not in tekst(client.get(agenda.get_absolute_url()))
    agendas.voer_stap_uit(
        agenda=agenda,
        naam="uitwerken-zonder-peiling",
        door=w.regisseur,
        hoe="Avond in de school",
        wanneer="mei",
        met_wie="Buren",
        uitkomst="Een plan",
    )
    assert "overgeslagen" not in tekst(client.get(agenda.get_absolute_url()))


@pytest.mark.regel("A-08")
def test_a_version_that_the_raad_does_not_have_is_nobodys_yet(client, w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_cluster(maatregel_van(agenda, titel="Nog niet openbaar"), w.groen)
    leg_voor(agenda, w.regisseur)
    keur_goed(deel, w.manager_groen)
    agenda = stap(agenda, "opstellen", w.regisseur)
    coalitie_zegt_ja(agenda, w)
    agenda = stap(agenda, "aanbieden-college", w.regisseur)
    stel_vast(agenda, w, nummer="GEHEIM-1")

    for gebruiker in (None, w.regisseur, w.manager_groen):
        if gebruiker:
            client.force_login(gebruiker)
        assert client.get(adres("versie", agenda, 1)).status_code == 404
        assert client.get(adres("maatregel", agenda, 1)).status_code == 404
        for pagina in (agenda.get_absolute_url(), OVERZICHT, w.wijk.get_absolute_url()):
            gelezen = tekst(client.get(pagina))
            assert "Nog niet openbaar" not in gelezen
            assert "GEHEIM-1" not in gelezen
        assert "Nog niet openbaar" not in client.get("/wijkagendas/feed/").text
        assert "/versies/1/" not in client.get("/sitemap.xml").text


@pytest.mark.regel("A-09")
def test_while_a_new_version_is_made_the_adopted_one_holds(client, w, agenda):
    agenda = stap(agenda, "herzien", w.regisseur)
    agenda.maatregelen.filter(nummer=1).update(titel="Nieuwe titel")

    antwoord = client.get(agenda.get_absolute_url())
    gelezen = tekst(antwoord)

    assert "Er wordt een nieuwe versie gemaakt" in gelezen
    assert "Versie 1 blijft gelden tot de nieuwe is vastgesteld." in gelezen
    assert "Nieuwe titel" not in gelezen
    assert antwoord.context["route"].fasen[0] == "Uitwerking"
    assert "Nieuwe titel" not in client.get(adres("maatregel", agenda, 1)).text


# --- Versions ---


@pytest.mark.regel("A-09")
def test_every_version_stays_at_its_address_and_the_next_says_what_changed(client, w, agenda):
    eerste = client.get(adres("versie", agenda, 1)).text
    assert "Er is een nieuwere versie" not in eerste
    agenda = stap(agenda, "herzien", w.regisseur)
    agenda.maatregelen.filter(nummer=1).update(titel="Bomen en een bankje")
    agenda.maatregelen.filter(nummer=2).update(weggelaten=True, weggelaten_reden="De school doet het zelf.")
    met_cluster(maatregel_van(agenda, titel="Een speelplek"), w.groen)
    agenda = volgende_versie(agenda, w, toelichting="We hebben geluisterd.")

    oud, nieuw = tekst(client.get(adres("versie", agenda, 1))), tekst(client.get(adres("versie", agenda, 2)))

    assert "Er is een nieuwere versie" in oud
    assert "Bomen en een bankje" not in oud
    assert "Een speelplek" not in oud
    titel = agenda.versies.get(nummer=1).document["maatregelen"][0]["titel"]
    assert f"De titel is nu “Bomen en een bankje” (eerst “{titel}”)." in nieuw
    assert "Van de maatregelen: 1 nieuw, 1 vervallen, 1 gewijzigd." in nieuw
    assert "De school doet het zelf." in nieuw
    assert "We hebben geluisterd." in nieuw
    assert "3. Een speelplek</a>" in nieuw
    geldend = tekst(client.get(agenda.get_absolute_url()))
    assert "Bomen en een bankje" in geldend
    assert adres("versie", agenda, 1) in geldend
    weg = tekst(client.get(adres("maatregel", agenda, 2)))
    assert "Deze maatregel staat niet meer in de wijkagenda." in weg
    assert "De school doet het zelf." in weg
    assert f"{adres('versie', agenda, 1)}#maatregel-2" in weg
    assert client.get(adres("maatregel", agenda, 9)).status_code == 404
    assert client.get(adres("versie", agenda, 3)).status_code == 404


def test_a_version_is_read_from_its_document_alone(client, w, agenda):
    """Whatever is renamed afterwards, what was adopted reads as it did."""
    voor = client.get(adres("versie", agenda, 1)).text
    w.groen.naam = "Omgedoopt cluster"
    w.groen.save()
    thema = agenda.maatregelen.get(nummer=1).thema
    thema.naam = "Omgedoopt thema"
    thema.save()

    assert client.get(adres("versie", agenda, 1)).text == voor


@pytest.mark.regel("A-05", "A-06")
def test_a_maatregel_shows_its_seven_parts_its_money_and_who_approved(client, w, agenda):
    gelezen = tekst(client.get(adres("maatregel", agenda, 1)))

    vandaag = f"{timezone.localdate().day} "
    for deel in (
        "We planten bomen langs de weg.",
        "Het plein wordt te warm.",
        "Meer schaduw.",
        "Cluster Openbare Ruimte",
        "Bewoners en wijkraad",
        f"{JAAR}–{JAAR + 1}",
        "De gemeente onderhoudt de bomen.",
        f"Aantal bomen: van 2 naar <strong>12</strong> bomen, uiterlijk op 31 december {JAAR + 1}",
        "Plant de bomen",
        "€ 1.500,00",
        f"Akkoord van de manager van het cluster op {vandaag}",
        f"Akkoord van de manager die het wijkbudget beheert op {vandaag}",
        "Nu is € 1.500,00 vastgelegd en € 0,00 betaald.",
        "geweigerd. Geen ruimte</li>",
    ):
        assert deel in gelezen, deel


def test_nothing_of_the_work_inside_is_on_a_public_page(client, w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_cluster(maatregel_van(agenda, trekker_email="t.trekker@voorbeeldstad.example"), w.groen)
    agenda.maatregelen.create(
        **{
            veld: getattr(deel.maatregel, veld)
            for veld in ("thema", "omschrijving", "trekker", "trekker_email")
        },
        nummer=7,
        titel="Vervallen proefballon",
        weggelaten=True,
        weggelaten_reden="Wil de wethouder niet",
    )
    leg_voor(agenda, w.regisseur)
    vraag = vraag_over(deel)
    beoordelen.beoordeel(
        vraag=vraag,
        door=w.manager_groen,
        akkoord=False,
        gezien=beoordelen.revisie_van(vraag),
        toelichting="Advies: geen tijd voor",
    )
    agendas.voer_stap_uit(agenda=agenda, naam="terug-uit-beoordeling", door=w.regisseur, hoe="Intern gedoe")
    agenda.refresh_from_db()
    agenda = volgende_versie(agenda, w)
    meld(agenda, w, 1, "gestart", toelichting="De eerste schop.")
    mensen = ("regisseur", "manager_groen", "manager", "opbouw", "secretaris", "budgethouder", "beleid")
    namen = [getattr(w, mens).naam for mens in mensen] + [getattr(w, mens).email for mens in mensen]
    geheim = [
        *namen,
        "t.trekker@",
        "Vervallen proefballon",
        "Wil de wethouder",
        "geen tijd voor",
        "Intern gedoe",
    ]
    paginas = (
        *(agenda.get_absolute_url(), adres("versie", agenda, 1), adres("maatregel", agenda, 1)),
        *(OVERZICHT, "/wijkagendas/feed/", "/sitemap.xml"),
        *(f"/wijkagendas/{wat}.csv" for wat in overzicht.BESTANDEN),
    )
    assert client.get(adres("maatregel", agenda, 7)).status_code == 404
    for pagina in paginas:
        antwoord = client.get(pagina)
        assert antwoord.status_code == 200
        gelezen = antwoord.getvalue().decode()
        assert [woord for woord in geheim if woord in gelezen] == [], pagina


@pytest.mark.regel("A-01")
def test_two_agendas_of_a_wijk_never_share_an_address(w):
    WijkagendaFactory(wijk=w.wijk, van=datetime.date(JAAR, 1, 1), tot=datetime.date(JAAR, 6, 30))

    with pytest.raises(Domeinfout, match="al een wijkagenda die in dat jaar begint"):
        agendas.begin_agenda(
            wijk=w.wijk,
            vorm="volledig",
            van=datetime.date(JAAR, 7, 1),
            tot=datetime.date(JAAR + 3, 12, 31),
            door=w.regisseur,
        )
    with pytest.raises(IntegrityError, match="wijkagenda_een_per_beginjaar"), transaction.atomic():
        WijkagendaFactory(wijk=w.wijk, van=datetime.date(JAAR, 7, 1), tot=datetime.date(JAAR, 12, 31))


@pytest.mark.regel("A-04")
def test_a_version_tells_what_residents_said():
    keuze = {"titel": "Een bankje", "steun": 8, "tegen": 1, "punten": 21, "wil_helpen": 3}
    peiling = {
        "titel": "Wat gaat voor?",
        "van": f"{JAAR}-03-01",
        "tot": f"{JAAR}-03-31",
        "deelnemers": {"online": 7, "papier": 2},
        "bereikt": "Een brief in elke bus.",
        "keuzes": [keuze],
    }
    gelezen = render_to_string("wijkagenda/onderdelen/peiling.html", {"peiling": peiling})

    assert "9 mensen deden mee." in gelezen
    assert "Een brief in elke bus." in gelezen
    assert [cel in gelezen for cel in ("Een bankje", ">21<", ">8<", ">1<", ">3<")] == [True] * 5


def test_the_address_without_a_year_leads_to_the_period_that_runs(client, w):
    leeg = WijkFactory()
    jaren = (
        (JAAR - 8, JAAR - 5),
        (JAAR - 1, JAAR + 1),
        (JAAR + 2, JAAR + 4),
    )
    oud, nu, straks = (
        WijkagendaFactory(wijk=w.wijk, van=datetime.date(van, 1, 1), tot=datetime.date(tot, 12, 31))
        for van, tot in jaren
    )
    kort = reverse("wijkagenda:huidig", args=[w.wijk.slug])

    assert client.get(kort).headers["Location"] == nu.get_absolute_url()
    nu.delete()
    assert client.get(kort).headers["Location"] == straks.get_absolute_url()
    straks.delete()
    assert client.get(kort).headers["Location"] == oud.get_absolute_url()
    assert client.get(reverse("wijkagenda:huidig", args=[leeg.slug])).status_code == 404
    assert client.get("/wijken/bestaat-niet/agenda/").status_code == 404
    assert client.get("/wijken/bestaat-niet/agenda/2026/").status_code == 404


def test_nothing_is_posted_here(client, agenda):
    for pagina in (
        agenda.get_absolute_url(),
        adres("versie", agenda, 1),
        adres("maatregel", agenda, 1),
        OVERZICHT,
    ):
        assert client.post(pagina).status_code == 405


# --- All wijken ---


@pytest.mark.regel("A-12")
def test_the_raad_sees_all_wijken_side_by_side(client, w, agenda):
    leeg, bezig = WijkFactory(naam="Zonder agenda"), WijkFactory(naam="Nog bezig")
    WijkagendaFactory(wijk=bezig)
    meld(agenda, w, 2, "vertraagd", toelichting="De aannemer is failliet.")

    antwoord = client.get(OVERZICHT)
    gelezen = tekst(antwoord)

    rij, *rest = antwoord.context["rijen"]
    assert (rij.wijk, len(rij.regels), rij.standen) == (w.wijk, 2, [("Gepland", 1), ("Vertraagd", 1)])
    assert (rij.geld.kosten, rij.geld.vastgelegd, rij.geld.betaald) == (1500, 1500, 0)
    assert [(bron.naam, bron.bedrag, bron.deel) for bron in rij.geld.bronnen] == [("Wijkbudget", 1500, 100)]
    assert [(rij.wijk, rij.agenda is None, rij.regels) for rij in rest] == [
        (leeg, True, []),
        (bezig, False, []),
    ]
    assert "De aannemer is failliet." in gelezen
    assert "1 gepland, 1 vertraagd" in gelezen
    assert "Nog geen agenda" in gelezen
    assert "Nog niet vastgesteld" in gelezen


@pytest.mark.regel("A-12")
def test_what_comes_back_in_several_wijken_stands_first(client, w, agenda):
    tweede = wereld_erbij(w)
    thema = agenda.maatregelen.get(nummer=2).thema
    ander = agenda_in(Fase.UITWERKING, tweede)
    met_cluster(maatregel_van(ander, thema=thema), w.groen)
    volgende_versie(ander, tweede)

    themas = client.get(OVERZICHT).context["themas"]

    assert [(onderwerp.naam, len(onderwerp.wijken), onderwerp.aantal) for onderwerp in themas] == [
        (thema.naam, 2, 2),
        (agenda.maatregelen.get(nummer=1).thema.naam, 1, 1),
    ]
    assert f"{ander.get_absolute_url()}?thema={thema.naam.replace(' ', '%20')}" in client.get(OVERZICHT).text


def wereld_erbij(w):
    """The same people, with a second wijk."""
    tweede = copy(w)
    tweede.wijk = WijkFactory()
    tweede.regisseur = RolFactory(wijkregisseur=True, wijk=tweede.wijk).medewerker
    coalitie = Wijkcoalitie.objects.create(wijk=tweede.wijk, van=datetime.date(2024, 1, 1))
    Coalitielid.objects.create(
        coalitie=coalitie, plaats="corporatie", partner=w.partner, van=datetime.date(2024, 1, 1)
    )
    return tweede


def rijen_van(antwoord):
    return list(csv.DictReader(io.StringIO(antwoord.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_the_overview_can_be_taken_along(client, w, agenda):
    (wijk,) = rijen_van(client.get("/wijkagendas/wijken.csv"))
    assert (wijk["Wijk"], wijk["Maatregelen"], wijk["Gepland"]) == (w.wijk.naam, "2", "2")
    assert (wijk["Kosten"], wijk["Wijkbudget"], wijk["Vastgelegd"]) == ("1500.00", "1500.00", "1500.00")
    eerste, tweede = rijen_van(client.get("/wijkagendas/maatregelen.csv"))
    assert (eerste["Nummer"], eerste["Kosten"], eerste["Status"]) == ("1", "1500.00", "Gepland")
    assert (tweede["Titel"], tweede["Uitvoering"]) == (
        agenda.maatregelen.get(nummer=2).titel,
        f"{JAAR}–{JAAR + 1}",
    )
    assert client.get("/wijkagendas/maatregelen.xlsx").getvalue()[:2] == b"PK"
    for onzin in ("/wijkagendas/iets.csv", "/wijkagendas/wijken.pdf"):
        assert client.get(onzin).status_code == 404


# --- Cost ---


@pytest.mark.parametrize("aantal", [5, 100])
def test_the_pages_cost_a_fixed_number_of_queries(client, w, aantal, django_assert_num_queries):
    agenda = gepubliceerde_agenda(w, aantal=aantal, wijkbudget="100")
    for _ in range(3):
        WijkagendaFactory(wijk=WijkFactory())
    meld(agenda, w, 1, "gestart")
    for pagina, queries in (
        (agenda.get_absolute_url(), 7),
        (adres("versie", agenda, 1), 2),
        (adres("maatregel", agenda, 1), 5),
        (OVERZICHT, 5),
        ("/wijkagendas/feed/", 5),
    ):
        with django_assert_num_queries(queries):
            assert client.get(pagina).status_code == 200


def test_an_agenda_in_the_making_costs_one_query_more(client, w, agenda, django_assert_num_queries):
    pagina = stap(agenda, "herzien", w.regisseur).get_absolute_url()

    with django_assert_num_queries(8):
        client.get(pagina)


# --- Ways to it ---


def test_the_page_of_a_wijk_and_the_first_page_lead_to_it(client, w, agenda):
    gelezen = tekst(client.get(w.wijk.get_absolute_url()))

    assert "2 maatregelen." in gelezen
    assert adres("maatregel", agenda, 1) in gelezen
    assert agenda.get_absolute_url() in gelezen
    assert f'href="{OVERZICHT}"' in tekst(client.get("/"))
    assert "Wijkagenda" not in client.get(WijkFactory().get_absolute_url()).context["onderdelen"]


def test_who_wants_to_take_part_is_led_there(client):
    agenda = WijkagendaFactory()

    assert adres("idee", agenda) in tekst(client.get(agenda.get_absolute_url()))
    Wijkagenda.objects.update(fase=Fase.OVERZICHT)
    assert adres("idee", agenda) not in tekst(client.get(agenda.get_absolute_url()))


def test_a_wijk_that_collects_for_the_next_period_says_so(client, w, agenda):
    straks = WijkagendaFactory(
        wijk=w.wijk, van=datetime.date(JAAR + 4, 1, 1), tot=datetime.date(JAAR + 7, 12, 31)
    )
    gelezen = tekst(client.get(w.wijk.get_absolute_url()))

    assert f"Voor de wijkagenda van {straks.periode} verzamelen we nu wensen en ideeën." in gelezen
    assert adres("idee", straks) in gelezen


def test_a_wijk_whose_agenda_collects_asks_for_wishes(client):
    agenda = WijkagendaFactory()
    assert adres("idee", agenda) in tekst(client.get(agenda.wijk.get_absolute_url()))
    Wijkagenda.objects.update(fase=Fase.OVERZICHT)
    assert adres("idee", agenda) not in tekst(client.get(agenda.wijk.get_absolute_url()))


@pytest.mark.regel("A-04")
def test_a_wijk_with_a_poll_that_runs_leads_to_it(client, w):
    peiling = open_peiling(w)
    pagina = w.wijk.get_absolute_url()
    assert f'href="{peiling.get_absolute_url()}"' in tekst(client.get(pagina))
    gesloten(peiling)
    assert peiling.get_absolute_url() not in tekst(client.get(pagina))


def test_the_feed_tells_of_adoption_and_progress(client, w, agenda):
    meld(agenda, w, 1, "gestart", toelichting="De eerste schop.")

    antwoord = client.get("/wijkagendas/feed/")
    berichten = ET.fromstring(antwoord.content).findall(f"{ATOM}entry")

    assert antwoord.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    titel = agenda.maatregelen.get(nummer=1).titel
    assert [bericht.findtext(f"{ATOM}title") for bericht in berichten] == [
        f"{w.wijk}: {titel} – gestart",
        f"Wijkagenda {w.wijk} {agenda.periode}: versie 1 is vastgesteld",
    ]
    assert [bericht.find(f"{ATOM}link").get("href") for bericht in berichten] == [
        f"http://testserver{adres('maatregel', agenda, 1)}",
        f"http://testserver{adres('versie', agenda, 1)}",
    ]


def test_search_engines_find_the_pages(client, w, agenda):
    gelezen = client.get("/sitemap.xml").text

    for pagina in (
        *(agenda.get_absolute_url(), adres("versie", agenda, 1), adres("maatregel", agenda, 2), OVERZICHT),
        *(w.wijk.get_absolute_url(), "/wijken/"),
    ):
        assert f"<loc>http://testserver{pagina}</loc>" in gelezen
    robots = client.get("/robots.txt").text
    assert "Disallow: /beheer/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
