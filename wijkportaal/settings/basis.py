"""What every installation has in common. Values that differ per municipality come from the environment."""

import datetime
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from wijkportaal import ingebed
from wijkportaal.logboek import configureer_structlog

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

DEBUG = False
DEMO = False


def database(cluster: Path) -> dict[str, Any]:
    """Return the database of DATABASE_URL, or else the one in a cluster of our own."""
    if env.str("DATABASE_URL", default=""):
        return env.db_url("DATABASE_URL")
    return ingebed.instellingen(cluster)


# --- The municipality's own look and name -------------------------------------------------------
SITE_NAAM = env.str("SITE_NAAM", default="Wijkportaal")
THEMA_KLASSE = env.str("THEMA_KLASSE", default="voorbeeld-theme")
# Path of a stylesheet among the static files, or empty for the theme that is built in.
THEMA_STYLESHEET = env.str("THEMA_STYLESHEET", default="")
# For residents who are stuck, and for whoever finds a weakness (security.txt).
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="wijken@gemeente.example")
CONTACT_TELEFOON = env.str("CONTACT_TELEFOON", default="")

# --- Maps and addresses --------------------------------------------------------------------------
# Each may be empty: then residents choose their wijk from the list, and maps have an even background.
PDOK_LOCATIESERVER_URL = env.str(
    "PDOK_LOCATIESERVER_URL", default="https://api.pdok.nl/bzk/locatieserver/search/v3_1"
)
KAART_TEGELS_URL = env.str(
    "KAART_TEGELS_URL",
    default="https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
)

# --- Parts ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "wijkportaal",
    "wijken",
    "budgetten",
    "initiatieven",
    "wijkagenda",
    "wijkportaal.beheer_config.BeheerConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "axes",
    "crispy_forms",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_structlog",
    "pgtrigger",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
    "two_factor",
    "two_factor.plugins.webauthn",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wijken.tweede_factor.TweedeFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "wijkportaal.middleware.VerouderdeActieMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "wijkportaal.urls"
WSGI_APPLICATION = "wijkportaal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "wijkportaal.context.huis",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "nlds"
CRISPY_TEMPLATE_PACK = "nlds"

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "wijken.Medewerker"
AUTHENTICATION_BACKENDS = [
    "wijken.aanmelden.SlotBackend",
    "rules.permissions.ObjectPermissionBackend",
    "wijken.aanmelden.WachtwoordBackend",
]
# How long a mailed link to choose a password works, in seconds.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# The second step of signing in: only the demo does without (a system check holds this).
TWEEDE_FACTOR_VERPLICHT = True
TWO_FACTOR_PATCH_ADMIN = False
TWO_FACTOR_WEBAUTHN_RP_NAME = SITE_NAAM
# The administration pages of the libraries never show a secret.
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# Five wrong passwords for one account from one address: half an hour of rest.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=30)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "wijken.aanmelden.geblokkeerd"
AXES_USERNAME_CALLABLE = "wijken.aanmelden.account_van"
AXES_WHITELIST_CALLABLE = "wijken.aanmelden.niet_met_wachtwoord"
AXES_CLIENT_IP_CALLABLE = "wijkportaal.herkomst.ip_adres"
AXES_CLIENT_STR_CALLABLE = "wijken.aanmelden.in_logboek"
# What a try looked like is kept without its password. Django's own log says who came in.
AXES_USERNAME_FORM_FIELD = "username"
AXES_PASSWORD_FORM_FIELD = "auth-password"  # noqa: S105  the name of a field
AXES_SENSITIVE_PARAMETERS = ["auth-username", "username"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Only a proxy that is said to be ours may tell where a visitor comes from.
VERTROUWT_PROXY = False
RATELIMIT_IP_META_KEY = "wijkportaal.herkomst.ip_adres"

# Single sign-on with the municipality's own accounts, as soon as OIDC_RP_CLIENT_ID is set.
OIDC_AAN = bool(env.str("OIDC_RP_CLIENT_ID", default=""))
if OIDC_AAN:
    AUTHENTICATION_BACKENDS.append("wijken.sso.SsoBackend")
    OIDC_RP_CLIENT_ID = env.str("OIDC_RP_CLIENT_ID")
    OIDC_RP_CLIENT_SECRET = env.str("OIDC_RP_CLIENT_SECRET")
    OIDC_OP_ISSUER = env.str("OIDC_OP_ISSUER")
    OIDC_OP_AUTHORIZATION_ENDPOINT = env.str("OIDC_OP_AUTHORIZATION_ENDPOINT")
    OIDC_OP_TOKEN_ENDPOINT = env.str("OIDC_OP_TOKEN_ENDPOINT")
    OIDC_OP_USER_ENDPOINT = env.str("OIDC_OP_USER_ENDPOINT")
    OIDC_OP_JWKS_ENDPOINT = env.str("OIDC_OP_JWKS_ENDPOINT")
OIDC_AUTHENTICATION_CALLBACK_URL = "two_factor:sso_terug"
OIDC_RP_SIGN_ALGO = env.str("OIDC_RP_SIGN_ALGO", default="RS256")
OIDC_RP_SCOPES = "openid email"
OIDC_CREATE_USER = False
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
# What the provider says when it asked for a second step itself (RFC 8176); else ours is asked.
OIDC_TWEEDE_FACTOR_CLAIM = env.str("OIDC_TWEEDE_FACTOR_CLAIM", default="amr")
OIDC_TWEEDE_FACTOR_WAARDEN = env.list("OIDC_TWEEDE_FACTOR_WAARDEN", default=["mfa"])

# A member of staff who walks away is signed out after an hour without a click, after a warning.
SESSIE_WAARSCHUWING = 5 * 60
SESSION_COOKIE_AGE = 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

# --- Storage -------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
# esbuild writes here; what is in it is not committed.
STATICFILES_DIRS = [ROOT / "assets" / "dist"]
STORAGES: dict[str, dict[str, Any]] = {
    # Attachments live in PostgreSQL: nothing may hang on the disk of one machine.
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A form carries at most a few attachments of 10 MB; the check per file is the form's.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- Cache and tasks -----------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
# Without a broker a task runs in the process that asked for it, after its transaction.
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
# A request never waits for a broker that is down; the outbox keeps the message for the beat job.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 2, "max_retries": 0}
# A worker does wait, for as long as it takes.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
# A job is done when it ran to its end: jobs may run twice, and none is lost with its worker.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "verstuur-achtergebleven-berichten": {
        "task": "wijkportaal.tasks.verstuur_achtergebleven",
        "schedule": datetime.timedelta(minutes=1),
    },
    "wis-oude-berichten": {
        "task": "wijkportaal.tasks.wis_oude_berichten",
        "schedule": crontab(hour=3, minute=30),
    },
    "wis-oude-inzendingen": {
        "task": "wijkportaal.tasks.wis_oude_inzendingen",
        "schedule": crontab(hour=3, minute=40),
    },
    "controleer-grootboek": {
        "task": "budgetten.tasks.controleer_grootboek",
        "schedule": crontab(hour=2, minute=30),
    },
    "waarschuw-over-geld": {
        "task": "budgetten.tasks.waarschuw",
        "schedule": crontab(hour=7, minute=0),
    },
    # A day that was missed is made up for on the next: nobody gets the message of a month twice.
    "stuur-maandberichten": {
        "task": "budgetten.tasks.stuur_maandberichten",
        "schedule": crontab(day_of_month="1-5", hour=7, minute=15),
    },
    "ruim-peilingen-op": {
        "task": "wijkagenda.tasks.ruim_peilingen_op",
        "schedule": crontab(hour=3, minute=50),
    },
    # A day that was missed is made up for on the next: nobody is asked twice in a quarter.
    "vraag-voortgang": {
        "task": "wijkagenda.tasks.vraag_voortgang",
        "schedule": crontab(month_of_year="1,4,7,10", day_of_month="1-5", hour=7, minute=30),
    },
    "stuur-overzichten": {
        "task": "initiatieven.tasks.stuur_overzichten",
        "schedule": crontab(hour=6, minute=45),
    },
    "lees-postbus": {
        "task": "initiatieven.tasks.lees_postbus",
        "schedule": datetime.timedelta(minutes=3),
    },
    "herinner-aan-toetsvragen": {
        "task": "wijkagenda.tasks.herinner_aan_toetsvragen",
        "schedule": crontab(hour=6, minute=50),
    },
    "ruim-ideeen-op": {
        "task": "wijkagenda.tasks.ruim_ideeen_op",
        "schedule": crontab(hour=3, minute=50),
    },
    "ruim-initiatieven-op": {
        "task": "initiatieven.tasks.ruim_op",
        "schedule": crontab(hour=3, minute=45),
    },
}

# --- Mail ----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="wijkportaal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Seconds. A message is locked while it is being sent.
EMAIL_TIMEOUT = 10

# The mailbox of the general address, such as imaps://user:password@host/INBOX. Empty: it is not read.
POSTBUS_URL = env.str("POSTBUS_URL", default="")

# --- Log -----------------------------------------------------------------------------------------
configureer_structlog()
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# --- The browser's guard rails -------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # PDOK serves the map's background; the style library draws small icons as data: images.
        "img-src": [SELF, "data:", "https://service.pdok.nl"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# The page may ask the browser for none of these; "where am I" stays possible for the map.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [],
    "camera": [],
    "display-capture": [],
    "geolocation": ["self"],
    "gyroscope": [],
    "magnetometer": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
