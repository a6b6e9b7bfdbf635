"""The staff's work on ideas: the list, and the page of one with what can be done with it (A-02, A-03)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from wijkagenda import ideeen, privacy, uitnodigen
from wijkagenda.admin.ideekeuze import LEIDT, MeerIdeeen, lijst_van, naar_idee
from wijkagenda.admin.kader import agenda_voor, medewerker
from wijkagenda.forms_ideeen import IdeeForm, NieuwIdeeForm, PartnersForm, SignalenForm
from wijkagenda.models import Fase, Idee, Toetsvraag, Wijkagenda
from wijkagenda.zaken import wachtende_zaken
from wijken.admin.basis import NooitVerwijderen
from wijken.models import Medewerker
from wijkportaal.eenmaal import eenmaal
from wijkportaal.formulieren import lukt, verstuurde_gegevens
from wijkportaal.historiebeheer import Historiebeheer

VAN_VRAAG = ("cluster", "partner", "gevraagd_door", "beantwoord_door")
VOOR_PAGINA = (
    *("agenda__wijk", "thema", "buurt", "partner", "initiatief", "ingevoerd_door"),
    *("samengevoegd_met", "oordeel_door", "gever"),
)


class AgendaFilter(admin.SimpleListFilter):
    """The agendas that this person works on and that are not over."""

    title, parameter_name = "wijkagenda", "agenda"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        agendas = Wijkagenda.objects.zichtbaar_voor(medewerker(request)).exclude(fase=Fase.AFGESLOTEN)
        return [(str(agenda.pk), agenda.naam) for agenda in agendas.select_related("wijk")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Idee]) -> QuerySet[Idee]:
        waarde = self.value()
        return queryset.filter(agenda=int(waarde)) if waarde and waarde.isdecimal() else queryset


class VerderFilter(admin.SimpleListFilter):
    """Ideas that went on in another are out of the way, and still there."""

    title, parameter_name = "samengevoegd", "samen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ja", "Samengevoegd met een ander"), ("alles", "Alles")]

    def choices(self, changelist: Any) -> Any:
        eerste, *rest = super().choices(changelist)
        yield eerste | {"display": "Zelf op de lijst"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Idee]) -> QuerySet[Idee]:
        if self.value() == "alles":
            return queryset
        return queryset.filter(samengevoegd_met__isnull=self.value() != "ja")


@admin.register(Idee)
class IdeeAdmin(MeerIdeeen, NooitVerwijderen, Historiebeheer):
    """Everything that was collected for the agendas in the work of this person."""

    list_display = ("titel", "wijk", "thema", "herkomst", "oordeel", "toets", "ingediend_op")
    list_filter = (AgendaFilter, "thema", "oordeel", "herkomst", VerderFilter)
    list_select_related = ("agenda__wijk", "thema")
    search_fields = ("titel", "wat")
    ordering = ("agenda", "thema", "ingediend_op", "pk")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    @admin.display(description="wijk", ordering="agenda__wijk__nummer")
    def wijk(self, idee: Idee) -> str:
        return str(idee.agenda.wijk)

    @admin.display(description="eerste toets")
    def toets(self, idee: Any) -> str:
        if not idee.gevraagd:
            return "Niemand gevraagd"
        return f"{idee.beantwoord} van {idee.gevraagd} antwoorden"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Idee]:
        antwoord = Q(toetsvragen__beantwoord_op__isnull=False)
        return Idee.objects.zichtbaar_voor(medewerker(request)).annotate(
            gevraagd=Count("toetsvragen"), beantwoord=Count("toetsvragen", filter=antwoord)
        )

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("signalen/", wikkel(self.signalen), name="wijkagenda_signalen"),
            path("uitnodigen/", wikkel(self.uitnodigen), name="wijkagenda_uitnodigen"),
            path("wachtende-zaken/", wikkel(self.wachtende_zaken), name="wijkagenda_wachtende_zaken"),
            path("<int:pk>/wijzigen/", wikkel(self.wijzigen), name="wijkagenda_idee_wijzigen"),
            path("<int:pk>/los/", wikkel(self.los), name="wijkagenda_idee_los"),
            path("<int:pk>/gever-wissen/", wikkel(self.gever_wissen), name="wijkagenda_gever_wissen"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No button to add: that is on the page of an agenda, which leads to `add_view`."""
        return False

    @method_decorator(eenmaal)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """An idea is of an agenda: its page leads here, with `?agenda=`."""
        agenda = agenda_voor(request, request.GET.get("agenda", ""))
        if not request.user.has_perm(ideeen.RECHT_NIEUW, agenda.wijk):
            raise PermissionDenied
        form = NieuwIdeeForm(verstuurde_gegevens(request), agenda=agenda)
        door = medewerker(request)
        if form.is_valid() and lukt(
            form, lambda: ideeen.voeg_toe(agenda=agenda, door=door, **form.gegevens())
        ):
            messages.success(request, f"“{form.cleaned_data['titel']}” staat op de lijst.")
            if "nog_een" in request.POST:
                return HttpResponseRedirect(request.get_full_path())
            return HttpResponseRedirect(lijst_van(agenda))
        context = {"agenda": agenda, "form": form}
        return self.pagina(request, "idee_wijzigen", "Wens of idee toevoegen", context, form)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """All there is to read about one idea, and what this person can do with it."""
        idee = idee_voor(request, object_id)
        wie = medewerker(request)
        vragen = Toetsvraag.objects.over(idee).select_related("idee", *VAN_VRAAG)
        samengevoegde = idee.samengevoegde.select_related("ingevoerd_door", "initiatief", "gever")
        context = {
            "idee": idee,
            "agenda": idee.agenda,
            "mensen": [(een, _gever(een, wie)) for een in (idee, *samengevoegde)],
            "vragen": vragen,
            "leest_zaak": wie.has_perm("initiatieven.view_initiatief", idee.initiatief)
            if idee.initiatief
            else False,
            "mag": _mag(idee, wie),
        }
        return self.pagina(request, "idee", idee.titel, context)

    def wijzigen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the text, or tag it with a thema."""
        idee = idee_voor(request, pk)
        if not request.user.has_perm(ideeen.RECHT, idee):
            raise PermissionDenied
        velden = {veld: getattr(idee, veld) for veld in ideeen.VELDEN}
        form = IdeeForm(verstuurde_gegevens(request), agenda=idee.agenda, idee=idee, initial=velden)
        door = medewerker(request)
        if form.is_valid() and lukt(form, lambda: ideeen.wijzig(idee=idee, door=door, **form.cleaned_data)):
            messages.success(request, "De wijziging is bewaard.")
            return naar_idee(idee)
        context = {"agenda": idee.agenda, "idee": idee, "form": form}
        return self.pagina(request, "idee_wijzigen", f"Wijzigen: {idee.titel}", context, form)

    @method_decorator(require_POST)
    def los(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo a merge."""
        idee, form = idee_voor(request, pk), Form({})
        if lukt(form, lambda: ideeen.haal_uit_elkaar(idee=idee, door=medewerker(request))):
            messages.success(request, f"“{idee}” staat weer zelf op de lijst.")
        return naar_idee(idee)

    @method_decorator(require_POST)
    def gever_wissen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Erase who gave it, because that person asked."""
        idee = idee_voor(request, pk)
        privacy.wis_op_verzoek(idee=idee, door=medewerker(request))
        messages.success(request, "Naam en mailadres van de gever zijn gewist.")
        return naar_idee(idee)

    def signalen(self, request: HttpRequest) -> HttpResponse:
        """Take what meetings said about the wijk into the agenda of `?agenda=` (W-08)."""
        agenda, door = agenda_voor(request, request.GET.get("agenda", "")), medewerker(request)
        if not request.user.has_perm(ideeen.RECHT_NIEUW, agenda.wijk):
            raise PermissionDenied
        form = SignalenForm(verstuurde_gegevens(request), vrij=ideeen.vrije_signalen(agenda))
        if form.is_valid() and lukt(
            form, lambda: ideeen.neem_signalen_over(agenda=agenda, door=door, **form.cleaned_data)
        ):
            messages.success(request, "De signalen staan op de lijst.")
            return HttpResponseRedirect(lijst_van(agenda))
        context = {"agenda": agenda, "form": form, "leeg": not ideeen.vrije_signalen(agenda).exists()}
        return self.pagina(request, "signalen", "Signalen uit overleggen overnemen", context, form)

    def uitnodigen(self, request: HttpRequest) -> HttpResponse:
        """Mail partners that the agenda of `?agenda=` collects; those of the coalitie stand ready."""
        agenda, door = agenda_voor(request, request.GET.get("agenda", "")), medewerker(request)
        if not door.has_perm(LEIDT, agenda):
            raise PermissionDenied
        form = PartnersForm(
            verstuurde_gegevens(request),
            partners=uitnodigen.uit_te_nodigen(),
            initial={"partners": uitnodigen.in_coalitie(agenda)},
        )
        aantal: list[int] = []
        if form.is_valid() and lukt(
            form,
            lambda: aantal.append(uitnodigen.nodig_uit(agenda=agenda, door=door, **form.cleaned_data)),
        ):
            messages.success(request, f"Uitgenodigd: {aantal[0]} {'mail' if aantal[0] == 1 else 'mails'}.")
            return HttpResponseRedirect(reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk]))
        context = {"agenda": agenda, "form": form}
        return self.pagina(request, "partners_uitnodigen", "Partners uitnodigen", context, form)

    def wachtende_zaken(self, request: HttpRequest) -> HttpResponse:
        """The cases that were geagendeerd and are in no agenda yet (I-18)."""
        if not request.user.has_perm("wijkagenda.view_idee"):
            raise PermissionDenied
        wie = medewerker(request)
        zaken = [zaak for zaak in wachtende_zaken() if wie.has_perm("wijkagenda.view_idee", zaak.wijk)]
        return self.pagina(
            request, "wachtende_zaken", "Zaken die op een wijkagenda wachten", {"zaken": zaken}
        )


def idee_voor(request: HttpRequest, pk: str | int) -> Idee:
    """Fetch an idea for its page: 404 when there is none (confirmed), 403 for who may not read it."""
    if not str(pk).isdecimal():
        raise Http404
    rijen = Idee.objects.filter(bevestigd_op__isnull=False).select_related(*VOOR_PAGINA)
    idee = get_object_or_404(rijen, pk=pk)
    if not request.user.has_perm("wijkagenda.view_idee", idee):
        raise PermissionDenied
    return idee


def _gever(idee: Idee, wie: Medewerker) -> Any:
    """Return who gave it, for whoever may know."""
    return getattr(idee, "gever", None) if wie.has_perm(privacy.RECHT, idee) else None


def _mag(idee: Idee, wie: Medewerker) -> dict[str, bool]:
    """Return what this person can do with the idea now."""
    fase = idee.agenda.fase
    is_open = idee.oordeel == Idee.Oordeel.OPEN
    leidt = wie.has_perm(LEIDT, idee.agenda) and fase == Fase.EERSTE_TOETS and not idee.samengevoegd_met_id
    orden = wie.has_perm(ideeen.RECHT, idee) and fase in ideeen.ORDENEN_KAN
    return {"wijzigen": orden and is_open, "los": orden, "vragen": leidt and is_open, "oordelen": leidt}
