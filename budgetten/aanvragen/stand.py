"""What every step with a request shares: holding it, where it stands, and moving its money.

Each step holds the year (so that it is not closed meanwhile), then the request, then the ledger's rekeningen:
always in that order.
"""

from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from budgetten.grootboek import boek
from budgetten.models import Aanvraag, Boeking, Rekening
from budgetten.models.rekening import Potsoort, Staat
from budgetten.rekeningen import buiten, rekening
from budgetten.toetsen import VAN_ELDERS, AanvraagGeweigerd, Weigering
from wijken.models import Medewerker
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import VerouderdeActie

Stand = Aanvraag.Stand


def staat_vast(aanvraag: Aanvraag, staat: str) -> Decimal:
    """Return how much money of this request is in `staat` now, in euros: a sum over its bookings."""
    plaats = rekening(staat, **aanvraag.pot)
    boekingen = Boeking.objects.filter(aanvraag=aanvraag)
    erin = boekingen.filter(naar=plaats).aggregate(som=Sum("bedrag"))["som"] or Decimal(0)
    return erin - (boekingen.filter(van=plaats).aggregate(som=Sum("bedrag"))["som"] or Decimal(0))


def houd_jaar(jaar: int) -> None:
    """Keep a year as it is, open or closed, until the transaction ends. Many may at once; closing waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM budgetten_jaarbudget WHERE jaar = %s FOR SHARE", [jaar])


def houd_vast(aanvraag: Aanvraag) -> Aanvraag:
    """Return the request as it is now, held until the transaction ends."""
    houd_jaar(aanvraag.jaar_id)
    vast = Aanvraag.objects.select_for_update(of=("self",), no_key=True)
    return vast.select_related("jaar", "aanvrager", "mandaat", "plafond", "volgorde").get(pk=aanvraag.pk)


def eis_stand(aanvraag: Aanvraag, *standen: str) -> None:
    """Go on only with a request in one of these states.

    Raises:
        VerouderdeActie: it is in another state by now.
    """
    if aanvraag.stand not in standen:
        nu = aanvraag.get_stand_display().lower()
        raise VerouderdeActie(f"Dit kan niet meer: de aanvraag is nu “{nu}”.")


def eis_geen(weigeringen: list[Weigering]) -> None:
    """Go on only when every question has yes for an answer.

    Raises:
        AanvraagGeweigerd: one has not.
    """
    if weigeringen:
        raise AanvraagGeweigerd(weigeringen)


def naar_stand(aanvraag: Aanvraag, stand: str, reden: str) -> None:
    """Bring a request to another state, with the reason."""
    aanvraag.stand = stand
    bewaar(aanvraag, velden=("stand",), reden=reden)


def verplaats(aanvraag: Aanvraag, van: str, naar: str, door: Medewerker, stap: str, regel: str) -> None:
    """Move the whole amount of a request to its next state."""
    boek(
        van=rekening(van, **aanvraag.pot),
        naar=rekening(naar, **aanvraag.pot),
        bedrag=aanvraag.bedrag,
        sleutel=f"aanvraag:{aanvraag.pk}:{stap}",
        door=door,
        mandaat=aanvraag.mandaat,
        reden=f"Aanvraag {aanvraag.pk} {stap}: {aanvraag.doel}",
        regel=regel,
        aanvraag=aanvraag,
    )


def geef_terug(
    aanvraag: Aanvraag, staat: str, door: Medewerker, reden: str, bedrag: Decimal | None = None
) -> None:
    """Let go of what this request still holds in `staat`, or of `bedrag` euros of it."""
    if aanvraag.stand == Stand.AANGEVRAAGD and not aanvraag.reserveert_meteen:
        return
    bedrag = staat_vast(aanvraag, staat) if bedrag is None else bedrag
    if not bedrag:
        return
    keer = aanvraag.boekingen.count()
    boek(
        van=rekening(staat, **aanvraag.pot),
        naar=waarheen_terug(aanvraag),
        bedrag=bedrag,
        sleutel=f"aanvraag:{aanvraag.pk}:terug:{keer}",
        door=door,
        mandaat=aanvraag.mandaat,
        reden=reden,
        regel="B-09" if aanvraag.jaar.gesloten else "B-18",
        aanvraag=aanvraag,
    )


def waarheen_terug(aanvraag: Aanvraag) -> Rekening:
    """Return where unused money goes: to its owner, its pot, or of a closed year the general means."""
    if aanvraag.soort in VAN_ELDERS:
        return buiten(aanvraag.jaar_id, Potsoort.ELDERS)
    if aanvraag.jaar.gesloten:
        return buiten(aanvraag.jaar_id, Potsoort.ALGEMEEN)
    return rekening(Staat.VRIJ, **aanvraag.pot)


def rond_af(aanvraag: Aanvraag) -> None:
    """A request of which nothing is committed any more is done."""
    if aanvraag.stand == Stand.VASTGELEGD and not staat_vast(aanvraag, Staat.VERPLICHT):
        naar_stand(aanvraag, Stand.BETAALD, "Niets meer vastgelegd")
