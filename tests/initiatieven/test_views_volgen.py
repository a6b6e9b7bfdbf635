"""The submitter's side: only the mailed link opens the case, and only its button uses it."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from initiatieven.models import Fase, Toegangslink
from initiatieven.toegang import SLEUTEL
from tests.initiatieven.fabrieken import BijlageFactory, InitiatiefFactory, ToegangslinkFactory
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht

pytestmark = pytest.mark.django_db
AANVRAGEN = reverse("initiatieven:volgen_aanvragen")


def pad(link: Toegangslink) -> str:
    return onderteken(Link("initiatieven:link", str(link.pk)))


def volgen(zaak) -> str:
    return reverse("initiatieven:volgen", args=[zaak.kenmerk])


@pytest.mark.regel("I-20")
def test_opening_the_link_changes_nothing_and_pressing_the_button_confirms(client):
    link = ToegangslinkFactory(initiatief=InitiatiefFactory(onbevestigd=True), doel="bevestigen")
    for _ in range(3):
        assert "Ja, ik bevestig mijn idee" in client.get(pad(link)).text
    link.refresh_from_db()
    assert (link.gebruikt_op, link.initiatief.fase) == (None, Fase.IDEE)
    antwoord = client.post(pad(link), follow=True)
    assert antwoord.redirect_chain == [(volgen(link.initiatief), 302)]
    assert "We bekijken wie u gaat helpen" in antwoord.text
    link.initiatief.refresh_from_db()
    assert link.initiatief.fase == Fase.TRIAGE


def test_a_reused_link_gives_nothing_of_the_case(client):
    link = ToegangslinkFactory()
    client.post(pad(link))
    for methode in (Client().get, Client().post):
        antwoord = methode(pad(link))
        assert antwoord.status_code == 410
        assert link.initiatief.kenmerk not in antwoord.text


@pytest.mark.parametrize("knip", [slice(0, -1), slice(1, None), slice(0, 0)])
def test_a_tampered_link_gives_nothing(client, knip):
    token = pad(ToegangslinkFactory()).rsplit("/", 2)[1]
    antwoord = client.post(reverse("initiatieven:link", args=[token[knip] or "x"]))
    assert antwoord.status_code == 410


def test_an_expired_link_gives_nothing(client):
    link = ToegangslinkFactory(verloopt_op=timezone.now() - datetime.timedelta(minutes=1))
    assert client.get(pad(link)).status_code == client.post(pad(link)).status_code == 410


def test_the_button_needs_a_page_of_our_own(db):
    link = ToegangslinkFactory()
    assert Client(enforce_csrf_checks=True).post(pad(link)).status_code == 403
    link.refresh_from_db()
    assert link.gebruikt_op is None


@pytest.mark.regel("I-20")
def test_the_status_page_tells_phase_contact_next_step_and_timeline(client):
    zaak = InitiatiefFactory(toegewezen=True)
    zaak.faseovergangen.create(naam="toewijzen", van="triage", naar="orientatie", rol="Wijkregisseur")
    BijlageFactory(initiatief=zaak, naam="plan.pdf")
    client.post(pad(ToegangslinkFactory(initiatief=zaak)))
    tekst = client.get(volgen(zaak)).text
    for deel in (
        "Stap 3 van 5, hier zijn we nu:",
        "We gaan in gesprek",
        str(zaak.vakambtenaar),
        "Het idee heeft een vast contact bij de gemeente gekregen.",
        "plan.pdf",
    ):
        assert deel in tekst


def test_a_stranger_is_asked_for_a_link_whether_the_case_exists_or_not(client):
    zaak = InitiatiefFactory()
    onbekend = reverse("initiatieven:volgen", args=["VB-2026-99999"])
    assert client.get(volgen(zaak)).url == f"{AANVRAGEN}?kenmerk={zaak.kenmerk}"
    assert client.get(onbekend).url == f"{AANVRAGEN}?kenmerk=VB-2026-99999"


def test_access_to_one_case_opens_no_other(client):
    client.post(pad(ToegangslinkFactory()))
    assert client.get(volgen(InitiatiefFactory())).status_code == 302


def test_access_ends_after_an_hour_without_a_visit(client):
    link = ToegangslinkFactory()
    with time_machine.travel(timezone.now(), tick=False) as klok:
        client.post(pad(link))
        for _ in range(3):
            klok.shift(datetime.timedelta(minutes=50))
            assert client.get(volgen(link.initiatief)).status_code == 200
        klok.shift(datetime.timedelta(minutes=61))
        assert client.get(volgen(link.initiatief)).status_code == 302


def test_a_planted_session_key_is_replaced(client):
    client.get(pad(ToegangslinkFactory()))
    client.session.save()
    voor = client.session.session_key
    client.post(pad(ToegangslinkFactory()))
    assert client.session.session_key != voor
    assert len(client.session[SLEUTEL]) == 1


def test_asking_a_new_link_tells_nobody_whether_the_case_exists(client):
    cache.clear()
    zaak = InitiatiefFactory()
    antwoorden = {
        client.post(AANVRAGEN, {"kenmerk": kenmerk, "email": email}).text.count("Kijk in uw mail")
        for kenmerk, email in [
            (zaak.kenmerk, "truus@bewoner.example"),
            (zaak.kenmerk, "vreemde@bewoner.example"),
            ("VB-2026-99999", "truus@bewoner.example"),
        ]
    }
    assert antwoorden == {1}
    assert list(Bericht.objects.values_list("naar", flat=True)) == ["truus@bewoner.example"]


def test_guessing_is_stopped_after_ten_times_in_an_hour(client):
    cache.clear()
    poging = {"kenmerk": "VB-2026-00001", "email": "truus@bewoner.example"}
    statussen = [client.post(AANVRAGEN, poging).status_code for _ in range(11)]
    assert statussen == [200] * 10 + [422]


def test_the_status_page_asks_a_fixed_number_of_queries(client, django_assert_num_queries):
    zaak = InitiatiefFactory(toegewezen=True)
    client.post(pad(ToegangslinkFactory(initiatief=zaak)))
    for _ in range(20):
        zaak.faseovergangen.create(naam="toewijzen", van="triage", naar="orientatie", rol="Wijkregisseur")
    client.get(volgen(zaak))
    with django_assert_num_queries(9):
        client.get(volgen(zaak))


def test_a_part_of_the_page_answers_only_who_opened_the_case(client):
    link = ToegangslinkFactory(initiatief=InitiatiefFactory(toegewezen=True))
    adres = reverse("initiatieven:volgdeel", args=[link.initiatief.kenmerk, "contact"])
    assert client.post(adres).status_code == 403
    client.post(pad(link))
    assert client.post(adres).status_code == 404  # nothing can be sent in with it
