from initiatieven.models.boodschap import Boodschap, Vraag
from initiatieven.models.draagvlak import Steun
from initiatieven.models.groep import Groepslid
from initiatieven.models.indienen import Bijlage, Concept, Indiener, Toegangslink
from initiatieven.models.taak import Taak
from initiatieven.models.toetsing import Advies, Besluit, Besluitbrief, Toetsbevinding
from initiatieven.models.verbinding import Samenvoeging, Verbinding
from initiatieven.models.werk import Gevolgd, Notitie
from initiatieven.models.zaak import (
    EINDFASEN,
    FASEN_OP_VOLGORDE,
    Fase,
    Faseovergang,
    Initiatief,
    Kenmerkteller,
)

__all__ = (
    "EINDFASEN",
    "FASEN_OP_VOLGORDE",
    "Advies",
    "Besluit",
    "Besluitbrief",
    "Bijlage",
    "Boodschap",
    "Concept",
    "Fase",
    "Faseovergang",
    "Gevolgd",
    "Groepslid",
    "Indiener",
    "Initiatief",
    "Kenmerkteller",
    "Notitie",
    "Samenvoeging",
    "Steun",
    "Taak",
    "Toegangslink",
    "Toetsbevinding",
    "Verbinding",
    "Vraag",
)
