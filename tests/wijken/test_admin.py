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
def test_the_beheerder_reads_list_row_and_history(client, beheerder, model):
    assert [client.get(pad).status_code for pad in adressen_van(model)] == [200, 200, 200]


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", COLLEGAS)
@pytest.mark.parametrize("model", FABRIEKEN)
def test_a_colleague_without_the_role_may_not_see_it(client, soort, model):
    client.force_login(RolFactory(**{soort: True}).medewerker)
    verwacht = 200 if soort == "wijkregisseur" and model in LEESBAAR else 403

    lijst, rij, historie = adressen_van(model)
    assert [client.get(pad).status_code for pad in (lijst, rij, historie)] == [verwacht] * 3
    assert client.post(rij, {"naam": "Overgenomen"}).status_code == 403
    assert client.get(adres(f"{model}_add")).status_code == 403


@pytest.mark.regel("W-05")
def test_a_beheerder_of_yesterday_may_do_nothing(client):
    gisteren = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011
    client.force_login(RolFactory(beheerder=True, tot=gisteren).medewerker)

    assert client.get(adres("wijk_changelist")).status_code == 403


@pytest.mark.parametrize("model", FABRIEKEN)
def test_who_is_not_signed_in_must_sign_in_first(client, model):
    for pad in adressen_van(model):
        assert client.get(pad).url == f"{reverse('admin:login')}?next={pad}"


def test_who_may_not_enter_the_work_environment_must_sign_in_again(client):
    client.force_login(RolFactory(beheerder=True, medewerker__is_staff=False).medewerker)

    assert client.get(adres("wijk_changelist")).status_code == 302


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", COLLEGAS)
def test_a_colleague_gives_themself_no_role(client, soort):
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
def test_searching_in_a_list_of_choices_leaks_no_names(client, soort, veld, model):
    client.force_login(RolFactory(**{soort: True}).medewerker)
    mag = soort == "beheerder" or (soort == "wijkregisseur" and veld in LEESBAAR)

    antwoord = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "wijken", "model_name": model, "field_name": veld, "term": ""},
    )

    assert antwoord.status_code == (200 if mag else 403)


def test_groups_give_no_rights_and_so_are_not_there():
    assert not admin.site.is_registered(Group)


# --- Nothing that must stay on record can be removed ---


@pytest.mark.regel("W-02")
@pytest.mark.parametrize("model", ["medewerker", "rol", "gemeente"])
def test_not_even_a_superuser_removes_people_and_roles(client, model):
    client.force_login(MedewerkerFactory(is_superuser=True))
    rij = FABRIEKEN[model]()

    assert client.post(adres(f"{model}_delete", rij.pk), {"post": "yes"}).status_code == 403
    assert type(rij).objects.filter(pk=rij.pk).exists()


@pytest.mark.parametrize("model", FABRIEKEN)
def test_the_beheerder_removes_nothing(client, beheerder, model):
    rij = FABRIEKEN[model]()

    assert client.post(adres(f"{model}_delete", rij.pk), {"post": "yes"}).status_code == 403


# --- Accounts ---


def test_a_new_account_gets_an_address_in_small_letters(client, beheerder):
    antwoord = client.post(adres("medewerker_add"), NIEUW_ACCOUNT)

    nieuw = Medewerker.objects.get(email="nieuw@voorbeeldstad.example")
    assert antwoord.status_code == 302
    assert (nieuw.is_staff, nieuw.is_superuser) == (True, False)


def test_a_known_address_is_refused_however_it_is_written(client, beheerder):
    MedewerkerFactory(email="nieuw@voorbeeldstad.example")

    antwoord = client.post(adres("medewerker_add"), NIEUW_ACCOUNT)

    assert "Er bestaat al een Medewerker met eenzelfde Mailadres." in antwoord.content.decode()


@pytest.mark.regel("W-05")
def test_the_beheerder_cannot_become_a_superuser(client, beheerder):
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
def test_the_beheerder_cannot_touch_the_account_of_a_superuser(client, beheerder):
    superuser = MedewerkerFactory(is_superuser=True)
    wachtwoord = {"usable_password": "true", "password1": "overgenomen-123", "password2": "overgenomen-123"}

    for pad in (
        adres("medewerker_change", superuser.pk),
        reverse("admin:auth_user_password_change", args=[superuser.pk]),
    ):
        assert client.post(pad, {**wachtwoord, "naam": "Overgenomen"}).status_code == 403
    superuser.refresh_from_db()
    assert superuser.password == "!"


def test_the_list_of_people_names_the_roles_of_today(client, beheerder):
    medewerker = RolFactory(wijkregisseur=True, wijk__naam="Centrum").medewerker
    RolFactory(kcc=True, medewerker=medewerker, tot=datetime.date(2024, 1, 31))

    inhoud = client.get(adres("medewerker_changelist"), {"q": medewerker.email}).content.decode()

    assert 'class="field-rollen_vandaag">Wijkregisseur Centrum</td>' in inhoud


@pytest.mark.regel("W-05")
def test_roles_with_an_account_are_only_for_reading(client, beheerder):
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
def test_a_forged_form_gives_nobody_more_rights(client, beheerder, veld):
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
def test_a_second_wijkregisseur_is_refused_in_plain_words(client, beheerder):
    rol = RolFactory(wijkregisseur=True)
    gegevens = rolgegevens(MedewerkerFactory(), soort="wijkregisseur", wijk=rol.wijk_id)

    antwoord = client.post(adres("rol_add"), gegevens)

    assert "Deze wijk heeft in die periode al iemand met deze rol." in antwoord.content.decode()


@pytest.mark.regel("W-05")
def test_a_role_without_what_belongs_to_it_is_refused_in_plain_words(client, beheerder):
    antwoord = client.post(adres("rol_add"), rolgegevens(MedewerkerFactory(), soort="vakambtenaar"))

    melding = "Alleen een vakambtenaar of clustermanager hoort bij een cluster."
    assert melding in antwoord.content.decode()


@pytest.mark.regel("W-05")
def test_giving_a_role_stands_in_the_history_with_who_and_why(client, beheerder):
    client.post(adres("rol_add"), rolgegevens(MedewerkerFactory()))

    spoor = Rol.objects.get(soort="kcc").history.get()
    assert (spoor.history_user, spoor.history_change_reason) == (beheerder, "Nieuwe taak")
    assert "Nieuwe taak" in client.get(adres("rol_history", spoor.id)).text


@pytest.mark.regel("W-05")
def test_without_a_reason_no_role_changes(client, beheerder):
    rol = RolFactory(kcc=True)

    client.post(adres("rol_add"), rolgegevens(MedewerkerFactory(), reden=" "))
    client.post(adres("rol_change", rol.pk), {"tot": "2026-01-31"})

    assert Rol.objects.get(soort="kcc").tot is None


@pytest.mark.regel("W-02")
def test_ending_a_role_stands_in_the_history_with_a_name(client, beheerder):
    rol = RolFactory(wijkregisseur=True)

    client.post(adres("rol_change", rol.pk), {"tot": "2026-01-31", "reden": "Andere baan"})

    laatste = rol.history.first()
    assert laatste.tot == datetime.date(2026, 1, 31)
    assert (laatste.history_user, laatste.history_change_reason) == (beheerder, "Andere baan")


@pytest.mark.regel("W-02")
def test_of_a_role_only_the_last_day_changes(client, beheerder):
    rol = RolFactory(wijkregisseur=True)

    gegevens = rolgegevens(beheerder, soort="beheerder", tot="2026-01-31")
    assert client.post(adres("rol_change", rol.pk), gegevens).status_code == 302

    nu = Rol.objects.get(pk=rol.pk)
    assert (nu.medewerker, nu.soort, nu.van) == (rol.medewerker, "wijkregisseur", rol.van)


@pytest.mark.regel("W-02")
def test_extending_a_role_past_the_successor_is_refused_in_plain_words(client, beheerder):
    rol = RolFactory(wijkregisseur=True, tot=datetime.date(2025, 12, 31))
    RolFactory(wijkregisseur=True, wijk=rol.wijk, van=datetime.date(2026, 1, 1))

    antwoord = client.post(adres("rol_change", rol.pk), {"tot": "", "reden": "Blijft langer"})

    assert "Deze wijk heeft in die periode al iemand met deze rol." in antwoord.text


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("superuser", [False, True])
def test_a_beheerder_does_not_give_or_extend_the_own_role(client, superuser):
    rol = RolFactory(beheerder=True, medewerker__is_superuser=superuser)
    client.force_login(rol.medewerker)

    antwoord = client.post(adres("rol_add"), rolgegevens(rol.medewerker, soort="clustermanager"))

    assert "Uw eigen rollen regelt een andere beheerder." in antwoord.text
    assert client.post(adres("rol_change", rol.pk), {"tot": "", "reden": "x"}).status_code == 403
    assert list(rol.medewerker.rollen.all()) == [rol]


@pytest.mark.regel("W-02")
def test_a_substitute_gets_the_role_of_who_is_replaced(client, beheerder):
    rol = RolFactory(wijkregisseur=True)
    gegevens = rolgegevens(MedewerkerFactory(), soort="", waarnemer_voor=rol.pk)

    antwoord = client.post(adres("rol_add"), gegevens)
    assert "Waarnemen is tijdelijk: vul de laatste dag in." in antwoord.text
    client.post(adres("rol_add"), gegevens | {"tot": "2025-03-01"})

    waarnemer = rol.waarnemers.get()
    assert (waarnemer.soort, waarnemer.wijk) == ("wijkregisseur", rol.wijk)


def test_a_role_without_kind_and_without_substitution_does_not_exist(client, beheerder):
    antwoord = client.post(adres("rol_add"), rolgegevens(MedewerkerFactory(), soort=""))

    assert "Kies een rol, of kies voor wie iemand waarneemt." in antwoord.text


# --- Mandates ---


@pytest.mark.regel("B-11")
def test_a_budgethouder_reads_only_the_own_mandates(client):
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
    assert client.get(adres("mandaat_change", ander.pk)).status_code == 403
    assert client.get(adres("mandaat_change", ander.pk + 1000)).status_code == 404
    assert client.get(adres("mandaat_change", "x")).status_code == 404
    assert client.post(adres("mandaat_change", eigen.pk), {"tot": "2026-01-01"}).status_code == 403


@pytest.mark.regel("B-11", "B-18")
def test_the_beheerder_ends_a_mandate_and_does_not_change_it(client, beheerder):
    mandaat = Mandaat.objects.create(
        geldsoort="wijkbudget", cluster=ClusterFactory(), van="2024-01-01", bron="RM 6.1"
    )

    client.post(adres("mandaat_change", mandaat.pk), {"tot": "2026-12-31", "tot_bedrag": "1", "bron": "x"})

    mandaat.refresh_from_db()
    assert (mandaat.tot, mandaat.tot_bedrag, mandaat.bron) == (datetime.date(2026, 12, 31), None, "RM 6.1")


# --- Wijken and municipality ---


def test_a_wijk_shows_its_cbs_wijken_and_nobody_changes_them(client, beheerder):
    vlak = CbsWijkFactory(code="WK000001", naam="Wijk 01")
    BuurtFactory(wijk=vlak.wijk, naam="Kitkensdal")
    InwonertalFactory(wijk=vlak.wijk)

    inhoud = client.get(adres("wijk_change", vlak.wijk_id)).content.decode()

    assert "WK000001" in inhoud
    assert "Kitkensdal" in inhoud
    assert 'name="cbs_wijken-0-naam"' not in inhoud


def test_the_beheerder_adds_a_wijk_with_a_buurt(client, beheerder):
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


def test_a_second_municipality_cannot_be_added(client):
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
def test_a_list_costs_a_fixed_number_of_queries(
    client, beheerder, django_assert_num_queries, model, queries, aantal
):
    for _ in range(aantal):
        FABRIEKEN[model]()
        RolFactory(wijkregisseur=True)

    with django_assert_num_queries(queries):
        client.get(adres(f"{model}_changelist"))
