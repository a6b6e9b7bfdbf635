"""What everybody may read, and nothing more."""

import pytest
from django.urls import reverse

from initiatieven.models import Initiatief
from tests.fabrieken import WijkFactory
from tests.initiatieven.fabrieken import InitiatiefFactory

pytestmark = pytest.mark.django_db
LIJST = reverse("initiatieven:lijst")


@pytest.mark.regel("C-01")
def test_the_list_shows_public_cases_newest_first_and_of_one_wijk_when_asked(client):
    oud, nieuw = InitiatiefFactory(publiek=True), InitiatiefFactory(publiek=True)
    InitiatiefFactory(titel="Nog in triage")
    assert [zaak.pk for zaak in client.get(LIJST).context["page_obj"]] == [nieuw.pk, oud.pk]
    van_wijk = client.get(LIJST, {"wijk": oud.wijk.slug})
    assert [zaak.pk for zaak in van_wijk.context["page_obj"]] == [oud.pk]


@pytest.mark.parametrize("staat", [{}, {"onbevestigd": True}, {"toegewezen": True}])
def test_a_case_that_is_not_public_is_not_there(client, staat):
    zaak = InitiatiefFactory(**staat)
    assert client.get(zaak.get_absolute_url()).status_code == 404


def test_a_public_case_shows_nothing_of_its_submitter(client):
    zaak = InitiatiefFactory(publiek=True)
    tekst = client.get(zaak.get_absolute_url()).text
    assert zaak.titel in tekst
    for gegeven in (zaak.indiener.naam, zaak.indiener.email):
        assert gegeven not in tekst


def test_the_wijk_page_shows_its_own_public_initiatives(client):
    zaak = InitiatiefFactory(publiek=True, titel="Moestuin achter de kerk")
    assert "Moestuin achter de kerk" in client.get(zaak.wijk.get_absolute_url()).text
    assert "Moestuin achter de kerk" not in client.get(WijkFactory().get_absolute_url()).text


@pytest.mark.parametrize("aantal", [10, 1000])
def test_the_public_list_asks_three_queries_however_long_it_is(client, aantal, django_assert_num_queries):
    eerste = InitiatiefFactory(publiek=True)
    van = {"wijk": eerste.wijk, "cluster": eerste.cluster, "vakambtenaar": eerste.vakambtenaar}
    zaken = InitiatiefFactory.build_batch(aantal, publiek=True, indiener=None, **van)
    Initiatief.objects.bulk_create(zaken)
    with django_assert_num_queries(3):
        client.get(LIJST)


def test_a_public_case_asks_few_queries(client, django_assert_num_queries):
    zaak = InitiatiefFactory(publiek=True)
    for _ in range(20):
        zaak.faseovergangen.create(naam="toewijzen", van="triage", naar="orientatie", rol="Wijkregisseur")
    with django_assert_num_queries(5):
        client.get(zaak.get_absolute_url())
