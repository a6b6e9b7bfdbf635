"""The staff's forms on the page of an agenda."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone

from wijkagenda.models import Wijkagenda
from wijkagenda.overgangen import is_terug
from wijken.models import Coalitielid
from wijken.overgangen import Stap
from wijkportaal.bestanden import IN_WOORDEN, schone_naam, toets_bestand
from wijkportaal.formulieren import PaginaFormulier


def tekstvak(label: str, rijen: int = 3, **opties: Any) -> forms.CharField:
    """Make a field for a text of some lines."""
    hoogstens = opties.pop("max_length", 4000)
    return forms.CharField(
        label=label, max_length=hoogstens, widget=forms.Textarea(attrs={"rows": rijen}), **opties
    )


class DagVeld(forms.DateField):
    """Asks for a day that was."""

    def __init__(self, **opties: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={
                "required": "Kies een dag.",
                "invalid": "Vul een dag in, bijvoorbeeld 31-12-2026.",
            },
            **opties,
        )


class StapForm(PaginaFormulier):
    """The account of a step (A-02), or the reason to go back."""

    hoe = tekstvak(
        "Hoe heeft de wijkcoalitie dit gedaan?",
        help_text="Dit verslag staat straks op de website. Noem geen namen van bewoners.",
        error_messages={"required": "Schrijf op hoe u dit heeft gedaan."},
    )
    wanneer = forms.CharField(
        label="Wanneer?", required=False, max_length=200, help_text="Bijvoorbeeld: maart tot en met mei 2026."
    )
    met_wie = tekstvak(
        "Met wie?",
        2,
        required=False,
        max_length=2000,
        help_text="Organisaties en groepen, geen namen van bewoners.",
    )
    uitkomst = tekstvak("Wat kwam eruit?", required=False)

    def __init__(self, *args: Any, stap: Stap, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{stap.naam}_%s", **kwargs)
        self.stap = stap
        for veld in stap.verslag:
            self.fields[veld].required = True
            self.fields[veld].error_messages["required"] = f"Vul dit in: {self.fields[veld].label}"
        if is_terug(stap):
            for veld in ("wanneer", "met_wie", "uitkomst"):
                del self.fields[veld]
            self.fields["hoe"].label = "Waarom gaat u terug?"
            self.fields["hoe"].help_text = "Voor collega’s. Dit staat niet op de website."
            self.fields["hoe"].error_messages["required"] = "Schrijf op waarom u teruggaat."


class AkkoordForm(PaginaFormulier):
    """The yes of one member of the coalitie (A-08)."""

    lid = forms.ModelChoiceField(
        Coalitielid.objects.none(),
        label="Wie geeft akkoord?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies wie akkoord geeft.",
            "invalid_choice": "Het akkoord van dit lid ligt al vast, of dit lid zit niet in de coalitie.",
        },
    )
    vorm = forms.CharField(
        label="In welke vorm?",
        max_length=200,
        help_text="De wijkcoalitie kiest de vorm zelf. Bijvoorbeeld: handtekening, mail of stemming.",
        error_messages={"required": "Schrijf op in welke vorm het akkoord is gegeven."},
    )
    gegeven_op = DagVeld(label="Gegeven op")
    opmerking = tekstvak("Opmerking", 2, required=False, max_length=2000)

    def __init__(self, *args: Any, leden: Sequence[Coalitielid], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_akkoord_%s", **kwargs)
        veld = cast("forms.ModelChoiceField", self.fields["lid"])
        veld.queryset = Coalitielid.objects.filter(pk__in=[lid.pk for lid in leden]).select_related(
            "partner", "medewerker"
        )


class VaststelForm(PaginaFormulier):
    """The decision of the college, with its document (A-08)."""

    nummer = forms.CharField(
        label="Nummer van het besluit",
        max_length=50,
        error_messages={"required": "Vul het nummer van het besluit in."},
    )
    datum = DagVeld(label="Datum van het besluit")
    document = forms.FileField(
        label="Het besluit",
        help_text=f"Een bestand van het type {IN_WOORDEN}, hoogstens 10 MB.",
        error_messages={"required": "Kies het bestand met het besluit."},
    )
    toelichting = tekstvak(
        "Wat is er anders dan in de vorige versie?",
        help_text="In gewone woorden. Dit staat op de website.",
        error_messages={"required": "Leg uit wat er anders is."},
    )

    def __init__(self, *args: Any, agenda: Wijkagenda, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_vaststellen_%s", **kwargs)
        if agenda.ronde == 1:
            del self.fields["toelichting"]

    def clean_document(self) -> Any:
        """Look at what the file is, not at what it says it is."""
        bestand = self.cleaned_data["document"]
        self.soort = toets_bestand(bestand)
        return bestand

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of `vaststellen.stel_vast`."""
        gegevens = dict(self.cleaned_data)
        bestand = gegevens.pop("document")
        naam = schone_naam(bestand.name, self.soort)
        return gegevens | {"naam": naam, "soort": self.soort, "inhoud": bestand.read()}


class AanbiedForm(PaginaFormulier):
    """Offering the adopted version to the raad (A-08)."""

    aangeboden_op = DagVeld(label="Aangeboden op")
    kenmerk = forms.CharField(
        label="Kenmerk van de brief aan de raad",
        max_length=50,
        error_messages={"required": "Vul het kenmerk van de brief in."},
    )
    toelichting = tekstvak(
        "Toelichting voor de raad",
        5,
        help_text="Dit staat bij de agenda op de website.",
        error_messages={"required": "Schrijf de toelichting voor de raad."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, auto_id="id_aanbieden_%s", initial={"aangeboden_op": timezone.localdate()}, **kwargs
        )


class AntwoordForm(PaginaFormulier):
    """The answer of the one with the mandate: yes, or advice to change (A-06)."""

    gezien = forms.CharField(widget=forms.HiddenInput, max_length=30)
    antwoord = forms.ChoiceField(
        label="Wat is uw antwoord?",
        choices=[("akkoord", "Akkoord"), ("advies", "Niet akkoord: ik geef advies over wat er anders moet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies uw antwoord."},
    )
    toelichting = tekstvak(
        "Toelichting",
        required=False,
        help_text="Bij advies: schrijf op wat er anders moet. Wie om akkoord vroeg, leest dit.",
    )

    def clean(self) -> None:
        super().clean()
        if (
            self.cleaned_data.get("antwoord") == "advies"
            and not self.cleaned_data.get("toelichting", "").strip()
        ):
            self.add_error("toelichting", "Schrijf op wat er anders moet aan de maatregel.")

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of `beoordelen.beoordeel`."""
        gegevens = self.cleaned_data
        return {
            "akkoord": gegevens["antwoord"] == "akkoord",
            "gezien": gegevens["gezien"],
            "toelichting": gegevens["toelichting"],
        }
