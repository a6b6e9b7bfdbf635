"""Production: everything that differs comes from the environment, and what is missing stops the start."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from wijkportaal.logboek import logging_instellingen

from .basis import *  # noqa: F403  settings are layers of one namespace
from .basis import CONTENT_SECURITY_POLICY, POSTBUS_URL, env

VEREIST = {
    "SECRET_KEY": "een lange willekeurige tekst van minstens 50 tekens",
    "DATABASE_URL": "bijvoorbeeld postgres://gebruiker:wachtwoord@database/wijkportaal",
    "REDIS_URL": "bijvoorbeeld redis://cache:6379/0",
    "ALLOWED_HOSTS": "de domeinnamen van het portaal, met komma's ertussen",
    "BASIS_URL": "het adres van het portaal, bijvoorbeeld https://wijken.gemeente.example",
}
LOKAAL = {"localhost", "127.0.0.1", "[::1]", "::1"}


def _eis_omgeving() -> None:
    """Name everything that is missing at once, with what to put there."""
    ontbreekt = [f"  {naam}: {uitleg}" for naam, uitleg in VEREIST.items() if not env.str(naam, default="")]
    if ontbreekt:
        raise ImproperlyConfigured(
            "Wijkportaal start niet: zet deze omgevingsvariabelen (of gebruik `make run` voor de demo).\n"
            + "\n".join(ontbreekt)
        )


def _weiger_debug_op_een_publiek_adres(*, debug: bool, hosts: list[str]) -> None:
    """DEBUG shows settings and code to every visitor: never on a host that others can reach."""
    publiek = sorted(set(hosts) - LOKAAL)
    if debug and publiek:
        raise ImproperlyConfigured(
            f"Wijkportaal start niet: DEBUG staat aan met een publiek adres ({', '.join(publiek)}). "
            "Zet DEBUG uit, of zet ALLOWED_HOSTS op localhost."
        )


_eis_omgeving()
if not env.bool("TWEEDE_FACTOR_VERPLICHT", default=True):
    raise ImproperlyConfigured("De tweede stap bij het aanmelden kan alleen in de demo uit.")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
_weiger_debug_op_een_publiek_adres(debug=DEBUG, hosts=ALLOWED_HOSTS)

BASIS_URL = env.str("BASIS_URL").rstrip("/")
if urlsplit(BASIS_URL).scheme not in {"http", "https"}:
    raise ImproperlyConfigured(f"BASIS_URL moet met https:// beginnen, en is nu: {BASIS_URL}")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASIS_URL])

# psycopg's pool keeps connections open between requests and hands out only live ones.
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": env.int("DB_POOL_MIN", default=1),
    "max_size": env.int("DB_POOL_MAX", default=8),
    "timeout": 10,
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)

if POSTBUS_URL and urlsplit(POSTBUS_URL).scheme != "imaps":
    raise ImproperlyConfigured("POSTBUS_URL moet met imaps:// beginnen: zonder TLS leest een ander mee.")

# TLS usually ends at a proxy; only when it is said so may a header from outside be believed.
VERTROUWT_PROXY = env.bool("TRUST_PROXY_HEADER", default=False)
if VERTROUWT_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# A load balancer asks from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^gezond/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
# W021 asks for HSTS preload: that binds a whole domain, so it is its owner's decision.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessie"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

LOGGING = logging_instellingen(json=True, niveau=env.str("LOG_LEVEL", default="INFO"))
