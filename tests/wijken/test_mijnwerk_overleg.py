"""Meetings on the start page: own action points, own meetings, and the one of each year (W-08)."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from tests.fabrieken import ActiepuntFactory, OverlegFactory, RolFactory, WijkFactory
from wijken.afspraken import rond_actiepunt_af

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-08")]

SJABLOON = "wijken/beheer/mijnwerk_overleg.html"
GEEN = "Dit jaar is nog geen wijkoverstijgend overleg gepland of gehouden."
WEET_NIET = "wij weten niet of het is gehouden"


@pytest.fixture(autouse=True)
def op_een_dag():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def start(client):
    """The start page of a person: its part about meetings (None when there is none) and its text."""

    def start_(persoon):
        client.force_login(persoon)
        antwoord = client.get(reverse("admin:index"))
        delen = [deel.context for deel in antwoord.context["onderdelen"] if deel.sjabloon == SJABLOON]
        return (delen or [None])[0], " ".join(antwoord.text.split())

    return start_


def dag(tekst):
    return datetime.date.fromisoformat(tekst)


def test_the_owner_sees_the_open_action_points_the_late_ones_on_top(start):
    opbouwwerker, collega = (RolFactory(soort="opbouwwerker").medewerker for _ in range(2))
    overleg = OverlegFactory(gehouden=True, deelnemers=[opbouwwerker, collega])
    van_mij = {"overleg": overleg, "eigenaar": opbouwwerker}
    later = ActiepuntFactory(**van_mij, uiterlijk=dag("2026-06-15"), wat="Op tijd")
    laat = ActiepuntFactory(**van_mij, uiterlijk=dag("2026-06-14"), wat="Veel te laat")
    gedaan = ActiepuntFactory(**van_mij, uiterlijk=dag("2026-06-01"), wat="Al klaar")
    rond_actiepunt_af(actiepunt=gedaan, door=opbouwwerker)

    deel, tekst = start(opbouwwerker)

    assert list(deel["actiepunten"].rijen) == [laat, later]
    assert tekst.count("te laat</span>") == 1
    assert f"{reverse('admin:wijken_overleg_change', args=[overleg.pk])}#actiepunten" in tekst
    assert start(collega)[0] is None


def test_a_person_sees_the_own_meetings_that_are_to_come(start):
    wijk = WijkFactory()
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    morgen = OverlegFactory(datum=dag("2026-06-16"), deelnemers=[regisseur])
    vandaag = OverlegFactory(datum=dag("2026-06-15"), voorzitter=regisseur)
    OverlegFactory(
        datum=dag("2026-06-16"), deelnemers=[regisseur], status="vervallen", vervallen_omdat="Ziek"
    )
    OverlegFactory(datum=dag("2026-06-16"), wijken=[wijk])

    assert list(start(regisseur)[0]["komend"].rijen) == [vandaag, morgen]


def test_who_leads_a_meeting_sees_that_its_report_is_missing(start):
    wijk = WijkFactory()
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    deelnemer = RolFactory(soort="opbouwwerker").medewerker
    zonder = OverlegFactory(datum=dag("2026-06-14"), wijken=[wijk], deelnemers=[deelnemer])
    OverlegFactory(gehouden=True, wijken=[wijk])

    assert list(start(regisseur)[0]["zonder_verslag"].rijen) == [zonder]
    assert start(deelnemer)[0] is None


@pytest.mark.parametrize("soort", ["beleidsmedewerker", "wethouder_wijken", "clustermanager"])
def test_who_watches_over_it_is_told_when_no_wijkoverstijgend_overleg_is_there(start, soort):
    trait = {"clustermanager": True} if soort == "clustermanager" else {"soort": soort}
    persoon = RolFactory(**trait).medewerker
    OverlegFactory(wijkoverstijgend=True, datum=dag("2025-06-15"))

    deel, tekst = start(persoon)
    assert deel["jaaroverleg"].ontbreekt
    assert GEEN in tekst
    assert ("Overleg plannen" in tekst) is (soort == "beleidsmedewerker")

    OverlegFactory(wijkoverstijgend=True, datum=dag("2026-10-01"))
    deel, tekst = start(persoon)
    assert not deel["jaaroverleg"].ontbreekt
    assert "Gepland op 1 oktober 2026." in tekst
    assert GEEN not in tekst


def test_what_was_called_off_is_no_meeting_and_what_nobody_reported_is_not_known(start):
    persoon = RolFactory(soort="beleidsmedewerker").medewerker
    van_jaar = {"wijkoverstijgend": True}
    OverlegFactory(**van_jaar, datum=dag("2026-10-01"), status="vervallen", vervallen_omdat="Storm")
    assert GEEN in start(persoon)[1]

    OverlegFactory(**van_jaar, datum=dag("2026-06-01"))
    deel, tekst = start(persoon)
    assert deel["jaaroverleg"].ontbreekt
    assert WEET_NIET in tekst

    OverlegFactory(**van_jaar, datum=dag("2026-11-01"))
    assert "Gepland op 1 november 2026." in start(persoon)[1]

    OverlegFactory(**van_jaar, gehouden=True)
    deel, tekst = start(persoon)
    assert "Gehouden op 2 maart 2026." in tekst
    assert not deel["jaaroverleg"].ontbreekt


@pytest.mark.parametrize("soort", ["kcc", "opbouwwerker", "raadslid", "collegesecretaris", "beheerder"])
def test_others_are_not_told(start, soort):
    assert start(RolFactory(soort=soort).medewerker)[0] is None


@pytest.mark.parametrize("aantal", [1, 30])
def test_the_start_page_costs_the_same_with_many(client, aantal, django_assert_num_queries):
    persoon = RolFactory(soort="beleidsmedewerker").medewerker
    for _ in range(aantal):
        overleg = OverlegFactory(gehouden=True, voorzitter=persoon)
        ActiepuntFactory(overleg=overleg)
        OverlegFactory(voorzitter=persoon)
        OverlegFactory(voorzitter=persoon, datum=dag("2026-06-01"))
    client.force_login(persoon)

    with django_assert_num_queries(22):
        client.get(reverse("admin:index"))
