"""Partners hear that an agenda collects, each with a personal link to the own page (A-02).

Those in the wijkcoalitie hear it by themselves when collecting begins (again); staff invite others.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.utils import timezone

from wijkagenda.berichten import SJABLONEN
from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Fase, Wijkagenda
from wijkagenda.partnertoegang import link_naar_pagina, mensen_van
from wijkagenda.signals import verzamelen_begint
from wijken.models import Coalitielid, Gemeente, Medewerker, Partner, Rol
from wijken.models.mensen import VAN_EEN_PARTNER
from wijkportaal.berichten import stel_op
from wijkportaal.uitzonderingen import Domeinfout

RECHT = "wijkagenda.leid_agenda"


def uit_te_nodigen() -> QuerySet[Partner]:
    """Return the partners of which somebody can sign in today."""
    mensen = Rol.objects.geldend().filter(soort__in=VAN_EEN_PARTNER, partner=OuterRef("pk"))
    return Partner.objects.filter(Exists(mensen))


def in_coalitie(agenda: Wijkagenda) -> set[Partner]:
    """Return the partners with a seat today in the wijkcoalitie."""
    return {lid.partner for lid in Coalitielid.objects.aan_tafel(agenda.wijk) if lid.partner}


@receiver(verzamelen_begint)
def vertel_coalitie(agenda: Wijkagenda, **kwargs: Any) -> None:
    """Tell the partners of the wijk that collecting is open."""
    _mail(agenda, in_coalitie(agenda))


@transaction.atomic
def nodig_uit(*, agenda: Wijkagenda, partners: Collection[Partner], door: Medewerker) -> int:
    """Mail everybody of these partners; return how many mails. Nobody gets more than one a day.

    Raises:
        PermissionDenied: `door` does not lead this agenda.
        VerouderdeActie: the agenda does not collect (any more).
        Domeinfout: no partner was chosen, or nobody of one can sign in.
    """
    rij = houd_agenda(agenda, door=door, recht=RECHT, fasen=(Fase.VERZAMELEN,))
    gekozen = set(uit_te_nodigen().filter(pk__in=[partner.pk for partner in partners]))
    if not partners or gekozen != set(partners):
        raise Domeinfout("Kies minstens één partner van wie iemand toegang heeft.")
    return _mail(rij, gekozen)


def _mail(agenda: Wijkagenda, partners: Collection[Partner]) -> int:
    """Write one mail per person and partner; return how many were not written before."""
    mensen = mensen_van(partners)
    context = {"agenda": agenda, "gemeente": Gemeente.objects.get()} if mensen else {}
    berichten = [
        stel_op(
            gebeurtenis=f"wijkagenda:verzamelt:{agenda.pk}:{partner.pk}:{timezone.localdate():%Y%m%d}",
            naar=mens.email,
            sjabloon=f"{SJABLONEN}partner_verzamelt",
            context=context | {"partner": partner, "mens": mens},
            link=link_naar_pagina(partner, mens),
        )
        for partner, mens in mensen
    ]
    return sum(bericht is not None for bericht in berichten)
