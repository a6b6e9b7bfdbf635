"""Writing to residents with a text to begin with, and a look at it before it goes."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from initiatieven.boodschappen import FASEN_MET_BOODSCHAPPEN, schrijf_als_gemeente
from initiatieven.models import Initiatief, Standaardantwoord
from initiatieven.panelen.bewoner import BERICHTEN, BoodschapForm
from initiatieven.panelen.kern import adres_van_paneel
from wijken.models import Medewerker
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

PAGINA = "initiatieven/beheer/antwoord.html"
RECHT = "initiatieven.change_initiatief"


def mag_schrijven(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether this person can write to the residents now."""
    return zaak.fase in FASEN_MET_BOODSCHAPPEN and medewerker.has_perm(RECHT, zaak)


def stel_op(request: HttpRequest, zaak: Initiatief, basis: dict[str, Any]) -> HttpResponse:
    """Choose a text, change it, see what the residents will read, and send it.

    `basis` is what every page of the work environment shows. What is sent is kept as a message with the case.

    Raises:
        PermissionDenied: this person does not handle the case.
        VerouderdeActie: nobody would read what is written in this phase.
    """
    medewerker = cast("Medewerker", request.user)
    if not medewerker.has_perm(RECHT, zaak):
        raise PermissionDenied
    if zaak.fase not in FASEN_MET_BOODSCHAPPEN:
        raise VerouderdeActie(f"Dit kan niet meer: de zaak is nu in “{zaak.get_fase_display()}”.")
    antwoorden = list(Standaardantwoord.objects.voor(zaak))
    form = _formulier(request, zaak, medewerker, antwoorden)
    voorbeeld = None
    if request.method == "POST" and form.is_valid():
        if "versturen" in request.POST and _verstuur(form):
            messages.success(request, BERICHTEN.invoer.gedaan if BERICHTEN.invoer else "")
            return HttpResponseRedirect(adres_van_paneel(zaak, BERICHTEN))
        voorbeeld = form.cleaned_data if form.is_valid() else None
    context = basis | {
        "title": f"Bericht over {zaak.kenmerk}",
        "zaak": zaak,
        "antwoorden": antwoorden,
        "form": form,
        "voorbeeld": voorbeeld,
        "afzender": medewerker,
    }
    return render(request, PAGINA, context, status=422 if form.errors else 200)


def _formulier(
    request: HttpRequest, zaak: Initiatief, medewerker: Medewerker, antwoorden: list[Standaardantwoord]
) -> BoodschapForm:
    """Return what was typed, or the text that was chosen, or an empty form."""
    if request.method == "POST":
        return BoodschapForm(data=request.POST, zaak=zaak, medewerker=medewerker)
    gekozen = next((rij for rij in antwoorden if str(rij.pk) == request.GET.get("antwoord")), None)
    begin = {"tekst": gekozen.ingevuld(zaak)} if gekozen else {}
    return BoodschapForm(initial=begin, zaak=zaak, medewerker=medewerker)


def _verstuur(form: BoodschapForm) -> bool:
    """Hand the message to the service; a rule that says no becomes an error of the form."""
    try:
        schrijf_als_gemeente(zaak=form.zaak, door=form.medewerker, **form.gegevens())
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
        return False
    return True
