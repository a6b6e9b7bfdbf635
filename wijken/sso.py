"""Single sign-on with the municipality's own accounts (OpenID Connect), when OIDC_* is set.

It proves who somebody is, and makes nobody: the account must exist here, be active and have the mail address
that the identity provider verified. State, nonce and PKCE are the library's; here the token's issuer and
audience are checked too, which the library leaves out.
"""

from typing import Any

import jwt
import requests
import structlog
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from wijken.aanmelden import GeenRechten
from wijken.models import Medewerker
from wijken.tweede_factor import SSO_SLEUTEL

logger = structlog.get_logger(__name__)

NIET_BEVESTIGD = "Uw mailadres is niet bevestigd bij uw organisatie. Vraag de ICT-helpdesk om hulp."
ONBEKEND = "U heeft hier nog geen account. Vraag de beheerder van het portaal om een account."
MISLUKT = "Aanmelden via uw organisatie is niet gelukt. Probeer het nog een keer."


class SsoBackend(GeenRechten, OIDCAuthenticationBackend):
    """Finds the account of a verified mail address."""

    def authenticate(self, request: HttpRequest | None, **gegevens: Any) -> Medewerker | None:
        """Return the account, or None with the reason in `request.sso_melding`."""
        if request is None or not gegevens.get("nonce"):
            return None
        try:
            return super().authenticate(request, **gegevens)
        except (jwt.PyJWTError, requests.RequestException, KeyError) as fout:
            logger.warning("sso_mislukt", soort=type(fout).__name__)
            return None

    def verify_token(self, token: str, **gegevens: Any) -> dict[str, Any]:
        """Return what a token says, once it is sure that our provider wrote it for us."""
        inhoud = super().verify_token(token, **gegevens)
        publiek = inhoud.get("aud")
        voor_ons = self.OIDC_RP_CLIENT_ID in (publiek if isinstance(publiek, list) else [publiek])
        if inhoud.get("iss") != settings.OIDC_OP_ISSUER or not voor_ons or "exp" not in inhoud:
            raise SuspiciousOperation("The token was not made by our provider for this portal.")
        return inhoud

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the claims, with those of the signed token as the last word; both are of one person."""
        gegevens = super().get_userinfo(access_token, id_token, payload)
        if gegevens.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("The user info is of another person than the token.")
        return {**gegevens, **payload}

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        bevestigd = bool(claims.get("email")) and claims.get("email_verified") is True
        if not bevestigd:
            self.request.sso_melding = NIET_BEVESTIGD
        return bevestigd

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[Medewerker]:
        gevonden = Medewerker.objects.filter(email=claims["email"].lower(), is_active=True, is_staff=True)
        self.request.sso_melding = ONBEKEND
        return gevonden

    def update_user(self, user: Medewerker, claims: dict[str, Any]) -> Medewerker:
        """Change nothing; remember whether the provider asked for a second step (OIDC_TWEEDE_FACTOR_*)."""
        gezegd = claims.get(settings.OIDC_TWEEDE_FACTOR_CLAIM, [])
        waarden = set(gezegd if isinstance(gezegd, list) else [gezegd])
        self.request.sso_tweede_factor = bool(waarden & set(settings.OIDC_TWEEDE_FACTOR_WAARDEN))
        return user


class AlleenMetSso:
    """These addresses exist only where single sign-on is set up."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.OIDC_AAN:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class NaarSso(AlleenMetSso, OIDCAuthenticationRequestView):
    """Sends the browser to the provider, with state, nonce and a PKCE challenge."""

    def __init__(self, **kwargs: Any) -> None:
        if settings.OIDC_AAN:
            super().__init__(**kwargs)


class TerugVanSso(AlleenMetSso, OIDCAuthenticationCallbackView):
    """Receives the browser back. A second step that the provider asked for counts; else ours comes next."""

    @property
    def failure_url(self) -> str:
        return reverse("admin:login")

    def login_failure(self) -> HttpResponse:
        messages.error(self.request, getattr(self.request, "sso_melding", MISLUKT))
        return super().login_failure()

    def login_success(self) -> HttpResponse:
        antwoord = super().login_success()
        self.request.session[SSO_SLEUTEL] = self.request.sso_tweede_factor
        return antwoord
