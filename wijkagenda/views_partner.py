"""The page on which a partner's budgethouder answers, by mailed link and mailed code (A-06)."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from wijkagenda import partnertoegang
from wijkagenda.beoordelen import beoordeel, revisie_van
from wijkagenda.forms import AntwoordForm
from wijkagenda.maatregelen import bijdragen_van
from wijkagenda.models import Beoordeling
from wijkagenda.partnertoegang import (
    CodeFout,
    Toegang,
    is_open,
    lees_link,
    link_naar_pagina,
    open_toegang,
)
from wijken.models import Medewerker
from wijkportaal.eenmaal import CSRF
from wijkportaal.formulieren import PaginaFormulier
from wijkportaal.links import OngeldigeLink, onderteken
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Pagina = Callable[[HttpRequest, Toegang], HttpResponseBase]


class CodeForm(PaginaFormulier):
    """The code from the mail."""

    code = forms.CharField(
        label="Uw code",
        help_text="Zes cijfers, uit de mail die wij u net stuurden.",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Vul de code uit de mail in."},
    )


@never_cache
def akkoord(request: HttpRequest, token: str) -> HttpResponseBase:
    """First a code, then the maatregel and the answer. Opening the link does nothing."""
    return met_toegang(request, lambda: lees_link(token), _antwoord)


def met_toegang(request: HttpRequest, lees: Callable[[], Toegang], pagina: Pagina) -> HttpResponseBase:
    """Show the page of a mailed link to whoever opened it with a code, and else ask for the code."""
    try:
        toegang = lees()
    except OngeldigeLink:
        return render(request, "wijkagenda/partner/verlopen.html", status=410)
    if not is_open(request, toegang):
        return _tweede_stap(request, toegang, pagina)
    return pagina(request, toegang)


def _tweede_stap(request: HttpRequest, toegang: Toegang, pagina: Pagina) -> HttpResponseBase:
    """Ask for the code. What was typed after the half hour had passed goes along, and is sent with it."""
    form = CodeForm(request.POST) if "code" in request.POST else None
    getypt_ = {naam: waarde for naam, waarde in request.POST.items() if naam not in (CSRF, "code")}
    melding = ""
    if request.method == "POST":
        try:
            if form is None:
                partnertoegang.vraag_code(toegang)
                form = CodeForm()
            elif form.is_valid():
                partnertoegang.gebruik_code(toegang, code=form.cleaned_data["code"])
                open_toegang(request, toegang)
                return pagina(request, toegang) if getypt_ else redirect(request.path)
        except CodeFout as fout:
            (form or CodeForm()).add_error("code", str(fout))
        except VerouderdeActie:
            raise
        except Domeinfout as fout:
            melding = str(fout)
    context = {"toegang": toegang, "form": form, "melding": melding, "getypt": getypt_}
    niet_goed = melding or (form and form.is_bound and form.errors)
    return render(request, "wijkagenda/partner/code.html", context, status=422 if niet_goed else 200)


def _antwoord(request: HttpRequest, toegang: Toegang) -> HttpResponse:
    vraag = cast("Beoordeling", toegang.vraag)
    form = AntwoordForm(initial={"gezien": revisie_van(vraag)})
    context = {"vraag": vraag, "eigen_pagina": onderteken(link_naar_pagina(toegang.partner, toegang.mens))}
    if request.method == "POST":
        form = AntwoordForm(request.POST)
        if form.is_valid() and _geef(form, vraag, toegang.mens):
            return render(request, "wijkagenda/partner/gedaan.html", context | {"form": form})
    return render(
        request,
        "wijkagenda/partner/antwoord.html",
        context | _wat(vraag) | {"form": form},
        status=422 if form.errors else 200,
    )


def _wat(vraag: Beoordeling) -> dict[str, Any]:
    maatregel = vraag.bijdrage.maatregel
    actueel = Beoordeling.objects.actueel().filter(pk=vraag.pk).exists()
    return {"maatregel": maatregel, "delen": bijdragen_van(maatregel), "actueel": actueel}


def _geef(form: AntwoordForm, vraag: Beoordeling, mens: Medewerker) -> bool:
    try:
        beoordeel(vraag=vraag, door=mens, **form.gegevens())
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
    return form.is_valid()
