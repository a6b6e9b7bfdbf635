"""The piles of *Mijn werk* that come from other channels than the website: post, and who is to be called."""

from typing import Any, cast

from django.dispatch import receiver
from django.http import HttpRequest

from initiatieven.models import Belbericht, Postuk
from initiatieven.post import BEHANDELEN
from wijken.models import Medewerker
from wijkportaal.mijnwerk import mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel


@receiver(mijnwerk)
def mijn_kanalen(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """Mail that waits for KCC, and submitters without a mail address whom this person is to call."""
    medewerker = cast("Medewerker", request.user)
    if not medewerker.has_perm("initiatieven.change_initiatief"):
        return None
    bellen = Belbericht.objects.open().voor(medewerker).select_related("initiatief").defer("tekst")
    stapels = {
        "post": stapel(Postuk.objects.te_doen().voor_lijst()) if medewerker.has_perm(BEHANDELEN) else None,
        "bellen": stapel(bellen),
    }
    return Onderdeel("initiatieven/beheer/mijnwerk_kanalen.html", stapels, volgorde=12)
