"""The steps of the form for residents, in their order, and what of it has been filled in."""

from dataclasses import dataclass

from django import forms
from django.utils.datastructures import MultiValueDict

from initiatieven.forms import GegevensForm, IdeeForm, PlekForm, SamenForm, Stapformulier
from initiatieven.models import Concept, Initiatief


@dataclass(frozen=True)
class Stap:
    """One page of the form. `slug` stands in its address."""

    slug: str
    titel: str
    formulier: type[Stapformulier]


STAPPEN = (
    Stap("idee", "Uw idee", IdeeForm),
    Stap("plek", "Waar en voor wie", PlekForm),
    Stap("samen", "Samen en hulp", SamenForm),
    Stap("gegevens", "Uw gegevens", GegevensForm),
)
CONTROLE = "controle"


def volgende(stap: Stap) -> str:
    """Return the slug of what comes after `stap`: the next step, or the check of everything."""
    plaats = STAPPEN.index(stap) + 1
    return STAPPEN[plaats].slug if plaats < len(STAPPEN) else CONTROLE


def ingevulde_formulieren(concept: Concept) -> list[tuple[Stap, Stapformulier]]:
    """Return each step with its form as it was filled in, validated afresh."""
    gegevens = MultiValueDict(
        {naam: waarde if isinstance(waarde, list) else [waarde] for naam, waarde in concept.gegevens.items()}
    )
    return [(stap, stap.formulier(data=gegevens)) for stap in STAPPEN]


def ingevuld_in_woorden(form: Stapformulier) -> list[tuple[str, str]]:
    """Return label and value of each field as people read them; what was left empty says so."""
    return [
        (str(veld.label), _in_woorden(form.cleaned_data.get(naam, form.getypt()[naam])))
        for naam, veld in form.fields.items()
        if not isinstance(veld, forms.FileField)
    ]


def _in_woorden(waarde: object) -> str:
    if isinstance(waarde, bool):
        return "Ja" if waarde else "Nee"
    if isinstance(waarde, list):
        waarde = "\n".join(Initiatief.Hulp(soort).label for soort in waarde if soort in Initiatief.Hulp)
    return str(waarde) if waarde else "Niet ingevuld"
