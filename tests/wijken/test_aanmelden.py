"""Signing in: two steps, a lock against guessing, and sessions that end."""

import re
from base64 import b32decode
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.core.checks import run_checks
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from two_factor.plugins.webauthn.models import WebauthnDevice

from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.wijken.aanmeldstappen import (
    INDEX,
    INSTELLEN,
    LOGIN,
    app_van,
    code_van,
    geef_code,
    geef_wachtwoord,
    is_binnen,
    maak_beheerder,
    maak_medewerker,
    meld_aan,
)
from tests.wijkportaal.test_settings import GOED, start
from wijken.forms_aanmelden import CODE_ONJUIST, EVEN_WACHTEN
from wijken.models import Medewerker, Rol
from wijken.tweede_factor import wis_apparaten
from wijkportaal.herkomst import ip_adres

pytestmark = pytest.mark.django_db
MEDEWERKERS = reverse("admin:wijken_medewerker_changelist")
HERSTELCODES = reverse("two_factor:backup_tokens")
BEVEILIGING = reverse("two_factor:profile")
SESSIE = reverse("two_factor:sessie")


@pytest.fixture
def verplicht(settings):
    settings.TWEEDE_FACTOR_VERPLICHT = True


@pytest.fixture
def beheerder():
    return maak_beheerder()


@pytest.fixture
def app(beheerder):
    return app_van(beheerder)


def admin_adressen():
    """Every address of the admin that takes no argument, and one of each kind that does."""
    patronen = get_resolver().url_patterns
    admin = next(p for p in patronen if getattr(p, "app_name", None) == "admin")
    for pad in _paden(admin.url_patterns):
        yield f"/beheer/{re.sub(r'<[^>]+>', '1', pad)}"


def _paden(patronen, begin=""):
    for patroon in patronen:
        pad = begin + str(patroon.pattern)
        if isinstance(patroon, URLPattern):
            if "^" not in pad and patroon.name not in ("login", "logout", "jsi18n"):
                yield pad
        else:
            yield from _paden(patroon.url_patterns, pad)


# --- Password alone is not enough ---


@pytest.mark.regel("W-05")
def test_who_has_no_second_step_yet_sets_one_up_first(client, beheerder, verplicht):
    antwoord = geef_wachtwoord(client, beheerder, adres=f"{LOGIN}?next={MEDEWERKERS}")

    assert antwoord.url == MEDEWERKERS
    assert client.get(antwoord.url).url == f"{LOGIN}?next={MEDEWERKERS}"
    assert client.get(f"{LOGIN}?next={MEDEWERKERS}").url == f"{INSTELLEN}?{urlencode({'next': MEDEWERKERS})}"


def test_with_only_a_password_no_address_of_the_work_environment_is_open(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)
    adressen = list(admin_adressen())

    assert len(adressen) > 40
    for pad in adressen:
        for antwoord in (client.get(pad), client.post(pad, {"post": "yes"})):
            assert antwoord.status_code in (302, 404), pad
            assert antwoord.status_code == 404 or antwoord.url.startswith((LOGIN, pad)), (pad, antwoord.url)


@pytest.mark.regel("W-05")
def test_a_half_sign_in_changes_nothing_with_a_post_of_its_own(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)

    antwoord = client.post(
        reverse("admin:wijken_rol_add"), {"medewerker": beheerder.pk, "soort": "kcc", "van": "2024-01-01"}
    )

    assert antwoord.status_code == 302
    assert Rol.objects.count() == 1


def test_a_half_sign_in_is_a_visitor_on_the_public_site(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)

    assert isinstance(client.get("/privacy/").wsgi_request.user._wrapped or AnonymousUser(), AnonymousUser)
    assert client.get(SESSIE).status_code == 401
    assert client.get(BEVEILIGING).status_code == 302
    assert client.get(HERSTELCODES).status_code == 302


def test_with_password_and_code_the_work_environment_is_open(client, beheerder, app, verplicht):
    assert geef_wachtwoord(client, beheerder).status_code == 200
    assert not is_binnen(client)

    assert geef_code(client, code_van(app.bin_key)).url == INDEX
    assert is_binnen(client)


def test_the_password_of_another_does_not_help_my_code(client, beheerder, app, verplicht):
    ander = maak_beheerder()
    app_van(ander)
    geef_wachtwoord(client, ander)

    assert CODE_ONJUIST in geef_code(client, code_van(app.bin_key)).content.decode()
    assert not is_binnen(client)


def test_who_has_an_app_sets_up_no_other_without_proving_the_first(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)
    app_van(beheerder)

    for antwoord in (client.get(INSTELLEN), client.post(INSTELLEN, {"instellen-current_step": "method"})):
        assert antwoord.url == f"{LOGIN}?next={INSTELLEN}"


def test_a_half_sign_in_goes_on_at_the_code(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)
    app = app_van(beheerder)

    assert "Tweede stap" in client.get(LOGIN).content.decode()
    assert geef_code(client, code_van(app.bin_key)).url == INDEX
    assert is_binnen(client)


def test_in_the_demo_the_password_is_enough(client, beheerder):
    assert geef_wachtwoord(client, beheerder).url == INDEX
    assert is_binnen(client)


def test_who_sets_up_an_app_in_the_demo_is_asked_for_it(client, beheerder, app):
    geef_wachtwoord(client, beheerder)

    assert not is_binnen(client)


# --- Setting up ---


def stel_app_in(client):
    client.get(INSTELLEN)
    pagina = client.post(INSTELLEN, {"instellen-current_step": "method", "method-method": "generator"})
    geheim = pagina.context["secret_key"]
    sleutel = b32decode(geheim)
    code = code_van(sleutel)
    return (
        sleutel,
        code,
        client.post(INSTELLEN, {"instellen-current_step": "generator", "generator-token": code}),
    )


def test_setting_up_an_app_shows_the_key_as_picture_and_as_text(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)
    client.get(INSTELLEN)
    pagina = client.post(INSTELLEN, {"instellen-current_step": "method", "method-method": "generator"})

    qr = client.get(reverse("two_factor:qr"))
    assert qr["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert pagina.context["secret_key"] in pagina.content.decode()
    assert "style=" not in pagina.content.decode()


def test_after_setting_up_one_is_in_with_a_new_session_key(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)
    eerst = client.session.session_key

    _, _, antwoord = stel_app_in(client)

    assert antwoord.url == HERSTELCODES
    assert client.session.session_key != eerst
    assert is_binnen(client)
    assert TOTPDevice.objects.get(user=beheerder).confirmed


def test_the_code_of_setting_up_does_not_count_again(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)
    sleutel, code, _ = stel_app_in(client)
    ander = Client()
    geef_wachtwoord(ander, beheerder)

    assert CODE_ONJUIST in geef_code(ander, code).content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=31), tick=False):
        assert geef_code(ander, code_van(sleutel)).url == INDEX


@pytest.mark.parametrize("code", ["", "abcdef", "000000", "١٢٣٤٥٦", "12345678901234567890"])
def test_setting_up_with_a_wrong_code_is_refused(client, beheerder, verplicht, code):
    geef_wachtwoord(client, beheerder)
    client.get(INSTELLEN)
    client.post(INSTELLEN, {"instellen-current_step": "method", "method-method": "generator"})

    antwoord = client.post(INSTELLEN, {"instellen-current_step": "generator", "generator-token": code})

    assert antwoord.status_code == 200
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize("bewijs", ["", "geen json", "{}", '{"id": "x", "rawId": "x", "type": "public-key"}'])
def test_a_made_up_key_is_refused(client, beheerder, verplicht, bewijs):
    geef_wachtwoord(client, beheerder)
    client.get(INSTELLEN)
    client.post(INSTELLEN, {"instellen-current_step": "method", "method-method": "webauthn"})

    antwoord = client.post(INSTELLEN, {"instellen-current_step": "webauthn", "webauthn-token": bewijs})

    assert antwoord.status_code == 200
    assert not WebauthnDevice.objects.exists()


@pytest.mark.parametrize("bewijs", ["", "geen json", "{}"])
def test_a_made_up_key_does_not_sign_in(client, beheerder, verplicht, bewijs):
    WebauthnDevice.objects.create(
        user=beheerder, name="default", public_key="x", key_handle="eA", sign_count=0
    )
    geef_wachtwoord(client, beheerder)

    for _ in range(2):
        assert geef_code(client, bewijs).status_code == 200
    assert not is_binnen(client)


# --- Codes are used once, and slowly ---


def test_the_same_code_does_not_work_twice(client, beheerder, app, verplicht):
    code = code_van(app.bin_key)
    geef_wachtwoord(client, beheerder)
    assert geef_code(client, code).url == INDEX
    ander = Client()
    geef_wachtwoord(ander, beheerder)

    assert CODE_ONJUIST in geef_code(ander, code).content.decode()
    assert not is_binnen(ander)


def test_after_wrong_codes_one_must_wait_with_the_right_one_too(client, beheerder, app, verplicht):
    with time_machine.travel(timezone.now(), tick=False) as klok:
        geef_wachtwoord(client, beheerder)
        for wacht in (1, 2, 4):
            assert CODE_ONJUIST in geef_code(client, "000000").content.decode()
            assert EVEN_WACHTEN in geef_code(client, code_van(app.bin_key)).content.decode()
            klok.shift(timedelta(seconds=wacht))

        assert geef_code(client, code_van(app.bin_key)).url == INDEX


def test_after_ten_minutes_the_password_is_not_enough_for_the_code(client, beheerder, app, verplicht):
    with time_machine.travel(timezone.now(), tick=False) as klok:
        geef_wachtwoord(client, beheerder)
        klok.shift(timedelta(minutes=11))
        antwoord = geef_code(client, code_van(app.bin_key))

    assert antwoord.context["wizard"]["steps"].current == "auth"


def test_recovery_codes_are_shown_once_and_work_once(client, beheerder, app, verplicht):
    meld_aan(client, beheerder, app)
    codes = client.post(HERSTELCODES).context["codes"]
    assert (len(codes), len(set(codes))) == (10, 10)
    assert codes[0] not in client.get(HERSTELCODES).content.decode()
    anderen = [Client(), Client()]
    for ander in anderen:
        geef_wachtwoord(ander, beheerder)
        ander.post(LOGIN, {"wizard_goto_step": "backup"})

    assert geef_code(anderen[0], f" {codes[0].upper()} ", stap="backup").url == INDEX
    assert geef_code(anderen[1], codes[0], stap="backup").status_code == 200
    assert [is_binnen(ander) for ander in anderen] == [True, False]


def test_new_recovery_codes_make_the_old_ones_worthless(client, beheerder, app, verplicht):
    meld_aan(client, beheerder, app)
    oud = client.post(HERSTELCODES).context["codes"]
    client.post(HERSTELCODES)
    ander = Client()
    geef_wachtwoord(ander, beheerder)
    ander.post(LOGIN, {"wizard_goto_step": "backup"})

    assert geef_code(ander, oud[0], stap="backup").status_code == 200
    assert StaticDevice.objects.get(user=beheerder).token_set.count() == 10


def test_without_recovery_codes_that_way_is_shut(client, beheerder, app, verplicht):
    geef_wachtwoord(client, beheerder)
    client.post(LOGIN, {"wizard_goto_step": "backup"})

    assert geef_code(client, "aaaaaaaa", stap="backup").status_code == 200
    assert not is_binnen(client)


# --- Guessing passwords ---


def test_five_wrong_passwords_give_half_an_hour_of_rest(client, beheerder):
    with time_machine.travel(timezone.now(), tick=False) as klok:
        statussen = [geef_wachtwoord(client, beheerder, wachtwoord="fout").status_code for _ in range(5)]
        assert statussen == [200, 200, 200, 200, 429]

        dicht = geef_wachtwoord(client, beheerder)
        assert (dicht.status_code, dicht["Retry-After"]) == (429, "1800")
        assert "Over 30 minuten" in dicht.content.decode()

        klok.shift(timedelta(minutes=31))
        assert geef_wachtwoord(client, beheerder).url == INDEX


def test_the_lock_holds_per_account_and_address(client, beheerder):
    ander = maak_beheerder()
    for poging in range(5):
        naam = beheerder.email.upper() if poging % 2 else f" {beheerder.email}"
        geef_wachtwoord(client, naam, wachtwoord="fout")

    assert geef_wachtwoord(client, beheerder).status_code == 429
    assert geef_wachtwoord(Client(), ander).status_code == 302
    assert geef_wachtwoord(Client(), beheerder, REMOTE_ADDR="203.0.113.9").status_code == 302


def _fouten(pagina):
    return pagina.context["form"].errors if pagina.status_code == 200 else pagina.content.count(b"30 minuten")


def test_an_unknown_account_gets_the_same_answer_and_the_same_lock(beheerder, settings):
    MedewerkerFactory(email="weg@voorbeeldstad.example", is_active=False)
    partner = maak_medewerker(is_staff=False)
    antwoorden = []
    for naam in (beheerder.email, "niemand@voorbeeldstad.example", "weg@voorbeeldstad.example"):
        client = Client()
        paginas = [geef_wachtwoord(client, naam, wachtwoord="fout") for _ in range(5)]
        antwoorden.append(
            [(p.status_code, p.context.get("form") and p.context["form"].errors) for p in paginas]
        )

    assert antwoorden[0] == antwoorden[1] == antwoorden[2]
    zonder_werkomgeving = geef_wachtwoord(Client(), partner)
    assert zonder_werkomgeving.context["form"].errors == antwoorden[0][0][1]


def test_an_unknown_account_costs_as_much_work(client, beheerder, settings, monkeypatch):
    keren = []
    echt = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: keren.append(1) or echt(*a))
    geef_wachtwoord(client, beheerder, wachtwoord="fout")
    bekend, keren[:] = len(keren), []
    geef_wachtwoord(client, "niemand@voorbeeldstad.example", wachtwoord="fout")

    assert bekend == len(keren) == 1


def test_of_a_try_the_password_is_not_kept(client, beheerder):
    geef_wachtwoord(client, beheerder, wachtwoord="bijna-goed-wachtwoord")

    poging = AccessAttempt.objects.get()
    assert "bijna-goed" not in str(vars(poging))
    assert poging.username == beheerder.email


def test_a_sign_in_no_longer_counts_earlier_mistakes(client, beheerder):
    for _ in range(4):
        geef_wachtwoord(client, beheerder, wachtwoord="fout")
    geef_wachtwoord(client, beheerder)

    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    ("vertrouwd", "kop", "verwacht"),
    [
        (False, "198.51.100.7", "127.0.0.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "10.0.0.1, 198.51.100.7", "198.51.100.7"),
        (True, "", "127.0.0.1"),
    ],
)
def test_only_a_trusted_proxy_says_where_somebody_comes_from(settings, vertrouwd, kop, verwacht):
    settings.VERTROUWT_PROXY = vertrouwd

    assert ip_adres(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=kop)) == verwacht


# --- Sessions ---


def test_a_planted_session_key_is_worthless_after_signing_in(client, beheerder, app, verplicht):
    geef_wachtwoord(client, beheerder)
    geplant = client.cookies["sessionid"].value
    geef_code(client, code_van(app.bin_key))

    aanvaller = Client()
    aanvaller.cookies["sessionid"] = geplant
    assert client.cookies["sessionid"].value != geplant
    assert is_binnen(client)
    assert not is_binnen(aanvaller)


def test_signing_out_ends_the_session(client, beheerder, app, verplicht):
    meld_aan(client, beheerder, app)
    gestolen = Client()
    gestolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_binnen(gestolen)

    antwoord = client.post(reverse("admin:logout"))

    assert antwoord.url == LOGIN
    assert not is_binnen(client)
    assert not is_binnen(gestolen)


def test_a_link_does_not_sign_out(client, beheerder):
    geef_wachtwoord(client, beheerder)

    assert client.get(reverse("admin:logout")).status_code == 405
    assert is_binnen(client)


def test_a_half_sign_in_can_also_stop(client, beheerder, verplicht):
    geef_wachtwoord(client, beheerder)
    client.post(reverse("admin:logout"))

    assert client.get(INSTELLEN).url == f"{LOGIN}?next={INSTELLEN}"


def test_after_an_idle_hour_the_session_is_over_and_one_comes_back_where_one_was(client, beheerder):
    with time_machine.travel(timezone.now(), tick=False) as klok:
        geef_wachtwoord(client, beheerder)
        klok.shift(timedelta(minutes=59))
        assert client.get(SESSIE).json()["seconden"] == 3600
        klok.shift(timedelta(minutes=59))
        assert is_binnen(client)
        klok.shift(timedelta(minutes=61))

        assert client.get(SESSIE).status_code == 401
        terug = client.get(MEDEWERKERS).url
        assert geef_wachtwoord(client, beheerder, adres=terug).url == MEDEWERKERS


def test_another_password_ends_other_sessions(client, beheerder):
    geef_wachtwoord(client, beheerder)
    beheerder.set_password("een-ander-wachtwoord")
    beheerder.save()

    assert not is_binnen(client)


@pytest.mark.regel("W-05")
def test_a_changed_role_ends_sessions(client, beheerder):
    geef_wachtwoord(client, beheerder)
    rol = beheerder.rollen.get()
    rol.tot = timezone.localdate()
    rol.save()

    assert not is_binnen(client)
    assert geef_wachtwoord(client, beheerder).url == INDEX


def test_a_new_role_lets_somebody_go_on_working(client, beheerder):
    geef_wachtwoord(client, beheerder)
    RolFactory(kcc=True, medewerker=beheerder)

    assert is_binnen(client)


def test_the_second_step_belongs_to_the_session(client, beheerder, app, verplicht):
    meld_aan(client, beheerder, app)
    ander = Client()
    geef_wachtwoord(ander, beheerder)

    assert is_binnen(client)
    assert not is_binnen(ander)


def test_a_new_list_of_devices_ends_sessions_elsewhere(client, beheerder, app, verplicht):
    extra = app_van(beheerder)
    meld_aan(client, beheerder, app)
    ander = Client()
    meld_aan(ander, beheerder, app, stap=1)

    client.post(reverse("two_factor:verwijderen"), {"apparaat": extra.persistent_id})

    assert is_binnen(client)
    assert not is_binnen(ander)
    assert list(TOTPDevice.objects.all()) == [app]


def test_the_only_second_step_is_not_removed(client, beheerder, app, verplicht):
    meld_aan(client, beheerder, app)

    client.post(reverse("two_factor:verwijderen"), {"apparaat": app.persistent_id})

    assert TOTPDevice.objects.filter(user=beheerder).count() == 1


def test_the_device_of_another_is_not_removed(client, beheerder, app, verplicht):
    vreemd = app_van(maak_beheerder())
    meld_aan(client, beheerder, app)

    antwoord = client.post(reverse("two_factor:verwijderen"), {"apparaat": vreemd.persistent_id})

    assert antwoord.status_code == 404
    assert TOTPDevice.objects.count() == 2


def test_who_lost_everything_begins_anew_after_the_wipe(client, beheerder, app, verplicht):
    meld_aan(client, beheerder, app)
    client.post(HERSTELCODES)

    wis_apparaten([beheerder], door=maak_beheerder())

    assert not is_binnen(client)
    assert not StaticDevice.objects.exists()
    geef_wachtwoord(client, beheerder)
    assert client.get(LOGIN).url == INSTELLEN


def test_the_beheerder_wipes_a_second_step_and_a_colleague_does_not(client, app):
    """Of a person without power; for who has power another beheerder confirms it (`test_vier_ogen`)."""
    persoon = RolFactory(kcc=True).medewerker
    TOTPDevice.objects.update(user=persoon)
    actie = {"action": "wis_tweede_stap", "_selected_action": [persoon.pk]}
    client.force_login(RolFactory(kcc=True).medewerker)
    assert client.post(MEDEWERKERS, actie).status_code == 403
    assert TOTPDevice.objects.exists()

    client.force_login(maak_beheerder())
    assert client.post(MEDEWERKERS, actie).status_code == 302
    assert not TOTPDevice.objects.exists()


# --- Where one lands, and cookies ---


@pytest.mark.parametrize(
    "kwaad",
    [
        "https://kwaad.example/",
        "//kwaad.example",
        "/\\kwaad.example",
        "javascript:alert(1)",
        "http:///kwaad.example",
    ],
)
def test_after_signing_in_one_never_goes_to_another_site(client, beheerder, app, verplicht, kwaad):
    adres = f"{LOGIN}?next={kwaad}"
    geef_wachtwoord(client, beheerder, adres=adres)

    assert geef_code(client, code_van(app.bin_key), adres=adres).url == INDEX
    assert client.get(adres).url == INDEX
    assert client.get(f"{HERSTELCODES}?next={kwaad}").context["volgende"] == INDEX


def test_the_session_cookie_cannot_be_read_by_scripts(client, beheerder):
    geef_wachtwoord(client, beheerder)
    koekje = client.cookies["sessionid"]

    assert (koekje["httponly"], koekje["samesite"]) == (True, "Lax")


# --- What it costs ---


def test_the_second_step_costs_a_page_no_query(client, beheerder, app, settings):
    meld_aan(client, beheerder, app)
    aantallen = []
    for aan in (False, True):
        settings.TWEEDE_FACTOR_VERPLICHT = aan
        client.get(MEDEWERKERS)
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            assert client.get(MEDEWERKERS).status_code == 200
        aantallen.append(len(vragen))

    assert aantallen[0] == aantallen[1]


def test_a_visitor_without_session_costs_no_query_to_know_who(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/privacy/")


# --- It cannot be left off by accident ---


def test_only_the_demo_goes_without_a_second_step(settings):
    settings.DEMO = False
    assert [fout.id for fout in run_checks(tags=["security"])] == ["wijkportaal.E001"]
    settings.TWEEDE_FACTOR_VERPLICHT = True
    assert run_checks(tags=["security"]) == []


def test_production_does_not_start_without_a_second_step():
    klaar = start("check", omgeving={**GOED, "TWEEDE_FACTOR_VERPLICHT": "false"})

    assert "De tweede stap bij het aanmelden kan alleen in de demo uit." in klaar.stderr


def test_the_history_of_an_account_does_not_keep_ended_sessions():
    assert "sessieversie" not in [veld.name for veld in Medewerker.history.model._meta.fields]
