"""One beheerder alone becomes nobody with power over money or accounts: each road, and each attack (B-11)."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.utils import InternalError
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.fabrieken import ClusterFactory, MedewerkerFactory, PartnerFactory, RolFactory
from wijken.models import Accountvoorstel, Medewerker, Rol
from wijken.models.mensen import MET_MACHT
from wijken.rolbeheer import RolGeweigerd, TweedeNodig, beeindig_rol, geef_rol
from wijken.vier_ogen import besluit, heeft_macht, stel_rol_voor, wijzig_adres, wis_tweede_stap
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-11", "W-05")]

VAN_MIJ = "van.mij@elders.example"
DAG = datetime.date(2024, 1, 1)
LIJST = reverse("admin:wijken_accountvoorstel_changelist")


@pytest.fixture
def beheerder():
    return RolFactory(beheerder=True).medewerker


@pytest.fixture
def tweede():
    return RolFactory(beheerder=True).medewerker


@pytest.fixture
def manager():
    persoon = RolFactory(clustermanager=True).medewerker
    TOTPDevice.objects.create(user=persoon, confirmed=True, name="app")
    return persoon


@pytest.fixture
def als(client):
    def als_(persoon):
        client.force_login(persoon)
        return client

    return als_


def met_macht(soort):
    velden = {"clustermanager": {"cluster": ClusterFactory()}, "budgethouder": {"partner": PartnerFactory()}}
    return RolFactory(soort=soort, **velden.get(soort, {})).medewerker


def nieuwe_rol(persoon, soort="clustermanager", **velden):
    velden |= {"cluster": ClusterFactory()} if soort == "clustermanager" else {}
    return Rol(medewerker=persoon, soort=soort, van=DAG, **velden)


def wijzig_op_pagina(client, persoon, **velden):
    leeg = {"naam": persoon.naam, "functie": "", "telefoon": "", "email": persoon.email, "is_active": "on"}
    inline = {"rollen-TOTAL_FORMS": 0, "rollen-INITIAL_FORMS": 0}
    adres = reverse("admin:wijken_medewerker_change", args=[persoon.pk])
    return client.post(adres, leeg | inline | velden, follow=True)


def besluitadres(voorstel):
    return reverse("admin:wijken_accountvoorstel_besluit", args=[voorstel.pk])


# --- The attack: one beheerder wants to approve money as a manager ---


def test_one_beheerder_gets_neither_the_mailbox_nor_the_second_step_of_a_manager(als, beheerder, manager):
    vorig = manager.email
    antwoord = wijzig_op_pagina(als(beheerder), manager, email=VAN_MIJ, functie="Manager")
    actie = {"action": "wis_tweede_stap", "_selected_action": [manager.pk]}
    als(beheerder).post(reverse("admin:wijken_medewerker_changelist"), actie)
    als(beheerder).post(
        reverse("admin:wijken_medewerker_changelist"), actie | {"action": "mail_wachtwoordlink"}
    )

    manager.refresh_from_db()
    assert (manager.email, manager.functie) == (vorig, "Manager")
    assert "Het mailadres blijft zoals het was." in antwoord.text
    assert TOTPDevice.objects.filter(user=manager).exists()
    assert {bericht.naar for bericht in Bericht.objects.all()} == {vorig}
    for voorstel in Accountvoorstel.objects.all():
        assert als(beheerder).post(besluitadres(voorstel), {"akkoord": "ja"}).status_code == 422
    assert set(Accountvoorstel.objects.values_list("soort", "stand")) == {
        ("adres", "open"),
        ("tweede_stap", "open"),
    }


@pytest.mark.parametrize("soort", MET_MACHT)
def test_nor_does_an_account_of_ones_own_making_get_a_role_with_power(als, beheerder, soort):
    pop = MedewerkerFactory(email=VAN_MIJ)
    van = {
        "clustermanager": {"cluster": ClusterFactory().pk},
        "budgethouder": {"partner": PartnerFactory().pk},
    }
    velden = {"medewerker": pop.pk, "soort": soort, "van": "2024-01-01", "reden": "Nieuw"} | van.get(
        soort, {}
    )

    antwoord = als(beheerder).post(reverse("admin:wijken_rol_add"), velden)

    voorstel = Accountvoorstel.objects.get()
    assert antwoord.url == reverse("admin:wijken_accountvoorstel_change", args=[voorstel.pk])
    assert not pop.rollen.exists()
    assert als(beheerder).post(besluitadres(voorstel), {"akkoord": "ja"}).status_code == 422
    als(pop)
    assert not pop.has_perm("wijken.beslis_accountvoorstel")


def test_a_role_with_power_that_was_ended_does_not_come_back(beheerder):
    rol = RolFactory(clustermanager=True, tot=datetime.date(2024, 6, 30))

    for tot in (None, datetime.date(2030, 1, 1)):
        with pytest.raises(RolGeweigerd, match="nieuwe rol"):
            beeindig_rol(rol=rol, tot=tot, door=beheerder, reden="Toch niet")
    assert beeindig_rol(rol=rol, tot=datetime.date(2024, 5, 31), door=beheerder, reden="Eerder").tot


def test_the_address_does_not_change_between_proposal_and_confirmation_of_a_role(beheerder):
    """Else the second beheerder confirms a role for Jan, and it is somebody else's mailbox by then."""
    jan = MedewerkerFactory()
    stel_rol_voor(rol=nieuwe_rol(jan), door=beheerder, reden="Nieuw")

    assert wijzig_adres(medewerker=jan, email=VAN_MIJ, door=beheerder).soort == "adres"
    jan.refresh_from_db()
    assert jan.email != VAN_MIJ


@pytest.mark.parametrize("begin", [datetime.date(2024, 1, 1), datetime.date(2099, 1, 1)])
@pytest.mark.parametrize("soort", MET_MACHT)
def test_who_has_or_gets_a_role_with_power_has_power(begin, soort):
    persoon = met_macht(soort)
    Rol.objects.bulk_create(
        [Rol(medewerker=(later := MedewerkerFactory()), soort="beheerder", van=datetime.date(2099, 1, 1))]
    )
    assert heeft_macht(persoon)
    assert heeft_macht(later)
    persoon.rollen.update(tot=datetime.date(2024, 1, 1))
    assert not heeft_macht(persoon)


def test_a_closed_account_with_power_keeps_its_guard(beheerder, manager):
    Medewerker.objects.filter(pk=manager.pk).update(is_active=False)
    assert wijzig_adres(medewerker=manager, email=VAN_MIJ, door=beheerder) is not None


def test_a_beheerder_changes_the_own_account_with_a_second_one_too(beheerder):
    assert wijzig_adres(medewerker=beheerder, email=VAN_MIJ, door=beheerder) is not None
    assert wis_tweede_stap(medewerker=beheerder, door=beheerder) is not None


# --- Confirming and refusing ---


def test_another_beheerder_confirms_and_then_it_is_done(als, beheerder, tweede, manager):
    vorig = manager.email
    adres = wijzig_adres(medewerker=manager, email="Nieuw@Voorbeeldstad.example", door=beheerder)
    stap = wis_tweede_stap(medewerker=manager, door=beheerder)
    rol = stel_rol_voor(rol=nieuwe_rol(MedewerkerFactory()), door=beheerder, reden="Nieuw in dienst")

    for voorstel in (adres, stap, rol):
        pagina = als(tweede).get(reverse("admin:wijken_accountvoorstel_change", args=[voorstel.pk]))
        assert voorstel.in_woorden in pagina.text.replace("&#x27;", "'")
        assert als(tweede).post(besluitadres(voorstel), {"akkoord": "ja"}).url == LIJST

    manager.refresh_from_db()
    assert manager.email == "nieuw@voorbeeldstad.example"
    assert not TOTPDevice.objects.filter(user=manager).exists()
    assert Bericht.objects.get().naar == vorig
    gegeven = rol.medewerker.rollen.get()
    spoor = gegeven.history.get()
    assert (gegeven.soort, gegeven.van, spoor.history_user, spoor.history_change_reason) == (
        "clustermanager",
        DAG,
        beheerder,
        "Nieuw in dienst",
    )
    assert set(Accountvoorstel.objects.values_list("stand", "besloten_door")) == {("uitgevoerd", tweede.pk)}


def test_what_is_refused_does_not_happen_and_can_be_asked_again(als, beheerder, tweede, manager):
    voorstel = wijzig_adres(medewerker=manager, email=VAN_MIJ, door=beheerder)
    with pytest.raises(VerouderdeActie, match="al gevraagd"):
        wijzig_adres(medewerker=manager, email=VAN_MIJ, door=beheerder)

    als(tweede).post(besluitadres(voorstel))

    voorstel.refresh_from_db()
    manager.refresh_from_db()
    assert voorstel.stand == "geweigerd"
    assert manager.email != VAN_MIJ
    assert als(tweede).post(besluitadres(voorstel), {"akkoord": "ja"}).status_code == 409
    assert wijzig_adres(medewerker=manager, email=VAN_MIJ, door=beheerder) is not None


def test_who_asked_or_whom_it_is_about_never_decides(beheerder, tweede):
    over_tweede = wijzig_adres(medewerker=tweede, email=VAN_MIJ, door=beheerder)

    for persoon in (beheerder, tweede):
        for akkoord in (True, False):
            with pytest.raises(Domeinfout, match="Een andere beheerder besluit"):
                besluit(voorstel=over_tweede, akkoord=akkoord, door=persoon)


@pytest.mark.parametrize("soort", [s for s in Rol.Soort.values if s not in ("beheerder",)])
def test_no_other_role_sees_or_decides(als, beheerder, manager, soort):
    velden = {"clustermanager": "cluster", "vakambtenaar": "cluster"} | dict.fromkeys(
        ("partner", "budgethouder"), "partner"
    )
    van = {"cluster": ClusterFactory(), "partner": PartnerFactory()}
    extra = {velden[soort]: van[velden[soort]]} if soort in velden else {}
    if soort in ("wijkregisseur", "wijkwethouder"):
        persoon = RolFactory(**{soort: True}).medewerker
    else:
        persoon = RolFactory(soort=soort, **extra).medewerker
    voorstel = wis_tweede_stap(medewerker=manager, door=beheerder)

    assert als(persoon).get(LIJST).status_code == 403
    assert als(persoon).post(besluitadres(voorstel), {"akkoord": "ja"}).status_code == 403
    with pytest.raises(PermissionDenied):
        besluit(voorstel=voorstel, akkoord=True, door=persoon)


def test_a_stranger_must_sign_in_and_a_forged_number_is_not_there(client, als, beheerder, manager):
    voorstel = wis_tweede_stap(medewerker=manager, door=beheerder)
    assert client.post(besluitadres(voorstel), {"akkoord": "ja"}).status_code == 302
    voorstel.refresh_from_db()
    assert voorstel.stand == "open"
    adres = reverse("admin:wijken_accountvoorstel_change", args=[voorstel.pk + 1])
    assert als(beheerder).get(adres).status_code == 404
    assert als(beheerder).get(besluitadres(voorstel)).status_code == 405


def test_who_is_no_beheerder_any_more_has_proposed_nothing(beheerder, tweede):
    """A role is given in the name of who asked: that person must still give roles."""
    voorstel = stel_rol_voor(rol=nieuwe_rol(MedewerkerFactory()), door=beheerder, reden="Nieuw")
    beheerder.rollen.update(tot=datetime.date(2024, 1, 2))

    with pytest.raises(PermissionDenied):
        besluit(voorstel=voorstel, akkoord=True, door=tweede)
    voorstel.refresh_from_db()
    assert (voorstel.stand, voorstel.medewerker.rollen.exists()) == ("open", False)


def test_an_address_that_somebody_else_has_is_told(als, beheerder, tweede, manager):
    voorstel = wijzig_adres(medewerker=manager, email=VAN_MIJ, door=beheerder)
    MedewerkerFactory(email=VAN_MIJ)

    antwoord = als(tweede).post(besluitadres(voorstel), {"akkoord": "ja"})

    assert antwoord.status_code == 422
    voorstel.refresh_from_db()
    assert voorstel.stand == "open"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does():
    beheerder, manager = RolFactory(beheerder=True).medewerker, RolFactory(clustermanager=True).medewerker
    anderen = [RolFactory(beheerder=True).medewerker for _ in range(3)]
    voorstel = wijzig_adres(medewerker=manager, email=VAN_MIJ, door=beheerder)

    def probeer(persoon):
        try:
            besluit(voorstel=voorstel, akkoord=True, door=persoon)
        except VerouderdeActie:
            return "te laat"
        finally:
            connection.close()
        return "gedaan"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(probeer, anderen)) == ["gedaan", "te laat", "te laat"]


# --- Who has no power is helped at once; who works on the server acts alone ---


def test_for_who_has_no_power_one_beheerder_is_enough(beheerder):
    collega = RolFactory(wijkregisseur=True).medewerker
    TOTPDevice.objects.create(user=collega, confirmed=True, name="app")

    assert wijzig_adres(medewerker=collega, email="nieuw@voorbeeldstad.example", door=beheerder) is None
    assert wis_tweede_stap(medewerker=collega, door=beheerder) is None

    collega.refresh_from_db()
    assert collega.email == "nieuw@voorbeeldstad.example"
    assert not TOTPDevice.objects.exists()
    assert geef_rol(rol=Rol(medewerker=collega, soort="kcc", van=DAG), door=beheerder, reden="x").pk


def test_a_superuser_and_the_server_act_alone(manager):
    baas = MedewerkerFactory(is_superuser=True)

    assert wijzig_adres(medewerker=manager, email=VAN_MIJ, door=baas) is None
    assert geef_rol(rol=nieuwe_rol(MedewerkerFactory()), door=baas, reden="Inrichting").pk
    assert geef_rol(rol=nieuwe_rol(MedewerkerFactory()), door=None, reden="Inrichting").pk


def test_a_colleague_or_a_beheerder_of_a_superuser_does_nothing(beheerder, manager):
    baas = MedewerkerFactory(is_superuser=True)
    for persoon, door in ((manager, RolFactory(kcc=True).medewerker), (baas, beheerder)):
        for dienst in (wis_tweede_stap, lambda **wie: wijzig_adres(email=VAN_MIJ, **wie)):
            with pytest.raises(PermissionDenied):
                dienst(medewerker=persoon, door=door)


def test_a_second_who_is_no_second_does_not_count(beheerder, tweede):
    pop = MedewerkerFactory()
    for ander in (beheerder, pop, RolFactory(kcc=True).medewerker):
        with pytest.raises(PermissionDenied):
            geef_rol(rol=nieuwe_rol(pop), door=beheerder, reden="x", tweede=ander)
    with pytest.raises(TweedeNodig):
        geef_rol(rol=nieuwe_rol(pop), door=beheerder, reden="x")
    assert geef_rol(rol=nieuwe_rol(pop), door=beheerder, reden="x", tweede=tweede).pk


# --- What the database refuses ---


def test_the_record_is_of_two_people_and_stays(beheerder, tweede, manager):
    voorstel = wis_tweede_stap(medewerker=manager, door=beheerder)
    rijen = Accountvoorstel.objects.filter(pk=voorstel.pk)
    besloten = {"stand": "uitgevoerd", "besloten_op": datetime.datetime(2036, 1, 1, tzinfo=datetime.UTC)}
    for wie in (beheerder, manager):
        with pytest.raises(IntegrityError, match="accountvoorstel_vier_ogen"), transaction.atomic():
            rijen.update(**besloten, besloten_door=wie)
    with pytest.raises(IntegrityError, match="accountvoorstel_besloten_door_iemand"), transaction.atomic():
        rijen.update(stand="uitgevoerd")
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        rijen.update(gevraagd_door=tweede)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        rijen.delete()
    rijen.update(**besloten, besloten_door=tweede)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        rijen.update(stand="geweigerd")
