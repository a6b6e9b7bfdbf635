"""The questions that wait for who has the mandate: a list, and a page with maatregel and answer (A-06)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator

from budgetten.models.rekening import Potsoort, Staat
from budgetten.rekeningen import rekening
from wijkagenda.admin.kader import medewerker, toon_pagina
from wijkagenda.beoordelen import beoordeel, revisie_van, wacht_op
from wijkagenda.forms import AntwoordForm
from wijkagenda.maatregelen import bijdragen_van
from wijkagenda.models import Beoordeling
from wijken.admin.basis import NooitVerwijderen
from wijken.mandaten import mandaten_van
from wijken.rechtentabel import zichtbaar
from wijkportaal.eenmaal import eenmaal
from wijkportaal.formulieren import lukt
from wijkportaal.uitzonderingen import VerouderdeActie

VOOR_PAGINA = (
    *("bijdrage__maatregel__agenda__wijk", "bijdrage__maatregel__thema", "bijdrage__cluster"),
    *("bijdrage__partner", "aanvraag__beslisser", "door", "gevraagd_door"),
)


@admin.register(Beoordeling)
class BeoordelingAdmin(NooitVerwijderen, admin.ModelAdmin):
    """What waits for a yes. Everybody who may read it sees who is waited for, and since when."""

    list_display = ("maatregel", "bijdrage", "wijk", "gevraagd_op", "stand")
    list_select_related = VOOR_PAGINA
    ordering = ("gevraagd_op",)
    list_per_page = 50
    show_full_result_count = False
    actions = None

    @admin.display(description="maatregel")
    def maatregel(self, vraag: Beoordeling) -> str:
        return str(vraag.bijdrage.maatregel)

    @admin.display(description="wijk")
    def wijk(self, vraag: Beoordeling) -> str:
        return str(vraag.bijdrage.maatregel.agenda.wijk)

    @admin.display(description="stand")
    def stand(self, vraag: Beoordeling) -> str:
        if vraag.wacht:
            return "Wacht"
        return "Akkoord" if vraag.is_akkoord else "Advies om te wijzigen"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Beoordeling | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Beoordeling]:
        voorwaarde = zichtbaar("wijkagenda.view_beoordeling", medewerker(request))
        return Beoordeling.objects.actueel().filter(voorwaarde)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """First what waits for this person, then all that is asked."""
        wie = medewerker(request)
        wachtend = list(wacht_op(wie, mandaten_van(wie)))
        eigen = {"title": "Beoordelingen van maatregelen", "wachtend": wachtend}
        return super().changelist_view(request, eigen | (extra_context or {}))

    @method_decorator(eenmaal)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The maatregel, the part that is asked, and the answer of the one with the mandate."""
        vraag = vraag_voor(request, object_id)
        if request.method != "POST":
            return self._toon(request, vraag, AntwoordForm(initial={"gezien": revisie_van(vraag)}))
        form, door = AntwoordForm(request.POST), medewerker(request)
        if not Beoordeling.objects.actueel().filter(pk=vraag.pk).exists():
            raise VerouderdeActie("De maatregel is gewijzigd of teruggehaald. Er is niets besloten.")
        if form.is_valid() and lukt(form, lambda: beoordeel(vraag=vraag, door=door, **form.gegevens())):
            akkoord = form.cleaned_data["antwoord"] == "akkoord"
            messages.success(request, "U bent akkoord." if akkoord else "Uw advies is vastgelegd.")
            return HttpResponseRedirect(reverse("admin:wijkagenda_beoordeling_changelist"))
        return self._toon(request, vraag, form)

    def _toon(self, request: HttpRequest, vraag: Beoordeling, form: AntwoordForm) -> HttpResponse:
        wie, maatregel = medewerker(request), vraag.bijdrage.maatregel
        mag = wacht_op(wie, mandaten_van(wie)).filter(pk=vraag.pk).exists()
        context = {
            "vraag": vraag,
            "maatregel": maatregel,
            "delen": bijdragen_van(maatregel),
            "form": form if mag or form.is_bound else None,
            **wat_overblijft(vraag),
            "actueel": Beoordeling.objects.actueel().filter(pk=vraag.pk).exists(),
        }
        return toon_pagina(self, request, "beoordeling", str(maatregel), context, 422 if form.errors else 200)


def wat_overblijft(vraag: Beoordeling) -> dict[str, Any]:
    """Return what is free in the pot of the wijk beside what this part asks, in euros. Not of other money."""
    aanvraag = vraag.aanvraag
    if aanvraag is None or aanvraag.soort != Potsoort.AGENDA or not vraag.wacht:
        return {}
    return {"vrij": rekening(Staat.VRIJ, **aanvraag.pot).saldo_nu, "gereserveerd": aanvraag.bedrag}


def vraag_voor(request: HttpRequest, pk: str) -> Beoordeling:
    """Fetch a question: 404 when there is none, 403 for who may not read it."""
    if not pk.isdecimal():
        raise Http404
    vraag = get_object_or_404(Beoordeling.objects.select_related(*VOOR_PAGINA), pk=pk)
    if not request.user.has_perm("wijkagenda.view_beoordeling", vraag):
        raise PermissionDenied
    return vraag
