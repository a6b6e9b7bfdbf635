"""The demo's settings with its data in a folder of the test, away from the developer's own demo."""

import os
from pathlib import Path

from wijkportaal import ingebed
from wijkportaal.settings.demo import *  # noqa: F403  settings are layers of one namespace

DATA = Path(os.environ["PROEFMAP"])
EIGEN_CLUSTER = DATA / "postgres"
DATABASES = {"default": ingebed.instellingen(EIGEN_CLUSTER)}
STATIC_ROOT = DATA / "static"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
