"""Messages and requests: who may write, who has the ball, and that a mail never holds the text."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from initiatieven import boodschappen, services
from initiatieven.models import Boodschap, Fase, Vraag
from initiatieven.woorden import uitleg
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import BoodschapFactory, GroepslidFactory, InitiatiefFactory
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db
GEHEIM = "Mijn buurvrouw heet Annie"
MORGEN = datetime.timedelta(days=1)


@pytest.fixture
def zaak():
    zaak = InitiatiefFactory(toegewezen=True)
    RolFactory(vakambtenaar=True, medewerker=zaak.vakambtenaar, cluster=zaak.cluster)
    return zaak


def schrijf(zaak, tekst="Kunt u een foto sturen?", **gegevens):
    return boodschappen.schrijf_als_gemeente(zaak=zaak, door=zaak.vakambtenaar, tekst=tekst, **gegevens)


def vraag(zaak):
    schrijf(zaak, uiterlijk=timezone.localdate() + MORGEN)
    return Vraag.objects.get(initiatief=zaak)


def antwoord(zaak, tekst="Hier is de foto."):
    return boodschappen.beantwoord_vraag(zaak=zaak, naam="Truus", tekst=tekst)


@pytest.mark.regel("I-20")
def test_the_mail_to_the_contact_tells_that_there_is_a_message_and_not_what_it_says(zaak):
    boodschappen.schrijf_als_bewoner(zaak=zaak, naam="Truus", tekst=GEHEIM)
    bericht = Bericht.objects.get()
    assert bericht.naar == zaak.vakambtenaar.email
    assert GEHEIM not in bericht.tekst + bericht.onderwerp
    assert "Truus" not in bericht.tekst


@pytest.mark.regel("I-20")
def test_the_mail_to_the_group_tells_that_there_is_a_message_and_not_what_it_says(zaak):
    lid = GroepslidFactory(initiatief=zaak)
    GroepslidFactory(initiatief=zaak, bevestigd_op=None)  # hears nothing before the button was pressed
    schrijf(zaak, tekst=GEHEIM)
    assert set(Bericht.objects.values_list("naar", flat=True)) == {zaak.indiener.email, lid.email}
    assert all(GEHEIM not in bericht.tekst for bericht in Bericht.objects.all())


def test_ten_messages_in_a_row_are_one_mail_until_somebody_has_looked(zaak):
    for _ in range(3):
        boodschappen.schrijf_als_bewoner(zaak=zaak, naam="Truus", tekst="Nog iets.")
    assert Bericht.objects.count() == 1
    boodschappen.markeer_gelezen(zaak=zaak, door=zaak.vakambtenaar)
    boodschappen.schrijf_als_bewoner(zaak=zaak, naam="Truus", tekst="En dit.")
    assert Bericht.objects.count() == 2


def test_before_there_is_a_contact_the_municipality_is_told():
    boodschappen.schrijf_als_bewoner(zaak=InitiatiefFactory(), naam="Truus", tekst="Hoe lang duurt het?")
    assert Bericht.objects.get().naar == "gemeente@voorbeeldstad.example"


@pytest.mark.regel("I-20")
def test_a_request_gives_the_residents_the_ball_until_they_answer(zaak):
    rij = vraag(zaak)
    wacht = uitleg(type(zaak).objects.get(pk=zaak.pk))
    assert (wacht.aan_zet, wacht.uiterlijk) == ("de indieners", rij.uiterlijk)
    antwoord(zaak)
    rij.refresh_from_db()
    assert rij.gesteld_op <= rij.beantwoord_op
    assert uitleg(type(zaak).objects.get(pk=zaak.pk)).aan_zet == "de gemeente"


def test_a_message_without_a_day_leaves_the_ball_where_it_is(zaak):
    schrijf(zaak)
    assert not Vraag.objects.exists()


def test_an_answer_can_be_given_once(zaak):
    vraag(zaak)
    antwoord(zaak)
    with pytest.raises(VerouderdeActie):
        antwoord(zaak, tekst="Nog een keer.")
    assert not Boodschap.objects.filter(tekst="Nog een keer.").exists()


def test_a_second_request_waits_for_the_first_answer(zaak):
    vraag(zaak)
    with pytest.raises(Domeinfout, match="Er staat al een vraag open"):
        vraag(zaak)
    with pytest.raises(IntegrityError, match="vraag_een_tegelijk"), transaction.atomic():
        Vraag.objects.create(initiatief=zaak, uiterlijk=timezone.localdate())


def test_a_request_for_yesterday_is_refused_and_writes_nothing(zaak):
    with pytest.raises(Domeinfout, match="nog niet voorbij"):
        schrijf(zaak, uiterlijk=timezone.localdate() - MORGEN)
    assert not Boodschap.objects.exists()


def test_the_official_closes_a_request_that_was_answered_elsewhere_once(zaak):
    vraag(zaak)
    boodschappen.sluit_vraag(zaak=zaak, door=zaak.vakambtenaar)
    with pytest.raises(VerouderdeActie):
        boodschappen.sluit_vraag(zaak=zaak, door=zaak.vakambtenaar)


def test_the_spans_of_two_requests_never_overlap(zaak):
    nu = timezone.now()
    with time_machine.travel(nu, tick=False) as klok:
        vraag(zaak)
        klok.shift(datetime.timedelta(hours=2))
        antwoord(zaak)
        klok.shift(datetime.timedelta(hours=1))
        schrijf(zaak, uiterlijk=timezone.localdate() + 3 * MORGEN)
    eerste, tweede = Vraag.objects.all()
    assert eerste.beantwoord_op < tweede.gesteld_op


@pytest.mark.parametrize("wat", ["schrijf_als_gemeente", "sluit_vraag", "markeer_gelezen"])
def test_a_colleague_without_the_case_may_not(zaak, wat):
    vraag(zaak)
    extra = {"tekst": "Hallo"} if wat == "schrijf_als_gemeente" else {}
    with pytest.raises(PermissionDenied):
        getattr(boodschappen, wat)(zaak=zaak, door=MedewerkerFactory(), **extra)


@pytest.mark.parametrize("fase", [Fase.IDEE, Fase.DOORVERWEZEN, Fase.INGETROKKEN, Fase.AFGEWEZEN])
def test_nobody_writes_to_a_case_that_nobody_reads(fase):
    zaak = InitiatiefFactory(fase=fase)
    with pytest.raises(VerouderdeActie):
        boodschappen.schrijf_als_bewoner(zaak=zaak, naam="Truus", tekst="Hallo")


@pytest.mark.parametrize("tekst", ["", "   ", "\n"])
def test_an_empty_message_is_none(zaak, tekst):
    with pytest.raises(Domeinfout, match="Schrijf eerst iets op"):
        boodschappen.schrijf_als_bewoner(zaak=zaak, naam="Truus", tekst=tekst)


def test_writing_back_is_having_read(zaak):
    nieuw = BoodschapFactory(initiatief=zaak)
    schrijf(zaak)
    nieuw.refresh_from_db()
    assert nieuw.gelezen_op is not None


def test_an_open_request_ends_with_the_case(zaak):
    rij = vraag(zaak)
    services.trek_in(zaak=zaak)
    rij.refresh_from_db()
    assert rij.beantwoord_op is not None
