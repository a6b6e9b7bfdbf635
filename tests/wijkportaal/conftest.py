"""The outbox is tested with templates and addresses of its own, not with those of an app above it."""

from pathlib import Path

import pytest

from tests.wijkportaal.proefbericht import maak_bericht

SJABLONEN = Path(__file__).parent / "templates"


@pytest.fixture
def eigen_sjablonen(settings):
    huis = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**huis, "DIRS": [*huis["DIRS"], SJABLONEN]}]


@pytest.fixture
def eigen_adressen(settings):
    settings.ROOT_URLCONF = "tests.wijkportaal.adressen"
    settings.BASIS_URL = "https://wijken.voorbeeldstad.example"


@pytest.fixture
def bericht(db, eigen_adressen):
    return maak_bericht()
