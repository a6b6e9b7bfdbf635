from initiatieven.models.indienen import Bijlage, Concept, Indiener, Toegangslink
from initiatieven.models.taak import Taak
from initiatieven.models.toetsing import Advies, Besluit, Besluitbrief, Toetsbevinding
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
    "Concept",
    "Fase",
    "Faseovergang",
    "Gevolgd",
    "Indiener",
    "Initiatief",
    "Kenmerkteller",
    "Notitie",
    "Taak",
    "Toegangslink",
    "Toetsbevinding",
)
