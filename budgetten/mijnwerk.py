"""What this app puts on *Mijn werk*: requests that wait for a decision, and the own ones that still run."""

from typing import Any, cast

from django.dispatch import receiver
from django.http import HttpRequest

from budgetten.beslislijst import wacht_onder
from budgetten.forms_aanvraag import RECHT
from budgetten.models import Aanvraag
from budgetten.stappen import BESLUITEN
from wijken.mandaten import mandaten_van
from wijken.models import Medewerker
from wijkportaal.mijnwerk import Stapel, mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel


@receiver(mijnwerk)
def mijn_aanvragen(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The piles of requests, for whoever asks money or decides on it."""
    medewerker = cast("Medewerker", request.user)
    stapels = {
        "besluiten": _te_besluiten(medewerker) if medewerker.has_perm(BESLUITEN) else None,
        "eigen": _eigen(medewerker) if medewerker.has_perm(RECHT) else None,
    }
    if not any(stapels.values()):
        return None
    return Onderdeel("budgetten/beheer/mijnwerk.html", stapels, volgorde=11)


def _te_besluiten(medewerker: Medewerker) -> Stapel:
    """What waits under the mandates of this person; the own ones are for somebody else (B-11)."""
    wachtend = wacht_onder(mandaten_van(medewerker)).exclude(aanvrager=medewerker)
    return stapel(wachtend.select_related("wijk", "cluster", "partner"))


def _eigen(medewerker: Medewerker) -> Stapel:
    """What this person asked and is not done with, the newest first."""
    eigen = Aanvraag.objects.lopend().filter(aanvrager=medewerker)
    return stapel(eigen.select_related("wijk", "cluster", "partner"))
