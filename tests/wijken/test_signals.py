import pytest
from django.dispatch import Signal

from wijken.signals import Onderdeel, verzamel


@pytest.fixture
def signaal():
    return Signal()


def test_een_pagina_zonder_ontvangers_heeft_geen_onderdelen(signaal, rf):
    assert verzamel(signaal, rf.get("/")) == []


def test_onderdelen_staan_op_volgorde_en_niets_wordt_overgeslagen(signaal, rf):
    laatste, eerste = Onderdeel("b.html", volgorde=2), Onderdeel("a.html", volgorde=1)
    for antwoord in (laatste, None, eerste):
        signaal.connect(lambda antwoord=antwoord, **kwargs: antwoord, weak=False)

    assert verzamel(signaal, rf.get("/")) == [eerste, laatste]


def test_een_ontvanger_krijgt_het_verzoek_en_de_gegevens(signaal, rf):
    gekregen = {}
    signaal.connect(lambda **kwargs: gekregen.update(kwargs), weak=False)
    verzoek = rf.get("/")

    verzamel(signaal, verzoek, wijk="Centrum")

    assert (gekregen["request"], gekregen["wijk"]) == (verzoek, "Centrum")
