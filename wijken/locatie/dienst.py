"""What the portal asks of a service that knows addresses, and how it keeps a slow one away from visitors."""

from dataclasses import dataclass
from typing import Protocol

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from wijkportaal.uitzonderingen import Domeinfout

ONTHOUD_SECONDEN = 24 * 60 * 60
PAUZE_SECONDEN = 30
PAUZE = "locatie:pauze"


class DienstWerktNiet(Domeinfout):
    """The service did not answer, not in time, or not in a way that we understand."""


@dataclass(frozen=True)
class Plek:
    """An address or street: in words, its point in WGS84, and the CBS wijk when the service knows it."""

    omschrijving: str
    lengte: float
    breedte: float
    cbs_wijk: str = ""


class Locatiedienst(Protocol):
    """Finds places by what somebody typed."""

    def zoek(self, tekst: str) -> list[Plek]:
        """Return the places of this municipality that fit `tekst`, best first.

        Raises:
            DienstWerktNiet: there is no answer that we can use.
        """


class MetGeheugen:
    """Remembers what a service answered, and leaves one that fails alone for a while.

    So nobody waits twice for the same address, and a service that is down makes one visitor in half a
    minute wait instead of all. What was typed is kept only as a keyed hash.
    """

    def __init__(self, dienst: Locatiedienst) -> None:
        self.dienst = dienst

    def zoek(self, tekst: str) -> list[Plek]:
        """Return the places for `tekst`; see `Locatiedienst.zoek`."""
        sleutel = f"locatie:{salted_hmac('wijken.locatie', tekst.casefold()).hexdigest()}"
        onthouden: list[Plek] | None = cache.get(sleutel)
        if onthouden is not None:
            return onthouden
        if cache.get(PAUZE):
            raise DienstWerktNiet("De adreszoeker werkt nu niet.")
        return self._vraag(tekst, sleutel)

    def _vraag(self, tekst: str, sleutel: str) -> list[Plek]:
        try:
            plekken = self.dienst.zoek(tekst)
        except DienstWerktNiet:
            cache.set(PAUZE, value=True, timeout=PAUZE_SECONDEN)
            raise
        cache.set(sleutel, plekken, ONTHOUD_SECONDEN)
        return plekken
