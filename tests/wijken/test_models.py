"""What the database itself refuses, whoever asks and however."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from tests.fabrieken import (
    BuurtFactory,
    ClusterFactory,
    GemeenteFactory,
    InwonertalFactory,
    MedewerkerFactory,
    PartnerFactory,
    RolFactory,
    WijkFactory,
)
from wijken.models import Buurt, Gemeente, Medewerker, Rol, Wijk

pytestmark = pytest.mark.django_db

DAG = datetime.date(2026, 3, 16)
GISTEREN, MORGEN = DAG - datetime.timedelta(days=1), DAG + datetime.timedelta(days=1)


def weigert(constraint):
    return pytest.raises(IntegrityError, match=f'"{constraint}"')


# --- Gemeente, wijk, buurt, inwonertal ---


def test_a_second_municipality_is_refused():
    GemeenteFactory()

    with weigert("wijken_gemeente_enig_key"):
        Gemeente.objects.create(naam="Elders", cbs_code="GM0001")


def test_a_municipality_that_is_not_the_only_one_is_refused():
    with weigert("gemeente_is_enig"):
        GemeenteFactory(enig=False)


@pytest.mark.regel("W-01")
def test_a_name_of_a_buurt_is_once_in_a_wijk_but_may_be_in_two_wijken():
    buurt = BuurtFactory(naam="Heide")
    BuurtFactory(naam="Heide")

    with weigert("buurt_naam_uniek_in_wijk"):
        BuurtFactory(naam="Heide", wijk=buurt.wijk)


@pytest.mark.regel("W-01")
def test_a_wijk_with_buurten_cannot_be_removed():
    buurt = BuurtFactory()

    with pytest.raises(ProtectedError):
        buurt.wijk.delete()


def test_wijken_are_sorted_by_number_and_buurten_by_order():
    tweede, eerste = WijkFactory(nummer=2), WijkFactory(nummer=1)
    for wijk, volgorde, naam in ((tweede, 1, "Aa"), (eerste, 2, "Bb"), (eerste, 1, "Cc")):
        BuurtFactory(wijk=wijk, volgorde=volgorde, naam=naam)

    assert list(Wijk.objects.all()) == [eerste, tweede]
    assert [buurt.naam for buurt in Buurt.objects.all()] == ["Cc", "Bb", "Aa"]


def test_the_address_of_a_wijk_is_its_slug():
    assert WijkFactory(slug="centrum").get_absolute_url() == "/wijken/centrum/"


@pytest.mark.regel("W-04")
def test_a_wijk_has_one_number_of_inhabitants_per_reference_date():
    inwonertal = InwonertalFactory()
    InwonertalFactory(wijk=inwonertal.wijk, peildatum=datetime.date(2024, 1, 1))

    with weigert("inwonertal_een_per_peildatum"):
        InwonertalFactory(wijk=inwonertal.wijk)


# --- Cluster ---


@pytest.mark.regel("B-11")
def test_one_cluster_manages_the_wijkbudget():
    ClusterFactory(beheert_wijkbudget=True)
    ClusterFactory()
    ClusterFactory()

    with weigert("cluster_een_beheert_wijkbudget"):
        ClusterFactory(beheert_wijkbudget=True)


# --- Medewerker ---


def test_an_account_without_a_password_cannot_sign_in():
    medewerker = Medewerker.objects.create_user("Iemand@Voorbeeldstad.example", "Iemand")

    assert medewerker.email == "iemand@voorbeeldstad.example"
    assert not medewerker.has_usable_password()
    assert not medewerker.is_superuser


def test_a_superuser_may_do_everything():
    superuser = Medewerker.objects.create_superuser("baas@voorbeeldstad.example", "Baas", "geheim")

    assert superuser.is_staff
    assert superuser.is_superuser
    assert superuser.check_password("geheim")


def test_an_address_is_found_however_it_is_written():
    medewerker = MedewerkerFactory(email="iemand@voorbeeldstad.example")

    assert Medewerker.objects.get_by_natural_key("Iemand@VOORBEELDSTAD.example") == medewerker
    with pytest.raises(Medewerker.DoesNotExist):
        Medewerker.objects.get_by_natural_key(None)


def test_a_form_turns_capitals_into_small_letters():
    medewerker = MedewerkerFactory.build(email="Iemand@Voorbeeldstad.example")

    medewerker.full_clean()

    assert medewerker.email == "iemand@voorbeeldstad.example"


def test_an_address_with_capitals_is_refused():
    with weigert("medewerker_email_kleine_letters"):
        MedewerkerFactory(email="Iemand@voorbeeldstad.example")


def test_a_person_is_called_by_name():
    medewerker = MedewerkerFactory(naam="Vera Voorbeeld")

    assert {str(medewerker), medewerker.get_full_name(), medewerker.get_short_name()} == {"Vera Voorbeeld"}


def test_signing_in_is_no_change_and_a_password_does_not_go_into_the_history(client):
    medewerker = MedewerkerFactory()

    client.force_login(medewerker)
    medewerker.set_password("nieuw")
    medewerker.save(update_fields=["password"])

    medewerker.refresh_from_db()
    assert medewerker.last_login is not None
    assert medewerker.history.count() == 1
    assert not hasattr(medewerker.history.get(), "password")


def test_another_name_does_go_into_the_history():
    medewerker = MedewerkerFactory(naam="Oud")
    medewerker.naam = "Nieuw"
    medewerker.save(update_fields=["naam"])

    assert [rij.naam for rij in medewerker.history.all()] == ["Nieuw", "Oud"]


# --- Rol: one wijkregisseur and one wijkwethouder at a time ---


@pytest.mark.regel("W-02")
@pytest.mark.parametrize("soort", ["wijkregisseur", "wijkwethouder"])
@pytest.mark.parametrize(
    ("van", "tot"),
    [
        (datetime.date(2025, 1, 1), None),
        (datetime.date(2023, 1, 1), datetime.date(2024, 1, 1)),
        (datetime.date(2024, 12, 31), datetime.date(2025, 6, 1)),
        (datetime.date(2024, 3, 1), datetime.date(2024, 3, 1)),
        (datetime.date(2023, 1, 1), None),
    ],
    ids=["na de eerste", "op de eerste dag", "op een dag ertussen", "een dag", "eromheen"],
)
def test_two_at_a_time_for_one_wijk_are_refused(soort, van, tot):
    rol = RolFactory(**{soort: True}, van=datetime.date(2024, 1, 1))

    with weigert("rol_een_per_wijk_tegelijk"):
        RolFactory(**{soort: True}, wijk=rol.wijk, van=van, tot=tot)


@pytest.mark.regel("W-02")
def test_a_bare_insert_cannot_make_a_second_wijkregisseur_either():
    rol, ander = RolFactory(wijkregisseur=True), MedewerkerFactory()

    with weigert("rol_een_per_wijk_tegelijk"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wijken_rol (medewerker_id, soort, wijk_id, van) VALUES (%s, %s, %s, %s)",
            [ander.pk, "wijkregisseur", rol.wijk_id, "2025-01-01"],
        )


@pytest.mark.regel("W-02")
def test_the_successor_begins_the_day_after_the_last_day():
    oud = RolFactory(wijkregisseur=True, tot=DAG)
    with transaction.atomic(), weigert("rol_een_per_wijk_tegelijk"):
        RolFactory(wijkregisseur=True, wijk=oud.wijk, van=DAG)

    nieuw = RolFactory(wijkregisseur=True, wijk=oud.wijk, van=MORGEN)

    assert list(oud.wijk.rollen.order_by("van")) == [oud, nieuw]


@pytest.mark.regel("W-02")
def test_a_person_may_have_several_wijken_and_a_wijk_one_regisseur_and_one_wethouder():
    rol = RolFactory(wijkregisseur=True)

    RolFactory(wijkregisseur=True, medewerker=rol.medewerker)
    RolFactory(wijkwethouder=True, wijk=rol.wijk, medewerker=rol.medewerker)

    assert rol.medewerker.rollen.count() == 3


@pytest.mark.regel("W-02")
def test_a_form_says_it_in_plain_words():
    rol = RolFactory(wijkregisseur=True)
    tweede = RolFactory.build(soort=rol.soort, wijk=rol.wijk, medewerker=rol.medewerker)

    with pytest.raises(ValidationError, match="Deze wijk heeft in die periode al iemand met deze rol"):
        tweede.full_clean()


@pytest.mark.regel("W-05")
def test_two_vakambtenaren_of_one_cluster_may_be_there_at_a_time():
    rol = RolFactory(vakambtenaar=True)

    RolFactory(vakambtenaar=True, cluster=rol.cluster)

    assert rol.cluster.rollen.count() == 2


# --- Rol: what it is of ---

WAARVAN = {"wijk": WijkFactory, "cluster": ClusterFactory, "partner": PartnerFactory}
HOORT_BIJ = {
    "wijkregisseur": "wijk",
    "wijkwethouder": "wijk",
    "vakambtenaar": "cluster",
    "clustermanager": "cluster",
    "partner": "partner",
    "budgethouder": "partner",
}


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", Rol.Soort.values)
def test_a_role_belongs_to_exactly_what_fits_its_kind(soort):
    passend = HOORT_BIJ.get(soort)
    velden = {passend: WAARVAN[passend]()} if passend else {}
    rol = RolFactory(soort=soort, **velden)
    assert rol.pk

    for veld, fabriek in WAARVAN.items():
        with transaction.atomic(), weigert(f"rol_{veld}_past_bij_soort"):
            RolFactory(soort=soort, **{**velden, veld: None if veld == passend else fabriek()})


def test_a_role_does_not_end_before_its_first_day():
    with weigert("rol_eindigt_na_begin"):
        RolFactory(kcc=True, van=DAG, tot=GISTEREN)


def test_a_role_of_one_day_is_possible():
    assert RolFactory(kcc=True, van=DAG, tot=DAG).pk


@pytest.mark.regel("W-02")
def test_somebody_with_a_role_cannot_be_removed():
    rol = RolFactory(kcc=True)

    with pytest.raises(ProtectedError):
        rol.medewerker.delete()


def test_a_role_in_words_names_what_it_is_of():
    assert RolFactory(wijkregisseur=True, wijk__naam="Centrum").in_woorden == "Wijkregisseur Centrum"
    assert RolFactory(vakambtenaar=True, cluster__naam="Groen").in_woorden == "Vakambtenaar Groen"
    assert RolFactory(kcc=True).in_woorden == "KCC-medewerker"


# --- Rol: today ---


@pytest.mark.regel("W-05")
@pytest.mark.parametrize(
    ("van", "tot", "geldt"),
    [
        (DAG, None, True),
        (DAG, DAG, True),
        (GISTEREN, MORGEN, True),
        (GISTEREN, GISTEREN, False),
        (MORGEN, None, False),
    ],
    ids=["vanaf vandaag", "alleen vandaag", "er middenin", "tot en met gisteren", "vanaf morgen"],
)
def test_a_role_holds_from_the_first_to_the_last_day(time_machine, van, tot, geldt):
    time_machine.move_to(datetime.datetime(2026, 3, 16, 12, tzinfo=datetime.UTC))
    rol = RolFactory(kcc=True, van=van, tot=tot)

    assert (rol in Rol.objects.geldend()) is geldt
    assert (rol in rol.medewerker.rollen_van_vandaag) is geldt


@pytest.mark.regel("W-05")
def test_a_day_begins_at_midnight_in_the_netherlands(time_machine):
    time_machine.move_to(datetime.datetime(2026, 3, 15, 23, 30, tzinfo=datetime.UTC))
    rol = RolFactory(kcc=True, van=DAG)

    assert list(Rol.objects.geldend()) == [rol]


@pytest.mark.regel("W-05")
def test_a_role_of_a_closed_account_does_not_hold():
    rol = RolFactory(kcc=True, medewerker__is_active=False)

    assert not Rol.objects.geldend().exists()
    assert rol.medewerker.rollen_van_vandaag == []


@pytest.mark.regel("W-02")
def test_the_holder_is_who_has_the_role_on_that_day():
    oud = RolFactory(wijkregisseur=True, tot=datetime.date(2024, 6, 30))
    nieuw = RolFactory(wijkregisseur=True, wijk=oud.wijk, van=datetime.date(2024, 7, 1))

    assert Rol.objects.bekleder(Rol.Soort.WIJKREGISSEUR, wijk=oud.wijk) == nieuw.medewerker
    assert Rol.objects.bekleder(Rol.Soort.WIJKWETHOUDER, wijk=oud.wijk) is None
    assert Rol.objects.geldend(op=datetime.date(2024, 6, 30)).get() == oud


def test_the_roles_of_today_cost_one_query(django_assert_num_queries):
    medewerker = RolFactory(kcc=True).medewerker

    with django_assert_num_queries(1):
        assert medewerker.rollen_van_vandaag == medewerker.rollen_van_vandaag
