"""The mailbox of the general address, read from a real IMAP server: nothing lost, nothing doubled."""

import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from imap_tools import MailBoxUnencrypted

from initiatieven import post, postbus, tasks
from initiatieven.models import Postuk
from tests.initiatieven.mails import PDF, mail, met_bestand

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-02")]
GEBRUIKER, WACHTWOORD = "demouser", "demopass"
PYMAP = shutil.which("pymap", path=Path(sys.executable).parent)
BOT = mail(onderwerp="Afwezig", Auto_Submitted="auto-replied", Message_ID="<robot@x>")


def vrije_poort():
    with closing(socket.socket()) as los:
        los.bind(("127.0.0.1", 0))
        return los.getsockname()[1]


@pytest.fixture(scope="module")
def poort():
    """A real IMAP server with one empty mailbox, for all tests of this file."""
    nummer = vrije_poort()
    diensten = ["--no-service", "admin", "--no-service", "managesieve"]
    opdracht = [PYMAP, "--host", "127.0.0.1", "--port", str(nummer), "--no-tls", *diensten, "dict"]
    server = subprocess.Popen(opdracht, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wacht_op(nummer)
        yield nummer
    finally:
        server.kill()
        server.wait()


def wacht_op(nummer):
    grens = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", nummer), 1).close()
        except OSError:
            assert time.monotonic() < grens, "the IMAP server does not start"
            time.sleep(0.05)


@pytest.fixture
def brievenbus(poort, settings):
    """The mailbox as its owner sees it, empty; the portal knows the address."""
    settings.POSTBUS_URL = f"imap://{GEBRUIKER}:{WACHTWOORD}@127.0.0.1:{poort}/INBOX"
    with MailBoxUnencrypted("127.0.0.1", poort).login(GEBRUIKER, WACHTWOORD) as bus:
        for naam in ("INBOX", *([postbus.INGELEZEN] if bus.folder.exists(postbus.INGELEZEN) else [])):
            bus.folder.set(naam)
            bus.delete(bus.uids())
        bus.folder.set("INBOX")
        yield bus


def stuur(bus, *mails):
    for een in mails:
        bus.append(een if isinstance(een, bytes) else een.as_bytes().replace(b"\n", b"\r\n"), "INBOX")


def inhoud(bus, naam):
    bus.folder.set(naam)
    return len(bus.uids())


def test_mail_is_kept_with_its_files_and_moved_out_of_the_way(brievenbus, capsys):
    leugen = met_bestand(met_bestand(mail(), "schets.pdf", PDF), "plan.pdf", b"MZ", "application/pdf")
    stuur(brievenbus, leugen)

    call_command("lees_postbus")

    assert capsys.readouterr().out == "1 mail gelezen.\n"
    bewaard = Postuk.objects.get()
    assert (bewaard.stand, bewaard.afzender, bewaard.tekst) == (
        "nieuw",
        "truus@bewoner.example",
        "Een bankje.",
    )
    goed, fout = bewaard.bijlagen.order_by("weigering")
    assert (goed.naam, bytes(goed.inhoud)) == ("schets.pdf", PDF)
    assert "kunnen we niet aannemen" in fout.weigering
    assert (inhoud(brievenbus, "INBOX"), inhoud(brievenbus, postbus.INGELEZEN)) == (0, 1)
    assert postbus.lees() == 0


def test_a_robots_mail_is_refused_and_what_cannot_be_read_waits_with_its_source(brievenbus):
    kapot = b"Subject: zonder afzender\r\n\r\n\xff\xfe"
    stuur(brievenbus, BOT, kapot, mail(onderwerp="Gewoon"))

    assert postbus.lees() == 3

    standen = {rij.stand: rij for rij in Postuk.objects.all()}
    assert set(standen) == {"geweigerd", "onleesbaar", "nieuw"}
    assert "Auto-Submitted" in standen["geweigerd"].reden
    assert bytes(standen["onleesbaar"].bron) == kapot
    assert [rij.stand for rij in Postuk.objects.te_doen()] == ["onleesbaar", "nieuw"]


def test_the_same_mail_twice_is_one(brievenbus):
    stuur(brievenbus, mail(Message_ID="<1@x>"), mail(Message_ID="<1@x>"), mail(), mail())
    assert postbus.lees() == 4
    assert Postuk.objects.count() == 2


def test_stopped_between_keeping_and_moving_it_goes_on_without_a_double(brievenbus, monkeypatch):
    stuur(brievenbus, mail(Message_ID="<1@x>"), mail(Message_ID="<2@x>"))
    with monkeypatch.context() as stuk:
        stuk.setattr(MailBoxUnencrypted, "move", stroom_valt_uit)
        with pytest.raises(KeyboardInterrupt):
            postbus.lees()
    assert Postuk.objects.count() == 1

    assert postbus.lees() == 2
    assert Postuk.objects.count() == 2
    assert inhoud(brievenbus, postbus.INGELEZEN) == 2


def stroom_valt_uit(*args, **kwargs):
    raise KeyboardInterrupt


def test_what_could_not_be_kept_stays_in_the_mailbox(brievenbus, monkeypatch):
    stuur(brievenbus, mail())
    with monkeypatch.context() as stuk:
        stuk.setattr(post, "_bewaar_bestanden", stroom_valt_uit)
        with pytest.raises(KeyboardInterrupt):
            postbus.lees()
    assert (Postuk.objects.count(), inhoud(brievenbus, "INBOX")) == (0, 1)


def test_a_mail_that_is_too_large_is_not_fetched_but_told(brievenbus, monkeypatch):
    monkeypatch.setattr(postbus, "HOOGSTENS_MEGABYTES", 0)
    stuur(brievenbus, mail(tekst="geheim"))
    postbus.lees()
    bewaard = Postuk.objects.get()
    assert (bewaard.stand, "te groot" in bewaard.reden) == ("onleesbaar", True)
    assert b"geheim" not in bytes(bewaard.bron)
    assert inhoud(brievenbus, postbus.INGELEZEN) == 1


def test_a_round_takes_a_part_of_a_flood(brievenbus, monkeypatch):
    monkeypatch.setattr(postbus, "PER_RONDE", 2)
    stuur(brievenbus, *(mail(onderwerp=str(nummer)) for nummer in range(3)))
    assert (postbus.lees(), postbus.lees(), postbus.lees()) == (2, 1, 0)


@pytest.mark.parametrize("fout", ["down", "wachtwoord", "map"])
def test_a_mailbox_that_cannot_be_read_is_said_without_its_password_and_tried_later(
    brievenbus, poort, settings, fout, caplog
):
    adressen = {
        "down": f"imap://u:geheim123@127.0.0.1:{vrije_poort()}",
        "wachtwoord": f"imap://{GEBRUIKER}:geheim123@127.0.0.1:{poort}",
        "map": f"imap://{GEBRUIKER}:{WACHTWOORD}@127.0.0.1:{poort}/Bestaat%20niet",
    }
    goed, settings.POSTBUS_URL = settings.POSTBUS_URL, adressen[fout]
    stuur(brievenbus, mail())
    with pytest.raises(CommandError, match="niet te lezen") as gezegd:
        call_command("lees_postbus")
    tasks.lees_postbus.delay()
    assert "postbus_onbereikbaar" in caplog.text
    assert "geheim123" not in f"{gezegd.value}{caplog.text}"

    settings.POSTBUS_URL = goed
    tasks.lees_postbus.delay()
    assert Postuk.objects.count() == 1


def test_without_an_address_the_task_rests_and_the_command_says_so(settings):
    settings.POSTBUS_URL = ""
    tasks.lees_postbus.delay()
    with pytest.raises(CommandError, match="POSTBUS_URL"):
        call_command("lees_postbus")
