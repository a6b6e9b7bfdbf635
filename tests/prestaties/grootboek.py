"""How fast the ledger books, beside a bare INSERT of the same row in the same run. `make prestaties`.

A measurement, no test. BOEKINGEN (100000; a full run: 1000000) is how far it grows, SECONDEN (2) how long
each measurement lasts. All in a database of its own, which is thrown away.
"""
# ruff: noqa: E402  Django is set up before its models are imported

import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkportaal.settings.test")
django.setup()

import psycopg
from django.conf import settings
from django.db import connection

from budgetten.models import Boeking, Rekening
from tests.budgetten.fabrieken import AanvraagFactory, geopend_jaar, pot, vul
from tests.fabrieken import MedewerkerFactory, WijkFactory
from wijkportaal import ingebed

BOEKINGEN = int(os.environ.get("BOEKINGEN", "100000"))
SECONDEN = float(os.environ.get("SECONDEN", "2"))
KLEIN = 10_000
KOLOMMEN = "(van_id, naar_id, bedrag, sleutel, door_id, reden, regel, aanvraag_id)"
NIEUW = "INSERT INTO {tabel} " + KOLOMMEN + " VALUES (%s, %s, 0.01, %s, %s, 'meting', 'B-08', %s)"
VUL = (
    "INSERT INTO {tabel} "
    + KOLOMMEN
    + " SELECT %s, %s, 0.01, gen_random_uuid()::text, %s, 'meting', 'B-08', %s FROM generate_series(1, %s)"
)


@contextmanager
def verbinding():
    """A connection of one's own, outside Django; each statement is a transaction."""
    gegevens = connection.get_connection_params()
    gewoon = {
        naam: gegevens[naam] for naam in ("dbname", "user", "host", "port", "password") if naam in gegevens
    }
    with psycopg.connect(**gewoon, autocommit=True) as open_:
        yield open_


def meet(tabel: str, werkers: int, kies: Callable[[int], tuple[int, int]], rest: tuple[int, int]) -> float:
    """Return how many rows a second so many workers write together, for SECONDEN seconds."""
    aantallen, start = [0] * werkers, threading.Barrier(werkers + 1)
    opdracht, einde = NIEUW.format(tabel=tabel), threading.Event()

    def werk(nummer: int) -> None:
        merk = f"{tabel}:{time.time_ns()}:{nummer}"
        with verbinding() as eigen:
            start.wait()
            while not einde.is_set():
                van, naar = kies(nummer + aantallen[nummer])
                eigen.execute(opdracht, (van, naar, f"{merk}:{aantallen[nummer]}", *rest))
                aantallen[nummer] += 1

    draden = [threading.Thread(target=werk, args=(nummer,)) for nummer in range(werkers)]
    for draad in draden:
        draad.start()
    start.wait()
    begin = time.monotonic()
    time.sleep(SECONDEN)
    einde.set()
    for draad in draden:
        draad.join()
    return sum(aantallen) / (time.monotonic() - begin)


def regel(naam: str, werkers: int, kaal: float, boeking: float) -> None:
    sys.stdout.write(f"{naam:<34}{werkers:>8}{kaal:>12.0f}{boeking:>12.0f}{boeking / kaal:>8.2f}\n")
    sys.stdout.flush()


def vergelijk(
    naam: str, werkers: int, kies: Callable[[int], tuple[int, int]], rest: tuple[int, int]
) -> float:
    """Measure both in turns, three times, and report the middle of each."""
    beide = [
        (meet("kaal", werkers, kies, rest), meet("budgetten_boeking", werkers, kies, rest)) for _ in range(3)
    ]
    kaal, boeking = (statistics.median(kolom) for kolom in zip(*beide, strict=True))
    regel(naam, werkers, kaal, boeking)
    return boeking / kaal


def groei(paar: tuple[int, int], rest: tuple[int, int], tot: int) -> None:
    """Fill the hot pot, and the bare table with it, until it holds `tot` bookings."""
    with verbinding() as eigen:
        while (over := tot - Boeking.objects.filter(van=paar[0]).count()) > 0:
            for tabel in ("budgetten_boeking", "kaal"):
                eigen.execute(VUL.format(tabel=tabel), (*paar, *rest, min(over, 20_000)))
        eigen.execute("VACUUM ANALYZE budgetten_boeking")
        eigen.execute("VACUUM ANALYZE kaal")


def main() -> None:
    """Make 50 pots, measure, grow one of them, and measure again."""
    door, wijken = MedewerkerFactory(), WijkFactory.create_batch(50)
    geopend_jaar(bedrag=2_000_000, opstartkosten=0)
    for wijk in wijken:
        vul(pot(wijk), 30_000, door)
    rest = (door.pk, AanvraagFactory(wijk=wijken[0]).pk)
    paren = [(pot(wijk).pk, pot(wijk, staat="gereserveerd").pk) for wijk in wijken]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE kaal (LIKE budgetten_boeking "
            "INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES)"
        )
    sys.stdout.write(f"{'':<34}{'werkers':>8}{'kaal/s':>12}{'boeking/s':>12}{'deel':>8}\n")
    for werkers in (1, 4, 16):
        vergelijk("een drukke pot", werkers, lambda _: paren[0], rest)
        vergelijk("50 potten", werkers, lambda keer: paren[1 + keer % 49], rest)
    groei(paren[0], rest, KLEIN)
    klein = vergelijk(f"drukke pot met {KLEIN}", 1, lambda _: paren[0], rest)
    groei(paren[0], rest, BOEKINGEN)
    groot = vergelijk(f"drukke pot met {BOEKINGEN}", 1, lambda _: paren[0], rest)
    sys.stdout.write(f"Bij {BOEKINGEN} boekingen {groot / klein - 1:+.0%} ten opzichte van bij {KLEIN}.\n")
    som = Rekening.objects.get(pk=paren[0][0])
    begin = time.monotonic()
    saldo = som.saldo_nu
    sys.stdout.write(f"Het saldo als som over alle boekingen: {saldo} in {time.monotonic() - begin:.3f} s.\n")


if __name__ == "__main__":
    eigen = ingebed.is_eigen(settings.DATABASES["default"], settings.EIGEN_CLUSTER)
    with (
        ingebed.server(settings.EIGEN_CLUSTER, veilig=False)
        if eigen
        else contextmanager(lambda: iter([None]))()
    ):
        naam = connection.settings_dict["NAME"]
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "test_prestaties"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            main()
        finally:
            connection.creation.destroy_test_db(naam, verbosity=0)
