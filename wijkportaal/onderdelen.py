"""How an app puts a part of its own on a page of a lower app: through a signal, without an import upwards."""

from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest


@dataclass(frozen=True)
class Onderdeel:
    """A part of a page: the template of the part, what it shows, and its place (lowest first).

    The page includes `sjabloon` with this object as `onderdeel`; the part reads `onderdeel.context`.
    """

    sjabloon: str
    context: dict[str, Any] = field(default_factory=dict)
    volgorde: int = 0


def verzamel(signaal: Signal, request: HttpRequest, **gegevens: Any) -> list[Onderdeel]:
    """Ask every receiver of `signaal` for its part and return the parts in the order of the page."""
    antwoorden: Any = signaal.send(sender=None, request=request, **gegevens)
    onderdelen = [onderdeel for _, onderdeel in antwoorden if onderdeel is not None]
    return sorted(onderdelen, key=lambda onderdeel: onderdeel.volgorde)
