"""Many processes at once, each with a connection of its own: the way in which a pot is raced for."""

import multiprocessing
from collections.abc import Callable
from contextlib import contextmanager

import psycopg
from django.db import connection, connections

WACHT = 60


def tegelijk(aantal: int, doe: Callable[[int], str]) -> list[str]:
    """Do `doe(n)` in so many processes at once; return what each said, or how it failed, sorted."""
    fork = multiprocessing.get_context("fork")
    uitkomsten, start = fork.Queue(), fork.Barrier(aantal)

    def werk(nummer: int) -> None:
        try:
            # Also what the parent does not see of itself: while a browser's event loop runs, its connections
            # are kept apart, and one from before the loop would be shared by all children.
            for verbinding in connections.all(initialized_only=True):
                verbinding.connect()
            start.wait(WACHT)
            uitkomsten.put(doe(nummer))
        except Exception as fout:
            uitkomsten.put(repr(fout))
        finally:
            connections.close_all()

    # A connection is never shared with a child.
    connections.close_all()
    processen = [fork.Process(target=werk, args=(nummer,)) for nummer in range(aantal)]
    for proces in processen:
        proces.start()
    gehoord = sorted(uitkomsten.get(timeout=WACHT) for _ in processen)
    for proces in processen:
        proces.join(timeout=WACHT)
    return gehoord


@contextmanager
def verbinding(**anders):
    """A connection outside Django, as another program makes one."""
    gegevens = connection.get_connection_params()
    gewoon = {
        naam: gegevens[naam] for naam in ("dbname", "user", "host", "port", "password") if naam in gegevens
    }
    with psycopg.connect(**(gewoon | anders)) as open_:
        yield open_
