"""A stale action becomes a page with status 409, wherever it happened."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


def te_laat(request):
    raise VerouderdeActie("Iemand anders heeft dit idee net beoordeeld.")


def mag_niet(request):
    raise Domeinfout("Dit mag niet.")


def goed(request):
    return HttpResponse("goed")


urlpatterns = [
    path("te-laat/", te_laat),
    path("mag-niet/", mag_niet),
    path("goed/", goed),
    path("", include("wijkportaal.urls")),
]

pytestmark = pytest.mark.urls(__name__)


def test_a_stale_action_is_told_in_the_words_of_the_rule(client):
    antwoord = client.post("/te-laat/")
    assert antwoord.status_code == 409
    assert antwoord.templates[0].name == "409.html"
    assert "Iemand anders heeft dit idee net beoordeeld." in antwoord.content.decode()


def test_another_error_of_the_domain_is_the_views_own_business(client):
    with pytest.raises(Domeinfout, match="Dit mag niet"):
        client.get("/mag-niet/")


def test_it_leaves_other_answers_alone(client):
    assert client.get("/goed/").content == b"goed"
