from initiatieven.models.antwoord import Standaardantwoord
from initiatieven.models.belbericht import Belbericht
from initiatieven.models.boodschap import Boodschap, Vraag
from initiatieven.models.draagvlak import Steun
from initiatieven.models.gesprek import Afspraak, Gespreksverslag, Herindeling, Tredekeuze
from initiatieven.models.groep import Groepslid
from initiatieven.models.indienen import Bijlage, Concept, Indiener, Toegangslink
from initiatieven.models.namens import Namenshandeling
from initiatieven.models.plan import Begrotingsregel, Financieringsbron, Plan, Planstap
from initiatieven.models.post import Postbijlage, Postuk
from initiatieven.models.stappenplan import Planbijlage, Stappenplan
from initiatieven.models.taak import Taak
from initiatieven.models.toetsing import Advies, Besluit, Besluitbrief, Toetsbevinding
from initiatieven.models.triage import Kerngroepadvies, Overdracht, Triageantwoord
from initiatieven.models.uitvoering import GoedVoorbeeld, Verantwoording, Voortgang
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
    "Afspraak",
    "Begrotingsregel",
    "Belbericht",
    "Besluit",
    "Besluitbrief",
    "Bijlage",
    "Boodschap",
    "Concept",
    "Fase",
    "Faseovergang",
    "Financieringsbron",
    "Gespreksverslag",
    "Gevolgd",
    "GoedVoorbeeld",
    "Groepslid",
    "Herindeling",
    "Indiener",
    "Initiatief",
    "Kenmerkteller",
    "Kerngroepadvies",
    "Namenshandeling",
    "Notitie",
    "Overdracht",
    "Plan",
    "Planbijlage",
    "Planstap",
    "Postbijlage",
    "Postuk",
    "Samenvoeging",
    "Standaardantwoord",
    "Stappenplan",
    "Steun",
    "Taak",
    "Toegangslink",
    "Toetsbevinding",
    "Tredekeuze",
    "Triageantwoord",
    "Verantwoording",
    "Verbinding",
    "Voortgang",
    "Vraag",
)
