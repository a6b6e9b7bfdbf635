"""The staff's view on what all apps share: policy numbers, and what the portal has mailed."""

from django.contrib import admin
from django.http import HttpRequest

from wijkportaal.historiebeheer import Historiebeheer
from wijkportaal.models import Beleidsparameter, Bericht
from wijkportaal.verzending import PLAATS_VAN_LINK


@admin.register(Beleidsparameter)
class BeleidsparameterAdmin(Historiebeheer):
    """A new decision of the council is a new row with a later date; the old one stays what it was."""

    list_display = ("sleutel", "waarde", "geldig_vanaf", "bron")
    list_filter = ("sleutel",)
    search_fields = ("sleutel", "toelichting")


@admin.register(Bericht)
class BerichtAdmin(admin.ModelAdmin):
    """Reading back what was sent. Nobody writes, changes or removes a message by hand."""

    list_display = ("onderwerp", "naar", "opgesteld_op", "verzonden_op", "pogingen", "laatste_fout")
    list_filter = (("verzonden_op", admin.EmptyFieldListFilter),)
    search_fields = ("=naar", "gebeurtenis")
    show_full_result_count = False
    fields = (
        "onderwerp",
        "naar",
        "tekst_zonder_link",
        "gebeurtenis",
        "opgesteld_op",
        "verzonden_op",
        "niet_voor",
        "pogingen",
        "laatste_fout",
    )

    @admin.display(description="tekst")
    def tekst_zonder_link(self, bericht: Bericht) -> str:
        """The text as it was sent, without the link that is for the recipient only."""
        return bericht.tekst.replace(PLAATS_VAN_LINK, "[persoonlijke link]")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Bericht | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Bericht | None = None) -> bool:
        return False
