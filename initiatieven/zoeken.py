"""Finding a case by its kenmerk, name or place, and by who submitted it for whoever may know that."""

from typing import Any

from django.db.models import Q, QuerySet

from initiatieven.models import Indiener, Initiatief
from initiatieven.rechten import zaken_met_indiener
from wijken.models import Medewerker

WOORDEN_HOOGSTENS = 8


def zoek(zaken: QuerySet[Initiatief], zoekterm: str, *, medewerker: Medewerker) -> QuerySet[Initiatief]:
    """Return those of `zaken` in which every word of `zoekterm` occurs somewhere.

    A name counts only in the cases of which this person may know the submitter: whether something is found
    tells a name too. The trigram indexes carry this, so it stays fast among 100,000 cases.
    """
    for woord in zoekterm.split()[:WOORDEN_HOOGSTENS]:
        zaken = zaken.filter(pk__in=_met_woord(woord, medewerker))
    return zaken


def _met_woord(woord: str, medewerker: Medewerker) -> QuerySet[Any, Any]:
    """Two queries in a union: an OR over two tables could use neither index."""
    tekst = Q(kenmerk__icontains=woord) | Q(titel__icontains=woord) | Q(plek__icontains=woord)
    treffers = Initiatief.objects.filter(tekst).order_by().values("pk")
    namen = Indiener.objects.filter(naam__icontains=woord)
    zichtbaar = Initiatief.objects.filter(zaken_met_indiener(medewerker)).order_by()
    return treffers.union(namen.filter(initiatief__in=zichtbaar).values("initiatief"), all=True)
