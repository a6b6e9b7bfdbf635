"""What this app puts on the pages of `wijken`: the way to the money of a wijk. It asks no query."""

from typing import Any

from django.dispatch import receiver

from wijken.models import Wijk
from wijken.signals import Onderdeel, wijkpagina


@receiver(wijkpagina)
def geld_van_wijk(wijk: Wijk, **kwargs: Any) -> Onderdeel:
    """A link to what the wijk has and what the money went to (B-17)."""
    return Onderdeel("budgetten/onderdelen/wijkgeld.html", {"wijk": wijk}, volgorde=10)
