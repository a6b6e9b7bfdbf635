"""Giving and ending roles: the only way in which anybody gets a right (W-05).

Four eyes: nobody changes the own roles. Every change says who did it and why, and stays in the history.
"""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from wijken.models import Medewerker, Rol
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

EIGEN_ROL = "Uw eigen rollen regelt een andere beheerder."


class RolGeweigerd(Domeinfout):
    """The role cannot be given or ended like this; the message says why."""


@transaction.atomic
def geef_rol(*, rol: Rol, door: Medewerker | None, reden: str) -> Rol:
    """Store the new `rol`. `door` is None only for who works on the server itself.

    Raises:
        PermissionDenied: `door` is not the one who gives roles.
        RolGeweigerd: it is a role for `door`, there is no reason, or a rule of roles says no.
        VerouderdeActie: somebody else gave the role to another person in the meantime.
    """
    _toets(rol, door, reden)
    _bewaar(rol, door, reden)
    return rol


@transaction.atomic
def beeindig_rol(*, rol: Rol, tot: datetime.date | None, door: Medewerker | None, reden: str) -> Rol:
    """Set the last day of a role; None lets it go on until further notice.

    Raises:
        PermissionDenied, RolGeweigerd, VerouderdeActie: as in `geef_rol`.
    """
    rij = Rol.objects.select_for_update(no_key=True).get(pk=rol.pk)
    _toets(rij, door, reden)
    rij.tot = tot
    _bewaar(rij, door, reden, velden=("tot",))
    return rij


def _toets(rol: Rol, door: Medewerker | None, reden: str) -> None:
    if door and not door.has_perm("wijken.change_rol"):
        raise PermissionDenied
    if door and rol.medewerker_id == door.pk:
        raise RolGeweigerd(EIGEN_ROL)
    if not reden.strip():
        raise RolGeweigerd("Schrijf op waarom de rol verandert.")


def _bewaar(rol: Rol, door: Medewerker | None, reden: str, *, velden: tuple[str, ...] | None = None) -> None:
    rol._change_reason = reden  # type: ignore[attr-defined]  # how simple-history takes reason and person
    rol._history_user = door  # type: ignore[attr-defined]
    try:
        rol.full_clean()
        with transaction.atomic():
            rol.save(update_fields=velden)
    except ValidationError as fout:
        raise RolGeweigerd(" ".join(fout.messages)) from fout
    except IntegrityError as fout:
        raise VerouderdeActie("Iemand anders was u voor: de rollen zijn net gewijzigd.") from fout
