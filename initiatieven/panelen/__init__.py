"""The panels of the case page, in the order of the phases."""

from initiatieven.panelen import (
    belberichten,
    bewoner,
    gesprek,
    namens,
    overdracht,
    plan,
    stappenplan,
    taken,
    toetsing,
    triage,
    uitvoering,
    verbindingen,
)
from initiatieven.panelen.kern import Paneel

PANELEN: tuple[Paneel, ...] = (
    *belberichten.PANELEN,
    *bewoner.BOVENAAN,
    *triage.PANELEN,
    *stappenplan.PANELEN,
    *gesprek.PANELEN,
    *toetsing.PANELEN,
    *namens.PANELEN,
    *plan.PANELEN,
    *uitvoering.PANELEN,
    *taken.PANELEN,
    *triage.KERNGROEP,
    *overdracht.PANELEN,
    *bewoner.PANELEN,
    namens.MAILADRES,
    namens.INTREKKEN,
    *verbindingen.PANELEN,
)
OP_NAAM = {paneel.naam: paneel for paneel in PANELEN}
