import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tests.fabrieken import BuurtFactory, WijkFactory
from wijkagenda.models import Deelagenda, Wijkagenda

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-01")]

BEGIN, EIND = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)


def agenda(wijk, **velden):
    return Wijkagenda(**{"wijk": wijk, "vorm": Wijkagenda.Vorm.BEKNOPT, "van": BEGIN, "tot": EIND, **velden})


@pytest.fixture
def wijk():
    return WijkFactory()


def test_a_wijk_has_one_agenda_per_period(wijk):
    eerste = agenda(wijk)
    eerste.save()
    volgende = agenda(wijk, van=datetime.date(2025, 1, 1), tot=datetime.date(2026, 12, 31), vorm="volledig")
    volgende.save()
    agenda(WijkFactory()).save()

    assert list(wijk.agendas.all()) == [volgende, eerste]


@pytest.mark.parametrize(
    ("van", "tot"),
    [
        (EIND, datetime.date(2025, 12, 31)),
        (datetime.date(2023, 1, 1), BEGIN),
        (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1)),
    ],
)
def test_two_agendas_for_one_day_are_refused(wijk, van, tot):
    agenda(wijk).save()

    with pytest.raises(IntegrityError, match="wijkagenda_een_per_periode"):
        agenda(wijk, van=van, tot=tot).save()


def test_a_form_says_it_in_plain_words(wijk):
    agenda(wijk).save()

    with pytest.raises(ValidationError, match="Deze wijk heeft in die periode al een wijkagenda"):
        agenda(wijk).full_clean()


def test_an_agenda_does_not_end_before_it_begins(wijk):
    with pytest.raises(IntegrityError, match="wijkagenda_eindigt_na_begin"):
        agenda(wijk, van=EIND, tot=BEGIN).save()


def test_an_agenda_is_called_after_form_and_years(wijk):
    assert str(agenda(wijk)) == "Beknopte wijkagenda 2024"
    assert agenda(wijk, tot=datetime.date(2026, 12, 31)).naam == f"Wijkagenda {wijk} 2024–2026"


def test_a_buurt_of_another_wijk_has_no_part_in_it(wijk):
    rij = agenda(wijk)
    rij.save()
    Deelagenda.objects.create(agenda=rij, buurt=BuurtFactory(wijk=wijk))

    with pytest.raises(IntegrityError, match="deelagenda_buurt_in_wijk"):
        Deelagenda.objects.create(agenda=rij, buurt=BuurtFactory())
