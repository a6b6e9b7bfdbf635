"""What submitters do with their own case beside following it: the group, stopping, taking it all along."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from initiatieven import groep as groepen
from initiatieven import services
from initiatieven.download import pak_in
from initiatieven.forms_bewoner import IntrekkenForm, UitnodigForm
from initiatieven.models import Groepslid
from initiatieven.stapnamen import TREKT_IN
from initiatieven.statusdelen.kern import Bezoek
from initiatieven.views.indienen import TE_VAAK, te_vaak
from initiatieven.views.volgen import haal_bezoek, vraag_link
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


@never_cache
def groep(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Shows who join in; the submitter asks others along."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    form = UitnodigForm(data=verstuurde_gegevens(request))
    if request.method == "POST":
        _alleen_indiener(bezoek)
        if form.is_valid() and _nodig_uit(request, bezoek, form):
            messages.success(request, "De uitnodiging is verstuurd.")
            return redirect("initiatieven:groep", kenmerk)
    mag_wijzigen = bezoek.zaak.fase in groepen.FASEN_MET_GROEP
    context = {
        "zaak": bezoek.zaak,
        "lid": bezoek.lid,
        "leden": list(bezoek.zaak.groep.all()),
        "overdracht": groepen.overdracht_aan(bezoek.zaak),
        "mag_wijzigen": mag_wijzigen,
        "form": form if mag_wijzigen and not bezoek.lid else None,
    }
    return render(request, "initiatieven/volgen/groep.html", context, status=422 if form.errors else 200)


def _nodig_uit(request: HttpRequest, bezoek: Bezoek, form: UitnodigForm) -> bool:
    if te_vaak(request, "uitnodigen", per_uur=20):
        form.add_error(None, TE_VAAK)
        return False
    try:
        groepen.nodig_uit(zaak=bezoek.zaak, **form.cleaned_data)
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
        return False
    return True


@never_cache
@require_POST
def groep_weg(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The submitter takes somebody out of the group, or a member leaves."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    lid = _gekozen_lid(request, bezoek)
    if bezoek.lid and bezoek.lid != lid:
        raise PermissionDenied
    groepen.haal_uit_groep(zaak=bezoek.zaak, lid=lid, zelf=bool(bezoek.lid))
    if bezoek.lid:
        messages.success(request, "U doet niet meer mee. Uw naam en mailadres zijn gewist.")
        return redirect("wijken:voorpagina")
    messages.success(request, "Deze persoon hoort niet meer bij de groep.")
    return redirect("initiatieven:groep", kenmerk)


@never_cache
@require_POST
def groep_overdragen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The submitter asks a member to take the case over."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    _alleen_indiener(bezoek)
    groepen.vraag_over_te_nemen(zaak=bezoek.zaak, lid=_gekozen_lid(request, bezoek))
    messages.success(
        request, "We hebben een mail gestuurd. Zegt die persoon ja, dan is het idee overgedragen."
    )
    return redirect("initiatieven:groep", kenmerk)


@never_cache
def intrekken(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Asks whether it is really meant; the button withdraws the case."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    _alleen_indiener(bezoek)
    if bezoek.zaak.fase not in TREKT_IN:
        raise VerouderdeActie("Uw idee is al afgesloten.")
    form = IntrekkenForm(data=verstuurde_gegevens(request))
    if request.method == "POST" and form.is_valid() and _trek_in(bezoek, form):
        messages.success(request, "Uw idee is ingetrokken.")
        return redirect("initiatieven:volgen", kenmerk)
    context = {"zaak": bezoek.zaak, "form": form}
    return render(request, "initiatieven/volgen/intrekken.html", context, status=422 if form.errors else 200)


def _trek_in(bezoek: Bezoek, form: IntrekkenForm) -> bool:
    try:
        services.trek_in(zaak=bezoek.zaak, reden=form.cleaned_data["reden"])
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
        return False
    return True


@never_cache
@require_safe
def download(request: HttpRequest, kenmerk: str) -> Any:
    """Hands out everything that the submitters sent in, as one file."""
    bezoek = haal_bezoek(request, kenmerk)
    if bezoek is None:
        return vraag_link(kenmerk)
    _alleen_indiener(bezoek)
    return FileResponse(pak_in(bezoek.zaak), as_attachment=True, filename=f"{bezoek.zaak.kenmerk}.zip")


def _alleen_indiener(bezoek: Bezoek) -> None:
    if bezoek.lid:
        raise PermissionDenied


def _gekozen_lid(request: HttpRequest, bezoek: Bezoek) -> Groepslid:
    """Find the member in this group: the number of somebody in another group is of nobody."""
    gekozen = request.POST.get("lid", "")
    lid = bezoek.zaak.groep.filter(pk=gekozen).first() if gekozen.isdecimal() else None
    if lid is None:
        raise VerouderdeActie("Deze persoon hoort niet meer bij de groep.")
    return lid
