"""Choosing a password by a mailed link, so that nobody types the password of somebody else (W-05).

The key of the link is Django's token. It stops working once it was used, when the account is closed, gets
another address or signs in, and after PASSWORD_RESET_TIMEOUT. The second step of signing in stays as it is.
"""

import uuid

import structlog
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from wijken.models import Gemeente, Medewerker
from wijkportaal.berichten import stel_op
from wijkportaal.links import Link
from wijkportaal.uitzonderingen import Domeinfout

ROUTE = "two_factor:wachtwoord"
logger = structlog.get_logger(__name__)


class LinkVerlopen(Domeinfout):
    """The link was used, is too old, or the account has changed since."""


@transaction.atomic
def stuur_link(*, medewerker: Medewerker, door: Medewerker | None, nieuw: bool = False) -> None:
    """Mail `medewerker` a link to choose a password. `door` is None only for who works on the server itself.

    Raises:
        PermissionDenied: `door` does not manage this account.
        Domeinfout: the account is closed.
    """
    if door and not (door.has_perm("wijken.change_medewerker") and _mag_bij(medewerker, door)):
        raise PermissionDenied
    if not medewerker.is_active:
        raise Domeinfout(f"Het account van {medewerker} is gesloten. Open het eerst.")
    sleutel = f"{medewerker.pk}-{default_token_generator.make_token(medewerker)}"
    _mail(medewerker, "nieuw_account" if nieuw else "wachtwoord", link=Link(ROUTE, sleutel))
    logger.info("wachtwoordlink_gestuurd", medewerker=medewerker.pk, door=door.pk if door else None)


@transaction.atomic
def vergeten(*, email: str) -> None:
    """Mail whoever has this address a link to choose another password; for no account nothing happens.

    Returns nothing, so that nobody can tell from the answer who has an account.
    """
    medewerker = Medewerker.objects.filter(email=email.lower(), is_active=True, is_staff=True).first()
    if medewerker is None:
        logger.info("wachtwoord_vergeten_zonder_account")
        return
    sleutel = f"{medewerker.pk}-{default_token_generator.make_token(medewerker)}"
    _mail(medewerker, "vergeten", link=Link(ROUTE, sleutel))
    logger.info("wachtwoord_vergeten", medewerker=medewerker.pk)


def meld_ander_adres(*, medewerker: Medewerker, vorig: str) -> None:
    """Tell the former address that the account has another one: who owns it sees when that is wrong."""
    _mail(medewerker, "ander_adres", naar=vorig)


def persoon_van(sleutel: str) -> Medewerker:
    """Return whose password the link may set.

    Raises:
        LinkVerlopen: nobody's, or no longer.
    """
    pk, _, token = sleutel.partition("-")
    persoon = Medewerker.objects.filter(pk=pk, is_active=True).select_for_update(no_key=True).first()
    if persoon is None or not default_token_generator.check_token(persoon, token):
        raise LinkVerlopen("Deze link werkt niet meer.")
    return persoon


@transaction.atomic
def kies(*, sleutel: str, wachtwoord: str) -> None:
    """Set the password and end all sessions of this person. Of two requests with one link, one does it.

    Raises:
        LinkVerlopen: the link does not work (any longer).
    """
    persoon = persoon_van(sleutel)
    persoon.set_password(wachtwoord)
    persoon.save(update_fields=["password"])
    logger.info("wachtwoord_gekozen", medewerker=persoon.pk)


def _mag_bij(medewerker: Medewerker, door: Medewerker) -> bool:
    return door.is_superuser or not medewerker.is_superuser


def _mail(medewerker: Medewerker, sjabloon: str, *, naar: str = "", link: Link | None = None) -> None:
    stel_op(
        gebeurtenis=f"{sjabloon}:{medewerker.pk}:{uuid.uuid4()}",
        naar=naar or medewerker.email,
        sjabloon=f"wijken/mail/{sjabloon}",
        context={
            "medewerker": medewerker,
            "gemeente": Gemeente.objects.first(),
            "dagen": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            "sso": settings.OIDC_AAN,
            "aanmelden": settings.BASIS_URL + reverse("admin:login"),
        },
        link=link,
    )
