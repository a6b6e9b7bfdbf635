"""The residents work their plan out on the status page: budget, planning, maintenance, and handing in (I-15).

Each line is kept when it is added, so nothing is lost and no script is needed.
"""

from typing import Any

from initiatieven import gronden, namens, plan
from initiatieven.forms_uitwerking import BegrotingVelden, OnderhoudVelden, PlanningVelden
from initiatieven.models import Initiatief, Namenshandeling
from initiatieven.panelen.plan import uitgewerkt
from initiatieven.statusdelen.kern import Bezoek, Deel, DeelFormulier, Invoer

# RM 4.2: what stays with the residents, whoever helps.
BLIJFT_VAN_U = (
    "het idee bedenken",
    "het idee uitwerken tot een plan",
    "mensen zoeken die meedoen, en laten zien dat de buurt erachter staat",
    "het plan indienen en uitleggen",
    "de begroting en de planning maken",
    "partners zoeken",
    "geld zoeken, bij de gemeente of ergens anders",
    "de buurt vertellen wat er gebeurt",
    "aan het einde vertellen hoe het ging en wat het heeft gekost",
)


class BegrotingForm(BegrotingVelden, DeelFormulier):
    """One line of the budget."""


class PlanningForm(PlanningVelden, DeelFormulier):
    """One step of the planning."""


class OnderhoudForm(OnderhoudVelden, DeelFormulier):
    """What happens when it is there."""

    def __init__(self, *args: Any, bezoek: Bezoek, **kwargs: Any) -> None:
        begin = {"onderhoud": plan.plan_van(bezoek.zaak).onderhoud}
        super().__init__(*args, bezoek=bezoek, initial=begin, **kwargs)


def bewaar_regel(*, zaak: Initiatief, weg: int | None, **regel: Any) -> None:
    """Add a line to the budget, or take one away."""
    if weg:
        plan.verwijder_regel(zaak=zaak, regel=weg)
    else:
        plan.voeg_regel_toe(zaak=zaak, **regel)


def bewaar_stap(*, zaak: Initiatief, weg: int | None, **stap: Any) -> None:
    """Add a step to the planning, or take one away."""
    if weg:
        plan.verwijder_stap(zaak=zaak, stap=weg)
    else:
        plan.voeg_stap_toe(zaak=zaak, **stap)


def open_plan(bezoek: Bezoek) -> bool:
    """Tell whether the residents work the plan out now."""
    return plan.staat_open(bezoek.zaak)


def begin(bezoek: Bezoek) -> dict[str, Any] | None:
    """What is asked of the residents now, and what stays theirs (I-17)."""
    if not open_plan(bezoek):
        return None
    return {"blijft_van_u": BLIJFT_VAN_U, "grond": gronden.EIGENAARSCHAP}


def ingeleverd(bezoek: Bezoek) -> dict[str, Any] | None:
    """The plan as it was handed in."""
    gegevens = uitgewerkt(bezoek.zaak)
    if not gegevens or not gegevens["plan"].ingeleverd_op:
        return None
    return gegevens | {"namens": namens.wie_deed(bezoek.zaak, Namenshandeling.Daad.INLEVEREN)}


def open_inhoud(bezoek: Bezoek) -> dict[str, Any] | None:
    """The plan so far, while it is open."""
    return uitgewerkt(bezoek.zaak) if open_plan(bezoek) else None


DELEN = (
    Deel("uitwerken", "Werk uw plan uit", "initiatieven/volgen/plan_begin.html", begin),
    Deel(
        "begroting",
        "Begroting",
        "initiatieven/volgen/begroting.html",
        open_inhoud,
        Invoer(BegrotingForm, bewaar_regel, open_plan, "Regel toevoegen", "Uw begroting is bewaard.", 200),
    ),
    Deel(
        "planning",
        "Planning",
        "initiatieven/volgen/planning.html",
        open_inhoud,
        Invoer(PlanningForm, bewaar_stap, open_plan, "Stap toevoegen", "Uw planning is bewaard.", 200),
    ),
    Deel(
        "onderhoud",
        "Daarna",
        invoer=Invoer(
            OnderhoudForm, plan.schrijf_onderhoud, open_plan, "Bewaren", "Uw antwoord is bewaard.", 60
        ),
    ),
    Deel(
        "inleveren",
        "Uw plan inleveren",
        "initiatieven/volgen/inleveren.html",
        open_inhoud,
        Invoer(
            DeelFormulier,
            plan.lever_in,
            open_plan,
            "Plan inleveren",
            "Uw plan is ingeleverd. Uw contactpersoon bekijkt het en neemt het definitieve besluit.",
        ),
    ),
    Deel("plan", "Uw uitgewerkte plan", "initiatieven/volgen/plan.html", ingeleverd),
)
