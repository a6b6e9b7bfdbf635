"""What everybody may know of the money of a wijk: where it went, without a name of anybody (B-17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from budgetten.geld import NUL
from budgetten.models import Aanvraag, Jaarbudget
from budgetten.models.rekening import WIJKPOTTEN, Potsoort, Staat
from budgetten.titels import Titel, titels_van
from wijken.models import Wijk

BELOOFD = (Staat.GERESERVEERD, Staat.VERPLICHT)
ZONDER_TITEL = {Potsoort.INITIATIEVEN: "Een initiatief", Potsoort.AGENDA: "Een maatregel van de wijkagenda"}
GERICHT_OP = {
    Aanvraag.Gericht.LEEFBAARHEID: "voor de leefbaarheid",
    Aanvraag.Gericht.SOCIALE_SAMENHANG: "voor het contact tussen bewoners",
}


@dataclass(frozen=True)
class Uitgave:
    """One thing that money of the wijk goes to, in euros."""

    titel: Titel
    pot: str
    beloofd: Decimal
    betaald: Decimal


def _som(voorwaarde: Q) -> Coalesce:
    return Coalesce(Sum("boekingen__bedrag", filter=voorwaarde), Value(NUL))


def uitgaven(wijk: Wijk, jaar: Jaarbudget) -> QuerySet[Aanvraag]:
    """Return the requests of this wijk for which money is promised or paid, with how much; newest first.

    What is only asked is no promise yet, also when its money is held already (A-06).
    """
    van_de_wijk = Aanvraag.objects.filter(wijk=wijk, jaar=jaar, soort__in=WIJKPOTTEN)
    van_de_wijk = van_de_wijk.exclude(stand=Aanvraag.Stand.AANGEVRAAGD)
    return (
        van_de_wijk.annotate(
            beloofd=_som(Q(boekingen__naar__staat__in=BELOOFD)) - _som(Q(boekingen__van__staat__in=BELOOFD)),
            betaald=_som(Q(boekingen__naar__staat=Staat.BETAALD))
            - _som(Q(boekingen__van__staat=Staat.BETAALD)),
        )
        .filter(Q(beloofd__gt=0) | Q(betaald__gt=0))
        .order_by(F("besloten_op").desc(), "-pk")
    )


def in_het_openbaar(aanvragen: Sequence[Aanvraag]) -> list[Uitgave]:
    """Return these requests as the public reads them: a title that is public, or a neutral line."""
    titels = titels_van(aanvraag.onderwerp for aanvraag in aanvragen)
    return [
        Uitgave(
            titels.get(aanvraag.onderwerp) or _neutraal(aanvraag),
            aanvraag.get_soort_display(),
            aanvraag.beloofd,  # type: ignore[attr-defined]  # of `uitgaven`
            aanvraag.betaald,  # type: ignore[attr-defined]
        )
        for aanvraag in aanvragen
    ]


def _neutraal(aanvraag: Aanvraag) -> Titel:
    gericht = GERICHT_OP.get(Aanvraag.Gericht(aanvraag.gericht_op), "")
    return Titel(f"{ZONDER_TITEL[Potsoort(aanvraag.soort)]} {gericht}".strip())
