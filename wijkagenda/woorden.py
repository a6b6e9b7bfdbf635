"""Says in plain words where an agenda stands: who has the ball, and what happens now and next (A-02)."""

from dataclasses import dataclass

from wijkagenda.models import Fase, Wijkagenda


@dataclass(frozen=True)
class Uitleg:
    """What a phase means: `nu` is what happens now, for everybody; `aan_zet` is who has the ball."""

    nu: str
    aan_zet: str


COALITIE = "de wijkcoalitie"
TEKSTEN = {
    Fase.VERZAMELEN: Uitleg("Iedereen kan wensen en ideeën voor de wijk inbrengen.", COALITIE),
    Fase.OVERZICHT: Uitleg("De wijkcoalitie maakt een eerste overzicht van alle wensen en ideeën.", COALITIE),
    Fase.EERSTE_TOETS: Uitleg(
        "De gemeente en haar partners kijken of de ideeën passen en haalbaar zijn.", "de clusters en partners"
    ),
    Fase.BEWONERSTOETS: Uitleg("Bewoners zeggen wat zij steunen en wat voorgaat.", "de bewoners"),
    Fase.UITWERKING: Uitleg("De wijkcoalitie werkt de ideeën uit tot maatregelen.", COALITIE),
    Fase.BEOORDELING: Uitleg(
        "Elk cluster en elke partner kijkt naar het eigen deel van elke maatregel.", "de clusters en partners"
    ),
    Fase.OPSTELLEN: Uitleg("De wijkcoalitie stelt de agenda op en geeft akkoord.", COALITIE),
    Fase.VASTSTELLING: Uitleg("Het college van B en W beslist over de agenda.", "het college"),
    Fase.RAAD: Uitleg("Het college biedt de agenda aan de raad aan.", "de collegesecretaris"),
    Fase.UITVOERING: Uitleg("De maatregelen worden uitgevoerd.", "de trekkers van de maatregelen"),
    Fase.AFGESLOTEN: Uitleg("De periode van deze agenda is voorbij.", ""),
}


def uitleg(agenda: Wijkagenda) -> Uitleg:
    """Return what the phase of this agenda means."""
    return TEKSTEN[Fase(agenda.fase)]


def aan_zet(agenda: Wijkagenda) -> str:
    """Return who has the ball; "" when nobody has."""
    return uitleg(agenda).aan_zet
