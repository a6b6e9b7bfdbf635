"""Tests: the same parts as the demo, on a cluster of their own that gives up safety for speed."""

from wijkportaal.logboek import logging_instellingen

from .basis import *  # noqa: F403  settings are layers of one namespace
from .basis import ROOT, database

DEMO = True
PORT = 8000
SECRET_KEY = "only-for-tests-and-therefore-not-a-secret-at-all-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
BASIS_URL = "http://testserver"
DEMO_WACHTWOORD = "wijkportaal-demo"
# Tests ask nobody outside; those of the address search run a server of their own.
PDOK_LOCATIESERVER_URL = KAART_TEGELS_URL = ""
# Tests of the second step switch it on themselves.
TWEEDE_FACTOR_VERPLICHT = False

EIGEN_CLUSTER = ROOT / ".data" / "test-postgres"
DATABASES = {"default": database(EIGEN_CLUSTER)}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # No manifest: tests do not need a collectstatic of their own.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from their sources, in the live server too.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = logging_instellingen(json=False, niveau="WARNING")
