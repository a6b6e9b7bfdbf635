"""The forms of residents beside the one with which they submit: to write, invite, withdraw and support."""

import unicodedata
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from initiatieven.forms import TEKST_HOOGSTENS, mailadres
from wijkportaal.formulieren import PaginaFormulier


def geen_verborgen_tekens(waarde: str) -> None:
    """Refuse what makes a name look like something else: control signs and changes of reading direction."""
    if any(unicodedata.category(teken) in ("Cc", "Cf") and teken != "\u200d" for teken in waarde):
        raise ValidationError("In de naam staat een teken dat we niet kunnen tonen. Typ de naam opnieuw.")


def naamveld(label: str, uitleg: str, bij_leeg: str) -> forms.CharField:
    """Make a field for somebody's name."""
    return forms.CharField(
        label=label,
        help_text=uitleg,
        max_length=100,
        validators=(geen_verborgen_tekens,),
        error_messages={"required": bij_leeg, "max_length": "Gebruik hoogstens 100 tekens."},
    )


class UitnodigForm(PaginaFormulier):
    """Somebody to ask along."""

    naam = naamveld("Naam", "De mensen in uw groep en de gemeente zien deze naam.", "Vul de naam in.")
    email = mailadres(
        "Mailadres", "Wij sturen één mail met een knop om mee te doen.", "Vul het mailadres in."
    )


class IntrekkenForm(PaginaFormulier):
    """Stopping, with a reason if one likes."""

    reden = forms.CharField(
        label="Waarom stopt u?",
        help_text="De gemeente leest dit en leert ervan. Noem geen namen.",
        required=False,
        max_length=TEKST_HOOGSTENS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"Deze tekst is te lang. Gebruik hoogstens {TEKST_HOOGSTENS} tekens."},
    )


class SteunForm(PaginaFormulier):
    """Support by name and mail. Only a robot fills in the field that people do not see."""

    naam = naamveld("Uw naam", "Niemand ziet uw naam, behalve als u dat hieronder kiest.", "Vul uw naam in.")
    email = mailadres(
        "Uw mailadres",
        "Hiermee bevestigt u uw steun. Niemand ziet uw adres en u krijgt geen andere mail.",
        "Vul uw mailadres in. Daarmee bevestigt u uw steun.",
    )
    naam_tonen = forms.BooleanField(
        label="Mijn naam mag op deze pagina staan",
        help_text="Zonder vinkje tellen we alleen uw steun.",
        required=False,
    )
    website = forms.CharField(
        label="Laat dit veld leeg",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["naam"].widget.attrs["autocomplete"] = "name"
        self.helper.layout = Layout("naam", "email", "naam_tonen")  # the template hides the other one

    @property
    def is_robot(self) -> bool:
        """Something was filled in that people do not see."""
        return bool(self.cleaned_data["website"])

    def gegevens(self) -> dict[str, Any]:
        """Return what the service asks."""
        return {naam: self.cleaned_data[naam] for naam in ("naam", "email", "naam_tonen")}
