"""Forms for residents on the pages of the wijken."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

ADRES_HOOGSTENS = 100


class AdresForm(forms.Form):
    """Where somebody lives, in whichever words: the service that knows addresses makes sense of it."""

    adres = forms.CharField(
        label="Postcode en huisnummer, of straat",
        help_text="Bijvoorbeeld: 6041 AA 1, of: Stationsplein. We gebruiken dit alleen om te zoeken.",
        max_length=ADRES_HOOGSTENS,
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "spellcheck": "false"}),
        error_messages={
            "required": "Vul uw postcode en huisnummer in, of uw straat.",
            "max_length": f"Dit is te lang. Gebruik hoogstens {ADRES_HOOGSTENS} tekens.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False  # it stands in the template, with its buttons
        self.helper.disable_csrf = True  # a search changes nothing; without it the front page needs no cookie


class PuntForm(forms.Form):
    """A point on earth, as the browser of somebody who pressed the button tells it."""

    lengte = forms.FloatField(min_value=-180, max_value=180)
    breedte = forms.FloatField(min_value=-90, max_value=90)
