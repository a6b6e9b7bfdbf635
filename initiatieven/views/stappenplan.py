"""The stappenplan, step by step, for who opened the own case (C-04, I-10); and the appointment as a file."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from initiatieven import stappenplan
from initiatieven.agenda import SOORT, als_ics
from initiatieven.forms_plan import (
    PLANSTAP_OP_SLUG,
    PLANSTAPPEN,
    PlanForm,
    Planstap,
    ingevuld,
    ontbreekt,
)
from initiatieven.models import Fase, Initiatief, Stappenplan
from initiatieven.views.indienen import TE_VAAK, te_vaak
from initiatieven.views.volgen import haal_bezoek, vraag_link
from wijkportaal.bestanden import schone_naam
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie
from wijkportaal.verzending import AGENDABESTAND

KLAAR = "inleveren"


@never_cache
def stap(request: HttpRequest, kenmerk: str, stap: str) -> HttpResponse:
    """One step of the plan. What is typed is kept, right or wrong."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    huidige = PLANSTAP_OP_SLUG.get(stap)
    if huidige is None:
        raise Http404
    zaak = bezoek.zaak
    if request.method != "POST":
        _alleen_in_gesprek(zaak)
        return _toon(request, zaak, huidige, huidige.formulier(initial=_plan(zaak).antwoorden))
    form = huidige.formulier(data=request.POST, files=request.FILES)
    if te_vaak(request, "stappenplan", per_uur=600):
        form.add_error(None, TE_VAAK)
        return _toon(request, zaak, huidige, form, status=429)
    stappenplan.bewaar_plan(zaak=zaak, gegevens=form.getypt())
    return _na_bewaren(request, zaak, huidige, form)


def _na_bewaren(request: HttpRequest, zaak: Initiatief, stap: Planstap, form: PlanForm) -> HttpResponse:
    """Answer after the input is safe: go on, or say what is wrong."""
    adres = _adres(zaak, stap.slug)
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"url": adres, "bewaar_url": adres})
    goed = form.is_valid()
    goed = _bewaar_bijlage(zaak, form) and goed
    if not goed:
        return _toon(request, zaak, stap, form, status=422)
    return redirect(adres if "toevoegen" in request.POST else _adres(zaak, _volgende(stap)))


def _bewaar_bijlage(zaak: Initiatief, form: PlanForm) -> bool:
    """Keep a right file even when another field is wrong: a browser would not send it again."""
    bestand = form.cleaned_data.get("bijlage")
    if not bestand:
        return True
    naam = schone_naam(bestand.name, bestand.content_type)
    try:
        stappenplan.voeg_planbijlage_toe(
            zaak=zaak, naam=naam, soort=bestand.content_type, inhoud=bestand.read()
        )
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error("bijlage", str(fout))
        return False
    return True


def _toon(
    request: HttpRequest, zaak: Initiatief, stap: Planstap, form: PlanForm, status: int = 200
) -> HttpResponse:
    plaats = PLANSTAPPEN.index(stap)
    context = {
        "zaak": zaak,
        "stap": stap,
        "form": form,
        "nummer": plaats + 1,
        "aantal": len(PLANSTAPPEN) + 1,
        "vorige": _adres(zaak, PLANSTAPPEN[plaats - 1].slug) if plaats else None,
        "bewaar_url": _adres(zaak, stap.slug),
        "bijlagen": _plan(zaak).bijlagen.defer("inhoud") if "bijlage" in form.fields and _heeft(zaak) else [],
        "met_bijlage": "bijlage" in form.fields,
    }
    return render(request, "initiatieven/stappenplan/stap.html", context, status=status)


@never_cache
def inleveren(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Shows the whole plan; the button hands it over to the fixed contact."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    zaak, fout = bezoek.zaak, ""
    _alleen_in_gesprek(zaak)
    if request.method == "POST":
        try:
            stappenplan.lever_plan_in(zaak=zaak)
        except VerouderdeActie:
            raise
        except Domeinfout as melding:
            fout = str(melding)
        else:
            messages.success(request, f"Uw plan is ingeleverd bij {zaak.vakambtenaar}.")
            return redirect("initiatieven:volgen", kenmerk)
    plan = _plan(zaak)
    context = {
        "zaak": zaak,
        "plan": plan,
        "overzicht": [
            {"stap": stap, "adres": _adres(zaak, stap.slug), "rijen": rijen}
            for stap, rijen in ingevuld(plan.antwoorden)
        ],
        "ontbreekt": ontbreekt(plan.antwoorden),
        "bijlagen": plan.bijlagen.defer("inhoud") if plan.pk else [],
        "nummer": len(PLANSTAPPEN) + 1,
        "aantal": len(PLANSTAPPEN) + 1,
        "vorige": _adres(zaak, PLANSTAPPEN[-1].slug),
    }
    return render(request, "initiatieven/stappenplan/inleveren.html", context, status=422 if fout else 200)


@require_POST
def verwijder_bijlage(request: HttpRequest, kenmerk: str, sleutel: UUID) -> HttpResponse:
    """Take a file out of the plan."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    stappenplan.verwijder_planbijlage(zaak=bezoek.zaak, sleutel=sleutel)
    return redirect(_adres(bezoek.zaak, "nodig"))


@never_cache
def afspraak(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The appointment that counts, for a calendar program."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    return ics_van(bezoek.zaak)


def ics_van(zaak: Initiatief) -> HttpResponse:
    """Answer with the appointment of a case as a download; 404 when there is none."""
    rij = get_object_or_404(zaak.afspraken.select_related("initiatief")[:1])
    antwoord = HttpResponse(als_ics(rij), content_type=SOORT)
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{AGENDABESTAND}"'
    return antwoord


def _alleen_in_gesprek(zaak: Initiatief) -> None:
    """A plan on main lines is made for the talk; afterwards it is only read."""
    if zaak.fase != Fase.ORIENTATIE:
        raise VerouderdeActie("Het stappenplan kan nu niet meer worden veranderd.")


def _plan(zaak: Initiatief) -> Stappenplan:
    """The plan as it is kept; an empty one as long as nothing was."""
    return Stappenplan.objects.filter(initiatief=zaak).first() or Stappenplan(initiatief=zaak)


def _heeft(zaak: Initiatief) -> bool:
    return Stappenplan.objects.filter(initiatief=zaak).exists()


def _volgende(stap: Planstap) -> str:
    plaats = PLANSTAPPEN.index(stap) + 1
    return PLANSTAPPEN[plaats].slug if plaats < len(PLANSTAPPEN) else KLAAR


def _adres(zaak: Initiatief, slug: str) -> str:
    if slug == KLAAR:
        return reverse("initiatieven:plan_inleveren", args=[zaak.kenmerk])
    return reverse("initiatieven:planstap", args=[zaak.kenmerk, slug])
