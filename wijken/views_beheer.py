"""Pages of the beheerder beside the lists of the admin: the rights review, and reading in a file."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wijken import invoer
from wijken.forms_beheer import BestandForm
from wijken.models import Medewerker
from wijken.rechtenoverzicht import KOPPEN, overzicht, rijen
from wijkportaal import uitvoer
from wijkportaal.uitzonderingen import VerouderdeActie

GELDIG_SECONDEN = 60 * 60
ZOUT = "wijken.inlezen"


@require_safe
@permission_required("wijken.bekijk_rechtenoverzicht", raise_exception=True)
def rechtenoverzicht(request: HttpRequest) -> HttpResponseBase:
    """The review on the screen, or as the file that `als` names."""
    regels = overzicht()
    if request.GET.get("als") in uitvoer.VORMEN:
        naam = f"rechtenoverzicht-{timezone.localdate()}"
        return uitvoer.bestand(rijen=rijen(regels), naam=naam, vorm=request.GET["als"])
    context = _context(request, "Rechtenoverzicht") | {"regels": regels, "koppen": KOPPEN}
    return render(request, "wijken/beheer/rechtenoverzicht.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("wijken.importeer_mensen", raise_exception=True)
def inlezen(request: HttpRequest) -> HttpResponse:
    """Upload, preview, confirm. The preview carries the file with it, signed, so that nothing is kept."""
    if "voorstel" in request.POST:
        return _bevestig(request)
    form = BestandForm(request.POST or None, request.FILES or None)
    context = _context(request, "Mensen en rollen inlezen") | {"form": form, "kolommen": invoer.KOLOMMEN}
    if form.is_valid():
        context |= _voorbeeld(request, form)
    status = 422 if form.errors else 200
    return render(request, "wijken/beheer/inlezen.html", context, status=status)


def _voorbeeld(request: HttpRequest, form: BestandForm) -> dict[str, Any]:
    inhoud = form.cleaned_data["bestand"]
    try:
        uitkomst = invoer.proef(inhoud=inhoud, door=_door(request))
    except invoer.OnleesbaarBestand as fout:
        form.add_error("bestand", str(fout))
        return {}
    voorstel = {
        "inhoud": inhoud.decode("utf-8-sig"),
        "vingerafdruk": uitkomst.vingerafdruk,
        "naam": form.cleaned_data["bestandsnaam"],
        "door": request.user.pk,
    }
    return {"uitkomst": uitkomst, "voorstel": signing.dumps(voorstel, salt=ZOUT, compress=True)}


def _bevestig(request: HttpRequest) -> HttpResponse:
    """Do what the preview showed, or nothing: 409 when the data changed in between."""
    try:
        voorstel = signing.loads(request.POST["voorstel"], salt=ZOUT, max_age=GELDIG_SECONDEN)
    except signing.BadSignature as fout:
        raise VerouderdeActie("Dit voorbeeld is niet meer geldig. Lees het bestand opnieuw in.") from fout
    if voorstel["door"] != request.user.pk:
        raise VerouderdeActie("Dit voorbeeld is van iemand anders. Lees het bestand zelf in.")
    uitkomst = invoer.lees_in(
        inhoud=voorstel["inhoud"].encode(),
        door=_door(request),
        reden=f"Ingelezen uit {voorstel['naam']}",
        verwacht=voorstel["vingerafdruk"],
    )
    messages.success(request, f"Ingelezen. Aantal wijzigingen: {len(uitkomst.wijzigingen)}.")
    return HttpResponseRedirect(reverse("admin:wijken_rol_changelist"))


def _context(request: HttpRequest, titel: str) -> dict[str, Any]:
    return admin.site.each_context(request) | {"title": titel}


def _door(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)
