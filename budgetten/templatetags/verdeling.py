"""Template tags for the divide table."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from budgetten.geld import in_euro

register = template.Library()


@register.filter
def op_de_cent(bedrag: Decimal) -> str:
    """Write an amount with parts of a cent as people do, rounded."""
    return in_euro(round(bedrag, 2))


@register.filter
def verschil(bedrag: Decimal) -> str:
    """Write a difference with its sign: "+ € 3,21", "− € 3,21"; nothing is a dash."""
    if not bedrag:
        return "–"
    return f"{'−' if bedrag < 0 else '+'} {in_euro(abs(bedrag))}"  # a real minus sign


@register.filter
def procent(deel: str) -> str:
    """Write a part of one as the policy keeps it ("0.67") as a percentage: "67%"."""
    return f"{number_format((Decimal(deel) * 100).normalize(), use_l10n=True)}%"
