"""The submitter's side: the mailed link, the status page, and asking a new link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from initiatieven import services
from initiatieven.forms import VolglinkForm
from initiatieven.models import Bijlage, Initiatief, Toegangslink
from initiatieven.tijdlijn import tijdlijn
from initiatieven.toegang import geef_toegang, heeft_toegang
from initiatieven.views.indienen import TE_VAAK, te_vaak
from initiatieven.woorden import stand
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.links import OngeldigeLink, lees

LINK_ROUTE = "initiatieven:link"


@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows a button; only pressing it uses the link. A mail scanner that opens links changes nothing."""
    try:
        sleutel = lees(LINK_ROUTE, token)
        if request.method == "POST":
            zaak = services.gebruik_link(sleutel=sleutel)
            geef_toegang(request, zaak)
            return redirect("initiatieven:volgen", zaak.kenmerk)
    except (OngeldigeLink, services.LinkVerlopen):
        return _verlopen(request)
    rij = Toegangslink.objects.geldig().filter(pk=sleutel).select_related("initiatief").first()
    if rij is None:
        return _verlopen(request)
    return render(request, "initiatieven/volgen/link.html", {"link": rij, "zaak": rij.initiatief})


def _verlopen(request: HttpRequest) -> HttpResponse:
    return render(request, "initiatieven/volgen/verlopen.html", status=410)


@never_cache
def volgen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The status page. Whoever has no access is asked for a link, whether the case exists or not."""
    zaak = (
        Initiatief.objects.select_related("wijk", "buurt", "vakambtenaar", "cluster", "indiener")
        .filter(kenmerk=kenmerk)
        .first()
    )
    if zaak is None or not heeft_toegang(request, zaak):
        return redirect(reverse("initiatieven:volgen_aanvragen") + f"?kenmerk={kenmerk}")
    context = {
        "zaak": zaak,
        **stand(zaak),
        "tijdlijn": tijdlijn(zaak),
        "bijlagen": Bijlage.objects.filter(initiatief=zaak).defer("inhoud"),
    }
    return render(request, "initiatieven/volgen/status.html", context)


@never_cache
def volgen_aanvragen(request: HttpRequest) -> HttpResponse:
    """Asks for a new link. The answer is the same whether kenmerk and address belong together or not."""
    form = VolglinkForm(
        data=verstuurde_gegevens(request), initial={"kenmerk": request.GET.get("kenmerk", "")}
    )
    verstuurd = False
    if request.method == "POST" and form.is_valid():
        if te_vaak(request, "volglink", per_uur=10):
            form.add_error(None, TE_VAAK)
        else:
            services.vraag_volglink_aan(**form.cleaned_data)
            verstuurd = True
    context = {"form": form, "verstuurd": verstuurd}
    return render(request, "initiatieven/volgen/aanvragen.html", context, status=422 if form.errors else 200)
