"""The steps of signing in, as the tests of it share them."""

import time

from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.fabrieken import MedewerkerFactory, RolFactory

WACHTWOORD = "een-lang-wachtwoord"
LOGIN = reverse("admin:login")
INDEX = reverse("admin:index")
INSTELLEN = reverse("two_factor:setup")


def maak_medewerker(**velden):
    medewerker = MedewerkerFactory(**velden)
    medewerker.set_password(WACHTWOORD)
    medewerker.save()
    return medewerker


def maak_beheerder():
    return RolFactory(beheerder=True, medewerker=maak_medewerker()).medewerker


def code_van(sleutel, *, stap=0):
    """The code that an app with this secret (bytes) shows now, or `stap` half minutes later."""
    totp = TOTP(sleutel)
    totp.time = time.time() + 30 * stap
    return f"{totp.token():06d}"


def app_van(medewerker):
    return TOTPDevice.objects.create(user=medewerker, name="default")


def geef_wachtwoord(client, medewerker, *, wachtwoord=WACHTWOORD, adres=LOGIN, **extra):
    return client.post(
        adres,
        {
            "aanmelden-current_step": "auth",
            "auth-username": getattr(medewerker, "email", medewerker),
            "auth-password": wachtwoord,
        },
        **extra,
    )


def geef_code(client, code, *, adres=LOGIN, stap="token"):
    return client.post(adres, {"aanmelden-current_step": stap, f"{stap}-otp_token": code})


def meld_aan(client, medewerker, app, *, stap=0):
    geef_wachtwoord(client, medewerker)
    return geef_code(client, code_van(app.bin_key, stap=stap))


def is_binnen(client):
    """Ask for a page that every beheerder may see."""
    return client.get(reverse("admin:wijken_medewerker_changelist")).status_code == 200
