"""The parts of the status page, in the order in which a resident reads them."""

from initiatieven.statusdelen import besluiten, boodschappen, dossier, gesprek, plan, samen, uitvoering
from initiatieven.statusdelen.kern import Deel

DELEN: tuple[Deel, ...] = (
    samen.SAMENGEVOEGD,
    boodschappen.VRAAG,
    dossier.CONTACT,
    gesprek.AFSPRAAK,
    gesprek.STAPPENPLAN,
    besluiten.BESLUITEN,
    *uitvoering.DELEN,
    *plan.DELEN,
    samen.GROEP,
    samen.STEUN,
    samen.ZELF,
    boodschappen.BERICHTEN,
    dossier.VERLOOP,
    dossier.INGESTUURD,
)
OP_NAAM = {deel.naam: deel for deel in DELEN}
