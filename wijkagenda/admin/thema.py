"""The subjects by which agendas are laid side by side (A-12)."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from wijkagenda import vergelijken
from wijkagenda.admin.kader import toon_pagina
from wijkagenda.models import Thema
from wijken.admin.basis import NooitVerwijderen
from wijkportaal.historiebeheer import Historiebeheer


@admin.register(Thema)
class ThemaAdmin(NooitVerwijderen, Historiebeheer):
    list_display = ("naam", "volgorde")

    def get_urls(self) -> list[URLPattern]:
        naast_elkaar = self.admin_site.admin_view(self.vergelijken)
        return [path("vergelijken/", naast_elkaar, name="wijkagenda_vergelijken"), *super().get_urls()]

    def vergelijken(self, request: HttpRequest) -> HttpResponse:
        """Lay what was collected side by side over the wijken (A-12)."""
        if not request.user.has_perm("wijkagenda.vergelijk_wijken"):
            raise PermissionDenied
        thema = request.GET.get("thema", "")
        context = {"tabel": vergelijken.per_thema(), "gekozen": vergelijken.kies(thema)}
        return toon_pagina(self, request, "vergelijken", "Thema's in alle wijken", context)
