"""Moving free money between wijkpotten: proposing, and deciding by who may for that direction."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from budgetten import verplaatsen
from budgetten.admin.jaar import toon_jaar
from budgetten.admin.kader import Geldadmin, jaar_voor, medewerker, niet_open
from budgetten.forms_jaar import RECHT_VOORSTEL, AfwijsForm, GoedkeurForm, OverhevelForm
from budgetten.geld import in_euro
from budgetten.models import Overheveling
from budgetten.signalen import gevraagd_van_pot
from wijkportaal.formulieren import lukt, verstuurde_gegevens
from wijkportaal.uitzonderingen import VerouderdeActie

BESLUIT = "budgetten.besluit_overheveling"
ANDER_JAAR = "Overhevelen kan alleen in het jaar zelf (B-07; RM 6.2)."
UITLEG = {
    "B-05": ("RM 6.1", "Tussen initiatieven en wijkagenda van een wijk staat geen harde grens."),
    "B-06": (
        "RM 6.3",
        "Van wijkagenda naar initiatieven alleen bij een dreigend tekort, onder regie van de wethouder.",
    ),
    "B-07": ("RM 6.2", "Tussen wijken alleen binnen het jaar, onder regie van de wethouder Wijken."),
}


class Besluit(NamedTuple):
    """A way to decide: its form, the service, and what is said afterwards."""

    form: type[Form]
    dienst: Callable[..., Overheveling]
    gedaan: str


BESLUITEN = {
    "goedkeuren": Besluit(GoedkeurForm, verplaatsen.keur_overheveling_goed, "Het geld is overgeheveld."),
    "afwijzen": Besluit(AfwijsForm, verplaatsen.wijs_overheveling_af, "Het voorstel is afgewezen."),
}


@admin.register(Overheveling)
class OverhevelingAdmin(Geldadmin):
    """Every transfer that was proposed, with who decided."""

    list_display = ("__str__", "van_pot", "naar_pot", "in_euro", "regel", "stand", "voorgesteld_door")
    list_filter = ("stand", "van__jaar")
    list_select_related = ("van__wijk", "naar__wijk", "voorgesteld_door")

    @admin.display(description="van")
    def van_pot(self, overheveling: Overheveling) -> str:
        return overheveling.van.potnaam

    @admin.display(description="naar")
    def naar_pot(self, overheveling: Overheveling) -> str:
        return overheveling.naar.potnaam

    @admin.display(description="bedrag", ordering="bedrag")
    def in_euro(self, overheveling: Overheveling) -> str:
        return in_euro(overheveling.bedrag)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Overhevelingen"} | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A transfer is proposed from the page of its year."""
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("nieuw/<int:jaar>/", wikkel(self.nieuw), name="budgetten_overheveling_nieuw"),
            path(
                "<int:pk>/<slug:naam>/besluit/", wikkel(self.besluit), name="budgetten_overheveling_besluit"
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def nieuw(self, request: HttpRequest, jaar: int) -> HttpResponse:
        """Choose both pots and say why; what the direction asks more is told after sending."""
        budget, door = jaar_voor(request, jaar), medewerker(request)
        if not door.has_perm(RECHT_VOORSTEL):
            raise PermissionDenied
        if bezwaar := niet_open(budget):
            return toon_jaar(self, request, budget.pk, verouderd=bezwaar)
        if budget.pk != timezone.localdate().year:
            return toon_jaar(self, request, budget.pk, verouderd=ANDER_JAAR)
        form = OverhevelForm(verstuurde_gegevens(request), jaar=budget, door=door)
        if form.is_valid() and lukt(
            form, lambda: verplaatsen.stel_overheveling_voor(door=door, **form.cleaned_data)
        ):
            messages.success(request, "Het voorstel is gedaan en wacht op een besluit.")
            return HttpResponseRedirect(reverse("admin:budgetten_jaarbudget_change", args=[budget.pk]))
        context = {"jaar": budget, "form": form}
        return self.toon(
            request, "overheveling_nieuw", "Overheveling voorstellen", context, 422 if form.is_bound else 200
        )

    @method_decorator(require_http_methods(["GET", "HEAD"]))
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One proposal, with what is in both pots now and what would be."""
        return self._toon(request, overheveling_voor(request, object_id))

    @method_decorator(require_POST)
    def besluit(self, request: HttpRequest, pk: int, naam: str) -> HttpResponse:
        """Approve or refuse."""
        voorstel, soort = overheveling_voor(request, pk), BESLUITEN.get(naam)
        if soort is None:
            raise Http404
        if not request.user.has_perm(BESLUIT):
            raise PermissionDenied
        form = soort.form(request.POST, prefix=naam)

        def besluit() -> None:
            soort.dienst(voorstel=voorstel, door=medewerker(request), **form.cleaned_data)

        try:
            if not form.is_valid() or not lukt(form, besluit):
                return self._toon(request, voorstel, fout=form)
        except VerouderdeActie as fout:
            return self._toon(request, overheveling_voor(request, pk), verouderd=str(fout))
        messages.success(request, soort.gedaan)
        return HttpResponseRedirect(_adres(voorstel))

    def _toon(
        self, request: HttpRequest, voorstel: Overheveling, *, fout: Form | None = None, verouderd: str = ""
    ) -> HttpResponse:
        door = medewerker(request)
        wacht = voorstel.stand == Overheveling.Stand.VOORGESTELD
        bezwaar = verplaatsen.bezwaar_tegen(voorstel, door) if wacht else ""
        van, naar = voorstel.van.saldo_nu, voorstel.naar.saldo_nu
        paragraaf, uitleg = UITLEG[voorstel.regel]
        context = {
            "overheveling": voorstel,
            "jaar": voorstel.van.jaar,
            "paragraaf": paragraaf,
            "uitleg": uitleg,
            "wacht": wacht,
            "bezwaar": bezwaar,
            "vrij": {
                "van": van,
                "naar": naar,
                "van_na": van - voorstel.bedrag,
                "naar_na": naar + voorstel.bedrag,
            },
            "formulieren": _formulieren(fout) if fout or (wacht and not bezwaar) else {},
            "form": fout,
            "gevraagd": gevraagd_van_pot(voorstel.naar) if voorstel.tekort else None,
            "verouderd": verouderd,
        }
        status = 409 if verouderd else 422 if fout else 200
        return self.toon(request, "overheveling", str(voorstel), context, status)


def _formulieren(fout: Form | None) -> dict[str, Form]:
    """Both forms; the one that was sent comes back as it was filled in."""
    return {
        naam: fout if fout and fout.prefix == naam else besluit.form(prefix=naam)
        for naam, besluit in BESLUITEN.items()
    }


def overheveling_voor(request: HttpRequest, pk: str | int) -> Overheveling:
    """Fetch a transfer for its page: 404 when there is none, 403 for who may not read it."""
    if not request.user.has_perm("budgetten.view_overheveling"):
        raise PermissionDenied
    if not str(pk).isdecimal():
        raise Http404
    verwant = ("van__wijk", "naar__wijk", "van__jaar", "voorgesteld_door", "besloten_door")
    return get_object_or_404(Overheveling.objects.select_related(*verwant), pk=pk)


def _adres(overheveling: Overheveling) -> str:
    return reverse("admin:budgetten_overheveling_change", args=[overheveling.pk])
