"""The yes of the wijkcoalitie, and the decision of the college (A-08)."""

from typing import Any

from wijkagenda.delen.kern import Deel
from wijkagenda.forms import AanbiedForm, AkkoordForm, VaststelForm
from wijkagenda.models import Fase, Wijkagenda
from wijkagenda.vaststellen import RECHT, leden_van
from wijken.models import Medewerker

VANAF_OPSTELLEN = (Fase.OPSTELLEN, Fase.VASTSTELLING, Fase.RAAD)


def coalitie_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return who said yes, who did not yet, and the form to record it."""
    gegeven = list(
        agenda.akkoorden.filter(ronde=agenda.ronde).select_related(
            "lid__partner", "lid__medewerker", "vastgelegd_door"
        )
    )
    if agenda.fase != Fase.OPSTELLEN and not gegeven:
        return None
    al = {akkoord.lid_id for akkoord in gegeven}
    open_ = [lid for lid in leden_van(agenda) if lid.pk not in al]
    mag = agenda.fase == Fase.OPSTELLEN and medewerker.has_perm("wijkagenda.leid_agenda", agenda)
    return {"gegeven": gegeven, "open": open_, "form": AkkoordForm(leden=open_) if mag and open_ else None}


def besluit_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return the adopted versions, and the form for the decision or for the raad."""
    versies = list(agenda.versies.select_related("besluit", "raadsaanbieding", "agenda__wijk"))
    mag = medewerker.has_perm(RECHT, agenda)
    if not versies and not (mag and agenda.fase == Fase.VASTSTELLING):
        return None
    return {
        "versies": versies,
        "vaststelform": VaststelForm(agenda=agenda) if mag and agenda.fase == Fase.VASTSTELLING else None,
        "aanbiedform": AanbiedForm() if mag and agenda.fase == Fase.RAAD else None,
    }


DELEN = (
    Deel(
        "coalitie",
        "Akkoord van de wijkcoalitie",
        "wijkagenda/beheer/coalitie.html",
        coalitie_van,
        VANAF_OPSTELLEN,
    ),
    Deel(
        "besluit",
        "Besluit van het college en de raad",
        "wijkagenda/beheer/besluit.html",
        besluit_van,
        (Fase.VASTSTELLING, Fase.RAAD, Fase.UITVOERING),
    ),
)
