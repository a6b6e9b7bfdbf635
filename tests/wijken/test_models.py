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


def test_een_tweede_gemeente_wordt_geweigerd():
    GemeenteFactory()

    with weigert("wijken_gemeente_enig_key"):
        Gemeente.objects.create(naam="Elders", cbs_code="GM0001")


def test_een_gemeente_die_niet_de_enige_is_wordt_geweigerd():
    with weigert("gemeente_is_enig"):
        GemeenteFactory(enig=False)


@pytest.mark.regel("W-01")
def test_een_buurtnaam_komt_een_keer_voor_in_een_wijk_maar_mag_in_twee_wijken():
    buurt = BuurtFactory(naam="Heide")
    BuurtFactory(naam="Heide")

    with weigert("buurt_naam_uniek_in_wijk"):
        BuurtFactory(naam="Heide", wijk=buurt.wijk)


@pytest.mark.regel("W-01")
def test_een_wijk_met_buurten_kan_niet_weg():
    buurt = BuurtFactory()

    with pytest.raises(ProtectedError):
        buurt.wijk.delete()


def test_wijken_staan_op_nummer_en_buurten_op_volgorde():
    tweede, eerste = WijkFactory(nummer=2), WijkFactory(nummer=1)
    for wijk, volgorde, naam in ((tweede, 1, "Aa"), (eerste, 2, "Bb"), (eerste, 1, "Cc")):
        BuurtFactory(wijk=wijk, volgorde=volgorde, naam=naam)

    assert list(Wijk.objects.all()) == [eerste, tweede]
    assert [buurt.naam for buurt in Buurt.objects.all()] == ["Cc", "Bb", "Aa"]


def test_het_adres_van_een_wijk_is_haar_slug():
    assert WijkFactory(slug="centrum").get_absolute_url() == "/wijken/centrum/"


@pytest.mark.regel("W-04")
def test_een_wijk_heeft_een_inwonertal_per_peildatum():
    inwonertal = InwonertalFactory()
    InwonertalFactory(wijk=inwonertal.wijk, peildatum=datetime.date(2024, 1, 1))

    with weigert("inwonertal_een_per_peildatum"):
        InwonertalFactory(wijk=inwonertal.wijk)


# --- Cluster ---


@pytest.mark.regel("B-11")
def test_een_cluster_beheert_het_wijkbudget():
    ClusterFactory(beheert_wijkbudget=True)
    ClusterFactory()
    ClusterFactory()

    with weigert("cluster_een_beheert_wijkbudget"):
        ClusterFactory(beheert_wijkbudget=True)


# --- Medewerker ---


def test_een_account_zonder_wachtwoord_kan_niet_inloggen():
    medewerker = Medewerker.objects.create_user("Iemand@Voorbeeldstad.example", "Iemand")

    assert medewerker.email == "iemand@voorbeeldstad.example"
    assert not medewerker.has_usable_password()
    assert not medewerker.is_superuser


def test_een_superuser_mag_alles():
    superuser = Medewerker.objects.create_superuser("baas@voorbeeldstad.example", "Baas", "geheim")

    assert superuser.is_staff
    assert superuser.is_superuser
    assert superuser.check_password("geheim")


def test_een_mailadres_wordt_gevonden_hoe_het_ook_geschreven_is():
    medewerker = MedewerkerFactory(email="iemand@voorbeeldstad.example")

    assert Medewerker.objects.get_by_natural_key("Iemand@VOORBEELDSTAD.example") == medewerker
    with pytest.raises(Medewerker.DoesNotExist):
        Medewerker.objects.get_by_natural_key(None)


def test_een_formulier_maakt_van_hoofdletters_kleine_letters():
    medewerker = MedewerkerFactory.build(email="Iemand@Voorbeeldstad.example")

    medewerker.full_clean()

    assert medewerker.email == "iemand@voorbeeldstad.example"


def test_een_mailadres_met_hoofdletters_wordt_geweigerd():
    with weigert("medewerker_email_kleine_letters"):
        MedewerkerFactory(email="Iemand@voorbeeldstad.example")


def test_een_medewerker_heet_naar_de_naam():
    medewerker = MedewerkerFactory(naam="Vera Voorbeeld")

    assert {str(medewerker), medewerker.get_full_name(), medewerker.get_short_name()} == {"Vera Voorbeeld"}


def test_inloggen_is_geen_wijziging_en_een_wachtwoord_komt_niet_in_de_historie(client):
    medewerker = MedewerkerFactory()

    client.force_login(medewerker)
    medewerker.set_password("nieuw")
    medewerker.save(update_fields=["password"])

    medewerker.refresh_from_db()
    assert medewerker.last_login is not None
    assert medewerker.history.count() == 1
    assert not hasattr(medewerker.history.get(), "password")


def test_een_andere_naam_komt_wel_in_de_historie():
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
def test_twee_tegelijk_voor_een_wijk_wordt_geweigerd(soort, van, tot):
    rol = RolFactory(**{soort: True}, van=datetime.date(2024, 1, 1))

    with weigert("rol_een_per_wijk_tegelijk"):
        RolFactory(**{soort: True}, wijk=rol.wijk, van=van, tot=tot)


@pytest.mark.regel("W-02")
def test_ook_een_kale_insert_kan_geen_tweede_wijkregisseur_maken():
    rol, ander = RolFactory(wijkregisseur=True), MedewerkerFactory()

    with weigert("rol_een_per_wijk_tegelijk"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wijken_rol (medewerker_id, soort, wijk_id, van) VALUES (%s, %s, %s, %s)",
            [ander.pk, "wijkregisseur", rol.wijk_id, "2025-01-01"],
        )


@pytest.mark.regel("W-02")
def test_de_opvolger_begint_de_dag_na_de_laatste_dag():
    oud = RolFactory(wijkregisseur=True, tot=DAG)
    with transaction.atomic(), weigert("rol_een_per_wijk_tegelijk"):
        RolFactory(wijkregisseur=True, wijk=oud.wijk, van=DAG)

    nieuw = RolFactory(wijkregisseur=True, wijk=oud.wijk, van=MORGEN)

    assert list(oud.wijk.rollen.order_by("van")) == [oud, nieuw]


@pytest.mark.regel("W-02")
def test_een_persoon_mag_meer_wijken_hebben_en_een_wijk_een_regisseur_en_een_wethouder():
    rol = RolFactory(wijkregisseur=True)

    RolFactory(wijkregisseur=True, medewerker=rol.medewerker)
    RolFactory(wijkwethouder=True, wijk=rol.wijk, medewerker=rol.medewerker)

    assert rol.medewerker.rollen.count() == 3


@pytest.mark.regel("W-02")
def test_een_formulier_zegt_het_in_gewone_woorden():
    rol = RolFactory(wijkregisseur=True)
    tweede = RolFactory.build(soort=rol.soort, wijk=rol.wijk, medewerker=rol.medewerker)

    with pytest.raises(ValidationError, match="Deze wijk heeft in die periode al iemand met deze rol"):
        tweede.full_clean()


@pytest.mark.regel("W-05")
def test_twee_vakambtenaren_van_een_cluster_mogen_tegelijk():
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
def test_een_rol_hoort_bij_precies_wat_bij_haar_soort_past(soort):
    passend = HOORT_BIJ.get(soort)
    velden = {passend: WAARVAN[passend]()} if passend else {}
    rol = RolFactory(soort=soort, **velden)
    assert rol.pk

    for veld, fabriek in WAARVAN.items():
        with transaction.atomic(), weigert(f"rol_{veld}_past_bij_soort"):
            RolFactory(soort=soort, **{**velden, veld: None if veld == passend else fabriek()})


def test_een_rol_eindigt_niet_voor_haar_eerste_dag():
    with weigert("rol_eindigt_na_begin"):
        RolFactory(kcc=True, van=DAG, tot=GISTEREN)


def test_een_rol_van_een_dag_kan():
    assert RolFactory(kcc=True, van=DAG, tot=DAG).pk


@pytest.mark.regel("W-02")
def test_iemand_met_een_rol_kan_niet_weg():
    rol = RolFactory(kcc=True)

    with pytest.raises(ProtectedError):
        rol.medewerker.delete()


def test_een_rol_in_woorden_noemt_waarvan():
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
def test_een_rol_geldt_van_de_eerste_tot_en_met_de_laatste_dag(time_machine, van, tot, geldt):
    time_machine.move_to(datetime.datetime(2026, 3, 16, 12, tzinfo=datetime.UTC))
    rol = RolFactory(kcc=True, van=van, tot=tot)

    assert (rol in Rol.objects.geldend()) is geldt
    assert (rol in rol.medewerker.rollen_van_vandaag) is geldt


@pytest.mark.regel("W-05")
def test_een_dag_begint_om_middernacht_in_nederland(time_machine):
    time_machine.move_to(datetime.datetime(2026, 3, 15, 23, 30, tzinfo=datetime.UTC))
    rol = RolFactory(kcc=True, van=DAG)

    assert list(Rol.objects.geldend()) == [rol]


@pytest.mark.regel("W-05")
def test_een_rol_van_een_gesloten_account_geldt_niet():
    rol = RolFactory(kcc=True, medewerker__is_active=False)

    assert not Rol.objects.geldend().exists()
    assert rol.medewerker.rollen_van_vandaag == []


@pytest.mark.regel("W-02")
def test_de_bekleder_is_wie_de_rol_op_die_dag_heeft():
    oud = RolFactory(wijkregisseur=True, tot=datetime.date(2024, 6, 30))
    nieuw = RolFactory(wijkregisseur=True, wijk=oud.wijk, van=datetime.date(2024, 7, 1))

    assert Rol.objects.bekleder(Rol.Soort.WIJKREGISSEUR, wijk=oud.wijk) == nieuw.medewerker
    assert Rol.objects.bekleder(Rol.Soort.WIJKWETHOUDER, wijk=oud.wijk) is None
    assert Rol.objects.geldend(op=datetime.date(2024, 6, 30)).get() == oud


def test_de_rollen_van_vandaag_kosten_een_vraag(django_assert_num_queries):
    medewerker = RolFactory(kcc=True).medewerker

    with django_assert_num_queries(1):
        assert medewerker.rollen_van_vandaag == medewerker.rollen_van_vandaag
