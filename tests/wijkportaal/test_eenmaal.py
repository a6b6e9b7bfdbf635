"""A form works once: pressed twice, pressed at once, refused, changed, or somebody else's."""

import datetime
import re
import uuid

import pytest
from django.contrib import messages
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpResponse, HttpResponseRedirect
from django.template import Context, Template
from django.utils import timezone

from tests.fabrieken import GemeenteFactory, MedewerkerFactory
from wijken.models import Cluster
from wijkportaal import tasks
from wijkportaal.eenmaal import VELD, eenmaal
from wijkportaal.models import Inzending
from wijkportaal.uitzonderingen import VerouderdeActie

pytestmark = pytest.mark.django_db


@eenmaal
def maak(request, naam="Groen"):
    """Do what `doe` says: make a row and redirect, refuse after making it, or raise."""
    Cluster.objects.create(naam=f"{naam} {Cluster.objects.count()}")
    if request.POST.get("doe") == "weiger":
        return HttpResponse(status=422)
    if request.POST.get("doe") == "te laat":
        raise VerouderdeActie("Te laat.")
    messages.success(request, "Het is bewaard.")
    return HttpResponseRedirect("/klaar/#hier")


@pytest.fixture
def verstuur(rf):
    """Send a form to `maak`, as somebody, from an address; return the answer with what was said."""

    def stuur(doe="bewaar", sleutel=None, adres="/maak/", door=None, **velden):
        request = rf.post(adres, {"doe": doe, VELD: sleutel or ""} | velden)
        request.user = door
        request.session = {}
        request._messages = SessionStorage(request)
        antwoord = maak(request)
        request._messages.update(antwoord)
        return antwoord, [str(melding) for melding in SessionStorage(request)]

    return stuur


@pytest.fixture
def sleutel():
    return str(uuid.uuid4())


def test_the_second_press_gets_the_answer_of_the_first_and_does_nothing(verstuur, sleutel):
    eerste, tweede = verstuur(sleutel=sleutel), verstuur(sleutel=sleutel)
    assert [(antwoord.status_code, antwoord.url, gezegd) for antwoord, gezegd in (eerste, tweede)] == [
        (302, "/klaar/#hier", ["Het is bewaard."])
    ] * 2
    assert Cluster.objects.count() == 1


def test_two_pages_make_two_rows(verstuur):
    for _ in range(2):
        verstuur(sleutel=str(uuid.uuid4()))
    assert Cluster.objects.count() == 2


def test_what_was_refused_leaves_nothing_and_may_be_sent_again(verstuur, sleutel):
    assert verstuur("weiger", sleutel)[0].status_code == 422
    assert verstuur("weiger", sleutel)[0].status_code == 422
    with pytest.raises(VerouderdeActie):
        verstuur("te laat", sleutel)
    assert (Cluster.objects.count(), Inzending.objects.count()) == (0, 0)
    assert verstuur("bewaar", sleutel)[0].status_code == 302
    assert Cluster.objects.count() == 1


@pytest.mark.parametrize("anders", [{"tekst": "Iets anders"}, {"adres": "/elders/"}])
def test_the_same_key_with_other_contents_or_elsewhere_is_another_form(verstuur, sleutel, anders):
    """A browser that goes back can bring an old key to what is typed there now: that is not lost."""
    verstuur(sleutel=sleutel)
    verstuur(sleutel=sleutel, **anders)
    assert Cluster.objects.count() == 2


def test_somebody_elses_key_is_no_key_of_mine(verstuur, sleutel):
    for _ in range(2):
        verstuur(sleutel=sleutel, door=MedewerkerFactory())
    assert Cluster.objects.count() == 2


@pytest.mark.parametrize("vals", ["", "1", "geen-sleutel", "x" * 5000])
def test_a_form_without_a_key_of_ours_is_not_held_back(verstuur, vals):
    for _ in range(2):
        assert verstuur(sleutel=vals)[0].status_code == 302
    assert (Cluster.objects.count(), Inzending.objects.count()) == (2, 0)


def test_each_form_gets_a_key_of_its_own_and_none_is_kept():
    tekst = Template("{% load nlds %}{% formuliersleutel %}{% formuliersleutel %}").render(Context())
    sleutels = re.findall(rf'<input type="hidden" name="{VELD}" value="([0-9a-f-]{{36}})">', tekst)
    assert len(set(sleutels)) == 2
    assert len({uuid.UUID(sleutel) for sleutel in sleutels}) == 2


def test_after_a_day_a_form_is_forgotten():
    GemeenteFactory()
    nu = timezone.now()
    oud, jong = (
        Inzending.objects.create(pk=str(uren), op=nu - datetime.timedelta(hours=uren)) for uren in (25, 23)
    )
    tasks.wis_oude_inzendingen.delay()
    assert list(Inzending.objects.all()) == [jong]
    assert not Inzending.objects.filter(pk=oud.pk).exists()
