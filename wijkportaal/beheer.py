"""The staff's work environment: Django's admin, as the one place that decides who comes in."""

from django.conf import settings
from django.http import HttpRequest

from wijkportaal.mijnwerk import MijnWerk


class Werkplek(MijnWerk):
    """`admin.site` of this project: whatever registers with `@admin.register` is registered here."""

    site_header = "Werkomgeving"
    site_title = "Werkomgeving"

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff only, and only after the second step of signing in (off in the demo alone)."""
        if not super().has_permission(request):
            return False
        return not settings.TWEEDE_FACTOR_VERPLICHT or request.user.is_verified()  # type: ignore[union-attr]
