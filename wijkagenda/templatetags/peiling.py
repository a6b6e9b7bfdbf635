"""Template tags for polls (A-04)."""

from typing import Any

from django import template

from wijkagenda.models import Wijkagenda

register = template.Library()


@register.inclusion_tag("wijkagenda/peiling/balk.html")
def puntenbalk(punten: int, meeste: int) -> dict[str, str]:
    """Draw a bar that is as long as the part of the most points; the number stands beside it."""
    return {"lengte": f"{punten * 100 / meeste if meeste else 0:.2f}"}


@register.inclusion_tag("wijkagenda/peiling/verwijzing.html")
def peilingen_van(agenda: Wijkagenda) -> dict[str, Any]:
    """Lead to the polls of an agenda that everybody can see, in one query: a line each."""
    peilingen = agenda.peilingen.openbaar().select_related("agenda__wijk")
    return {"peilingen": list(peilingen)}
