"""How fast the ledger books, beside a bare INSERT of the same row in the same run. `make prestaties`.

A measurement, no test. "Kaal" is a table with the same columns, indexes, checks and foreign keys and without
the guards. "Slot" is an insert into it that only takes the lock of the pot first: no guard that lets bookings
of one pot wait for each other can be faster than that. Each worker is a process.

BOEKINGEN (100000; a full run: 1000000) is how far it grows, SECONDEN and RONDEN how long and how often each
is measured, VEILIG=1 measures a cluster that writes to disk before it answers, as production does. All in a
database of its own, which is thrown away.
"""
# ruff: noqa: E402  Django is set up before its models are imported

import itertools
import multiprocessing
import os
import statistics
import sys
import time
from contextlib import contextmanager, nullcontext
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkportaal.settings.test")
django.setup()

import psycopg
from django.conf import settings
from django.db import connection, connections

from budgetten.models import Aanvraag, Boeking, Rekening
from tests.budgetten.fabrieken import geopend_jaar, pot, reserveer, vul
from tests.fabrieken import MedewerkerFactory, WijkFactory
from wijkportaal import ingebed

BOEKINGEN = int(os.environ.get("BOEKINGEN", "100000"))
SECONDEN = float(os.environ.get("SECONDEN", "1"))
RONDEN = int(os.environ.get("RONDEN", "5"))
KLEIN = 10_000
# More rows than any machine writes in that time: who runs out of them would be measured as slower than it is.
BLOK = int(30_000 * max(SECONDEN, 1))
# A pot: the numbers of its free and of its reserved money, and of its wijk.
Potten = list[tuple[int, int, int]]
Wie = tuple[int, int]
NUMMERS = itertools.count(1_000_000, BLOK)
RIJ = "{:<28}{:>8}{:>10}{:>10}{:>11}{:>10}{:>10}\n"
VEILIG = os.environ.get("VEILIG") == "1"
KOLOMMEN = "(van_id, naar_id, bedrag, sleutel, door_id, mandaat_id, reden, regel, aanvraag_id)"
WAARDEN = "VALUES (%s, %s, 0.01, %s, %s, %s, 'meting', 'B-08', %s)"
KAAL = f"INSERT INTO kaal {KOLOMMEN} {WAARDEN}"
BOEKING = f"INSERT INTO budgetten_boeking {KOLOMMEN} {WAARDEN}"
SLOT = (
    f"INSERT INTO kaal {KOLOMMEN} SELECT van + length(pg_advisory_xact_lock(van)::text), naar, 0.01, sleutel,"
    " door, mandaat, 'meting', 'B-08', aanvraag"
    " FROM (SELECT %s::bigint, %s::bigint, %s, %s::bigint, %s::bigint, %s::bigint)"
    " _ (van, naar, sleutel, door, mandaat, aanvraag)"
)
VUL = (
    "INSERT INTO {tabel} "
    + KOLOMMEN
    + " SELECT %s, %s, 0.01, gen_random_uuid()::text, %s, %s, 'meting', 'B-08', %s + n"
    " FROM generate_series(0, %s - 1) n"
)
# Requests as they are right after their approval. Each reserves its money once, so each booking has its own.
GOEDGEKEURD = """
INSERT INTO budgetten_aanvraag (id, wijk_id, {kolommen})
SELECT %s + n, (%s::bigint[])[1 + n %% %s], {kolommen}
FROM budgetten_aanvraag, generate_series(0, %s - 1) n WHERE budgetten_aanvraag.id = %s
"""


@contextmanager
def verbinding():
    """A connection of one's own, outside Django; each statement is a transaction."""
    gegevens = connection.get_connection_params()
    gewoon = {
        naam: gegevens[naam] for naam in ("dbname", "user", "host", "port", "password") if naam in gegevens
    }
    with psycopg.connect(**gewoon, autocommit=True) as open_:
        yield open_


def keur_goed(potten: Potten, aantal: int = BLOK) -> int:
    """Make so many approved requests, of these pots in turn; return the number of the first."""
    voorbeeld, eerste = Aanvraag.objects.order_by("pk")[0].pk, next(NUMMERS)
    anders = ("id", "wijk_id", "sleutel")
    kolommen = ", ".join(veld.column for veld in Aanvraag._meta.fields if veld.column not in anders)
    wijken = [wijk for _, _, wijk in potten]
    with verbinding() as eigen:
        eigen.execute("SET session_replication_role = replica")
        opdracht = GOEDGEKEURD.format(kolommen=kolommen)
        eigen.execute(opdracht, (eerste, wijken, len(wijken), aantal, voorbeeld))
    return eerste


def _werk(
    nummer: int,
    werkers: int,
    opdracht: str,
    potten: Potten,
    wie: Wie,
    eerste: int,
    klok: tuple[Any, Any, Any],
) -> None:
    """Insert row after row until it is time, and tell how many."""
    start, einde, uit = klok
    merk, aantal = time.time_ns(), 0
    with verbinding() as eigen:
        start.wait()
        while not einde.is_set() and (keer := nummer + aantal * werkers) < BLOK:
            van, naar, _ = potten[keer % len(potten)]
            eigen.execute(opdracht, (van, naar, f"{merk}:{nummer}:{aantal}", *wie, eerste + keer))
            aantal += 1
    uit.put(aantal)


def meet(opdracht: str, werkers: int, potten: Potten, wie: Wie) -> float:
    """Return how many rows a second so many workers write together, for SECONDEN seconds."""
    fork, eerste = multiprocessing.get_context("fork"), keur_goed(potten)
    start, einde, uit = fork.Barrier(werkers + 1), fork.Event(), fork.Queue()
    connections.close_all()
    processen = [
        fork.Process(target=_werk, args=(nummer, werkers, opdracht, potten, wie, eerste, (start, einde, uit)))
        for nummer in range(werkers)
    ]
    for proces in processen:
        proces.start()
    start.wait()
    begin = time.monotonic()
    time.sleep(SECONDEN)
    einde.set()
    aantal = sum(uit.get() for _ in processen)
    duur = time.monotonic() - begin
    for proces in processen:
        proces.join()
    return aantal / duur


def vergelijk(naam: str, werkers: int, potten: Potten, wie: Wie) -> float:
    """Measure all in turns and report the middle of the rounds; return the booking's share of bare.

    The shares are those within a round: on a busy machine the rounds differ more than what is measured.
    """
    ronden = [
        [meet(opdracht, werkers, potten, wie) for opdracht in (KAAL, SLOT, BOEKING)] for _ in range(RONDEN)
    ]
    kaal, slot, boeking = (statistics.median(kolom) for kolom in zip(*ronden, strict=True))
    deel = statistics.median(ronde[2] / ronde[0] for ronde in ronden)
    van_slot = statistics.median(ronde[2] / ronde[1] for ronde in ronden)
    sys.stdout.write(
        RIJ.format(naam, werkers, *map(round, (kaal, slot, boeking)), f"{deel:.2f}", f"{van_slot:.2f}")
    )
    sys.stdout.flush()
    return deel


def groei(hete: tuple[int, int, int], wie: Wie, tot: int) -> None:
    """Fill the hot pot, and the bare table with it, until it holds `tot` bookings."""
    with verbinding() as eigen:
        while (over := tot - Boeking.objects.filter(van=hete[0]).count()) > 0:
            aantal = min(over, BLOK)
            eerste = keur_goed([hete], aantal)
            for tabel in ("budgetten_boeking", "kaal"):
                eigen.execute(VUL.format(tabel=tabel), (*hete[:2], *wie, eerste, aantal))
        eigen.execute("VACUUM ANALYZE budgetten_boeking")
        eigen.execute("VACUUM ANALYZE kaal")


def maak_kaal() -> None:
    """The same table with the same indexes, checks and foreign keys, and without the guards."""
    sleutels = (
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = 'budgetten_boeking'::regclass AND contype = 'f'"
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kaal (LIKE budgetten_boeking INCLUDING ALL)")
        cursor.execute(sleutels)
        for (sleutel,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE kaal ADD {sleutel}")


def main() -> None:
    """Make 50 pots, measure, grow one of them, and measure again."""
    wijken = WijkFactory.create_batch(50)
    geopend_jaar(bedrag=2_000_000, opstartkosten=0)
    for wijk in wijken:
        vul(pot(wijk), 30_000, MedewerkerFactory())
    voorbeeld = reserveer(wijken[0], "0.01").aanvraag
    wie = (voorbeeld.beslisser_id, voorbeeld.mandaat_id)
    potten = [(pot(wijk).pk, pot(wijk, staat="gereserveerd").pk, wijk.pk) for wijk in wijken]
    maak_kaal()
    sys.stdout.write(RIJ.format("", "werkers", "kaal/s", "slot/s", "boeking/s", "van kaal", "van slot"))
    for werkers in (1, 4, 16):
        vergelijk("een drukke pot", werkers, potten[:1], wie)
        vergelijk("50 potten", werkers, potten[1:], wie)
    groei(potten[0], wie, KLEIN)
    klein = vergelijk(f"drukke pot met {KLEIN}", 1, potten[:1], wie)
    groei(potten[0], wie, BOEKINGEN)
    groot = vergelijk(f"drukke pot met {BOEKINGEN}", 1, potten[:1], wie)
    sys.stdout.write(f"Bij {BOEKINGEN} boekingen {groot / klein - 1:+.0%} ten opzichte van bij {KLEIN}.\n")
    som = Rekening.objects.get(pk=potten[0][0])
    begin = time.monotonic()
    saldo = som.saldo_nu
    sys.stdout.write(f"Het saldo als som over alle boekingen: {saldo} in {time.monotonic() - begin:.3f} s.\n")


if __name__ == "__main__":
    eigen = ingebed.is_eigen(settings.DATABASES["default"], settings.EIGEN_CLUSTER)
    cluster = settings.EIGEN_CLUSTER.with_name("prestaties-veilig") if VEILIG else settings.EIGEN_CLUSTER
    if eigen:
        settings.DATABASES["default"].update(ingebed.instellingen(cluster))
    with ingebed.server(cluster, veilig=VEILIG) if eigen else nullcontext():
        naam = connection.settings_dict["NAME"]
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "test_prestaties"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            main()
        finally:
            connection.creation.destroy_test_db(naam, verbosity=0)
