"""Support for a public initiative, and the sheet with which its submitters ask for it (I-21)."""

from io import BytesIO

import qrcode
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from qrcode.image.svg import SvgPathImage

from initiatieven import draagvlak
from initiatieven.forms_bewoner import SteunForm
from initiatieven.models import Initiatief
from initiatieven.views.indienen import TE_VAAK, te_vaak
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.links import OngeldigeLink, lees
from wijkportaal.uitzonderingen import VerouderdeActie

STEUN_ROUTE = "initiatieven:steun_link"
PER_UUR = 30


@never_cache
@csrf_exempt  # no cookie gives access to anything here: only the mailed button makes support count
def steun(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Asks name and address, and sends a mail. The answer is the same whether the address is new or not."""
    zaak = _openbaar(kenmerk)
    if not draagvlak.kan_gesteund(zaak):
        raise VerouderdeActie("U kunt dit initiatief niet meer steunen.")
    form = SteunForm(data=verstuurde_gegevens(request))
    form.helper.disable_csrf = True
    if request.method == "POST" and form.is_valid():
        if te_vaak(request, "steun", per_uur=PER_UUR):
            form.add_error(None, TE_VAAK)
        else:
            if not form.is_robot:
                draagvlak.geef_steun(zaak=zaak, **form.gegevens())
            return redirect("initiatieven:steun_gevraagd", kenmerk)
    context = {"zaak": zaak, "form": form}
    return render(request, "initiatieven/steun/geven.html", context, status=422 if form.errors else 200)


@require_safe
def gevraagd(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Says that a mail is on its way; it knows nothing of who asked."""
    return render(request, "initiatieven/steun/gevraagd.html", {"zaak": _openbaar(kenmerk)})


@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what the mailed link can do; only its button confirms the support or takes it back."""
    try:
        rij = draagvlak.vind_steun(lees(STEUN_ROUTE, token))
        if request.method == "POST":
            return _beslis(request, str(rij.pk))
    except (OngeldigeLink, draagvlak.SteunOnbekend):
        return render(request, "initiatieven/steun/verlopen.html", status=410)
    context = {"steun": rij, "zaak": rij.initiatief, "kan": draagvlak.kan_gesteund(rij.initiatief)}
    return render(request, "initiatieven/steun/link.html", context)


def _beslis(request: HttpRequest, sleutel: str) -> HttpResponse:
    if "intrekken" in request.POST:
        zaak = draagvlak.trek_steun_in(sleutel=sleutel)
        return render(request, "initiatieven/steun/ingetrokken.html", {"zaak": zaak})
    rij = draagvlak.bevestig_steun(sleutel=sleutel)
    return render(request, "initiatieven/steun/bevestigd.html", {"zaak": rij.initiatief})


@require_safe
def poster(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """A sheet for the street or the supermarket: what it is, and a code that opens the public page."""
    zaak = _openbaar(kenmerk)
    adres = settings.BASIS_URL + zaak.get_absolute_url()
    return render(
        request, "initiatieven/steun/poster.html", {"zaak": zaak, "adres": adres, "qr": qr_code(adres)}
    )


def qr_code(adres: str) -> SafeString:
    """Return a QR code of an address as SVG to put in a page. It can be read with 15% of it gone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(adres)
    beeld = BytesIO()
    code.make_image(image_factory=SvgPathImage).save(beeld)
    svg = beeld.getvalue().decode().partition("?>")[2].strip()
    return mark_safe(svg)  # noqa: S308  drawn by the library; the address is only in its squares


def _openbaar(kenmerk: str) -> Initiatief:
    zaken = Initiatief.objects.openbaar().select_related("wijk", "buurt")
    return get_object_or_404(zaken, kenmerk=kenmerk)
