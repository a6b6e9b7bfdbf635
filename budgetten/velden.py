"""The form field for an amount of money, as people in the Netherlands write it."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from budgetten.geld import OngeldigBedrag, euro

# "1.250,50", "1250,50", "1250": a point only between groups of three, a comma before the cents.
GESCHREVEN = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)
ZO = "Schrijf het bedrag in cijfers, met een komma voor de centen. Bijvoorbeeld 1.250,50."


class EuroVeld(forms.CharField):
    """Takes an amount above zero in euros; what was typed stays on the screen as it was typed."""

    def __init__(self, **opties: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, **opties)

    def clean(self, value: Any) -> Any:
        """Return the amount, or None when nothing was filled in."""
        tekst = super().clean(value).removeprefix("€").strip()
        return lees_bedrag(tekst) if tekst else None


def lees_bedrag(tekst: str) -> Decimal:
    """Return the amount that `tekst` says, in euros.

    Raises:
        ValidationError: it is no amount, or none that can be booked; the message says how to write it.
    """
    if not GESCHREVEN.fullmatch(tekst):
        raise ValidationError(ZO)
    try:
        return euro(tekst.replace(".", "").replace(",", "."))
    except OngeldigBedrag as fout:
        raise ValidationError(str(fout)) from fout
