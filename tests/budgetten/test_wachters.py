"""Attacks on the ledger through SQL: as the owner of the tables, and as the portal's own database user."""

import subprocess

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from budgetten.controle import controleer
from budgetten.grootboek import HOUD_VAST
from budgetten.models import Boeking, Rekening, Tussenstand
from budgetten.models.rekening import WIJKPOTTEN
from tests.budgetten.fabrieken import besloten_overheveling, boek, geopend_jaar, pot, vul
from tests.budgetten.processen import tegelijk, verbinding
from tests.fabrieken import MedewerkerFactory, WijkFactory
from wijken.models import Wijk
from wijkportaal import ingebed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.regel("B-08", "B-18")]
NIEUW = """
    INSERT INTO budgetten_boeking (van_id, naar_id, bedrag, sleutel, door_id, reden, regel, overheveling_id)
    VALUES (%(van)s, %(naar)s, %(bedrag)s, %(sleutel)s, %(door)s, 'aanval', 'B-08', %(overheveling)s)
"""


@pytest.fixture
def geld():
    """€ 99 in the joint wijkbudget, € 1 in the pot of a wijk, and what an attacker knows about it.

    Money that comes in rests on nothing yet, so that the guard of the pots is what refuses.
    """
    wijk, door = WijkFactory(), MedewerkerFactory()
    geopend_jaar()
    vul(pot(wijk), 1, door)
    wijkbudget = Rekening.objects.get(soort="wijkbudget")
    boek(Rekening.objects.get(soort="begroting"), wijkbudget, 99, door=door)
    return {
        "van": wijkbudget.pk,
        "naar": pot(wijk).pk,
        "bedrag": "1.00",
        "sleutel": "aanval",
        "door": door.pk,
        "overheveling": None,
    }


def stand():
    return list(Boeking.objects.order_by("pk").values_list("pk", "van", "naar", "bedrag", "sleutel"))


VERANDERINGEN = [
    ("UPDATE budgetten_boeking SET bedrag = 0.01", "boeking_blijft_staan"),
    ("UPDATE budgetten_boeking SET reden = 'niets'", "boeking_blijft_staan"),
    ("DELETE FROM budgetten_boeking", "boeking_blijft_staan"),
    (
        "UPDATE budgetten_rekening SET soort = 'elders', staat = 'buiten', wijk_id = NULL",
        "rekening_blijft_staan",
    ),
    ("DELETE FROM budgetten_rekening", "rekening_blijft_staan"),
    ("UPDATE budgetten_tussenstand SET saldo = 1000000", "tussenstand_blijft_staan"),
    (
        "INSERT INTO budgetten_tussenstand (rekening_id, tot_en_met_id, saldo) SELECT 1, 1, 1000000",
        "tussenstand_van_de_database",
    ),
]


@pytest.mark.parametrize(("aanval", "naam"), VERANDERINGEN)
def test_not_even_the_owner_changes_the_ledger(geld, aanval, naam):
    vol_maken(geld)
    voor = stand()

    with pytest.raises(IntegrityError, match=naam), connection.cursor() as cursor:
        cursor.execute(aanval)
    assert stand() == voor


def vol_maken(geld):
    """Book until there is a tussenstand to attack."""
    van, naar = Rekening.objects.get(pk=geld["van"]), Rekening.objects.get(pk=geld["naar"])
    for _ in range(52):
        boek(van, naar, "0.01", door=MedewerkerFactory())
    assert Tussenstand.objects.exists()


# A trigger of one's own runs deeper than a plain statement; the right to insert is missing all the same.
VIA_EIGEN_TRIGGER = """
CREATE TEMP TABLE eigen (n int);
CREATE FUNCTION pg_temp.schrijf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO public.budgetten_tussenstand (rekening_id, tot_en_met_id, saldo) VALUES (1, 1, 1000000);
    RETURN NEW;
END $$;
CREATE TRIGGER schrijf BEFORE INSERT ON eigen FOR EACH ROW EXECUTE FUNCTION pg_temp.schrijf();
INSERT INTO eigen VALUES (1);
"""
AANVALLEN = [
    "ALTER TABLE budgetten_boeking DISABLE TRIGGER ALL",
    "ALTER TABLE budgetten_boeking DISABLE TRIGGER budgetten_bewaak_boeking",
    "DROP TRIGGER boeking_blijft_staan ON budgetten_boeking",
    "SET session_replication_role = replica",
    "TRUNCATE budgetten_boeking CASCADE",
    "UPDATE budgetten_boeking SET bedrag = 0.01",
    "DELETE FROM budgetten_boeking",
    "INSERT INTO budgetten_tussenstand (rekening_id, tot_en_met_id, saldo) VALUES (1, 1, 1000000)",
    "UPDATE budgetten_extrakrediet SET bedrag = 1000000",
    "ALTER TABLE budgetten_boeking DROP CONSTRAINT boeking_bedrag_boven_nul",
    "ALTER FUNCTION budgetten_bewaak_boeking() SECURITY INVOKER",
    "SET ROLE postgres",
    "DROP TABLE budgetten_tussenstand",
    "DROP FUNCTION budgetten_bewaak_boeking() CASCADE",
    "CREATE OR REPLACE FUNCTION budgetten_weiger(n text, m text) RETURNS void LANGUAGE sql AS ''",
    "UPDATE budgetten_rekening SET soort = 'elders'",
    "DELETE FROM budgetten_rekening",
    "SELECT id FROM budgetten_boeking FOR UPDATE",
    "LOCK TABLE budgetten_boeking IN ACCESS EXCLUSIVE MODE",
    "UPDATE django_migrations SET applied = now()",
    VIA_EIGEN_TRIGGER,
]


@pytest.mark.parametrize("aanval", AANVALLEN)
def test_the_portals_user_has_no_right_to_it(rol, aanval):
    voor = stand()

    with verbinding(user=rol) as portaal, pytest.raises(psycopg.errors.InsufficientPrivilege):
        portaal.execute(aanval)
    assert stand() == voor


def test_all_attacks_in_a_row_through_psql_change_nothing(rol, geld):
    vol_maken(geld)
    voor, standen = stand(), list(Tussenstand.objects.values())
    gegevens = connection.get_connection_params()
    wie = {"-h": gegevens.get("host"), "-p": gegevens.get("port"), "-d": gegevens["dbname"], "-U": rol}
    opties = [deel for optie, waarde in wie.items() if waarde for deel in (optie, str(waarde))]
    opdrachten = ";\n".join(aanval for aanval, _ in VERANDERINGEN) + ";\n" + ";\n".join(AANVALLEN)

    klaar = subprocess.run(
        [ingebed.programma("psql"), "-X", *opties],
        input=opdrachten,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "permission denied" in klaar.stderr
    assert (stand(), list(Tussenstand.objects.values())) == (voor, standen)
    assert not [afwijking for afwijking in controleer() if afwijking.controle in ("wachter", "tussenstand")]


@pytest.mark.parametrize(
    ("anders", "naam"),
    [
        ({"bedrag": "99.01"}, "boeking_saldo_niet_negatief"),
        ({"bedrag": "-1"}, "boeking_bedrag_boven_nul"),
        ({"bedrag": "0"}, "boeking_bedrag_boven_nul"),
        ({"bedrag": "NaN"}, "boeking_bedrag_boven_nul"),
        ({"naar": 0}, "boeking_rekening_bestaat"),
        ({"van": "gereserveerd", "naar": "vrij"}, "boeking_grondslag"),
        ({"van": "vrij", "naar": "gereserveerd"}, "boeking_grondslag"),
        ({"van": "vrij", "naar": "verplicht"}, "boeking_route"),
    ],
)
def test_the_portals_user_books_nothing_that_is_not_allowed(rol, geld, anders, naam):
    staten = {rekening.staat: rekening.pk for rekening in Rekening.objects.filter(soort="initiatieven")}
    anders = {veld: staten.get(waarde, waarde) for veld, waarde in anders.items()}
    with verbinding(user=rol) as portaal:
        # Neither of these switches a guard off.
        portaal.execute("SET pgtrigger.ignore = '{budgetten_boeking:budgetten_bewaak_boeking}'")
        portaal.execute("CREATE TEMP TABLE budgetten_tussenstand AS SELECT 1 AS rekening_id, 1e6 AS saldo")
        with pytest.raises(psycopg.errors.CheckViolation) as fout:
            portaal.execute(NIEUW, geld | anders)
        assert fout.value.diag.constraint_name == naam


def test_the_portals_user_can_book_as_usual(rol, geld):
    with verbinding(user=rol) as portaal:
        portaal.execute(HOUD_VAST, [[geld["van"], geld["naar"]]])
        portaal.execute(NIEUW, geld | {"bedrag": "99.00"})

    assert Rekening.objects.get(pk=geld["van"]).saldo_nu == 0
    boeking = Boeking.objects.get(sleutel="aanval")
    assert boeking.pk == max(Boeking.objects.values_list("pk", flat=True))


def test_number_and_moment_are_given_by_the_database(rol, geld):
    with verbinding(user=rol) as portaal:
        kolommen = NIEUW.replace("(van_id", "(id, op, van_id").replace(
            "VALUES (", "VALUES (7000000, '2020-01-01', "
        )
        portaal.execute(kolommen, geld)

    boeking = Boeking.objects.get(sleutel="aanval")
    assert boeking.pk < 7_000_000
    assert boeking.op.year > 2020


@pytest.mark.parametrize("niveau", ["REPEATABLE READ", "SERIALIZABLE"])
def test_nothing_is_booked_with_an_older_snapshot(geld, niveau):
    with verbinding() as oud:
        oud.execute(f"SET TRANSACTION ISOLATION LEVEL {niveau}")
        with pytest.raises(psycopg.errors.CheckViolation, match="boeking_read_committed"):
            oud.execute(NIEUW, geld)


def test_many_bookings_in_one_statement_are_guarded_one_by_one(geld):
    van, naar = (Rekening.objects.get(pk=geld[kant]) for kant in ("van", "naar"))
    rijen = [
        Boeking(
            van=van,
            naar=naar,
            bedrag=50,
            sleutel=f"b{n}",
            door_id=geld["door"],
            reden="r",
            regel="B-08",
        )
        for n in range(2)
    ]

    with pytest.raises(IntegrityError, match="boeking_saldo_niet_negatief"), transaction.atomic():
        Boeking.objects.bulk_create(rijen)
    assert van.saldo_nu == 99


def test_a_reversal_can_be_done_once_through_sql_too(geld):
    eerste = Boeking.objects.get(van=geld["van"], naar=geld["naar"])
    terug = NIEUW.replace("overheveling_id)", "overheveling_id, keert_terug_id)").replace(
        "%(overheveling)s)", "%(overheveling)s, %(eerste)s)"
    )
    gegevens = geld | {"van": geld["naar"], "naar": geld["van"], "eerste": eerste.pk}

    with connection.cursor() as cursor:
        cursor.execute(terug, gegevens)
        with pytest.raises(DatabaseError):
            cursor.execute(terug, gegevens | {"sleutel": "nog eens"})
        with pytest.raises(IntegrityError, match="boeking_terug_past"):
            cursor.execute(terug, gegevens | {"bedrag": "0.50", "sleutel": "half"})


def test_outside_a_test_database_the_ledger_is_never_truncated(geld):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%_niet_leeg' ORDER BY 1")
        namen = [naam for (naam,) in cursor.fetchall()]

    assert namen == [
        "boeking_niet_leeg",
        "extrakrediet_niet_leeg",
        "rekening_niet_leeg",
        "tussenstand_niet_leeg",
    ]


def test_24_processes_at_once_get_no_more_than_there_is(rol, geld):
    with connection.cursor() as cursor:
        cursor.execute(NIEUW, geld | {"bedrag": "9.00", "sleutel": "rest"})

    def put(nummer):
        with verbinding(user=rol, autocommit=True) as eigen:
            try:
                eigen.execute(NIEUW, geld | {"bedrag": "10.00", "sleutel": f"put {nummer}"})
            except psycopg.errors.CheckViolation as fout:
                return fout.diag.constraint_name
        return "geboekt"

    assert tegelijk(24, put) == ["boeking_saldo_niet_negatief"] * 15 + ["geboekt"] * 9
    assert Rekening.objects.get(pk=geld["van"]).saldo_nu == 0


def test_booking_back_and_forth_never_deadlocks(geld):
    heen = [pot(Wijk.objects.get(), soort=soort) for soort in WIJKPOTTEN]
    for rekening in heen:
        boek(Rekening.objects.get(pk=geld["van"]), rekening, 10, door=MedewerkerFactory())
    voor = [rekening.saldo_nu for rekening in heen]
    besluiten = [besloten_overheveling(*(heen if n % 2 else heen[::-1]), "0.01") for n in range(240)]

    def heen_en_weer(nummer):
        with verbinding(autocommit=True) as eigen:
            for besluit in besluiten[nummer::24]:
                weg = {"van": besluit.van_id, "naar": besluit.naar_id, "overheveling": besluit.pk}
                eigen.execute(NIEUW, geld | weg | {"bedrag": "0.01", "sleutel": f"heen {besluit.pk}"})
        return "klaar"

    assert tegelijk(24, heen_en_weer) == ["klaar"] * 24
    assert [rekening.saldo_nu for rekening in heen] == voor
