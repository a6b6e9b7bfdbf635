"""The bookings of every pot, to read (B-18), and the place of the overview that leads to them (B-17)."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from budgetten import views_inzicht
from budgetten.admin.kader import Geldadmin, medewerker
from budgetten.geld import in_euro
from budgetten.models import Boeking, Jaarbudget, Rekening
from wijken.rechtentabel import zichtbaar

VOOR_LIJST = (
    *(f"{kant}__{van}" for kant in ("van", "naar") for van in ("wijk", "cluster", "partner")),
    *("door", "aanvraag"),
)


class JaarFilter(admin.SimpleListFilter):
    """The year that the money is of, not that of the booking."""

    title = "jaar"
    parameter_name = "jaar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(jaar), str(jaar)) for jaar in Jaarbudget.objects.values_list("pk", flat=True)]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Boeking] | None:
        bekend = self.value() in dict(self.lookup_choices)
        return queryset.filter(van__jaar=self.value()) if bekend else None


class PotFilter(admin.SimpleListFilter):
    """All that went in or out of one pot, in any of its states; chosen in the overview, named here."""

    title = "pot"
    parameter_name = "pot"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.rekening = self._gekozen(request.GET.get("pot", ""))
        return [(str(self.rekening.pk), self.rekening.potnaam)] if self.rekening else []

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Boeking] | None:
        if self.rekening is None:
            return None
        pot = Rekening.objects.van_pot(self.rekening)
        return queryset.filter(Q(van__in=pot) | Q(naar__in=pot))

    def _gekozen(self, nummer: str) -> Rekening | None:
        rekeningen = Rekening.objects.select_related("wijk", "cluster", "partner")
        return rekeningen.filter(pk=nummer).first() if nummer.isascii() and nummer.isdecimal() else None


@admin.register(Boeking)
class BoekingAdmin(Geldadmin):
    """Reading only: a booking is made by a step of a request, a division or a transfer, and never changes."""

    list_display = ("nummer", "op", "geld", "uit", "in_", "regel", "over", "door")
    list_filter = (JaarFilter, PotFilter)
    list_select_related = VOOR_LIJST
    search_fields = ("=pk", "=aanvraag__pk", "aanvraag__onderwerp", "sleutel")
    search_help_text = "Zoek op nummer van boeking of aanvraag, onderwerp, of kenmerk."
    list_per_page = 50

    @admin.display(description="nummer", ordering="pk")
    def nummer(self, boeking: Boeking) -> int:
        return boeking.pk

    @admin.display(description="bedrag", ordering="bedrag")
    def geld(self, boeking: Boeking) -> str:
        return in_euro(boeking.bedrag)

    @admin.display(description="aanvraag")
    def over(self, boeking: Boeking) -> str:
        """The way to the whole trail of the request."""
        if boeking.aanvraag is None:
            return "-"
        adres = reverse("admin:budgetten_aanvraag_change", args=[boeking.aanvraag.pk])
        return format_html('<a href="{}">{}</a>', adres, boeking.aanvraag)

    @admin.display(description="uit")
    def uit(self, boeking: Boeking) -> str:
        return f"{boeking.van.potnaam} ({boeking.van.get_staat_display().lower()})"

    @admin.display(description="naar")
    def in_(self, boeking: Boeking) -> str:
        return f"{boeking.naar.potnaam} ({boeking.naar.get_staat_display().lower()})"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Boekingen"} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Boeking]:
        eigen = zichtbaar("budgetten.view_boeking", medewerker(request))
        return super().get_queryset(request).filter(eigen)

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("inzicht/", wikkel(views_inzicht.inzicht), name="budgetten_inzicht"),
            path("uitvoer/<slug:wat>.<slug:vorm>", wikkel(views_inzicht.uitvoer), name="budgetten_uitvoer"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Boeking | None = None) -> bool:
        return False
