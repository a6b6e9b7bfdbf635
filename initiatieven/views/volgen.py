"""The submitter's side: the mailed link, the status page, and asking a new link."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from initiatieven import services
from initiatieven.forms import VolglinkForm
from initiatieven.models import Besluitbrief, Bijlage, Initiatief, Toegangslink
from initiatieven.statusdelen import DELEN
from initiatieven.statusdelen import OP_NAAM as DEEL_OP_NAAM
from initiatieven.statusdelen.kern import Bezoek, Deel, DeelFormulier, Invoer, toon
from initiatieven.toegang import bezoeker, geef_toegang
from initiatieven.views.indienen import TE_VAAK, te_vaak
from initiatieven.woorden import LINKWOORDEN, stand
from wijkportaal.bestanden import als_download
from wijkportaal.eenmaal import eenmaal, getypt
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.links import OngeldigeLink, lees
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

VOOR_STATUSPAGINA = (
    *("wijk", "buurt", "vakambtenaar", "cluster", "indiener"),
    *("stappenplan", "plan", "verantwoording", "samenvoeging__naar__wijk"),
)
LINK_ROUTE = "initiatieven:link"


@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows a button; only pressing it uses the link. A mail scanner that opens links changes nothing."""
    try:
        sleutel = lees(LINK_ROUTE, token)
        if request.method == "POST":
            zaak, mens = services.gebruik_link(sleutel=sleutel)
            geef_toegang(request, mens)
            return redirect("initiatieven:volgen", zaak.kenmerk)
    except (OngeldigeLink, services.LinkVerlopen):
        return _verlopen(request)
    rij = Toegangslink.objects.geldig().filter(pk=sleutel).select_related("initiatief").first()
    if rij is None:
        return _verlopen(request)
    context = {"zaak": rij.initiatief, "woorden": LINKWOORDEN[rij.doel]}
    return render(request, "initiatieven/volgen/link.html", context)


def _verlopen(request: HttpRequest) -> HttpResponse:
    return render(request, "initiatieven/volgen/verlopen.html", status=410)


@never_cache
def volgen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The status page. Whoever has no access is asked for a link, whether the case exists or not."""
    bezoek = haal_bezoek(request, kenmerk)
    return _toon(request, bezoek) if bezoek else vraag_link(kenmerk)


@never_cache
@eenmaal
def deel(request: HttpRequest, kenmerk: str, naam: str) -> HttpResponse:
    """Keep what the resident sends in with one part of the status page."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return geef_terug(request, kenmerk) if request.method == "POST" else vraag_link(kenmerk)
    gevraagd = DEEL_OP_NAAM.get(naam)
    if gevraagd is None or gevraagd.invoer is None:
        raise Http404
    adres = f"{reverse('initiatieven:volgen', args=[kenmerk])}#{gevraagd.anker}"
    if request.method != "POST":
        return redirect(adres)
    invoer = gevraagd.invoer_voor(bezoek)
    if invoer is None:
        raise VerouderdeActie("Dit kan nu niet meer. Bekijk hoe het met uw idee gaat.")
    form = gevraagd.maak_formulier(invoer, bezoek, data=request.POST, files=request.FILES)
    if not form.is_valid() or not _bewaar(request, gevraagd, invoer, form):
        return _toon(request, bezoek, ingevuld={naam: form})
    messages.success(request, invoer.gedaan)
    return redirect(adres)


@never_cache
def brief(request: HttpRequest, kenmerk: str, sleutel: UUID) -> HttpResponse:
    """Hand out the letter about a decision to whom it was written."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    rij = get_object_or_404(Besluitbrief, pk=sleutel, besluit__initiatief=bezoek.zaak)
    return als_download(naam=rij.naam, soort="application/pdf", inhoud=rij.inhoud)


def haal_bezoek(request: HttpRequest, kenmerk: str) -> Bezoek | None:
    """Fetch the case for who opened it in this browser; None for everybody else."""
    namen = Bijlage.objects.filter(initiatief=OuterRef("pk")).values("naam")
    zaken = Initiatief.objects.met_open_vraag().select_related(*VOOR_STATUSPAGINA)
    zaak = zaken.annotate(bijlagenamen=ArraySubquery(namen)).filter(kenmerk=kenmerk).first()
    mens = bezoeker(request, zaak) if zaak else None
    return Bezoek(zaak, mens, request.GET.dict()) if zaak and mens else None


def vraag_link(kenmerk: str) -> HttpResponse:
    """Send a visitor without access to where a link is asked for, whether the case exists or not."""
    return redirect(reverse("initiatieven:volgen_aanvragen") + f"?kenmerk={kenmerk}")


def geef_terug(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Ask for a link, and show what was typed to copy: the page was open longer than the access lasts."""
    teksten = [tekst for tekst in getypt(request).values() if tekst.strip()]
    context = {"form": VolglinkForm(initial={"kenmerk": kenmerk}), "getypt": teksten}
    return render(request, "initiatieven/volgen/aanvragen.html", context, status=403)


def _toon(
    request: HttpRequest, bezoek: Bezoek, ingevuld: Mapping[str, DeelFormulier] | None = None
) -> HttpResponse:
    """Show the page with its parts; with 422 what could not be kept."""
    delen = toon(DELEN, bezoek, ingevuld=ingevuld or {})
    context = {
        "zaak": bezoek.zaak,
        **stand(bezoek.zaak, voor_indieners=True),
        "boven": [getoond for getoond in delen if getoond.deel.boven],
        "delen": [getoond for getoond in delen if not (getoond.deel.boven or getoond.deel.opzij)],
        "opzij": [getoond for getoond in delen if getoond.deel.opzij],
    }
    return render(request, "initiatieven/volgen/status.html", context, status=422 if ingevuld else 200)


def _bewaar(request: HttpRequest, deel: Deel, invoer: Invoer, form: DeelFormulier) -> bool:
    """Hand what was sent in to the service; a rule that says no becomes an error of the form."""
    if te_vaak(request, f"deel-{deel.naam}", per_uur=invoer.per_uur):
        form.add_error(None, TE_VAAK)
        return False
    try:
        invoer.bewaar(zaak=form.bezoek.zaak, **form.gegevens())
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
        return False
    return True


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
