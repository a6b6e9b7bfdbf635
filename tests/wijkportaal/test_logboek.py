import io
import json
import logging
import logging.config

import pytest
import structlog

from wijkportaal.logboek import logging_instellingen, zonder_geheimen

TOKEN = "eyJhIjoxfQ:1tX0Ab:" + "Zz0-" * 11


@pytest.fixture
def uitvoer():
    """What production writes, line by line; the loggers of the test run come back afterwards."""
    wortel = logging.getLogger()
    oud, niveau = wortel.handlers[:], wortel.level
    instellingen = logging_instellingen(json=True, niveau="INFO")
    stroom = io.StringIO()
    instellingen["handlers"]["scherm"]["stream"] = stroom
    logging.config.dictConfig(instellingen)
    yield lambda: [json.loads(regel) for regel in stroom.getvalue().splitlines()]
    wortel.handlers[:], wortel.level = oud, niveau


def test_a_line_is_one_json_object_with_what_and_when(uitvoer):
    structlog.get_logger("proef").info("zaak_ingediend", zaak=7)
    (regel,) = uitvoer()
    assert regel.pop("timestamp").endswith("Z")
    assert regel == {"event": "zaak_ingediend", "zaak": 7, "level": "info", "logger": "proef"}


def test_a_librarys_line_goes_the_same_way(uitvoer):
    logging.getLogger("bibliotheek").warning("Niet gelukt: %s", f"/initiatieven/link/{TOKEN}/")
    assert uitvoer()[0]["event"] == "Niet gelukt: /initiatieven/link/…/"


def test_an_exception_is_told_without_the_values_of_variables(uitvoer):
    try:
        geheim = "wachtwoord-van-iemand"
        raise ValueError("nee") if geheim else KeyError
    except ValueError:
        structlog.get_logger("proef").exception("mislukt")
    (regel,) = uitvoer()
    assert "ValueError: nee" in regel["exception"]
    assert "wachtwoord-van-iemand" not in regel["exception"]


@pytest.mark.parametrize(
    ("verzoek", "regel"),
    [
        ("GET /wijken/herten-maasplassen/?zoek=naam", "GET /wijken/herten-maasplassen/"),
        (f"POST /initiatieven/link/{TOKEN}/", "POST /initiatieven/link/…/"),
        ("GET /initiatieven/RM-2026-00042/", "GET /initiatieven/RM-2026-00042/"),
    ],
)
def test_tokens_and_query_strings_stay_out(verzoek, regel):
    gebeurtenis = {"event": "request_started", "request": verzoek, "user_agent": "Firefox"}
    assert zonder_geheimen(None, "info", gebeurtenis) == {"event": "request_started", "request": regel}
