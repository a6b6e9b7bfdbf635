"""Meetings: the list of those that a person may see, and the page of each (W-08)."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST
from rules.contrib.admin import ObjectPermissionsModelAdminMixin

from wijken import afspraken, overleggen
from wijken.admin.basis import NooitVerwijderen
from wijken.forms_overleg import PlanForm
from wijken.forms_verslag import ActiepuntForm, AfzegForm, SignaalForm, StapForm, VerslagForm
from wijken.models import Medewerker, Overleg
from wijken.overleggen import LEIDEN, PLANNEN
from wijken.rechtentabel import zichtbaar
from wijkportaal.eenmaal import eenmaal
from wijkportaal.filters import MetFilters
from wijkportaal.formulieren import lukt, verstuurde_gegevens
from wijkportaal.historiebeheer import Historiebeheer
from wijkportaal.uitzonderingen import VerouderdeActie

LEZEN = "wijken.view_overleg"


class Stap(NamedTuple):
    """Something to record on the page of a meeting: its form, the service, and what is said afterwards."""

    form: type[StapForm]
    dienst: Callable[..., Any]
    kan: Callable[[Overleg], bool]
    gedaan: str


def _gehouden(overleg: Overleg) -> bool:
    return overleg.status == Overleg.Status.GEHOUDEN


def _gepland(overleg: Overleg) -> bool:
    return overleg.status == Overleg.Status.GEPLAND


STAPPEN = {
    "verslag": Stap(
        VerslagForm, overleggen.leg_verslag_vast, lambda o: o.verslag_kan, "Het verslag is vastgelegd."
    ),
    "actiepunt": Stap(ActiepuntForm, afspraken.leg_actiepunt_vast, _gehouden, "Het actiepunt is vastgelegd."),
    "signaal": Stap(SignaalForm, afspraken.leg_signaal_vast, _gehouden, "Het signaal is vastgelegd."),
    "afzeggen": Stap(AfzegForm, overleggen.zeg_af, _gepland, "Het overleg is afgezegd."),
}


@admin.register(Overleg)
class OverlegAdmin(NooitVerwijderen, MetFilters, ObjectPermissionsModelAdminMixin, Historiebeheer):
    """A person sees the own meetings and no others: those do not exist, at whatever address."""

    list_display = ("titel", "niveau", "datum", "waarover", "voorzitter", "status")
    list_filter = ("status", "niveau", "wijken")
    list_per_page = 50
    search_fields = ("titel", "verslag", "wijken__naam", "partners__naam")
    search_help_text = "Zoek op titel, wijk, organisatie of een woord uit het verslag."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Overleg]:
        return Overleg.objects.voor_lijst().filter(zichtbaar(LEZEN, _medewerker(request)))

    @admin.display(description="wijken")
    def waarover(self, overleg: Overleg) -> str:
        return ", ".join(getattr(overleg, "wijknamen", [])) or "Hele gemeente"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Overleggen"} | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        wikkel, punt = self.admin_site.admin_view, "<int:pk>/actiepunt/<int:punt>/gedaan/"
        profiel = "<int:pk>/signaal/<int:signaal>/profiel/"
        return [
            path("<int:pk>/wijzigen/", wikkel(self.wijzigen), name="wijken_overleg_wijzigen"),
            path("<int:pk>/stap/<slug:naam>/", wikkel(self.stap), name="wijken_overleg_stap"),
            path(punt, wikkel(self.actiepunt_gedaan), name="wijken_overleg_actiepunt_gedaan"),
            path(profiel, wikkel(self.signaal_profiel), name="wijken_overleg_signaal_profiel"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    @method_decorator(eenmaal)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Plan a meeting; `?als=` an earlier one begins with the same people."""
        door = _medewerker(request)
        if not door.has_perm(PLANNEN):
            raise PermissionDenied
        als = overleg_voor(request, request.GET["als"]) if "als" in request.GET else None
        form = PlanForm(verstuurde_gegevens(request), door=door, als=als)
        gepland: list[Overleg] = []

        def plan() -> None:
            niveau = form.cleaned_data["niveau"]
            gepland.append(overleggen.plan_overleg(niveau=niveau, plan=form.plan, door=door))

        if form.is_valid() and lukt(form, plan):
            messages.success(request, "Het overleg is gepland.")
            return HttpResponseRedirect(_adres(gepland[0]))
        return self._toon_form(request, form)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def wijzigen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change what is agreed about a meeting that is to come."""
        overleg = overleg_voor(request, pk)
        door = _eis_leiden(request, overleg)
        form = PlanForm(verstuurde_gegevens(request), door=door, overleg=overleg)

        def wijzig() -> None:
            versie = form.cleaned_data["versie"]
            overleggen.wijzig_overleg(overleg=overleg, plan=form.plan, versie=versie, door=door)

        try:
            klaar = form.is_valid() and lukt(form, wijzig)
        except VerouderdeActie as fout:
            form.add_error(None, str(fout))
            form.ververs(overleg_voor(request, pk))
            return self._toon_form(request, form, overleg, status=409)
        if klaar:
            messages.success(request, "Het overleg is gewijzigd.")
            return HttpResponseRedirect(_adres(overleg))
        return self._toon_form(request, form, overleg)

    @method_decorator(require_http_methods(["GET", "HEAD"]))
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One meeting, with what can be recorded now."""
        return self._toon(request, overleg_voor(request, object_id))

    @method_decorator(require_POST)
    @method_decorator(eenmaal)
    def stap(self, request: HttpRequest, pk: int, naam: str) -> HttpResponse:
        """Record one thing. Who was just too late keeps what was typed, beside what stands there now."""
        overleg, stap = overleg_voor(request, pk), STAPPEN.get(naam)
        if stap is None:
            raise Http404
        door = _eis_leiden(request, overleg)
        form = stap.form(request.POST, prefix=naam, overleg=overleg)
        try:
            klaar = form.is_valid() and lukt(
                form, lambda: stap.dienst(overleg=overleg, door=door, **form.cleaned_data)
            )
        except VerouderdeActie as fout:
            form.add_error(None, str(fout))
            return self._toon(request, overleg_voor(request, pk), fout=form, status=409)
        if klaar:
            messages.success(request, stap.gedaan)
            return HttpResponseRedirect(_adres(overleg))
        return self._toon(request, overleg, fout=form, status=422)

    @method_decorator(require_POST)
    def actiepunt_gedaan(self, request: HttpRequest, pk: int, punt: int) -> HttpResponse:
        """Say that an action point is done."""
        overleg = overleg_voor(request, pk)
        actiepunt = get_object_or_404(overleg.actiepunten, pk=punt)
        afspraken.rond_actiepunt_af(actiepunt=actiepunt, door=_medewerker(request))
        messages.success(request, "Het actiepunt is afgerond.")
        return HttpResponseRedirect(_adres(overleg))

    @method_decorator(require_POST)
    def signaal_profiel(self, request: HttpRequest, pk: int, signaal: int) -> HttpResponse:
        """Choose a signal for the wijkprofiel (`in_profiel`), or take it out."""
        overleg = overleg_voor(request, pk)
        rij, erin = get_object_or_404(overleg.signalen, pk=signaal), "in_profiel" in request.POST
        afspraken.zet_in_profiel(signaal=rij, in_profiel=erin, door=_medewerker(request))
        messages.success(
            request, f"Het signaal is {'gekozen voor' if erin else 'weggehaald uit'} het wijkprofiel."
        )
        return HttpResponseRedirect(_adres(overleg))

    def _toon(
        self, request: HttpRequest, overleg: Overleg, *, fout: StapForm | None = None, status: int = 200
    ) -> HttpResponse:
        medewerker = _medewerker(request)
        leidt = medewerker.has_perm(LEIDEN, overleg)
        context = {
            "wijken": list(overleg.wijken.all()),
            "deelnemers": list(overleg.deelnemers.order_by("naam")),
            "partners": list(overleg.partners.all()),
            "actiepunten": list(overleg.actiepunten.voor_lijst()),
            "signalen": list(overleg.signalen.select_related("wijk")),
            "formulieren": _formulieren(overleg, fout) if leidt else {},
            "leidt": leidt,
            "kan_wijzigen": leidt and _gepland(overleg),
            "kan_plannen": medewerker.has_perm(PLANNEN),
            "medewerker": medewerker,
            "form": fout,
        }
        return self._pagina(request, "overleg", overleg.titel, context | {"overleg": overleg}, status)

    def _toon_form(
        self, request: HttpRequest, form: PlanForm, overleg: Overleg | None = None, *, status: int = 0
    ) -> HttpResponse:
        titel = "Overleg wijzigen" if overleg else "Overleg plannen"
        status = status or (422 if form.is_bound else 200)
        return self._pagina(request, "overleg_plannen", titel, {"form": form, "overleg": overleg}, status)

    def _pagina(
        self, request: HttpRequest, sjabloon: str, titel: str, context: dict[str, Any], status: int
    ) -> HttpResponse:
        kader = self.admin_site.each_context(request) | {"title": titel, "opts": self.opts}
        return render(request, f"wijken/beheer/{sjabloon}.html", kader | context, status=status)


def overleg_voor(request: HttpRequest, pk: str | int) -> Overleg:
    """Fetch a meeting for its page: for whoever may not see it, it is not there (404)."""
    if not str(pk).isdecimal():
        raise Http404
    verwant = ("voorzitter", "wijkteamoverleg", "verslag_door")
    eigen = Overleg.objects.filter(zichtbaar(LEZEN, _medewerker(request))).select_related(*verwant)
    return get_object_or_404(eigen, pk=pk)


def _eis_leiden(request: HttpRequest, overleg: Overleg) -> Medewerker:
    """Return who is signed in, when that person leads this meeting; who only sees it gets 403."""
    medewerker = _medewerker(request)
    if not medewerker.has_perm(LEIDEN, overleg):
        raise PermissionDenied
    return medewerker


def _formulieren(overleg: Overleg, fout: StapForm | None) -> dict[str, StapForm]:
    """What can be recorded now; the form that was sent comes back as it was filled in."""
    vers = {
        naam: stap.form(prefix=naam, overleg=overleg) for naam, stap in STAPPEN.items() if stap.kan(overleg)
    }
    if fout:
        fout.ververs(overleg)
        vers[str(fout.prefix)] = fout
    return vers


def _medewerker(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)


def _adres(overleg: Overleg) -> str:
    return reverse("admin:wijken_overleg_change", args=[overleg.pk])
