"""The complete dossier for the college, to download (A-08)."""

from typing import Any

from wijkagenda.delen.kern import Deel
from wijkagenda.dossier import FASEN
from wijkagenda.models import Wijkagenda
from wijken.models import Medewerker


def dossier_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return something to show when there is a dossier."""
    return {} if agenda.fase in FASEN else None


DELEN = (Deel("dossier", "Dossier voor het college", "wijkagenda/beheer/dossier.html", dossier_van, FASEN),)
