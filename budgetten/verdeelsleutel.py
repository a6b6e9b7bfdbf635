"""The arithmetic of dividing: in proportion, in whole units, within limits (B-02, B-03)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from budgetten.geld import in_euro
from wijken.models import Wijk
from wijkportaal.uitzonderingen import Domeinfout

S = TypeVar("S", bound=Hashable)
VIER_CIJFERS = Decimal("0.0001")


class VerdelingSluitNiet(Domeinfout):
    """The parts would not add up to the whole, or the year cannot be divided; the message says why."""


@dataclass(frozen=True)
class Deel:
    """What one wijk gets, in euros: exactly, and in whole units for both columns."""

    inwoners: int
    exact: Decimal
    agenda: Decimal
    initiatieven: Decimal

    @property
    def totaal(self) -> Decimal:
        """Both columns together."""
        return self.agenda + self.initiatieven


@dataclass(frozen=True)
class Voorstel:
    """A computed division: both columns and their totals close (B-02, B-03)."""

    delen: dict[Wijk, Deel]
    agenda: Decimal
    initiatieven: Decimal


def verdeel(
    totaal: int,
    gewichten: Mapping[S, int | Fraction],
    *,
    ondergrens: int = 0,
    bovengrens: int | None = None,
) -> dict[S, int]:
    """Divide `totaal` units in proportion to `gewichten`, in whole units that add up to it (B-02).

    By largest remainder: everyone gets the whole units of the exact share, and what is left goes, one unit
    each, to the largest remainders; equal ones in the order given. Nobody gets less than `ondergrens` or more
    than `bovengrens`; what that gives or takes, the others share in proportion.

    Raises:
        VerdelingSluitNiet: there is nobody to divide over, or the limits leave no division.
    """
    quota = _quota(totaal, gewichten, Fraction(ondergrens), bovengrens)
    delen = {wie: int(deel) for wie, deel in quota.items()}
    rest = totaal - sum(delen.values())
    volgorde = sorted(quota, key=lambda wie: delen[wie] - quota[wie])
    for wie in volgorde[:rest]:
        delen[wie] += 1
    return delen


def _quota(
    totaal: int, gewichten: Mapping[S, int | Fraction], onder: Fraction, boven: int | None
) -> dict[S, Fraction]:
    """Return the exact shares: whoever falls outside a limit gets the limit, the rest is shared anew."""
    som = len(gewichten)
    if totaal and not sum(gewichten.values()):
        raise VerdelingSluitNiet("Er zijn geen inwoners om het geld over te verdelen.")
    if onder * som > totaal or (boven is not None and boven * som < totaal):
        raise VerdelingSluitNiet("Met deze onder- en bovengrens is het bedrag niet te verdelen.")
    vast: dict[S, Fraction] = {}
    while True:
        vrij = {wie: gewicht for wie, gewicht in gewichten.items() if wie not in vast}
        delen = _naar_rato(totaal - sum(vast.values()), vrij)
        buiten_de_grens = _buiten(delen, onder, boven)
        if not buiten_de_grens:
            return {wie: vast.get(wie) or delen.get(wie, Fraction(0)) for wie in gewichten}
        vast |= buiten_de_grens


def _naar_rato(totaal: Fraction | int, gewichten: Mapping[S, int | Fraction]) -> dict[S, Fraction]:
    som = Fraction(sum(gewichten.values()))
    if not som:
        return {wie: Fraction(totaal) / len(gewichten) for wie in gewichten}
    return {wie: totaal * Fraction(gewicht) / som for wie, gewicht in gewichten.items()}


def _buiten(delen: dict[S, Fraction], onder: Fraction, boven: int | None) -> dict[S, Fraction]:
    """Return the limit for those outside it, on the side where most is short or over: then all can close."""
    te_laag = {wie: onder for wie, deel in delen.items() if deel < onder}
    te_hoog = {wie: Fraction(boven) for wie, deel in delen.items() if boven is not None and deel > boven}
    tekort = sum(onder - delen[wie] for wie in te_laag)
    over = sum(delen[wie] - te_hoog[wie] for wie in te_hoog)
    return te_laag if tekort >= over else te_hoog


def bereken(
    *,
    totaal: Decimal,
    inwoners: Mapping[Wijk, int],
    deel_agenda: Decimal,
    eenheid: Decimal,
    ondergrens: Decimal | None = None,
    bovengrens: Decimal | None = None,
) -> Voorstel:
    """Compute a division of `totaal` euros in whole units of `eenheid` euros; both columns close (B-03).

    First what each wijk gets, by inhabitants (B-02); then the agenda's part of it, by what each gets; what
    is left of each wijk is for initiatieven.

    Raises:
        VerdelingSluitNiet: the amount or a limit is no multiple of the unit, or the limits leave no division.
    """
    eenheden = _in_eenheden(totaal, eenheid)
    onder = _in_eenheden(ondergrens or Decimal(0), eenheid)
    boven = None if bovengrens is None else _in_eenheden(bovengrens, eenheid)
    per_wijk = verdeel(eenheden, inwoners, ondergrens=onder, bovengrens=boven)
    voor_agenda = int((eenheden * deel_agenda).quantize(Decimal(1), ROUND_HALF_UP))
    agenda = verdeel(voor_agenda, per_wijk)
    exact = _quota(eenheden, inwoners, Fraction(onder), boven)
    delen = {
        wijk: Deel(
            inwoners=inwoners[wijk],
            exact=_decimaal(exact[wijk], eenheid),
            agenda=agenda[wijk] * eenheid,
            initiatieven=(per_wijk[wijk] - agenda[wijk]) * eenheid,
        )
        for wijk in inwoners
    }
    return Voorstel(delen, voor_agenda * eenheid, (eenheden - voor_agenda) * eenheid)


def _in_eenheden(bedrag: Decimal, eenheid: Decimal) -> int:
    if bedrag % eenheid:
        raise VerdelingSluitNiet(f"{in_euro(bedrag)} is niet te verdelen in stappen van {in_euro(eenheid)}.")
    return int(bedrag / eenheid)


def _decimaal(deel: Fraction, eenheid: Decimal) -> Decimal:
    return (Decimal(deel.numerator) * eenheid / deel.denominator).quantize(VIER_CIJFERS)
