"""`manage.py demo` as a person runs it: a process of its own, on a port and a folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from wijkportaal import ingebed

STAPPEN = [
    "Database starten",
    "Tabellen bijwerken",
    "Gegevens van de gemeente laden",
    "Stijl en scripts klaarzetten",
]


@pytest.fixture
def poort():
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        return vrij.getsockname()[1]


@pytest.fixture
def demo(poort):
    map_ = Path(tempfile.mkdtemp(prefix="demo-"))
    huis = Demo(map_ / "data", poort)
    yield huis
    huis.ruim_op()
    shutil.rmtree(map_)


class Demo:
    """Starts, asks and stops; what is left running at the end is stopped too."""

    def __init__(self, map_, poort):
        self.cluster = map_ / "postgres"
        self.adres = f"http://localhost:{poort}"
        self.processen = []
        self.omgeving = {
            **{naam: waarde for naam, waarde in os.environ.items() if naam != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": "tests.wijkportaal.demo_settings",
            "PROEFMAP": str(map_),
            "PORT": str(poort),
            "SECRET_KEY": "x" * 60,
        }

    def opdracht(self, naam):
        proces = subprocess.Popen(
            [sys.executable, "manage.py", naam],
            cwd=settings.ROOT,
            env=self.omgeving,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processen.append(proces)
        return proces

    def start(self, *, tot="Stoppen met Ctrl-C"):
        """Start the demo and return it with what it said up to and including `tot`."""
        proces = self.opdracht("demo")
        regels = []
        for regel in proces.stdout:
            regels.append(regel)
            if tot in regel:
                return proces, "".join(regels)
        raise AssertionError("".join(regels))

    def reset(self, antwoord):
        return self.opdracht("reset").communicate(antwoord, timeout=60)[0]

    def haal(self, pad):
        with urllib.request.urlopen(self.adres + pad, timeout=20) as antwoord:
            return antwoord.status

    def vraag(self, sql):
        deel = ingebed.instellingen(self.cluster)
        with psycopg.connect(host=deel["HOST"], user=deel["USER"], dbname=deel["NAME"]) as verbinding:
            return verbinding.execute(sql).fetchone()

    def ruim_op(self):
        for proces in self.processen:
            proces.kill()
            proces.communicate()
        assert ingebed.verwijder(self.cluster)


def stop(proces, signaal=signal.SIGTERM):
    proces.send_signal(signaal)
    return proces.wait(timeout=60)


def draait(demo):
    try:
        demo.vraag("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def tijden(uitvoer):
    return dict(re.findall(r"^  (\S.*?) +(\d+\.\d) s$", uitvoer, flags=re.MULTILINE))


def test_a_life_from_nothing_through_a_kill_to_a_reset(demo):
    """One demo for all of it, killed on its way there: making one takes half a minute."""
    assert "Er zijn geen gegevens van de demo." in demo.reset("ja\n")
    for stap in ("Database starten", "Gegevens van de gemeente laden"):
        proces, _ = demo.start(tot=stap)
        proces.kill()
        proces.wait()

    proces, uitvoer = demo.start()
    assert list(tijden(uitvoer)) == STAPPEN
    assert f"Het portaal draait op {demo.adres}\n" in uitvoer
    assert "alle met het wachtwoord wijkportaal-demo" in uitvoer
    assert "  b.beheer@roermond.example        Vakambtenaar Beheer Openbare Ruimte\n" in uitvoer
    assert demo.haal("/") == 200
    assert demo.haal("/wijken/centrum/agenda/2026/versies/1/pdf/") == 200
    assert demo.vraag("SELECT count(*) FROM wijken_wijk") == (9,)
    demo.vraag("UPDATE wijken_gemeente SET naam = 'Veranderd' RETURNING 1")
    assert stop(proces) == 0
    assert not draait(demo)

    proces, _ = demo.start()
    assert demo.vraag("SELECT naam FROM wijken_gemeente") == ("Veranderd",)
    assert "De demo draait nog." in demo.reset("ja\n")
    proces.kill()
    proces.wait()

    proces, _ = demo.start()
    assert demo.haal("/wijken/") == 200
    assert stop(proces, signal.SIGHUP) == 0
    assert not draait(demo)

    for antwoord in ("nee\n", "\n", ""):
        assert "Er is niets weggegooid." in demo.reset(antwoord)
        assert demo.cluster.exists()
    assert "De gegevens zijn weg." in demo.reset("ja\n")
    assert not demo.cluster.exists()


def test_a_taken_port_is_said_before_anything_else_happens(demo, poort):
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", poort))
        bezet.listen()
        proces = demo.opdracht("demo")
        uitvoer = proces.communicate(timeout=60)[0]
    assert proces.returncode == 1
    assert f"PORT={poort + 1} make run" in uitvoer
    assert not demo.cluster.exists()
