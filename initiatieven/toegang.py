"""Lets a resident who used a mailed link see the own case for a while, without an account."""

import datetime

from django.http import HttpRequest
from django.utils import timezone

from initiatieven.models import Initiatief

DUUR = datetime.timedelta(minutes=60)
SLEUTEL = "toegang"


def geef_toegang(request: HttpRequest, zaak: Initiatief) -> None:
    """Open the case in this browser. The session gets a new key, so that a planted one is worthless."""
    request.session.cycle_key()
    _onthoud(request, zaak)


def heeft_toegang(request: HttpRequest, zaak: Initiatief) -> bool:
    """Tell whether this browser opened the case recently; each visit extends the time."""
    tot = request.session.get(SLEUTEL, {}).get(str(zaak.pk))
    if tot is None or datetime.datetime.fromisoformat(tot) < timezone.now():
        return False
    _onthoud(request, zaak)
    return True


def _onthoud(request: HttpRequest, zaak: Initiatief) -> None:
    tot = (timezone.now() + DUUR).isoformat()
    request.session[SLEUTEL] = request.session.get(SLEUTEL, {}) | {str(zaak.pk): tot}
