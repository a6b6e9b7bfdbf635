"""Proposals about accounts: what one beheerder asks, another confirms or refuses (W-05)."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from wijken.admin.basis import NooitVerwijderen
from wijken.models import Accountvoorstel, Medewerker
from wijken.vier_ogen import BESLISSEN, besluit
from wijkportaal.historiebeheer import Historiebeheer
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

MEDEDELING = "Een andere beheerder moet dit bevestigen, want deze persoon heeft macht over geld of accounts."


@admin.register(Accountvoorstel)
class AccountvoorstelAdmin(NooitVerwijderen, Historiebeheer):
    """Nothing is typed here: a proposal is read, and confirmed or refused by somebody else."""

    list_display = ("soort", "medewerker", "stand", "gevraagd_door", "gevraagd_op", "besloten_door")
    list_filter = ("stand", "soort")
    list_select_related = ("medewerker", "gevraagd_door", "besloten_door")
    search_fields = ("medewerker__naam",)
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A proposal follows from what somebody does with an account or role."""
        return False

    def get_urls(self) -> list[URLPattern]:
        wikkel = self.admin_site.admin_view(self.besluit)
        return [path("<int:pk>/besluit/", wikkel, name="wijken_accountvoorstel_besluit"), *super().get_urls()]

    @method_decorator(require_safe)
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What would change, who asked, and the two buttons for who may decide."""
        return self._toon(request, _voorstel(request, object_id))

    @method_decorator(require_POST)
    def besluit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm (`akkoord`) or refuse."""
        voorstel, door = _voorstel(request, pk), cast("Medewerker", request.user)
        akkoord = "akkoord" in request.POST
        try:
            besluit(voorstel=voorstel, akkoord=akkoord, door=door)
        except VerouderdeActie:
            raise
        except Domeinfout as fout:
            return self._toon(request, voorstel, fout=str(fout), status=422)
        messages.success(request, "Bevestigd en uitgevoerd." if akkoord else "Het voorstel is geweigerd.")
        return HttpResponseRedirect(reverse("admin:wijken_accountvoorstel_changelist"))

    def _toon(
        self, request: HttpRequest, voorstel: Accountvoorstel, *, fout: str = "", status: int = 200
    ) -> HttpResponse:
        betrokken = request.user.pk in (voorstel.gevraagd_door_id, voorstel.medewerker_id)
        open_ = voorstel.stand == Accountvoorstel.Stand.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": str(voorstel),
            "opts": self.opts,
            "voorstel": voorstel,
            "kan_besluiten": open_ and not betrokken and request.user.has_perm(BESLISSEN),
            "wacht_op_ander": open_ and betrokken,
            "fout": fout,
        }
        return render(request, "wijken/beheer/accountvoorstel.html", context, status=status)


def _voorstel(request: HttpRequest, pk: str | int) -> Accountvoorstel:
    if not request.user.has_perm("wijken.view_accountvoorstel"):
        raise PermissionDenied
    verwant = ("medewerker", "gevraagd_door", "besloten_door")
    nummer = int(pk) if str(pk).isdecimal() else 0
    return get_object_or_404(Accountvoorstel.objects.select_related(*verwant), pk=nummer)
