"""The admin of the municipality's own data: for the beheerder, and shut to everybody else."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.fabrieken import (
    BuurtFactory,
    CbsWijkFactory,
    ClusterFactory,
    GemeenteFactory,
    InwonertalFactory,
    MedewerkerFactory,
    PartnerFactory,
    RolFactory,
    WijkFactory,
    WijkteamoverlegFactory,
)
from wijken.models import Gemeente, Mandaat, Medewerker, Rol, Wijk

pytestmark = pytest.mark.django_db

FABRIEKEN = {
    "gemeente": GemeenteFactory,
    "wijk": WijkFactory,
    "wijkteamoverleg": WijkteamoverlegFactory,
    "cluster": ClusterFactory,
    "partner": PartnerFactory,
    "medewerker": MedewerkerFactory,
    "rol": RolFactory,
}
LEESBAAR = {"wijk", "wijkteamoverleg", "cluster", "partner"}
COLLEGAS = ["kcc", "wijkregisseur", "wijkwethouder", "vakambtenaar", "clustermanager", "budgethouder"]
NIEUW_ACCOUNT = {
    "naam": "Nieuw",
    "functie": "",
    "telefoon": "",
    "email": "Nieuw@Voorbeeldstad.example",
    "usable_password": "true",
    "password1": "een-lang-wachtwoord",
    "password2": "een-lang-wachtwoord",
    "rollen-TOTAL_FORMS": "0",
    "rollen-INITIAL_FORMS": "0",
}


@pytest.fixture
def beheerder(client):
    medewerker = RolFactory(beheerder=True).medewerker
    client.force_login(medewerker)
    return medewerker


def adres(naam, *args):
    return reverse(f"admin:wijken_{naam}", args=args)


def adressen_van(model):
    rij = FABRIEKEN[model]()
    return [
        adres(f"{model}_changelist"),
        adres(f"{model}_change", rij.pk),
        adres(f"{model}_history", rij.pk),
    ]


# --- Who may ---


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("model", FABRIEKEN)
def test_de_beheerder_leest_lijst_rij_en_historie(client, beheerder, model):
    assert [client.get(pad).status_code for pad in adressen_van(model)] == [200, 200, 200]


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", COLLEGAS)
@pytest.mark.parametrize("model", FABRIEKEN)
def test_een_collega_zonder_de_rol_mag_het_niet_zien(client, soort, model):
    client.force_login(RolFactory(**{soort: True}).medewerker)
    verwacht = 200 if soort == "wijkregisseur" and model in LEESBAAR else 403

    lijst, rij, historie = adressen_van(model)
    assert [client.get(pad).status_code for pad in (lijst, rij, historie)] == [verwacht] * 3
    assert client.post(rij, {"naam": "Overgenomen"}).status_code == 403
    assert client.get(adres(f"{model}_add")).status_code == 403


@pytest.mark.regel("W-05")
def test_een_beheerder_van_gisteren_mag_niets_meer(client):
    gisteren = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011
    client.force_login(RolFactory(beheerder=True, tot=gisteren).medewerker)

    assert client.get(adres("wijk_changelist")).status_code == 403


@pytest.mark.parametrize("model", FABRIEKEN)
def test_wie_niet_is_ingelogd_moet_eerst_inloggen(client, model):
    for pad in adressen_van(model):
        assert client.get(pad).url == f"{reverse('admin:login')}?next={pad}"


def test_wie_niet_in_de_werkomgeving_mag_moet_opnieuw_inloggen(client):
    client.force_login(RolFactory(beheerder=True, medewerker__is_staff=False).medewerker)

    assert client.get(adres("wijk_changelist")).status_code == 302


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", COLLEGAS)
def test_een_collega_geeft_zichzelf_geen_rol(client, soort):
    medewerker = RolFactory(**{soort: True}).medewerker
    client.force_login(medewerker)

    antwoord = client.post(
        adres("rol_add"), {"medewerker": medewerker.pk, "soort": "beheerder", "van": "2024-01-01"}
    )

    assert antwoord.status_code == 403
    assert not Rol.objects.filter(soort="beheerder").exists()


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", [*COLLEGAS, "beheerder"])
@pytest.mark.parametrize(
    ("veld", "model"),
    [("medewerker", "rol"), ("waarnemer_voor", "rol"), ("wijk", "rol"), ("partner", "rol")],
)
def test_zoeken_in_een_keuzelijst_lekt_geen_namen(client, soort, veld, model):
    client.force_login(RolFactory(**{soort: True}).medewerker)
    mag = soort == "beheerder" or (soort == "wijkregisseur" and veld in LEESBAAR)

    antwoord = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "wijken", "model_name": model, "field_name": veld, "term": ""},
    )

    assert antwoord.status_code == (200 if mag else 403)


def test_groepen_geven_geen_rechten_en_zijn_er_dus_niet():
    assert not admin.site.is_registered(Group)


# --- Nothing that must stay on record can be removed ---


@pytest.mark.regel("W-02")
@pytest.mark.parametrize("model", ["medewerker", "rol", "gemeente"])
def test_zelfs_een_superuser_verwijdert_geen_mensen_en_rollen(client, model):
    client.force_login(MedewerkerFactory(is_superuser=True))
    rij = FABRIEKEN[model]()

    assert client.post(adres(f"{model}_delete", rij.pk), {"post": "yes"}).status_code == 403
    assert type(rij).objects.filter(pk=rij.pk).exists()


@pytest.mark.parametrize("model", FABRIEKEN)
def test_de_beheerder_verwijdert_niets(client, beheerder, model):
    rij = FABRIEKEN[model]()

    assert client.post(adres(f"{model}_delete", rij.pk), {"post": "yes"}).status_code == 403


# --- Accounts ---


def test_een_nieuw_account_krijgt_een_mailadres_in_kleine_letters(client, beheerder):
    antwoord = client.post(adres("medewerker_add"), NIEUW_ACCOUNT)

    nieuw = Medewerker.objects.get(email="nieuw@voorbeeldstad.example")
    assert antwoord.status_code == 302
    assert nieuw.check_password("een-lang-wachtwoord")
    assert (nieuw.is_staff, nieuw.is_superuser) == (True, False)


def test_een_nieuw_account_kan_zonder_wachtwoord(client, beheerder):
    client.post(
        adres("medewerker_add"),
        {**NIEUW_ACCOUNT, "usable_password": "false", "password1": "", "password2": ""},
    )

    assert not Medewerker.objects.get(email="nieuw@voorbeeldstad.example").has_usable_password()


def test_een_bekend_mailadres_wordt_geweigerd_hoe_het_ook_geschreven_is(client, beheerder):
    MedewerkerFactory(email="nieuw@voorbeeldstad.example")

    antwoord = client.post(adres("medewerker_add"), NIEUW_ACCOUNT)

    assert "Er bestaat al een Medewerker met eenzelfde Mailadres." in antwoord.content.decode()


def test_de_beheerder_zet_een_nieuw_wachtwoord(client, beheerder):
    medewerker = MedewerkerFactory()

    client.post(
        reverse("admin:auth_user_password_change", args=[medewerker.pk]),
        {"usable_password": "true", "password1": "een-lang-wachtwoord", "password2": "een-lang-wachtwoord"},
    )

    medewerker.refresh_from_db()
    assert medewerker.check_password("een-lang-wachtwoord")


@pytest.mark.regel("W-05")
def test_de_beheerder_kan_zich_geen_superuser_maken(client, beheerder):
    antwoord = client.post(
        adres("medewerker_change", beheerder.pk),
        {
            "naam": "Anders",
            "email": beheerder.email,
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "user_permissions": "1",
            "rollen-TOTAL_FORMS": "0",
            "rollen-INITIAL_FORMS": "0",
        },
    )

    beheerder.refresh_from_db()
    assert antwoord.status_code == 302
    assert beheerder.naam == "Anders"
    assert not beheerder.is_superuser
    assert not beheerder.user_permissions.exists()


@pytest.mark.regel("W-05")
def test_de_beheerder_komt_niet_aan_het_account_van_een_superuser(client, beheerder):
    superuser = MedewerkerFactory(is_superuser=True)
    wachtwoord = {"usable_password": "true", "password1": "overgenomen-123", "password2": "overgenomen-123"}

    for pad in (
        adres("medewerker_change", superuser.pk),
        reverse("admin:auth_user_password_change", args=[superuser.pk]),
    ):
        assert client.post(pad, {**wachtwoord, "naam": "Overgenomen"}).status_code == 403
    superuser.refresh_from_db()
    assert superuser.password == "!"


def test_de_lijst_van_medewerkers_noemt_de_rollen_van_vandaag(client, beheerder):
    medewerker = RolFactory(wijkregisseur=True, wijk__naam="Centrum").medewerker
    RolFactory(kcc=True, medewerker=medewerker, tot=datetime.date(2024, 1, 31))

    inhoud = client.get(adres("medewerker_changelist"), {"q": medewerker.email}).content.decode()

    assert '<td class="field-rollen_vandaag">Wijkregisseur Centrum</td>' in inhoud


@pytest.mark.regel("W-05")
def test_rollen_bij_een_account_zijn_alleen_te_lezen(client, beheerder):
    """A role given there would have no reason, and the own page would be a way around the four eyes."""
    rij = {"rollen-0-soort": "beheerder", "rollen-0-van": "2024-01-01", "rollen-0-medewerker": beheerder.pk}
    client.post(
        adres("medewerker_change", beheerder.pk),
        {
            "naam": "Anders",
            "email": beheerder.email,
            "is_active": "on",
            "rollen-TOTAL_FORMS": "1",
            "rollen-INITIAL_FORMS": "0",
            **rij,
        },
    )

    assert beheerder.rollen.count() == 1
    assert 'name="rollen-0-soort"' not in client.get(adres("medewerker_change", beheerder.pk)).text


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("veld", ["is_superuser", "is_staff", "user_permissions", "groups", "password"])
def test_een_zelfgemaakt_formulier_geeft_niemand_meer_rechten(client, beheerder, veld):
    medewerker = MedewerkerFactory(is_staff=False)
    groep = Group.objects.create(name="Alles")

    for pad, extra in (
        (adres("medewerker_change", medewerker.pk), {"email": medewerker.email}),
        (adres("medewerker_add"), {}),
    ):
        waarde = groep.pk if veld == "groups" else "1"
        client.post(pad, {**NIEUW_ACCOUNT, **extra, "is_active": "on", veld: waarde})

    medewerker.refresh_from_db()
    nieuw = Medewerker.objects.get(email="nieuw@voorbeeldstad.example")
    assert (medewerker.naam, medewerker.is_staff, medewerker.password) == ("Nieuw", False, "!")
    for account in (medewerker, nieuw):
        assert not account.is_superuser
        assert not account.user_permissions.exists()
        assert not account.groups.exists()


# --- Roles ---


def rolgegevens(medewerker, **velden):
    return {
        "medewerker": medewerker.pk,
        "soort": "kcc",
        "van": "2025-01-01",
        "reden": "Nieuwe taak",
        **velden,
    }


@pytest.mark.regel("W-02")
def test_een_tweede_wijkregisseur_wordt_in_gewone_woorden_geweigerd(client, beheerder):
    rol = RolFactory(wijkregisseur=True)
    gegevens = rolgegevens(MedewerkerFactory(), soort="wijkregisseur", wijk=rol.wijk_id)

    antwoord = client.post(adres("rol_add"), gegevens)

    assert "Deze wijk heeft in die periode al iemand met deze rol." in antwoord.content.decode()


@pytest.mark.regel("W-05")
def test_een_rol_zonder_wat_erbij_hoort_wordt_in_gewone_woorden_geweigerd(client, beheerder):
    antwoord = client.post(adres("rol_add"), rolgegevens(MedewerkerFactory(), soort="vakambtenaar"))

    melding = "Alleen een vakambtenaar of clustermanager hoort bij een cluster."
    assert melding in antwoord.content.decode()


@pytest.mark.regel("W-05")
def test_een_rol_geven_staat_met_wie_en_waarom_in_de_historie(client, beheerder):
    client.post(adres("rol_add"), rolgegevens(MedewerkerFactory()))

    spoor = Rol.objects.get(soort="kcc").history.get()
    assert (spoor.history_user, spoor.history_change_reason) == (beheerder, "Nieuwe taak")
    assert "Nieuwe taak" in client.get(adres("rol_history", spoor.id)).text


@pytest.mark.regel("W-05")
def test_zonder_reden_verandert_er_geen_rol(client, beheerder):
    rol = RolFactory(kcc=True)

    client.post(adres("rol_add"), rolgegevens(MedewerkerFactory(), reden=" "))
    client.post(adres("rol_change", rol.pk), {"tot": "2026-01-31"})

    assert Rol.objects.get(soort="kcc").tot is None


@pytest.mark.regel("W-02")
def test_een_rol_eindigen_staat_met_naam_in_de_historie(client, beheerder):
    rol = RolFactory(wijkregisseur=True)

    client.post(adres("rol_change", rol.pk), {"tot": "2026-01-31", "reden": "Andere baan"})

    laatste = rol.history.first()
    assert laatste.tot == datetime.date(2026, 1, 31)
    assert (laatste.history_user, laatste.history_change_reason) == (beheerder, "Andere baan")


@pytest.mark.regel("W-02")
def test_van_een_rol_verandert_alleen_de_laatste_dag(client, beheerder):
    rol = RolFactory(wijkregisseur=True)

    gegevens = rolgegevens(beheerder, soort="beheerder", tot="2026-01-31")
    assert client.post(adres("rol_change", rol.pk), gegevens).status_code == 302

    nu = Rol.objects.get(pk=rol.pk)
    assert (nu.medewerker, nu.soort, nu.van) == (rol.medewerker, "wijkregisseur", rol.van)


@pytest.mark.regel("W-02")
def test_een_rol_verlengen_tot_over_de_opvolger_wordt_in_gewone_woorden_geweigerd(client, beheerder):
    rol = RolFactory(wijkregisseur=True, tot=datetime.date(2025, 12, 31))
    RolFactory(wijkregisseur=True, wijk=rol.wijk, van=datetime.date(2026, 1, 1))

    antwoord = client.post(adres("rol_change", rol.pk), {"tot": "", "reden": "Blijft langer"})

    assert "Deze wijk heeft in die periode al iemand met deze rol." in antwoord.text


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("superuser", [False, True])
def test_een_beheerder_geeft_of_verlengt_geen_eigen_rol(client, superuser):
    rol = RolFactory(beheerder=True, medewerker__is_superuser=superuser)
    client.force_login(rol.medewerker)

    antwoord = client.post(adres("rol_add"), rolgegevens(rol.medewerker, soort="clustermanager"))

    assert "Uw eigen rollen regelt een andere beheerder." in antwoord.text
    assert client.post(adres("rol_change", rol.pk), {"tot": "", "reden": "x"}).status_code == 403
    assert list(rol.medewerker.rollen.all()) == [rol]


@pytest.mark.regel("W-02")
def test_een_waarnemer_krijgt_de_rol_van_wie_wordt_vervangen(client, beheerder):
    rol = RolFactory(wijkregisseur=True)
    gegevens = rolgegevens(MedewerkerFactory(), soort="", waarnemer_voor=rol.pk)

    antwoord = client.post(adres("rol_add"), gegevens)
    assert "Waarnemen is tijdelijk: vul de laatste dag in." in antwoord.text
    client.post(adres("rol_add"), gegevens | {"tot": "2025-03-01"})

    waarnemer = rol.waarnemers.get()
    assert (waarnemer.soort, waarnemer.wijk) == ("wijkregisseur", rol.wijk)


def test_een_rol_zonder_soort_en_zonder_vervanging_bestaat_niet(client, beheerder):
    antwoord = client.post(adres("rol_add"), rolgegevens(MedewerkerFactory(), soort=""))

    assert "Kies een rol, of kies voor wie iemand waarneemt." in antwoord.text


# --- Mandates ---


@pytest.mark.regel("B-11")
def test_een_budgethouder_leest_alleen_de_eigen_mandaten(client):
    rol = RolFactory(budgethouder=True)
    eigen, ander = (
        Mandaat.objects.create(geldsoort="partnergeld", partner=partner, van="2024-01-01", bron="RM 3.6")
        for partner in (rol.partner, PartnerFactory(naam="Andere partner"))
    )
    client.force_login(rol.medewerker)

    lijst = client.get(adres("mandaat_changelist")).text
    assert str(rol.partner) in lijst
    assert "Andere partner" not in lijst
    assert client.get(adres("mandaat_change", eigen.pk)).status_code == 200
    assert client.get(adres("mandaat_change", ander.pk)).status_code == 302
    assert client.post(adres("mandaat_change", eigen.pk), {"tot": "2026-01-01"}).status_code == 403


@pytest.mark.regel("B-11", "B-18")
def test_de_beheerder_beeindigt_een_mandaat_en_verandert_het_niet(client, beheerder):
    mandaat = Mandaat.objects.create(
        geldsoort="wijkbudget", cluster=ClusterFactory(), van="2024-01-01", bron="RM 6.1"
    )

    client.post(adres("mandaat_change", mandaat.pk), {"tot": "2026-12-31", "tot_bedrag": "1", "bron": "x"})

    mandaat.refresh_from_db()
    assert (mandaat.tot, mandaat.tot_bedrag, mandaat.bron) == (datetime.date(2026, 12, 31), None, "RM 6.1")


# --- Wijken and municipality ---


def test_een_wijk_toont_haar_cbs_wijken_zonder_dat_iemand_ze_wijzigt(client, beheerder):
    vlak = CbsWijkFactory(code="WK000001", naam="Wijk 01")
    BuurtFactory(wijk=vlak.wijk, naam="Kitkensdal")
    InwonertalFactory(wijk=vlak.wijk)

    inhoud = client.get(adres("wijk_change", vlak.wijk_id)).content.decode()

    assert "WK000001" in inhoud
    assert "Kitkensdal" in inhoud
    assert 'name="cbs_wijken-0-naam"' not in inhoud


def test_de_beheerder_voegt_een_wijk_met_buurt_toe(client, beheerder):
    leeg = {
        f"{inline}-{veld}_FORMS": "0"
        for inline in ("inwonertallen", "cbs_wijken")
        for veld in ("TOTAL", "INITIAL")
    }
    buurten = {"buurten-TOTAL_FORMS": "1", "buurten-INITIAL_FORMS": "0"}

    client.post(
        adres("wijk_add"),
        {
            **leeg,
            **buurten,
            "nummer": "10",
            "naam": "Nieuwe wijk",
            "slug": "nieuwe-wijk",
            "buurten-0-volgorde": "1",
            "buurten-0-naam": "Nieuwe buurt",
        },
    )

    wijk = Wijk.objects.get(slug="nieuwe-wijk")
    assert [buurt.naam for buurt in wijk.buurten.all()] == ["Nieuwe buurt"]


def test_een_tweede_gemeente_kan_niet_worden_toegevoegd(client):
    client.force_login(MedewerkerFactory(is_superuser=True))
    assert client.get(adres("gemeente_add")).status_code == 200
    GemeenteFactory()

    assert client.get(adres("gemeente_add")).status_code == 403
    assert Gemeente.objects.count() == 1


# --- Speed ---


@pytest.mark.parametrize("aantal", [3, 30])
@pytest.mark.parametrize(
    ("model", "queries"),
    [
        ("wijk", 9),
        ("wijkteamoverleg", 9),
        ("cluster", 9),
        ("partner", 9),
        ("medewerker", 10),
        ("rol", 11),
    ],
)
def test_een_lijst_kost_een_vast_aantal_queries(
    client, beheerder, django_assert_num_queries, model, queries, aantal
):
    for _ in range(aantal):
        FABRIEKEN[model]()
        RolFactory(wijkregisseur=True)

    with django_assert_num_queries(queries):
        client.get(adres(f"{model}_changelist"))
