from wijken.models.afspraken import Actiepunt, Signaal
from wijken.models.coalitie import Coalitielid, Wijkcoalitie
from wijken.models.gebied import Buurt, CbsWijk, Gebied, Gemeente, Inwonertal, Wijk, Wijkteamoverleg
from wijken.models.mandaat import Mandaat
from wijken.models.mensen import Medewerker, Rol
from wijken.models.organisatie import Cluster, Partner
from wijken.models.overleg import Overleg
from wijken.models.samenwerking import (
    Convenant,
    Convenantdocument,
    Convenantpartij,
    VerkennendGesprek,
)
from wijken.models.vier_ogen import Accountvoorstel

__all__ = (
    "Accountvoorstel",
    "Actiepunt",
    "Buurt",
    "CbsWijk",
    "Cluster",
    "Coalitielid",
    "Convenant",
    "Convenantdocument",
    "Convenantpartij",
    "Gebied",
    "Gemeente",
    "Inwonertal",
    "Mandaat",
    "Medewerker",
    "Overleg",
    "Partner",
    "Rol",
    "Signaal",
    "VerkennendGesprek",
    "Wijk",
    "Wijkcoalitie",
    "Wijkteamoverleg",
)
