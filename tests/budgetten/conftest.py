"""A divided year with a wijk, its money, its manager, and requests that pass."""

import datetime

import pytest

from budgetten import aanvragen, besluiten
from budgetten.besluiten import Besluit
from budgetten.models import Verdeling
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import (
    DAG,
    NAGEGAAN,
    beleid,
    beleidsmedewerker,
    geopend_jaar,
    manager_van_het_wijkbudget,
    pot,
    vraag,
    vul,
)
from tests.fabrieken import MedewerkerFactory, WijkFactory
from wijkportaal.models import Beleidsparameter


@pytest.fixture(autouse=True)
def besluit(monkeypatch):
    """Subjects of the kind `proef` have a positive decision, except number 0."""
    positief = Besluit(positief=True, kenmerk="PB-1", op=DAG)
    monkeypatch.setitem(besluiten._bronnen, "proef", lambda naam: None if naam == "0" else positief)


@pytest.fixture
def wijk():
    return WijkFactory()


@pytest.fixture
def jaar(wijk):
    """2024, divided: the wijk has € 3.000 free for initiatieven and € 500 for its agenda."""
    beleid()
    jaar = geopend_jaar()
    door, ander = MedewerkerFactory.create_batch(2)
    vul(pot(wijk), 3000, door)
    vul(pot(wijk, soort=Potsoort.AGENDA), 500, door)
    delen = Beleidsparameter.objects.filter(sleutel__startswith="deel-").order_by("sleutel")
    Verdeling.objects.create(
        jaar=jaar,
        peildatum=DAG,
        voor_agenda=500,
        voor_initiatieven=3000,
        deel_initiatieven=delen[0],
        deel_agenda=delen[1],
        voorgesteld_door=door,
        vastgesteld_door=ander,
        kenmerk="B&W",
        vastgesteld_op=datetime.datetime.now(datetime.UTC),
    )
    return jaar


@pytest.fixture
def manager(jaar):
    return manager_van_het_wijkbudget()


@pytest.fixture
def boekhouder(jaar):
    """Who commits and pays: not the one who approves."""
    return beleidsmedewerker()


@pytest.fixture
def gegevens(jaar, wijk):
    """What a request that passes says."""
    return {
        "jaar": jaar,
        "soort": Potsoort.INITIATIEVEN,
        "wijk": wijk,
        "onderwerp": "proef:1",
        "doel": "Een bankje",
        "gericht_op": "leefbaarheid",
        "bereik": "buurt_of_plek",
        "bedrag": "400.00",
        "bronnen": NAGEGAAN,
        "op": DAG,
    }


@pytest.fixture
def vastgelegd(gegevens, manager, boekhouder):
    aanvraag = aanvragen.keur_goed(aanvraag=vraag(gegevens), door=manager, op=DAG)
    return aanvragen.leg_vast(aanvraag=aanvraag, door=boekhouder, kenmerk="BES-1", planjaar=2025)


@pytest.fixture
def regelingen():
    """The schemes beside the wijkbudget, as Roermond has them (B-15)."""
    waarden = {
        "volksfeesten": {
            "naam": "Beleidsregel Volksfeesten",
            "waarvoor": "een buurtfeest",
            "laagste": "200.00",
            "hoogste": "1000.00",
        },
        "waarderingssubsidie": {
            "naam": "Waarderingssubsidie",
            "waarvoor": "een wijkraad",
            "basis": "500.00",
            "per_inwoner": "1.20",
        },
    }
    for sleutel, waarde in waarden.items():
        Beleidsparameter.objects.create(
            sleutel=sleutel, waarde=waarde, geldig_vanaf=datetime.date(2024, 1, 1), bron="RM"
        )


@pytest.fixture
def signalering():
    """The thresholds at which a pot deserves attention (B-17)."""
    for sleutel, waarde in (("waarschuwing-gebruik", "0.80"), ("waarschuwing-tekort", "1.00")):
        Beleidsparameter.objects.create(
            sleutel=sleutel, waarde=waarde, geldig_vanaf=datetime.date(2024, 1, 1), bron="Test"
        )
