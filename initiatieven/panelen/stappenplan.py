"""The submitters' plan on the case page, or why none is needed (I-10)."""

from typing import Any

from django import forms

from initiatieven.forms_plan import ingevuld
from initiatieven.gesprek import RECHT, plan_geregeld
from initiatieven.models import Fase, Initiatief, Stappenplan
from initiatieven.panelen.kern import Invoer, Paneel, PaneelFormulier
from initiatieven.stappenplan import plan_niet_nodig
from wijken.models import Medewerker


class NietNodigForm(PaneelFormulier):
    """Why the talk can do without a plan."""

    reden = forms.CharField(
        label="Waarom is een stappenplan niet nodig?",
        help_text="Alleen als het zonder kan, bijvoorbeeld bij een klein verzoek.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf op waarom een plan niet nodig is."},
    )


def plan_van(zaak: Initiatief) -> dict[str, Any] | None:
    """Return the plan as far as it was filled in, to whoever reads the case."""
    plan: Stappenplan | None = getattr(zaak, "stappenplan", None)
    if plan is None:
        return None
    return {
        "plan": plan,
        "overzicht": ingevuld(plan.antwoorden) if any(plan.antwoorden.values()) else [],
        "bijlagen": plan.bijlagen.defer("inhoud"),
    }


def nog_open(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """There is no plan of the residents yet, and nobody said that none is needed."""
    return zaak.soort == Initiatief.Soort.INITIATIEF and plan_geregeld(zaak) is not None


PANELEN = (
    Paneel(
        "stappenplan",
        "Stappenplan van de indiener",
        invoer=Invoer(
            recht=RECHT,
            fasen=(Fase.ORIENTATIE,),
            formulier=NietNodigForm,
            bewaar=plan_niet_nodig,
            knop="Plan is niet nodig",
            gedaan="Vastgelegd dat een stappenplan niet nodig is.",
            als=nog_open,
        ),
        vastgelegd=plan_van,
        sjabloon="initiatieven/beheer/stappenplan.html",
        ingeklapt=True,
    ),
)
