"""What everybody may read."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from initiatieven.draagvlak import draagvlak, kan_gesteund
from initiatieven.gelijkenis import zoek_gelijke
from initiatieven.models import Initiatief
from initiatieven.tijdlijn import tijdlijn
from initiatieven.verbindingen import openbare_verbanden
from initiatieven.views.indienen import te_vaak
from initiatieven.woorden import stand
from wijken.models import Wijk

PER_PAGINA = 20


def lijst(request: HttpRequest) -> HttpResponse:
    """The public initiatives, newest first, all or those of one wijk."""
    zaken = Initiatief.objects.openbaar().voor_lijst()
    wijken = list(Wijk.objects.all())
    gekozen = next((wijk for wijk in wijken if wijk.slug == request.GET.get("wijk")), None)
    if gekozen:
        zaken = zaken.filter(wijk=gekozen)
    pagina = Paginator(zaken, PER_PAGINA).get_page(request.GET.get("page"))
    context = {"page_obj": pagina, "wijken": wijken, "gekozen": gekozen}
    return render(request, "initiatieven/lijst.html", context)


def detail(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """One public initiative, without anything about the person behind it."""
    zaken = Initiatief.objects.openbaar().select_related("wijk", "buurt", "vakambtenaar", "cluster")
    zaak = zaken.filter(kenmerk=kenmerk).first()
    if zaak is None:
        return redirect(get_object_or_404(verder_in(kenmerk)))
    context = {
        "zaak": zaak,
        "tijdlijn": tijdlijn(zaak),
        "draagvlak": draagvlak(zaak),
        "kan_gesteund": kan_gesteund(zaak),
        "verbanden": openbare_verbanden(zaak),
        **stand(zaak),
    }
    return render(request, "initiatieven/detail.html", context)


def verder_in(kenmerk: str) -> QuerySet[Initiatief]:
    """Return the public case in which a double goes on that was public itself: its address stays good."""
    dubbel = Q(samengevoegde__initiatief__kenmerk=kenmerk, samengevoegde__initiatief__openbaar=True)
    return Initiatief.objects.openbaar().filter(dubbel)


@require_safe
def lijkt_op(request: HttpRequest) -> HttpResponse:
    """A piece of a page for who is typing: the public initiatives that look like it. Nothing is kept."""
    zaken = []
    if not te_vaak(request, "lijkt-op", per_uur=600):
        zaken = zoek_gelijke(request.GET.get("tekst", ""), request.GET.get("wijk", ""))
    return render(request, "initiatieven/onderdelen/lijkt_op.html", {"lijkt_op": zaken})
