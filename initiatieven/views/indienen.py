"""The form for residents, step by step.

The steps are exempt from the CSRF check on purpose: no cookie gives access to them, only the unguessable
address does, which a forged request cannot know. So a lost session or refused cookies lose nothing.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django_ratelimit.core import is_ratelimited

from initiatieven import services
from initiatieven.forms import OpnieuwForm, SamenForm, Stapformulier, VersturenForm
from initiatieven.gelijkenis import zoek_gelijke
from initiatieven.models import Bijlage, Concept, Initiatief
from initiatieven.stappen import CONTROLE, STAPPEN, Stap, ingevuld_in_woorden, ingevulde_formulieren, volgende
from wijken.models import Wijk
from wijkportaal.bestanden import schone_naam
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.uitzonderingen import Domeinfout

TE_VAAK = (
    "Vanaf deze internetverbinding is heel vaak iets verstuurd. "
    "Wacht een uur en probeer het dan nog een keer. Wat u heeft ingevuld, blijft staan."
)


def te_vaak(request: HttpRequest, groep: str, per_uur: int) -> bool:
    """Tell whether this address did this more often in an hour than a person would."""
    return is_ratelimited(request, group=groep, key="ip", rate=f"{per_uur}/h", increment=True)


def _adres(concept: Concept, stap: str) -> str:
    return reverse("initiatieven:stap", args=[concept.pk, stap])


def _open_concept(sleutel: UUID) -> Concept:
    return get_object_or_404(Concept.objects.select_related("initiatief"), pk=sleutel)


@csrf_exempt
@never_cache
def indienen(request: HttpRequest) -> HttpResponse:
    """Step 1 of a new form. Nothing is kept until something is sent."""
    eerste = STAPPEN[0]
    if request.method != "POST":
        return _toon_stap(request, eerste, eerste.formulier())
    form = eerste.formulier(data=request.POST)
    if te_vaak(request, "concept", per_uur=60):
        form.add_error(None, TE_VAAK)
        return _toon_stap(request, eerste, form, status=429)
    concept = services.begin_concept(gegevens=form.getypt() | _gekozen_wijk(request))
    return _na_bewaren(request, concept, eerste, form)


def _gekozen_wijk(request: HttpRequest) -> dict[str, Any]:
    """Take over the wijk from whose page the resident came."""
    wijk = Wijk.objects.filter(slug=request.GET.get("wijk", "")).first()
    return {"wijk": wijk.pk} if wijk else {}


@csrf_exempt
@never_cache
def stap(request: HttpRequest, sleutel: UUID, stap: str) -> HttpResponse:
    """One step of a form that was begun."""
    concept = _open_concept(sleutel)
    if concept.initiatief_id:
        return redirect("initiatieven:verstuurd", sleutel)
    huidige = next((een for een in STAPPEN if een.slug == stap), None)
    if huidige is None:
        raise Http404
    if request.method != "POST":
        return _toon_stap(request, huidige, huidige.formulier(initial=concept.gegevens), concept)
    form = huidige.formulier(data=request.POST, files=request.FILES)
    services.bewaar_concept(concept=concept, gegevens=form.getypt())
    return _na_bewaren(request, concept, huidige, form)


def _na_bewaren(request: HttpRequest, concept: Concept, stap: Stap, form: Stapformulier) -> HttpResponse:
    """Answer after the input is safe: go on, or say what is wrong and keep everything that was typed."""
    adres = _adres(concept, stap.slug)
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"url": adres, "bewaar_url": adres})
    goed = form.is_valid()
    if isinstance(form, SamenForm):
        goed = bewaar_bijlage(concept, form) and goed
    if not goed:
        return _toon_stap(request, stap, form, concept, status=422)
    if "toevoegen" in request.POST:
        return HttpResponseRedirect(adres)
    return HttpResponseRedirect(_adres(concept, volgende(stap)))


def bewaar_bijlage(concept: Concept, form: SamenForm) -> bool:
    """Keep a right file even when another field is wrong: a browser would not send it again."""
    bestand = form.cleaned_data.get("bijlage")
    if not bestand:
        return True
    try:
        services.voeg_bijlage_toe(
            concept=concept,
            naam=schone_naam(bestand.name, bestand.content_type),
            soort=bestand.content_type,
            inhoud=bestand.read(),
        )
    except Domeinfout as fout:
        form.add_error("bijlage", str(fout))
        return False
    return True


def _toon_stap(
    request: HttpRequest, stap: Stap, form: Stapformulier, concept: Concept | None = None, status: int = 200
) -> HttpResponse:
    plaats = STAPPEN.index(stap)
    context = {
        "stap": stap,
        "nummer": plaats + 1,
        "aantal": len(STAPPEN) + 1,
        "form": form,
        "concept": concept,
        "vorige": _adres(concept, STAPPEN[plaats - 1].slug) if concept and plaats else None,
        "bewaar_url": _adres(concept, stap.slug) if concept else request.get_full_path(),
        "bijlagen": _bijlagen(concept) if concept and stap.formulier is SamenForm else [],
        "lijkt_op": _lijkt_op(concept) if concept and stap.formulier is SamenForm else [],
    }
    return render(request, "initiatieven/indienen/stap.html", context, status=status)


def _lijkt_op(concept: Concept) -> list[Initiatief]:
    """Find what looks like the idea in its wijk, with what was typed so far (I-22)."""
    getypt = concept.gegevens
    return zoek_gelijke(f"{getypt.get('titel', '')} {getypt.get('wat', '')}", str(getypt.get("wijk", "")))


def _bijlagen(concept: Concept) -> Any:
    return concept.bijlagen.defer("inhoud")


@csrf_exempt
@require_POST
def verwijder_bijlage(request: HttpRequest, sleutel: UUID, bijlage: UUID) -> HttpResponse:
    """Take a file out of the form."""
    concept = _open_concept(sleutel)
    get_object_or_404(Bijlage.objects.defer("inhoud"), pk=bijlage, concept=concept).delete()
    return HttpResponseRedirect(_adres(concept, "samen"))


@csrf_exempt
@never_cache
def controle(request: HttpRequest, sleutel: UUID) -> HttpResponse:
    """Shows everything once more; the button sends it. Sending twice makes one case."""
    concept = _open_concept(sleutel)
    if concept.initiatief_id:
        return redirect("initiatieven:verstuurd", sleutel)
    formulieren = ingevulde_formulieren(concept)
    onvolledig = [stap for stap, form in formulieren if not form.is_valid()]
    form = VersturenForm(data=verstuurde_gegevens(request))
    if request.method == "POST" and not onvolledig and form.is_valid():
        if not te_vaak(request, "indienen", per_uur=20):
            gegevens = {naam: waarde for _, deel in formulieren for naam, waarde in deel.cleaned_data.items()}
            services.dien_in(concept=concept, gegevens=gegevens)
            return redirect("initiatieven:verstuurd", sleutel)
        form.add_error(None, TE_VAAK)
    context = {
        "concept": concept,
        "overzicht": [{"stap": stap, "rijen": ingevuld_in_woorden(deel)} for stap, deel in formulieren],
        "onvolledig": onvolledig,
        "form": form,
        "bijlagen": _bijlagen(concept),
        "lijkt_op": _lijkt_op(concept),
        "nummer": len(STAPPEN) + 1,
        "aantal": len(STAPPEN) + 1,
        "vorige": _adres(concept, STAPPEN[-1].slug),
    }
    return render(request, "initiatieven/indienen/controle.html", context, status=422 if form.errors else 200)


@csrf_exempt
@never_cache
def verstuurd(request: HttpRequest, sleutel: UUID) -> HttpResponse:
    """Says that a mail is on its way, and sends it again when the address was mistyped."""
    concept = get_object_or_404(Concept.objects.select_related("initiatief__indiener"), pk=sleutel)
    if concept.initiatief is None:
        return HttpResponseRedirect(_adres(concept, CONTROLE))
    zaak = concept.initiatief
    form = OpnieuwForm(data=verstuurde_gegevens(request), initial={"email": zaak.indiener.email})
    opnieuw = False
    if request.method == "POST" and form.is_valid():
        if te_vaak(request, "opnieuw", per_uur=10):
            form.add_error(None, TE_VAAK)
        else:
            services.stuur_bevestiging_opnieuw(concept=concept, email=form.cleaned_data["email"])
            opnieuw = True
    context = {"zaak": zaak, "form": form, "opnieuw": opnieuw}
    return render(
        request, "initiatieven/indienen/verstuurd.html", context, status=422 if form.errors else 200
    )
