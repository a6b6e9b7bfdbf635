"""A divided year with a wijk, its money, its manager, and requests that pass."""

import datetime

import pytest
from django.db import connection

from budgetten import aanvragen, besluiten
from budgetten.besluiten import Besluit
from budgetten.databaserol import geef_rechten
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
from wijken.models import Wijk
from wijkportaal.models import Beleidsparameter


@pytest.fixture(autouse=True)
def besluit(monkeypatch):
    monkeypatch.setitem(besluiten._bronnen, "proef", besluit_op_proef)


def besluit_op_proef(naam):
    """A positive decision in the oldest wijk, except on "0"; "m…" is a maatregel, "w…" for the whole wijk."""
    if naam == "0":
        return None
    maatregel = naam.startswith("m")
    return Besluit(
        kenmerk="PB-1",
        op=DAG,
        wijk_id=Wijk.objects.order_by("pk").first().pk,
        deelbudget=Potsoort.AGENDA if maatregel else Potsoort.INITIATIEVEN,
        bereik="" if maatregel else "hele_wijk" if naam.startswith("w") else "buurt_of_plek",
    )


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
    verdeling = Verdeling.objects.create(
        jaar=jaar,
        peildatum=DAG,
        voor_agenda=500,
        voor_initiatieven=3000,
        deel_initiatieven=delen[0],
        deel_agenda=delen[1],
        voorgesteld_door=door,
    )
    bedragen = {"agenda": 500, "voorstel_agenda": 500, "initiatieven": 3000, "voorstel_initiatieven": 3000}
    verdeling.regels.create(wijk=wijk, inwoners=1000, exact=3500, **bedragen)
    verdeling.vastgesteld_door, verdeling.vastgesteld_op = ander, datetime.datetime.now(datetime.UTC)
    verdeling.kenmerk = "B&W"
    verdeling.save()
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


@pytest.fixture
def rol(db):
    """The portal's database user: no superuser, owner of nothing."""
    # Users belong to the whole server, so each test database has one of its own.
    naam = f"portaal_{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {naam} LOGIN NOSUPERUSER")
    geef_rechten(naam)
    geef_rechten(naam)
    yield naam
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {naam}; DROP ROLE {naam}")
