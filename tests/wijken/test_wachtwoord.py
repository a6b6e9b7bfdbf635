"""Choosing a password by a mailed link: for the person alone, once, and for a short time."""

import datetime
import re

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.fabrieken import GemeenteFactory, MedewerkerFactory, RolFactory
from tests.wijken.aanmeldstappen import WACHTWOORD, geef_wachtwoord, maak_medewerker
from wijken.models import Medewerker
from wijken.wachtwoord import ROUTE, stuur_link
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout
from wijkportaal.verzending import adres_van_link

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]
NIEUW = "heel-ander-geheim-7"
TOEVOEGEN = reverse("admin:wijken_medewerker_add")


@pytest.fixture(autouse=True)
def gemeente():
    return GemeenteFactory()


@pytest.fixture
def beheerder():
    return RolFactory(beheerder=True).medewerker


@pytest.fixture
def collega():
    return maak_medewerker()


def link_voor(persoon, token=None):
    return onderteken(Link(ROUTE, f"{persoon.pk}-{token or default_token_generator.make_token(persoon)}"))


def kies(client, link, wachtwoord=NIEUW):
    return client.post(link, {"new_password1": wachtwoord, "new_password2": wachtwoord})


def heeft(persoon, wachtwoord):
    return Medewerker.objects.get(pk=persoon.pk).check_password(wachtwoord)


def test_a_person_chooses_a_password_by_the_mailed_link(client, collega, beheerder):
    stuur_link(medewerker=collega, door=beheerder)
    bericht = Bericht.objects.get()
    assert bericht.naar == collega.email
    link = adres_van_link(bericht)

    assert collega.email in client.get(link).text
    assert heeft(collega, WACHTWOORD)  # looking changes nothing
    assert kies(client, link).url == reverse("admin:login")
    assert heeft(collega, NIEUW)
    assert "_auth_user_id" not in client.session
    assert geef_wachtwoord(client, collega, wachtwoord=NIEUW).status_code == 302


def test_the_link_works_once(client, collega):
    link = link_voor(collega)
    kies(client, link)

    assert client.get(link).status_code == 410
    assert kies(client, link, "nog-een-ander-geheim-8").status_code == 410
    assert heeft(collega, NIEUW)


def test_of_two_links_the_second_stops_working_too(client, collega):
    eerste, tweede = link_voor(collega), link_voor(collega)
    kies(client, tweede)
    assert kies(client, eerste, "nog-een-ander-geheim-8").status_code == 410


@pytest.mark.parametrize(("dagen", "status"), [(2.9, 302), (3.1, 410)])
def test_the_link_expires_after_three_days(client, collega, dagen, status):
    link = link_voor(collega)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=dagen), tick=False):
        assert kies(client, link).status_code == status
    assert heeft(collega, NIEUW) is (status == 302)


def test_the_token_of_another_person_is_worthless(client, collega):
    ander = maak_medewerker()
    link = link_voor(collega, token=default_token_generator.make_token(ander))
    assert kies(client, link).status_code == 410
    assert heeft(collega, WACHTWOORD)


@pytest.mark.parametrize(
    "knoei",
    [
        lambda link, pk: link[:-2] + "x/",
        lambda link, pk: re.sub(r"/\d+-", f"/{pk + 1}-", link),
        lambda link, pk: link.partition(".")[0] + "/",
        lambda link, pk: onderteken(Link("initiatieven:link", "1-x")).replace("initiatieven", "x"),
        lambda link, pk: onderteken(Link(ROUTE, f"{pk}-")),
        lambda link, pk: onderteken(Link(ROUTE, "1000000-abc-def")),
    ],
)
def test_a_forged_link_does_nothing(client, collega, knoei):
    assert kies(client, knoei(link_voor(collega), collega.pk)).status_code in (404, 410)
    assert heeft(collega, WACHTWOORD)


@pytest.mark.parametrize("veld", [{"is_active": False}, {"email": "nieuw@voorbeeldstad.example"}])
def test_the_link_of_an_account_that_changed_does_nothing(client, collega, veld):
    link = link_voor(collega)
    Medewerker.objects.filter(pk=collega.pk).update(**veld)
    assert kies(client, link).status_code == 410


def test_a_weak_or_different_password_is_asked_again_and_the_link_still_works(client, collega):
    link = link_voor(collega)
    assert kies(client, link, "kort").status_code == 422
    assert client.post(link, {"new_password1": NIEUW, "new_password2": "anders"}).status_code == 422
    assert heeft(collega, WACHTWOORD)
    assert kies(client, link).status_code == 302


def test_other_sessions_end_and_the_second_step_stays(client, collega, settings):
    RolFactory(beheerder=True, medewerker=collega)
    app = collega.totpdevice_set.create(name="default")
    client.force_login(collega)
    kies(type(client)(), link_voor(collega))
    assert client.get(reverse("admin:index")).status_code == 302
    assert list(collega.totpdevice_set.all()) == [app]


# --- The beheerder ---


def test_a_new_account_has_no_password_and_is_mailed_a_link(
    client, beheerder, django_capture_on_commit_callbacks
):
    client.force_login(beheerder)
    velden = {"naam": "Nieuw", "email": "nieuw@voorbeeldstad.example", "password1": "x", "password": "x"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(TOEVOEGEN, velden).status_code == 302

    nieuw = Medewerker.objects.get(email="nieuw@voorbeeldstad.example")
    assert not nieuw.has_usable_password()
    assert [bericht.to for bericht in mail.outbox] == [[nieuw.email]]
    kies(type(client)(), adres_van_link(Bericht.objects.get()))
    assert heeft(nieuw, NIEUW)


def wijzig(client, persoon, **velden):
    gegevens = {"naam": persoon.naam, "email": persoon.email, "is_active": "on"} | velden
    formulieren = {"rollen-TOTAL_FORMS": "0", "rollen-INITIAL_FORMS": "0"}
    return client.post(reverse("admin:wijken_medewerker_change", args=[persoon.pk]), gegevens | formulieren)


def test_the_beheerder_mails_a_link_and_never_types_a_password(client, beheerder, collega):
    client.force_login(beheerder)
    pagina = reverse("admin:wijken_medewerker_change", args=[collega.pk])
    assert "pbkdf2" not in client.get(pagina).text
    antwoord = wijzig(client, collega, _wachtwoordlink="x", password="overgenomen-123")
    assert antwoord.status_code == 302
    assert Bericht.objects.get().naar == collega.email

    pad = reverse("admin:auth_user_password_change", args=[collega.pk])
    poging = {"usable_password": "true", "password1": "overgenomen-123", "password2": "overgenomen-123"}
    assert client.get(pad).status_code == 403
    assert client.post(pad, poging).status_code == 403
    assert heeft(collega, WACHTWOORD)


def test_the_action_skips_who_may_do_everything_and_closed_accounts(client, beheerder, collega):
    baas, dicht = MedewerkerFactory(is_superuser=True), MedewerkerFactory(is_active=False)
    client.force_login(beheerder)
    gegevens = {"action": "mail_wachtwoordlink", "_selected_action": [baas.pk, dicht.pk, collega.pk]}
    client.post(reverse("admin:wijken_medewerker_changelist"), gegevens)
    assert [bericht.naar for bericht in Bericht.objects.all()] == [collega.email]


@pytest.mark.parametrize("soort", ["kcc", "wijkregisseur", "clustermanager"])
def test_a_colleague_mails_nobody_a_link(client, collega, soort):
    client.force_login(RolFactory(**{soort: True}).medewerker)
    gegevens = {"action": "mail_wachtwoordlink", "_selected_action": [collega.pk]}
    assert client.post(reverse("admin:wijken_medewerker_changelist"), gegevens).status_code == 403
    assert wijzig(client, collega, _wachtwoordlink="x").status_code == 403
    assert not Bericht.objects.exists()


def test_a_closed_account_gets_no_link(beheerder):
    with pytest.raises(Domeinfout, match="gesloten"):
        stuur_link(medewerker=MedewerkerFactory(is_active=False), door=beheerder)


def test_the_former_address_is_told_of_another_one(client, beheerder, collega):
    vorig = collega.email
    client.force_login(beheerder)
    wijzig(client, collega, email="elders@voorbeeldstad.example")
    assert Bericht.objects.get().naar == vorig


def test_the_list_of_messages_holds_no_secret(client, beheerder, collega):
    stuur_link(medewerker=collega, door=beheerder)
    bericht = Bericht.objects.get()
    client.force_login(beheerder)
    tekst = client.get(reverse("admin:wijkportaal_bericht_change", args=[bericht.pk])).text
    assert bericht.link_sleutel.partition("-")[2] not in tekst


# --- Forgotten: asked on the sign-in page ---

VERGETEN = reverse("two_factor:vergeten")


@pytest.fixture
def geteld():
    """Nobody asked before."""
    cache.clear()


def vraag(client, email):
    """Ask for a link and return everything that the browser gets to see."""
    antwoord = client.post(VERGETEN, {"email": email}, follow=True)
    tekst = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", antwoord.text)
    return antwoord.status_code, antwoord.redirect_chain, tekst


def test_who_forgot_the_password_gets_a_link_that_works_once(client, collega, geteld):
    assert VERGETEN in client.get(reverse("admin:login")).text
    vraag(client, collega.email.upper())
    bericht = Bericht.objects.get()
    assert (bericht.naar, bericht.onderwerp) == (
        collega.email,
        "Wachtwoord vergeten voor het wijkportaal",
    )
    link = adres_van_link(bericht)
    assert heeft(collega, WACHTWOORD)
    assert kies(client, link).status_code == 302
    assert heeft(collega, NIEUW)
    assert kies(client, link, "nog-een-ander-geheim-8").status_code == 410


def test_the_second_step_is_still_asked(client, collega, geteld, settings):
    settings.TWEEDE_FACTOR_VERPLICHT = True
    TOTPDevice.objects.create(user=collega, confirmed=True, name="default")
    vraag(client, collega.email)
    kies(client, adres_van_link(Bericht.objects.get()))

    antwoord = client.post(
        reverse("admin:login"),
        {"auth-username": collega.email, "auth-password": NIEUW, "aanmelden-current_step": "auth"},
    )

    assert TOTPDevice.objects.filter(user=collega).exists()
    assert antwoord.status_code == 200
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("geval", ["onbekend", "gesloten", "geen medewerker"])
def test_nobody_learns_who_has_an_account(client, collega, geteld, geval):
    andere = maak_medewerker()
    velden = {"gesloten": {"is_active": False}, "geen medewerker": {"is_staff": False}}.get(geval, {})
    Medewerker.objects.filter(pk=andere.pk).update(**velden)
    adres = "niemand@voorbeeldstad.example" if geval == "onbekend" else andere.email

    assert vraag(client, adres) == vraag(client, collega.email)
    assert list(Bericht.objects.values_list("naar", flat=True)) == [collega.email]


def test_an_address_gets_three_mails_an_hour_and_the_answer_stays_the_same(client, collega, geteld):
    antwoorden = [vraag(client, collega.email) for _ in range(5)]

    assert antwoorden == antwoorden[:1] * 5
    assert Bericht.objects.count() == 3


def test_one_place_does_not_ask_for_everybody(client, geteld):
    statussen = [
        client.post(VERGETEN, {"email": f"iemand{n}@voorbeeldstad.example"}).status_code for n in range(21)
    ]
    assert statussen == [302] * 20 + [429]
    antwoord = client.post(VERGETEN, {"email": "nog@voorbeeldstad.example"})
    assert "Er is te vaak om een link gevraagd." in antwoord.text
    assert "nog@voorbeeldstad.example" in antwoord.text


@pytest.mark.parametrize("email", ["", "geen adres", "a@b\nBcc: x@y.example"])
def test_nonsense_is_told_and_mails_nobody(client, geteld, email):
    assert client.post(VERGETEN, {"email": email}).status_code == 422
    assert not Bericht.objects.exists()
