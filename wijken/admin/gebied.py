"""The municipality and its wijken."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db import models
from django.http import HttpRequest

from wijken.admin.basis import MetEtiketten, MetReden, NooitVerwijderen
from wijken.models import Buurt, CbsWijk, Gebied, Gemeente, Inwonertal, Wijk, Wijkteamoverleg
from wijkportaal.historiebeheer import Historiebeheer


@admin.register(Gemeente)
class GemeenteAdmin(NooitVerwijderen, Historiebeheer):
    list_display = ("naam", "cbs_code", "email", "telefoon")
    formfield_overrides = {models.URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An installation has one municipality."""
        return super().has_add_permission(request) and not Gemeente.objects.exists()


class BuurtInline(MetEtiketten, admin.TabularInline):
    model = Buurt
    extra = 0
    fields = ("volgorde", "naam")


class InwonertalInline(MetEtiketten, admin.TabularInline):
    model = Inwonertal
    extra = 0


class CbsWijkInline(admin.TabularInline):
    """Read only: boundaries come from the CBS and are loaded, not drawn by hand."""

    model = CbsWijk
    extra = 0
    can_delete = False
    fields = readonly_fields = ("code", "naam", "bron")

    def has_add_permission(self, request: HttpRequest, obj: Wijk | None = None) -> bool:
        return False


@admin.register(Gebied)
class GebiedAdmin(NooitVerwijderen, MetReden, Historiebeheer):
    list_display = ("naam",)
    search_fields = ("naam",)


@admin.register(Wijk)
class WijkAdmin(MetReden, Historiebeheer):
    list_display = ("nummer", "naam", "gebied", "email")
    list_display_links = ("naam",)
    list_select_related = ("gebied",)
    search_fields = ("naam", "gebied__naam")
    prepopulated_fields = {"slug": ("naam",)}
    inlines = (BuurtInline, InwonertalInline, CbsWijkInline)


@admin.register(Wijkteamoverleg)
class WijkteamoverlegAdmin(MetReden, Historiebeheer):
    list_display = ("naam",)
    search_fields = ("naam",)
    autocomplete_fields = ("wijken",)
