"""Signing in and out, the second step, and what a session lasts."""

import time
from typing import Any

import structlog
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import BACKEND_SESSION_KEY, update_session_auth_hash
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from two_factor.plugins.registry import registry
from two_factor.utils import get_otpauth_url
from two_factor.views import BackupTokensView, LoginView, ProfileView, QRGeneratorView, SetupView

from wijken.forms_aanmelden import AanmeldForm, HerstelcodeForm, KiesForm, gebruik_eigen_manieren
from wijken.tweede_factor import apparaten_van, herstelcodes_over, sluit_sessies

logger = structlog.get_logger(__name__)
gebruik_eigen_manieren()


class VoorHalfAangemeld:
    """For the pages of the second step itself: they alone know who gave only a password so far."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = request.persoon  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Aanmelden(LoginView):
    """Password first, then the second step. Nobody has a session before both are given.

    Exceptions are who has no second step yet, and who came by single sign-on: they are half signed in.
    """

    template_name = "aanmelden/aanmelden.html"
    form_list = (
        (LoginView.AUTH_STEP, AanmeldForm),
        (LoginView.TOKEN_STEP, Form),  # replaced by the form of the device
        (LoginView.BACKUP_STEP, HerstelcodeForm),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if admin.site.has_permission(request):
            return redirect(self.get_success_url())
        persoon = request.persoon  # type: ignore[attr-defined]
        if persoon.is_authenticated and not request.user.is_authenticated:
            return self._tweede_stap(request)
        return super().get(request, *args, **kwargs)

    def _tweede_stap(self, request: HttpRequest) -> HttpResponse:
        """Go on where this half signed in person is: give the proof, or first set it up."""
        persoon = request.persoon  # type: ignore[attr-defined]
        if not apparaten_van(persoon):
            return redirect(_met_volgende(reverse("two_factor:setup"), self.get_redirect_url()))
        self.storage.reset()
        persoon.backend = request.session[BACKEND_SESSION_KEY]
        self.storage.authenticated_user = persoon
        self.storage.data["authentication_time"] = int(time.time())
        return self.render_goto_step(self.TOKEN_STEP)

    def get_context_data(self, form: Form, **kwargs: Any) -> dict[str, Any]:
        andere = [
            {"id": apparaat.persistent_id, "tekst": manier.get_action(apparaat)}
            for apparaat, manier in self._andere_apparaten()
        ]
        volgende = urlencode({"next": self.get_redirect_url()})
        sso = f"{reverse('two_factor:sso')}?{volgende}" if settings.OIDC_AAN else ""
        context = super().get_context_data(form, andere=andere, sso=sso, **kwargs)
        if self.steps.current == self.TOKEN_STEP:
            context["backup_tokens"] = herstelcodes_over(self.get_user())
        return context

    def _andere_apparaten(self) -> list[tuple[Any, Any]]:
        """Return the other ways in, one button each; all security keys are asked at once."""
        if self.steps.current == self.AUTH_STEP:
            return []
        gekozen = self.get_device() if self.steps.current == self.TOKEN_STEP else None
        per_manier = {registry.method_from_device(a).code: a for a in self.get_devices()}
        huidige = registry.method_from_device(gekozen).code if gekozen else None
        return [(a, registry.get_method(code)) for code, a in per_manier.items() if code != huidige]


class Afmelden(LogoutView):
    """Ends the session, half signed in or whole."""

    next_page = "admin:login"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        antwoord = super().post(request, *args, **kwargs)
        messages.success(request, "U bent afgemeld.")
        return antwoord


class Instellen(VoorHalfAangemeld, SetupView):
    """Setting up a second step: the first right after the password, another one only by who proved one."""

    template_name = "aanmelden/instellen.html"
    success_url = "two_factor:profile"
    form_list = (("method", KiesForm),)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        persoon = request.persoon  # type: ignore[attr-defined]
        if persoon.is_authenticated and not persoon.is_verified() and apparaten_van(persoon):
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin anew, also for who has a device already: the library would send them away."""
        return super(SetupView, self).get(request, *args, **kwargs)

    def get_context_data(self, form: Form, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form, **kwargs)
        if "secret_key" in context:
            naam = self.request.user.get_username()
            context["otpauth_url"] = get_otpauth_url(naam, context["secret_key"], settings.SITE_NAAM)
        return {**context, "eerste": not apparaten_van(self.request.user)}

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        """Count this session as wholly signed in, under a new key; go on to the recovery codes at first."""
        super().done(form_list, **kwargs)
        self.request.session.cycle_key()
        logger.info("tweede_factor_ingesteld", medewerker=self.request.user.pk, soort=self.get_method().code)
        if herstelcodes_over(self.request.user):
            messages.success(self.request, "De nieuwe manier van aanmelden is ingesteld.")
            return redirect("two_factor:profile")
        return redirect(_met_volgende(reverse("two_factor:backup_tokens"), self.get_redirect_url()))


class Qr(VoorHalfAangemeld, QRGeneratorView):
    """The secret as a picture for the app."""

    def get_issuer(self) -> str:
        return settings.SITE_NAAM


class Herstelcodes(BackupTokensView):
    """Ten codes for who lost phone and key. They are shown once, when they are made."""

    template_name = "aanmelden/herstelcodes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        over = herstelcodes_over(self.request.user)
        volgende = LoginView.get_redirect_url(self) or reverse("admin:index")
        return super().get_context_data(over=over, volgende=volgende, **kwargs)

    # What `get_redirect_url` of the library asks of its view.
    redirect_field_name = "next"

    def get_success_url_allowed_hosts(self) -> set[str]:
        return {self.request.get_host()}

    def form_valid(self, form: Form) -> HttpResponse:
        bron = self.get_device()
        bron.token_set.all().delete()
        codes = [StaticToken.random_token() for _ in range(self.number_of_tokens)]
        StaticToken.objects.bulk_create(StaticToken(device=bron, token=code) for code in codes)
        logger.info("herstelcodes_gemaakt", medewerker=self.request.user.pk)
        return self.render_to_response(self.get_context_data(form=form, codes=codes))


class Beveiliging(ProfileView):
    """My ways of signing in."""

    template_name = "aanmelden/beveiliging.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        apparaten = apparaten_van(self.request.user)
        return {
            "apparaten": [_in_woorden(apparaat) for apparaat in apparaten],
            "herstelcodes": herstelcodes_over(self.request.user),
            "mag_weg": len(apparaten) > 1 or not settings.TWEEDE_FACTOR_VERPLICHT,
        }


def _in_woorden(apparaat: Any) -> dict[str, Any]:
    return {
        "id": apparaat.persistent_id,
        "naam": "App met codes" if isinstance(apparaat, TOTPDevice) else "Beveiligingssleutel",
        "gemaakt": apparaat.created_at,
        "gebruikt": apparaat.last_used_at,
    }


@require_POST
def verwijder_apparaat(request: HttpRequest) -> HttpResponse:
    """Remove one of my own devices, never the last one; my sessions elsewhere end."""
    if not (request.user.is_authenticated and request.user.is_verified()):  # type: ignore[attr-defined]
        return redirect_to_login(reverse("two_factor:profile"))
    eigen = apparaten_van(request.user)
    weg = next((a for a in eigen if a.persistent_id == request.POST.get("apparaat")), None)
    if weg is None:
        raise Http404
    if len(eigen) == 1 and settings.TWEEDE_FACTOR_VERPLICHT:
        messages.error(request, "Dit is uw enige tweede stap. Stel eerst een andere in.")
        return redirect("two_factor:profile")
    weg.delete()
    sluit_sessies(request.user)
    update_session_auth_hash(request, request.user)
    logger.info("tweede_factor_verwijderd", medewerker=request.user.pk)
    messages.success(request, "Deze manier van aanmelden is verwijderd. Andere apparaten zijn afgemeld.")
    return redirect("two_factor:profile")


@require_GET
@never_cache
def sessie(request: HttpRequest) -> HttpResponse:
    """Answer the warning script: asking extends the session. Whoever signed in again gets a form key too."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"seconden": settings.SESSION_COOKIE_AGE, "csrf": get_token(request)})


def _met_volgende(adres: str, volgende: str) -> str:
    return f"{adres}?{urlencode({'next': volgende})}" if volgende else adres
