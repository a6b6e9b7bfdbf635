"""Bringing in a wish or idea for a wijkagenda, without account (A-02)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django_ratelimit.core import is_ratelimited

from initiatieven.views.indienen import TE_VAAK, te_vaak
from wijkagenda import inbreng
from wijkagenda.berichten_ideeen import LINK_ROUTE
from wijkagenda.forms_ideeen import InbrengForm
from wijkagenda.models import Fase, Wijkagenda
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.links import OngeldigeLink, lees
from wijkportaal.uitzonderingen import VerouderdeActie

PER_UUR, PER_ADRES_PER_DAG = 30, 5


def _agenda(slug: str, jaar: int) -> Wijkagenda:
    agendas = Wijkagenda.objects.select_related("wijk")
    return get_object_or_404(agendas, wijk__slug=slug, van__year=jaar)


@never_cache
@csrf_exempt  # no cookie gives access to anything here: only the mailed button makes an idea count
def idee(request: HttpRequest, slug: str, jaar: int) -> HttpResponse:
    """Asks what the idea is and who gives it, and sends a mail. The answer never tells who is known.

    What was typed stays on the page, also when collecting was closed in the meantime.
    """
    agenda = _agenda(slug, jaar)
    form = InbrengForm(data=verstuurde_gegevens(request), agenda=agenda)
    if agenda.fase != Fase.VERZAMELEN:
        return _toon(request, agenda, form, status=409 if form.is_bound else 200)
    if request.method == "POST" and form.is_valid():
        if te_vaak(request, "idee", per_uur=PER_UUR) or _adres_te_vaak(request, form):
            form.add_error(None, TE_VAAK)
        elif form.is_robot or _gelukt(agenda, form):
            return redirect("wijkagenda:idee_verstuurd", slug, jaar)
    return _toon(request, agenda, form, status=422 if form.errors else 200)


def _toon(request: HttpRequest, agenda: Wijkagenda, form: InbrengForm, *, status: int) -> HttpResponse:
    context = {"agenda": agenda, "form": form, "dicht": agenda.fase != Fase.VERZAMELEN}
    return render(request, "wijkagenda/idee/geven.html", context, status=status)


def _adres_te_vaak(request: HttpRequest, form: InbrengForm) -> bool:
    """Nobody fills the mailbox of somebody else: one address gets a few mails a day."""
    adres = form.cleaned_data["email"].lower()
    grens = f"{PER_ADRES_PER_DAG}/d"
    return is_ratelimited(request, group="idee-adres", key=lambda *_: adres, rate=grens, increment=True)


def _gelukt(agenda: Wijkagenda, form: InbrengForm) -> bool:
    try:
        inbreng.breng_in(agenda=agenda, **form.gegevens())
    except VerouderdeActie as fout:
        form.add_error(None, str(fout))
    return form.is_valid()


@require_safe
def verstuurd(request: HttpRequest, slug: str, jaar: int) -> HttpResponse:
    """Says that a mail is on its way; it knows nothing of who asked."""
    return render(request, "wijkagenda/idee/verstuurd.html", {"agenda": _agenda(slug, jaar)})


@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the idea that the mailed link is about; only its buttons confirm it or erase the giver."""
    try:
        gever = inbreng.vind_gever(lees(LINK_ROUTE, token))
        if request.method == "POST":
            return _beslis(request, str(gever.sleutel))
    except (OngeldigeLink, inbreng.IdeeOnbekend):
        return render(request, "wijkagenda/idee/verlopen.html", status=410)
    kan = gever.idee.agenda.fase in inbreng.BEVESTIGEN_KAN
    context = {"gever": gever, "idee": gever.idee, "agenda": gever.idee.agenda, "kan": kan}
    return render(request, "wijkagenda/idee/link.html", context)


def _beslis(request: HttpRequest, sleutel: str) -> HttpResponse:
    if "wissen" in request.POST:
        idee = inbreng.wis_met_link(sleutel=sleutel)
        return render(request, "wijkagenda/idee/gewist.html", {"idee": idee, "agenda": idee.agenda})
    idee = inbreng.bevestig(sleutel=sleutel)
    return render(request, "wijkagenda/idee/bevestigd.html", {"idee": idee, "agenda": idee.agenda})
