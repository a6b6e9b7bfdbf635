"""The polls of an agenda: what residents support, what comes first, and how many took part (A-04)."""

from typing import Any

from wijkagenda.delen.kern import Deel
from wijkagenda.models import Fase, Wijkagenda
from wijkagenda.peilen import MAKEN
from wijken.models import Medewerker


def peilingen_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return the polls with where they stand, and whether a new one can begin."""
    peilingen = list(agenda.peilingen.select_related("agenda__wijk"))
    in_fase = agenda.fase == Fase.BEWONERSTOETS
    if not peilingen and not in_fase:
        return None
    bezig = any(not peiling.is_voorbij for peiling in peilingen)
    mag = in_fase and not bezig and medewerker.has_perm(MAKEN, agenda)
    return {"peilingen": peilingen, "mag_maken": mag}


DELEN = (
    Deel(
        "peiling",
        "Toets bij inwoners",
        "wijkagenda/beheer/peilingen.html",
        peilingen_van,
        (Fase.BEWONERSTOETS,),
    ),
)
