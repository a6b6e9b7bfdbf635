"""How far each adopted maatregel is, what it measured and cost, and the evaluation (A-10)."""

from typing import Any

from wijkagenda.delen.kern import Deel
from wijkagenda.evalueren import RECHT as RECHT_EVALUEREN
from wijkagenda.evalueren import evaluaties, mogelijke_soorten
from wijkagenda.forms_voortgang import EvaluatieForm
from wijkagenda.models import Evaluatie, Fase, Maatregel, Voortgang, Wijkagenda
from wijkagenda.voortgang import LOPEND, RECHT, laatste_stand
from wijken.models import Medewerker


def voortgang_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return the state of every maatregel of the version that holds, in a fixed number of queries."""
    standen = laatste_stand(agenda)
    if not standen:
        return None
    mag = medewerker.has_perm(RECHT, Voortgang(maatregel=Maatregel(agenda=agenda)))
    return {"standen": standen, "mag_melden": mag and agenda.fase in LOPEND}


def evaluatie_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return what was evaluated, and the form for who may."""
    soorten, gedaan = mogelijke_soorten(agenda), list(evaluaties(agenda).select_related("door"))
    mag = medewerker.has_perm(RECHT_EVALUEREN, Evaluatie(agenda=agenda))
    if not gedaan and not (soorten and mag):
        return None
    return {
        "evaluaties": gedaan,
        "evaluatieform": EvaluatieForm(soorten=soorten) if soorten and mag else None,
    }


DELEN = (
    Deel(
        "voortgang",
        "Voortgang van de maatregelen",
        "wijkagenda/beheer/voortgang.html",
        voortgang_van,
        (Fase.UITVOERING, Fase.AFGESLOTEN),
    ),
    Deel(
        "evaluatie",
        "Evaluatie",
        "wijkagenda/beheer/evaluatie.html",
        evaluatie_van,
        (Fase.UITVOERING, Fase.AFGESLOTEN),
    ),
)
