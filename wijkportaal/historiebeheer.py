"""The history of a row in the admin: to read back, never to write."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin


class Historiebeheer(SimpleHistoryAdmin):
    """An admin class whose history is read only.

    Simple-history lets whoever may read a row save an old version of it, past every rule of the change page.
    Here a row changes on its change page alone.
    """

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def history_view_title(self, request: HttpRequest, obj: models.Model) -> str:
        return f"Geschiedenis: {obj}"

    def history_form_view_title(self, request: HttpRequest, obj: models.Model) -> str:
        return f"Zoals het was: {obj}"
