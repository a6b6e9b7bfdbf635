"""The last day of a case: the database, the words and the resident's page name the same day."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from initiatieven.models import Initiatief
from initiatieven.termijnen import in_woorden, is_te_laat, laatste_dag, termijnen, verstrijkt
from initiatieven.woorden import uitleg
from tests.initiatieven.fabrieken import InitiatiefFactory

VANDAAG = datetime.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("dag", "woorden", "laat"),
    [
        (VANDAAG - datetime.timedelta(2), "2 dagen te laat", True),
        (VANDAAG - datetime.timedelta(1), "1 dag te laat", True),
        (VANDAAG, "laatste dag", False),
        (VANDAAG + datetime.timedelta(1), "nog 1 dag", False),
        (VANDAAG + datetime.timedelta(5), "nog 5 dagen", False),
        (None, "geen termijn", False),
    ],
)
def test_how_far_off_a_day_is_stands_in_words(dag, woorden, laat):
    with time_machine.travel(datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)):
        assert (in_woorden(dag), is_te_laat(dag)) == (woorden, laat)


@pytest.mark.django_db
@pytest.mark.parametrize("uur", [0, 12, 23])
@pytest.mark.parametrize("sinds", [datetime.date(2026, 6, 1), datetime.date(2026, 10, 20)])
@pytest.mark.parametrize("over", [-1, 0, 2])
def test_sql_and_words_name_the_same_day_also_when_the_clock_changes(sinds, uur, over):
    moment = timezone.make_aware(datetime.datetime.combine(sinds, datetime.time(uur, 59)))
    zaak = InitiatiefFactory(fase_sinds=moment)
    dag = uitleg(zaak).uiterlijk
    termijn = termijnen()
    assert Initiatief.objects.annotate(dag=laatste_dag(termijn)).get().dag == dag
    for verschil, verwacht in ((over, True), (over + 1, False)):
        middag = datetime.datetime.combine(dag - datetime.timedelta(verschil), datetime.time(11))
        with time_machine.travel(middag.replace(tzinfo=datetime.UTC)):
            assert Initiatief.objects.filter(verstrijkt(termijn, binnen=over)).exists() is verwacht


@pytest.mark.django_db
def test_a_phase_without_a_term_is_never_late():
    InitiatiefFactory(publiek=True, fase="toets", fase_sinds=timezone.now() - datetime.timedelta(days=900))
    termijn = termijnen()
    assert not Initiatief.objects.filter(verstrijkt(termijn)).exists()
    assert Initiatief.objects.annotate(dag=laatste_dag(termijn)).get().dag is None
