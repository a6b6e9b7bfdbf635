"""Template tags of the house style: form parts, and where in the site a page is."""

import uuid
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wijkportaal import nlds
from wijkportaal.eenmaal import VELD

register = template.Library()


@register.filter
def soort(veld: BoundField) -> str:
    return nlds.soort_van(veld)


@register.filter
def etiket(veld: BoundField) -> SafeString:
    return nlds.etiket(veld)


@register.filter
def invoer(veld: BoundField) -> SafeString:
    return nlds.invoer(veld)


@register.filter
def opties(veld: BoundField) -> list[nlds.Optie]:
    return nlds.opties(veld)


@register.filter
def foutregels(form: BaseForm) -> list[nlds.Foutregel]:
    return nlds.foutregels(form)


@register.filter
def deels_verplicht(form: BaseForm) -> bool:
    return nlds.deels_verplicht(form)


@register.simple_tag
def formuliersleutel() -> SafeString:
    """Give this form its key, so that pressing its button twice does it once (see `wijkportaal.eenmaal`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', VELD, uuid.uuid4())


@register.simple_tag(takes_context=True)
def fout_voorvoegsel(context: Context) -> str:
    """Start the page's title with the fact that its form has errors: what a screen reader says first."""
    form: Any = context.get("form")
    return "Fout: " if form is not None and form.is_bound and form.errors else ""


@register.simple_tag(takes_context=True)
def huidig(context: Context, adres: str, *, precies: bool = False) -> SafeString:
    """Mark a link of the navigation: `page` for the page itself, `true` for the part of the site it is in."""
    request = context.get("request")
    if request is None:
        return SafeString()
    if request.path == adres:
        return mark_safe('aria-current="page"')
    if not precies and request.path.startswith(adres):
        return mark_safe('aria-current="true"')
    return SafeString()
