"""What *Mijn werk* says of polls: which close soon, and which wait for the next step (A-04)."""

from typing import Any, cast

from django.dispatch import receiver
from django.http import HttpRequest

from wijkagenda.models import Peiling
from wijkagenda.peilen import WIJZIGEN
from wijken.models import Medewerker
from wijken.rechtentabel import zichtbaar
from wijkportaal.mijnwerk import mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel

DAGEN_VOORAF = 7


@receiver(mijnwerk)
def mijn_peilingen(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The polls of this person's wijken that close within a week, or have closed."""
    medewerker = cast("Medewerker", request.user)
    if not medewerker.has_perm(WIJZIGEN):
        return None
    peilingen = Peiling.objects.te_volgen(dagen=DAGEN_VOORAF).filter(zichtbaar(WIJZIGEN, medewerker))
    gevonden = stapel(peilingen.select_related("agenda__wijk"))
    return Onderdeel("wijkagenda/beheer/mijnwerk_peiling.html", {"peilingen": gevonden}, volgorde=14)
