"""The form field for amounts and values that may be nothing, as people in the Netherlands write them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format

from budgetten.velden import GESCHREVEN

ZO = "Schrijf het getal in cijfers, met een komma voor de decimalen. Bijvoorbeeld 1.250,50."


class GetalVeld(forms.Field):
    """Reads "1.250,50", "1250,5" and "1250", never "1250.50": what can be read in two ways is not guessed."""

    def __init__(self, *, max_digits: int = 12, decimal_places: int = 2, **opties: Any) -> None:
        self.heel, self.decimalen = max_digits - decimal_places, decimal_places
        opties.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**opties)

    def prepare_value(self, value: Any) -> Any:
        """Show a number as people write it, without what it can do without."""
        if not isinstance(value, Decimal):
            return value
        decimalen = 0 if value == value.to_integral_value() else self.decimalen
        return number_format(value, decimalen, use_l10n=True)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number, or None when nothing was filled in."""
        tekst = str(value or "").strip().removeprefix("€").strip()
        if not tekst:
            return None
        if not GESCHREVEN.fullmatch(tekst):
            raise ValidationError(ZO)
        heel, _, decimalen = tekst.replace(".", "").partition(",")
        if len(decimalen) > self.decimalen:
            raise ValidationError(f"Vul hooguit {self.decimalen} cijfers achter de komma in.")
        if len(heel.lstrip("-")) > self.heel:
            raise ValidationError("Dit getal is te groot.")
        return Decimal(f"{heel}.{decimalen or 0}")
