"""Staff report on a maatregel, and read what was reported (A-10)."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from wijkagenda.admin.kader import medewerker, toon_pagina
from wijkagenda.forms_voortgang import MeldingForm
from wijkagenda.models import Maatregel, Voortgang
from wijkagenda.voortgang import RECHT, Maatregelstand, laatste_stand, meld_voortgang
from wijken.admin.basis import NooitVerwijderen, VanEenAnder
from wijken.rechtentabel import eis, zichtbaar
from wijkportaal.eenmaal import eenmaal
from wijkportaal.formulieren import lukt, verstuurde_gegevens


@admin.register(Voortgang)
class VoortgangAdmin(NooitVerwijderen, VanEenAnder, admin.ModelAdmin):
    """Every report on the maatregelen in the work of this person; a new one is made from the agenda."""

    list_display = ("maatregel", "wijk", "stand", "op", "rol")
    list_filter = ("stand",)
    list_select_related = ("maatregel__agenda__wijk",)
    list_per_page = 50
    show_full_result_count = False
    actions = None

    @admin.display(description="wijk")
    def wijk(self, melding: Voortgang) -> str:
        return str(melding.maatregel.agenda.wijk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Voortgang | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Voortgang]:
        return (
            super().get_queryset(request).filter(zichtbaar("wijkagenda.view_voortgang", medewerker(request)))
        )

    def get_urls(self) -> list[URLPattern]:
        melden = self.admin_site.admin_view(self.melden)
        return [path("melden/<int:pk>/", melden, name="wijkagenda_voortgang_melden"), *super().get_urls()]

    @method_decorator([require_http_methods(["GET", "HEAD", "POST"]), eenmaal])
    def melden(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Report on one maatregel: 404 when it is in no version that holds, 403 for another wijk."""
        maatregel = get_object_or_404(Maatregel.objects.select_related("agenda__wijk"), pk=pk)
        door = medewerker(request)
        eis(RECHT, door, Voortgang(maatregel=maatregel))
        stand = self._stand(maatregel)
        form = MeldingForm(verstuurde_gegevens(request), stand=stand)
        if form.is_valid() and lukt(
            form, lambda: meld_voortgang(maatregel=maatregel, melding=form.melding(), door=door)
        ):
            messages.success(request, f"De melding over maatregel {maatregel.nummer} staat erbij.")
            adres = reverse("admin:wijkagenda_wijkagenda_change", args=[maatregel.agenda_id])
            return HttpResponseRedirect(f"{adres}#deel-voortgang")
        context = {"agenda": maatregel.agenda, "maatregel": maatregel, "stand": stand, "form": form}
        titel = f"Voortgang van maatregel {stand.maatregel['nummer']}"
        return toon_pagina(self, request, "melden", titel, context, 422 if form.is_bound else 200)

    def _stand(self, maatregel: Maatregel) -> Maatregelstand:
        gevonden: Any = next(
            (rij for rij in laatste_stand(maatregel.agenda) if rij.maatregel["id"] == maatregel.pk), None
        )
        if gevonden is None:
            raise Http404
        return gevonden
