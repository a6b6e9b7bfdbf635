"""What each year has for wijkgericht werken, and the page from which its money is divided and closed."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from budgetten import jaareinde
from budgetten.admin.kader import Geldadmin, eis_overal, jaar_voor, medewerker
from budgetten.forms_jaar import JaarbudgetForm, SluitForm
from budgetten.geld import in_euro
from budgetten.models import ExtraKrediet, Jaarbudget, Overheveling
from budgetten.models.jaar import Jaarstand
from budgetten.rechten import mag_met_wijkbudget
from wijken.models import Medewerker
from wijkportaal.formulieren import lukt, verstuurde_gegevens
from wijkportaal.historiebeheer import Historiebeheer

SLUIT = "budgetten.sluit_jaar"
GETOOND = 10


def adres(jaar: Jaarbudget) -> str:
    """Return where the page of a year is."""
    return reverse("admin:budgetten_jaarbudget_change", args=[jaar.pk])


@admin.register(Jaarbudget)
class JaarbudgetAdmin(Geldadmin, Historiebeheer):
    """A year has a page of its own; its amounts are a form as long as nothing is divided."""

    list_display = ("jaar", "stand", "in_totaal", "opstart", "gezamenlijk")
    form = JaarbudgetForm
    fields = JaarbudgetForm.Meta.fields

    @admin.display(description="stand", ordering="stand")
    def stand(self, jaar: Jaarbudget) -> str:
        return Jaarstand(jaar.stand).label

    @admin.display(description="budget wijkgericht werken", ordering="bedrag")
    def in_totaal(self, jaar: Jaarbudget) -> str:
        return in_euro(jaar.bedrag)

    @admin.display(description="opstartkosten", ordering="opstartkosten")
    def opstart(self, jaar: Jaarbudget) -> str:
        return in_euro(jaar.opstartkosten)

    @admin.display(description="gezamenlijk wijkbudget")
    def gezamenlijk(self, jaar: Jaarbudget) -> str:
        return in_euro(jaar.gezamenlijk_wijkbudget)

    def get_queryset(self, request: HttpRequest) -> Any:
        return Jaarbudget.objects.met_stand()

    def get_readonly_fields(self, request: HttpRequest, obj: Jaarbudget | None = None) -> tuple[str, ...]:
        return ("jaar",) if obj else ()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Budgetten per jaar"} | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("<int:jaar>/bedragen/", wikkel(self.bedragen), name="budgetten_jaarbudget_bedragen"),
            path("<int:jaar>/sluiten/", wikkel(self.sluiten), name="budgetten_jaarbudget_sluiten"),
            *super().get_urls(),
        ]

    def bedragen(self, request: HttpRequest, jaar: int) -> HttpResponse:
        """The amounts of a year, as they stand in the begroting."""
        return self.changeform_view(request, str(jaar))

    def response_change(self, request: HttpRequest, obj: Jaarbudget) -> HttpResponse:
        messages.success(request, f"De bedragen van {obj.pk} zijn vastgelegd.")
        return HttpResponseRedirect(adres(obj))

    @method_decorator(require_http_methods(["GET", "HEAD"]))
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Everything of one year: what there is, how it is divided, what moved, and whether it is closed."""
        return toon_jaar(self, request, object_id)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def sluiten(self, request: HttpRequest, jaar: int) -> HttpResponse:
        """Show what lapses and what stands, and close the year once its number was typed."""
        budget = jaar_voor(request, jaar)
        eis_overal(request, SLUIT)
        if budget.gesloten:
            return toon_jaar(self, request, jaar, verouderd=f"Het jaar {budget.pk} is al gesloten.")
        form = SluitForm(verstuurde_gegevens(request), jaar=budget)
        if form.is_valid() and lukt(form, lambda: jaareinde.sluit(jaar=budget, door=medewerker(request))):
            messages.success(
                request, f"{budget.pk} is gesloten. Er is {in_euro(jaareinde.vervallen(budget))} vervallen."
            )
            return HttpResponseRedirect(adres(budget))
        context = {
            "jaar": budget,
            "form": form,
            "sluiting": jaareinde.wat_vervalt(budget),
            "te_vroeg": budget.pk >= timezone.localdate().year,
            "volgend_jaar": budget.pk + 1,
        }
        return self.toon(request, "sluiten", f"{budget.pk} sluiten", context, 422 if form.is_bound else 200)


def toon_jaar(beheer: Geldadmin, request: HttpRequest, pk: str | int, *, verouderd: str = "") -> HttpResponse:
    """Show the page of a year; with 409 when it was asked for something that is not so (any more)."""
    jaar, door = jaar_voor(request, pk), medewerker(request)
    context = {
        "jaar": jaar,
        "stand": Jaarstand(jaar.stand),
        "verdelingen": jaar.verdelingen.select_related("voorgesteld_door", "vastgesteld_door"),
        "mag": _mogelijk(jaar, door),
        "verouderd": verouderd,
    }
    if door.has_perm("budgetten.view_overheveling"):
        context |= _verplaatst(jaar)
    return beheer.toon(request, "jaar", str(jaar), context, 409 if verouderd else 200)


def _mogelijk(jaar: Jaarbudget, door: Medewerker) -> dict[str, bool]:
    """What this person can do with the year as it stands."""
    verdeeld = jaar.stand == Jaarstand.VERDEELD
    nog_te_verdelen = jaar.stand in (Jaarstand.LEEG, Jaarstand.VOORGESTELD)
    dit_jaar = jaar.pk == timezone.localdate().year
    return {
        "bedragen": nog_te_verdelen and door.has_perm("budgetten.change_jaarbudget"),
        "verdelen": nog_te_verdelen and door.has_perm("budgetten.stel_verdeling_voor"),
        "overhevelen": verdeeld and dit_jaar and door.has_perm("budgetten.stel_overheveling_voor"),
        "krediet": verdeeld and mag_met_wijkbudget("budgetten.voeg_extra_krediet_toe", door),
        "sluiten": verdeeld and mag_met_wijkbudget(SLUIT, door),
    }


def _verplaatst(jaar: Jaarbudget) -> dict[str, Any]:
    overhevelingen = Overheveling.objects.filter(van__jaar=jaar)
    kredieten = ExtraKrediet.objects.filter(rekening__jaar=jaar)
    return {
        "overhevelingen": overhevelingen.select_related("van__wijk", "naar__wijk")[:GETOOND],
        "kredieten": kredieten.select_related("rekening__wijk", "geregistreerd_door"),
        "vervallen": jaareinde.vervallen(jaar) if jaar.gesloten else None,
    }
