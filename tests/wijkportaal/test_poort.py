import socket
import subprocess
import sys

import pytest
from django.conf import settings

from wijkportaal.poort import is_vrij


@pytest.fixture
def bezet():
    with socket.socket() as luisteraar:
        luisteraar.bind(("127.0.0.1", 0))
        luisteraar.listen()
        yield luisteraar.getsockname()[1]


def test_a_port_that_someone_listens_on_is_taken(bezet):
    assert not is_vrij(bezet, wacht=0)


def test_a_free_port_is_free():
    with socket.socket() as luisteraar:
        luisteraar.bind(("127.0.0.1", 0))
        poort = luisteraar.getsockname()[1]
    assert is_vrij(poort, wacht=0)


def test_it_runs_without_anything_installed_and_names_the_variable_to_set(bezet):
    klaar = subprocess.run(
        [sys.executable, "-I", settings.ROOT / "wijkportaal" / "poort.py", str(bezet)],
        capture_output=True,
        text=True,
    )
    assert klaar.returncode == 1
    assert klaar.stderr.strip().endswith(f"PORT={bezet + 1} make run")
