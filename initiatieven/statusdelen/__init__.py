"""The parts of the status page, in the order in which a resident reads them."""

from initiatieven.statusdelen import besluiten, dossier
from initiatieven.statusdelen.kern import Deel

DELEN: tuple[Deel, ...] = (dossier.CONTACT, besluiten.BESLUITEN, dossier.VERLOOP, dossier.INGESTUURD)
OP_NAAM = {deel.naam: deel for deel in DELEN}
