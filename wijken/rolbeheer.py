"""Giving and ending roles: the only way in which anybody gets a right (W-05).

Four eyes: nobody changes the own roles, and a role with power over money or accounts is given by two. Every
change says who did it and why, and stays in the history.
"""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from wijken.models import Medewerker, Rol
from wijken.models.mensen import MET_MACHT
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

EIGEN_ROL = "Uw eigen rollen regelt een andere beheerder."


class RolGeweigerd(Domeinfout):
    """The role cannot be given or ended like this; the message says why."""


class TweedeNodig(RolGeweigerd):
    """The role is right, but gives power: it waits for another beheerder (see `vier_ogen`)."""

    def __init__(self, rol: Rol, reden: str) -> None:
        super().__init__(
            "Deze rol geeft macht over geld of accounts. Geef hem bij Rollen: een andere beheerder bevestigt."
        )
        self.rol, self.reden = rol, reden


def handelt_alleen(door: Medewerker | None) -> bool:
    """Tell whether this person needs no second one: who works on the server itself, or as superuser."""
    return door is None or door.is_superuser


@transaction.atomic
def geef_rol(*, rol: Rol, door: Medewerker | None, reden: str, tweede: Medewerker | None = None) -> Rol:
    """Store the new `rol`. `door` is None only for who works on the server itself; `tweede` confirms it.

    Raises:
        PermissionDenied: `door` is not the one who gives roles, or `tweede` is not.
        RolGeweigerd: it is a role for `door`, there is no reason, or a rule of roles says no.
        TweedeNodig: the role gives power, and nobody else confirmed it.
        VerouderdeActie: somebody else gave the role to another person in the meantime.
    """
    toets_rol(rol, door, reden)
    if rol.soort in MET_MACHT and not handelt_alleen(door):
        _toets_tweede(rol, door, reden, tweede)
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
    langer = rij.tot is not None and (tot is None or tot > rij.tot)
    if langer and rij.soort in MET_MACHT and not handelt_alleen(door):
        raise RolGeweigerd("Deze rol geeft macht over geld of accounts. Geef een nieuwe rol om te verlengen.")
    rij.tot = tot
    _bewaar(rij, door, reden, velden=("tot",))
    return rij


def toets_rol(rol: Rol, door: Medewerker | None, reden: str) -> None:
    """Go on only with a new role that `door` may give, and that the rules of roles allow.

    Raises:
        PermissionDenied, RolGeweigerd: as in `geef_rol`.
    """
    _toets(rol, door, reden)
    try:
        rol.full_clean()
    except ValidationError as fout:
        raise RolGeweigerd(" ".join(fout.messages)) from fout


def _toets_tweede(rol: Rol, door: Medewerker | None, reden: str, tweede: Medewerker | None) -> None:
    if tweede is None:
        raise TweedeNodig(rol, reden)
    if tweede in (door, rol.medewerker) or not tweede.has_perm("wijken.change_rol"):
        raise PermissionDenied


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
