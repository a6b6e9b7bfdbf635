"""The pages about ideas: who gets in, what each can do there, the price at 10 and at 1,000 ideas."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.fabrieken import RolFactory
from tests.wijkagenda.fabrieken import IdeeFactory, ThemaFactory, WijkagendaFactory
from tests.wijkagenda.ideeen import JA, agenda_voor, antwoord, mensen, oordeel, vraag
from wijkagenda.models import Fase, Idee, Toetsvraag

pytestmark = pytest.mark.django_db
LIJST, VRAGEN = "admin:wijkagenda_idee_changelist", "admin:wijkagenda_toetsvraag_changelist"


@pytest.fixture
def m(db):
    return mensen()


@pytest.fixture
def agenda(m):
    return agenda_voor(m, fase=Fase.EERSTE_TOETS)


@pytest.fixture
def idee(agenda):
    return IdeeFactory(agenda=agenda, titel="Meer bomen")


def als(persoon):
    client = Client()
    client.force_login(persoon)
    return client


def pad(naam, *args, ideeen=()):
    keuze = f"?ideeen={','.join(str(een.pk) for een in ideeen)}" if ideeen else ""
    return reverse(f"admin:wijkagenda_{naam}", args=args) + keuze


def aantal_queries(client, adres):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(adres).status_code == 200
    return len(queries)


@pytest.mark.regel("A-02")
def test_the_page_of_an_idea_has_three_visitors(m, idee):
    pagina = pad("idee_change", idee.pk)
    assert Client().get(pagina).status_code == 302
    assert als(m.ander).get(pagina).status_code == 403
    assert als(m.corporatie).get(pagina).status_code == 403
    for persoon, knop in ((m.regisseur, True), (m.ambtenaar, False)):
        tekst = als(persoon).get(pagina).text
        assert "Meer bomen" in tekst
        assert ("Tekst of thema wijzigen" in tekst) is knop
    assert als(m.regisseur).get(pad("idee_change", 999999)).status_code == 404
    onbevestigd = IdeeFactory(agenda=idee.agenda, bevestigd_op=None)
    assert als(m.regisseur).get(pad("idee_change", onbevestigd.pk)).status_code == 404


@pytest.mark.regel("A-02")
def test_the_list_shows_the_own_agendas_and_filters_them(m, idee):
    ander, thema = IdeeFactory(titel="Elders"), idee.thema
    weg = IdeeFactory(agenda=idee.agenda, titel="Opgegaan", samengevoegd_met=idee)
    client = als(m.regisseur)
    lijst = client.get(reverse(LIJST)).text
    assert "Meer bomen" in lijst
    assert pad("idee_add") not in lijst  # it would not know for which agenda
    assert ander.titel not in lijst
    assert weg.titel not in lijst
    for filter_, wel in (
        (f"thema__id__exact={thema.pk}", True),
        ("oordeel__exact=haalbaar", False),
        ("herkomst__exact=bewoner", True),
        (f"agenda={ander.agenda_id}", False),
        (f"agenda={idee.agenda_id}", True),
    ):
        assert ("Meer bomen" in client.get(f"{reverse(LIJST)}?{filter_}").text) is wel
    assert weg.titel in client.get(f"{reverse(LIJST)}?samen=ja").text
    assert als(m.corporatie).get(reverse(LIJST)).status_code == 403
    assert Client().get(reverse(LIJST)).status_code == 302


@pytest.mark.regel("A-02")
def test_an_idea_is_added_from_the_page_of_its_agenda(m):
    agenda = agenda_voor(m)
    nieuw = f"{pad('idee_add')}?agenda={agenda.pk}"
    client = als(m.regisseur)
    velden = {"titel": "Minder hitte", "wat": "Veel steen.", "herkomst": "cijfers", "bron": ""}
    fout = client.post(nieuw, velden)
    assert fout.status_code == 422
    assert "Vul de bron in" in fout.text
    assert "Veel steen." in fout.text
    assert client.post(nieuw, velden | {"bron": "CBS 2025"}).status_code == 302
    assert client.post(nieuw, velden | {"bron": "CBS", "titel": "Nog een", "nog_een": "ja"}).url == nieuw
    assert [een.ingevoerd_door for een in agenda.ideeen.all()] == [m.regisseur, m.regisseur]

    assert als(m.ander).post(nieuw, velden).status_code == 403
    assert als(m.ambtenaar).post(nieuw, velden).status_code == 403
    assert client.get(pad("idee_add")).status_code == 404


@pytest.mark.regel("A-02")
def test_pressing_twice_adds_once(m):
    agenda = agenda_voor(m)
    nieuw, client = f"{pad('idee_add')}?agenda={agenda.pk}", als(m.regisseur)
    sleutel = re.search(r'name="formuliersleutel" value="([^"]+)"', client.get(nieuw).text)[1]
    velden = {"titel": "Bank", "wat": "Een bank.", "herkomst": "medewerker", "formuliersleutel": sleutel}
    assert {client.post(nieuw, velden).status_code for _ in range(2)} == {302}
    assert agenda.ideeen.count() == 1


@pytest.mark.regel("A-02")
def test_a_resident_is_written_down_with_consent_only(m):
    agenda = agenda_voor(m)
    adres, client = f"{pad('idee_add')}?agenda={agenda.pk}", als(m.regisseur)
    velden = {"titel": "Bank", "wat": "Om te zitten.", "herkomst": "bewoner"}
    velden |= {"naam": "Truus", "email": "truus@bewoner.example"}

    fout = client.post(adres, velden)
    assert fout.status_code == 422
    assert "Vraag of de bewoner dit goed vindt" in fout.text
    assert 'value="truus@bewoner.example"' in fout.text
    assert client.post(adres, velden | {"toestemming": "on"}).status_code == 302
    assert Idee.objects.get().gever.email == "truus@bewoner.example"


@pytest.mark.regel("A-02")
def test_tagging_merging_and_undoing_from_the_pages(m, idee):
    thema, ander = ThemaFactory(naam="Groen"), IdeeFactory(agenda=idee.agenda, titel="Schaduw")
    client = als(m.regisseur)
    velden = {"titel": idee.titel, "wat": idee.wat, "thema": thema.pk}
    assert client.post(pad("idee_wijzigen", idee.pk), velden).status_code == 302
    assert Idee.objects.get(pk=idee.pk).thema == thema

    keuze = {"action": "samenvoegen_actie", "_selected_action": [idee.pk, ander.pk]}
    naar = client.post(reverse(LIJST), keuze)
    assert client.get(naar.url).status_code == 200
    assert client.post(naar.url, {}).status_code == 422
    assert client.post(naar.url, {"verder_in": idee.pk}).url == pad("idee_change", idee.pk)
    assert "Samengevoegd: Schaduw" in client.get(pad("idee_change", idee.pk)).text

    assert als(m.ander).post(pad("idee_los", ander.pk)).status_code == 403
    assert client.get(pad("idee_los", ander.pk)).status_code == 405
    client.post(pad("idee_los", ander.pk))
    assert Idee.objects.telt_mee().count() == 2
    assert client.post(pad("idee_los", ander.pk)).status_code == 409


@pytest.mark.parametrize("naam", ["samenvoegen", "toets_vragen", "oordelen"])
def test_ideas_of_somebody_else_or_that_are_not_there_cannot_be_chosen(m, idee, naam):
    ander = IdeeFactory()
    client = als(m.regisseur)
    assert client.get(pad(naam, ideeen=[idee, ander])).status_code == 403
    assert als(m.ander).get(pad(naam, ideeen=[idee])).status_code == 403
    assert als(m.ambtenaar).post(pad(naam, ideeen=[idee]), {}).status_code == 403
    for keuze in ("", "?ideeen=", "?ideeen=x", f"?ideeen={idee.pk},999999"):
        assert client.get(pad(naam) + keuze).status_code == 404
    assert Client().get(pad(naam, ideeen=[idee])).status_code == 302


@pytest.mark.regel("A-03")
def test_ideas_of_two_agendas_are_not_put_to_one_test(m, idee):
    RolFactory(soort="beleidsmedewerker", medewerker=m.regisseur)
    elders = IdeeFactory(agenda=WijkagendaFactory(fase=Fase.EERSTE_TOETS))
    morgen = timezone.localdate() + datetime.timedelta(days=1)
    velden = {"clusters": [m.groen.pk], "uiterlijk": morgen.isoformat()}
    for naam, gegevens in (("toets_vragen", velden), ("oordelen", {"oordeel": "haalbaar"})):
        antwoord_ = als(m.regisseur).post(pad(naam, ideeen=[idee, elders]), gegevens)
        assert antwoord_.status_code == 422
        assert "Kies ideeën van deze agenda" in antwoord_.text
    assert not Toetsvraag.objects.exists()


@pytest.mark.regel("A-03")
def test_from_question_to_verdict_through_the_pages(m, idee):
    tweede = IdeeFactory(agenda=idee.agenda, titel="Zwembad")
    regie, ambtenaar = als(m.regisseur), als(m.ambtenaar)
    vragen = pad("toets_vragen", ideeen=[idee, tweede])
    gisteren = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    fout = regie.post(vragen, {"uiterlijk": gisteren})
    assert fout.status_code == 422
    assert "nog niet voorbij" in fout.text
    morgen = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    assert regie.post(vragen, {"clusters": [m.groen.pk], "uiterlijk": morgen}).status_code == 302

    eerste, volgende = Toetsvraag.objects.order_by("pk")
    assert "Ideeën die op uw antwoord wachten" in ambtenaar.get(reverse("admin:index")).text
    pagina = pad("toetsvraag_change", eerste.pk)
    ja = dict.fromkeys(("past_bij_beleid", "realiseerbaar", "betaalbaar", "reguliere_taak"), "ja")
    onaf = ambtenaar.post(pagina, ja | {"betaalbaar": "nee", "mogelijke_bijdrage": "veel"})
    assert onaf.status_code == 422
    assert "Leg uit waarom u nee zegt." in onaf.text
    assert 'value="veel"' in onaf.text
    klaar = ambtenaar.post(pagina, ja | {"mogelijke_bijdrage": "1.250,50"})
    assert klaar.url == pad("toetsvraag_change", volgende.pk)
    assert ambtenaar.post(klaar.url, ja).url == reverse(VRAGEN)
    assert "1250,50" in ambtenaar.get(pagina).text

    assert "Ideeën die op een oordeel wachten" in regie.get(reverse("admin:index")).text
    oordelen = pad("oordelen", ideeen=[idee, tweede])
    assert regie.post(oordelen, {"oordeel": "afgevallen", "reden": ""}).status_code == 422
    assert regie.post(oordelen, {"oordeel": "haalbaar"}).status_code == 302
    tekst = regie.get(pad("wijkagenda_change", idee.agenda_id)).text
    assert "Haalbaar volgens de eerste toets" in tekst
    assert f"{m.groen}: gewone taak, misschien €" in tekst


@pytest.mark.regel("A-03")
def test_the_page_of_a_question_has_its_visitors(m, idee):
    rij = vraag(idee, m.groen, m.regisseur)
    pagina = pad("toetsvraag_change", rij.pk)
    assert Client().get(pagina).status_code == 302
    assert als(m.corporatie).get(pagina).status_code == 403
    assert als(m.ander).get(pagina).status_code == 403
    assert als(m.ambtenaar).get(pad("toetsvraag_change", 999999)).status_code == 404
    assert "Bewaren en naar de volgende" in als(m.ambtenaar).get(pagina).text
    ja = dict.fromkeys(("past_bij_beleid", "realiseerbaar", "betaalbaar", "reguliere_taak"), "ja")
    for lezer in (m.regisseur, m.ambtenaar_verkeer):
        assert "Bewaren en naar de volgende" not in als(lezer).get(pagina).text
        assert als(lezer).post(pagina, ja).status_code == 403
    assert not Toetsvraag.objects.get().is_beantwoord

    eigen = vraag(idee, m.partner, m.regisseur)
    partner = als(m.corporatie)
    assert partner.get(reverse(VRAGEN)).status_code == 200
    assert "Alles over dit idee" not in partner.get(pad("toetsvraag_change", eigen.pk)).text
    assert partner.post(pad("toetsvraag_change", eigen.pk), ja).status_code == 302


@pytest.mark.regel("A-03")
def test_an_answer_on_an_old_page_or_after_the_verdict_is_a_conflict(m, idee):
    rij = vraag(idee, m.groen, m.regisseur)
    ja = dict.fromkeys(("past_bij_beleid", "realiseerbaar", "betaalbaar", "reguliere_taak"), "ja")
    pagina = pad("toetsvraag_change", rij.pk)
    antwoord(rij, m.manager)
    assert als(m.ambtenaar).post(pagina, ja | {"gezien": ""}).status_code == 409
    oordeel(idee, m.regisseur)
    assert als(m.manager).post(pagina, ja).status_code == 409


@pytest.mark.regel("A-11")
def test_the_page_says_why_an_idea_against_policy_is_not_haalbaar(m, idee):
    nee = {**JA, "past_bij_beleid": False, "toelichting": "De raad koos voor parkeren."}
    antwoord(vraag(idee, m.groen, m.regisseur), m.ambtenaar, **nee)
    pagina = als(m.regisseur).post(pad("oordelen", ideeen=[idee]), {"oordeel": "haalbaar"})
    assert pagina.status_code == 422
    assert "De raad koos voor parkeren." in pagina.text
    assert "A-11" in pagina.text


@pytest.mark.regel("A-12")
def test_what_comes_back_in_several_wijken_stands_side_by_side_and_on_top(m, idee):
    breed, smal = ThemaFactory(naam="Verkeer"), ThemaFactory(naam="Spelen")
    elders = WijkagendaFactory()
    voorbij = WijkagendaFactory()
    for agenda, thema in ((idee.agenda, breed), (elders, breed), (elders, smal), (elders, smal)):
        IdeeFactory(agenda=agenda, thema=thema, titel=f"{thema} in {agenda.wijk}")
    IdeeFactory(agenda=elders, thema=breed, samengevoegd_met=elders.ideeen.first())
    IdeeFactory(agenda=voorbij, thema=breed, bevestigd_op=None)
    pagina = als(m.regisseur).get(f"{pad('vergelijken')}?thema={breed.pk}")
    tabel = pagina.context["tabel"]

    assert [(str(rij.thema), rij.wijken, rij.aantal) for rij in tabel.rijen] == [
        ("Verkeer", 2, 2),
        ("Spelen", 1, 2),
        (str(idee.thema), 1, 1),
    ]
    assert f"Verkeer in {elders.wijk}" in pagina.text
    assert "Spelen in" not in pagina.text

    assert Client().get(pad("vergelijken")).status_code == 302
    for zonder in (m.ambtenaar, m.corporatie):
        assert als(zonder).get(pad("vergelijken")).status_code == 403
    assert als(m.regisseur).get(f"{pad('vergelijken')}?thema=x").status_code == 200


def vul(agenda, m, aantal):
    themas = [ThemaFactory() for _ in range(5)]
    nu = timezone.now()
    oordelen = [
        {"oordeel": "haalbaar", "oordeel_door": m.regisseur, "oordeel_op": nu},
        {"oordeel": "open"},
    ]
    ideeen = Idee.objects.bulk_create(
        Idee(
            agenda=agenda,
            titel=f"Idee {n}",
            wat="Een verhaal.",
            thema=themas[n % 5],
            herkomst="bewoner",
            bevestigd_op=nu,
            **oordelen[n % 2],
        )
        for n in range(aantal)
    )
    Toetsvraag.objects.bulk_create(
        Toetsvraag(idee=een, cluster=m.groen, gevraagd_door=m.regisseur, uiterlijk=nu.date())
        for een in ideeen
    )


PAGINAS = {
    "lijst": 10,
    "agenda": 30,
    "vergelijken": 10,
    "vragen": 8,
    "mijnwerk": 24,
}


@pytest.mark.regel("A-12")
@pytest.mark.parametrize("naam", PAGINAS)
def test_each_page_costs_the_same_at_10_and_at_1000_ideas(m, agenda, naam):
    RolFactory(vakambtenaar=True, medewerker=m.regisseur, cluster=m.groen)
    adres = {
        "lijst": f"{reverse(LIJST)}?agenda={agenda.pk}",
        "agenda": pad("wijkagenda_change", agenda.pk),
        "vergelijken": pad("vergelijken"),
        "vragen": reverse(VRAGEN),
        "mijnwerk": reverse("admin:index"),
    }[naam]
    client = als(m.regisseur)
    vul(agenda, m, 10)
    klein = aantal_queries(client, adres)
    vul(agenda, m, 990)
    assert (klein, aantal_queries(client, adres)) == (PAGINAS[naam],) * 2
