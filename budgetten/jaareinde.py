"""Closing a year: what is free or only reserved lapses, what is committed stands (B-09)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from budgetten.grootboek import boek, vergrendel
from budgetten.models import Aanvraag, Boeking, Jaarbudget, Rekening
from budgetten.models.rekening import Potsoort, Staat
from budgetten.rechten import eis_met_wijkbudget
from budgetten.rekeningen import buiten, rekening
from budgetten.toetsen import VAN_ELDERS
from wijken.models import Medewerker
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout

Stand = Aanvraag.Stand


@dataclass(frozen=True)
class Sluiting:
    """What closing a year does: what lapses from each pot and from each request, and what stands."""

    vrij: list[tuple[Rekening, Decimal]]
    gereserveerd: list[tuple[Aanvraag, Decimal]]
    zonder_besluit: list[Aanvraag]
    staat_vast: list[tuple[Aanvraag, Decimal]]

    @property
    def vervalt(self) -> Decimal:
        """What lapses in all, in euros."""
        return sum((bedrag for _, bedrag in (*self.vrij, *self.gereserveerd)), Decimal(0))


def wat_vervalt(jaar: Jaarbudget) -> Sluiting:
    """Return what closing this year would do now (B-09). Reads only, in a fixed number of queries."""
    aanvragen = jaar.aanvragen.select_related("jaar", "wijk").order_by("pk")
    lopend = aanvragen.filter(stand__in=(Stand.AANGEVRAAGD, Stand.GOEDGEKEURD))
    open_ = _met_bedrag(lopend, Staat.GERESERVEERD)
    potten = jaar.rekeningen.met_saldo().filter(staat=Staat.VRIJ).order_by("pk")
    return Sluiting(
        vrij=[(pot, pot.saldo) for pot in potten.select_related("wijk") if pot.saldo],
        gereserveerd=[(aanvraag, bedrag) for aanvraag, bedrag in open_ if bedrag],
        zonder_besluit=[aanvraag for aanvraag, bedrag in open_ if not bedrag],
        staat_vast=_met_bedrag(aanvragen.filter(stand=Stand.VASTGELEGD), Staat.VERPLICHT),
    )


def _met_bedrag(aanvragen: QuerySet[Aanvraag], staat: str) -> list[tuple[Aanvraag, Decimal]]:
    """Return each request with what it holds in `staat`: the sums over all their bookings at once."""
    boekingen = Boeking.objects.filter(aanvraag__in=aanvragen.order_by()).order_by()
    erin, eruit = (
        dict(boekingen.filter(**{f"{kant}__staat": staat}).values_list("aanvraag").annotate(Sum("bedrag")))
        for kant in ("naar", "van")
    )
    return [
        (aanvraag, erin.get(aanvraag.pk, Decimal(0)) - eruit.get(aanvraag.pk, Decimal(0)))
        for aanvraag in aanvragen
    ]


@transaction.atomic
def sluit(*, jaar: Jaarbudget, door: Medewerker) -> Sluiting:
    """Close a year, all of it or nothing, and return what lapsed. A year that is closed already is left so.

    Waits for whoever is booking in this year, and lets nobody in until it is done. Interrupted, it did
    nothing; run again, it does it.

    Raises:
        PermissionDenied: this person does not close years.
        Domeinfout: the year is not over, or it was never divided.
    """
    eis_met_wijkbudget("budgetten.sluit_jaar", door)
    jaar = Jaarbudget.objects.select_for_update().get(pk=jaar.pk)
    if jaar.gesloten:
        return Sluiting([], [], [], [])
    if jaar.pk >= timezone.localdate().year:
        raise Domeinfout(f"{jaar.pk} is nog niet voorbij. Sluiten kan vanaf 1 januari {jaar.pk + 1}.")
    if not jaar.verdelingen.filter(vastgesteld_op__isnull=False).exists():
        raise Domeinfout(f"Voor {jaar.pk} is geen verdeling vastgesteld; er is niets om te sluiten.")
    vergrendel(jaar.rekeningen.all())
    sluiting = wat_vervalt(jaar)
    _laat_vervallen(jaar, sluiting, door)
    jaar.gesloten_op, jaar.gesloten_door = timezone.now(), door
    bewaar(jaar, velden=("gesloten_op", "gesloten_door"), reden="Jaar gesloten")
    return sluiting


def vervallen(jaar: Jaarbudget) -> Decimal:
    """Return what lapsed when this year was closed, in euros."""
    boekingen = Boeking.objects.filter(van__jaar=jaar, sleutel__startswith=f"sluiting:{jaar.pk}:")
    return boekingen.aggregate(som=Sum("bedrag"))["som"] or Decimal(0)


def _laat_vervallen(jaar: Jaarbudget, sluiting: Sluiting, door: Medewerker) -> None:
    for pot, bedrag in sluiting.vrij:
        _boek(pot, bedrag, f"sluiting:{jaar.pk}:pot:{pot.pk}", door)
    for aanvraag, bedrag in sluiting.gereserveerd:
        van = rekening(Staat.GERESERVEERD, **aanvraag.pot)
        _boek(van, bedrag, f"sluiting:{jaar.pk}:aanvraag:{aanvraag.pk}", door, aanvraag)
    for aanvraag in (*sluiting.zonder_besluit, *(aanvraag for aanvraag, _ in sluiting.gereserveerd)):
        aanvraag.stand = Stand.VERVALLEN
        bewaar(aanvraag, velden=("stand",), reden=f"Sluiting van {jaar.pk}")


def _boek(
    van: Rekening, bedrag: Decimal, sleutel: str, door: Medewerker, aanvraag: Aanvraag | None = None
) -> None:
    """Bring lapsed money to the general means, or back to the cluster or partner it came from."""
    naar = Potsoort.ELDERS if van.soort in VAN_ELDERS else Potsoort.ALGEMEEN
    boek(
        van=van,
        naar=buiten(van.jaar_id, naar),
        bedrag=bedrag,
        sleutel=sleutel,
        door=door,
        reden=f"Vervallen bij het sluiten van {van.jaar_id}",
        regel="B-09",
        aanvraag=aanvraag,
    )
