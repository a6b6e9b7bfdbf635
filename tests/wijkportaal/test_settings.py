"""Each test starts a Python of its own: settings are read once per process."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

GOED = {
    "SECRET_KEY": "x" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789",
    "DATABASE_URL": "postgres://p@localhost/x",
    "REDIS_URL": "redis://localhost:6379/0",
    "ALLOWED_HOSTS": "wijken.example",
    "BASIS_URL": "https://wijken.example/",
}


def start(*opdracht, omgeving=GOED, soort="productie"):
    """Run manage.py with only this environment."""
    kaal = {naam: os.environ[naam] for naam in ("PATH", "HOME") if naam in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *opdracht],
        cwd=settings.ROOT,
        env={**kaal, "DJANGO_SETTINGS_MODULE": f"wijkportaal.settings.{soort}", **omgeving},
        capture_output=True,
        text=True,
        timeout=60,
    )


def instellingen(*namen, omgeving=GOED):
    """Return the values of production settings."""
    vraag = f"import json; from django.conf import settings as s; print(json.dumps([s.{', s.'.join(namen)}]))"
    klaar = start("shell", "--no-imports", "-c", vraag, omgeving=omgeving)
    assert klaar.returncode == 0, klaar.stderr
    return json.loads(klaar.stdout.splitlines()[-1])


@pytest.mark.parametrize("naam", sorted(GOED))
def test_production_names_the_variable_that_is_missing(naam):
    klaar = start("check", omgeving={sleutel: waarde for sleutel, waarde in GOED.items() if sleutel != naam})
    assert klaar.returncode != 0
    melding = klaar.stderr.strip().splitlines()
    assert [regel.split(":")[0].strip() for regel in melding if regel.startswith("  ") and ": " in regel][
        -1
    ] == naam


def test_production_names_all_that_is_missing_at_once():
    klaar = start("check", omgeving={})
    assert klaar.returncode != 0
    assert all(f"  {naam}: " in klaar.stderr for naam in GOED)


@pytest.mark.parametrize(
    ("hosts", "start_wel"), [("localhost,127.0.0.1", True), ("localhost,wijken.example", False), ("*", False)]
)
def test_debug_is_refused_on_a_public_host(hosts, start_wel):
    klaar = start("check", omgeving={**GOED, "DEBUG": "true", "ALLOWED_HOSTS": hosts})
    assert (klaar.returncode == 0) is start_wel, klaar.stderr
    assert ("DEBUG staat aan met een publiek adres" in klaar.stderr) is not start_wel


def test_an_address_without_a_scheme_is_refused():
    klaar = start("check", omgeving={**GOED, "BASIS_URL": "wijken.example"})
    assert "BASIS_URL moet met https:// beginnen, en is nu: wijken.example" in klaar.stderr


def test_a_mailbox_without_tls_is_refused_and_its_password_not_told():
    klaar = start("check", omgeving={**GOED, "POSTBUS_URL": "imap://portaal:geheim123@mail.example"})
    assert "POSTBUS_URL moet met imaps:// beginnen" in klaar.stderr
    assert "geheim123" not in klaar.stderr


def test_production_is_safe_by_default():
    namen = (
        "DEBUG",
        "DEMO",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "X_FRAME_OPTIONS",
        "SECURE_REFERRER_POLICY",
        "CELERY_TASK_ALWAYS_EAGER",
        "BASIS_URL",
    )
    verwacht = [
        False,
        False,
        True,
        True,
        True,
        31_536_000,
        "DENY",
        "same-origin",
        False,
        "https://wijken.example",
    ]
    assert instellingen(*namen) == verwacht


def test_a_proxys_header_is_believed_only_when_asked():
    assert instellingen("SECURE_PROXY_SSL_HEADER") == [None]
    omgeving = {**GOED, "TRUST_PROXY_HEADER": "true"}
    assert instellingen("SECURE_PROXY_SSL_HEADER", omgeving=omgeving) == [["HTTP_X_FORWARDED_PROTO", "https"]]


def test_production_draws_its_connections_from_a_pool():
    (databases,) = instellingen("DATABASES")
    assert databases["default"]["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8, "timeout": 10}
    assert databases["default"]["CONN_HEALTH_CHECKS"] is True


def test_a_municipality_brings_its_own_name_and_look():
    eigen = {"SITE_NAAM": "Samen in Berkelland", "THEMA_KLASSE": "berkelland", "THEMA_STYLESHEET": "b.css"}
    assert instellingen(*eigen, omgeving={**GOED, **eigen}) == list(eigen.values())


def test_the_demo_refuses_production_settings():
    klaar = start("demo")
    assert klaar.returncode == 1
    assert "De demo draait niet op productie-instellingen" in klaar.stderr


def test_reset_refuses_production_settings():
    klaar = start("reset")
    assert klaar.returncode == 1
    assert "Alleen de gegevens van de demo" in klaar.stderr


@pytest.mark.django_db
def test_the_headers_that_guard_the_browser(client):
    antwoord = client.get("/beheer/login/")
    beleid = dict(deel.strip().split(" ", 1) for deel in antwoord["Content-Security-Policy"].split(";"))
    assert beleid["default-src"] == "'self'"
    assert "unsafe" not in antwoord["Content-Security-Policy"]
    assert beleid["img-src"] == "'self' data: https://service.pdok.nl"
    assert beleid["frame-ancestors"] == "'none'"
    assert antwoord["X-Frame-Options"] == "DENY"
    assert antwoord["X-Content-Type-Options"] == "nosniff"
    assert antwoord["Referrer-Policy"] == "same-origin"
    assert "camera=()" in antwoord["Permissions-Policy"]
