"""Where the money of one request went, from its bookings alone (B-18)."""

from dataclasses import dataclass
from decimal import Decimal

from budgetten.geld import NUL
from budgetten.models import Aanvraag, Boeking
from budgetten.models.rekening import Staat


@dataclass(frozen=True)
class Spoor:
    """The bookings of a request, the oldest first, and what stands now in each state, in euros."""

    boekingen: list[Boeking]

    def _staat(self, staat: Staat) -> Decimal:
        erin = sum((rij.bedrag for rij in self.boekingen if rij.naar.staat == staat), NUL)
        return erin - sum((rij.bedrag for rij in self.boekingen if rij.van.staat == staat), NUL)

    @property
    def gereserveerd(self) -> Decimal:
        return self._staat(Staat.GERESERVEERD)

    @property
    def verplicht(self) -> Decimal:
        return self._staat(Staat.VERPLICHT)

    @property
    def betaald(self) -> Decimal:
        return self._staat(Staat.BETAALD)


def spoor(aanvraag: Aanvraag) -> Spoor:
    """Return every booking of a request, in one query."""
    boekingen = aanvraag.boekingen.select_related("van", "naar", "door", "mandaat")
    return Spoor(list(boekingen.order_by("pk")))
