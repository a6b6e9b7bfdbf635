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
def test_een_bedrag_dat_niet_kan_wordt_vriendelijk_geweigerd(bedrag, melding):
    with pytest.raises(OngeldigBedrag, match=melding):
        euro(bedrag)


@given(st.decimals(min_value="0.01", max_value=HOOGSTE, places=2))
def test_elk_bedrag_in_hele_centen_blijft_zoals_het_is(bedrag):
    assert euro(bedrag) == euro(str(bedrag)) == bedrag


def test_een_bedrag_staat_er_zoals_mensen_het_schrijven():
    assert in_euro(Decimal("1234567.5")) == "€ 1.234.567,50"
