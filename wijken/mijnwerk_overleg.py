"""What meetings put on *Mijn werk*: action points, what is to come, and the one of each year (W-08)."""

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from wijken.models import Medewerker, Overleg, Wijk
from wijken.overleggen import LEIDEN, PLANNEN
from wijken.rechtentabel import zichtbaar
from wijkportaal.mijnwerk import mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel

VOLGEN = "wijken.volg_wijkoverstijgend"


@dataclass(frozen=True)
class Jaaroverleg:
    """How far the wijkoverstijgend overleg of a year is; `overleg` is None when there is none (RM 2.5)."""

    jaar: int
    overleg: Overleg | None

    @property
    def ontbreekt(self) -> bool:
        """None was held, and none is to come: the municipality still has to plan one."""
        return self.overleg is None or self.overleg.wacht_op_verslag


def jaaroverleg(*, jaar: int) -> Jaaroverleg:
    """Return the one that was held, else one that is to come, else one of which there is no report."""
    rijen = list(Overleg.objects.wijkoverstijgend(jaar=jaar))
    rijen.sort(key=lambda rij: (rij.status != Overleg.Status.GEHOUDEN, rij.wacht_op_verslag))
    return Jaaroverleg(jaar, next(iter(rijen), None))


@receiver(mijnwerk)
def mijn_overleggen(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The own action points and meetings, and whether there is a wijkoverstijgend overleg this year."""
    medewerker = cast("Medewerker", request.user)
    aan_tafel = Q(voorzitter=medewerker) | Q(pk__in=medewerker.overleggen.values("pk"))
    geleid = zichtbaar(LEIDEN, medewerker) if medewerker.has_perm(LEIDEN) else Q(pk__in=())
    delen = {
        "actiepunten": stapel(medewerker.actiepunten.open().select_related("overleg")),
        "komend": stapel(Overleg.objects.komend().filter(aan_tafel)),
        "zonder_verslag": stapel(Overleg.objects.zonder_verslag().filter(geleid)),
    }
    volgt = medewerker.has_perm(VOLGEN)
    if not volgt and not any(deel.rijen for deel in delen.values()):
        return None
    context: dict[str, Any] = dict(delen)
    if volgt:
        context["jaaroverleg"] = jaaroverleg(jaar=timezone.localdate().year)
        context["kan_plannen"] = medewerker.has_perm(PLANNEN, Wijk())
    return Onderdeel("wijken/beheer/mijnwerk_overleg.html", context, volgorde=16)
