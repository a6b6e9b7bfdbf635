"""What comes out of a meeting: action points, and signals about a wijk (W-08)."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from wijken.models import Actiepunt, Medewerker, Overleg, Signaal, Wijk
from wijken.overleggen import LEIDEN
from wijken.rechtentabel import eis
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


@transaction.atomic
def leg_actiepunt_vast(
    *, overleg: Overleg, wat: str, eigenaar: Medewerker, uiterlijk: datetime.date, door: Medewerker
) -> Actiepunt:
    """Record what somebody at the table promised to do, by the day `uiterlijk`.

    Raises:
        PermissionDenied: `door` does not lead this meeting.
        VerouderdeActie: the meeting has no report (yet), or the same action point waits already.
        Domeinfout: nothing to do, somebody who was not there, or a day before the meeting.
    """
    rij = _gehouden(overleg, door)
    if not wat.strip():
        raise Domeinfout("Schrijf op wat er moet gebeuren.")
    if not rij.aan_tafel().filter(pk=eigenaar.pk).exists():
        raise Domeinfout(f"{eigenaar} was niet bij dit overleg. Kies de voorzitter of een deelnemer.")
    if uiterlijk < rij.datum:
        raise Domeinfout("Kies een dag na het overleg.")
    punt = {"wat": wat.strip(), "eigenaar": eigenaar, "uiterlijk": uiterlijk}
    if rij.actiepunten.open().filter(**punt).exists():
        raise VerouderdeActie("Dit actiepunt staat er al.")
    return Actiepunt.objects.create(overleg=rij, **punt)


@transaction.atomic
def rond_actiepunt_af(*, actiepunt: Actiepunt, door: Medewerker) -> Actiepunt:
    """Record that an action point is done, once.

    Raises:
        PermissionDenied: it is not of `door`, who does not lead the meeting either.
        VerouderdeActie: it was done before.
    """
    rij = Actiepunt.objects.select_for_update(no_key=True, of=("self",)).select_related("overleg")
    punt = rij.get(pk=actiepunt.pk)
    if not mag_afronden(punt, door):
        raise PermissionDenied
    if punt.gedaan_op:
        raise VerouderdeActie("Dit actiepunt is al afgerond.")
    punt.gedaan_op, punt.gedaan_door = timezone.now(), door
    punt.save(update_fields=["gedaan_op", "gedaan_door"])
    return punt


def mag_afronden(actiepunt: Actiepunt, medewerker: Medewerker) -> bool:
    """Tell whether this person may say that it is done: who has it, and who leads the meeting."""
    return actiepunt.eigenaar_id == medewerker.pk or medewerker.has_perm(LEIDEN, actiepunt.overleg)


@transaction.atomic
def leg_signaal_vast(
    *,
    overleg: Overleg,
    wijk: Wijk,
    soort: str,
    thema: str,
    tekst: str,
    door: Medewerker,
    in_profiel: bool = False,
) -> Signaal:
    """Record a signal or conclusion about a wijk; `in_profiel` chooses it for the public wijkprofiel.

    Raises:
        PermissionDenied: `door` does not lead this meeting.
        VerouderdeActie: the meeting has no report (yet), or the same signal is there already.
        Domeinfout: nothing is said, or the meeting was not about this wijk.
    """
    rij = _gehouden(overleg, door)
    if not (thema.strip() and tekst.strip()):
        raise Domeinfout("Schrijf het thema op, en wat er is gezegd.")
    if not rij.over_de_gemeente and not rij.wijken.filter(pk=wijk.pk).exists():
        raise Domeinfout(f"Dit overleg ging niet over {wijk}.")
    signaal = {"wijk": wijk, "soort": soort, "thema": thema.strip(), "tekst": tekst.strip()}
    if rij.signalen.filter(**signaal).exists():
        raise VerouderdeActie("Dit signaal staat er al.")
    return Signaal.objects.create(overleg=rij, **signaal, in_profiel=in_profiel, vastgelegd_door=door)


@transaction.atomic
def zet_in_profiel(*, signaal: Signaal, in_profiel: bool, door: Medewerker) -> Signaal:
    """Choose a signal for the public wijkprofiel, or take it out. Doing so twice changes nothing.

    Raises:
        PermissionDenied: `door` does not lead the meeting that it comes from.
    """
    eis(LEIDEN, door, signaal.overleg)
    signaal.in_profiel = in_profiel
    signaal.save(update_fields=["in_profiel"])
    return signaal


def _gehouden(overleg: Overleg, door: Medewerker) -> Overleg:
    """Lock a meeting that was held, so that of two the same only one is kept."""
    eis(LEIDEN, door, overleg)
    rij = Overleg.objects.select_for_update(no_key=True).get(pk=overleg.pk)
    if rij.status != Overleg.Status.GEHOUDEN:
        raise VerouderdeActie("Leg eerst het verslag vast. Daarna kan dit.")
    return rij
