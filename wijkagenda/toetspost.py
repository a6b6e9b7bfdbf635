"""Telling clusters and partners which ideas wait for their answer: one mail per person and day (A-03)."""

import datetime
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from initiatieven.termijnen import BIJNA_DAGEN
from initiatieven.werkdagen import gesloten_dagen, is_werkdag
from wijkagenda.berichten import SJABLONEN
from wijkagenda.models import Toetsvraag
from wijkagenda.models.toetsvraag import ToetsvraagQuerySet
from wijken.models import Cluster, Medewerker, Partner, Rol
from wijken.models.mensen import VAN_EEN_CLUSTER, VAN_EEN_PARTNER
from wijkportaal.berichten import stel_op
from wijkportaal.models import Bericht

GETOOND = 20
SOORTEN = (*VAN_EEN_CLUSTER, *VAN_EEN_PARTNER)
Partij = Cluster | Partner
Mensen = dict[Partij, set[Medewerker]]


def mensen_van(partij: Partij) -> set[Medewerker]:
    """Return who can answer for a cluster or a partner today."""
    return _mensen_per_partij().get(partij, set())


def _mensen_per_partij() -> Mensen:
    mensen: Mensen = defaultdict(set)
    rollen = Rol.objects.geldend().filter(soort__in=SOORTEN)
    for rol in rollen.select_related("medewerker", "cluster", "partner"):
        mensen[rol.cluster or rol.partner].add(rol.medewerker)  # type: ignore[index]  # one of both, by constraint
    return mensen


def herinner() -> int:
    """Mail who has questions that are new, or whose last day is near or past; return how many mails.

    On working days. Each question is announced once and reminded of once, however often this runs.
    """
    if not is_werkdag(timezone.localdate(), gesloten=gesloten_dagen()):
        return 0
    return stuur_overzichten(te_melden())


def te_melden() -> ToetsvraagQuerySet:
    """Return the waiting questions that were not announced yet, or of which it is time to remind."""
    bijna = timezone.localdate() + datetime.timedelta(days=BIJNA_DAGEN)
    return Toetsvraag.objects.wacht().filter(
        Q(gemeld_op__isnull=True) | Q(herinnerd_op__isnull=True, uiterlijk__lte=bijna)
    )


@transaction.atomic
def stuur_overzichten(aanleiding: ToetsvraagQuerySet) -> int:
    """Mail everybody who can answer one of these questions all that waits for that person.

    Somebody who already got today's mail reads of what came after it in tomorrow's.
    """
    nieuw = list(aanleiding.select_for_update(of=("self",), no_key=True).select_related("cluster", "partner"))
    mensen = _mensen_per_partij() if nieuw else {}
    gemaild = {
        mens: _stuur_overzicht(mens)
        for mens in {mens for vraag in nieuw for mens in mensen.get(_partij(vraag), ())}
    }
    allen = {vraag.pk: [gemaild[mens] for mens in mensen.get(_partij(vraag), ())] for vraag in nieuw}
    _noteer([pk for pk, bereikt in allen.items() if bereikt and all(bereikt)])
    return sum(gemaild.values())


def _partij(vraag: Toetsvraag) -> Partij:
    return vraag.cluster or vraag.partner  # type: ignore[return-value]  # one of both, by constraint


def _noteer(pks: list[int]) -> None:
    """Keep that the questions were told. The first time announces; what is near is reminded of with it."""
    nu, bijna = timezone.now(), timezone.localdate() + datetime.timedelta(days=BIJNA_DAGEN)
    vragen = Toetsvraag.objects.filter(pk__in=pks)
    vragen.filter(uiterlijk__lte=bijna).update(herinnerd_op=nu)
    vragen.filter(gemeld_op__isnull=True).update(gemeld_op=nu)


def _stuur_overzicht(medewerker: Medewerker) -> bool:
    """Write today's mail to this person; False when it was written before."""
    gebeurtenis = f"wijkagenda:toetsvragen:{timezone.localdate().isoformat()}"
    if Bericht.objects.filter(sleutel=Bericht.sleutel_van(gebeurtenis, medewerker.email)).exists():
        return False
    wachtend = Toetsvraag.objects.wacht().voor(medewerker).order_by("uiterlijk", "pk")
    vragen = list(wachtend.select_related("idee__agenda__wijk", "cluster", "partner")[: GETOOND + 1])
    bericht = stel_op(
        gebeurtenis=gebeurtenis,
        naar=medewerker.email,
        sjabloon=f"{SJABLONEN}toetsvragen",
        context={
            "naam": medewerker.naam,
            "aantal": wachtend.count(),
            "vragen": vragen[:GETOOND],
            "er_is_meer": len(vragen) > GETOOND,
            "partijen": sorted({str(vraag.partij) for vraag in vragen}),
            "adres": settings.BASIS_URL + reverse("admin:wijkagenda_toetsvraag_changelist"),
        },
    )
    return bericht is not None
