"""Files with rows, for a spreadsheet (XLSX) or another program (CSV).

Amounts are numbers and moments are ISO 8601 in both. No text becomes a formula: whatever somebody typed, a
spreadsheet shows it and does not carry it out.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from wijkportaal.uitzonderingen import Domeinfout

Cel = str | int | Decimal | datetime.date | None
Rij = Sequence[Cel]

# A spreadsheet reads a text that begins like this as a formula.
FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")
VORMEN = ("csv", "xlsx")
XLSX_SOORT = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook is made in one go, while somebody waits; a CSV file flows.
XLSX_HOOGSTENS = 100_000


class TeGroot(Domeinfout):
    """There are more rows than fit in a workbook; a CSV file has them all."""


def bestand(*, rijen: Iterable[Rij], naam: str, vorm: str) -> HttpResponseBase:
    """Return a download of `rijen`, the first of which holds the heads, as `naam`.`vorm` (one of VORMEN).

    Raises:
        TeGroot: more than XLSX_HOOGSTENS rows for a workbook.
    """
    kop = {"Content-Disposition": f'attachment; filename="{naam}.{vorm}"'}
    if vorm == "xlsx":
        return HttpResponse(als_xlsx(rijen, blad=naam), content_type=XLSX_SOORT, headers=kop)
    return StreamingHttpResponse(csv_regels(rijen), content_type="text/csv; charset=utf-8", headers=kop)


def csv_regels(rijen: Iterable[Rij]) -> Iterator[bytes]:
    """Give a CSV file line by line, with what makes Excel read it as UTF-8."""
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=";")
    yield "\ufeff".encode()
    for rij in rijen:
        schrijver.writerow([veilig(waarde) for waarde in rij])
        yield tekst.getvalue().encode()
        tekst.seek(0)
        tekst.truncate()


def als_xlsx(rijen: Iterable[Rij], *, blad: str) -> bytes:
    """Return a workbook with one sheet.

    Raises:
        TeGroot: more than XLSX_HOOGSTENS rows.
    """
    regels = list(islice(rijen, XLSX_HOOGSTENS + 1))
    if len(regels) > XLSX_HOOGSTENS:
        raise TeGroot("Dit zijn te veel regels voor Excel. Kies CSV.")
    boek = Workbook(write_only=True)
    werkblad = boek.create_sheet(blad[:31])
    for rij in regels:
        werkblad.append([veilig(waarde) for waarde in rij])
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def veilig(waarde: Cel) -> str | int | Decimal:
    """Return what a cell holds: a number as it is, and text that no spreadsheet takes for a formula."""
    if isinstance(waarde, datetime.datetime):
        return timezone.localtime(waarde).isoformat(timespec="seconds")
    if isinstance(waarde, datetime.date):
        return waarde.isoformat()
    if isinstance(waarde, int | Decimal):
        return waarde
    tekst = ILLEGAL_CHARACTERS_RE.sub("", waarde or "")
    return f"'{tekst}" if tekst.startswith(FORMULE) else tekst
