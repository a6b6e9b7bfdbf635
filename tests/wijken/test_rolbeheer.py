"""Giving and ending roles: by another beheerder, with the reason."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests.fabrieken import MedewerkerFactory, RolFactory, WijkFactory
from wijken.models import Rol
from wijken.rolbeheer import EIGEN_ROL, RolGeweigerd, beeindig_rol, geef_rol

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]
DAG = datetime.date(2026, 1, 31)


@pytest.fixture
def beheerder():
    return RolFactory(beheerder=True).medewerker


def nieuwe(medewerker, soort="kcc", **velden):
    return Rol(medewerker=medewerker, soort=soort, van=datetime.date(2025, 1, 1), **velden)


def test_getting_a_role_stands_in_the_history_with_who_and_why(beheerder):
    rol = geef_rol(rol=nieuwe(MedewerkerFactory()), door=beheerder, reden="Nieuw in dienst")

    spoor = rol.history.get()
    assert (spoor.history_user, spoor.history_change_reason) == (beheerder, "Nieuw in dienst")


def test_so_does_ending_a_role(beheerder):
    rol = RolFactory(wijkregisseur=True)

    beeindig_rol(rol=rol, tot=DAG, door=beheerder, reden="Andere baan")

    assert Rol.objects.get(pk=rol.pk).tot == DAG
    spoor = rol.history.latest()
    assert (spoor.tot, spoor.history_user, spoor.history_change_reason) == (DAG, beheerder, "Andere baan")


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_changes_the_own_roles(superuser):
    rol = RolFactory(beheerder=True, medewerker__is_superuser=superuser)

    with pytest.raises(RolGeweigerd, match=EIGEN_ROL):
        geef_rol(rol=nieuwe(rol.medewerker), door=rol.medewerker, reden="Handig")
    with pytest.raises(RolGeweigerd, match=EIGEN_ROL):
        beeindig_rol(rol=rol, tot=None, door=rol.medewerker, reden="Handig")
    assert list(Rol.objects.all()) == [rol]


@pytest.mark.parametrize("soort", ["kcc", "wijkregisseur", "clustermanager", "budgethouder"])
def test_only_a_beheerder_gives_roles(soort):
    with pytest.raises(PermissionDenied):
        geef_rol(rol=nieuwe(MedewerkerFactory()), door=RolFactory(**{soort: True}).medewerker, reden="x")


def test_without_a_reason_nothing_happens(beheerder):
    with pytest.raises(RolGeweigerd, match="waarom"):
        geef_rol(rol=nieuwe(MedewerkerFactory()), door=beheerder, reden="  ")


@pytest.mark.regel("W-02")
def test_a_second_wijkregisseur_is_refused_in_plain_words(beheerder):
    wijk = WijkFactory()
    RolFactory(wijkregisseur=True, wijk=wijk)

    with pytest.raises(RolGeweigerd, match="Deze wijk heeft in die periode al iemand"):
        geef_rol(rol=nieuwe(MedewerkerFactory(), "wijkregisseur", wijk=wijk), door=beheerder, reden="x")
