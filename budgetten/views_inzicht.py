"""The staff's overview of all pots, and its files; `budgetten.admin.inzicht` gives them their place."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from budgetten import balken
from budgetten import uitvoer as bestanden
from budgetten.inzicht import jaren, kies_jaar, samen, standen, verloop
from budgetten.models import Boeking, Jaarbudget, Rekening
from budgetten.models.rekening import RekeningQuerySet
from budgetten.signalen import gevraagd_per_pot, gevraagd_van, signalen
from wijken.models import Medewerker, Wijk
from wijken.rechtentabel import zichtbaar
from wijkportaal import uitvoer as uitvoerbestand


@require_safe
@permission_required("budgetten.view_rekening", raise_exception=True)
def inzicht(request: HttpRequest) -> HttpResponse:
    """Every pot of a year with what deserves attention, and how it went; of one wijk if asked."""
    keuzes, wijken = jaren(), list(Wijk.objects.all())
    jaar = kies_jaar(keuzes, request.GET.get("jaar"))
    wijk = next((wijk for wijk in wijken if wijk.slug == request.GET.get("wijk")), None)
    context = admin.site.each_context(request) | {
        "title": "Inzicht in het geld",
        "jaren": keuzes,
        "jaar": jaar,
        "wijken": wijken,
        "wijk": wijk,
        "mag_boekingen": request.user.has_perm("budgetten.view_boeking"),
        "mag_downloaden": request.user.has_perm("budgetten.exporteer"),
        **(_cijfers(jaar, _rekeningen(request, jaar, wijk)) if jaar else {}),
    }
    return render(request, "budgetten/beheer/inzicht.html", context)


def _rekeningen(request: HttpRequest, jaar: Jaarbudget, wijk: Wijk | None) -> RekeningQuerySet:
    eigen = zichtbaar("budgetten.view_rekening", _wie(request))
    rekeningen = Rekening.objects.filter(eigen, jaar=jaar)
    return rekeningen.filter(wijk=wijk) if wijk else rekeningen


def _cijfers(jaar: Jaarbudget, rekeningen: RekeningQuerySet) -> dict[str, Any]:
    potten, gevraagd = standen(rekeningen), gevraagd_per_pot(jaar)
    return {
        "potten": [(pot, balken.balk(pot.stand), gevraagd_van(pot, gevraagd)) for pot in potten],
        "samen": samen(potten),
        "signalen": signalen(jaar, potten, gevraagd),
        "maanden": balken.kolommen(verloop(rekeningen)),
    }


@require_safe
@permission_required("budgetten.exporteer", raise_exception=True)
def uitvoer(request: HttpRequest, wat: str, vorm: str) -> HttpResponseBase:
    """The bookings or the balances of a year as a file."""
    jaar = kies_jaar(jaren(), request.GET.get("jaar"))
    if wat not in WAT or vorm not in uitvoerbestand.VORMEN or jaar is None:
        raise Http404
    rijen = WAT[wat](request, jaar)
    try:
        return uitvoerbestand.bestand(rijen=rijen, naam=f"{wat}-{jaar.pk}", vorm=vorm)
    except uitvoerbestand.TeGroot as fout:
        messages.error(request, str(fout))
        return HttpResponseRedirect(f"{reverse('admin:budgetten_inzicht')}?jaar={jaar.pk}")


def _boekingen(request: HttpRequest, jaar: Jaarbudget) -> Any:
    eigen = zichtbaar("budgetten.view_boeking", _wie(request))
    return bestanden.boekingen(Boeking.objects.filter(eigen, van__jaar=jaar))


def _saldi(request: HttpRequest, jaar: Jaarbudget) -> Any:
    return bestanden.saldi(standen(_rekeningen(request, jaar, None)))


WAT = {"boekingen": _boekingen, "saldi": _saldi}


def _wie(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)
