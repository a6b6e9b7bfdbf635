"""What everybody may read."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from initiatieven.draagvlak import draagvlak, kan_gesteund
from initiatieven.gelijkenis import zoek_gelijke
from initiatieven.models import GoedVoorbeeld, Initiatief, Voortgang
from initiatieven.tijdlijn import tijdlijn
from initiatieven.toegang import heeft_toegang
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


def voorbeelden(request: HttpRequest) -> HttpResponse:
    """The good examples, newest first, each with the first picture that its residents made public (C-01)."""
    fotos = Voortgang.objects.filter(initiatief=OuterRef("initiatief"), openbaar=True, foto__isnull=False)
    eerste = {"foto": fotos.values("pk")[:1], "foto_beschrijving": fotos.values("beschrijving")[:1]}
    rijen = GoedVoorbeeld.objects.filter(
        initiatief__in=Initiatief.objects.openbaar(), initiatief__verantwoording__voorbeeld_akkoord=True
    ).annotate(**{naam: Subquery(waarde) for naam, waarde in eerste.items()})
    rijen = rijen.select_related("initiatief__wijk")
    pagina = Paginator(rijen, PER_PAGINA).get_page(request.GET.get("page"))
    return render(request, "initiatieven/voorbeelden.html", {"page_obj": pagina})


def foto(request: HttpRequest, sleutel: UUID) -> HttpResponse:
    """Show a picture: to everybody when public, else to who opened or reads the case."""
    rij = get_object_or_404(Voortgang.objects.select_related("initiatief"), pk=sleutel, foto__isnull=False)
    zaak = rij.initiatief
    publiek = rij.openbaar and Initiatief.objects.openbaar().filter(pk=zaak.pk).exists()
    collega = request.user.is_authenticated and request.user.has_perm("initiatieven.view_initiatief", zaak)
    if not (publiek or collega or heeft_toegang(request, zaak)):
        raise Http404
    antwoord = HttpResponse(bytes(rij.foto or b""), content_type=rij.foto_type)
    antwoord.headers["Cache-Control"] = "private, max-age=3600"
    return antwoord


def detail(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """One public initiative, without anything about the person behind it."""
    zaken = Initiatief.objects.openbaar().met_open_vraag().filter(kenmerk=kenmerk)
    zaak = zaken.select_related("wijk", "buurt", "vakambtenaar", "cluster").first()
    if zaak is None:
        return redirect(get_object_or_404(verder_in(kenmerk)))
    context = {
        "zaak": zaak,
        "tijdlijn": tijdlijn(zaak),
        "draagvlak": draagvlak(zaak),
        "kan_gesteund": kan_gesteund(zaak),
        "verbanden": openbare_verbanden(zaak),
        "voortgang": list(zaak.voortgang.filter(openbaar=True).defer("foto")),
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
