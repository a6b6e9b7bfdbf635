"""Who submits together, who supports it, and what the submitters decide themselves (I-20, I-21; RM 4.2)."""

from dataclasses import dataclass

from initiatieven.draagvlak import Draagvlak, draagvlak, kan_gesteund
from initiatieven.groep import FASEN_MET_GROEP
from initiatieven.models import Groepslid, Samenvoeging
from initiatieven.stapnamen import TREKT_IN
from initiatieven.statusdelen.kern import Bezoek, Deel


@dataclass(frozen=True)
class Groep:
    """Who submit this case together, as they see each other."""

    indiener: str
    leden: list[Groepslid]
    mag_wijzigen: bool


@dataclass(frozen=True)
class Zelf:
    """What the submitter can decide without the municipality."""

    mag_intrekken: bool


def groep(bezoek: Bezoek) -> Groep | None:
    """The group, once there can be one."""
    mag_wijzigen = bezoek.zaak.fase in FASEN_MET_GROEP
    leden = list(bezoek.zaak.groep.all())
    if not leden and not mag_wijzigen:
        return None
    return Groep(bezoek.zaak.indiener.naam, leden, mag_wijzigen)


def steun(bezoek: Bezoek) -> Draagvlak | None:
    """How many people support it: the submitter sees no more of them than everybody does."""
    return draagvlak(bezoek.zaak) if kan_gesteund(bezoek.zaak) else None


def zelf(bezoek: Bezoek) -> Zelf | None:
    """A member of the group decides nothing about the case."""
    return None if bezoek.lid else Zelf(bezoek.zaak.fase in TREKT_IN)


def samengevoegd(bezoek: Bezoek) -> Samenvoeging | None:
    """In which case this one goes on."""
    return getattr(bezoek.zaak, "samenvoeging", None)


GROEP = Deel("groep", "Wie doen mee", "initiatieven/volgen/groep_deel.html", groep, opzij=True)
STEUN = Deel("steun", "Steun uit de buurt", "initiatieven/volgen/steun_deel.html", steun, opzij=True)
ZELF = Deel("zelf", "Uw gegevens en uw idee", "initiatieven/volgen/zelf.html", zelf, opzij=True)
SAMENGEVOEGD = Deel(
    "samengevoegd",
    "Uw idee gaat samen verder",
    "initiatieven/volgen/samengevoegd.html",
    samengevoegd,
    boven=True,
)
