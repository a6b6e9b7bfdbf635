"""The staff's work with requests for money: asking, deciding from a list, and following one to its end."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from budgetten import aanvragen
from budgetten.beslislijst import Regel, beslislijst, bezwaar_tegen, gaat_eraf, vrij_voor
from budgetten.forms_aanvraag import RECHT, AanvraagForm, Stapformulier
from budgetten.geld import in_euro
from budgetten.models import Aanvraag
from budgetten.models.rekening import AANVRAAGPOTTEN, Potsoort
from budgetten.spoor import spoor
from budgetten.stappen import BESLUITEN, STAPPEN, Stap, mag, mogelijke_stappen
from budgetten.toetsen import VRAGEN, AanvraagGeweigerd, Antwoord, antwoorden
from wijken.mandaten import mandaten_van
from wijken.models import Mandaat, Medewerker
from wijken.rechtentabel import zichtbaar
from wijkportaal.filters import MetFilters
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

PER_PAGINA = 25
GOEDGEKEURD = (Aanvraag.Stand.GOEDGEKEURD, Aanvraag.Stand.VASTGELEGD, Aanvraag.Stand.BETAALD)
VOOR_PAGINA = (
    "jaar",
    "wijk",
    "cluster",
    "partner",
    "aanvrager",
    "beslisser",
    "mandaat",
    "plafond",
    "volgorde",
)
POTTEN_IN_WOORDEN = {
    Potsoort.INITIATIEVEN: "Voor een initiatief of verzoek van inwoners, na een positief besluit.",
    Potsoort.AGENDA: "Voor een maatregel op de wijkagenda, na een positief besluit.",
    Potsoort.OPSTART: "Voor opstarten en doorontwikkelen van wijkgericht werken.",
    Potsoort.CLUSTER: "Geld van een cluster, als de geldbronnen daarvoor niet genoeg zijn.",
    Potsoort.PARTNER: "Geld van een partner, zoals een woningcorporatie.",
}


class StandFilter(admin.SimpleListFilter):
    """The list starts with what still holds or asks money; what has ended is one click away."""

    title = "stand"
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stand.value, stand.label) for stand in Aanvraag.Stand] + [("alles", "Alles")]

    def choices(self, changelist: Any) -> Any:
        lopend, *rest = super().choices(changelist)
        return iter([lopend | {"display": "Lopend"}, *rest])

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Aanvraag]:
        if self.value() == "alles":
            return queryset
        return queryset.filter(stand=self.value()) if self.value() else queryset.lopend()


@admin.register(Aanvraag)
class AanvraagAdmin(MetFilters):
    """Every request that this person may read, and one page for each; steps have an address of their own."""

    change_list_template = "budgetten/beheer/aanvragen.html"
    list_display = ("nummer", "kort_doel", "pot", "in_euro", "stand", "aanvrager", "aangevraagd_op")
    list_filter = (StandFilter, "jaar", "soort", "wijk")
    list_select_related = ("wijk", "cluster", "partner", "aanvrager")
    list_per_page = 50
    search_fields = ("doel", "onderwerp", "verplichting", "aanvrager__naam")
    search_help_text = "Zoek op doel, kenmerk van het plan, kenmerk van de verplichting of aanvrager."
    ordering = ("-aangevraagd_op", "-pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    @admin.display(description="nummer", ordering="pk")
    def nummer(self, aanvraag: Aanvraag) -> str:
        return f"Aanvraag {aanvraag.pk}"

    @admin.display(description="doel", ordering="doel")
    def kort_doel(self, aanvraag: Aanvraag) -> str:
        return aanvraag.doel if len(aanvraag.doel) <= 80 else f"{aanvraag.doel[:79]}…"

    @admin.display(description="pot", ordering="soort")
    def pot(self, aanvraag: Aanvraag) -> str:
        return aanvraag.potnaam

    @admin.display(description="bedrag", ordering="bedrag")
    def in_euro(self, aanvraag: Aanvraag) -> str:
        return in_euro(aanvraag.bedrag)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        eigen = {"title": "Aanvragen", "mag_besluiten": request.user.has_perm(BESLUITEN)}
        return super().changelist_view(request, eigen | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Aanvraag]:
        return Aanvraag.objects.filter(zichtbaar("budgetten.view_aanvraag", _medewerker(request)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RECHT)

    def has_delete_permission(self, request: HttpRequest, obj: Aanvraag | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("besluiten/", wikkel(self.besluiten), name="budgetten_besluiten"),
            path("<int:pk>/stap/<slug:naam>/", wikkel(self.stap), name="budgetten_stap"),
            *super().get_urls(),
        ]

    # --- Deciding from the list

    @method_decorator(require_safe)
    def besluiten(self, request: HttpRequest) -> HttpResponse:
        """What waits for this person, and what is left after each approval."""
        if not request.user.has_perm(BESLUITEN):
            raise PermissionDenied
        return self._toon_lijst(request)

    def _toon_lijst(self, request: HttpRequest, *, verouderd: str = "") -> HttpResponse:
        regels = beslislijst(_medewerker(request))
        context = {
            **self.admin_site.each_context(request),
            "title": "Besluiten over aanvragen",
            "pagina": Paginator(regels, PER_PAGINA).get_page(request.GET.get("p")),
            "verouderd": verouderd,
        }
        return render(request, "budgetten/beheer/besluiten.html", context, status=409 if verouderd else 200)

    # --- One request

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of a request. It changes by its steps only, so there is nothing to post here."""
        if request.method == "POST":
            raise PermissionDenied
        return self._toon(request, aanvraag_voor(request, object_id))

    @method_decorator(require_POST)
    def stap(self, request: HttpRequest, pk: int, naam: str) -> HttpResponse:
        """Take one step. What a rule refuses is told at its form; a stale page shows how it stands now."""
        aanvraag, stap, door = aanvraag_voor(request, pk), STAPPEN.get(naam), _medewerker(request)
        if stap is None:
            raise Http404
        if not mag(stap, aanvraag, door, mandaten_van(door)):
            raise PermissionDenied
        form = stap.form(request.POST, aanvraag=aanvraag, prefix=stap.naam)
        if not form.is_valid():
            return self._toon(request, aanvraag, form=form)
        try:
            stap.voer_uit(aanvraag=aanvraag, door=door, **form.cleaned_data)
        except VerouderdeActie as fout:
            return self._verouderd(request, pk, str(fout))
        except AanvraagGeweigerd as fout:
            return self._toon(request, aanvraag, form=form, weigeringen=fout.weigeringen)
        except Domeinfout as fout:
            form.add_error(None, str(fout))
            return self._toon(request, aanvraag, form=form)
        messages.success(request, stap.gedaan)
        return HttpResponseRedirect(_terug(request, pk))

    def _verouderd(self, request: HttpRequest, pk: int, melding: str) -> HttpResponse:
        """Show the place where the button was pressed, as it is now."""
        if request.POST.get("vanaf") == "lijst":
            return self._toon_lijst(request, verouderd=f"Aanvraag {pk}: {melding}")
        return self._toon(request, aanvraag_voor(request, pk), verouderd=melding)

    def _toon(
        self,
        request: HttpRequest,
        aanvraag: Aanvraag,
        *,
        form: Stapformulier | None = None,
        weigeringen: Iterable[Any] = (),
        verouderd: str = "",
    ) -> HttpResponse:
        """Show the request with all that B-18 asks: who, what for, under which mandate, and where it went."""
        medewerker = _medewerker(request)
        mandaten = mandaten_van(medewerker)
        vrij = vrij_voor(aanvraag)
        stappen = list(mogelijke_stappen(aanvraag, medewerker, mandaten))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Aanvraag {aanvraag.pk}",
            "opts": self.opts,
            "aanvraag": aanvraag,
            "antwoorden": _antwoorden(aanvraag),
            "bronnen": aanvraag.bronuitkomsten.all(),
            "spoor": spoor(aanvraag),
            "stand": Regel(aanvraag, vrij, None if vrij is None else vrij - gaat_eraf(aanvraag)),
            "bezwaar": _bezwaar(aanvraag, medewerker, mandaten),
            "formulieren": _formulieren(aanvraag, stappen, vrij, form),
            "los": form if form and form.prefix not in {stap.naam for stap in stappen} else None,
            "weigeringen": weigeringen,
            "verouderd": verouderd,
        }
        status = 409 if verouderd else 422 if form else 200
        return render(request, "budgetten/beheer/aanvraag.html", context, status=status)

    # --- A new request

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """First the kind of pot, then the form that goes with it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.GET.get("soort") not in self._potten(request):
            return self._toon_nieuw(
                request, "budgetten/beheer/aanvraag_pot.html", {"potten": self._potten(request)}
            )
        soort = Potsoort(request.GET["soort"])
        begin = {veld: request.GET[veld] for veld in ("onderwerp", "wijk", "bereik") if veld in request.GET}
        form = AanvraagForm(
            verstuurde_gegevens(request), soort=soort, door=_medewerker(request), initial=begin
        )
        if form.is_valid():
            return self._vraag_aan(request, form)
        return self._toon_formulier(request, form)

    def _potten(self, request: HttpRequest) -> dict[str, tuple[Potsoort, str]]:
        """The kinds of pot of which this person may ask money."""
        overal = request.user.has_perm(RECHT, Aanvraag())
        soorten = [soort for soort in AANVRAAGPOTTEN if overal or soort != Potsoort.OPSTART]
        return {soort.value: (soort, POTTEN_IN_WOORDEN[soort]) for soort in soorten}

    def _vraag_aan(self, request: HttpRequest, form: AanvraagForm) -> HttpResponse:
        try:
            aanvraag = aanvragen.vraag_aan(door=_medewerker(request), **form.gevraagd())
        except AanvraagGeweigerd as fout:
            return self._toon_formulier(request, form, fout.weigeringen)
        except Domeinfout as fout:
            form.add_error(None, str(fout))
            return self._toon_formulier(request, form)
        messages.success(request, "De aanvraag is gedaan en wacht op een besluit. U krijgt bericht.")
        return HttpResponseRedirect(_adres(aanvraag.pk))

    def _toon_formulier(
        self, request: HttpRequest, form: AanvraagForm, weigeringen: Iterable[Any] = ()
    ) -> HttpResponse:
        context = {"form": form, "soort": form.soort, "weigeringen": weigeringen}
        status = 422 if form.is_bound else 200
        return self._toon_nieuw(request, "budgetten/beheer/aanvraag_nieuw.html", context, status)

    def _toon_nieuw(
        self, request: HttpRequest, sjabloon: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        kader = self.admin_site.each_context(request) | {"title": "Geld aanvragen", "opts": self.opts}
        return render(request, sjabloon, kader | context, status=status)


def aanvraag_voor(request: HttpRequest, pk: str | int) -> Aanvraag:
    """Fetch a request for its page: 404 when there is none, 403 for who may not read it."""
    if not str(pk).isdecimal():
        raise Http404
    aanvraag = get_object_or_404(Aanvraag.objects.select_related(*VOOR_PAGINA), pk=pk)
    if not request.user.has_perm("budgetten.view_aanvraag", aanvraag):
        raise PermissionDenied
    return aanvraag


def _antwoorden(aanvraag: Aanvraag) -> list[Any]:
    """The questions with their answers: of today while it waits, all yes once it was approved."""
    if aanvraag.stand == Aanvraag.Stand.AANGEVRAAGD:
        return antwoorden(aanvraag, op=timezone.localdate())
    return [Antwoord(vraag, None) for vraag in VRAGEN] if aanvraag.stand in GOEDGEKEURD else []


def _bezwaar(aanvraag: Aanvraag, medewerker: Medewerker, mandaten: Iterable[Mandaat]) -> str:
    """Why somebody who decides on requests cannot decide on this one."""
    wacht = aanvraag.stand == Aanvraag.Stand.AANGEVRAAGD
    return bezwaar_tegen(aanvraag, medewerker, mandaten) if wacht and medewerker.has_perm(BESLUITEN) else ""


def _formulieren(
    aanvraag: Aanvraag, stappen: Iterable[Stap], vrij: Any, verstuurd: Stapformulier | None
) -> list[tuple[Stap, Stapformulier]]:
    """Each step with its form; the one that was sent comes back as it was filled in."""
    begin = {"gezien": vrij, "planjaar": aanvraag.jaar_id}
    return [
        (stap, verstuurd)
        if verstuurd and verstuurd.prefix == stap.naam
        else (stap, stap.form(aanvraag=aanvraag, prefix=stap.naam, initial=begin))
        for stap in stappen
    ]


def _terug(request: HttpRequest, pk: int) -> str:
    return reverse("admin:budgetten_besluiten") if request.POST.get("vanaf") == "lijst" else _adres(pk)


def _adres(pk: int) -> str:
    return reverse("admin:budgetten_aanvraag_change", args=[pk])


def _medewerker(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)
