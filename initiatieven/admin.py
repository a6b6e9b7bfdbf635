"""The staff's work with cases: a work list with age and phase, and a case page that reads as a file."""

from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatieven import services, werk
from initiatieven.dossier import brieven, wijzigingen
from initiatieven.forms_beheer import NotitieForm, TriageForm
from initiatieven.mijnwerk import bewaakt_door, wacht_op
from initiatieven.models import Bijlage, Fase, Initiatief
from initiatieven.overgangen import OP_NAAM, mogelijke_overgangen
from initiatieven.rechten import zichtbare_zaken
from initiatieven.templatetags.werk import termijn
from initiatieven.termijnen import BIJNA_DAGEN, laatste_dag, termijnen, verstrijkt
from initiatieven.woorden import stand
from initiatieven.zoeken import zoek
from wijken.models import Medewerker
from wijkportaal.filters import MetFilters
from wijkportaal.formulieren import verstuurde_gegevens
from wijkportaal.uitzonderingen import VerouderdeActie

VOOR_ZAAKPAGINA = ("wijk", "buurt", "cluster", "vakambtenaar", "indiener")
ZAAKPAGINA = "initiatieven/beheer/zaak.html"


def in_dagen(zaak_sinds: Any) -> str:
    """Say how long ago a moment was, in whole days."""
    dagen = (timezone.localdate() - timezone.localdate(zaak_sinds)).days
    return "vandaag" if dagen == 0 else ngettext("%d dag", "%d dagen", dagen) % dagen


class StandFilter(admin.SimpleListFilter):
    """A work list starts with what is still going on; what has ended is one click away."""

    title = "stand"
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("beeindigd", "Beëindigd"), ("alles", "Alles")]

    def choices(self, changelist: Any) -> Any:
        lopend, *rest = super().choices(changelist)
        return iter([lopend | {"display": "Lopend"}, *rest])

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Initiatief]:
        keuze = {"beeindigd": queryset.beeindigd, "alles": queryset.all}
        return keuze.get(self.value() or "", queryset.lopend)()


class WijkFilter(admin.RelatedFieldListFilter):
    """Offers only the wijken in which somebody sees cases."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        eigen = zichtbare_zaken(_medewerker(request))
        wijken = {"pk__in": Initiatief.objects.filter(eigen).order_by().values("wijk")} if eigen else {}
        volgorde = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=volgorde, limit_choices_to=wijken)


class WerkFilter(admin.SimpleListFilter):
    """The piles of *Mijn werk*, whole."""

    title = "mijn werk"
    parameter_name = "werk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("wacht", "Wacht op mij"),
            ("dringend", "Te laat of bijna te laat"),
            ("gevolgd", "Wat ik volg"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Initiatief] | None:
        medewerker = _medewerker(request)
        if self.value() == "wacht":
            return queryset.filter(wacht_op(medewerker))
        if self.value() == "dringend":
            laat = verstrijkt(termijnen(), binnen=BIJNA_DAGEN)
            return queryset.filter(bewaakt_door(medewerker), laat)
        if self.value() == "gevolgd":
            return queryset.filter(gevolgd__medewerker=medewerker)
        return None


@admin.register(Initiatief)
class InitiatiefAdmin(MetFilters):
    """The work list shows only the cases that this person works with; so does every address below it."""

    list_display = ("kenmerk", "titel", "wijk", "fase", "termijn", "wacht", "leeftijd", "vakambtenaar")
    list_filter = (StandFilter, WerkFilter, "fase", ("wijk", WijkFilter), "soort")
    list_select_related = ("wijk", "vakambtenaar")
    list_per_page = 50
    search_fields = ("kenmerk", "titel", "plek")
    search_help_text = (
        "Zoek op kenmerk, naam van het idee, straat of plek, of op de indiener. "
        "U zoekt in de lijst zoals u die nu ziet."
    )
    ordering = ("fase_sinds",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    @admin.display(description="volgende stap", ordering="laatste_dag")
    def termijn(self, zaak: Any) -> str:
        return termijn(zaak.laatste_dag)

    @admin.display(description="in deze fase", ordering="fase_sinds")
    def wacht(self, zaak: Initiatief) -> str:
        return in_dagen(zaak.fase_sinds)

    @admin.display(description="leeftijd", ordering="ingediend_op")
    def leeftijd(self, zaak: Initiatief) -> str:
        return in_dagen(zaak.ingediend_op)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Werklijst initiatieven"} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Initiatief]:
        zaken = Initiatief.objects.zichtbaar_voor(_medewerker(request))
        return zaken.annotate(laatste_dag=laatste_dag(termijnen()))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Initiatief], search_term: str
    ) -> tuple[QuerySet[Initiatief], bool]:
        return zoek(queryset, search_term, medewerker=_medewerker(request)), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Initiatief | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("<int:pk>/bijlage/<uuid:sleutel>/", wikkel(self.bijlage), name="initiatieven_bijlage"),
            path("<int:pk>/notitie/", wikkel(self.notitie), name="initiatieven_notitie"),
            path("<int:pk>/volgen/", wikkel(self.volgen), name="initiatieven_volgen"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The case page. In triage it holds the triage form."""
        zaak = zaak_voor(request, object_id)
        form = self._triageform(request, zaak, verstuurde_gegevens(request))
        if request.method == "POST" and form is None:
            raise VerouderdeActie("De triage van deze zaak is al afgerond.")
        if form and form.is_valid():
            return self._leg_triage_vast(request, zaak, form)
        return self._toon(request, zaak, form=form)

    def _triageform(
        self, request: HttpRequest, zaak: Initiatief, data: QueryDict | None
    ) -> TriageForm | None:
        """The form of the triage, while this person may do it."""
        in_triage = zaak.fase == Fase.TRIAGE and request.user.has_perm("initiatieven.triage_initiatief", zaak)
        return TriageForm(data=data, zaak=zaak) if in_triage else None

    def _toon(
        self,
        request: HttpRequest,
        zaak: Initiatief,
        *,
        form: TriageForm | None,
        notitieform: NotitieForm | None = None,
    ) -> HttpResponse:
        """Show the case as a file, with what this person may see of it."""
        medewerker = _medewerker(request)
        met_indiener = medewerker.has_perm("initiatieven.indiener_zien", zaak)
        met_notities = medewerker.has_perm("initiatieven.notitie_lezen", zaak)
        mag_schrijven = medewerker.has_perm("initiatieven.notitie_schrijven", zaak)
        fout = (form and form.errors) or (notitieform and notitieform.errors)
        context = {
            **self.admin_site.each_context(request),
            "title": zaak.titel,
            "opts": self.opts,
            "zaak": zaak,
            **stand(zaak),
            "form": form,
            "mogelijkheden": mogelijke_overgangen(zaak, medewerker),
            "stappen": zaak.faseovergangen.select_related("door").order_by("-op", "-pk"),
            "met_indiener": met_indiener,
            "brieven": brieven(zaak, met_indiener=met_indiener),
            "met_notities": met_notities,
            "notities": zaak.notities.select_related("door") if met_notities else [],
            "notitieform": (notitieform or NotitieForm()) if mag_schrijven else None,
            "volgt": zaak.gevolgd.filter(medewerker=medewerker).exists(),
            "bijlagen": zaak.bijlagen.defer("inhoud") if met_indiener else [],
        }
        return render(request, ZAAKPAGINA, context, status=422 if fout else 200)

    def _leg_triage_vast(self, request: HttpRequest, zaak: Initiatief, form: TriageForm) -> HttpResponse:
        """Keep the answers; when a step was pressed too, take it. What is missing for it is told."""
        door = _medewerker(request)
        services.leg_triage_vast(zaak=zaak, door=door, **form.triage())
        naam = request.POST.get("overgang", "")
        if naam not in OP_NAAM:
            messages.success(request, "De triage is bewaard.")
            return HttpResponseRedirect(_adres(zaak))
        try:
            services.voer_overgang_uit(zaak=zaak, naam=naam, door=door)
        except services.OvergangNietToegestaan as fout:
            messages.error(request, f"De antwoorden zijn bewaard. {fout}")
        else:
            messages.success(request, f"{OP_NAAM[naam].gedaan} Iedereen krijgt bericht.")
        return HttpResponseRedirect(_adres(zaak))

    @method_decorator(require_POST)
    def notitie(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep an internal note; an empty one is asked again."""
        zaak = zaak_voor(request, pk)
        form = NotitieForm(request.POST)
        if not form.is_valid():
            triage = self._triageform(request, zaak, None)
            return self._toon(request, zaak, form=triage, notitieform=form)
        werk.schrijf_notitie(zaak=zaak, door=_medewerker(request), tekst=form.cleaned_data["tekst"])
        messages.success(request, "De notitie staat bij de zaak. De indiener ziet die niet.")
        return HttpResponseRedirect(f"{_adres(zaak)}#notities")

    @method_decorator(require_POST)
    def volgen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Follow this case, or no longer."""
        zaak, aan = zaak_voor(request, pk), request.POST.get("volg") == "ja"
        werk.volg(zaak=zaak, medewerker=_medewerker(request), aan=aan)
        waar = "staat nu bij Mijn werk." if aan else "staat niet meer bij Mijn werk."
        messages.success(request, f"Deze zaak {waar}")
        return HttpResponseRedirect(_adres(zaak))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what in the case, and why."""
        zaak = zaak_voor(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Wijzigingen van {zaak.kenmerk}",
            "zaak": zaak,
            "wijzigingen": wijzigingen(zaak),
        }
        return render(request, "initiatieven/beheer/wijzigingen.html", context)

    def bijlage(self, request: HttpRequest, pk: int, sleutel: UUID) -> HttpResponse:
        """Hand out a file as a download: it never opens inside the portal, and may tell who submitted it."""
        zaak = zaak_voor(request, pk)
        if not request.user.has_perm("initiatieven.indiener_zien", zaak):
            raise PermissionDenied
        rij = get_object_or_404(Bijlage, pk=sleutel, initiatief=zaak)
        antwoord = HttpResponse(bytes(rij.inhoud), content_type=rij.type)
        antwoord.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(rij.naam)}"
        return antwoord


def zaak_voor(request: HttpRequest, pk: str | int) -> Initiatief:
    """Fetch a case for its page: 404 when there is none to see for anybody, 403 for who may not see it."""
    if not str(pk).isdecimal():
        raise Http404
    zaken = Initiatief.objects.bevestigd().select_related(*VOOR_ZAAKPAGINA)
    zaak = get_object_or_404(zaken, pk=pk)
    if not request.user.has_perm("initiatieven.view_initiatief", zaak):
        raise PermissionDenied
    return zaak


def _medewerker(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)


def _adres(zaak: Initiatief) -> str:
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])
