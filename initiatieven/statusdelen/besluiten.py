"""What was decided, why, and by which rule; with the letter (I-14, I-15, I-20)."""

from typing import Any

from initiatieven.panelen.toetsing import besluiten
from initiatieven.statusdelen.kern import Bezoek, Deel


def genomen(bezoek: Bezoek) -> list[dict[str, Any]]:
    """The decisions on the case, newest first."""
    return list(besluiten(bezoek.zaak))


BESLUITEN = Deel("besluiten", "Het besluit van de gemeente", "initiatieven/volgen/besluiten.html", genomen)
