"""Pages that belong to no app: the legal ones, security.txt, and what a visitor sees when it goes wrong."""

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkportaal.context import huis
from wijkportaal.uitzonderingen import VerouderdeActie

# RFC 9116 asks for a day after which nobody should rely on the file, less than a year ahead.
SECURITY_TXT_GELDIG = datetime.timedelta(days=180)


@require_safe
def toegankelijkheid(request: HttpRequest) -> HttpResponse:
    return render(request, "wijkportaal/toegankelijkheid.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "wijkportaal/privacy.html")


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Tell whoever finds a weakness where to report it (RFC 9116)."""
    verloopt = (timezone.now() + SECURITY_TXT_GELDIG).astimezone(datetime.UTC)
    regels = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {verloopt:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASIS_URL}{reverse('wijkportaal:security_txt')}",
    ]
    return HttpResponse("\n".join(regels) + "\n", content_type="text/plain; charset=utf-8")


# What is of one person, of staff, or costs much to make is not for a search engine.
NIET_VOOR_ROBOTS = (
    *("/beheer/", "/gezond/", "/initiatieven/link/", "/initiatieven/volgen/", "/initiatieven/steun/"),
    *("/initiatieven/indienen/", "/initiatieven/lijkt-op/", "/wijken/zoeken/", "/*?"),
    *("/akkoord/", "/voortgang/", "/peiling/stem/", "/wijkagenda/idee/"),
)


@require_safe
def robots_txt(_request: HttpRequest) -> HttpResponse:
    """Tell search engines what is for everybody, and where the map of the site is."""
    regels = ["User-agent: *", *(f"Disallow: {pad}" for pad in NIET_VOOR_ROBOTS)]
    regels.append(f"Sitemap: {settings.BASIS_URL}{reverse('wijkportaal:sitemap')}")
    return HttpResponse("\n".join(regels) + "\n", content_type="text/plain; charset=utf-8")


def fout_409(request: HttpRequest, fout: VerouderdeActie) -> HttpResponse:
    """Say that somebody else was first, in the words of the rule that noticed."""
    return render(request, "409.html", {"melding": fout}, status=409)


def _kaal(sjabloon: str, request: HttpRequest, status: int) -> HttpResponse:
    """Render without context processors: session and user may be what broke, or the database under them."""
    return HttpResponse(render_to_string(sjabloon, huis(request)), status=status)


def fout_400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _kaal("400.html", request, 400)


def fout_500(request: HttpRequest) -> HttpResponse:
    return _kaal("500.html", request, 500)
