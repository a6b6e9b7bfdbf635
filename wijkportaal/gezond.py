"""Tells the load balancer whether this process can serve: database and cache answer, nothing more."""

from collections.abc import Callable

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
    """Answer 200 when every part works and 503 otherwise, with the parts by name."""
    staat = {onderdeel: _werkt(onderdeel) for onderdeel in ONDERDELEN}
    return JsonResponse(staat, status=200 if all(staat.values()) else 503)
