"""Working days: weekends, holidays and the municipality's own closed days do not count."""

import datetime

import pytest

from initiatieven.werkdagen import gesloten_dagen, is_werkdag, werkdagen_later, werkdagen_tussen
from wijkportaal.models import Beleidsparameter

VRIJDAG = datetime.date(2026, 5, 8)


@pytest.mark.parametrize(
    ("dag", "verwacht"),
    [
        (VRIJDAG, True),
        (datetime.date(2026, 5, 9), False),  # Saturday
        (datetime.date(2026, 5, 10), False),  # Sunday
        (datetime.date(2026, 4, 27), False),  # the King's day
        (datetime.date(2026, 5, 5), False),  # a holiday by law every year
        (datetime.date(2026, 5, 14), False),  # Ascension day
        (datetime.date(2026, 12, 25), False),
        (datetime.date(2026, 12, 28), True),
    ],
)
def test_which_days_are_working_days(dag, verwacht):
    assert is_werkdag(dag) is verwacht


def test_counting_skips_weekends_and_holidays():
    assert werkdagen_later(VRIJDAG, 0) == VRIJDAG
    assert werkdagen_later(VRIJDAG, 1) == datetime.date(2026, 5, 11)
    assert werkdagen_later(VRIJDAG, 4) == datetime.date(2026, 5, 15)  # over Ascension day
    assert werkdagen_tussen(VRIJDAG, datetime.date(2026, 5, 15)) == 4
    assert werkdagen_tussen(VRIJDAG, VRIJDAG) == werkdagen_tussen(VRIJDAG, datetime.date(2026, 5, 1)) == 0


@pytest.mark.django_db
def test_the_municipality_has_closed_days_of_its_own():
    assert gesloten_dagen() == frozenset()
    Beleidsparameter.objects.create(
        sleutel="gesloten-dagen", waarde=["2026-05-15"], geldig_vanaf="2024-01-01", bron="Test"
    )
    assert werkdagen_later(VRIJDAG, 4, gesloten=gesloten_dagen()) == datetime.date(2026, 5, 18)
