"""What is filled in of a plan and an account: the same for residents and for who does it for them."""

from typing import Any

from django import forms

from budgetten.velden import EuroVeld
from initiatieven.forms import tekstveld
from initiatieven.models import Begrotingsregel
from wijkportaal.formulieren import PaginaFormulier


class RegelVelden(PaginaFormulier):
    """Adds a line, or takes one away: the button beside a line sends only its number, as `weg`."""

    weg = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        antwoorden = super().clean() or {}
        if antwoorden.get("weg"):
            self.errors.clear()
        return antwoorden


class BegrotingVelden(RegelVelden):
    """One line of the budget."""

    omschrijving = forms.CharField(
        label="Wat is er nodig?",
        help_text="Bijvoorbeeld: hout voor twee banken, of twee dagen werk van vier buren.",
        max_length=200,
        error_messages={"required": "Vul in wat er nodig is."},
    )
    bedrag = EuroVeld(
        label="Wat kost het, in euro's?",
        help_text="Eigen werk telt mee. Schat wat het zou kosten als iemand anders het doet.",
        error_messages={"required": "Vul het bedrag in."},
    )
    betaler = forms.ChoiceField(
        label="Wie betaalt dit?",
        choices=Begrotingsregel.Betaler.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie dit betaalt."},
    )


class PlanningVelden(RegelVelden):
    """One step of the planning."""

    wat = forms.CharField(
        label="Wat gaat u doen?",
        max_length=200,
        error_messages={"required": "Vul in wat u gaat doen."},
    )
    wanneer = forms.DateField(
        label="Wanneer is het klaar?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een dag.", "invalid": "Vul een dag in, bijvoorbeeld 31-12-2026."},
    )


class OnderhoudVelden(PaginaFormulier):
    """What happens when it is there."""

    onderhoud = forms.CharField(
        label="Hoe gaat het daarna?",
        help_text="Wie zorgt dat het mooi en heel blijft? Geen onderhoud nodig? Schrijf dat dan op.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Vertel hoe het daarna gaat."},
    )


class VerantwoordingVelden(PaginaFormulier):
    """What was done and what it cost."""

    gedaan = tekstveld(
        "Wat is er gedaan?",
        "Ging er iets anders dan in het plan? Vertel dat ook.",
        bij_leeg="Vertel wat er is gedaan.",
    )
    kosten = EuroVeld(
        label="Wat heeft het gekost, in euro's?",
        help_text="Het geld dat echt is uitgegeven. Laat dit leeg als het niets heeft gekost.",
        required=False,
    )
