"""Who steers the money hears of it: an overview each month, a warning once, and each only what is theirs."""

import datetime

import pytest

from budgetten import aanvragen, jaareinde, maandbericht, tasks
from budgetten.inzicht import standen, wijkpotten
from budgetten.models.rekening import Potsoort
from budgetten.signalen import gevraagd_per_pot, signalen
from tests.budgetten.fabrieken import DAG, AanvraagFactory, geopend_jaar, pot, vraag, vul
from tests.fabrieken import MedewerkerFactory, RolFactory, WijkFactory
from wijkportaal.models import Beleidsparameter, Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-17")]
JULI = datetime.date(2024, 7, 1)


@pytest.fixture(autouse=True)
def grenzen(signalering):
    """The thresholds hold."""


@pytest.fixture
def wethouder():
    return RolFactory(soort="wethouder_wijken").medewerker


def berichten_aan(medewerker):
    return list(Bericht.objects.filter(naar=medewerker.email).order_by("pk"))


def gevonden(jaar):
    potten = standen(wijkpotten(jaar))
    return [
        (signaal.pot.rekening.soort, signaal.soort)
        for signaal in signalen(jaar, potten, gevraagd_per_pot(jaar))
    ]


def keur_goed(gegevens, manager, bedrag, nummer=1):
    aanvraag = vraag(gegevens, onderwerp=f"proef:{nummer}", bedrag=bedrag)
    return aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)


def test_at_eighty_percent_a_pot_signals_and_a_cent_before_it_does_not(jaar, gegevens, manager):
    for nummer, bedrag in enumerate((1000, 1000, "399.99"), start=1):
        keur_goed(gegevens, manager, bedrag, nummer)
    assert gevonden(jaar) == []

    keur_goed(gegevens, manager, "0.01", 4)
    assert gevonden(jaar) == [("initiatieven", "gebruik")]


def test_a_shortfall_threatens_when_more_is_asked_than_is_free(jaar, wijk):
    AanvraagFactory(jaar=jaar, wijk=wijk, bedrag=2999)
    AanvraagFactory(jaar=jaar, wijk=wijk, bedrag=1)
    assert gevonden(jaar) == []

    AanvraagFactory(jaar=jaar, wijk=wijk, bedrag="0.01")
    AanvraagFactory(jaar=jaar, wijk=wijk, soort=Potsoort.OPSTART, bedrag=1)
    assert gevonden(jaar) == [("initiatieven", "tekort")]


def test_the_thresholds_are_policy(jaar, gegevens, manager):
    Beleidsparameter.objects.filter(sleutel="waarschuwing-gebruik").update(waarde="0.10")
    keur_goed(gegevens, manager, 300)

    assert gevonden(jaar) == [("initiatieven", "gebruik")]


def test_a_closed_year_signals_nothing(jaar, wijk, boekhouder):
    AanvraagFactory(jaar=jaar, wijk=wijk, bedrag=9000)
    jaareinde.sluit(jaar=jaar, door=boekhouder)
    jaar.refresh_from_db()

    assert gevonden(jaar) == []


def test_each_hears_of_the_own_pots_only(jaar, wijk, manager, wethouder):
    ander = WijkFactory(naam="Overkant")
    geopend_jaar()
    van_ander = RolFactory(wijkwethouder=True, wijk=ander).medewerker
    met_lege_hand = RolFactory(clustermanager=True).medewerker
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    oud = RolFactory(soort="wethouder_wijken", tot=datetime.date(2024, 5, 1)).medewerker

    assert maandbericht.stuur_maandberichten(op=JULI) == 3
    (alles,), (bij_manager,), (eigen,) = map(berichten_aan, (wethouder, manager, van_ander))
    assert alles.onderwerp == "Het geld voor de wijken in juni 2024"
    assert wijk.naam in alles.tekst
    assert "Opstart" in bij_manager.tekst
    assert "Initiatieven Overkant" in eigen.tekst
    assert wijk.naam not in eigen.tekst.replace(f"Wijk {ander.pk}", "")
    assert not any(map(berichten_aan, (met_lege_hand, regisseur, oud)))


def test_the_overview_has_the_amounts_and_what_needs_attention(jaar, wijk, gegevens, manager, wethouder):
    keur_goed(gegevens, manager, 400)
    AanvraagFactory(jaar=jaar, wijk=wijk, bedrag=2700)
    maandbericht.stuur_maandberichten(op=JULI)

    (bericht,) = berichten_aan(wethouder)
    assert "Toegekend €\xa03.000,00, gereserveerd €\xa0400,00" in bericht.tekst
    assert "er dreigt een tekort. Gevraagd is €\xa02.700,00, vrij is €\xa02.600,00." in bericht.tekst
    assert "/beheer/budgetten/boeking/inzicht/" in bericht.tekst


@pytest.mark.parametrize("keren", [1, 3])
def test_a_month_is_told_once_and_the_next_month_again(jaar, wethouder, keren):
    for _ in range(keren):
        maandbericht.stuur_maandberichten(op=JULI)
    maandbericht.stuur_maandberichten(op=datetime.date(2024, 7, 5))
    assert len(berichten_aan(wethouder)) == 1

    maandbericht.stuur_maandberichten(op=datetime.date(2024, 8, 1))
    assert len(berichten_aan(wethouder)) == 2


def test_in_january_december_is_told(jaar, wethouder):
    maandbericht.stuur_maandberichten(op=datetime.date(2025, 1, 2))

    assert berichten_aan(wethouder)[0].onderwerp == "Het geld voor de wijken in december 2024"


def test_a_year_without_a_division_is_silent(wethouder):
    geopend_jaar(2025)

    assert maandbericht.stuur_maandberichten(op=datetime.date(2025, 7, 1)) == 0
    assert maandbericht.waarschuw(op=datetime.date(2025, 7, 1)) == 0


def test_a_pot_is_warned_of_once_per_threshold(jaar, wijk, gegevens, manager, wethouder):
    for nummer, bedrag in enumerate((1000, 1000, 500), start=1):
        keur_goed(gegevens, manager, bedrag, nummer)
    assert maandbericht.waarschuw(op=DAG) == 2  # the manager and the wethouder

    keur_goed(gegevens, manager, 100, 4)
    assert maandbericht.waarschuw(op=DAG) == 0

    AanvraagFactory(jaar=jaar, wijk=wijk, bedrag=9000)
    assert maandbericht.waarschuw(op=DAG) == 2
    assert [bericht.onderwerp for bericht in berichten_aan(wethouder)] == [
        f"Let op het geld: Initiatieven {wijk}"
    ] * 2
    assert "83% is gebruikt. Er is nog €\xa0500,00 vrij." in berichten_aan(wethouder)[0].tekst


def test_a_pot_that_was_filled_and_runs_out_again_is_not_repeated(jaar, wijk, gegevens, manager, wethouder):
    keur_goed(gegevens, manager, 1000)
    Beleidsparameter.objects.filter(sleutel="waarschuwing-gebruik").update(waarde="0.20")
    maandbericht.waarschuw(op=DAG)
    vul(pot(wijk), 9000, MedewerkerFactory())
    maandbericht.waarschuw(op=DAG)

    assert len(berichten_aan(wethouder)) == 1


def test_somebody_with_two_roles_gets_one_message(jaar, wijk, wethouder):
    RolFactory(wijkwethouder=True, wijk=wijk, medewerker=wethouder)

    maandbericht.stuur_maandberichten(op=JULI)
    assert len(berichten_aan(wethouder)) == 1


def test_no_resident_is_in_a_message(jaar, gegevens, manager, wethouder):
    aanvraag = vraag(gegevens, doel="Bankje voor Truus Testbewoner", bedrag=900)
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
    maandbericht.stuur_maandberichten(op=JULI)

    assert not Bericht.objects.filter(tekst__contains="Truus", naar=wethouder.email).exists()


@pytest.mark.parametrize("aantal", [1, 20])
def test_who_gets_what_takes_one_query(jaar, aantal, django_assert_num_queries):
    RolFactory.create_batch(aantal, wijkwethouder=True)
    geopend_jaar()
    potten = standen(wijkpotten(jaar))

    with django_assert_num_queries(1):
        assert len(list(maandbericht.potten_per_ontvanger(potten, op=DAG))) == aantal


def test_the_jobs_are_planned(settings):
    gepland = {rij["task"] for rij in settings.CELERY_BEAT_SCHEDULE.values()}
    jobs = (tasks.controleer_grootboek, tasks.waarschuw, tasks.stuur_maandberichten)

    assert {job.name for job in jobs} <= gepland
    for job in jobs:
        job()
