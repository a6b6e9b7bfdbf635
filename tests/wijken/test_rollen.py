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
def test_een_rol_die_vandaag_niet_geldt_telt_niet(van, tot):
    rol = RolFactory(wijkregisseur=True, van=dag(van), tot=dag(tot))

    assert rollen_van(rol.medewerker) == []


def test_een_rol_geldt_op_de_eerste_en_de_laatste_dag():
    rol = RolFactory(wijkregisseur=True, van=VANDAAG, tot=VANDAAG)

    assert rollen_van(rol.medewerker) == [rol]


def test_wie_meer_rollen_heeft_heeft_ze_allemaal():
    eerste = RolFactory(wijkregisseur=True)
    tweede = RolFactory(vakambtenaar=True, medewerker=eerste.medewerker)

    assert set(rollen_van(eerste.medewerker)) == {eerste, tweede}


def test_een_gesloten_account_heeft_geen_rollen():
    assert rollen_van(RolFactory(kcc=True, medewerker__is_active=False).medewerker) == []


def test_wie_niet_is_ingelogd_en_een_superuser_hebben_geen_rol():
    assert rollen_van(AnonymousUser()) == []
    assert rollen_van(MedewerkerFactory(is_superuser=True)) == []


def test_alle_vragen_samen_kosten_een_query(django_assert_num_queries):
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
def test_een_waarnemer_staat_naast_de_wijkregisseur_en_mag_hetzelfde(regisseur):
    rol = waarneming(regisseur)
    rol.full_clean()
    rol.save()

    for persoon in (regisseur.medewerker, rol.medewerker):
        assert persoon.has_perm("initiatieven.triage_initiatief", regisseur.wijk)
    assert Rol.objects.bekleder("wijkregisseur", wijk=regisseur.wijk) == rol.medewerker
    assert str(rol) == "Wijkregisseur (waarnemend)"


@pytest.mark.regel("W-02")
def test_na_de_vervanging_is_de_wijkregisseur_weer_de_eerste(regisseur):
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
def test_een_waarneming_die_niet_klopt_weigeren_formulier_en_database(regisseur, velden, melding):
    if velden.get("medewerker"):
        velden = {"medewerker": regisseur.medewerker}
    rol = waarneming(regisseur, **velden)

    with pytest.raises(ValidationError, match=melding):
        rol.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        rol.save()


def test_een_waarnemer_heeft_zelf_geen_waarnemer(regisseur):
    eerste = waarneming(regisseur)
    eerste.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        waarneming(eerste).save()


@pytest.mark.regel("W-02")
def test_er_is_een_waarnemer_tegelijk_en_een_tweede_houder_blijft_verboden(regisseur):
    waarneming(regisseur).save()

    for rol in (waarneming(regisseur), RolFactory.build(soort="wijkregisseur", wijk=regisseur.wijk)):
        rol.medewerker.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            rol.save()


# --- What was, stays ---


@pytest.mark.regel("W-02")
def test_de_database_verwijdert_geen_rol(regisseur):
    with pytest.raises(ProgrammingError, match="Cannot delete"):
        Rol.objects.filter(pk=regisseur.pk)._raw_delete("default")


@pytest.mark.regel("W-02")
@pytest.mark.parametrize(
    "velden", [{"soort": "wijkwethouder"}, {"van": dag(-3)}, {"medewerker": 0}, {"waarnemer_voor": 0}]
)
def test_de_database_herschrijft_geen_rol(regisseur, velden):
    if "medewerker" in velden:
        velden = {"medewerker": MedewerkerFactory()}
    if "waarnemer_voor" in velden:
        velden = {"waarnemer_voor": RolFactory(wijkregisseur=True), "tot": dag(1)}

    with pytest.raises(ProgrammingError, match="Cannot update"):
        Rol.objects.filter(pk=regisseur.pk).update(**velden)


@pytest.mark.regel("W-02")
def test_een_rol_krijgt_wel_een_laatste_dag(regisseur):
    Rol.objects.filter(pk=regisseur.pk).update(tot=VANDAAG)

    assert Rol.objects.get(pk=regisseur.pk).tot == VANDAAG
