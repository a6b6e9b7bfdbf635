"""The subjects by which agendas are laid side by side (A-12)."""

from django.contrib import admin

from wijkagenda.models import Thema
from wijken.admin.basis import NooitVerwijderen
from wijkportaal.historiebeheer import Historiebeheer


@admin.register(Thema)
class ThemaAdmin(NooitVerwijderen, Historiebeheer):
    list_display = ("naam", "volgorde")
