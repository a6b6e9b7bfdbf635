"""Support: once per address, only by the owner of it, and nobody sees who it was without consent."""

import datetime

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from initiatieven.draagvlak import draagvlak, geef_steun, verwijder_onbevestigde_steun
from initiatieven.models import Fase, Steun
from tests.fabrieken import RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, SteunFactory
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def geen_eerdere_pogingen():
    cache.clear()


@pytest.fixture
def zaak():
    return InitiatiefFactory(publiek=True)


def steunpad(zaak):
    return reverse("initiatieven:steun", args=[zaak.kenmerk])


def linkpad(steun, route="initiatieven:steun_link"):
    token = onderteken(Link(route, str(steun.pk))).rsplit("/", 2)[1]
    return reverse("initiatieven:steun_link", args=[token])


def steun(zaak, email="sanne@bewoner.example", naam="Sanne Steuner", **meer):
    return Client().post(steunpad(zaak), {"naam": naam, "email": email} | meer)


@pytest.mark.regel("I-21")
def test_support_counts_when_the_owner_of_the_address_presses_the_button(zaak):
    assert steun(zaak).status_code == 302
    rij = Steun.objects.get()
    for _ in range(3):
        assert "Ja, ik steun dit idee" in Client().get(linkpad(rij)).text
    assert draagvlak(zaak).aantal == 0
    for _ in range(2):
        assert "uw steun telt mee" in Client().post(linkpad(rij), {"bevestigen": "ja"}).text
    assert (draagvlak(zaak).aantal, draagvlak(zaak).namen) == (1, ())


@pytest.mark.regel("I-21")
@pytest.mark.parametrize("email", ["sanne@bewoner.example", "SANNE@Bewoner.example"])
def test_one_address_counts_once_and_the_answer_does_not_tell(zaak, email):
    eerste = steun(zaak)
    Client().post(linkpad(Steun.objects.get()), {"bevestigen": "ja"})
    tweede = steun(zaak, email=email, naam="Iemand Anders", naam_tonen="on")
    assert (eerste.status_code, eerste.url) == (tweede.status_code, tweede.url)
    assert Steun.objects.get().naam == "Sanne Steuner"
    assert draagvlak(zaak).namen == ()
    assert Bericht.objects.count() == 1  # at most one mail a day


def test_the_database_lets_an_address_in_once(zaak):
    SteunFactory(initiatief=zaak, email="sanne@bewoner.example")
    with pytest.raises(IntegrityError, match="steun_een_keer_per_adres"), transaction.atomic():
        SteunFactory(initiatief=zaak, email="Sanne@Bewoner.example")


@pytest.mark.regel("I-21")
def test_names_are_shown_with_consent_only(zaak, client):
    SteunFactory(initiatief=zaak, naam="Sanne Zichtbaar", naam_tonen=True)
    SteunFactory(initiatief=zaak, naam="Vera Verborgen")
    SteunFactory(initiatief=zaak, naam="Nog Niet", naam_tonen=True, bevestigd_op=None)
    tekst = client.get(zaak.get_absolute_url()).text
    assert "Sanne Zichtbaar" in tekst
    assert "en 1 ander." in tekst
    for geheim in ("Vera Verborgen", "Nog Niet", "sanne"):
        assert geheim not in tekst


@pytest.mark.regel("I-21")
def test_staff_cannot_see_who_supports_it(zaak, client):
    steun(zaak, naam="Vera Verborgen", email="vera@bewoner.example")
    SteunFactory(initiatief=zaak)
    RolFactory(vakambtenaar=True, medewerker=zaak.vakambtenaar, cluster=zaak.cluster)
    client.force_login(zaak.vakambtenaar)
    tekst = zaak_in_geheel(client, zaak)
    for geheim in ("Vera Verborgen", "vera@bewoner.example", "Sanne Steuner"):
        assert geheim not in tekst


@pytest.mark.regel("I-21")
def test_support_is_taken_back_with_the_same_link_and_leaves_nothing(zaak):
    steun(zaak)
    link = linkpad(Steun.objects.get())
    Client().post(link, {"bevestigen": "ja"})
    assert "Steun intrekken" in Client().get(link).text
    assert "Uw steun is ingetrokken" in Client().post(link, {"intrekken": "ja"}).text
    assert (Steun.objects.count(), Bericht.objects.count()) == (0, 0)
    assert Client().post(link, {"bevestigen": "ja"}).status_code == 410


def test_support_can_be_taken_back_after_the_case_left_the_website(zaak):
    rij = SteunFactory(initiatief=zaak)
    zaak.openbaar = False
    zaak.save()
    assert Client().post(linkpad(rij), {"intrekken": "ja"}).status_code == 200
    assert not Steun.objects.exists()


@pytest.mark.parametrize("staat", [{}, {"onbevestigd": True}, {"toegewezen": True}])
def test_what_is_not_public_cannot_be_supported_nor_found(staat):
    zaak = InitiatiefFactory(**staat)
    assert steun(zaak).status_code == 404
    for naam in ("steun", "steun_gevraagd", "poster"):
        assert Client().get(reverse(f"initiatieven:{naam}", args=[zaak.kenmerk])).status_code == 404
    assert not Steun.objects.exists()


def test_what_has_ended_cannot_be_supported(zaak):
    rij = SteunFactory(initiatief=zaak, bevestigd_op=None)
    zaak.fase = Fase.AFGEROND
    zaak.save()
    assert steun(zaak).status_code == 409
    assert Client().post(linkpad(rij), {"bevestigen": "ja"}).status_code == 409
    assert draagvlak(zaak).aantal == 0


@pytest.mark.parametrize("route", ["initiatieven:link", "wijkportaal:privacy_bestaat_niet"])
def test_a_forged_or_borrowed_token_opens_nothing(zaak, route):
    rij = SteunFactory(initiatief=zaak, bevestigd_op=None)
    from django.core.signing import Signer

    token = Signer(salt=f"wijkportaal.links:{route}", sep=".").sign(str(rij.pk))
    for adres in (token, str(rij.pk), "x"):
        assert Client().post(reverse("initiatieven:steun_link", args=[adres])).status_code == 410
    assert draagvlak(zaak).aantal == 0


def test_the_button_in_the_mailed_page_needs_that_page(zaak):
    rij = SteunFactory(initiatief=zaak, bevestigd_op=None)
    assert Client(enforce_csrf_checks=True).post(linkpad(rij), {"bevestigen": "ja"}).status_code == 403


def test_a_robot_gets_the_same_answer_and_leaves_nothing(zaak):
    assert steun(zaak, website="http://spam.example").url == steun(zaak, email="mens@bewoner.example").url
    assert Steun.objects.get().email == "mens@bewoner.example"


def test_many_in_an_hour_from_one_connection_are_stopped(zaak):
    statussen = {steun(zaak, email=f"p{nummer}@bewoner.example").status_code for nummer in range(31)}
    assert statussen == {302, 422}
    assert Steun.objects.count() == 30


def test_the_mail_repeats_nothing_that_was_typed(zaak):
    steun(zaak, naam="Koop nu op spam.example")
    assert "spam.example" not in Bericht.objects.get().tekst


def test_support_that_nobody_confirms_is_removed_after_the_term():
    SteunFactory(bevestigd_op=None, gegeven_op=timezone.now() - datetime.timedelta(days=8))
    SteunFactory(bevestigd_op=None)
    SteunFactory(gegeven_op=timezone.now() - datetime.timedelta(days=8))
    assert verwijder_onbevestigde_steun() == 1
    assert Steun.objects.count() == 2


@pytest.mark.parametrize("naam", ["<script>alert(1)</script>", "Zoë 🌳 de Boom", "مريم"])
def test_any_name_is_shown_as_text(zaak, client, naam):
    geef_steun(zaak=zaak, naam=naam, email="iemand@bewoner.example", naam_tonen=True)
    Client().post(linkpad(Steun.objects.get()), {"bevestigen": "ja"})
    assert draagvlak(zaak).namen == (naam,)
    assert "<script>alert(1)" not in client.get(zaak.get_absolute_url()).text


def test_the_sheet_has_a_code_and_no_inline_style(zaak, client):
    tekst = client.get(reverse("initiatieven:poster", args=[zaak.kenmerk])).text
    assert "<svg" in tekst
    assert zaak.get_absolute_url() in tekst
    assert "style=" not in tekst


@pytest.mark.parametrize("aantal", [1, 250])
def test_a_public_case_asks_as_many_queries_however_many_support_it(
    zaak, client, aantal, django_assert_num_queries
):
    Steun.objects.bulk_create(
        Steun(
            initiatief=zaak, naam="S", email=f"s{n}@x.example", naam_tonen=True, bevestigd_op=timezone.now()
        )
        for n in range(aantal)
    )
    with django_assert_num_queries(5):
        client.get(zaak.get_absolute_url())
    assert draagvlak(zaak).aantal == aantal
