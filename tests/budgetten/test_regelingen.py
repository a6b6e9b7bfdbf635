"""Feasts and wijkorganisaties: not of the wijkbudget, but told where to go for how much (B-15)."""

import datetime
from decimal import Decimal

import pytest

from budgetten.aanvragen import Bron
from budgetten.models.rekening import Potsoort
from budgetten.regelingen import VOLKSFEESTEN, WAARDERING
from budgetten.regelingen import regelingen as regelingen_op
from budgetten.toetsen import AanvraagGeweigerd
from tests.budgetten.fabrieken import DAG, vraag
from tests.fabrieken import ClusterFactory, InwonertalFactory
from wijkportaal.models import Beleidsparameter

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-15")]
NIET_GEVRAAGD = [Bron("1a", "nvt", "Wel een feest"), Bron("2", "geweigerd")]


@pytest.fixture(autouse=True)
def gelden(regelingen):
    """Both schemes hold."""


def weigering_van(gegevens, **anders):
    with pytest.raises(AanvraagGeweigerd) as fout:
        vraag(gegevens, **anders)
    return fout.value.weigeringen


def test_a_feast_is_sent_to_its_own_scheme(gegevens):
    (weigering,) = weigering_van(gegevens, gericht_op="volksfeest", bronnen=NIET_GEVRAAGD)

    assert (weigering.regel, weigering.paragraaf) == ("B-15", "RM 6.1, 6.3 en bijlage 4")
    assert "Beleidsregel Volksfeesten" in weigering.alternatief
    assert "€\xa0200,00 tot €\xa01.000,00" in weigering.alternatief


@pytest.mark.parametrize("uitkomst", ["geweigerd", "toegekend"])
def test_a_feast_may_ask_what_its_scheme_left(gegevens, uitkomst):
    bronnen = [Bron("1a", uitkomst), Bron("2", "geweigerd")]

    assert vraag(gegevens, gericht_op="volksfeest", bronnen=bronnen).pk


def test_an_organisation_itself_is_never_paid_from_the_wijkbudget(gegevens, wijk):
    InwonertalFactory(wijk=wijk, aantal=1000)
    InwonertalFactory(wijk=wijk, aantal=10, peildatum=datetime.date(2020, 1, 1))
    bronnen = [Bron("1a", "geweigerd"), Bron("2", "geweigerd")]

    (weigering,) = weigering_van(gegevens, gericht_op="wijkorganisatie", bronnen=bronnen)

    assert weigering.regel == "B-15"
    assert "Voor 1.000 inwoners is dat samen hooguit €\xa01.700,00." in weigering.alternatief


def test_the_wijkagenda_does_not_pay_for_it_either(gegevens):
    weigeringen = weigering_van(
        gegevens,
        soort=Potsoort.AGENDA,
        onderwerp="proef:m1",
        gericht_op="volksfeest",
        bronnen=[Bron("cluster", "geweigerd")],
    )

    assert [weigering.regel for weigering in weigeringen] == ["B-15"]


def test_money_of_a_cluster_is_not_the_wijkbudget(gegevens):
    bronnen = [Bron(code, "geweigerd") for code in ("1a", "2", "5", "6")]

    assert vraag(
        gegevens,
        soort=Potsoort.CLUSTER,
        cluster=ClusterFactory(),
        gericht_op="wijkorganisatie",
        bronnen=bronnen,
    ).pk


def test_the_amounts_are_those_of_the_day():
    Beleidsparameter.objects.create(
        sleutel=VOLKSFEESTEN,
        geldig_vanaf=datetime.date(2025, 1, 1),
        bron="Raad",
        waarde={"naam": "Feesten", "waarvoor": "een feest", "laagste": "300.00", "hoogste": "900.00"},
    )

    toen, later = (
        regelingen_op(inwoners=0, op=dag)[VOLKSFEESTEN] for dag in (DAG, datetime.date(2025, 6, 1))
    )
    assert (toen.laagste, toen.hoogste) == (200, 1000)
    assert (later.laagste, later.hoogste) == (300, 900)


def test_parts_of_a_cent_are_not_promised():
    assert regelingen_op(inwoners=3)[WAARDERING].hoogste == Decimal("503.60")


def test_without_the_parameters_there_is_nothing_to_tell():
    assert regelingen_op(inwoners=10, op=datetime.date(2020, 1, 1)) == {}
