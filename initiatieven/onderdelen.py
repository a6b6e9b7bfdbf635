"""What this app puts on the pages of `wijken`: recent initiatives on the front page and on a wijk's page."""

from typing import Any

from django.dispatch import receiver

from initiatieven.models import Initiatief
from wijken.models import Wijk
from wijken.signals import Onderdeel, voorpagina, wijkpagina

OP_VOORPAGINA, OP_WIJKPAGINA = 6, 10


@receiver(voorpagina)
def nieuwste_initiatieven(**kwargs: Any) -> Onderdeel:
    """The newest public initiatives of all wijken (C-01)."""
    zaken = list(Initiatief.objects.openbaar().voor_lijst()[:OP_VOORPAGINA])
    return Onderdeel("initiatieven/onderdelen/nieuwste.html", {"zaken": zaken, "wijk": None})


@receiver(wijkpagina)
def initiatieven_van_wijk(wijk: Wijk, **kwargs: Any) -> Onderdeel:
    """The newest public initiatives of this wijk."""
    zaken = list(Initiatief.objects.openbaar().voor_lijst().filter(wijk=wijk)[:OP_WIJKPAGINA])
    return Onderdeel("initiatieven/onderdelen/nieuwste.html", {"zaken": zaken, "wijk": wijk})
