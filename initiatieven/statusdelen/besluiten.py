"""What was decided, why, and by which rule; with the letter (I-14, I-15, I-20)."""

from typing import Any

from initiatieven.models import Fase
from initiatieven.panelen.toetsing import besluiten
from initiatieven.statusdelen.kern import Bezoek, Deel

NOG_GEEN_BESLUIT = (Fase.IDEE, Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS)


def genomen(bezoek: Bezoek) -> list[dict[str, Any]]:
    """The decisions on the case, newest first. With a decision a case leaves the toets, for good."""
    if bezoek.zaak.fase in NOG_GEEN_BESLUIT:
        return []
    return list(besluiten(bezoek.zaak))


BESLUITEN = Deel("besluiten", "Het besluit van de gemeente", "initiatieven/volgen/besluiten.html", genomen)
