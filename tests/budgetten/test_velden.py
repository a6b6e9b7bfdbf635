"""Amounts as people in the Netherlands write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from budgetten.velden import EuroVeld, lees_bedrag


@pytest.mark.parametrize(
    ("getypt", "bedrag"),
    [
        ("1.250,50", "1250.50"),
        ("1250,5", "1250.50"),
        ("1250", "1250"),
        ("1.000.000", "1000000"),
        ("0,01", "0.01"),
        ("€ 75", "75"),
        (" 75,00 ", "75"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(getypt, bedrag):
    assert EuroVeld().clean(getypt) == Decimal(bedrag)


@pytest.mark.parametrize(
    "getypt",
    ["12.5", "1,250.50", "1.25", "1..000", "12,", "1e3", "١٢", "NaN", "€", "1 000", "--5", "0", "-1"],
)
def test_what_can_be_read_in_two_ways_is_never_guessed(getypt):
    with pytest.raises(ValidationError):
        lees_bedrag(getypt)


def test_nothing_is_nothing_when_it_may_be():
    assert EuroVeld(required=False).clean("") is None
    with pytest.raises(ValidationError, match="Vul het bedrag in"):
        EuroVeld(error_messages={"required": "Vul het bedrag in."}).clean(" ")
