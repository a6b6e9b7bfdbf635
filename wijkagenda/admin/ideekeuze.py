"""What is done with several ideas at once: merging, asking about them, the verdict (A-02, A-03)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from wijkagenda import eerste_toets, ideeen
from wijkagenda.admin.kader import medewerker, toon_pagina
from wijkagenda.forms_ideeen import OordeelForm, SamenvoegForm, VraagToetsForm
from wijkagenda.models import Idee, Wijkagenda
from wijkportaal.formulieren import lukt, verstuurde_gegevens

LEIDT = eerste_toets.RECHT_VRAGEN


class MeerIdeeen(admin.ModelAdmin):
    """The actions of the list. Each leads to a page of its own, with the chosen ideas in its address."""

    actions = ("samenvoegen_actie", "toets_actie", "oordeel_actie")

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view
        return [
            path("samenvoegen/", wikkel(self.samenvoegen), name="wijkagenda_samenvoegen"),
            path("toets-vragen/", wikkel(self.toets_vragen), name="wijkagenda_toets_vragen"),
            path("oordelen/", wikkel(self.oordelen), name="wijkagenda_oordelen"),
            *super().get_urls(),
        ]

    @admin.action(description="Samenvoegen", permissions=["change"])
    def samenvoegen_actie(self, request: HttpRequest, gekozen: QuerySet[Idee]) -> HttpResponse:
        return _met_keuze("wijkagenda_samenvoegen", gekozen)

    @admin.action(description="Toets vragen aan clusters en partners", permissions=["leid"])
    def toets_actie(self, request: HttpRequest, gekozen: QuerySet[Idee]) -> HttpResponse:
        return _met_keuze("wijkagenda_toets_vragen", gekozen)

    @admin.action(description="Oordeel van de wijkcoalitie vastleggen", permissions=["leid"])
    def oordeel_actie(self, request: HttpRequest, gekozen: QuerySet[Idee]) -> HttpResponse:
        return _met_keuze("wijkagenda_oordelen", gekozen)

    def has_leid_permission(self, request: HttpRequest) -> bool:
        """Whoever leads an agenda asks and judges; of which one, the service looks at."""
        return request.user.has_perm(LEIDT)

    def samenvoegen(self, request: HttpRequest) -> HttpResponse:
        """Let the chosen ideas go on in one of them."""
        gekozen = gekozen_ideeen(request)
        form = SamenvoegForm(verstuurde_gegevens(request), ideeen=gekozen)
        door = medewerker(request)
        if form.is_valid() and lukt(
            form, lambda: ideeen.voeg_samen(ideeen=gekozen, door=door, **form.cleaned_data)
        ):
            messages.success(request, "De ideeën zijn samengevoegd. Er is niets weg.")
            return naar_idee(form.cleaned_data["verder_in"])
        return self._keuze(request, "Ideeën samenvoegen", "Samenvoegen", gekozen, form)

    def toets_vragen(self, request: HttpRequest) -> HttpResponse:
        """Ask clusters and partners about the chosen ideas (A-03)."""
        gekozen = gekozen_ideeen(request, LEIDT)
        form = VraagToetsForm(verstuurde_gegevens(request))
        agenda, door = gekozen[0].agenda, medewerker(request)
        if form.is_valid() and lukt(
            form,
            lambda: eerste_toets.vraag_toets(agenda=agenda, ideeen=gekozen, door=door, **form.gegevens()),
        ):
            messages.success(request, "De vragen staan uit. Wie moet antwoorden, krijgt één mail per dag.")
            return HttpResponseRedirect(lijst_van(agenda))
        return self._keuze(request, "Eerste toets vragen", "Vragen versturen", gekozen, form)

    def oordelen(self, request: HttpRequest) -> HttpResponse:
        """Record what the coalitie makes of the chosen ideas (A-03, A-11)."""
        gekozen = gekozen_ideeen(request, LEIDT)
        begin = (
            {"oordeel": gekozen[0].oordeel, "reden": gekozen[0].oordeel_reden} if len(gekozen) == 1 else {}
        )
        form = OordeelForm(verstuurde_gegevens(request), initial=begin)
        agenda, door = gekozen[0].agenda, medewerker(request)
        if form.is_valid() and lukt(
            form,
            lambda: eerste_toets.geef_oordeel(agenda=agenda, ideeen=gekozen, door=door, **form.cleaned_data),
        ):
            messages.success(request, "Het oordeel ligt vast. Wie het idee gaf, hoort het na de toets.")
            return naar_idee(gekozen[0]) if len(gekozen) == 1 else HttpResponseRedirect(lijst_van(agenda))
        return self._keuze(request, "Oordeel van de wijkcoalitie", "Vastleggen", gekozen, form)

    def _keuze(
        self, request: HttpRequest, titel: str, knop: str, gekozen: list[Idee], form: Form
    ) -> HttpResponse:
        context = {"ideeen": gekozen, "agenda": gekozen[0].agenda, "form": form, "knop": knop}
        return self.pagina(request, "ideeen_keuze", titel, context, form)

    def pagina(
        self,
        request: HttpRequest,
        sjabloon: str,
        titel: str,
        context: dict[str, Any],
        form: Form | None = None,
    ) -> HttpResponse:
        """Show a page about ideas; with 422 what could not be kept."""
        status = 422 if form is not None and form.is_bound and form.errors else 200
        return toon_pagina(self, request, sjabloon, titel, context, status)


def gekozen_ideeen(request: HttpRequest, recht: str = ideeen.RECHT) -> list[Idee]:
    """Fetch the ideas of `?ideeen=1,2`: 404 when one is not there, 403 when one is not this person's.

    They keep the order of the list.
    """
    pks = request.GET.get("ideeen", "").split(",")
    if not all(pk.isdecimal() for pk in pks):
        raise Http404
    rijen = Idee.objects.filter(pk__in=pks, bevestigd_op__isnull=False).select_related(
        "agenda__wijk", "thema"
    )
    gevonden = list(rijen.order_by("agenda", "thema", "ingediend_op", "pk"))
    if len(gevonden) != len(set(pks)):
        raise Http404
    if not all(request.user.has_perm(recht, idee.agenda.wijk) for idee in gevonden):
        raise PermissionDenied
    return gevonden


def _met_keuze(route: str, gekozen: QuerySet[Idee]) -> HttpResponse:
    pks = ",".join(str(pk) for pk in gekozen.values_list("pk", flat=True))
    return HttpResponseRedirect(f"{reverse(f'admin:{route}')}?ideeen={pks}")


def naar_idee(idee: Idee) -> HttpResponse:
    """Go to the page of an idea."""
    return HttpResponseRedirect(reverse("admin:wijkagenda_idee_change", args=[idee.pk]))


def lijst_van(agenda: Wijkagenda) -> str:
    """Return where the ideas of an agenda are listed."""
    return f"{reverse('admin:wijkagenda_idee_changelist')}?agenda={agenda.pk}"
