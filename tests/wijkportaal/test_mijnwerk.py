"""The start page of staff: what every app adds, in order, counted only as far as it is shown."""

import pytest
from django.urls import reverse

from tests.fabrieken import MedewerkerFactory
from wijken.models import Medewerker
from wijkportaal.mijnwerk import GETOOND, TELGRENS, mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel

pytestmark = pytest.mark.django_db
START = reverse("admin:index")


@pytest.mark.parametrize(
    ("aantal", "geteld", "meer"),
    [
        (0, "0", False),
        (GETOOND, "7", False),
        (GETOOND + 1, "8", True),
        (TELGRENS, "50", True),
        (TELGRENS + 1, "50+", True),
    ],
)
def test_a_pile_shows_its_top_and_counts_no_further_than_it_says(
    aantal, geteld, meer, django_assert_num_queries
):
    MedewerkerFactory.create_batch(aantal)
    with django_assert_num_queries(1):
        berg = stapel(Medewerker.objects.order_by("pk"))
    assert (len(berg.rijen), berg.aantal, berg.is_meer) == (min(aantal, GETOOND), geteld, meer)


def test_an_app_adds_a_part_or_nothing_and_the_lowest_comes_first(client):
    def laag(**kwargs):
        return Onderdeel("componenten/leeg.html", {"wie": "laag"}, volgorde=-2)

    def hoog(**kwargs):
        return Onderdeel("componenten/leeg.html", {"wie": "hoog"}, volgorde=-1)

    def niets(**kwargs):
        return None

    ontvangers = (hoog, niets, laag)
    for ontvanger in ontvangers:
        mijnwerk.connect(ontvanger)
    try:
        client.force_login(MedewerkerFactory())
        onderdelen = client.get(START).context["onderdelen"]
    finally:
        for ontvanger in ontvangers:
            mijnwerk.disconnect(ontvanger)
    assert [deel.context["wie"] for deel in onderdelen[:2]] == ["laag", "hoog"]


def test_a_stranger_is_asked_to_sign_in(client):
    antwoord = client.get(START)
    assert (antwoord.status_code, antwoord["Location"]) == (302, f"{reverse('admin:login')}?next={START}")
