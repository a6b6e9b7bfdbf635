"""The wijkagenda: from collected wishes to an adopted version, and what becomes of each maatregel."""

from wijkagenda.models.agenda import FASEN_OP_VOLGORDE, Agendastap, Deelagenda, Fase, Thema, Wijkagenda
from wijkagenda.models.beoordeling import Beoordeling
from wijkagenda.models.idee import Idee, Ideegever
from wijkagenda.models.maatregel import Bijdrage, Bronverkenning, Maatregel
from wijkagenda.models.partnertoegang import Partnercode
from wijkagenda.models.peiling import Peiling, Peilingkeuze, Stem, Stemmer, Stemregel
from wijkagenda.models.toetsvraag import Toetsvraag
from wijkagenda.models.vaststelling import Coalitieakkoord, Collegebesluit, Raadsaanbieding, Versie
from wijkagenda.models.voortgang import Evaluatie, Voortgang

__all__ = (
    "FASEN_OP_VOLGORDE",
    "Agendastap",
    "Beoordeling",
    "Bijdrage",
    "Bronverkenning",
    "Coalitieakkoord",
    "Collegebesluit",
    "Deelagenda",
    "Evaluatie",
    "Fase",
    "Idee",
    "Ideegever",
    "Maatregel",
    "Partnercode",
    "Peiling",
    "Peilingkeuze",
    "Raadsaanbieding",
    "Stem",
    "Stemmer",
    "Stemregel",
    "Thema",
    "Toetsvraag",
    "Versie",
    "Voortgang",
    "Wijkagenda",
)
