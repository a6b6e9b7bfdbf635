"""The nightly check: its outcome is kept, shown on the health page, and told when the ledger is not right."""

import datetime

import pytest
import time_machine
from django.db import connection

from budgetten import nachtcontrole
from budgetten.controle import Afwijking
from budgetten.models import Controle
from tests.fabrieken import RolFactory
from wijkportaal.models import Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-18")]
NU = datetime.datetime(2024, 7, 1, 1, 30, tzinfo=datetime.UTC)


@pytest.fixture
def beheerder():
    return RolFactory(beheerder=True).medewerker


def gezond(client):
    antwoord = client.get("/gezond/")
    assert antwoord.status_code == 200
    return antwoord.json()["grootboek"]


def test_before_the_first_check_nothing_is_said(client):
    assert gezond(client) == {"klopt": None, "gecontroleerd_op": None}


@time_machine.travel(NU, tick=False)
def test_a_ledger_that_is_right_is_quiet(client, jaar, beheerder):
    controle = nachtcontrole.controleer_en_bewaar()

    assert (controle.klopt, controle.boekingen) == (True, 4)
    assert gezond(client) == {"klopt": True, "gecontroleerd_op": "2024-07-01T03:30:00+02:00"}
    assert not Bericht.objects.filter(naar=beheerder.email).exists()


def test_a_real_difference_is_kept_and_told(client, beheerder):
    with connection.cursor() as cursor:  # undone with all else of this test
        cursor.execute("ALTER TABLE budgetten_boeking DISABLE TRIGGER boeking_blijft_staan")
    controle = nachtcontrole.controleer_en_bewaar()

    assert controle.afwijkingen == 1
    (bericht,) = Bericht.objects.filter(naar=beheerder.email)
    assert bericht.onderwerp == "Het grootboek klopt niet"
    assert "boeking_blijft_staan" in bericht.tekst
    assert gezond(client)["klopt"] is False


def test_when_it_is_right_again_the_health_page_says_so(client, monkeypatch):
    fout = [Afwijking("saldo", f"boeking {nummer}", "<klopt niet>") for nummer in range(25)]
    monkeypatch.setattr(nachtcontrole, "controleer", lambda: fout)
    controle = nachtcontrole.controleer_en_bewaar()
    assert len(controle.melding.splitlines()) == nachtcontrole.MELDT_HOOGSTENS

    monkeypatch.setattr(nachtcontrole, "controleer", list)
    nachtcontrole.controleer_en_bewaar()
    assert gezond(client)["klopt"] is True
    assert Controle.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_it_reads_one_moment_and_only_reads(monkeypatch):
    gezien = []

    def kijk():
        with connection.cursor() as cursor:
            for wat in ("transaction_isolation", "transaction_read_only"):
                cursor.execute(f"SHOW {wat}")
                gezien.append(cursor.fetchone()[0])
        return []

    monkeypatch.setattr(nachtcontrole, "controleer", kijk)
    nachtcontrole.controleer_en_bewaar()

    assert gezien == ["repeatable read", "on"]
    assert Controle.objects.count() == 1
