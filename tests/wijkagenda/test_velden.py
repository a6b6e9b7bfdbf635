"""Numbers as people in the Netherlands write them, nothing and below it too."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from wijkagenda.velden import GetalVeld


@pytest.mark.parametrize(
    ("getypt", "getal"),
    [("1.250,50", "1250.50"), ("1250", "1250"), ("0", "0"), ("-3,5", "-3.5"), ("€ 75", "75"), ("", None)],
)
def test_a_number_is_read_as_it_was_meant(getypt, getal):
    assert GetalVeld(required=False).clean(getypt) == (None if getal is None else Decimal(getal))


@pytest.mark.parametrize("getypt", ["12.5", "1,250.50", "1e3", "NaN", "1,234", "12345678901", "tien"])
def test_what_can_be_read_in_two_ways_is_never_guessed(getypt):
    with pytest.raises(ValidationError):
        GetalVeld().clean(getypt)


@pytest.mark.parametrize(("getal", "getoond"), [("3500.00", "3500"), ("12.50", "12,50"), ("0.00", "0")])
def test_a_number_is_shown_as_it_is_written(getal, getoond):
    assert GetalVeld().prepare_value(Decimal(getal)) == getoond
