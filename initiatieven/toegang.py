"""Lets a resident who used a mailed link see the own case for a while, without an account."""

import datetime

from django.http import HttpRequest
from django.utils import timezone

from initiatieven.models import Groepslid, Indiener, Initiatief

DUUR = datetime.timedelta(minutes=60)
SLEUTEL = "toegang"


def geef_toegang(request: HttpRequest, mens: Indiener | Groepslid) -> None:
    """Open the case of this person in this browser.

    The session gets a new key, so that a planted one is worthless.
    """
    request.session.cycle_key()
    _onthoud(request, mens)


def bezoeker(request: HttpRequest, zaak: Initiatief) -> Indiener | Groepslid | None:
    """Return as whom this browser opened the case recently; each visit extends the time.

    Who handed the case over, left the group or was erased is no longer anybody.
    """
    entree = request.session.get(SLEUTEL, {}).get(str(zaak.pk))
    if not isinstance(entree, dict) or datetime.datetime.fromisoformat(entree["tot"]) < timezone.now():
        return None
    mens: Indiener | Groepslid | None = getattr(zaak, "indiener", None)
    if "lid" in entree:
        mens = zaak.groep.bevestigd().filter(pk=entree["lid"]).first()
    elif mens and mens.pk != entree["indiener"]:
        mens = None
    if mens:
        _onthoud(request, mens)
    return mens


def heeft_toegang(request: HttpRequest, zaak: Initiatief) -> bool:
    """Tell whether this browser opened the case recently."""
    return bezoeker(request, zaak) is not None


def _onthoud(request: HttpRequest, mens: Indiener | Groepslid) -> None:
    tot = (timezone.now() + DUUR).isoformat()
    entree = {"tot": tot, "lid" if isinstance(mens, Groepslid) else "indiener": mens.pk}
    request.session[SLEUTEL] = request.session.get(SLEUTEL, {}) | {str(mens.initiatief_id): entree}
