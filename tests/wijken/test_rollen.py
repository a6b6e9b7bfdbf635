"""Who is what, today: what every permission rests on."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from tests.fabrieken import MedewerkerFactory, RolFactory
from wijken.models import Rol
from wijken.rollen import rollen_van

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]
VANDAAG = timezone.localdate()


def dag(n):
    return VANDAAG + datetime.timedelta(days=n)


@pytest.mark.parametrize(("van", "tot"), [(-30, -1), (1, 30)], ids=["gisteren geëindigd", "begint morgen"])
def test_a_role_that_does_not_hold_today_does_not_count(van, tot):
    rol = RolFactory(wijkregisseur=True, van=dag(van), tot=dag(tot))

    assert rollen_van(rol.medewerker) == []


def test_a_role_holds_on_the_first_and_the_last_day():
    rol = RolFactory(wijkregisseur=True, van=VANDAAG, tot=VANDAAG)

    assert rollen_van(rol.medewerker) == [rol]


def test_who_has_several_roles_has_them_all():
    eerste = RolFactory(wijkregisseur=True)
    tweede = RolFactory(vakambtenaar=True, medewerker=eerste.medewerker)

    assert set(rollen_van(eerste.medewerker)) == {eerste, tweede}


def test_a_closed_account_has_no_roles():
    assert rollen_van(RolFactory(kcc=True, medewerker__is_active=False).medewerker) == []


def test_a_visitor_and_a_superuser_have_no_role():
    assert rollen_van(AnonymousUser()) == []
    assert rollen_van(MedewerkerFactory(is_superuser=True)) == []


def test_all_questions_together_cost_one_query(django_assert_num_queries):
    persoon = RolFactory(wijkregisseur=True).medewerker

    with django_assert_num_queries(1):
        assert rollen_van(persoon) == rollen_van(persoon)
        assert not persoon.has_perm("initiatieven.view_initiatief", RolFactory.build())


# --- Substitution ---


def waarneming(rol, **velden):
    """A substitute for `rol`, not yet stored."""
    zelfde = {veld: getattr(rol, veld) for veld in ("soort", "wijk", "cluster", "partner")}
    periode = {"van": dag(-1), "tot": dag(7)}
    return Rol(**{"medewerker": MedewerkerFactory(), "waarnemer_voor": rol, **zelfde, **periode, **velden})


@pytest.fixture
def regisseur():
    return RolFactory(wijkregisseur=True)


@pytest.mark.regel("W-02")
def test_a_substitute_stands_beside_the_wijkregisseur_and_may_do_the_same(regisseur):
    rol = waarneming(regisseur)
    rol.full_clean()
    rol.save()

    for persoon in (regisseur.medewerker, rol.medewerker):
        assert persoon.has_perm("initiatieven.triage_initiatief", regisseur.wijk)
    assert Rol.objects.bekleder("wijkregisseur", wijk=regisseur.wijk) == rol.medewerker
    assert str(rol) == "Wijkregisseur (waarnemend)"


@pytest.mark.regel("W-02")
def test_after_the_substitution_the_wijkregisseur_is_first_again(regisseur):
    waarneming(regisseur, tot=dag(-1)).save()

    assert Rol.objects.bekleder("wijkregisseur", wijk=regisseur.wijk) == regisseur.medewerker


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"tot": None}, "Waarnemen is tijdelijk"),
        ({"soort": "kcc", "wijk": None}, "Een waarnemer neemt de rol van iemand anders over"),
        ({"medewerker": "zelf"}, "Een waarnemer neemt de rol van iemand anders over"),
    ],
)
def test_form_and_database_refuse_a_substitution_that_is_wrong(regisseur, velden, melding):
    if velden.get("medewerker"):
        velden = {"medewerker": regisseur.medewerker}
    rol = waarneming(regisseur, **velden)

    with pytest.raises(ValidationError, match=melding):
        rol.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        rol.save()


def test_a_substitute_has_no_substitute(regisseur):
    eerste = waarneming(regisseur)
    eerste.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        waarneming(eerste).save()


@pytest.mark.regel("W-02")
def test_there_is_one_substitute_at_a_time_and_a_second_holder_stays_forbidden(regisseur):
    waarneming(regisseur).save()

    for rol in (waarneming(regisseur), RolFactory.build(soort="wijkregisseur", wijk=regisseur.wijk)):
        rol.medewerker.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            rol.save()


# --- What was, stays ---


@pytest.mark.regel("W-02")
def test_the_database_removes_no_role(regisseur):
    with pytest.raises(ProgrammingError, match="Cannot delete"):
        Rol.objects.filter(pk=regisseur.pk)._raw_delete("default")


@pytest.mark.regel("W-02")
@pytest.mark.parametrize(
    "velden", [{"soort": "wijkwethouder"}, {"van": dag(-3)}, {"medewerker": 0}, {"waarnemer_voor": 0}]
)
def test_the_database_rewrites_no_role(regisseur, velden):
    if "medewerker" in velden:
        velden = {"medewerker": MedewerkerFactory()}
    if "waarnemer_voor" in velden:
        velden = {"waarnemer_voor": RolFactory(wijkregisseur=True), "tot": dag(1)}

    with pytest.raises(ProgrammingError, match="Cannot update"):
        Rol.objects.filter(pk=regisseur.pk).update(**velden)


@pytest.mark.regel("W-02")
def test_a_role_does_get_a_last_day(regisseur):
    Rol.objects.filter(pk=regisseur.pk).update(tot=VANDAAG)

    assert Rol.objects.get(pk=regisseur.pk).tot == VANDAAG
