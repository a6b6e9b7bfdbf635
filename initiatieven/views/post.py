"""Who may open a mail to the general address: asked by its own page and by the entry of a case."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from initiatieven.models import Postuk
from initiatieven.post import BEHANDELEN
from wijken.models import Medewerker


def post_voor(request: HttpRequest, pk: str | int) -> Postuk:
    """Fetch a mail for its page: only for who handles the post."""
    if not cast("Medewerker", request.user).has_perm(BEHANDELEN):
        raise PermissionDenied
    if not str(pk).isdecimal():
        raise Http404
    return get_object_or_404(Postuk.objects.select_related("initiatief", "afgehandeld_door"), pk=pk)
