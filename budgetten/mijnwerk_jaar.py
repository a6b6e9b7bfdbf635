"""What this app puts on *Mijn werk* about a year: divisions and transfers that wait for a decision."""

from typing import Any, cast

from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from budgetten.models import Overheveling, Verdeling
from budgetten.rechten import mag_met_wijkbudget
from wijken.models import Medewerker, Rol
from wijkportaal.mijnwerk import mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel

STEL_VAST, BESLUIT = "budgetten.stel_verdeling_vast", "budgetten.besluit_overheveling"


def te_besluiten(medewerker: Medewerker) -> QuerySet[Overheveling]:
    """Return the transfers of this year on which this person decides; never the own ones (B-05 … B-07)."""
    soorten = {rol.soort for rol in medewerker.rollen_van_vandaag}
    wachtend = Overheveling.objects.wacht_op_besluit(jaar=timezone.localdate().year)
    wachtend = wachtend.exclude(voorgesteld_door=medewerker).select_related("van__wijk", "naar__wijk")
    if Rol.Soort.WETHOUDER_WIJKEN not in soorten:
        return wachtend.onder_mandaat()
    return wachtend if Rol.Soort.CLUSTERMANAGER in soorten else wachtend.onder_regie()


@receiver(mijnwerk)
def mijn_besluiten(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The piles for whoever decides on the money of all wijken together."""
    medewerker = cast("Medewerker", request.user)
    # First without asking for the cluster: most people decide on neither.
    if not medewerker.has_perm(STEL_VAST) or not mag_met_wijkbudget(STEL_VAST, medewerker):
        return None
    verdelingen = Verdeling.objects.wacht_op_besluit().exclude(voorgesteld_door=medewerker)
    stapels = {
        "verdelingen": stapel(verdelingen.select_related("voorgesteld_door")),
        "overhevelingen": stapel(te_besluiten(medewerker)),
    }
    if not any(pak.rijen for pak in stapels.values()):
        return None
    return Onderdeel("budgetten/beheer/mijnwerk_jaar.html", stapels, volgorde=15)
