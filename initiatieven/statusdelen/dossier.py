"""What every status page shows: the fixed contact, what happened, and what was sent in (I-20)."""

from initiatieven.models import Initiatief
from initiatieven.statusdelen.kern import Bezoek, Deel
from initiatieven.tijdlijn import Gebeurtenis, tijdlijn


def contact(bezoek: Bezoek) -> Initiatief:
    """The case itself: without a fixed contact yet the page says so."""
    return bezoek.zaak


def verloop(bezoek: Bezoek) -> list[Gebeurtenis]:
    """What happened, newest first."""
    return tijdlijn(bezoek.zaak)


def ingestuurd(bezoek: Bezoek) -> Initiatief:
    """The words, and the names of the files, are with the case."""
    return bezoek.zaak


CONTACT = Deel("contact", "Uw contact", "initiatieven/onderdelen/contact.html", contact, opzij=True)
VERLOOP = Deel("verloop", "Wat is er gebeurd?", "initiatieven/volgen/verloop.html", verloop)
INGESTUURD = Deel("ingestuurd", "Wat u heeft ingestuurd", "initiatieven/volgen/ingestuurd.html", ingestuurd)
