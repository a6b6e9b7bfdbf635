"""The page behind the mailed link: somebody chooses the own password."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from wijken.forms_aanmelden import WachtwoordForm
from wijken.wachtwoord import ROUTE, LinkVerlopen, kies, persoon_van
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.links import OngeldigeLink, lees


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
