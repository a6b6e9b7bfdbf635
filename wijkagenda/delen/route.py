"""How each step was done, when, with whom and what came out (A-02)."""

from typing import Any

from wijkagenda.delen.kern import Deel
from wijkagenda.models import Wijkagenda
from wijken.models import Medewerker


def stappen_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return the steps so far, the newest first."""
    stappen = list(agenda.stappen.select_related("door"))
    return {"stappen": stappen} if stappen else None


DELEN = (Deel("route", "Hoe het is gegaan", "wijkagenda/beheer/route.html", stappen_van, ()),)
