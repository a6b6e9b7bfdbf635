"""Signing in with a password: who somebody is, and how many times one may try."""

import hashlib
from typing import Any

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class GeenRechten:
    """Knows who somebody is and nothing of what they may do: that follows from the roles of today (W-05).

    So no group or permission that was once ticked gives anybody a right, and no page asks for them.
    """

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()


class WachtwoordBackend(GeenRechten, ModelBackend):
    """Mail address and password. An unknown address costs as much work as a wrong password."""


class SlotBackend(AxesStandaloneBackend):
    """Stops who tried too often, before any password is looked at. Single sign-on guards its own tries."""

    def authenticate(self, request: HttpRequest | None, **gegevens: Any) -> None:
        if "password" in gegevens:
            super().authenticate(request, **gegevens)


def account_van(_request: HttpRequest, gegevens: dict[str, Any] | None) -> str:
    """Return the account of a try, so that capitals do not give more tries."""
    return ((gegevens or {}).get("username") or "").strip().lower()


def niet_met_wachtwoord(_request: HttpRequest, gegevens: dict[str, Any] | None) -> bool:
    """Only tries with a password count: a whole office shares one address, and single sign-on has no name."""
    return "password" not in (gegevens or {})


def in_logboek(account: str | None, _ip: str, _browser: str, _pad: str, _request: HttpRequest) -> str:
    """Name a try in the log without personal data: the same account gets the same mark."""
    sleutel = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b((account or "").encode(), digest_size=6, key=sleutel).hexdigest()


def geblokkeerd(request: HttpRequest, *_meer: Any) -> HttpResponse:
    """Answer 429: the same page for an account that exists and for one that does not."""
    wachttijd = settings.AXES_COOLOFF_TIME
    minuten = int(wachttijd.total_seconds() // 60)
    antwoord = render(request, "aanmelden/geblokkeerd.html", {"minuten": minuten}, status=429)
    antwoord["Retry-After"] = str(int(wachttijd.total_seconds()))
    return antwoord
