"""Two schemes beside the wijkbudget: Volksfeesten and the waarderingssubsidie, and what each can give (B-15).

The portal grants neither. It tells whoever asks the wijkbudget for such a thing where to go, and how much
there may be to get; the amounts are policy parameters.
"""

import datetime
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format

from budgetten.geld import CENT, in_euro
from wijkportaal.models import Beleidsparameter

VOLKSFEESTEN, WAARDERING = "volksfeesten", "waarderingssubsidie"


@dataclass(frozen=True)
class Regeling:
    """A scheme of the municipality: for what it is, and what it gives at least and at most, in euros."""

    naam: str
    waarvoor: str
    laagste: Decimal
    hoogste: Decimal
    uitleg: str


def regelingen(*, inwoners: int, op: datetime.date | None = None) -> dict[str, Regeling]:
    """Return the schemes that hold on the day `op` (today), by the key of their parameter. One query.

    `inwoners` is how many people the organisation works for: a waarderingssubsidie grows with them.
    """
    versies = Beleidsparameter.objects.filter(
        sleutel__in=(VOLKSFEESTEN, WAARDERING), geldig_vanaf__lte=op or timezone.localdate()
    ).order_by("geldig_vanaf")
    waarden = {versie.sleutel: versie.waarde for versie in versies}
    gevonden = {}
    if VOLKSFEESTEN in waarden:
        gevonden[VOLKSFEESTEN] = _volksfeesten(waarden[VOLKSFEESTEN])
    if WAARDERING in waarden:
        gevonden[WAARDERING] = _waardering(waarden[WAARDERING], inwoners)
    return gevonden


def _volksfeesten(waarde: dict[str, Any]) -> Regeling:
    laagste, hoogste = Decimal(waarde["laagste"]), Decimal(waarde["hoogste"])
    uitleg = f"Per activiteit hooguit {in_euro(laagste)} tot {in_euro(hoogste)}: dat hangt af van het soort."
    return Regeling(waarde["naam"], waarde["waarvoor"], laagste, hoogste, uitleg)


def _waardering(waarde: dict[str, Any], inwoners: int) -> Regeling:
    basis, per_inwoner = Decimal(waarde["basis"]), Decimal(waarde["per_inwoner"])
    hoogste = basis + (per_inwoner * inwoners).quantize(CENT, ROUND_DOWN)
    aantal = number_format(inwoners, force_grouping=True)
    uitleg = (
        f"{in_euro(basis)} per organisatie, en daarbij hooguit {in_euro(per_inwoner)} per inwoner. "
        f"Voor {aantal} inwoners is dat samen hooguit {in_euro(hoogste)}."
    )
    return Regeling(waarde["naam"], waarde["waarvoor"], basis, hoogste, uitleg)
