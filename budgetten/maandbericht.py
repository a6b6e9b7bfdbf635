"""What who steers the money hears by mail: an overview each month, and a warning in time (B-17).

Everybody gets the pots that are theirs: the manager who keeps the wijkbudget and the wethouder Wijken those
of all wijken, another manager those of the own cluster, a wijkwethouder those of the own wijken.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import cast

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from budgetten.inzicht import Potstand, jaren, standen
from budgetten.models import Jaarbudget, Rekening
from budgetten.models.rekening import AANVRAAGPOTTEN
from budgetten.signalen import EIGEN_POTTEN, Signaal, gevraagd_per_pot, signalen
from wijken.models import Cluster, Medewerker, Rol
from wijkportaal.berichten import stel_op


def _van_manager(rol: Rol, rekening: Rekening) -> bool:
    houdt_wijkbudget = cast("Cluster", rol.cluster).beheert_wijkbudget and rekening.soort in EIGEN_POTTEN
    return houdt_wijkbudget or rekening.cluster_id == rol.cluster_id


IS_VAN: dict[str, Callable[[Rol, Rekening], bool]] = {
    Rol.Soort.CLUSTERMANAGER: _van_manager,
    Rol.Soort.WETHOUDER_WIJKEN: lambda _rol, rekening: rekening.soort in EIGEN_POTTEN,
    Rol.Soort.WIJKWETHOUDER: lambda rol, rekening: rekening.wijk_id == rol.wijk_id,
}


def potten_per_ontvanger(
    potten: list[Potstand], *, op: datetime.date
) -> Iterator[tuple[Medewerker, list[Potstand]]]:
    """Give everybody who steers money on the day `op`, with the pots that are theirs. One query."""
    rollen: dict[Medewerker, list[Rol]] = {}
    gevonden = Rol.objects.geldend(op=op).filter(soort__in=IS_VAN).select_related("medewerker", "cluster")
    for rol in gevonden.order_by("medewerker__naam", "pk"):
        rollen.setdefault(rol.medewerker, []).append(rol)
    for medewerker, eigen_rollen in rollen.items():
        eigen = [pot for pot in potten if any(IS_VAN[rol.soort](rol, pot.rekening) for rol in eigen_rollen)]
        if eigen:
            yield medewerker, eigen


@transaction.atomic
def stuur_maandberichten(*, op: datetime.date | None = None) -> int:
    """Write the overview of the month before `op` (today), as it stands now; return how many messages.

    A message per person and month: doing it again writes only to who did not get it yet.
    """
    dag = op or timezone.localdate()
    maand = (dag.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    jaar = _jaar(maand.year)
    if jaar is None:
        return 0
    potten, waarschuwingen = _stand_van_zaken(jaar)
    return sum(
        _schrijf(
            medewerker,
            f"budgetten:maand:{maand:%Y-%m}",
            "maandbericht",
            maand=maand,
            dag=dag,
            potten=eigen,
            signalen=[signaal for signaal in waarschuwingen if signaal.pot in eigen],
        )
        for medewerker, eigen in potten_per_ontvanger(potten, op=dag)
    )


@transaction.atomic
def waarschuw(*, op: datetime.date | None = None) -> int:
    """Write a warning for each pot of this year that deserves attention; return how many messages.

    One message per pot and threshold for each person whose pot it is, and never again.
    """
    dag = op or timezone.localdate()
    jaar = _jaar(dag.year)
    if jaar is None:
        return 0
    potten, waarschuwingen = _stand_van_zaken(jaar)
    return sum(
        _schrijf(medewerker, signaal.gebeurtenis, "waarschuwing", signaal=signaal)
        for medewerker, eigen in potten_per_ontvanger(potten, op=dag)
        for signaal in waarschuwingen
        if signaal.pot in eigen
    )


def _jaar(jaar: int) -> Jaarbudget | None:
    return next((keuze for keuze in jaren() if keuze.pk == jaar), None)


def _stand_van_zaken(jaar: Jaarbudget) -> tuple[list[Potstand], list[Signaal]]:
    potten = standen(Rekening.objects.filter(jaar=jaar, soort__in=AANVRAAGPOTTEN))
    return potten, signalen(jaar, potten, gevraagd_per_pot(jaar))


def _schrijf(aan: Medewerker, gebeurtenis: str, sjabloon: str, **context: object) -> bool:
    """Return whether this wrote a message, rather than finding an earlier one."""
    adres = settings.BASIS_URL + reverse("admin:budgetten_inzicht")
    bericht = stel_op(
        gebeurtenis=gebeurtenis,
        naar=aan.email,
        sjabloon=f"budgetten/mail/{sjabloon}",
        context=context | {"naam": aan.naam, "adres": adres},
    )
    return bericht is not None
