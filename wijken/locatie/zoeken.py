"""Which wijk is mine? The question of a resident, by address or by where he or she is now."""

from dataclasses import dataclass

from django.conf import settings

from wijken.locatie.dienst import DienstWerktNiet, Locatiedienst, MetGeheugen, Plek
from wijken.locatie.grenzen import Grenzen, huidige_grenzen
from wijken.locatie.pdok import PdokLocatieserver
from wijken.models import Gemeente, Wijk


@dataclass(frozen=True)
class Treffer:
    """A place that was found, and the wijk that it lies in."""

    omschrijving: str
    wijk: Wijk


def locatiedienst() -> Locatiedienst:
    """Return the service of this installation.

    Raises:
        DienstWerktNiet: the installation has none, or does not know yet which municipality it serves.
    """
    gemeente = Gemeente.objects.first()
    if gemeente is None or not settings.PDOK_LOCATIESERVER_URL:
        raise DienstWerktNiet("De adreszoeker staat uit.")
    pdok = PdokLocatieserver(
        settings.PDOK_LOCATIESERVER_URL, gemeente=gemeente.naam, gemeente_code=gemeente.cbs_code
    )
    return MetGeheugen(pdok)


def zoek_adres(tekst: str) -> list[Treffer]:
    """Return the places for what somebody typed, each with its wijk (W-01).

    Raises:
        DienstWerktNiet: there is no answer; let the resident choose from the list.
    """
    plekken = locatiedienst().zoek(tekst)
    wijken, grenzen = Wijk.objects.in_bulk(), huidige_grenzen()
    treffers = [(plek, wijken.get(_wijk_van(plek, grenzen) or 0)) for plek in plekken]
    return [Treffer(plek.omschrijving, wijk) for plek, wijk in treffers if wijk]


def _wijk_van(plek: Plek, grenzen: Grenzen) -> int | None:
    """The register knows the CBS wijk of an address exactly; the boundaries here are drawn roughly."""
    return grenzen.cbs.get(plek.cbs_wijk) or grenzen.wijk_van_punt(plek.lengte, plek.breedte)


def wijk_van_punt(*, lengte: float, breedte: float) -> Wijk | None:
    """Return the wijk in which a point lies, in degrees WGS84; None outside the municipality."""
    pk = huidige_grenzen().wijk_van_punt(lengte, breedte)
    return Wijk.objects.filter(pk=pk).first() if pk else None
