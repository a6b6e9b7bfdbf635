"""Tasks: hand-overs within a case, each with an owner and a date (I-16, I-19)."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from initiatieven import berichten
from initiatieven.models import Fase, Initiatief, Taak
from wijken.models import Cluster, Medewerker
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

FASEN_MET_TAKEN = (Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING)


@transaction.atomic
def zet_taak(
    *,
    zaak: Initiatief,
    door: Medewerker,
    soort: str,
    omschrijving: str,
    uiterlijk: datetime.date,
    eigenaar: Medewerker | None = None,
    cluster: Cluster | None = None,
) -> Taak:
    """Ask one person, or one cluster, to do something for this case by a day, and tell who has to do it.

    Whoever has a task reads the case along. A referral to the opbouwwerker is told to the submitter (I-19).

    Raises:
        PermissionDenied: `door` may not hand out tasks in this case.
        VerouderdeActie: the case has come to an end, or is not with a vakambtenaar yet; or the same task
            waits already: the button was pressed twice.
        Domeinfout: not one owner, nothing to do, or a day that has passed.
    """
    if not door.has_perm("initiatieven.taak_zetten", zaak):
        raise PermissionDenied
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if rij.fase not in FASEN_MET_TAKEN:
        raise VerouderdeActie(f"Een taak kan nu niet: de zaak is in “{rij.get_fase_display()}”.")
    if (eigenaar is None) == (cluster is None):
        raise Domeinfout("Kies één persoon of één cluster die het doet.")
    if not omschrijving.strip():
        raise Domeinfout("Schrijf op wat er moet gebeuren.")
    if uiterlijk < timezone.localdate():
        raise Domeinfout("Kies een dag die nog niet voorbij is.")
    wat = {"soort": soort, "omschrijving": omschrijving, "eigenaar": eigenaar, "cluster": cluster}
    if rij.taken.open().filter(**wat, uiterlijk=uiterlijk).exists():
        raise VerouderdeActie("Deze taak staat er al.")
    taak = Taak.objects.create(initiatief=rij, **wat, uiterlijk=uiterlijk, gezet_door=door)
    berichten.meld_taak(taak)
    return taak


@transaction.atomic
def rond_taak_af(*, taak: Taak, door: Medewerker, uitkomst: str) -> Taak:
    """Record what came of a task, once. The fixed contact is told, unless that is who did it.

    A task may be finished after the case has ended by another end than afgerond: what was promised is done.

    Raises:
        PermissionDenied: it is not a task of `door`, who may not hand out tasks in this case either.
        VerouderdeActie: it was finished before.
        Domeinfout: the outcome is not said.
    """
    rij = (
        Taak.objects.select_for_update(no_key=True, of=("self",)).select_related("initiatief").get(pk=taak.pk)
    )
    if not mag_afronden(rij, door):
        raise PermissionDenied
    if rij.gedaan_op:
        raise VerouderdeActie("Deze taak is al afgerond.")
    if not uitkomst.strip():
        raise Domeinfout("Schrijf op wat de uitkomst is.")
    rij.gedaan_op, rij.gedaan_door, rij.uitkomst = timezone.now(), door, uitkomst
    rij.save(update_fields=["gedaan_op", "gedaan_door", "uitkomst"])
    berichten.meld_taak_gedaan(rij)
    return rij


def mag_afronden(taak: Taak, medewerker: Medewerker) -> bool:
    """Tell whether this person may finish the task: who has it, and who handed it out."""
    return taak.is_van(medewerker) or medewerker.has_perm("initiatieven.taak_zetten", taak.initiatief)


def zonder_open_taken(zaak: Initiatief) -> str | None:
    """I-16: what was handed over is done before the case is closed as afgerond."""
    open_ = [f"“{taak.get_soort_display()}” ({taak.wie})" for taak in zaak.taken.open().voor_lijst()]
    return f"Er staan nog taken open: {', '.join(open_)}. Rond die eerst af (regel I-16)." if open_ else None
