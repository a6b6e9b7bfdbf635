import datetime
from pathlib import Path

import pytest
from django.conf import settings

from wijkportaal import laden
from wijkportaal.models import Beleidsparameter, beleid

pytestmark = pytest.mark.django_db

ROERMOND = Path(settings.ROOT) / "fixtures" / "roermond"


@pytest.fixture
def roermond():
    laden.laad(ROERMOND)


@pytest.mark.regel("B-10")
def test_the_ceilings_are_those_of_bijlage_4(roermond):
    assert beleid("plafond-hele-wijk") == "2000.00"
    assert beleid("plafond-buurt-of-plek") == "1000.00"


@pytest.mark.regel("B-12")
def test_the_order_of_funding_is_that_of_6_3(roermond):
    assert [bron["code"] for bron in beleid("volgorde-financiering")] == ["1a", "1b", *"234567"]


@pytest.mark.regel("I-11")
def test_the_participation_ladder_begins_low(roermond):
    treden = [trede["trede"] for trede in beleid("participatietrap")]

    assert treden == ["loslaten", "stimuleren", "faciliteren", "regisseren", "reguleren"]


def test_each_beleidsparameter_names_a_source(roermond):
    assert set(Beleidsparameter.objects.values_list("bron", flat=True)) == {
        "AVG artikel 5, lid 1 onder e; termijn te bepalen door de gemeente",
        "Algemene wet bestuursrecht, artikel 4:13",
        "Inrichting van het portaal",
        "Werk aan de wijk!, paragraaf 4.1 en bijlage 3, fase 4; termijn te bepalen door de gemeente",
        "Werk aan de wijk!, bijlage 3, fase 2; Participatieverordening",
        "Werk aan de wijk!, bijlage 3, fase 3",
        "Werk aan de wijk!, bijlage 4",
        "Werk aan de wijk!, bijlage 4 en paragraaf 6.1",
        "Werk aan de wijk!, paragraaf 4.3 en bijlage 4",
        "Werk aan de wijk!, paragraaf 5.3; aantal te bepalen door de gemeente",
        "Werk aan de wijk!, paragraaf 6.1 en tabel 6.1",
        "Werk aan de wijk!, paragraaf 6.1, 6.3 en tabel 6.1",
        "Werk aan de wijk!, paragraaf 6.2",
        "Werk aan de wijk!, paragraaf 6.3",
    }


@pytest.mark.parametrize(
    ("sleutel", "dagen"),
    [("bevestigen-termijn-dagen", 7), ("volglink-geldig-dagen", 30), ("concept-bewaren-dagen", 14)],
)
def test_the_terms_are_there(roermond, sleutel, dagen):
    assert beleid(sleutel) == dagen


def test_loading_again_doubles_nothing_and_leaves_a_new_version(roermond):
    aantal = Beleidsparameter.objects.count()
    Beleidsparameter.objects.create(
        sleutel="plafond-hele-wijk", waarde="2500.00", geldig_vanaf=datetime.date(2025, 1, 1), bron="Raad"
    )

    laden.laad(ROERMOND)

    assert Beleidsparameter.objects.count() == aantal + 1
    assert beleid("plafond-hele-wijk") == "2500.00"
    assert beleid("plafond-hele-wijk", op=datetime.date(2024, 12, 31)) == "2000.00"
