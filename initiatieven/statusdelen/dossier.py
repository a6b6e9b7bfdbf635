"""What every status page shows: the fixed contact, what happened, and what was sent in (I-20)."""

from django.db.models import QuerySet

from initiatieven.models import Bijlage, Initiatief
from initiatieven.statusdelen.kern import Bezoek, Deel
from initiatieven.tijdlijn import Gebeurtenis, tijdlijn


def contact(bezoek: Bezoek) -> Initiatief:
    """The case itself: without a fixed contact yet the page says so."""
    return bezoek.zaak


def verloop(bezoek: Bezoek) -> list[Gebeurtenis]:
    """What happened, newest first."""
    return tijdlijn(bezoek.zaak)


def ingestuurd(bezoek: Bezoek) -> dict[str, QuerySet[Bijlage]]:
    """The names of the files; the words are with the case."""
    return {"bijlagen": Bijlage.objects.filter(initiatief=bezoek.zaak).defer("inhoud")}


CONTACT = Deel("contact", "Uw contact", "initiatieven/onderdelen/contact.html", contact, opzij=True)
VERLOOP = Deel("verloop", "Wat is er gebeurd?", "initiatieven/volgen/verloop.html", verloop)
INGESTUURD = Deel("ingestuurd", "Wat u heeft ingestuurd", "initiatieven/volgen/ingestuurd.html", ingestuurd)
