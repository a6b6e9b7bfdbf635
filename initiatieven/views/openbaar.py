"""What everybody may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from initiatieven.models import Initiatief
from initiatieven.tijdlijn import tijdlijn
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
    zaak = get_object_or_404(zaken, kenmerk=kenmerk)
    context = {"zaak": zaak, "tijdlijn": tijdlijn(zaak), **stand(zaak)}
    return render(request, "initiatieven/detail.html", context)
