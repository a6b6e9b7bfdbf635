"""Files for a spreadsheet: no text becomes a formula, numbers stay numbers, moments are ISO."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from wijkportaal import uitvoer

MOMENT = datetime.datetime(2026, 7, 1, 10, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize("gevaar", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_text_becomes_a_formula(gevaar):
    rijen = [("kop",), (gevaar,)]
    tekst = b"".join(uitvoer.csv_regels(rijen)).decode("utf-8-sig")
    cel = load_workbook(io.BytesIO(uitvoer.als_xlsx(rijen, blad="x"))).active["A2"]

    assert list(csv.reader(io.StringIO(tekst, newline=""), delimiter=";"))[1] == [f"'{gevaar}"]
    assert cel.data_type == "s"


@pytest.mark.parametrize(
    ("waarde", "cel"),
    [
        (Decimal("-12.50"), Decimal("-12.50")),
        (-3, -3),
        (MOMENT, "2026-07-01T12:30:00+02:00"),
        (datetime.date(2026, 7, 1), "2026-07-01"),
        (None, ""),
        ("a\x00b", "ab"),
    ],
)
def test_a_cell_holds_what_it_is(waarde, cel):
    assert uitvoer.veilig(waarde) == cel


def test_a_csv_file_flows():
    def rijen():
        yield ("kop",)
        raise AssertionError("read before it was sent")

    stroom = uitvoer.csv_regels(rijen())
    assert (next(stroom), next(stroom)) == ("\ufeff".encode(), b"kop\r\n")


def test_a_workbook_has_a_limit(monkeypatch):
    monkeypatch.setattr(uitvoer, "XLSX_HOOGSTENS", 2)

    assert uitvoer.als_xlsx([("a",), ("b",)], blad="x")
    with pytest.raises(uitvoer.TeGroot):
        uitvoer.als_xlsx([("a",), ("b",), ("c",)], blad="x")
