"""What stands in the document of a version, in words and sums. Nothing here asks the database (A-09)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format

from budgetten.geld import NUL, in_euro
from wijkagenda.models import Bijdrage

HONDERD = Decimal(100)
HELE_WIJK = "de hele wijk"
GEEN = "niets"
# Under whose mandate a part is approved (A-06, B-11).
MET_MANDAAT = {
    Bijdrage.Bron.CLUSTER: "de manager van het cluster",
    Bijdrage.Bron.PARTNER: "de budgethouder van de partner",
    Bijdrage.Bron.WIJKBUDGET: "de manager die het wijkbudget beheert",
}


@dataclass(frozen=True)
class Bron:
    """What one kind of source pays, in euros, and who pays it; `deel` is its part of all, from 0 to 100."""

    naam: str
    bedrag: Decimal
    deel: Decimal
    wie: list[tuple[str, Decimal]]

    @property
    def lengte(self) -> str:
        """The length of its bar, in percents written for SVG."""
        return f"{self.deel:.2f}"


def bedrag(waarde: str | None) -> str:
    """Write an amount of the document as people do."""
    return GEEN if waarde is None else in_euro(Decimal(waarde))


def prijs(waarde: str | None) -> str:
    """Write what a maatregel costs; many only take work."""
    return bedrag(waarde) if Decimal(waarde or 0) else "geen kosten"


def getal(waarde: str | None) -> str:
    """Write a number of the document without idle decimals: "12.00" is "12", "2.50" is "2,5"."""
    if waarde is None:
        return GEEN
    return str(number_format(Decimal(waarde).normalize(), use_l10n=True, force_grouping=True))


def dag(waarde: str | None) -> str:
    """Write a day of the document: "31 december 2027"."""
    return GEEN if waarde is None else date_format(datetime.date.fromisoformat(waarde), "j F Y")


def jaren(maatregel: dict[str, Any]) -> str:
    """Return the planned years: "2026–2027", or "2026" for one."""
    van, tot = maatregel["jaar_van"], maatregel["jaar_tot"]
    return str(van) if van == tot else f"{van}–{tot}"


def wie(bijdrage: dict[str, Any]) -> str:
    """Return who pays or works; the kind of source when it has no name of its own."""
    return bijdrage["van_wie"] or bijdrage["bron_naam"]


def akkoord(bijdrage: dict[str, Any]) -> str:
    """Return who approved this part and when, by role; or what promised the money from outside (A-06)."""
    if bijdrage["bron"] in Bijdrage.VAN_BUITEN:
        kenmerk = bijdrage["toezegging"]
        return f"Toegezegd, kenmerk {kenmerk}" if kenmerk else "Geld van buiten de gemeente"
    rol = MET_MANDAAT[Bijdrage.Bron(bijdrage["bron"])]
    return f"Akkoord van {rol} op {dag(bijdrage['akkoord_op'])}"


def deelnemers(peiling: dict[str, Any]) -> int:
    """Return how many took part in the poll, in whichever way (A-04)."""
    return sum(peiling["deelnemers"].values())


def kosten(maatregelen: Iterable[dict[str, Any]]) -> Decimal:
    """Return what these maatregelen cost together, in euros."""
    return sum((Decimal(rij["kosten"] or 0) for rij in maatregelen), NUL)


def per_bron(maatregelen: Iterable[dict[str, Any]]) -> list[Bron]:
    """Return what each source pays for these maatregelen, in the order of the policy (A-07; RM 6.2).

    Who only works pays nothing and is no source. The sources add up to the costs: nothing is adopted that
    is not covered to the cent (A-05).
    """
    sommen: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for deel in (deel for rij in maatregelen for deel in rij["bijdragen"]):
        sommen[deel["bron"]][deel["van_wie"]] += Decimal(deel["bedrag"])
    geheel = sum((sum(wie.values(), NUL) for wie in sommen.values()), NUL)
    bronnen = [_bron(soort, sommen[soort], geheel) for soort in Bijdrage.Bron if soort in sommen]
    return [bron for bron in bronnen if bron.bedrag]


def _bron(soort: Bijdrage.Bron, betalers: dict[str, Decimal], geheel: Decimal) -> Bron:
    som = sum(betalers.values(), NUL)
    genoemd = [(naam, deel) for naam, deel in sorted(betalers.items()) if naam and deel]
    return Bron(soort.label, som, som * HONDERD / geheel if geheel else NUL, genoemd)


def vind(document: dict[str, Any], nummer: int) -> dict[str, Any] | None:
    """Return the maatregel with this number, or None when the version has none."""
    return next((rij for rij in document["maatregelen"] if rij["nummer"] == nummer), None)
