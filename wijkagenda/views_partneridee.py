"""The page of a partner: the agendas that collect now, the own ideas, and bringing one in (A-02)."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from wijkagenda.forms_ideeen import PartnerideeForm
from wijkagenda.ideeen import breng_in_namens
from wijkagenda.models import Fase, Idee, Wijkagenda
from wijkagenda.partnertoegang import Toegang, lees_pagina
from wijkagenda.views_partner import met_toegang
from wijkportaal.eenmaal import eenmaal
from wijkportaal.formulieren import lukt, verstuurde_gegevens
from wijkportaal.uitzonderingen import VerouderdeActie


@never_cache
def overzicht(request: HttpRequest, token: str) -> HttpResponseBase:
    """First a code, then what can be done and what became of the ideas of this partner."""
    return met_toegang(request, lambda: lees_pagina(token), partial(_overzicht, token=token))


def _overzicht(request: HttpRequest, toegang: Toegang, token: str) -> HttpResponse:
    if request.method == "POST":  # with the code came what is of no page here
        return redirect(request.path)
    context = {
        "toegang": toegang,
        "token": token,
        "agendas": Wijkagenda.objects.verzamelt().select_related("wijk").order_by("wijk__nummer", "van"),
        "ideeen": eigen_ideeen(toegang),
    }
    return render(request, "wijkagenda/partner/pagina.html", context)


def eigen_ideeen(toegang: Toegang) -> QuerySet[Idee]:
    """Return all ideas that are on record of this partner, also what staff wrote down; the newest on top."""
    ideeen = Idee.objects.filter(partner=toegang.partner).met_uitslag()
    return ideeen.select_related("agenda__wijk", "samengevoegd_met").order_by("-ingediend_op", "-pk")


@never_cache
def idee(request: HttpRequest, token: str, agenda: int) -> HttpResponseBase:
    """First a code, then the form for one agenda."""
    return met_toegang(request, lambda: lees_pagina(token), partial(_idee, token=token, pk=agenda))


@eenmaal
def _idee(request: HttpRequest, toegang: Toegang, token: str, pk: int) -> HttpResponse:
    """What was typed stays on the page, also when collecting was closed in the meantime."""
    agenda = get_object_or_404(Wijkagenda.objects.select_related("wijk"), pk=pk)
    form = PartnerideeForm(data=verstuurde_gegevens(request), agenda=agenda)
    if form.is_valid() and _gelukt(form, agenda, toegang):
        messages.success(
            request, f"Dank u wel. “{form.cleaned_data['titel']}” staat op de lijst van de wijkcoalitie."
        )
        return redirect("wijkagenda:partner", token)
    dicht = agenda.fase != Fase.VERZAMELEN
    context = {"toegang": toegang, "token": token, "agenda": agenda, "form": form, "dicht": dicht}
    status = 409 if dicht and form.is_bound else 422 if form.errors else 200
    return render(request, "wijkagenda/partner/idee.html", context, status=status)


def _gelukt(form: PartnerideeForm, agenda: Wijkagenda, toegang: Toegang) -> bool:
    partner, mens = toegang.partner, toegang.mens
    try:
        return lukt(
            form, lambda: breng_in_namens(partner=partner, agenda=agenda, door=mens, **form.cleaned_data)
        )
    except VerouderdeActie as fout:
        form.add_error(None, str(fout))
        return False
