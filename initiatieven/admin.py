"""The staff's work with cases: a work list with age and phase, and a case page that reads as a file."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from initiatieven import services, werk
from initiatieven.admin_post import PostukAdmin
from initiatieven.dossier import wijzigingen
from initiatieven.forms_beheer import NotitieForm, StapForm
from initiatieven.mijnwerk import bewaakt_door, wacht_op
from initiatieven.models import Besluitbrief, Bijlage, Initiatief, Planbijlage, Standaardantwoord
from initiatieven.overgangen import OP_NAAM
from initiatieven.panelen import OP_NAAM as PANEEL_OP_NAAM
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier, adres_van_paneel, adres_van_zaak
from initiatieven.rechten import zichtbare_zaken
from initiatieven.templatetags.werk import doorgegeven, termijn
from initiatieven.termijnen import BIJNA_DAGEN, verstrijkt
from initiatieven.views import antwoorden, namens
from initiatieven.views.stappenplan import ics_van
from initiatieven.zaakpagina import Verstuurd, inhoud, met_tellingen
from initiatieven.zoeken import zoek
from wijken.models import Medewerker
from wijkportaal.bestanden import als_download
from wijkportaal.eenmaal import eenmaal
from wijkportaal.filters import MetFilters
from wijkportaal.historiebeheer import Historiebeheer
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

__all__ = ("InitiatiefAdmin", "PostukAdmin")
VOOR_ZAAKPAGINA = (
    *("wijk", "buurt", "cluster", "vakambtenaar", "indiener", "ingevoerd_door"),
    *("stappenplan__niet_nodig_door", "plan", "verantwoording", "voorbeeld", "samenvoeging"),
)
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
            return queryset.filter(bewaakt_door(medewerker), verstrijkt(binnen=BIJNA_DAGEN))
        if self.value() == "gevolgd":
            return queryset.filter(gevolgd__medewerker=medewerker)
        return None


@admin.register(Standaardantwoord)
class StandaardantwoordAdmin(Historiebeheer):
    """Texts to begin an answer with; what was really sent stays with each case."""

    list_display = ("naam", "soort", "fase", "in_gebruik")
    list_filter = ("in_gebruik", "fase", "soort")
    search_fields = ("naam", "tekst")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Initiatief)
class InitiatiefAdmin(MetFilters):
    """The work list shows only the cases that this person works with; so does every address below it."""

    list_display = ("kenmerk", "titel", "wijk", "fase", "termijn", "wacht", "leeftijd", "contact")
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

    @admin.display(description="volgende stap", ordering="uiterlijk")
    def termijn(self, zaak: Initiatief) -> str:
        return termijn(zaak.uiterlijk)

    @admin.display(description="in deze fase", ordering="fase_sinds")
    def wacht(self, zaak: Initiatief) -> str:
        return in_dagen(zaak.fase_sinds)

    @admin.display(description="vast contact", ordering="vakambtenaar__naam")
    def contact(self, zaak: Initiatief) -> str:
        naam = zaak.vakambtenaar or "nog niemand"
        return format_html("{}{}", naam, doorgegeven(zaak.keer_overgedragen))

    @admin.display(description="leeftijd", ordering="ingediend_op")
    def leeftijd(self, zaak: Initiatief) -> str:
        return in_dagen(zaak.ingediend_op)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Werklijst initiatieven"} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Initiatief]:
        return Initiatief.objects.zichtbaar_voor(_medewerker(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Initiatief], search_term: str
    ) -> tuple[QuerySet[Initiatief], bool]:
        return zoek(queryset, search_term, medewerker=_medewerker(request)), False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a case on behalf of a resident (I-02)."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return namens.voer_in(request, {**self.admin_site.each_context(request), "opts": self.opts})

    def has_delete_permission(self, request: HttpRequest, obj: Initiatief | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("<int:pk>/afspraak.ics", wikkel(self.afspraak), name="initiatieven_afspraak"),
            path(
                "<int:pk>/planbijlage/<uuid:sleutel>/",
                wikkel(self.planbijlage),
                name="initiatieven_planbijlage",
            ),
            path("<int:pk>/bijlage/<uuid:sleutel>/", wikkel(self.bijlage), name="initiatieven_bijlage"),
            path("<int:pk>/brief/<uuid:sleutel>/", wikkel(self.brief), name="initiatieven_brief"),
            path("<int:pk>/antwoord/", wikkel(self.antwoord), name="initiatieven_antwoord"),
            path("<int:pk>/notitie/", wikkel(self.notitie), name="initiatieven_notitie"),
            path("<int:pk>/volgen/", wikkel(self.volgen), name="initiatieven_volgen"),
            path("<int:pk>/paneel/<slug:naam>/", wikkel(self.paneel), name="initiatieven_paneel"),
            path("<int:pk>/stap/<slug:naam>/", wikkel(self.stap), name="initiatieven_stap"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The case page: it reads as a file, and each panel takes what may be added to it."""
        zaak = zaak_voor(request, object_id)
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._toon(request, zaak, Blad.gekozen(request.GET.get("deel", "")))

    def _toon(
        self, request: HttpRequest, zaak: Initiatief, blad: Blad = Blad.NU, verstuurd: Verstuurd | None = None
    ) -> HttpResponse:
        """Show one leaf of the case, with what this person may see; with 422 what could not be kept."""
        context = {
            **self.admin_site.each_context(request),
            "title": zaak.titel,
            "opts": self.opts,
            **inhoud(zaak, _medewerker(request), blad, verstuurd or Verstuurd()),
        }
        return render(request, ZAAKPAGINA, context, status=422 if verstuurd else 200)

    @method_decorator(eenmaal)
    def paneel(self, request: HttpRequest, pk: int, naam: str) -> HttpResponse:
        """Keep what was filled in on one panel; when a step was pressed with it, take that too."""
        zaak, door = zaak_voor(request, pk), _medewerker(request)
        paneel = PANEEL_OP_NAAM.get(naam)
        if paneel is None or paneel.invoer is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(adres_van_paneel(zaak, paneel))
        if not door.has_perm(paneel.invoer.recht, zaak):
            raise PermissionDenied
        if zaak.fase not in paneel.invoer.fasen:
            raise VerouderdeActie(f"Dit kan niet meer: de zaak is nu in “{zaak.get_fase_display()}”.")
        form = paneel.maak_formulier(paneel.invoer, zaak, door, data=request.POST, files=request.FILES)
        if not form.is_valid() or not _bewaar(paneel.invoer, form):
            return self._toon(request, zaak, paneel.blad_voor(zaak), Verstuurd(panelen={naam: form}))
        return self._neem_stap(request, zaak, paneel, gedaan=paneel.invoer.gedaan)

    def _neem_stap(
        self, request: HttpRequest, zaak: Initiatief, paneel: Paneel, *, gedaan: str
    ) -> HttpResponse:
        """Take the step that was pressed with the answers, if any. What is missing for it is told."""
        overgang = OP_NAAM.get(request.POST.get("overgang", ""))
        if overgang is None or overgang.paneel != paneel.naam:
            messages.success(request, gedaan)
            return _terug(request, zaak, adres_van_paneel(zaak, paneel))
        try:
            services.voer_overgang_uit(zaak=zaak, naam=overgang.naam, door=_medewerker(request))
        except services.OvergangNietToegestaan as fout:
            messages.error(request, f"De antwoorden zijn bewaard. {fout}")
        else:
            messages.success(request, f"{overgang.gedaan} Iedereen krijgt bericht.")
        return _terug(request, zaak)

    @method_decorator([require_POST, eenmaal])
    def stap(self, request: HttpRequest, pk: int, naam: str) -> HttpResponse:
        """Take a step of the table that needs no panel; what is missing for it is told beside it."""
        zaak = zaak_voor(request, pk)
        overgang = OP_NAAM.get(naam)
        if overgang is None:
            raise Http404
        form = StapForm(data=request.POST, overgang=overgang)
        if form.is_valid():
            try:
                toelichting = form.cleaned_data.get("toelichting", "")
                services.voer_overgang_uit(
                    zaak=zaak, naam=naam, door=_medewerker(request), toelichting=toelichting
                )
            except services.OvergangNietToegestaan as fout:
                form.add_error(None, str(fout))
            else:
                messages.success(request, f"{overgang.gedaan} Iedereen krijgt bericht.")
                return _terug(request, zaak)
        return self._toon(request, zaak, verstuurd=Verstuurd(stap=form))

    @method_decorator(eenmaal)
    def antwoord(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write to the residents with a text to begin with."""
        basis = {**self.admin_site.each_context(request), "opts": self.opts}
        return antwoorden.stel_op(request, zaak_voor(request, pk), basis)

    @method_decorator([require_POST, eenmaal])
    def notitie(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep an internal note; an empty one is asked again."""
        zaak = zaak_voor(request, pk)
        form = NotitieForm(request.POST)
        if not form.is_valid():
            return self._toon(request, zaak, Blad.NOTITIES, Verstuurd(notitie=form))
        werk.schrijf_notitie(zaak=zaak, door=_medewerker(request), tekst=form.cleaned_data["tekst"])
        messages.success(request, "De notitie staat bij de zaak. De indiener ziet die niet.")
        return HttpResponseRedirect(f"{adres_van_zaak(zaak, Blad.NOTITIES)}#notities")

    @method_decorator(require_POST)
    def volgen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Follow this case, or no longer."""
        zaak, aan = zaak_voor(request, pk), request.POST.get("volg") == "ja"
        werk.volg(zaak=zaak, medewerker=_medewerker(request), aan=aan)
        waar = "staat nu bij Mijn werk." if aan else "staat niet meer bij Mijn werk."
        messages.success(request, f"Deze zaak {waar}")
        return HttpResponseRedirect(adres_van_zaak(zaak))

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

    def afspraak(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The appointment for a calendar program."""
        return ics_van(zaak_voor(request, pk))

    def planbijlage(self, request: HttpRequest, pk: int, sleutel: UUID) -> HttpResponse:
        """Hand out a file with the submitters' plan; it may tell who they are."""
        zaak = zaak_voor(request, pk)
        if not request.user.has_perm("initiatieven.indiener_zien", zaak):
            raise PermissionDenied
        rij = get_object_or_404(Planbijlage, pk=sleutel, stappenplan__initiatief=zaak)
        return als_download(naam=rij.naam, soort=rij.type, inhoud=rij.inhoud)

    def bijlage(self, request: HttpRequest, pk: int, sleutel: UUID) -> HttpResponse:
        """Hand out a file as a download: it never opens inside the portal, and may tell who submitted it."""
        zaak = zaak_voor(request, pk)
        if not request.user.has_perm("initiatieven.indiener_zien", zaak):
            raise PermissionDenied
        rij = get_object_or_404(Bijlage, pk=sleutel, initiatief=zaak)
        return als_download(naam=rij.naam, soort=rij.type, inhoud=rij.inhoud)

    def brief(self, request: HttpRequest, pk: int, sleutel: UUID) -> HttpResponse:
        """Hand out the letter about a decision. It names the submitter."""
        zaak = zaak_voor(request, pk)
        if not request.user.has_perm("initiatieven.indiener_zien", zaak):
            raise PermissionDenied
        rij = get_object_or_404(Besluitbrief, pk=sleutel, besluit__initiatief=zaak)
        return als_download(naam=rij.naam, soort="application/pdf", inhoud=rij.inhoud)


def _bewaar(invoer: Invoer, form: PaneelFormulier) -> bool:
    """Hand the answers to the service of the panel; a rule that says no becomes an error of the form."""
    try:
        invoer.bewaar(zaak=form.zaak, door=form.medewerker, **form.gegevens())
    except VerouderdeActie:
        raise
    except Domeinfout as fout:
        form.add_error(None, str(fout))
        return False
    return True


def zaak_voor(request: HttpRequest, pk: str | int) -> Initiatief:
    """Fetch a case for its page: 404 when there is none to see for anybody, 403 for who may not see it."""
    if not str(pk).isdecimal():
        raise Http404
    zaken = met_tellingen(Initiatief.objects.bevestigd().met_open_vraag(), _medewerker(request))
    zaken = zaken.select_related(*VOOR_ZAAKPAGINA)
    zaak = get_object_or_404(zaken, pk=pk)
    if not request.user.has_perm("initiatieven.view_initiatief", zaak):
        raise PermissionDenied
    return zaak


def _medewerker(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)


def _terug(request: HttpRequest, zaak: Initiatief, adres: str = "") -> HttpResponse:
    """Go back to the case; to the start page for who handed it over and may no longer read it."""
    mag = Initiatief.objects.zichtbaar_voor(_medewerker(request)).filter(pk=zaak.pk).exists()
    return HttpResponseRedirect((adres or adres_van_zaak(zaak)) if mag else reverse("admin:index"))
