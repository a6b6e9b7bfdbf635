"""The public pages on the municipality and its wijken. Other apps add their parts through `signals`."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe
from django_ratelimit.core import is_ratelimited

from wijken import kaart, signals
from wijken.forms import AdresForm, PuntForm
from wijken.locatie.dienst import DienstWerktNiet
from wijken.locatie.zoeken import wijk_van_punt, zoek_adres
from wijken.models import Coalitielid, Medewerker, Rol, Wijk

ZOEKT_NIET = "We kunnen nu niet op adres zoeken. Kies uw wijk uit de lijst."
TE_VAAK = "Vanaf deze internetverbinding is heel vaak gezocht. Kies uw wijk uit de lijst."
NIETS_GEVONDEN = "We vinden dit adres niet in deze gemeente. Kijk of het klopt, of kies uw wijk uit de lijst."
NIET_IN_EEN_WIJK = "De plek waar u nu bent, ligt niet in een van onze wijken. Kies een wijk uit de lijst."


@require_safe
def voorpagina(request: HttpRequest) -> HttpResponse:
    context = {
        "wijken": Wijk.objects.all(),
        "onderdelen": signals.verzamel(signals.voorpagina, request),
        "adresform": AdresForm(),
    }
    return render(request, "wijken/voorpagina.html", context)


@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    wijken = Wijk.objects.select_related("gebied").prefetch_related("buurten")
    context = {"wijken": wijken, "tegels": settings.KAART_TEGELS_URL}
    return render(request, "wijken/wijk_lijst.html", context)


@require_safe
def wijk(request: HttpRequest, slug: str) -> HttpResponse:
    wijk = get_object_or_404(Wijk.objects.voor_pagina(), slug=slug)
    mensen, leden = _mensen_van(wijk), Coalitielid.objects.aan_tafel(wijk)
    context = {
        "wijk": wijk,
        "buurten": wijk.buurten.all(),
        "wijkregisseur": mensen.get(Rol.Soort.WIJKREGISSEUR),
        "wijkwethouder": mensen.get(Rol.Soort.WIJKWETHOUDER),
        "opbouwwerkers": [lid.medewerker for lid in leden if lid.plaats == Coalitielid.Plaats.OPBOUWWERKER],
        "leden": leden,
        "inwonertal": wijk.inwonertallen.order_by("-peildatum").first(),
        "plaats": kaart.plaats_in_woorden(wijk),
        "tegels": settings.KAART_TEGELS_URL,
        "onderdelen": signals.verzamel(signals.wijkpagina, request, wijk=wijk),
    }
    return render(request, "wijken/wijk.html", context)


def _mensen_van(wijk: Wijk) -> dict[str, Medewerker]:
    """Who acts in which role for this wijk today: one person in each role, or the substitute (W-02)."""
    mensen: dict[str, Medewerker] = {}
    for rol in wijk.rollen.geldend().waarnemers_eerst().select_related("medewerker"):
        mensen.setdefault(rol.soort, rol.medewerker)
    return mensen


@conditional_page
@cache_control(public=True, max_age=300)
@require_safe
def grenzen(request: HttpRequest) -> HttpResponse:
    """The boundaries of all wijken as GeoJSON: one file for every map, kept by browsers."""
    return JsonResponse(kaart.als_geojson(), content_type="application/geo+json")


# No cookie gives access to anything here and nothing is changed, so there is nothing to forge.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def zoeken(request: HttpRequest) -> HttpResponse:
    """Which wijk is mine? By POST only: an address belongs in no browser history and no log."""
    if request.method != "POST":
        return _toon_zoeken(request, AdresForm())
    if is_ratelimited(request, group="wijk-zoeken", key="ip", rate="120/h", increment=True):
        return _toon_zoeken(request, AdresForm(), status=429, melding=TE_VAAK)
    if "lengte" in request.POST:
        return _zoek_punt(request, PuntForm(request.POST))
    return _zoek_adres(request, AdresForm(request.POST))


def _zoek_punt(request: HttpRequest, form: PuntForm) -> HttpResponse:
    wijk = wijk_van_punt(**form.cleaned_data) if form.is_valid() else None
    if wijk is None:
        return _toon_zoeken(request, AdresForm(), melding=NIET_IN_EEN_WIJK)
    return _toon_zoeken(request, AdresForm(), gevonden=[wijk])


def _zoek_adres(request: HttpRequest, form: AdresForm) -> HttpResponse:
    if not form.is_valid():
        return _toon_zoeken(request, form, status=422)
    try:
        treffers = zoek_adres(form.cleaned_data["adres"])
    except DienstWerktNiet:
        return _toon_zoeken(request, form, melding=ZOEKT_NIET)
    if not treffers:
        return _toon_zoeken(request, form, melding=NIETS_GEVONDEN)
    gevonden = list(dict.fromkeys(treffer.wijk for treffer in treffers))
    return _toon_zoeken(request, form, treffers=treffers, gevonden=gevonden)


def _toon_zoeken(request: HttpRequest, form: AdresForm, *, status: int = 200, **uitslag: Any) -> HttpResponse:
    """Show the question with its outcome, and always the list beside it."""
    context = {"adresform": form, "wijken": Wijk.objects.all(), **uitslag}
    return render(request, "wijken/zoeken.html", context, status=status)
