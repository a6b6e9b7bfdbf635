"""Tells the load balancer whether this process can serve: database and cache answer, nothing more.

An app can add what it knows about itself (`registreer`), for whoever watches the installation. That informs
and decides nothing: a wrong amount is no reason to take every process out of the line.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.get("gezond")


ONDERDELEN: dict[str, Callable[[], None]] = {"database": _database, "cache": _cache}


_meldingen: dict[str, Callable[[], Any]] = {}


def registreer(naam: str, melding: Callable[[], Any]) -> None:
    """Let `melding` tell what an app knows of itself. It asks at most one cheap query."""
    _meldingen[naam] = melding


def _melding(naam: str) -> Any:
    try:
        return _meldingen[naam]()
    except Exception as fout:  # It only informs; what failed stands in the log.
        log.warning("melding_mislukt", melding=naam, fout=type(fout).__name__)
        return None


def _werkt(onderdeel: str) -> bool:
    try:
        ONDERDELEN[onderdeel]()
    except Exception as fout:  # Any failure means the same here, and each driver raises its own kind.
        log.warning("onderdeel_ongezond", onderdeel=onderdeel, fout=type(fout).__name__)
        return False
    return True


@never_cache
@require_safe
def gezond(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part works and 503 otherwise, with the parts by name and what apps tell."""
    staat = {onderdeel: _werkt(onderdeel) for onderdeel in ONDERDELEN}
    weet = {naam: _melding(naam) if staat["database"] else None for naam in _meldingen}
    return JsonResponse(staat | weet, status=200 if all(staat.values()) else 503)
