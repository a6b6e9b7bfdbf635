"""What is filled in of a plan and an account: the same for residents and for who does it for them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from budgetten.velden import EuroVeld
from initiatieven.forms import BijlageVeld, tekstveld
from initiatieven.models import Begrotingsregel
from wijkportaal.bestanden import IN_WOORDEN, schone_naam
from wijkportaal.formulieren import PaginaFormulier
from wijkportaal.fotos import GeenFoto, zonder_herkomst

FOTOSOORTEN = ("image/jpeg", "image/png")


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


class VoortgangVelden(PaginaFormulier):
    """How it goes, in words and a picture."""

    tekst = tekstveld("Hoe gaat het?", "Vertel wat er is gebeurd.", bij_leeg="Vertel hoe het gaat.", regels=3)
    foto = BijlageVeld(
        label="Een foto",
        help_text="Van het type jpg of png, hoogstens 10 MB. We halen eruit waar en wanneer hij is gemaakt.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )
    beschrijving = forms.CharField(
        label="Wat is er op de foto te zien?",
        help_text="Voor wie de foto niet kan zien. Staan er mensen op? Vraag hun of het mag.",
        max_length=200,
        required=False,
    )
    openbaar = forms.BooleanField(label="Dit mag op de website staan", required=False)
    aanduidingen = {"beschrijving": "nodig bij een foto"}

    def clean_foto(self) -> Any:
        """Take only a picture, and take its origin out."""
        foto = self.cleaned_data["foto"]
        if not foto:
            return None
        if foto.content_type not in FOTOSOORTEN:
            raise ValidationError("Kies een foto van het type jpg of png.")
        try:
            return foto.content_type, zonder_herkomst(foto.read())
        except GeenFoto as fout:
            raise ValidationError("Deze foto kunnen we niet lezen. Kies een andere foto.") from fout

    def clean(self) -> dict[str, Any]:
        antwoorden = super().clean() or {}
        if antwoorden.get("foto") and not antwoorden.get("beschrijving"):
            self.add_error("beschrijving", "Beschrijf wat er op de foto te zien is.")
        return antwoorden

    def gegevens(self) -> dict[str, Any]:
        """Return the picture as its type and its bytes."""
        gegevens = dict(self.cleaned_data)
        foto = gegevens.pop("foto")
        soort, inhoud = foto or ("", None)
        return gegevens | {"foto": inhoud, "foto_type": soort}


class BonVelden(PaginaFormulier):
    """A receipt or another proof of what it cost."""

    bestand = BijlageVeld(
        label="Een bon of rekening",
        help_text=f"Een bestand van het type {IN_WOORDEN}, hoogstens 10 MB. Alleen de gemeente ziet dit.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
        error_messages={"required": "Kies eerst een bestand."},
    )

    def gegevens(self) -> dict[str, Any]:
        """Return the file as the service wants it."""
        gegevens = dict(self.cleaned_data)
        bestand = gegevens.pop("bestand")
        naam = schone_naam(bestand.name, bestand.content_type)
        return gegevens | {"naam": naam, "soort": bestand.content_type, "inhoud": bestand.read()}


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
