"""What *Mijn werk* shows of a year's money, and to whom."""

import pytest
import time_machine
from django.urls import reverse

from budgetten import verdelen, verplaatsen
from budgetten.mijnwerk_jaar import te_besluiten
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import DAG, geopend_jaar, pot, wethouder_wijken
from tests.budgetten.test_admin_verdeling import als, tekst
from tests.fabrieken import InwonertalFactory, RolFactory, WijkFactory
from wijken.models import Medewerker

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]


@pytest.fixture(autouse=True)
def in_het_jaar():
    with time_machine.travel("2024-06-01 12:00", tick=False):
        yield


@pytest.fixture
def voorstellen(jaar, wijk, boekhouder):
    """One of each direction: under the mandate, and two under direction of the wethouder."""
    andere, gehoord = WijkFactory(), {"samenspraak": "Akkoord", "samenspraak_op": DAG}
    geopend_jaar()
    agenda = pot(wijk, soort=Potsoort.AGENDA)
    return [
        verplaatsen.stel_overheveling_voor(
            van=van, naar=naar, bedrag=1, reden="x", door=boekhouder, tekort=1, **gehoord
        )
        for van, naar in ((pot(wijk), agenda), (agenda, pot(wijk)), (pot(wijk), pot(andere)))
    ]


def begin(client, medewerker):
    return tekst(als(client, medewerker).get(reverse("admin:index")))


@pytest.mark.regel("B-05", "B-06", "B-07")
def test_each_transfer_waits_for_who_decides_on_it(voorstellen, manager):
    onder_mandaat, *onder_regie = voorstellen
    wethouder = wethouder_wijken()
    assert list(te_besluiten(manager)) == [onder_mandaat]
    assert list(te_besluiten(wethouder)) == onder_regie

    RolFactory(soort="wethouder_wijken", medewerker=manager)
    assert list(te_besluiten(Medewerker.objects.get(pk=manager.pk))) == voorstellen


@pytest.mark.regel("B-07")
def test_a_transfer_of_last_year_waits_for_nobody(voorstellen, manager):
    with time_machine.travel("2025-01-01 12:00"):
        assert not te_besluiten(manager).exists()


@pytest.mark.regel("B-02")
def test_the_start_page_shows_what_waits_and_nothing_when_nothing_does(
    client, voorstellen, manager, boekhouder
):
    volgend = geopend_jaar(2025)
    for wijk in {voorstel.naar.wijk for voorstel in voorstellen}:
        InwonertalFactory(wijk=wijk)
    verdeling = verdelen.stel_voor(jaar=volgend, door=boekhouder)

    pagina = begin(client, manager)
    assert "Verdelingen die op uw besluit wachten 1 Verdeling van het wijkbudget 2025" in pagina
    assert "Overhevelingen die op uw besluit wachten 1 € 1,00 naar Wijkagenda" in pagina
    assert "Budgetten per jaar" in pagina
    for ander in (boekhouder, RolFactory(clustermanager=True).medewerker):
        assert "lingen die op uw besluit" not in begin(client, ander)

    verdelen.stel_vast(verdeling=verdeling, door=wethouder_wijken(), kenmerk="B&W")
    assert "Verdelingen die op uw besluit wachten" not in begin(client, manager)
