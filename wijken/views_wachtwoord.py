"""Choosing the own password: the page behind the mailed link, and the page on which to ask for that link."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_ratelimit.core import is_ratelimited

from wijken.forms_aanmelden import VergetenForm, WachtwoordForm
from wijken.wachtwoord import ROUTE, LinkVerlopen, kies, persoon_van
from wijken.wachtwoord import vergeten as mail_link
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.links import OngeldigeLink, lees

PER_UUR, PER_ADRES = "20/h", "3/h"
GEMAILD = "Heeft u een account met dit mailadres? Dan krijgt u een mail met een link. Kijk ook bij de spam."
TE_VAAK = "Er is te vaak om een link gevraagd. Probeer het over een uur opnieuw, of bel de beheerder."


@never_cache
def vergeten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same with and without an account, also for who asks too often."""
    form = VergetenForm(verstuurde_gegevens(request))
    if request.method == "POST" and _te_vaak(request, "ip", PER_UUR):
        form.add_error(None, TE_VAAK)
        return _toon_vergeten(request, form, 429)
    if not form.is_valid():
        return _toon_vergeten(request, form, 422 if form.is_bound else 200)
    email = form.cleaned_data["email"].lower()
    if not _te_vaak(request, lambda *_: email, PER_ADRES):
        mail_link(email=email)
    messages.success(request, GEMAILD)
    return redirect("admin:login")


def _te_vaak(request: HttpRequest, sleutel: Any, hoe_vaak: str) -> bool:
    return is_ratelimited(request, group=f"vergeten-{hoe_vaak}", key=sleutel, rate=hoe_vaak, increment=True)


def _toon_vergeten(request: HttpRequest, form: VergetenForm, status: int) -> HttpResponse:
    return render(request, "aanmelden/vergeten.html", {"form": form}, status=status)


@never_cache
@sensitive_post_parameters()
def wachtwoord(request: HttpRequest, token: str) -> HttpResponse:
    """Only sending the form uses the link: a mail scanner that opens it changes nothing. Signs nobody in."""
    try:
        with transaction.atomic():
            return _wachtwoord(request, lees(ROUTE, token))
    except (OngeldigeLink, LinkVerlopen):
        return render(request, "aanmelden/wachtwoord_verlopen.html", status=410)


def _wachtwoord(request: HttpRequest, sleutel: str) -> HttpResponse:
    persoon = persoon_van(sleutel)
    form = WachtwoordForm(persoon, verstuurde_gegevens(request))
    if form.is_valid():
        kies(sleutel=sleutel, wachtwoord=form.cleaned_data["new_password1"])
        messages.success(request, "Uw wachtwoord is bewaard. Meld u nu aan.")
        return redirect("admin:login")
    status = 422 if form.errors else 200
    return render(request, "aanmelden/wachtwoord.html", {"form": form, "persoon": persoon}, status=status)
