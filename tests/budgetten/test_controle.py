"""Whatever breaks the ledger behind its guards is found. The owner of the tables can; here he does."""

from contextlib import contextmanager
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from budgetten import aanvragen, controle, jaareinde, verplaatsen
from budgetten.models import Boeking
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import DAG, pot, vraag, vraag_voor_maatregel

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-18")]


VALSE_STAND = """
INSERT INTO budgetten_tussenstand (rekening_id, tot_en_met_id, saldo)
SELECT naar_id, id, 7 FROM budgetten_boeking WHERE regel = 'B-09'
"""


VERVALLEN = """
UPDATE budgetten_boeking SET naar_id = (SELECT min(id) FROM budgetten_rekening WHERE soort = 'algemeen')
WHERE regel = 'B-09'
"""
INBRENG = """
UPDATE budgetten_rekening SET soort = 'cluster', wijk_id = NULL, cluster_id = %(cluster)s
WHERE soort = 'agenda' AND staat = 'vrij'
"""
SLUIT = """
UPDATE budgetten_jaarbudget SET gesloten_op = now(), gesloten_door_id = %(aanvrager)s WHERE jaar = 2024
"""


@contextmanager
def zonder_wachters():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


def gevonden():
    return {afwijking.controle for afwijking in controle.controleer()}


@pytest.fixture
def bezig(vastgelegd, gegevens, manager, boekhouder, wijk):
    """A ledger in which everything happened once."""
    aanvragen.betaal(aanvraag=vastgelegd, door=boekhouder, bedrag=100, kenmerk="F-1")
    aanvragen.keur_goed(aanvraag=vraag(gegevens, onderwerp="proef:2"), door=manager, op=DAG)
    vraag_voor_maatregel(gegevens, bedrag=50)
    voorstel = verplaatsen.stel_overheveling_voor(
        van=pot(wijk), naar=pot(wijk, soort=Potsoort.AGENDA), bedrag=10, reden="r", door=boekhouder
    )
    verplaatsen.keur_overheveling_goed(voorstel=voorstel, door=manager, op=DAG)
    verplaatsen.voeg_extra_krediet_toe(
        rekening=pot(wijk), bedrag=5, raadsbesluit="RB", besloten_op=DAG, door=manager
    )
    return vastgelegd


def test_a_sound_ledger_gives_no_differences(bezig):
    assert gevonden() == set()


@pytest.mark.parametrize(
    ("schade", "regel"),
    [
        ("UPDATE budgetten_boeking SET bedrag = 5000 WHERE regel = 'B-11'", "saldo (B-08): boeking"),
        ("UPDATE budgetten_boeking SET bedrag = 400000 WHERE id = (SELECT min(id) FROM budgetten_boeking)",
         "bron (B-01): Gemeentelijke begroting 2024"),
        ("UPDATE budgetten_boeking SET mandaat_id = NULL WHERE regel = 'B-11'", "mandaat (B-11): boeking"),
        ("UPDATE budgetten_boeking SET door_id = %(aanvrager)s WHERE regel = 'B-11'", "vier ogen (B-11)"),
        ("UPDATE wijken_mandaat SET tot_bedrag = 1", "mandaat (B-11): aanvraag"),
        ("UPDATE budgetten_aanvraag SET bedrag = 9000 WHERE id = %(a)s", "plafond (B-10): proef:"),
        ("UPDATE budgetten_aanvraag SET stand = 'goedgekeurd' WHERE id = %(a)s", "aanvraag (B-18): aanvraag"),
        ("DELETE FROM budgetten_boeking WHERE regel = 'B-09'", "aanvraag (B-18): aanvraag"),
        ("UPDATE budgetten_overheveling SET bedrag = 9", "overheveling (B-07): boeking"),
        ("UPDATE budgetten_extrakrediet SET bedrag = 1", "bron (B-01): Extra krediet van de raad 2024"),
        ("UPDATE budgetten_rekening SET jaar = 2025 WHERE soort = 'begroting'", "jaar (B-09): boeking"),
        (VALSE_STAND, "tussenstand: tussenstand"),
        ("UPDATE budgetten_verdeelregel SET agenda = 400, initiatieven = 3100", "verdeling (B-03): rekening"),
        ("UPDATE budgetten_extrakrediet SET rekening_id = (SELECT min(id) FROM budgetten_rekening)",
         "krediet (B-16): rekening"),
        ("UPDATE budgetten_aanvraag SET soort = 'agenda' WHERE id = %(a)s", "aanvraag (B-18): aanvraag"),
        ("UPDATE wijken_rol SET tot = '2020-01-01', van = '2020-01-01'", "mandaat (B-11): aanvraag"),
        ("UPDATE wijken_mandaat SET van = '2020-01-01', tot = '2020-01-01'", "mandaat (B-11): aanvraag"),
        ("UPDATE budgetten_boeking SET mandaat_id = %(m)s WHERE regel = 'A-06'", "mandaat (B-11): boeking"),
        ("UPDATE budgetten_boeking SET door_id = %(p)s WHERE regel = 'A-06'", "vier ogen (B-11): boeking"),
        ("UPDATE budgetten_boeking SET aanvraag_id = NULL WHERE regel = 'A-06'", "aanvraag (B-18): boeking"),
        ("DELETE FROM budgetten_boeking WHERE regel = 'A-06'", "aanvraag (B-18): aanvraag"),
        ("UPDATE wijken_rol SET tot = '2020-01-01', van = '2020-01-01'", "overheveling (B-07): boeking"),
        (SLUIT, "gesloten jaar (B-09): Initiatieven 2024 (vrij)"),
        (SLUIT, "gesloten jaar (B-09): Aanvraag"),
        (VERVALLEN, "verval (B-09): boeking"),
        (INBRENG, "inbreng (B-11): Clusterbudget 2024 (vrij)"),
    ],
)  # fmt: skip
def test_each_kind_of_damage_is_told_with_its_row_and_an_error_code(bezig, schade, regel):
    with zonder_wachters() as cursor:
        cursor.execute(
            "INSERT INTO budgetten_jaarbudget (jaar, bedrag, opstartkosten, bron) VALUES (2025, 1, 0, '')"
        )
        wie = {"a": bezig.pk, "aanvrager": bezig.aanvrager_id, "cluster": bezig.mandaat.cluster_id}
        wie |= {"m": bezig.mandaat_id, "p": bezig.beslisser_id}
        cursor.execute(schade, wie)

        uit = StringIO()
        with pytest.raises(CommandError, match="Het grootboek klopt niet"):
            call_command("controleer_grootboek", stdout=uit)
        assert any(gemeld.startswith(regel) for gemeld in uit.getvalue().splitlines())


def test_a_guard_that_is_switched_off_is_reported(bezig):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE budgetten_boeking DISABLE TRIGGER boeking_blijft_staan")

    assert "wachter: boeking_blijft_staan: staat uit of ontbreekt" in map(str, controle.controleer())


def test_a_reversal_that_does_not_fit_and_a_booking_after_closing_are_found(bezig, boekhouder):
    betaling = Boeking.objects.get(reden="Betaling F-1")
    terug = aanvragen.boek_betaling_terug(betaling=betaling, door=boekhouder, reden="fout")
    with time_machine.travel("2025-01-10"):
        jaareinde.sluit(jaar=bezig.jaar, door=boekhouder)
    assert gevonden() == set()

    with zonder_wachters() as cursor:
        cursor.execute("UPDATE budgetten_boeking SET bedrag = 1 WHERE id = %s", [terug.pk])
        cursor.execute("UPDATE budgetten_boeking SET op = '2100-01-01' WHERE regel = 'B-16'")

        assert {"terugboeking", "gesloten jaar (B-09)"} <= gevonden()


def test_the_command_ends_with_an_error_code_when_something_is_wrong(jaar, bezig):
    uit = StringIO()
    with zonder_wachters() as cursor:
        cursor.execute("UPDATE budgetten_verdeling SET voor_agenda = 501")
    with pytest.raises(CommandError, match="1 afwijkingen"):
        call_command("controleer_grootboek", stdout=uit)
    assert uit.getvalue() == "verdeling (B-02): Verdeling 2024: een kolom sluit niet\n"


def test_the_command_tells_how_much_it_recomputed(wijk):
    uit = StringIO()
    call_command("controleer_grootboek", stdout=uit)

    assert uit.getvalue() == "Het grootboek klopt: 0 boekingen nagerekend.\n"
