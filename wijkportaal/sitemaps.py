"""The map of the site for search engines: every app registers what it has for everybody.

Addresses are those of the municipality's own site, whatever name was asked for.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap


class Kaart(Sitemap):
    """The pages of one kind."""

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.BASIS_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASIS_URL).scheme


KAARTEN: dict[str, type[Sitemap]] = {}


def registreer(naam: str, kaart: type[Kaart]) -> None:
    """Put the pages of `kaart` on the map; call it in `AppConfig.ready`."""
    KAARTEN[naam] = kaart
