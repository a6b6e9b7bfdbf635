"""What staff do with a case for themselves and each other; the resident sees nothing of it."""

from django.core.exceptions import PermissionDenied

from initiatieven.models import Gevolgd, Initiatief, Notitie
from wijken.models import Medewerker


def schrijf_notitie(*, zaak: Initiatief, door: Medewerker, tekst: str) -> Notitie:
    """Keep an internal note with the case, for good.

    Raises:
        PermissionDenied: `door` may not write notes with this case.
    """
    if not door.has_perm("initiatieven.notitie_schrijven", zaak):
        raise PermissionDenied
    return Notitie.objects.create(initiatief=zaak, door=door, tekst=tekst)


def volg(*, zaak: Initiatief, medewerker: Medewerker, aan: bool) -> None:
    """Put the case on the person's start page, or take it off. Doing so twice is doing it once."""
    if aan:
        Gevolgd.objects.get_or_create(initiatief=zaak, medewerker=medewerker)
    else:
        Gevolgd.objects.filter(initiatief=zaak, medewerker=medewerker).delete()
