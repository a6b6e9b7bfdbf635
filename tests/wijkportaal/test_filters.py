"""Saved filters: one's own, of a list of this work environment, and never a way out of it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.fabrieken import MedewerkerFactory, RolFactory
from wijkportaal.filters import MAXIMUM
from wijkportaal.models import Opgeslagenfilter

pytestmark = pytest.mark.django_db
BEWAAR, START = reverse("admin:bewaar_filter"), reverse("admin:index")
LIJST = reverse("admin:wijken_medewerker_changelist")


@pytest.fixture
def medewerker(client):
    persoon = RolFactory(beheerder=True).medewerker
    client.force_login(persoon)
    return persoon


def verwijder(filter_):
    return reverse("admin:verwijder_filter", args=[filter_.pk])


def test_a_list_is_saved_as_it_is_seen_and_stands_on_the_start_page(client, medewerker):
    antwoord = client.post(
        BEWAAR, {"naam": "Mijn mensen", "pad": LIJST, "query": "p=3&is_active__exact=1&q=a%26b"}
    )
    assert (antwoord.status_code, antwoord["Location"]) == (302, f"{LIJST}?is_active__exact=1&q=a%26b")
    filter_ = Opgeslagenfilter.objects.get()
    assert (filter_.medewerker, filter_.naam) == (medewerker, "Mijn mensen")
    assert "Mijn mensen" in client.get(START).text


@pytest.mark.parametrize(
    "pad",
    [
        "https://elders.example/",
        "//elders.example/beheer/",
        "javascript:alert(1)",
        "/beheer/",
        "/wijken/",
        "/beheer/wijken/medewerker/add/",
        "/bestaat-niet/",
        "",
    ],
)
def test_only_a_list_can_be_saved(client, medewerker, pad):
    antwoord = client.post(BEWAAR, {"naam": "Weg", "pad": pad, "query": ""})
    assert (antwoord.status_code, antwoord["Location"]) == (302, START)
    assert not Opgeslagenfilter.objects.exists()


def test_a_name_is_used_once_by_each_person(client, medewerker):
    Opgeslagenfilter.objects.create(medewerker=MedewerkerFactory(), naam="Te laat", pad=LIJST)
    for _ in range(2):
        antwoord = client.post(BEWAAR, {"naam": "Te laat", "pad": LIJST, "query": ""}, follow=True)
    assert "U heeft al een filter met deze naam." in antwoord.text
    assert Opgeslagenfilter.objects.filter(naam="Te laat").count() == 2


def test_there_is_an_end_to_the_number(client, medewerker):
    Opgeslagenfilter.objects.bulk_create(
        Opgeslagenfilter(medewerker=medewerker, naam=str(n), pad=LIJST) for n in range(MAXIMUM)
    )
    client.post(BEWAAR, {"naam": "Nog een", "pad": LIJST, "query": ""})
    assert not Opgeslagenfilter.objects.filter(naam="Nog een").exists()


@pytest.mark.parametrize(("van_mij", "status"), [(True, 302), (False, 404)])
def test_only_ones_own_filter_can_be_removed(client, medewerker, van_mij, status):
    eigenaar = medewerker if van_mij else MedewerkerFactory()
    filter_ = Opgeslagenfilter.objects.create(medewerker=eigenaar, naam="Te laat", pad=LIJST)
    assert client.get(verwijder(filter_)).status_code == 405
    assert client.post(verwijder(filter_)).status_code == status
    assert Opgeslagenfilter.objects.exists() is not van_mij


def test_nobody_sees_the_filters_of_somebody_else(client, medewerker):
    Opgeslagenfilter.objects.create(medewerker=MedewerkerFactory(), naam="Geheime zaken", pad=LIJST)
    assert "Geheime zaken" not in client.get(START).text


def test_a_stranger_saves_nothing(client):
    antwoord = client.post(BEWAAR, {"naam": "Weg", "pad": LIJST, "query": ""})
    assert antwoord.status_code == 302
    assert antwoord["Location"].startswith(reverse("admin:login"))
    assert not Opgeslagenfilter.objects.exists()


def test_a_crafted_post_from_elsewhere_is_refused(medewerker):
    streng = Client(enforce_csrf_checks=True)
    streng.force_login(medewerker)
    assert streng.post(BEWAAR, {"naam": "Weg", "pad": LIJST, "query": ""}).status_code == 403
    assert not Opgeslagenfilter.objects.exists()
