"""What the pages about money share: who is signed in, which year is meant, and the frame around a page."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from budgetten.models import Jaarbudget
from budgetten.models.jaar import Jaarstand
from budgetten.rechten import cluster_van_het_wijkbudget
from wijken.models import Medewerker
from wijkportaal.filters import MetFilters


class Geldadmin(MetFilters):
    """A list of what happened with money, and pages on which it happens; nothing is edited or removed."""

    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def toon(
        self, request: HttpRequest, sjabloon: str, titel: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        """Show a page of the work environment."""
        kader = self.admin_site.each_context(request) | {"title": titel, "opts": self.opts}
        return render(request, f"budgetten/beheer/{sjabloon}.html", kader | context, status=status)


def medewerker(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)


def eis_overal(request: HttpRequest, recht: str) -> None:
    """Go on only for who has this permission for the money of all wijken together.

    Raises:
        PermissionDenied: this person may not.
    """
    if not request.user.has_perm(recht, cluster_van_het_wijkbudget()):
        raise PermissionDenied


def jaar_voor(request: HttpRequest, jaar: str | int) -> Jaarbudget:
    """Fetch a year with its `stand`: 404 when there is none, 403 for who may not read it."""
    if not request.user.has_perm("budgetten.view_jaarbudget"):
        raise PermissionDenied
    if not str(jaar).isdecimal() or len(str(jaar)) > 4:
        raise Http404
    return get_object_or_404(Jaarbudget.objects.met_stand().select_related("gesloten_door"), pk=jaar)


def niet_open(jaar: Jaarbudget) -> str:
    """Return why nothing moves in this year; empty when its money is in pots and it is not closed."""
    if jaar.stand == Jaarstand.VERDEELD:
        return ""
    return f"Dit kan niet in {jaar.pk}: {Jaarstand(jaar.stand).label.lower()}."
