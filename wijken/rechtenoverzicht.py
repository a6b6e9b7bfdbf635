"""The rights review: who has which role since when, and which accounts deserve a question (W-05)."""

import datetime
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.utils import timezone

from wijken.models import Medewerker, Rol
from wijkportaal.models import beleid

KOPPEN = ("Naam", "Mailadres", "Rol", "Waarnemer voor", "Van", "Tot en met", "Laatst ingelogd", "Let op")


@dataclass(frozen=True)
class Regel:
    """One role of one person; whoever has none has one line without a role."""

    naam: str
    email: str
    rol: str
    waarnemer_voor: str
    van: datetime.date | None
    tot: datetime.date | None
    ingelogd: datetime.date | None
    let_op: str


def overzicht(*, op: datetime.date | None = None) -> list[Regel]:
    """Return a line for each role that holds or is to come, and for each open account without one.

    It takes three queries, however many people there are.
    """
    dag = op or timezone.localdate()
    grens = dag - datetime.timedelta(days=beleid("slapend-na-dagen"))
    rollen: dict[int, list[Rol]] = {}
    for rol in Rol.objects.select_related("wijk", "cluster", "partner", "waarnemer_voor__medewerker"):
        rollen.setdefault(rol.medewerker_id, []).append(rol)
    return [
        regel
        for medewerker in Medewerker.objects.order_by("naam", "pk")
        for regel in _regels_van(medewerker, rollen.get(medewerker.pk, []), dag, grens)
    ]


def _regels_van(
    medewerker: Medewerker, rollen: list[Rol], dag: datetime.date, grens: datetime.date
) -> Iterable[Regel]:
    lopend = [rol for rol in rollen if rol.tot is None or rol.tot >= dag]
    if not lopend and not medewerker.is_active:
        return []
    let_op = ", ".join(_signalen(medewerker, rollen, lopend, grens))
    return [_regel(medewerker, rol, let_op) for rol in lopend] or [_regel(medewerker, None, let_op)]


def _signalen(
    medewerker: Medewerker, rollen: list[Rol], lopend: list[Rol], grens: datetime.date
) -> Iterable[str]:
    """What deserves a question about this account."""
    if medewerker.is_superuser:
        yield "mag alles (superuser)"
    if not medewerker.is_active:
        yield "account gesloten, rol loopt nog"
        return
    if not lopend and not medewerker.is_superuser:
        yield "rol geëindigd, account nog open" if rollen else "account zonder rol"
    if timezone.localdate(medewerker.last_login or medewerker.date_joined) < grens:
        yield "slapend"


def _regel(medewerker: Medewerker, rol: Rol | None, let_op: str) -> Regel:
    ingelogd = timezone.localdate(medewerker.last_login) if medewerker.last_login else None
    wie = (medewerker.naam, medewerker.email)
    if rol is None:
        return Regel(*wie, "", "", None, None, ingelogd, let_op)
    voor = str(rol.waarnemer_voor.medewerker) if rol.waarnemer_voor else ""
    return Regel(*wie, rol.in_woorden, voor, rol.van, rol.tot, ingelogd, let_op)


def rijen(regels: Iterable[Regel]) -> list[tuple[str, ...]]:
    """Return heads and lines for a file (`wijkportaal.uitvoer`)."""
    return [KOPPEN, *(tuple(map(_cel, astuple(regel))) for regel in regels)]


def _cel(waarde: str | datetime.date | None) -> str:
    """People read this file: a date as they write it."""
    return f"{waarde:%d-%m-%Y}" if isinstance(waarde, datetime.date) else waarde or ""
