"""One mail a day with what is late, only on working days; residents are reminded once."""

import datetime

import pytest
import time_machine

from initiatieven.models import Vraag
from initiatieven.tasks import stuur_overzichten
from tests.fabrieken import ActiepuntFactory, OverlegFactory, RolFactory, WijkFactory
from tests.initiatieven.fabrieken import InitiatiefFactory
from wijkportaal.models import Bericht

pytestmark = pytest.mark.django_db
MAANDAG = datetime.datetime(2026, 6, 15, 6, tzinfo=datetime.UTC)


def op(dag, moment=MAANDAG):
    with time_machine.travel(moment + datetime.timedelta(days=dag)):
        stuur_overzichten()
    return list(Bericht.objects.order_by("pk").values_list("naar", "onderwerp"))


@pytest.fixture
def regisseur():
    """A wijkregisseur with one late case, one nearly late and one that has time."""
    wijk = WijkFactory()
    rol = RolFactory(wijkregisseur=True, wijk=wijk, van="2024-01-01")
    for titel, dag in (("Te laat", 10), ("Bijna te laat", 17), ("Ruim op tijd", 28)):
        InitiatiefFactory(titel=titel, wijk=wijk, uiterlijk=datetime.date(2026, 6, dag))
    return rol.medewerker


def test_a_person_gets_one_summary_a_day_the_most_urgent_on_top(regisseur):
    RolFactory(wijkregisseur=True, van="2024-01-01")  # somebody else, with nothing late
    assert op(0) == [(regisseur.email, "2 zaken vragen uw aandacht")]
    assert op(0) == [(regisseur.email, "2 zaken vragen uw aandacht")]  # the same day again
    tekst = Bericht.objects.get().tekst
    assert tekst.index("5 dagen te laat") < tekst.index("nog 2 dagen")
    assert "Ruim op tijd" not in tekst
    assert len(op(1)) == 2


@pytest.mark.parametrize("dag", [-1, -2, -21])  # Sunday, Saturday, and Pentecost Monday
def test_nobody_is_mailed_on_a_day_off(regisseur, dag):
    assert op(dag) == []


def test_whose_role_has_ended_gets_nothing(regisseur):
    regisseur.rollen.update(tot="2026-06-01")
    assert op(0) == []


# --- Action points of a meeting ---


def laat_punt(eigenaar, **velden):
    overleg = OverlegFactory(gehouden=True, titel="Wijkteam", deelnemers=[eigenaar])
    velden = {"uiterlijk": datetime.date(2026, 6, 12), "wat": "Bankjes nakijken"} | velden
    return ActiepuntFactory(overleg=overleg, eigenaar=eigenaar, **velden)


@pytest.mark.regel("W-08")
def test_whoever_has_a_late_action_point_hears_of_it_whatever_the_role():
    persoon = RolFactory(soort="opbouwwerker").medewerker
    laat_punt(persoon)
    laat_punt(persoon, wat="Nog op tijd", uiterlijk=datetime.date(2026, 6, 15))

    assert op(0) == [(persoon.email, "1 actiepunt vraagt uw aandacht")]
    tekst = Bericht.objects.get().tekst
    assert "- Bankjes nakijken (Wijkteam): 3 dagen te laat" in tekst
    assert "Nog op tijd" not in tekst
    assert "Deze zaken" not in tekst


@pytest.mark.regel("W-08")
def test_cases_and_action_points_come_in_one_mail(regisseur):
    laat_punt(regisseur)

    assert op(0) == [(regisseur.email, "2 zaken en 1 actiepunt vragen uw aandacht")]
    assert "Bankjes nakijken" in Bericht.objects.get().tekst


@pytest.mark.regel("W-08")
def test_a_late_action_point_does_not_bring_the_cases_of_others_along():
    """A clustermanager reads cases of the cluster and answers for none of them."""
    rol = RolFactory(clustermanager=True)
    InitiatiefFactory(toegewezen=True, cluster=rol.cluster, uiterlijk=datetime.date(2026, 6, 10))
    assert op(0) == []

    laat_punt(rol.medewerker)
    assert op(0) == [(rol.medewerker.email, "1 actiepunt vraagt uw aandacht")]


@pytest.mark.regel("W-08")
def test_who_has_no_role_any_more_hears_nothing_of_an_action_point():
    rol = RolFactory(soort="opbouwwerker", tot="2026-06-14")
    laat_punt(rol.medewerker)
    assert op(0) == []


@pytest.mark.regel("I-20")
def test_residents_are_reminded_once_when_the_day_of_a_request_has_passed():
    zaak = InitiatiefFactory(toegewezen=True)
    Vraag.objects.create(
        initiatief=zaak,
        gesteld_op=MAANDAG,
        uiterlijk=datetime.date(2026, 6, 17),
    )
    assert op(2) == []
    verwacht = [(zaak.indiener.email, f"Wilt u de vraag over {zaak.kenmerk} nog beantwoorden?")]
    assert op(3) == verwacht
    assert op(4) == verwacht
