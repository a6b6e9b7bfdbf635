"""What every page knows of the installation: its name and its look. No query, ever."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def huis(_request: HttpRequest) -> dict[str, Any]:
    """Return the settings that templates may show."""
    return {
        "BASIS_URL": settings.BASIS_URL,
        "SITE_NAAM": settings.SITE_NAAM,
        "THEMA_KLASSE": settings.THEMA_KLASSE,
        "THEMA_STYLESHEET": settings.THEMA_STYLESHEET,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "CONTACT_TELEFOON": settings.CONTACT_TELEFOON,
        "DEMO": settings.DEMO,
        "SESSIE_DUUR": settings.SESSION_COOKIE_AGE,
        "SESSIE_WAARSCHUWING": settings.SESSIE_WAARSCHUWING,
    }
