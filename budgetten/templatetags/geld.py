"""Template tags for money."""

from decimal import Decimal

from django import template

from budgetten.geld import in_euro

register = template.Library()


@register.filter
def euro(bedrag: Decimal | str) -> str:
    """Write an amount as people do: "€ 1.250,00". The policy keeps amounts as text ("1250.00")."""
    return in_euro(Decimal(bedrag))
