"""What staff do with ideas: adding with a source, tagging, and merging without loss (A-02)."""

import datetime
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.fabrieken import BuurtFactory, RolFactory, SignaalFactory
from tests.wijkagenda.fabrieken import IdeeFactory, ThemaFactory, WijkagendaFactory
from tests.wijkagenda.ideeen import JA, agenda_voor, antwoord, gegeven_idee, mensen, vraag
from wijkagenda import agendas, eerste_toets, ideeen
from wijkagenda.models import Fase, Idee, Ideegever
from wijkagenda.uitzonderingen import StapNietToegestaan
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-02")]


@pytest.fixture
def m(db):
    return mensen()


@pytest.fixture
def agenda(m):
    return agenda_voor(m)


def nieuw(agenda, door, **anders):
    velden = {"titel": "Minder hitte", "wat": "Veel steen.", "herkomst": "cijfers", "bron": "CBS 2025"}
    return ideeen.voeg_toe(agenda=agenda, door=door, **(velden | anders))


def stap(agenda, naam, door):
    return agendas.voer_stap_uit(agenda=agenda, naam=naam, door=door, hoe="Besproken")


def test_a_resident_is_kept_with_name_and_address_or_not_at_all(agenda, m):
    bewoner = {"herkomst": "bewoner", "bron": ""}
    for half in ({"naam": "Truus"}, {"email": "truus@bewoner.example"}):
        with pytest.raises(Domeinfout, match="naam én mailadres"):
            nieuw(agenda, m.regisseur, **bewoner, **half)
    with pytest.raises(Domeinfout, match="alleen bij een idee van een bewoner"):
        nieuw(agenda, m.regisseur, naam="Truus", email="truus@bewoner.example")
    assert not Idee.objects.exists()


@pytest.mark.parametrize("herkomst", ["cijfers", "beleid", "signaal"])
def test_figures_and_policy_come_with_their_source(agenda, m, herkomst):
    with pytest.raises(Domeinfout, match="Vul de bron in"):
        nieuw(agenda, m.regisseur, herkomst=herkomst, bron=" ")

    idee = nieuw(agenda, m.regisseur, herkomst=herkomst)

    assert (idee.ingevoerd_door, idee.bron) == (m.regisseur, "CBS 2025")
    assert list(Idee.objects.telt_mee()) == [idee]


def test_an_idea_of_a_partner_says_which(agenda, m):
    for fout in ({"herkomst": "partner"}, {"partner": m.partner}):
        with pytest.raises(Domeinfout, match="Kies de partner"):
            nieuw(agenda, m.regisseur, **fout)
    assert nieuw(agenda, m.regisseur, herkomst="partner", partner=m.partner).partner == m.partner


def test_another_wijk_and_a_buurt_of_it_are_refused(agenda, m):
    with pytest.raises(PermissionDenied):
        nieuw(agenda, m.ander)
    with pytest.raises(PermissionDenied):
        nieuw(agenda, m.ambtenaar)
    with pytest.raises(Domeinfout, match="andere wijk"):
        nieuw(agenda, m.regisseur, buurt=BuurtFactory())
    assert not Idee.objects.exists()


def test_once_the_overview_is_ready_nothing_is_added(m):
    agenda = agenda_voor(m, fase=Fase.EERSTE_TOETS)
    with pytest.raises(VerouderdeActie, match="Toets door gemeente en partners"):
        nieuw(agenda, m.regisseur)


def test_a_change_keeps_the_text_as_it_was(agenda, m):
    idee, thema = IdeeFactory(agenda=agenda, thema=None, titel="Bomen"), ThemaFactory()
    ideeen.wijzig(idee=idee, door=m.regisseur, titel="Meer bomen", thema=thema)

    idee.refresh_from_db()
    assert (idee.titel, idee.thema) == ("Meer bomen", thema)
    assert list(idee.history.order_by("history_id").values_list("titel", flat=True)) == [
        "Bomen",
        "Meer bomen",
    ]
    with pytest.raises(PermissionDenied):
        ideeen.wijzig(idee=idee, door=m.ander, titel="Weg ermee")


def test_merging_loses_nothing_and_can_be_undone(agenda, m):
    een, twee = gegeven_idee(agenda, titel="Bomen"), gegeven_idee(agenda, titel="Schaduw", wat="Te heet.")
    ideeen.voeg_samen(ideeen=[een, twee], verder_in=een, door=m.regisseur)

    assert list(Idee.objects.telt_mee()) == [een]
    assert list(een.samengevoegde.values_list("titel", "wat", "gever__naam")) == [
        ("Schaduw", "Te heet.", "Truus Testbewoner")
    ]
    twee.refresh_from_db()
    assert twee.history.first().history_change_reason == "samengevoegd met “Bomen”"

    ideeen.haal_uit_elkaar(idee=twee, door=m.regisseur)
    assert set(Idee.objects.telt_mee()) == {een, twee}
    assert Ideegever.objects.count() == 2


def test_what_was_merged_before_goes_along(agenda, m):
    een, twee, drie = (IdeeFactory(agenda=agenda) for _ in range(3))
    ideeen.voeg_samen(ideeen=[een, twee], verder_in=twee, door=m.regisseur)
    ideeen.voeg_samen(ideeen=[twee, drie], verder_in=drie, door=m.regisseur)

    assert set(drie.samengevoegde.all()) == {een, twee}
    een.refresh_from_db()
    ideeen.haal_uit_elkaar(idee=een, door=m.regisseur)
    assert set(Idee.objects.telt_mee()) == {een, drie}


def test_ideas_of_two_agendas_do_not_merge(agenda, m):
    RolFactory(soort="beleidsmedewerker", medewerker=m.regisseur)
    een, ander = IdeeFactory(agenda=agenda), IdeeFactory(agenda=WijkagendaFactory())
    with pytest.raises(Domeinfout, match="een en dezelfde agenda"):
        ideeen.voeg_samen(ideeen=[een, ander], verder_in=een, door=m.regisseur)
    with pytest.raises(Domeinfout, match="minstens twee"):
        ideeen.voeg_samen(ideeen=[een], verder_in=een, door=m.regisseur)
    assert not Idee.objects.filter(samengevoegd_met__isnull=False).exists()


def test_somebody_of_another_wijk_merges_nothing(agenda, m):
    een, twee = IdeeFactory(agenda=agenda), IdeeFactory(agenda=agenda)
    for persoon in (m.ander, m.ambtenaar):
        with pytest.raises(PermissionDenied):
            ideeen.voeg_samen(ideeen=[een, twee], verder_in=een, door=persoon)


def test_a_merge_that_somebody_else_made_is_told(agenda, m):
    een, twee, drie = (IdeeFactory(agenda=agenda) for _ in range(3))
    ideeen.voeg_samen(ideeen=[een, twee], verder_in=een, door=m.regisseur)
    with pytest.raises(VerouderdeActie, match="al samengevoegd of beoordeeld"):
        ideeen.voeg_samen(ideeen=[twee, drie], verder_in=drie, door=m.regisseur)
    with pytest.raises(VerouderdeActie, match="niet \\(meer\\) samengevoegd"):
        ideeen.haal_uit_elkaar(idee=drie, door=m.regisseur)


def test_after_the_verdict_nothing_is_merged_or_pulled_apart(m):
    agenda = agenda_voor(m, fase=Fase.EERSTE_TOETS)
    een, twee, drie = (IdeeFactory(agenda=agenda) for _ in range(3))
    ideeen.voeg_samen(ideeen=[een, twee], verder_in=een, door=m.regisseur)
    eerste_toets.geef_oordeel(agenda=agenda, ideeen=[een], oordeel="haalbaar", door=m.regisseur)
    twee.refresh_from_db()
    with pytest.raises(VerouderdeActie):
        ideeen.haal_uit_elkaar(idee=twee, door=m.regisseur)
    with pytest.raises(VerouderdeActie):
        ideeen.voeg_samen(ideeen=[een, drie], verder_in=drie, door=m.regisseur)
    with pytest.raises(VerouderdeActie):
        ideeen.wijzig(idee=een, door=m.regisseur, titel="Toch anders")


def test_the_database_holds_merging_to_one_layer_and_one_agenda(agenda):
    een, twee, drie = (IdeeFactory(agenda=agenda) for _ in range(3))
    IdeeFactory(agenda=agenda, samengevoegd_met=een)
    for idee, doel, naam in (
        (een, twee, "idee_een_laag"),
        (drie, Idee.objects.get(samengevoegd_met=een), "idee_een_laag"),
        (drie, IdeeFactory(agenda=WijkagendaFactory()), "idee_samengevoegd_in_agenda"),
        (drie, drie, "idee_niet_met_zichzelf"),
    ):
        idee.samengevoegd_met = doel
        with pytest.raises(IntegrityError, match=naam), transaction.atomic():
            idee.save(update_fields=["samengevoegd_met"])
        idee.samengevoegd_met = None


def test_an_agenda_goes_nowhere_without_an_idea_that_counts(agenda, m):
    IdeeFactory(agenda=agenda, bevestigd_op=None)
    with pytest.raises(StapNietToegestaan, match="nog geen wens of idee"):
        stap(agenda, "overzicht", m.regisseur)


@pytest.mark.regel("A-11")
def test_an_objection_to_a_merged_idea_holds_for_the_one_in_which_it_goes_on(m):
    agenda = agenda_voor(m, fase=Fase.EERSTE_TOETS)
    een, twee = IdeeFactory(agenda=agenda), IdeeFactory(agenda=agenda)
    bezwaar = {**JA, "past_bij_beleid": False, "toelichting": "Tegen het bomenbeleid."}
    antwoord(vraag(twee, m.groen, m.regisseur), m.ambtenaar, **bezwaar)
    ideeen.voeg_samen(ideeen=[een, twee], verder_in=een, door=m.regisseur)

    with pytest.raises(Domeinfout, match="A-11"):
        eerste_toets.geef_oordeel(agenda=agenda, ideeen=[een], oordeel="haalbaar", door=m.regisseur)
    een.refresh_from_db()
    een.oordeel, een.oordeel_door = "haalbaar", m.regisseur
    een.oordeel_op = datetime.datetime.now(datetime.UTC)
    with pytest.raises(IntegrityError, match="idee_tegen_beleid"), transaction.atomic():
        een.save()


@pytest.mark.regel("W-08")
def test_signals_of_meetings_about_the_own_wijk_come_in_once(agenda, m):
    thema = ThemaFactory(naam="Overlast")
    eigen, ander = SignaalFactory(wijk=m.wijk), SignaalFactory()
    for fout in ([], [ander], [eigen, ander]):
        with pytest.raises(Domeinfout, match="Kies signalen over deze wijk"):
            ideeen.neem_signalen_over(agenda=agenda, signalen=fout, door=m.regisseur)
    for persoon in (m.ander, m.ambtenaar):
        with pytest.raises(PermissionDenied):
            ideeen.neem_signalen_over(agenda=agenda, signalen=[eigen], door=persoon)

    (idee,) = ideeen.neem_signalen_over(agenda=agenda, signalen=[eigen], door=m.regisseur)

    assert (idee.herkomst, idee.wat, idee.thema) == ("signaal", eigen.tekst, thema)
    assert eigen.overleg.titel in idee.bron
    with pytest.raises(Domeinfout):
        ideeen.neem_signalen_over(agenda=agenda, signalen=[eigen], door=m.regisseur)
    with pytest.raises(IntegrityError, match="idee_een_keer_per_signaal"), transaction.atomic():
        IdeeFactory(agenda=agenda, signaal=eigen)


@pytest.mark.regel("W-08")
def test_the_page_of_signals_has_three_visitors(agenda, m, client):
    signaal = SignaalFactory(wijk=m.wijk)
    pagina = f"{reverse('admin:wijkagenda_signalen')}?agenda={agenda.pk}"
    assert client.get(pagina).status_code == 302
    for persoon in (m.ander, m.ambtenaar):
        client.force_login(persoon)
        assert client.get(pagina).status_code == 403
        assert client.post(pagina, {"signalen": [signaal.pk]}).status_code == 403
    client.force_login(m.regisseur)
    assert signaal.tekst in unescape(client.get(pagina).text)
    assert client.post(pagina, {}).status_code == 422
    assert client.post(pagina, {"signalen": [signaal.pk]}).status_code == 302
    assert agenda.ideeen.get().signaal == signaal
