"""What `manage.py check` refuses."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def tweede_factor_staat_aan(**_opties: Any) -> list[CheckMessage]:
    """Only the demo, with nothing but invented data, may let staff in with a password alone."""
    if settings.TWEEDE_FACTOR_VERPLICHT or settings.DEMO:
        return []
    return [
        Error(
            "De werkomgeving vraagt geen tweede stap bij het aanmelden.",
            hint="Zet TWEEDE_FACTOR_VERPLICHT op True. Alleen de demo mag zonder.",
            id="wijkportaal.E001",
        )
    ]
