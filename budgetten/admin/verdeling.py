"""Dividing a year over the wijken: proposing, adjusting in the table, deciding."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from budgetten import verdelen
from budgetten.admin.jaar import toon_jaar
from budgetten.admin.kader import Geldadmin, eis_overal, jaar_voor, medewerker
from budgetten.forms_jaar import Tabelrij, VaststelForm, VerdeelForm, VerdeeltabelForm
from budgetten.models import Verdeelregel, Verdeling
from budgetten.models.jaar import Jaarstand
from budgetten.rechten import mag_met_wijkbudget
from wijkportaal.formulieren import lukt, verstuurde_gegevens
from wijkportaal.uitzonderingen import VerouderdeActie

STEL_VOOR, STEL_VAST = "budgetten.stel_verdeling_voor", "budgetten.stel_verdeling_vast"


@admin.register(Verdeling)
class VerdelingAdmin(Geldadmin):
    """The divide table of a year. Once it is decided it is only read."""

    list_display = ("__str__", "besluit", "voorgesteld_door", "voorgesteld_op", "vastgesteld_door", "kenmerk")
    list_filter = ("jaar",)
    list_select_related = ("voorgesteld_door", "vastgesteld_door")

    @admin.display(description="stand")
    def besluit(self, verdeling: Verdeling) -> str:
        return "Vastgesteld" if verdeling.vastgesteld else "Voorstel"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Verdelingen"} | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A division is made from the page of its year."""
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("nieuw/<int:jaar>/", wikkel(self.nieuw), name="budgetten_verdeling_nieuw"),
            path("<int:pk>/aanpassen/", wikkel(self.aanpassen), name="budgetten_verdeling_aanpassen"),
            path("<int:pk>/vaststellen/", wikkel(self.vaststellen), name="budgetten_verdeling_vaststellen"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def nieuw(self, request: HttpRequest, jaar: int) -> HttpResponse:
        """Ask how to divide a year, and keep the computed division as a proposal."""
        budget = jaar_voor(request, jaar)
        eis_overal(request, STEL_VOOR)
        if budget.stand not in (Jaarstand.LEEG, Jaarstand.VOORGESTELD):
            return toon_jaar(
                self, request, budget.pk, verouderd=f"De verdeling van {budget.pk} is al vastgesteld."
            )
        form = VerdeelForm(verstuurde_gegevens(request), jaar=budget)
        gemaakt: list[Verdeling] = []

        def stel_voor() -> None:
            gemaakt.append(verdelen.stel_voor(jaar=budget, door=medewerker(request), **form.cleaned_data))

        if form.is_valid() and lukt(form, stel_voor):
            messages.success(request, "Het voorstel is gemaakt. Controleer de bedragen.")
            return HttpResponseRedirect(adres(gemaakt[0]))
        context = {"jaar": budget, "form": form}
        status = 422 if form.is_bound else 200
        return self.toon(request, "verdeling_nieuw", f"Verdeling {budget.pk} voorstellen", context, status)

    @method_decorator(require_http_methods(["GET", "HEAD"]))
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The divide table."""
        return self._toon(request, verdeling_voor(request, object_id))

    @method_decorator(require_POST)
    def aanpassen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the amounts that were filled in, when both columns close."""
        verdeling = verdeling_voor(request, pk)
        eis_overal(request, STEL_VOOR)
        form = VerdeeltabelForm(request.POST, regels=_regels(verdeling))

        def pas_aan() -> None:
            verdelen.pas_aan(
                verdeling=verdeling,
                bedragen=form.bedragen,
                reden=form.cleaned_data["reden"],
                door=medewerker(request),
                gezien=request.POST.get("gezien", ""),
            )

        try:
            if not form.is_valid() or not lukt(form, pas_aan):
                return self._toon(request, verdeling, tabel=form)
        except VerouderdeActie as fout:
            return self._toon(request, verdeling_voor(request, pk), verouderd=str(fout))
        messages.success(request, "De bedragen zijn aangepast. Beide kolommen sluiten.")
        return HttpResponseRedirect(adres(verdeling))

    @method_decorator(require_POST)
    def vaststellen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide this division and book it."""
        verdeling = verdeling_voor(request, pk)
        eis_overal(request, STEL_VAST)
        form = VaststelForm(request.POST)

        def stel_vast() -> None:
            verdelen.stel_vast(
                verdeling=verdeling,
                door=medewerker(request),
                kenmerk=form.cleaned_data["kenmerk"],
                gezien=request.POST.get("gezien", ""),
            )

        try:
            if not form.is_valid() or not lukt(form, stel_vast):
                return self._toon(request, verdeling, vaststelform=form)
        except VerouderdeActie as fout:
            return self._toon(request, verdeling_voor(request, pk), verouderd=str(fout))
        messages.success(
            request, f"De verdeling van {verdeling.jaar_id} is vastgesteld. Het geld zit in de potten."
        )
        return HttpResponseRedirect(adres(verdeling))

    def _toon(
        self,
        request: HttpRequest,
        verdeling: Verdeling,
        *,
        tabel: VerdeeltabelForm | None = None,
        vaststelform: VaststelForm | None = None,
        verouderd: str = "",
    ) -> HttpResponse:
        """Show the table as it stands, with 422 as it was filled in, with 409 what changed meanwhile."""
        door, regels = medewerker(request), _regels(verdeling)
        open_ = verdeling.pk in set(Verdeling.objects.wacht_op_besluit().values_list("pk", flat=True))
        mag_aanpassen = open_ and mag_met_wijkbudget(STEL_VOOR, door)
        mag_vaststellen = open_ and mag_met_wijkbudget(STEL_VAST, door)
        mag_vaststellen = mag_vaststellen and verdeling.voorgesteld_door_id != door.pk
        if mag_vaststellen and vaststelform is None:
            vaststelform = VaststelForm()
        tabelform = (tabel or VerdeeltabelForm(regels=regels)) if mag_aanpassen else None
        context = {
            "verdeling": verdeling,
            "jaar": verdeling.jaar,
            "rijen": list(tabelform.rijen) if tabelform else [Tabelrij(regel) for regel in regels],
            "samen": verdeling.regels.aggregate(inwoners=Sum("inwoners"), exact=Sum("exact")),
            "tabelform": tabelform,
            "vaststelform": vaststelform,
            "wacht_op_ander": open_ and not mag_vaststellen,
            "vervangen": not open_ and not verdeling.vastgesteld,
            "gezien": verdelen.vingerafdruk(verdeling),
            "aangepast": _aangepast(regels),
            "verouderd": verouderd,
        }
        status = 422 if tabel or (vaststelform and vaststelform.is_bound) else 409 if verouderd else 200
        return self.toon(
            request, "verdeling", f"Verdeling van het wijkbudget {verdeling.jaar_id}", context, status
        )


def adres(verdeling: Verdeling) -> str:
    """Return where the table of a division is."""
    return reverse("admin:budgetten_verdeling_change", args=[verdeling.pk])


def verdeling_voor(request: HttpRequest, pk: str | int) -> Verdeling:
    """Fetch a division for its page: 404 when there is none, 403 for who may not read it."""
    if not request.user.has_perm("budgetten.view_verdeling"):
        raise PermissionDenied
    if not str(pk).isdecimal():
        raise Http404
    verwant = ("jaar", "voorgesteld_door", "vastgesteld_door", "deel_agenda", "deel_initiatieven")
    return get_object_or_404(Verdeling.objects.select_related(*verwant), pk=pk)


def _aangepast(regels: list[Verdeelregel]) -> list[str]:
    """Return why amounts differ from the proposal, as it was written down; empty when none does."""
    anders = [regel.pk for regel in regels if regel.aangepast]
    redenen = Verdeelregel.history.filter(id__in=anders, history_type="~").order_by("history_id")
    return list(dict.fromkeys(redenen.values_list("history_change_reason", flat=True)))


def _regels(verdeling: Verdeling) -> list[Any]:
    return list(verdeling.regels.select_related("wijk"))
