"""Cases that were geagendeerd come into the agenda of their wijk, and are never lost on the way (I-18)."""

from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from initiatieven.models import Fase as Zaakfase
from initiatieven.models import Faseovergang, Initiatief
from initiatieven.signals import zaak_beeindigd
from wijkagenda.models import Idee, Wijkagenda
from wijkagenda.signals import verzamelen_begint
from wijken.models import Wijk


def wachtende_zaken(wijk: Wijk | None = None) -> QuerySet[Initiatief]:
    """Return the cases that were geagendeerd and are in no agenda yet, the longest waiting first.

    Nothing has to be kept for this: a case waits as long as it is in no agenda.
    """
    zaken = Initiatief.objects.filter(fase=Zaakfase.GEAGENDEERD, ideeen__isnull=True)
    eigen = zaken.filter(wijk=wijk) if wijk else zaken
    return eigen.select_related("wijk", "buurt").order_by("fase_sinds", "pk")


@receiver(zaak_beeindigd)
def zet_op_agenda(stap: Faseovergang, **kwargs: Any) -> None:
    """Take a case that is geagendeerd into the agenda that collects, if there is one; else it waits."""
    if stap.naar == Zaakfase.GEAGENDEERD:
        agenda = Wijkagenda.objects.verzamelt().filter(wijk=stap.initiatief.wijk_id).order_by("van")
        rij = agenda.select_for_update(no_key=True).first()
        if rij:
            neem_op(rij, stap.initiatief)


@receiver(verzamelen_begint)
def haal_wachtende_zaken(agenda: Wijkagenda, **kwargs: Any) -> None:
    """Take in what waited for this wijk, now that its agenda collects (again)."""
    for zaak in wachtende_zaken(agenda.wijk).select_for_update(of=("self",), no_key=True):
        neem_op(agenda, zaak)


def neem_op(agenda: Wijkagenda, zaak: Initiatief) -> Idee:
    """Make an idea of a case; its whole history stays with the case, to which the idea leads."""
    return Idee.objects.create(
        agenda=agenda,
        titel=zaak.titel,
        wat=zaak.wat,
        buurt=zaak.buurt if zaak.buurt and zaak.buurt.wijk_id == agenda.wijk_id else None,
        herkomst=Idee.Herkomst.INITIATIEF,
        bron=zaak.kenmerk,
        initiatief=zaak,
        bevestigd_op=zaak.fase_sinds,
    )
