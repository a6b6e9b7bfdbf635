"""What everybody can read of the wijkagenda's (C-03)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatieven.models import Initiatief
from wijkagenda import leesbaar, openbaar, overzicht
from wijkagenda.evalueren import evaluaties
from wijkagenda.models import Versie, Wijkagenda
from wijkagenda.verschillen import verschillen
from wijkagenda.woorden import uitleg
from wijken.models import Wijk
from wijkportaal import uitvoer


def _agenda(slug: str, jaar: int) -> Wijkagenda:
    return get_object_or_404(Wijkagenda.objects.select_related("wijk"), wijk__slug=slug, van__year=jaar)


def _versie(slug: str, jaar: int, **welke: int) -> Versie:
    """Fetch the newest version that everybody can read, or the one asked for, with its document."""
    rijen = Versie.objects.gepubliceerd().filter(agenda__wijk__slug=slug, agenda__van__year=jaar, **welke)
    rijen = rijen.select_related("agenda__wijk", "besluit", "raadsaanbieding").defer("besluit__inhoud")
    return get_object_or_404(rijen.order_by("-nummer")[:1])


@require_safe
def huidig(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the agenda of the period that runs now."""
    wijk = get_object_or_404(Wijk, slug=slug)
    gevonden = openbaar.huidige(wijk.agendas.select_related("wijk"), timezone.localdate())
    if gevonden is None:
        raise Http404
    return redirect(gevonden)


@require_safe
def agenda(request: HttpRequest, slug: str, jaar: int) -> HttpResponse:
    """The agenda as it holds now, and where a version in the making stands."""
    versies = list(openbaar.versies(agenda__wijk__slug=slug, agenda__van__year=jaar))
    rij = versies[0].agenda if versies else _agenda(slug, jaar)
    context = {"agenda": rij, "versies": versies, "route": openbaar.route(rij), "uitleg": uitleg(rij)}
    if versies:
        context |= _geldend(rij, versies[0], request)
    return render(request, "wijkagenda/openbaar/agenda.html", context)


def _geldend(rij: Wijkagenda, versie: Versie, request: HttpRequest) -> dict[str, Any]:
    document = versie.document
    alle = openbaar.regels(rij, document)
    velden, gekozen = openbaar.kies(alle, request.GET)
    return {
        "versie": versie,
        "document": document,
        "gekozen": gekozen,
        "velden": velden,
        "gefilterd": any(veld.gekozen for veld in velden),
        "themas": openbaar.per_thema(gekozen),
        "rij": overzicht.Wijkrij(rij.wijk, rij, alle),
        "evaluaties": list(evaluaties(rij)),
    }


@require_safe
def versie(request: HttpRequest, slug: str, jaar: int, nummer: int) -> HttpResponse:
    """One version as it was adopted, for ever, and what changed against the one before (A-09)."""
    rij = _versie(slug, jaar, nummer=nummer)
    alle = list(openbaar.versies(agenda=rij.agenda))
    vorige = next((ander for ander in alle if ander.nummer < nummer), None)
    context = {
        "agenda": rij.agenda,
        "versie": rij,
        "document": rij.document,
        "versies": alle,
        "vorige": vorige,
        "verschillen": verschillen(vorige.document, rij.document) if vorige else None,
        "bronnen": leesbaar.per_bron(rij.document["maatregelen"]),
        "kosten": leesbaar.kosten(rij.document["maatregelen"]),
    }
    return render(request, "wijkagenda/openbaar/versie.html", context)


@require_safe
def maatregel(request: HttpRequest, slug: str, jaar: int, nummer: int) -> HttpResponse:
    """One maatregel of the version that holds now; its address stays when it is no longer in it."""
    versie = _versie(slug, jaar)
    rij = versie.agenda
    alle = openbaar.regels(rij, versie.document)
    plaats = next((i for i, regel in enumerate(alle) if regel.maatregel["nummer"] == nummer), None)
    if plaats is None:
        return _vervallen(request, versie, nummer)
    context = {
        "agenda": rij,
        "versie": versie,
        "regel": alle[plaats],
        "maatregel": alle[plaats].maatregel,
        "vorige": alle[plaats - 1] if plaats else None,
        "volgende": alle[plaats + 1] if plaats + 1 < len(alle) else None,
        "zaken": list(
            Initiatief.objects.openbaar()
            .filter(ideeen__maatregelen=alle[plaats].maatregel["id"], ideeen__maatregelen__agenda=rij)
            .only("kenmerk", "titel")
        ),
    }
    return render(request, "wijkagenda/openbaar/maatregel.html", context)


def _vervallen(request: HttpRequest, geldend: Versie, nummer: int) -> HttpResponse:
    """Say that a maatregel of an earlier version is gone, why, and where it can still be read."""
    met_maatregel = {"document__maatregelen__contains": [{"nummer": nummer}]}
    versie = get_object_or_404(openbaar.versies(agenda=geldend.agenda, **met_maatregel)[:1])
    redenen = {rij["nummer"]: rij["weggelaten_reden"] for rij in geldend.document["weggelaten"]}
    context = {
        "agenda": geldend.agenda,
        "versie": versie,
        "maatregel": leesbaar.vind(versie.document, nummer),
        "reden": redenen.get(nummer, ""),
    }
    return render(request, "wijkagenda/openbaar/vervallen.html", context)


@require_safe
def alle(request: HttpRequest) -> HttpResponse:
    """All wijken side by side, for the raad and for everybody (A-12)."""
    rijen = overzicht.per_wijk(timezone.localdate())
    context = {
        "rijen": rijen,
        "geld": overzicht.samen(rijen),
        "aantal": sum(len(rij.regels) for rij in rijen),
        "bronnen": overzicht.bronnen_van(rijen),
        "achter": [(rij, regel) for rij in rijen for regel in rij.achter],
        "themas": overzicht.themas(rijen),
    }
    return render(request, "wijkagenda/openbaar/overzicht.html", context)


@require_safe
def download(request: HttpRequest, wat: str, vorm: str) -> HttpResponseBase:
    """The same overview as a file: a row per wijk, or a row per maatregel."""
    if wat not in overzicht.BESTANDEN or vorm not in uitvoer.VORMEN:
        raise Http404
    rijen = overzicht.BESTANDEN[wat](overzicht.per_wijk(timezone.localdate()))
    return uitvoer.bestand(rijen=rijen, naam=f"wijkagendas-{wat}", vorm=vorm)
