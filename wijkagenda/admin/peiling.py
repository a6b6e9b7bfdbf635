"""The staff's work on a poll: its rules, typing over what was on paper, the result, and who wants to help."""

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

from wijkagenda import peilen, stemmen, uitslag
from wijkagenda.admin.kader import agenda_voor, medewerker, toon_pagina
from wijkagenda.forms_concept import ConceptForm
from wijkagenda.forms_peiling import HOOGSTE_FORMULIER, BereikForm, InvoerForm, StopForm, VerbeterForm
from wijkagenda.models import Fase, Peiling, Stem
from wijkagenda.peilen import WIJZIGEN
from wijkagenda.views_peiling import uitslagcontext
from wijken.admin.basis import NooitVerwijderen
from wijken.rechtentabel import eis, zichtbaar
from wijkportaal.formulieren import lukt, verstuurde_gegevens

HELPERS = "wijkagenda.zie_helpers"


@admin.register(Peiling)
class PeilingAdmin(NooitVerwijderen, admin.ModelAdmin):
    """Every poll in the work of this person; a new one begins on the page of its agenda."""

    list_display = ("titel", "wijk", "stand_in_woorden", "opent", "sluit")
    list_select_related = ("agenda__wijk",)
    search_fields = ("titel", "agenda__wijk__naam")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    @admin.display(description="wijk")
    def wijk(self, peiling: Peiling) -> str:
        return str(peiling.agenda.wijk)

    @admin.display(description="stand")
    def stand_in_woorden(self, peiling: Peiling) -> str:
        return peiling.stand.label

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Peiling]:
        return Peiling.objects.filter(zichtbaar("wijkagenda.view_peiling", medewerker(request)))

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("maken/<int:agenda>/", wikkel(self.maken), name="wijkagenda_peiling_maken"),
            path("<int:pk>/openen/", wikkel(self.openen), name="wijkagenda_peiling_openen"),
            path("<int:pk>/bereik/", wikkel(self.bereik), name="wijkagenda_peiling_bereik"),
            path("<int:pk>/invoeren/", wikkel(self.invoeren), name="wijkagenda_peiling_invoeren"),
            path("<int:pk>/verbeteren/", wikkel(self.verbeteren), name="wijkagenda_peiling_verbeteren"),
            path("<int:pk>/stoppen/", wikkel(self.stoppen), name="wijkagenda_peiling_stoppen"),
            path("<int:pk>/helpers/", wikkel(self.helpers), name="wijkagenda_peiling_helpers"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def maken(self, request: HttpRequest, agenda: int) -> HttpResponse:
        """Begin a concept, from the page of the agenda."""
        rij = agenda_voor(request, agenda)
        form, gemaakt = Form({}), []
        if lukt(form, lambda: gemaakt.append(peilen.maak_peiling(agenda=rij, door=medewerker(request)))):
            return _naar(gemaakt[0])
        for melding in form.non_field_errors():
            messages.error(request, str(melding))
        return HttpResponseRedirect(reverse("admin:wijkagenda_wijkagenda_change", args=[rij.pk]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of a poll: its rules while they can change, and from the opening on how it goes."""
        rij = peiling_voor(request, object_id)
        if not (rij.is_concept and request.user.has_perm(WIJZIGEN, rij)):
            return self._toon(request, rij)
        form = _conceptform(rij, request)
        if request.method == "POST" and form.is_valid():
            door = medewerker(request)
            if lukt(form, lambda: peilen.wijzig_peiling(peiling=rij, door=door, **form.gegevens())):
                messages.success(request, "De peiling is bewaard. Zij is nog niet open.")
                return _naar(rij)
        return self._toon(request, rij, form=form)

    def _toon(
        self,
        request: HttpRequest,
        rij: Peiling,
        *,
        form: ConceptForm | None = None,
        bereikform: BereikForm | None = None,
        stopform: StopForm | None = None,
    ) -> HttpResponse:
        """Show the page; with 422 what could not be kept."""
        wie = medewerker(request)
        mag = wie.has_perm(WIJZIGEN, rij) and rij.agenda.fase == Fase.BEWONERSTOETS
        loopt = not (rij.is_concept or rij.is_voorbij)
        deelnemers = uitslag.deelnemers(rij) if rij.is_open else {}
        van_papier = any(deelnemers.get(kanaal) for kanaal in Stem.Kanaal if kanaal != Stem.Kanaal.ONLINE)
        mag_stoppen = loopt and wie.has_perm(peilen.STOPPEN, rij) and not rij.stemmen.telt().exists()
        context: dict[str, Any] = {
            "peiling": rij,
            "form": form,
            "deelnemers": deelnemers,
            "mag_invoeren": mag and rij.is_begonnen,
            "mag_verbeteren": mag and van_papier,
            "verbeterd": list(rij.stemmen.verbeterd().select_related("vervallen_door")),
            "stopform": stopform or (StopForm() if mag_stoppen else None),
            "mag_helpers": rij.is_begonnen and wie.has_perm(HELPERS, rij),
            "bereikform": bereikform or (BereikForm(initial={"bereikt": rij.bereikt}) if mag else None),
        }
        if rij.is_gesloten:
            context |= uitslagcontext(rij)
        fout = any(een and een.errors for een in (form, bereikform, stopform))
        return toon_pagina(self, request, "peiling", rij.titel, context, 422 if fout else 200)

    @method_decorator(require_POST)
    def openen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Fix the rules; there is no way back."""
        rij = peiling_voor(request, pk)
        gezien = request.POST.get("gezien", "")
        if not gezien.isdecimal():
            raise Http404
        form, door = Form({}), medewerker(request)
        if lukt(form, lambda: peilen.open_peiling(peiling=rij, door=door, gezien=int(gezien))):
            messages.success(request, "De regels liggen vast. De peiling staat op de website.")
        for melding in form.non_field_errors():
            messages.error(request, str(melding))
        return _naar(rij)

    @method_decorator(require_POST)
    def bereik(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep how the residents were reached."""
        rij = peiling_voor(request, pk)
        form, door = BereikForm(request.POST), medewerker(request)
        if form.is_valid() and lukt(
            form, lambda: peilen.vertel_bereik(peiling=rij, door=door, **form.cleaned_data)
        ):
            messages.success(request, "Bewaard. Dit staat bij de uitslag.")
            return _naar(rij)
        return self._toon(request, rij, bereikform=form)

    def invoeren(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Type over a form on paper; the next one follows at once."""
        rij, door = peiling_voor(request, pk), medewerker(request)
        eis(WIJZIGEN, door, rij)
        kanaal = request.GET.get("kanaal", "")
        form = InvoerForm(
            data=verstuurde_gegevens(request),
            peiling=rij,
            keuzes=list(rij.keuzes.all()),
            initial={"kanaal": kanaal, "formulier": stemmen.volgend_formulier(rij)},
        )
        if request.method == "POST" and form.is_valid():
            gegevens = {naam: form.cleaned_data[naam] for naam in ("kanaal", "formulier")}
            gegevens |= {"regels": form.regels(), "gever": form.gever()}
            if lukt(form, lambda: stemmen.voer_stem_in(peiling=rij, door=door, **gegevens)):
                messages.success(
                    request, f"Formulier {gegevens['formulier']} telt mee. Voer het volgende in."
                )
                return HttpResponseRedirect(f"{request.path}?kanaal={gegevens['kanaal']}")
        context = {"peiling": rij, "form": form}
        return toon_pagina(
            self, request, "peiling_invoeren", "Formulier invoeren", context, 422 if form.errors else 200
        )

    def verbeteren(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put right the form with the number of `?formulier=`, while the poll runs."""
        rij, door = peiling_voor(request, pk), medewerker(request)
        eis(WIJZIGEN, door, rij)
        nummer = request.GET.get("formulier", "").strip()
        stem = _formulier(rij, nummer, request.POST.get("gezien", ""))
        if stem is None:
            messages.error(request, "Er is geen formulier met dit nummer ingevoerd.")
            return _naar(rij)
        keuzes = list(rij.keuzes.all())
        form = VerbeterForm(data=verstuurde_gegevens(request), peiling=rij, keuzes=keuzes, stem=stem)
        if request.method == "POST" and form.is_valid():
            gegevens = {naam: form.cleaned_data[naam] for naam in ("kanaal", "reden")}
            gegevens |= {"regels": form.regels(), "gever": form.gever()}
            if lukt(form, lambda: stemmen.verbeter_stem(stem=stem, door=door, **gegevens)):
                messages.success(request, f"Formulier {stem.formulier} is verbeterd.")
                return _naar(rij)
        context = {"peiling": rij, "form": form, "verbetert": stem}
        titel, status = f"Formulier {stem.formulier} verbeteren", 422 if form.errors else 200
        return toon_pagina(self, request, "peiling_invoeren", titel, context, status)

    @method_decorator(require_POST)
    def stoppen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back what was opened by mistake; once a vote counts it runs to its end."""
        rij = peiling_voor(request, pk)
        form, door = StopForm(request.POST), medewerker(request)
        eis(peilen.STOPPEN, door, rij)
        if form.is_valid() and lukt(
            form, lambda: peilen.stop_peiling(peiling=rij, door=door, **form.cleaned_data)
        ):
            messages.success(request, "De peiling is gestopt. U kunt een nieuwe voorbereiden.")
            return _naar(rij)
        return self._toon(request, rij, stopform=form)

    @method_decorator(require_safe)
    def helpers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who wants to help with what: for the opbouwwerker and the wijkregisseur only."""
        rij = peiling_voor(request, pk)
        eis(HELPERS, medewerker(request), rij)
        mensen = [
            (mens, [regel.keuze for regel in mens.stem.regels.all() if regel.wil_helpen])
            for mens in uitslag.helpers(rij)
        ]
        context = {"peiling": rij, "mensen": mensen}
        return toon_pagina(self, request, "peiling_helpers", "Wie wil helpen", context)


def peiling_voor(request: HttpRequest, pk: str | int) -> Peiling:
    """Fetch a poll for its page: 404 when there is none, 403 for who may not see it."""
    if not str(pk).isdecimal():
        raise Http404
    rij = get_object_or_404(Peiling.objects.select_related("agenda__wijk", "geopend_door"), pk=pk)
    if not request.user.has_perm("wijkagenda.view_peiling", rij):
        raise PermissionDenied
    return rij


def _formulier(rij: Peiling, nummer: str, gezien: str) -> Stem | None:
    """Return the vote of a form: the one that the page showed, or else the one that counts."""
    if not nummer.isdecimal() or len(nummer) > len(str(HOOGSTE_FORMULIER)):
        return None
    rijen = rij.stemmen.filter(formulier=int(nummer)).select_related("peiling__agenda__wijk")
    if gezien:
        return next((stem for stem in rijen if str(stem.pk) == gezien), None)
    return rijen.telt().first()


def _conceptform(rij: Peiling, request: HttpRequest) -> ConceptForm:
    ideeen = list(rij.agenda.ideeen.haalbaar())
    return ConceptForm(data=verstuurde_gegevens(request), peiling=rij, ideeen=ideeen)


def _naar(rij: Peiling) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:wijkagenda_peiling_change", args=[rij.pk]))
