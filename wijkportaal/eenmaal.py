"""Makes pressing a button twice do what pressing it once does.

Each form on a page carries a key of its own (`{% formuliersleutel %}`). The first time that it is sent, the
answer is kept in the transaction in which the work is done; the same form sent again gets that answer, also
when both are under way at once. A form that is refused leaves nothing behind and can be sent again.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from wijkportaal.models import Inzending

View = Callable[..., HttpResponseBase]
VELD, CSRF = "formuliersleutel", "csrfmiddlewaretoken"


def eenmaal(view: View) -> View:
    """Let `view` work once for each form; it says with a redirect that it did what was asked.

    The whole view is one transaction: with any other answer, or an exception, nothing of it is kept.
    """

    @wraps(view)
    def gewikkeld(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" or not _heeft_sleutel(request):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            rij, nieuw = Inzending.objects.get_or_create(pk=_afdruk(request))
            if not nieuw:
                return _herhaal(request, rij)
            antwoord = view(request, *args, **kwargs)
            if isinstance(antwoord, HttpResponseRedirect):
                _onthoud(request, rij, antwoord.url)
            else:
                transaction.set_rollback(True)
            return antwoord

    return gewikkeld


def getypt(request: HttpRequest) -> dict[str, str]:
    """Return the fields as a person filled them in, without what the page itself sends along."""
    return {naam: str(waarde) for naam, waarde in request.POST.items() if naam not in (VELD, CSRF)}


def _heeft_sleutel(request: HttpRequest) -> bool:
    """A key that is none was not made by a page of ours: such a form is taken as one that carries none."""
    try:
        UUID(request.POST.get(VELD, ""))
    except ValueError:
        return False
    return True


def _afdruk(request: HttpRequest) -> str:
    """Name this form with what it says, for who sends it to this address.

    The contents count, so that a page that a browser brought back with another text is another form.
    """
    velden = sorted((naam, waarden) for naam, waarden in request.POST.lists() if naam != CSRF)
    rijen = cast("list[tuple[str, UploadedFile]]", list(request.FILES.items()))
    bestanden = sorted((naam, str(bestand.name), bestand.size) for naam, bestand in rijen)
    wie = getattr(getattr(request, "user", None), "pk", None)
    geheel = json.dumps([request.path, wie, velden, bestanden])
    return hashlib.sha256(geheel.encode()).hexdigest()


def _onthoud(request: HttpRequest, rij: Inzending, adres: str) -> None:
    """Keep where the view sent its visitor, and what is said there; who reads messages, takes them."""
    rij.adres = adres
    rij.meldingen = [[melding.level, str(melding.message)] for melding in messages.get_messages(request)]
    rij.save(update_fields=["adres", "meldingen"])
    _zeg(request, rij)


def _herhaal(request: HttpRequest, rij: Inzending) -> HttpResponse:
    """Give the answer of the first time. Messages that still wait to be shown are of that time too."""
    list(messages.get_messages(request))
    _zeg(request, rij)
    return HttpResponseRedirect(rij.adres)


def _zeg(request: HttpRequest, rij: Inzending) -> None:
    for niveau, tekst in rij.meldingen:
        messages.add_message(request, niveau, tekst)
