"""The second step of signing in: a code from an app, a security key, or a recovery code used once.

A person who gave only a password is *half signed in*. To the whole portal that is a visitor who is not
signed in; only the pages that ask for the second step, or set it up, know the person (`request.persoon`).

What was proved stays with the session, so that no request has to ask the database for it. A device that is
removed, a changed password and a changed role make all earlier sessions of the person worthless
(`Medewerker.sessieversie`).
"""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Model
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from two_factor.plugins.webauthn.models import WebauthnDevice

from wijken.models import Medewerker

logger = structlog.get_logger(__name__)

# Set when the municipality's own sign-in (single sign-on) says that it asked for a second step.
SSO_SLEUTEL = "sso_tweede_factor"
APPARATEN: tuple[type[Device], ...] = (TOTPDevice, WebauthnDevice)


class TweedeFactorMiddleware:
    """Shows the portal only who is wholly signed in. Belongs right after AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        persoon = request.user
        request.persoon = SimpleLazyObject(lambda: _met_bewijs(request, persoon))  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _wie(request))  # type: ignore[assignment]
        return self.get_response(request)


def _wie(request: HttpRequest) -> Any:
    """Return the person, or a stranger as long as the second step is still to be taken."""
    persoon = request.persoon  # type: ignore[attr-defined]
    if persoon.is_authenticated and (persoon.is_verified() or not settings.TWEEDE_FACTOR_VERPLICHT):
        return persoon
    return _met_bewijs(request, AnonymousUser())


def _met_bewijs(request: HttpRequest, persoon: Any) -> Any:
    """Give `persoon` what the libraries for second factors ask of it."""
    bewezen = persoon.is_authenticated and bool(
        request.session.get(DEVICE_ID_SESSION_KEY) or request.session.get(SSO_SLEUTEL)
    )
    persoon.otp_device = None
    persoon.is_verified = lambda: bewezen or persoon.otp_device is not None
    return persoon


def apparaten_van(persoon: Medewerker) -> list[Device]:
    """Return the apps and keys of a person, oldest first; recovery codes are no device of their own."""
    return [apparaat for soort in APPARATEN for apparaat in soort.objects.filter(user=persoon).order_by("pk")]


def herstelcodes_over(persoon: Medewerker) -> int:
    return sum(bron.token_set.count() for bron in StaticDevice.objects.filter(user=persoon))


def wis_apparaten(personen: Iterable[Medewerker], *, door: Medewerker) -> None:
    """Take away all second factors: at the next sign-in these people set up a new one. For the beheerder."""
    for persoon in personen:
        for soort in (*APPARATEN, StaticDevice):
            soort.objects.filter(user=persoon).delete()
        sluit_sessies(persoon)
        logger.warning("tweede_factor_gewist", medewerker=persoon.pk, door=door.pk)


def sluit_sessies(persoon: Medewerker) -> None:
    """End all sessions of a person, on whatever machine: each carries a hash of `sessieversie`."""
    Medewerker.objects.filter(pk=persoon.pk).update(sessieversie=F("sessieversie") + 1)
    persoon.refresh_from_db(fields=["sessieversie"])


def bij_gewijzigde_rol(sender: type[Model], *, instance: Any, created: bool, **_meer: Any) -> None:
    """Receive that a role was changed or ended (none is ever removed): who lost something signs in again."""
    if not created:
        sluit_sessies(instance.medewerker)
