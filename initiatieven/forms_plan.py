"""The plan on main lines in questions, in short steps (C-04, I-10)."""

from dataclasses import dataclass
from typing import Any

from django import forms

from initiatieven.forms import TEKST_HOOGSTENS, BijlageVeld
from wijkportaal.bestanden import IN_WOORDEN
from wijkportaal.formulieren import PaginaFormulier

NODIG_OM_IN_TE_LEVEREN = ("doel", "groep", "nodig", "gemeente")


def _vraag(label: str, uitleg: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        required=False,
        max_length=TEKST_HOOGSTENS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": f"Deze tekst is te lang. Gebruik hoogstens {TEKST_HOOGSTENS} tekens.",
        },
    )


class PlanForm(PaginaFormulier):
    """One step of the plan. Everything may be filled in later; handing over asks a few answers."""

    aanduidingen = dict.fromkeys(NODIG_OM_IN_TE_LEVEREN, "")

    def getypt(self) -> dict[str, str]:
        """Return what was typed, right or wrong. Files are not among them."""
        return {
            naam: self.data.get(naam, "")
            for naam, veld in self.fields.items()
            if not isinstance(veld, forms.FileField)
        }


class DoelForm(PlanForm):
    """What and why."""

    doel = _vraag(
        "Wat wilt u bereiken, en voor wie?", "Wat is er straks anders in de buurt? Wie hebben er iets aan?"
    )
    aanleiding = _vraag("Waarom nu?", "Wat is de aanleiding? Wat is er al geprobeerd?")


class MensenForm(PlanForm):
    """Who joins in, and what the neighbourhood thinks of it."""

    groep = _vraag("Wie doen er mee en wie doet wat?", "Noem geen namen. Bijvoorbeeld: twee buren timmeren.")
    buurt = _vraag(
        "Wat vindt de buurt ervan?", "Met wie heeft u gesproken? Zijn er mensen die het niet willen?"
    )


class NodigForm(PlanForm):
    """What it takes."""

    nodig = _vraag("Wat heeft u nodig?", "Bijvoorbeeld een plek, spullen, kennis of toestemming.")
    geld = _vraag(
        "Wat kost het ongeveer, en hoe komt u aan het geld?",
        "Een schatting is genoeg. Wat u zelf doet of inzamelt, telt ook mee.",
    )
    bijlage = BijlageVeld(
        label="Wilt u een tekening, foto of begroting toevoegen?",
        help_text=f"Een bestand van het type {IN_WOORDEN}, hoogstens 10 MB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
    )


class PlanningForm(PlanForm):
    """When, afterwards, and what is asked of the municipality."""

    planning = _vraag("Wanneer wilt u wat doen?", "Noem de stappen. Precieze dagen hoeven nog niet.")
    daarna = _vraag("Wie zorgt er later voor?", "Bijvoorbeeld voor onderhoud, of voor een volgende keer.")
    gemeente = _vraag(
        "Wat vraagt u van de gemeente?",
        "Bijvoorbeeld advies, een vergunning, geld of hulp. Of helemaal niets.",
    )


@dataclass(frozen=True)
class Planstap:
    """One page of the plan. `slug` stands in its address."""

    slug: str
    titel: str
    formulier: type[PlanForm]


PLANSTAPPEN = (
    Planstap("doel", "Wat en waarom", DoelForm),
    Planstap("mensen", "Wie doen er mee", MensenForm),
    Planstap("nodig", "Wat is er nodig", NodigForm),
    Planstap("planning", "Wanneer, en wat vraagt u", PlanningForm),
)
PLANSTAP_OP_SLUG = {stap.slug: stap for stap in PLANSTAPPEN}


def ingevuld(antwoorden: dict[str, str]) -> list[tuple[Planstap, list[tuple[str, str]]]]:
    """Return each step with its questions and what was answered."""
    return [
        (stap, [(str(veld.label), antwoorden.get(naam, "")) for naam, veld in _teksten(stap)])
        for stap in PLANSTAPPEN
    ]


def ontbreekt(antwoorden: dict[str, str]) -> list[str]:
    """Return what must be changed before the plan can be handed over, in Dutch."""
    meldingen = []
    for stap in PLANSTAPPEN:
        form = stap.formulier(data=antwoorden)
        for naam, veld in _teksten(stap):
            if naam in NODIG_OM_IN_TE_LEVEREN and not antwoorden.get(naam, "").strip():
                meldingen.append(f"Beantwoord de vraag “{veld.label}” bij “{stap.titel}”.")
        meldingen += [f"{stap.titel}: {fout}" for fouten in form.errors.values() for fout in fouten]
    return meldingen


def _teksten(stap: Planstap) -> list[tuple[str, Any]]:
    velden = stap.formulier.base_fields.items()
    return [(naam, veld) for naam, veld in velden if not isinstance(veld, forms.FileField)]
