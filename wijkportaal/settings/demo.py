"""The demo on one machine (`make run`): nothing to install, nothing to set, nothing that leaves it."""

from wijkportaal import ingebed
from wijkportaal.logboek import logging_instellingen

from .basis import *  # noqa: F403  settings are layers of one namespace
from .basis import ROOT, STORAGES, database, env

DEMO = True
DATA = ROOT / ".data"

PORT = env.int("PORT", default=8000)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
BASIS_URL = env.str("BASIS_URL", default=f"http://localhost:{PORT}")
SECRET_KEY = env.str("SECRET_KEY", default="") or ingebed.bewaarde_sleutel(DATA / "secret_key")

EIGEN_CLUSTER = DATA / "postgres"
DATABASES = {"default": database(EIGEN_CLUSTER)}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

STATIC_ROOT = DATA / "static"
STORAGES["staticfiles"] = {"BACKEND": "wijkportaal.statisch.SnelleOpslag"}
# Mail is read at /demo/postvak/ and goes nowhere else.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Every demo account has this password; it opens nothing but invented data on this machine.
DEMO_WACHTWOORD = "wijkportaal-demo"
# One password is enough here. Who likes to see the second step sets one up: then it is asked.
TWEEDE_FACTOR_VERPLICHT = False

LOGGING = logging_instellingen(json=False, niveau=env.str("LOG_LEVEL", default="WARNING"))
