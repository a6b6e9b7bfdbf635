"""When a pot deserves attention: much of it is used, or more is asked than is free (B-17).

Of the pots of clusters and partners the portal holds only what it spends, so those never signal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from budgetten.geld import NUL, in_euro
from budgetten.inzicht import VOLLEDIG, Potstand
from budgetten.models import Aanvraag, Jaarbudget, Rekening
from budgetten.models.rekening import WIJKPOTTEN, Potsoort
from wijkportaal.models import beleid

EIGEN_POTTEN = (*WIJKPOTTEN, Potsoort.OPSTART)


@dataclass(frozen=True)
class Signaal:
    """One warning about one pot; `soort` and `grens` name it, so that it is told once."""

    pot: Potstand
    soort: str
    grens: Decimal
    tekst: str

    @property
    def gebeurtenis(self) -> str:
        """What the outbox knows it by: one pot and one threshold."""
        return f"budgetten:signaal:{self.pot.rekening.pk}:{self.soort}:{self.grens}"


def gevraagd_per_pot(jaar: Jaarbudget) -> dict[tuple[str, int | None], Decimal]:
    """Return what is asked of each pot and not decided yet, by kind and wijk. One query.

    What is asked for a maatregel is reserved already, so it is not counted here (A-06).
    """
    open_ = Aanvraag.objects.filter(
        jaar=jaar, soort__in=(Potsoort.INITIATIEVEN, Potsoort.OPSTART), stand=Aanvraag.Stand.AANGEVRAAGD
    )
    sommen = open_.order_by().values_list("soort", "wijk").annotate(som=Sum("bedrag"))
    return {(soort, wijk if soort in WIJKPOTTEN else None): som for soort, wijk, som in sommen}


def gevraagd_van_pot(rekening: Rekening) -> Decimal:
    """Return what is asked of one pot and not decided yet, in euros."""
    return gevraagd_per_pot(rekening.jaar).get((rekening.soort, rekening.wijk_id), NUL)


def gevraagd_van(pot: Potstand, gevraagd: dict[tuple[str, int | None], Decimal]) -> Decimal:
    """Return what is asked of this pot, in euros."""
    return gevraagd.get((pot.rekening.soort, pot.rekening.wijk_id), NUL)


def signalen(
    jaar: Jaarbudget, potten: Iterable[Potstand], gevraagd: dict[tuple[str, int | None], Decimal]
) -> list[Signaal]:
    """Return the warnings about these pots, by the thresholds of today. A closed year has none.

    Reserved money has left `vrij` already, so a shortfall threatens as soon as what is asked is more than
    the part of `vrij` that the policy gives.
    """
    if jaar.gesloten:
        return []
    gebruik, tekort = Decimal(beleid("waarschuwing-gebruik")), Decimal(beleid("waarschuwing-tekort"))
    gevonden = []
    for pot in potten:
        if pot.rekening.soort not in EIGEN_POTTEN:
            continue
        if pot.stand.gebruikt and pot.stand.percentage >= gebruik * VOLLEDIG:
            gevonden.append(Signaal(pot, "gebruik", gebruik, _veel_gebruikt(pot)))
        vraag = gevraagd_van(pot, gevraagd)
        if vraag > pot.stand.vrij * tekort:
            gevonden.append(Signaal(pot, "tekort", tekort, _te_veel_gevraagd(pot, vraag)))
    return gevonden


def _veel_gebruikt(pot: Potstand) -> str:
    deel = int(pot.stand.percentage)
    return f"{pot.rekening.potnaam}: {deel}% is gebruikt. Er is nog {in_euro(pot.stand.vrij)} vrij."


def _te_veel_gevraagd(pot: Potstand, vraag: Decimal) -> str:
    vrij = in_euro(pot.stand.vrij)
    return f"{pot.rekening.potnaam}: er dreigt een tekort. Gevraagd is {in_euro(vraag)}, vrij is {vrij}."
