"""Template tags of the work environment: what Django's own templates lack."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def met_koppen(cellen: Iterable[str], koppen: Iterable[Mapping[str, str]]) -> list[SafeString]:
    """Return the cells of a row of a list, each with the head of its column and its part in the table.

    On a narrow screen the stylesheet makes a card of a row. A browser may then no longer tell that it was
    a table, hence the roles.
    """
    return [_met_kop(cel, kop) for cel, kop in zip(cellen, koppen, strict=True)]


def _met_kop(cel: str, kop: Mapping[str, str]) -> SafeString:
    """Django gives a cell whole, as "<td class=…>…</td>" or "<th …"."""
    soort, rest = cel[1:3], mark_safe(cel[3:])  # noqa: S308  # Django has escaped it
    naam = "" if "action-checkbox" in kop["class_attrib"] else capfirst(kop["text"])
    rol = "rowheader" if soort == "th" else "cell"
    return format_html('<{} role="{}" data-label="{}"{}', soort, rol, naam, rest)
