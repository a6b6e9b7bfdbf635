"""The pages of this app for search engines."""

from typing import Any

from django.urls import reverse

from wijken.models import Wijk
from wijkportaal.sitemaps import Kaart, registreer


class Wijken(Kaart):
    """The first page, the list of wijken, and the page of each."""

    def items(self) -> list[str]:
        vast = [reverse("wijken:voorpagina"), reverse("wijken:lijst")]
        return [*vast, *(wijk.get_absolute_url() for wijk in Wijk.objects.all())]

    def location(self, adres: Any) -> str:
        return str(adres)


registreer("wijken", Wijken)
