"""Template tags of the work environment."""

import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatieven.termijnen import in_woorden, is_te_laat

register = template.Library()
# Once can happen; from here on it stands out (RM 4.1).
DOORGEGEVEN_OPVALLEND = 2


@register.simple_tag
def termijn(dag: datetime.date | None) -> SafeString:
    """Say how far off a last day is; nothing when there is none. Late is said in words and then coloured."""
    if dag is None:
        return SafeString()
    soort = "error" if is_te_laat(dag) else "neutral"
    badge = '<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>'
    return format_html(badge, soort, in_woorden(dag))


@register.simple_tag
def doorgegeven(keer: int) -> SafeString:
    """Say how often a case went to somebody else, once that is too often (RM 4.1)."""
    if keer < DOORGEGEVEN_OPVALLEND:
        return SafeString()
    return format_html(
        ' <span class="utrecht-status-badge utrecht-status-badge--warning">{} keer doorgegeven</span>', keer
    )
