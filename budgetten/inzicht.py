"""What every pot had, holds and paid, and how that went over the year (B-17).

All of it is a sum over bookings. Each function takes rekeningen and asks the same few queries however many
those are; who may see which rekeningen is for the caller to select.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from budgetten.geld import NUL, in_euro
from budgetten.models import Boeking, Jaarbudget, Rekening
from budgetten.models.rekening import AANVRAAGPOTTEN, WIJKPOTTEN, Potsoort, RekeningQuerySet, Staat
from wijken.models import Wijk

VOLLEDIG = Decimal(100)
GEBRUIKT = (Staat.GERESERVEERD, Staat.VERPLICHT, Staat.BETAALD)


@dataclass(frozen=True)
class Stand:
    """Amounts in euros by how far the money is; `vervallen` went to the general means (B-09)."""

    betaald: Decimal = NUL
    verplicht: Decimal = NUL
    gereserveerd: Decimal = NUL
    vrij: Decimal = NUL
    vervallen: Decimal = NUL

    def __add__(self, ander: "Stand") -> "Stand":
        """Return both together."""
        namen = [veld.name for veld in fields(self)]
        return Stand(**{naam: getattr(self, naam) + getattr(ander, naam) for naam in namen})

    @property
    def toegekend(self) -> Decimal:
        """All that the pot got and did not pass on to another pot: what it was allotted, as it is now."""
        return self.gebruikt + self.vrij + self.vervallen

    @property
    def gebruikt(self) -> Decimal:
        """What is promised, committed or paid."""
        return self.betaald + self.verplicht + self.gereserveerd

    @property
    def percentage(self) -> Decimal:
        """Which part of the allotted money is used, from 0 to 100."""
        return self.gebruikt * VOLLEDIG / self.toegekend if self.toegekend else NUL

    @property
    def in_woorden(self) -> str:
        """What a bar shows, for who does not see it."""
        delen = (
            f"{veld.name} {in_euro(bedrag)}" for veld in fields(self) if (bedrag := getattr(self, veld.name))
        )
        return (
            f"Van {in_euro(self.toegekend)}: {', '.join(delen)}" if self.toegekend else "Geen geld toegekend"
        )


@dataclass(frozen=True)
class Potstand:
    """One pot, named by its free rekening, and what is in it."""

    rekening: Rekening
    stand: Stand


@dataclass(frozen=True)
class Maandstand:
    """What was reserved, committed and paid in all at the end of a month."""

    maand: datetime.date
    stand: Stand


def jaren() -> list[Jaarbudget]:
    """Return the years that were divided, the newest first."""
    return list(Jaarbudget.objects.filter(verdelingen__vastgesteld_op__isnull=False).distinct())


def kies_jaar(keuzes: list[Jaarbudget], gevraagd: str | None) -> Jaarbudget | None:
    """Return the year that was asked for; else this year, or the newest before it."""
    for jaar in keuzes:
        if str(jaar.pk) == gevraagd:
            return jaar
    dit_jaar = timezone.localdate().year
    return next((jaar for jaar in keuzes if jaar.pk <= dit_jaar), keuzes[-1] if keuzes else None)


def wijkpotten(jaar: Jaarbudget) -> RekeningQuerySet:
    """Return the rekeningen of the pots of all wijken, which everybody may see."""
    return Rekening.objects.filter(jaar=jaar, soort__in=WIJKPOTTEN)


def standen(rekeningen: RekeningQuerySet) -> list[Potstand]:
    """Return what is in each pot of `rekeningen`, by wijk and in the order of the pots. One query.

    Give all states of a pot, or its `toegekend` misses what stands elsewhere.
    """
    potten: dict[tuple[object, ...], Potstand] = {}
    for rekening in _met_sommen(rekeningen):
        sleutel = tuple(rekening.pot.values())
        pot = potten.get(sleutel) or Potstand(rekening, Stand())
        deel = Stand(**{rekening.staat: rekening.saldo}, vervallen=rekening.vervallen)  # type: ignore[attr-defined]
        vrij = rekening if rekening.staat == Staat.VRIJ else pot.rekening
        potten[sleutel] = Potstand(vrij, pot.stand + deel)
    return list(potten.values())


def _met_sommen(rekeningen: RekeningQuerySet) -> RekeningQuerySet:
    """Add to each rekening of a pot its balance, and what went from it to the general means."""
    weg = Boeking.objects.filter(van=OuterRef("pk"), naar__soort=Potsoort.ALGEMEEN).order_by()
    som = weg.values("van").annotate(som=Sum("bedrag")).values("som")
    potten = rekeningen.filter(soort__in=AANVRAAGPOTTEN).met_saldo()
    vervallen = Coalesce(Subquery(som, output_field=DecimalField()), Value(NUL))
    rijen = potten.annotate(vervallen=vervallen).select_related("wijk", "cluster", "partner")
    return rijen.order_by("wijk__nummer", "soort", "cluster", "partner", "pk")


def per_wijk(potten: Iterable[Potstand]) -> list[tuple[Wijk, Stand]]:
    """Return the pots of each wijk together, in the order of `potten`."""
    wijken: dict[Wijk, Stand] = {}
    for pot in potten:
        if wijk := pot.rekening.wijk:
            wijken[wijk] = wijken.get(wijk, Stand()) + pot.stand
    return list(wijken.items())


def samen(potten: Iterable[Potstand]) -> Stand:
    """Return all these pots together."""
    return sum((pot.stand for pot in potten), Stand())


def verloop(rekeningen: RekeningQuerySet) -> list[Maandstand]:
    """Return what was reserved, committed and paid at the end of each month. Two queries.

    From the month of the first booking to that of the last; a booking counts at its own moment.
    """
    bezet = rekeningen.filter(staat__in=GEBRUIKT)
    sommen: dict[datetime.date, Stand] = defaultdict(Stand)
    for kant, teken in (("naar", 1), ("van", -1)):
        boekingen = Boeking.objects.filter(**{f"{kant}__in": bezet})
        per_maand = boekingen.order_by().values(f"{kant}__staat", maand=TruncMonth("op"))
        for rij in per_maand.annotate(som=Sum("bedrag")):
            maand = timezone.localtime(rij["maand"]).date()
            sommen[maand] += Stand(**{rij[f"{kant}__staat"]: teken * rij["som"]})
    return list(_opgeteld(sommen))


def _opgeteld(sommen: dict[datetime.date, Stand]) -> Iterator[Maandstand]:
    """Add up month by month, those without bookings included."""
    if not sommen:
        return
    maand, laatste, stand = min(sommen), max(sommen), Stand()
    while maand <= laatste:
        stand += sommen.get(maand, Stand())
        yield Maandstand(maand, replace(stand))
        maand = (maand + datetime.timedelta(days=31)).replace(day=1)
