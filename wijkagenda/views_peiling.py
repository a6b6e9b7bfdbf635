"""The residents' test on the website: voting, confirming by mail, and the result (A-04).

Voting is exempt from the CSRF check: no cookie gives access to anything here, and only the button behind the
mailed link makes a vote count.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from initiatieven.views.indienen import TE_VAAK, te_vaak
from initiatieven.views.steun import qr_code
from wijkagenda import stemmen, uitslag
from wijkagenda.berichten_peiling import STEM_ROUTE
from wijkagenda.forms_peiling import StemForm
from wijkagenda.models import Peiling
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.links import OngeldigeLink, lees
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

PER_UUR = 30


def _openbaar(slug: str, pk: int) -> Peiling:
    """Fetch a poll that was opened, also when it was stopped; a concept is nobody's business."""
    peilingen = Peiling.objects.ooit_geopend().select_related("agenda__wijk")
    return get_object_or_404(peilingen, agenda__wijk__slug=slug, pk=pk)


@never_cache
@csrf_exempt
def peiling(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The poll by the clock: what will come, the form, or the result."""
    rij = _openbaar(slug, pk)
    if rij.is_open:
        return _stem(request, rij)
    if request.method == "POST":
        raise VerouderdeActie("De peiling is niet open. U kunt nu niet stemmen.")
    if rij.is_gestopt:
        return render(request, "wijkagenda/peiling/gestopt.html", {"peiling": rij})
    if rij.is_gesloten:
        return render(request, "wijkagenda/peiling/uitslag.html", uitslagcontext(rij))
    return render(request, "wijkagenda/peiling/gepland.html", {"peiling": rij, "keuzes": rij.keuzes.all()})


def _stem(request: HttpRequest, rij: Peiling) -> HttpResponse:
    """Keep the vote and send a mail. The answer is the same whether the address voted before or not."""
    form = StemForm(data=verstuurde_gegevens(request), peiling=rij, keuzes=list(rij.keuzes.all()))
    if request.method == "POST" and form.is_valid():
        if te_vaak(request, "stem", per_uur=PER_UUR):
            form.add_error(None, TE_VAAK)
        elif form.is_robot or _bewaard(form):
            return redirect("wijkagenda:peiling_gevraagd", rij.agenda.wijk.slug, rij.pk)
    context = {"peiling": rij, "form": form}
    return render(request, "wijkagenda/peiling/stemmen.html", context, status=422 if form.errors else 200)


def _bewaard(form: StemForm) -> bool:
    try:
        stemmen.geef_stem(peiling=form.peiling, regels=form.regels(), gever=form.gever())
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
    return form.is_valid()


def uitslagcontext(rij: Peiling) -> dict[str, object]:
    """Return what the page with the result shows, for the website and for staff."""
    return {"peiling": rij, "uitslag": uitslag.uitslag(rij), "buurten": uitslag.per_buurt(rij)}


@require_safe
def gevraagd(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Says that a mail is on its way; it knows nothing of who voted."""
    return render(request, "wijkagenda/peiling/gevraagd.html", {"peiling": _openbaar(slug, pk)})


@require_safe
def formulier(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The poll on paper, with a code that opens it online."""
    rij = _openbaar(slug, pk)
    if rij.is_voorbij:
        raise Http404
    adres = settings.BASIS_URL + rij.get_absolute_url()
    context = {"peiling": rij, "keuzes": rij.keuzes.all(), "adres": adres, "qr": qr_code(adres)}
    return render(request, "wijkagenda/peiling/formulier.html", context)


@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the vote behind a mailed link; only its button makes the vote count, or erases it."""
    try:
        rij = stemmen.vind_stem(lees(STEM_ROUTE, token))
        if request.method == "POST":
            return _beslis(request, str(rij.pk))
    except (OngeldigeLink, stemmen.StemOnbekend):
        return render(request, "wijkagenda/peiling/verlopen.html", status=410)
    context = {"stem": rij, "peiling": rij.peiling, "regels": rij.regels.select_related("keuze")}
    return render(request, "wijkagenda/peiling/link.html", context)


def _beslis(request: HttpRequest, sleutel: str) -> HttpResponse:
    if "wissen" in request.POST:
        rij = stemmen.wis_stem(sleutel=sleutel)
        return render(request, "wijkagenda/peiling/gewist.html", {"peiling": rij})
    try:
        stem = stemmen.bevestig_stem(sleutel=sleutel)
    except (VerouderdeActie, stemmen.StemOnbekend):
        raise
    except Domeinfout as fout:
        context = {"peiling": stemmen.vind_stem(sleutel).peiling, "reden": str(fout)}
        return render(request, "wijkagenda/peiling/telt_niet.html", context, status=409)
    return render(request, "wijkagenda/peiling/bevestigd.html", {"peiling": stem.peiling})
