from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetten.geld import HOOGSTE, OngeldigBedrag, euro, in_euro


@pytest.mark.parametrize(
    ("bedrag", "melding"),
    [
        ("0", "meer dan"),
        ("-1.00", "meer dan"),
        ("1.005", "twee cijfers"),
        ("0.001", "twee cijfers"),
        ("1e20", "te groot"),
        ("10000000000.00", "te groot"),
        ("NaN", "in cijfers"),
        ("Infinity", "in cijfers"),
        ("tien", "in cijfers"),
        (None, "in cijfers"),
        (0.1, "in cijfers"),
        (True, "in cijfers"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_kindly(bedrag, melding):
    with pytest.raises(OngeldigBedrag, match=melding):
        euro(bedrag)


@given(st.decimals(min_value="0.01", max_value=HOOGSTE, places=2))
def test_each_amount_in_whole_cents_stays_as_it_is(bedrag):
    assert euro(bedrag) == euro(str(bedrag)) == bedrag


def test_an_amount_is_shown_as_people_write_it():
    assert in_euro(Decimal("1234567.5")) == "€\xa01.234.567,50"
