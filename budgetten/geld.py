"""Euros: whole cents, more than nothing, and never more than a municipality's ledger holds."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.formats import number_format

from wijkportaal.uitzonderingen import Domeinfout

CENT = Decimal("0.01")
NUL = Decimal("0.00")
HOOGSTE = Decimal("9999999999.99")


class OngeldigBedrag(Domeinfout):
    """This is no amount that can be booked; the message says what is wrong with it."""


def euro(bedrag: Decimal | int | str) -> Decimal:
    """Return an amount above zero in euros and whole cents.

    Raises:
        OngeldigBedrag: no number, nothing, negative, parts of a cent, or too large to hold.
    """
    getal = _getal(bedrag)
    if getal <= 0:
        raise OngeldigBedrag("Vul een bedrag in van meer dan € 0,00.")
    if getal > HOOGSTE:
        raise OngeldigBedrag(f"Het bedrag is te groot. Het hoogste bedrag is {in_euro(HOOGSTE)}.")
    if getal != getal.quantize(CENT):
        raise OngeldigBedrag("Vul een bedrag in met hooguit twee cijfers achter de komma.")
    return getal.quantize(CENT)


def _getal(bedrag: Decimal | int | str) -> Decimal:
    """Return a finite number. A float never was an exact amount, so it is refused."""
    if isinstance(bedrag, Decimal | int | str) and not isinstance(bedrag, bool):
        try:
            getal = Decimal(bedrag)
        except InvalidOperation:
            getal = Decimal("NaN")
        if getal.is_finite():
            return getal
    raise OngeldigBedrag("Vul een bedrag in cijfers in, bijvoorbeeld 150,00.")


def in_euro(bedrag: Decimal) -> str:
    """Return an amount as people write it, "€ 1.250,00", that stays on one line."""
    return f"€\N{NO-BREAK SPACE}{number_format(bedrag, 2, use_l10n=True, force_grouping=True)}"


def geldveld(naam: str, **opties: Any) -> models.DecimalField:
    """Make the model field of an amount above zero."""
    return models.DecimalField(
        naam,
        max_digits=12,
        decimal_places=2,
        validators=(MinValueValidator(CENT), MaxValueValidator(HOOGSTE)),
        **opties,
    )


def boven_nul(veld: str, naam: str) -> models.CheckConstraint:
    """Hold `veld` above zero in the database too; the upper limit also keeps PostgreSQL's NaN out."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{veld}__gt": 0, f"{veld}__lte": HOOGSTE}),
        name=naam,
        violation_error_message="Vul een bedrag in van meer dan € 0,00.",
    )
