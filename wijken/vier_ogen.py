"""Four eyes on accounts: no beheerder alone becomes somebody with power over money or accounts (W-05, B-11).

Whoever has the mailbox of an account chooses its password; whoever wipes its second step sets up another; and
whoever gives a role to an account of one's own making needs neither. For people with a role of MET_MACHT each
of these three waits for another beheerder. Who works as superuser, or on the server itself, acts alone.
"""

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from wijken.models import Accountvoorstel, Medewerker, Rol
from wijken.models.mensen import MET_MACHT
from wijken.rolbeheer import geef_rol, handelt_alleen, toets_rol
from wijken.tweede_factor import wis_apparaten
from wijken.wachtwoord import meld_ander_adres
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

BEHEREN, BESLISSEN = "wijken.change_medewerker", "wijken.beslis_accountvoorstel"
Soort, Stand = Accountvoorstel.Soort, Accountvoorstel.Stand
ROLVELDEN = ("soort", "wijk_id", "cluster_id", "partner_id", "waarnemer_voor_id", "van", "tot")
logger = structlog.get_logger(__name__)


def heeft_macht(medewerker: Medewerker) -> bool:
    """Tell whether this person has a role with power, will have one, or waits for one to be confirmed."""
    loopt = models.Q(tot__isnull=True) | models.Q(tot__gte=timezone.localdate())
    wacht = medewerker.accountvoorstellen.filter(soort=Soort.ROL, stand=Stand.OPEN)
    return medewerker.rollen.filter(loopt, soort__in=MET_MACHT).exists() or wacht.exists()


@transaction.atomic
def wijzig_adres(*, medewerker: Medewerker, email: str, door: Medewerker) -> Accountvoorstel | None:
    """Give an account another address and return None; or return the proposal, for who has power.

    Raises:
        PermissionDenied: `door` does not manage accounts.
        VerouderdeActie: this was proposed before and still waits.
    """
    persoon = _vastgehouden(medewerker, door)
    if _alleen(persoon, door):
        _zet_adres(persoon, email)
        return None
    return _leg_voor(Soort.ADRES, persoon, {"email": email}, door=door)


@transaction.atomic
def wis_tweede_stap(*, medewerker: Medewerker, door: Medewerker) -> Accountvoorstel | None:
    """Take away the second step of an account and return None; or return the proposal, for who has power.

    Raises:
        PermissionDenied, VerouderdeActie: as in `wijzig_adres`.
    """
    persoon = _vastgehouden(medewerker, door)
    if _alleen(persoon, door):
        wis_apparaten([persoon], door=door)
        return None
    return _leg_voor(Soort.TWEEDE_STAP, persoon, {}, door=door)


@transaction.atomic
def stel_rol_voor(*, rol: Rol, door: Medewerker, reden: str) -> Accountvoorstel:
    """Propose a role with power, that another beheerder can then give.

    Raises:
        PermissionDenied, RolGeweigerd: as in `rolbeheer.geef_rol`.
        VerouderdeActie: this was proposed before and still waits.
    """
    toets_rol(rol, door, reden)
    inhoud = {veld: getattr(rol, veld) for veld in ROLVELDEN if getattr(rol, veld) is not None}
    dagen = {veld: inhoud[veld].isoformat() for veld in ("van", "tot") if veld in inhoud}
    return _leg_voor(Soort.ROL, rol.medewerker, inhoud | dagen, door=door, reden=reden)


@transaction.atomic
def besluit(*, voorstel: Accountvoorstel, akkoord: bool, door: Medewerker) -> Accountvoorstel:
    """Carry out what another beheerder proposed, or refuse it.

    Raises:
        PermissionDenied: `door` decides on no accounts.
        VerouderdeActie: somebody decided before.
        Domeinfout: `door` proposed it, or it is about the own account; or it is not possible any more.
    """
    if not door.has_perm(BESLISSEN):
        raise PermissionDenied
    rij = Accountvoorstel.objects.select_for_update(no_key=True).get(pk=voorstel.pk)
    if rij.stand != Stand.OPEN:
        raise VerouderdeActie(f"Over dit voorstel is al besloten. De stand is: {rij.get_stand_display()}.")
    if door.pk in (rij.gevraagd_door_id, rij.medewerker_id):
        raise Domeinfout("Een andere beheerder besluit: niet wie het vroeg, en niet wie het betreft.")
    if akkoord:
        _voer_uit(rij, door)
    rij.stand = Stand.UITGEVOERD if akkoord else Stand.GEWEIGERD
    rij.besloten_door, rij.besloten_op = door, timezone.now()
    rij.save(update_fields=["stand", "besloten_door", "besloten_op"])
    logger.warning("accountvoorstel_besloten", voorstel=rij.pk, stand=rij.stand, door=door.pk)
    return rij


def _voer_uit(voorstel: Accountvoorstel, door: Medewerker) -> None:
    persoon = Medewerker.objects.select_for_update(no_key=True).get(pk=voorstel.medewerker_id)
    if voorstel.soort == Soort.ADRES:
        _zet_adres(persoon, voorstel.inhoud["email"])
    elif voorstel.soort == Soort.TWEEDE_STAP:
        wis_apparaten([persoon], door=door)
    else:
        geef_rol(rol=voorstel.rol, door=voorstel.gevraagd_door, reden=voorstel.reden, tweede=door)


def _vastgehouden(medewerker: Medewerker, door: Medewerker) -> Medewerker:
    """Lock the account, so that it gets no role with power in between. A superuser is for superusers."""
    persoon = Medewerker.objects.select_for_update(no_key=True).get(pk=medewerker.pk)
    if not door.has_perm(BEHEREN) or (persoon.is_superuser and not door.is_superuser):
        raise PermissionDenied
    return persoon


def _alleen(persoon: Medewerker, door: Medewerker) -> bool:
    return handelt_alleen(door) or not heeft_macht(persoon)


def _zet_adres(persoon: Medewerker, email: str) -> None:
    vorig, persoon.email = persoon.email, email.lower()
    try:
        persoon.full_clean()
    except ValidationError as fout:
        raise Domeinfout(" ".join(fout.messages)) from fout
    persoon.save(update_fields=["email"])
    meld_ander_adres(medewerker=persoon, vorig=vorig)


def _leg_voor(
    soort: str, persoon: Medewerker, inhoud: dict[str, Any], *, door: Medewerker, reden: str = ""
) -> Accountvoorstel:
    # The account is locked: of a role that is proposed and an address that changes, one knows of the other.
    Medewerker.objects.select_for_update(no_key=True).get(pk=persoon.pk)
    voorstel = Accountvoorstel(
        soort=soort, medewerker=persoon, inhoud=inhoud, gevraagd_door=door, reden=reden
    )
    try:
        with transaction.atomic():
            voorstel.save()
    except IntegrityError as fout:
        raise VerouderdeActie("Dit is al gevraagd, en wacht op een andere beheerder.") from fout
    logger.warning("accountvoorstel_gedaan", soort=soort, medewerker=persoon.pk, door=door.pk)
    return voorstel
