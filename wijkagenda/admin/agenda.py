"""The page of an agenda: where it stands on the route, who has the ball, and the next step (A-02)."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from wijkagenda import agendas, beoordelen, evalueren, vaststellen
from wijkagenda.admin.kader import agenda_voor, medewerker, toon_pagina
from wijkagenda.delen import DELEN
from wijkagenda.delen.kern import toon
from wijkagenda.dossier import dossier
from wijkagenda.forms import AanbiedForm, AkkoordForm, StapForm, VaststelForm
from wijkagenda.forms_voortgang import EvaluatieForm
from wijkagenda.models import FASEN_OP_VOLGORDE, Collegebesluit, Wijkagenda
from wijkagenda.openbaar import overgeslagen
from wijkagenda.overgangen import OP_NAAM, is_terug, mogelijke_stappen
from wijkagenda.woorden import aan_zet
from wijken.admin.basis import NooitVerwijderen
from wijken.models import Wijk
from wijkportaal.bestanden import als_download
from wijkportaal.eenmaal import eenmaal
from wijkportaal.formulieren import lukt
from wijkportaal.historiebeheer import Historiebeheer


@admin.register(Wijkagenda)
class WijkagendaAdmin(NooitVerwijderen, Historiebeheer):
    """Every agenda in the work of this person, and a page for each that leads along the route."""

    list_display = ("naam", "vorm", "fase", "fase_sinds", "ronde")
    list_filter = ("fase", "vorm")
    list_select_related = ("wijk",)
    search_fields = ("wijk__naam",)
    fields = ("wijk", "vorm", "van", "tot", "inleiding")
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Wijkagenda]:
        return Wijkagenda.objects.zichtbaar_voor(medewerker(request))

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("<int:pk>/stap/<slug:naam>/", wikkel(self.stap), name="wijkagenda_stap"),
            path("<int:pk>/voorleggen/", wikkel(self.voorleggen), name="wijkagenda_voorleggen"),
            path("<int:pk>/akkoord/", wikkel(self.akkoord), name="wijkagenda_akkoord"),
            path("<int:pk>/vaststellen/", wikkel(self.vaststellen), name="wijkagenda_vaststellen"),
            path("<int:pk>/aanbieden/", wikkel(self.aanbieden), name="wijkagenda_aanbieden"),
            path("<int:pk>/evaluatie/", wikkel(self.evaluatie), name="wijkagenda_evaluatie"),
            path("<int:pk>/gegevens/", wikkel(self.gegevens), name="wijkagenda_gegevens"),
            path("<int:pk>/dossier/", wikkel(self.dossier), name="wijkagenda_dossier"),
            path("<int:pk>/besluit/<uuid:sleutel>/", wikkel(self.besluit), name="wijkagenda_besluit"),
            *super().get_urls(),
        ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only the wijken for which this person may begin an agenda."""
        if db_field.name == "wijk":
            eigen = [
                wijk.pk
                for wijk in Wijk.objects.all()
                if request.user.has_perm("wijkagenda.add_wijkagenda", Wijkagenda(wijk=wijk))
            ]
            kwargs["queryset"] = Wijk.objects.filter(pk__in=eigen)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Wijkagenda, form: Any, change: bool) -> None:  # noqa: FBT001
        """Begin an agenda through its service; a change of its data is a plain save."""
        if change:
            super().save_model(request, obj, form, change)
            return
        begonnen = agendas.begin_agenda(
            **{veld: form.cleaned_data[veld] for veld in self.fields}, door=medewerker(request)
        )
        obj.pk, obj._state.adding = begonnen.pk, False

    def gegevens(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the data of the agenda itself, as long as it is being made."""
        agenda = agenda_voor(request, pk)
        if not agenda.kan_wijzigen:
            raise PermissionDenied
        return super().change_view(request, str(pk))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The agenda as a file: each part leads to where it is worked on."""
        return self._toon(request, agenda_voor(request, object_id))

    def _toon(
        self,
        request: HttpRequest,
        agenda: Wijkagenda,
        *,
        stapform: StapForm | None = None,
        ingevuld: dict[str, Form] | None = None,
    ) -> HttpResponse:
        """Show the agenda; with 422 what could not be kept. `ingevuld` is by the name in a part's context."""
        wie = medewerker(request)
        delen = toon(DELEN, agenda, wie)
        for getoond in delen:
            getoond.gegevens.update(
                {naam: form for naam, form in (ingevuld or {}).items() if naam in getoond.gegevens}
            )
        context = {
            "agenda": agenda,
            "fasen": [fase.label for fase in FASEN_OP_VOLGORDE],
            "overgeslagen": overgeslagen(agenda, agenda.stappen.values_list("van", flat=True)),
            "aan_zet": aan_zet(agenda),
            "stappen": [
                (keuze, self._stapform(keuze.stap, stapform), is_terug(keuze.stap))
                for keuze in mogelijke_stappen(agenda, wie)
            ],
            "delen": delen,
            "mag_wijzigen": agenda.kan_wijzigen and wie.has_perm("wijkagenda.change_wijkagenda", agenda),
        }
        status = 422 if stapform or ingevuld else 200
        return toon_pagina(self, request, "agenda", agenda.naam, context, status)

    def _stapform(self, stap: Any, verstuurd: StapForm | None) -> StapForm:
        return verstuurd if verstuurd and verstuurd.stap.naam == stap.naam else StapForm(stap=stap)

    @method_decorator([require_POST, eenmaal])
    def stap(self, request: HttpRequest, pk: int, naam: str) -> HttpResponse:
        """Take a step of the table; what is missing for it is told beside it."""
        agenda = agenda_voor(request, pk)
        stap = OP_NAAM.get(naam)
        if stap is None or stap.via_dienst:
            raise Http404
        form = StapForm(data=request.POST, stap=stap)
        door = medewerker(request)
        if form.is_valid() and lukt(
            form, lambda: agendas.voer_stap_uit(agenda=agenda, naam=naam, door=door, **form.cleaned_data)
        ):
            messages.success(request, stap.gedaan)
            return self._terug(agenda)
        return self._toon(request, agenda, stapform=form)

    @method_decorator([require_POST, eenmaal])
    def voorleggen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask again whose part is new or has changed (A-06)."""
        agenda = agenda_voor(request, pk)
        form = Form({})
        if lukt(form, lambda: beoordelen.leg_voor(agenda=agenda, door=medewerker(request))):
            messages.success(request, "Wie over een nieuw of gewijzigd deel gaat, krijgt bericht.")
        for melding in form.non_field_errors():
            messages.error(request, str(melding))
        return self._terug(agenda, "#deel-maatregelen")

    @method_decorator([require_POST, eenmaal])
    def akkoord(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the yes of a member of the coalitie (A-08)."""
        agenda = agenda_voor(request, pk)
        form = AkkoordForm(request.POST, leden=vaststellen.nog_geen_akkoord(agenda))
        return self._bewaar(
            request,
            agenda,
            "form",
            form,
            vaststellen.leg_akkoord_vast,
            "Het akkoord ligt vast.",
        )

    @method_decorator([require_POST, eenmaal])
    def vaststellen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the decision of the college (A-08)."""
        agenda = agenda_voor(request, pk)
        form = VaststelForm(request.POST, request.FILES, agenda=agenda)
        return self._bewaar(
            request,
            agenda,
            "vaststelform",
            form,
            vaststellen.stel_vast,
            "De agenda is vastgesteld. Bied haar nu aan de raad aan.",
        )

    @method_decorator([require_POST, eenmaal])
    def aanbieden(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record that the version was offered to the raad, by which it is public (A-08)."""
        agenda = agenda_voor(request, pk)
        return self._bewaar(
            request,
            agenda,
            "aanbiedform",
            AanbiedForm(request.POST),
            vaststellen.bied_aan,
            "De agenda is aangeboden aan de raad en staat op de website.",
        )

    @method_decorator([require_POST, eenmaal])
    def evaluatie(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record an evaluation, in between or at the end (A-10)."""
        agenda = agenda_voor(request, pk)
        return self._bewaar(
            request,
            agenda,
            "evaluatieform",
            EvaluatieForm(request.POST, soorten=evalueren.mogelijke_soorten(agenda)),
            evalueren.leg_evaluatie_vast,
            "De evaluatie ligt vast en staat op de website.",
        )

    def _bewaar(
        self,
        request: HttpRequest,
        agenda: Wijkagenda,
        naam: str,
        form: Any,
        dienst: Callable[..., Any],
        gedaan: str,
    ) -> HttpResponse:
        """Hand a form of a part to its service; what a rule refuses is told in the form."""
        door = medewerker(request)
        if form.is_valid():
            gegevens = form.gegevens() if hasattr(form, "gegevens") else form.cleaned_data
            if lukt(form, lambda: dienst(agenda=agenda, door=door, **gegevens)):
                messages.success(request, gedaan)
                return self._terug(agenda)
        return self._toon(request, agenda, ingevuld={naam: form})

    def besluit(self, request: HttpRequest, pk: int, sleutel: Any) -> HttpResponse:
        """Hand out the document of a decision of the college."""
        agenda = agenda_voor(request, pk)
        rij = get_object_or_404(Collegebesluit, pk=sleutel, versie__agenda=agenda)
        return als_download(naam=rij.naam, soort=rij.type, inhoud=rij.inhoud)

    @method_decorator(require_safe)
    def dossier(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the complete dossier for the college, as it is now (A-08)."""
        agenda = agenda_voor(request, pk)
        inhoud = dossier(agenda)
        return als_download(naam=f"{agenda.naam} dossier.pdf", soort="application/pdf", inhoud=inhoud)

    def _terug(self, agenda: Wijkagenda, anker: str = "") -> HttpResponse:
        adres = reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])
        return HttpResponseRedirect(f"{adres}{anker}")
