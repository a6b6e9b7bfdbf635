"""Clusters of their own in a temporary folder: what interrupts one may break nothing."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from wijkportaal import ingebed


@pytest.fixture
def cluster():
    """Outside pytest's own folders: PostgreSQL's system user must be able to get there."""
    map_ = Path(tempfile.mkdtemp(prefix="cluster-"))
    yield map_ / "data" / "postgres"
    assert ingebed.verwijder(map_ / "data" / "postgres")
    shutil.rmtree(map_)


def verbind(cluster):
    deel = ingebed.instellingen(cluster)
    return psycopg.connect(host=deel["HOST"], user=deel["USER"], dbname=deel["NAME"], connect_timeout=5)


def draait(cluster):
    try:
        verbind(cluster).close()
    except psycopg.OperationalError:
        return False
    return True


def schrijf(cluster, getal):
    with verbind(cluster) as verbinding:
        verbinding.execute("CREATE TABLE IF NOT EXISTS proef (getal int)")
        verbinding.execute("INSERT INTO proef VALUES (%s)", [getal])


def lees(cluster):
    with verbind(cluster) as verbinding:
        return [getal for (getal,) in verbinding.execute("SELECT getal FROM proef ORDER BY getal")]


def proces(cluster, opdracht="time.sleep(60)", *, veilig=False):
    """Use the cluster from a process of its own, that says when it is inside."""
    programma = f"""
        import os, pathlib, signal, sys, time
        from wijkportaal import ingebed
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with ingebed.server(pathlib.Path({str(cluster)!r}), veilig={veilig}):
            print("binnen", flush=True)
            {opdracht}
    """
    ander = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(programma)],
        cwd=settings.ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "wijkportaal.settings.test"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert ander.stdout.readline() == "binnen\n"
    return ander


def sluit(ander, signaal):
    ander.send_signal(signaal)
    ander.wait(timeout=30)
    ander.stdout.close()


def test_the_data_is_still_there_the_second_time_and_the_server_is_not(cluster):
    with ingebed.server(cluster, veilig=False):
        schrijf(cluster, 1)
    assert not draait(cluster)
    with ingebed.server(cluster, veilig=False):
        assert lees(cluster) == [1]


def test_it_sorts_the_same_on_every_machine(cluster):
    with ingebed.server(cluster, veilig=False), verbind(cluster) as verbinding:
        rij = verbinding.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding)"
            " FROM pg_database WHERE datname = %s",
            [ingebed.DATABASE],
        ).fetchone()
    assert rij == ("b", "C.UTF-8", "UTF8")


def test_a_demo_cluster_is_safe_and_a_test_cluster_is_fast(cluster):
    for naam, veilig, fsync in (("veilig", True, "on"), ("snel", False, "off")):
        deel = cluster.with_name(naam)
        with ingebed.server(deel, veilig=veilig), verbind(deel) as verbinding:
            assert verbinding.execute("SHOW fsync").fetchone() == (fsync,)
            assert verbinding.execute("SHOW listen_addresses").fetchone() == ("",)
        assert ingebed.verwijder(deel)


def test_a_half_made_cluster_is_made_again(cluster):
    half = cluster.with_name(f"{cluster.name}.nieuw-abc")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with ingebed.server(cluster, veilig=False):
        assert draait(cluster)
    assert not half.exists()


def test_the_last_one_who_leaves_stops_the_server(cluster):
    ander = proces(cluster)
    with ingebed.server(cluster, veilig=False):
        schrijf(cluster, 1)
    assert lees(cluster) == [1]
    sluit(ander, signal.SIGTERM)
    assert not draait(cluster)


def test_a_forked_child_that_ends_leaves_the_server_alone(cluster):
    ander = proces(cluster, "os.fork() or sys.exit(0); os.wait(); print('nog', flush=True); time.sleep(60)")
    assert ander.stdout.readline() == "nog\n"
    assert draait(cluster)
    sluit(ander, signal.SIGTERM)
    assert not draait(cluster)


def test_after_a_kill_the_server_that_stayed_is_used_again_and_stopped(cluster):
    ander = proces(cluster)
    schrijf(cluster, 1)
    sluit(ander, signal.SIGKILL)
    assert draait(cluster)
    with ingebed.server(cluster, veilig=False):
        assert lees(cluster) == [1]
    assert not draait(cluster)


def test_after_a_power_cut_a_lock_file_with_another_programs_number_is_put_aside(cluster):
    with ingebed.server(cluster, veilig=False):
        schrijf(cluster, 1)
        slot = (cluster / "postmaster.pid").read_text().splitlines()
    (cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *slot[1:]]) + "\n")
    with ingebed.server(cluster, veilig=False):
        assert lees(cluster) == [1]


@pytest.mark.parametrize("inhoud", ["", "geen getal\n"])
def test_a_half_written_lock_file_is_put_aside(cluster, inhoud):
    with ingebed.server(cluster, veilig=False):
        pass
    (cluster / "postmaster.pid").write_text(inhoud)
    with ingebed.server(cluster, veilig=False):
        assert draait(cluster)


def test_a_server_that_died_is_started_again_with_all_that_was_saved(cluster):
    ander = proces(cluster, veilig=True)
    schrijf(cluster, 1)
    os.kill(int((cluster / "postmaster.pid").read_text().splitlines()[0]), signal.SIGQUIT)
    sluit(ander, signal.SIGKILL)
    with ingebed.server(cluster, veilig=False):
        assert lees(cluster) == [1]


def test_a_long_path_gets_a_socket_elsewhere(cluster):
    diep = cluster / ("n" * 90) / "postgres"
    diep.parent.mkdir(parents=True)
    assert ingebed.socketmap(diep).parent == Path(tempfile.gettempdir())
    with ingebed.server(diep, veilig=False):
        assert draait(diep)
    assert ingebed.verwijder(diep)


def test_a_cluster_in_use_cannot_be_thrown_away(cluster):
    ander = proces(cluster)
    assert not ingebed.verwijder(cluster)
    sluit(ander, signal.SIGTERM)
    assert ingebed.verwijder(cluster)
    assert not cluster.exists()


def test_a_failure_says_what_postgresql_said(cluster):
    with ingebed.server(cluster, veilig=False):
        pass
    with (cluster / "postgresql.conf").open("a") as instelbestand:
        instelbestand.write("bestaat_niet = 1\n")
    with pytest.raises(RuntimeError, match="pg_ctl is niet gelukt"), ingebed.server(cluster, veilig=False):
        pass


def test_the_secret_key_is_made_once_and_is_its_owners(tmp_path):
    bestand = tmp_path / "data" / "secret_key"
    eerste = ingebed.bewaarde_sleutel(bestand)
    assert ingebed.bewaarde_sleutel(bestand) == eerste
    assert len(eerste) >= 50
    assert bestand.stat().st_mode & 0o777 == 0o600
    assert [pad.name for pad in bestand.parent.iterdir()] == ["secret_key"]
