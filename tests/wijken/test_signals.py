import pytest
from django.dispatch import Signal

from wijken.signals import Onderdeel, verzamel


@pytest.fixture
def signaal():
    return Signal()


def test_a_page_without_receivers_has_no_parts(signaal, rf):
    assert verzamel(signaal, rf.get("/")) == []


def test_parts_are_in_order_and_nothing_is_skipped(signaal, rf):
    laatste, eerste = Onderdeel("b.html", volgorde=2), Onderdeel("a.html", volgorde=1)
    for antwoord in (laatste, None, eerste):
        signaal.connect(lambda antwoord=antwoord, **kwargs: antwoord, weak=False)

    assert verzamel(signaal, rf.get("/")) == [eerste, laatste]


def test_a_receiver_gets_the_request_and_the_data(signaal, rf):
    gekregen = {}
    signaal.connect(lambda **kwargs: gekregen.update(kwargs), weak=False)
    verzoek = rf.get("/")

    verzamel(signaal, verzoek, wijk="Centrum")

    assert (gekregen["request"], gekregen["wijk"]) == (verzoek, "Centrum")
