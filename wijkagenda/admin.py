"""The staff's work on wijkagenda's and their maatregelen."""

from django.contrib import admin

from wijkagenda.models import Maatregel, Wijkagenda
from wijkportaal.historiebeheer import Historiebeheer


class MaatregelInline(admin.StackedInline):
    model = Maatregel
    extra = 0


@admin.register(Wijkagenda)
class WijkagendaAdmin(Historiebeheer):
    list_display = ("wijk", "vorm", "van", "tot")
    list_display_links = ("wijk", "vorm")
    list_filter = ("wijk", "vorm")
    list_select_related = ("wijk",)
    autocomplete_fields = ("wijk",)
    inlines = (MaatregelInline,)
