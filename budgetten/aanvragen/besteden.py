"""From a promise to the last payment, and back: committing, paying, letting go (B-09, B-18)."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db import transaction

from budgetten.aanvragen.stand import (
    eis_stand,
    geef_terug,
    houd_vast,
    naar_stand,
    rond_af,
    staat_vast,
    verplaats,
    waarheen_terug,
)
from budgetten.geld import in_euro
from budgetten.grootboek import OnvoldoendeSaldo, SleutelHergebruikt, boek, boek_terug, vergrendel
from budgetten.models import Aanvraag, Boeking
from budgetten.models.rekening import Staat
from budgetten.rekeningen import rekening
from wijken.models import Medewerker
from wijken.rechtentabel import eis
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout

Stand = Aanvraag.Stand


@transaction.atomic
def trek_in(*, aanvraag: Aanvraag, door: Medewerker, reden: str) -> Aanvraag:
    """Withdraw a request that is not committed yet; money that was reserved becomes free (B-18).

    Raises:
        PermissionDenied: this is neither the requester nor who manages the wijkbudget.
        VerouderdeActie: it is committed, paid, or ended by now.
    """
    aanvraag = houd_vast(aanvraag)
    eis("budgetten.trek_in", door, aanvraag)
    eis_stand(aanvraag, Stand.AANGEVRAAGD, Stand.GOEDGEKEURD)
    geef_terug(aanvraag, Staat.GERESERVEERD, door, f"Ingetrokken: {reden}")
    naar_stand(aanvraag, Stand.INGETROKKEN, reden)
    return aanvraag


@transaction.atomic
def leg_vast(
    *, aanvraag: Aanvraag, door: Medewerker, kenmerk: str, planjaar: int, recht: str = "budgetten.leg_vast"
) -> Aanvraag:
    """Commit reserved money: a promise to somebody outside, with its reference and planned year (B-09).

    `recht` is the permission by which it happens; that of adopting a wijkagenda is another one (A-08).

    Raises:
        PermissionDenied: this is neither the requester nor who manages the wijkbudget.
        VerouderdeActie: the request is not approved, or committed by now.
        Domeinfout: no reference, or a planned year before the year of the money.
    """
    aanvraag = houd_vast(aanvraag)
    eis(recht, door, aanvraag)
    zelfde = (aanvraag.verplichting, aanvraag.planjaar) == (kenmerk.strip(), planjaar)
    if aanvraag.stand == Stand.VASTGELEGD and zelfde:
        return aanvraag
    eis_stand(aanvraag, Stand.GOEDGEKEURD)
    if not kenmerk.strip():
        raise Domeinfout("Vul het kenmerk in van de beschikking of opdracht.")
    if planjaar < aanvraag.jaar_id:
        raise Domeinfout("Het jaar van uitvoering ligt voor het jaar van het budget.")
    aanvraag.verplichting, aanvraag.planjaar, aanvraag.stand = kenmerk.strip(), planjaar, Stand.VASTGELEGD
    bewaar(aanvraag, velden=("stand", "verplichting", "planjaar"), reden=kenmerk)
    verplaats(aanvraag, Staat.GERESERVEERD, Staat.VERPLICHT, door, "vastgelegd", "B-09")
    return aanvraag


@transaction.atomic
def betaal(
    *,
    aanvraag: Aanvraag,
    door: Medewerker,
    bedrag: Decimal | int | str,
    kenmerk: str,
    laatste: bool = False,
) -> Boeking:
    """Register a payment, with its reference in the financial system; `laatste` sets the rest free (B-18).

    The same reference with the same amount books once. Also in a closed year: commitments are paid (B-09).

    Raises:
        PermissionDenied: this is neither the requester nor who manages the wijkbudget.
        VerouderdeActie: nothing is committed (any more).
        OnvoldoendeSaldo: more than is committed.
        SleutelHergebruikt: the reference belongs to a payment of another amount.
    """
    aanvraag, kenmerk = houd_vast(aanvraag), kenmerk.strip()
    eis("budgetten.betaal", door, aanvraag)
    if not kenmerk:
        raise Domeinfout("Vul het kenmerk van de betaling in het financiële systeem in.")
    betaling = _boek_betaling(aanvraag, door, bedrag, kenmerk)
    if laatste:
        geef_terug(aanvraag, Staat.VERPLICHT, door, f"Rest na betaling {kenmerk}")
    rond_af(aanvraag)
    return betaling


def _boek_betaling(
    aanvraag: Aanvraag, door: Medewerker, bedrag: Decimal | int | str, kenmerk: str
) -> Boeking:
    """Book a payment; one that was booked already is returned, whatever became of the request."""
    sleutel = _sleutel_van_betaling(aanvraag, kenmerk)
    if not Boeking.objects.filter(sleutel=sleutel).exists():
        eis_stand(aanvraag, Stand.VASTGELEGD)
    van, naar = rekening(Staat.VERPLICHT, **aanvraag.pot), rekening(Staat.BETAALD, **aanvraag.pot)
    vergrendel((van, naar, waarheen_terug(aanvraag)))
    with _betaling_in_woorden(aanvraag, kenmerk):
        return boek(
            van=van,
            naar=naar,
            bedrag=bedrag,
            sleutel=sleutel,
            door=door,
            mandaat=aanvraag.mandaat,
            reden=_reden_van_betaling(kenmerk),
            regel="B-18",
            aanvraag=aanvraag,
        )


def _reden_van_betaling(kenmerk: str) -> str:
    return f"Betaling {kenmerk}"


def _sleutel_van_betaling(aanvraag: Aanvraag, kenmerk: str) -> str:
    """The key of a payment: a reference pays once, and once more for each time that it was booked back."""
    betalingen = Boeking.objects.filter(aanvraag=aanvraag, reden=_reden_van_betaling(kenmerk))
    keer = betalingen.filter(naar__staat=Staat.BETAALD, teruggeboekt_met__isnull=False).count()
    return f"betaling:{aanvraag.pk}:{kenmerk}" + (f":{keer}" if keer else "")


@contextmanager
def _betaling_in_woorden(aanvraag: Aanvraag, kenmerk: str) -> Iterator[None]:
    """Say in the words of whoever pays that there is less, or that a reference was used before."""
    try:
        yield
    except OnvoldoendeSaldo as fout:
        nog = in_euro(staat_vast(aanvraag, Staat.VERPLICHT))
        melding = f"Voor deze aanvraag is nog {nog} vastgelegd. Meer betalen kan niet (B-08; RM 6.3)."
        raise OnvoldoendeSaldo(fout.naam, f"{melding} Doe voor de rest een nieuwe aanvraag.") from fout
    except SleutelHergebruikt as fout:
        melding = f"Bij kenmerk “{kenmerk}” hoort al een betaling met een ander bedrag of van iemand anders."
        raise SleutelHergebruikt(melding) from fout


@transaction.atomic
def geef_rest_vrij(
    *,
    aanvraag: Aanvraag,
    door: Medewerker,
    reden: str,
    bedrag: Decimal | None = None,
    recht: str = "budgetten.leg_vast",
) -> Aanvraag:
    """Let go of what is committed and will not be paid, or of `bedrag` euros of it.

    Of a closed year it goes to the general means (B-09). `recht` is as with `leg_vast`.

    Raises:
        PermissionDenied: this is neither the requester nor who manages the wijkbudget.
        VerouderdeActie: nothing is committed (any more).
    """
    aanvraag = houd_vast(aanvraag)
    eis(recht, door, aanvraag)
    eis_stand(aanvraag, Stand.VASTGELEGD)
    geef_terug(aanvraag, Staat.VERPLICHT, door, reden, bedrag)
    rond_af(aanvraag)
    return aanvraag


@transaction.atomic
def boek_betaling_terug(*, betaling: Boeking, door: Medewerker, reden: str) -> Boeking:
    """Undo a payment that was registered wrongly: the money is committed again (B-18).

    Raises:
        PermissionDenied: this is neither the requester nor who manages the wijkbudget.
        Domeinfout: this booking is no payment.
    """
    if betaling.aanvraag is None or betaling.naar.staat != Staat.BETAALD:
        raise Domeinfout("Dit is geen betaling.")
    aanvraag = houd_vast(betaling.aanvraag)
    eis("budgetten.betaal", door, aanvraag)
    naar_stand(aanvraag, Stand.VASTGELEGD, reden)
    return boek_terug(boeking=betaling, door=door, reden=reden)
