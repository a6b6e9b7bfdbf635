"""The page on which a partner's budgethouder answers, by mailed link and mailed code (A-06)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from wijkagenda import partnertoegang
from wijkagenda.beoordelen import beoordeel, revisie_van
from wijkagenda.forms import AntwoordForm
from wijkagenda.maatregelen import bijdragen_van
from wijkagenda.models import Beoordeling
from wijkagenda.partnertoegang import CodeFout, is_open, lees_link, open_vraag
from wijken.models import Medewerker
from wijkportaal.formulieren import PaginaFormulier
from wijkportaal.links import OngeldigeLink
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


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
def akkoord(request: HttpRequest, token: str) -> HttpResponse:
    """First a code, then the maatregel and the answer. Opening the link does nothing."""
    try:
        vraag, mens = lees_link(token)
    except OngeldigeLink:
        return render(request, "wijkagenda/partner/verlopen.html", status=410)
    if not is_open(request, vraag, mens):
        return _tweede_stap(request, vraag, mens)
    return _antwoord(request, vraag, mens)


def _tweede_stap(request: HttpRequest, vraag: Beoordeling, mens: Medewerker) -> HttpResponse:
    form = CodeForm(request.POST) if "code" in request.POST else None
    melding = ""
    if request.method == "POST":
        try:
            if form is None:
                partnertoegang.vraag_code(vraag=vraag, mens=mens)
                form = CodeForm()
            elif form.is_valid():
                partnertoegang.gebruik_code(vraag=vraag, mens=mens, code=form.cleaned_data["code"])
                open_vraag(request, vraag, mens)
                return redirect(request.path)
        except CodeFout as fout:
            (form or CodeForm()).add_error("code", str(fout))
        except VerouderdeActie:
            raise
        except Domeinfout as fout:
            melding = str(fout)
    context = {"vraag": vraag, "form": form, "melding": melding, "wacht": vraag.wacht}
    niet_goed = melding or (form and form.is_bound and form.errors)
    return render(request, "wijkagenda/partner/code.html", context, status=422 if niet_goed else 200)


def _antwoord(request: HttpRequest, vraag: Beoordeling, mens: Medewerker) -> HttpResponse:
    form = AntwoordForm(initial={"gezien": revisie_van(vraag)})
    if request.method == "POST":
        form = AntwoordForm(request.POST)
        if form.is_valid() and _geef(form, vraag, mens):
            return render(request, "wijkagenda/partner/gedaan.html", {"vraag": vraag, "form": form})
    return render(
        request,
        "wijkagenda/partner/antwoord.html",
        _wat(vraag) | {"form": form},
        status=422 if form.errors else 200,
    )


def _wat(vraag: Beoordeling) -> dict[str, Any]:
    maatregel = vraag.bijdrage.maatregel
    actueel = Beoordeling.objects.actueel().filter(pk=vraag.pk).exists()
    return {"vraag": vraag, "maatregel": maatregel, "delen": bijdragen_van(maatregel), "actueel": actueel}


def _geef(form: AntwoordForm, vraag: Beoordeling, mens: Medewerker) -> bool:
    try:
        beoordeel(vraag=vraag, door=mens, **form.gegevens())
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
    return form.is_valid()
