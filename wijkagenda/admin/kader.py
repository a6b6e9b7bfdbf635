"""What the pages of wijkagenda's share: who is signed in, which agenda is meant, and the frame."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from wijkagenda.models import Wijkagenda
from wijken.models import Medewerker


def medewerker(request: HttpRequest) -> Medewerker:
    """The person who is signed in; the admin lets nobody else through."""
    return cast("Medewerker", request.user)


def agenda_voor(request: HttpRequest, pk: str | int) -> Wijkagenda:
    """Fetch an agenda for its page: 404 when there is none, 403 for who may not see it."""
    if not str(pk).isdecimal():
        raise Http404
    agenda = get_object_or_404(Wijkagenda.objects.select_related("wijk"), pk=pk)
    if not request.user.has_perm("wijkagenda.view_wijkagenda", agenda):
        raise PermissionDenied
    return agenda


def toon_pagina(
    admin_: admin.ModelAdmin,
    request: HttpRequest,
    sjabloon: str,
    titel: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Show a page of the work environment."""
    kader = admin_.admin_site.each_context(request) | {"title": titel, "opts": admin_.opts}
    return render(request, f"wijkagenda/beheer/{sjabloon}.html", kader | context, status=status)
