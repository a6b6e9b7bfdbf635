"""Extra money of the council: registered once, with the decision it rests on (B-16)."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from budgetten import verplaatsen
from budgetten.admin.jaar import toon_jaar
from budgetten.admin.kader import Geldadmin, eis_overal, jaar_voor, medewerker, niet_open
from budgetten.forms_jaar import KredietForm
from budgetten.geld import in_euro
from budgetten.models import ExtraKrediet
from wijkportaal.formulieren import lukt, verstuurde_gegevens


@admin.register(ExtraKrediet)
class ExtraKredietAdmin(Geldadmin):
    """What the council added, to which pot."""

    list_display = ("raadsbesluit", "besloten_op", "pot", "jaar", "in_euro", "geregistreerd_door")
    list_filter = ("rekening__jaar",)
    list_select_related = ("rekening__wijk", "geregistreerd_door")

    @admin.display(description="pot")
    def pot(self, krediet: ExtraKrediet) -> str:
        return krediet.rekening.potnaam

    @admin.display(description="jaar")
    def jaar(self, krediet: ExtraKrediet) -> int:
        return krediet.rekening.jaar_id

    @admin.display(description="bedrag", ordering="bedrag")
    def in_euro(self, krediet: ExtraKrediet) -> str:
        return in_euro(krediet.bedrag)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It is registered from the page of its year."""
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("nieuw/<int:jaar>/", wikkel(self.nieuw), name="budgetten_extrakrediet_nieuw"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def nieuw(self, request: HttpRequest, jaar: int) -> HttpResponse:
        """Bring the money into one pot, with the decision. Sent twice, it counts once."""
        budget = jaar_voor(request, jaar)
        eis_overal(request, "budgetten.voeg_extra_krediet_toe")
        if bezwaar := niet_open(budget):
            return toon_jaar(self, request, budget.pk, verouderd=bezwaar)
        form = KredietForm(verstuurde_gegevens(request), jaar=budget)
        if form.is_valid() and lukt(
            form,
            lambda: verplaatsen.voeg_extra_krediet_toe(door=medewerker(request), **form.cleaned_data),
        ):
            pot: Any = form.cleaned_data["rekening"]
            messages.success(request, f"Het geld zit in de pot {pot.potnaam}.")
            return HttpResponseRedirect(reverse("admin:budgetten_jaarbudget_change", args=[budget.pk]))
        context, status = {"jaar": budget, "form": form}, 422 if form.is_bound else 200
        return self.toon(request, "krediet", "Extra geld van de raad", context, status)
