"""Forms of signing in, in plain Dutch, and how each kind of second step asks for its proof."""

import json
import time
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.forms.widgets import Media
from django.http import HttpRequest
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice
from two_factor.forms import AuthenticationTokenForm, MethodForm, TOTPDeviceForm
from two_factor.plugins.registry import GeneratorMethod, registry
from two_factor.plugins.webauthn.forms import WebauthnAuthenticationTokenForm, WebauthnDeviceValidationForm
from two_factor.plugins.webauthn.method import WebAuthnMethod
from two_factor.plugins.webauthn.models import WebauthnDevice
from two_factor.plugins.webauthn.utils import (
    make_credential_creation_options,
    make_credential_request_options,
    verify_registration_response,
)
from webauthn.helpers.exceptions import InvalidJSONStructure, InvalidRegistrationResponse

from wijken.models import Medewerker
from wijkportaal.formulieren import PaginaFormulier

CODE_ONJUIST = "Deze code klopt niet. Een code uit de app geldt kort en maar één keer: wacht op de volgende."
SLEUTEL_ONJUIST = "Het is niet gelukt met deze sleutel. Probeer het nog een keer."
EVEN_WACHTEN = "Er zijn te veel foute codes ingevuld. Wacht even en probeer het dan opnieuw."
MELDINGEN = {
    **AuthenticationTokenForm.otp_error_messages,
    "token_required": "Vul de code in.",
    "invalid_token": CODE_ONJUIST,
    "n_failed_attempts": EVEN_WACHTEN,
    "verification_not_allowed": EVEN_WACHTEN,
    "device_required": "Voor dit account zijn er geen herstelcodes. Kies een andere manier.",
}


class AanmeldForm(AuthenticationForm):
    """Mail address and password. Whatever is wrong, the answer is the same: nobody learns who is here."""

    error_messages = {
        "invalid_login": "Het mailadres of het wachtwoord klopt niet. Let op hoofdletters.",
    }

    def confirm_login_allowed(self, user: Any) -> None:
        if not (user.is_active and user.is_staff):
            raise self.get_invalid_login_error()


class VergetenForm(PaginaFormulier):
    """Of which account the password was forgotten."""

    email = forms.EmailField(
        label="Mailadres",
        help_text="Het adres waarmee u zich aanmeldt.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": "Vul uw mailadres in.",
            "invalid": "Dit is geen mailadres. Schrijf het als naam@gemeente.nl.",
        },
    )


class WachtwoordForm(PaginaFormulier, SetPasswordForm):
    """A new password of one's own, twice."""


class _VasthoudenBijControle:
    """Locks the device while its proof is checked: of two requests with one code, one gets in."""

    otp_error_messages = MELDINGEN
    initial_device: Device | None

    def _chosen_device(self, _persoon: Medewerker) -> Device | None:
        if self.initial_device is None:
            return None
        return Device.from_persistent_id(self.initial_device.persistent_id, for_verify=True)


class CodeForm(_VasthoudenBijControle, AuthenticationTokenForm):
    """The six digits that the app shows now."""

    otp_token = forms.CharField(
        label="Code uit uw app",
        help_text="De app laat 6 cijfers zien. Om de 30 seconden komt er een nieuwe code.",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_otp_token(self) -> str:
        return "".join(self.cleaned_data["otp_token"].split())


class HerstelcodeForm(_VasthoudenBijControle, AuthenticationTokenForm):
    """One of the codes on paper. Each works once."""

    otp_token = forms.CharField(
        label="Herstelcode",
        help_text="Elke herstelcode werkt één keer.",
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_otp_token(self) -> str:
        return "".join(self.cleaned_data["otp_token"].split()).lower()


class SleutelForm(WebauthnAuthenticationTokenForm):
    """Proof by a security key. The browser's script fills in the field; without script it cannot be done."""

    otp_error_messages = MELDINGEN
    script = "sleutel"

    def __init__(self, user: Medewerker, initial_device: Device, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(user, initial_device, request, **kwargs)
        self.fields["otp_token"] = forms.CharField(
            widget=forms.HiddenInput, error_messages={"required": SLEUTEL_ONJUIST}
        )

    @property
    def media(self) -> Media:
        return Media()

    @property
    def opties(self) -> str:
        """Make a new question for the key, which the session remembers for one answer."""
        sleutels = WebauthnDevice.objects.filter(user=self.user).values_list("key_handle", flat=True)
        opties, vraag = make_credential_request_options(self.webauthn_rp, allowed_credential_ids=sleutels)
        self.request.session["webauthn_request_options"] = opties
        self.request.session["webauthn_request_challenge"] = vraag
        return opties

    def _verify_token(self, user: Medewerker, token: str, device: Device | None = None) -> Device:
        if "webauthn_request_challenge" not in self.request.session:
            raise ValidationError(SLEUTEL_ONJUIST, code="invalid_token")
        try:
            return super()._verify_token(user, token, device)
        except ValidationError as fout:
            raise ValidationError(SLEUTEL_ONJUIST, code="invalid_token") from fout


class KiesForm(MethodForm):
    """Which second step to set up."""

    method = forms.ChoiceField(label="Wat wilt u gebruiken?", widget=forms.RadioSelect)


class AppInstellenForm(TOTPDeviceForm):
    """Proof that the app has the secret: the code that it shows."""

    token = forms.CharField(
        label="Code uit uw app",
        help_text="Vul de 6 cijfers in die uw app nu laat zien.",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    error_messages = {"invalid_token": CODE_ONJUIST}

    def clean_token(self) -> int:
        ingevuld = "".join(self.cleaned_data["token"].split())
        if not ingevuld.isascii() or not ingevuld.isdigit():
            raise ValidationError("Een code bestaat uit 6 cijfers.")
        self.cleaned_data["token"] = int(ingevuld)
        return super().clean_token()

    def save(self) -> TOTPDevice:
        """Store the app, with the code that was just used as used: nobody signs in with it again."""
        app = super().save()
        app.last_t = int(time.time() - self.t0) // self.step + self.drift
        app.save(update_fields=["last_t"])
        return app


class SleutelInstellenForm(WebauthnDeviceValidationForm):
    """Proof that the key answers."""

    script = "sleutel"
    token = forms.CharField(widget=forms.HiddenInput, error_messages={"required": SLEUTEL_ONJUIST})

    @property
    def media(self) -> Media:
        return Media()

    @property
    def opties(self) -> str:
        """Make a new question for the key; keys that this person already has are left out."""
        eigen = WebauthnDevice.objects.filter(user=self.request.user).values_list("key_handle", flat=True)
        opties, vraag = make_credential_creation_options(
            self.webauthn_user, self.webauthn_rp, excluded_credential_ids=eigen
        )
        self.request.session["webauthn_creation_options"] = opties
        self.request.session["webauthn_creation_challenge"] = vraag
        return opties

    def clean_token(self) -> str:
        vraag = self.request.session.get("webauthn_creation_challenge")
        token = self.cleaned_data["token"]
        try:
            verify_registration_response(self.webauthn_rp.id, self.webauthn_origin, vraag or "", token)
        except (InvalidJSONStructure, InvalidRegistrationResponse, json.JSONDecodeError, ValueError) as fout:
            raise ValidationError(SLEUTEL_ONJUIST, code="invalid_token") from fout
        return super().clean_token()


class App(GeneratorMethod):
    """An app that shows codes (TOTP)."""

    verbose_name = "Een app op mijn telefoon die codes laat zien"

    def get_setup_forms(self, *_meer: Any) -> dict[str, type[forms.Form]]:
        return {"generator": AppInstellenForm}

    def get_token_form_class(self) -> type[forms.Form]:
        return CodeForm

    def recognize_device(self, device: Device) -> bool:
        return isinstance(device, TOTPDevice)

    def get_action(self, _device: Device) -> str:
        return "Gebruik de code uit mijn app"


class Sleutel(WebAuthnMethod):
    """A security key, or the fingerprint or face that a device itself checks (WebAuthn)."""

    verbose_name = "Een beveiligingssleutel (usb of nfc), of de vingerafdruk van mijn apparaat"

    def get_setup_forms(self, *_meer: Any) -> dict[str, type[forms.Form]]:
        return {self.code: SleutelInstellenForm}

    def get_token_form_class(self) -> type[forms.Form]:
        return SleutelForm

    def get_action(self, _device: Device) -> str:
        return "Gebruik mijn beveiligingssleutel"


def gebruik_eigen_manieren() -> None:
    """Put our ways of the second step in the place of the library's."""
    for manier in (App(), Sleutel()):
        registry.unregister(manier.code)
        registry.register(manier)
