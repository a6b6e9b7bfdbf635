"""A request from asking to the last payment; every step that moves money books it (B-08 … B-14, B-18).

Each step holds the year (so that it is not closed meanwhile), then the request, then the ledger's rekeningen:
always in that order.
"""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from budgetten import berichten
from budgetten.besluiten import besluit_over, volgorde_van
from budgetten.geld import euro, in_euro
from budgetten.grootboek import OnvoldoendeSaldo, SleutelHergebruikt, boek, boek_terug, vergrendel
from budgetten.models import Aanvraag, Boeking, Bronuitkomst, Jaarbudget, Rekening
from budgetten.models.rekening import Potsoort, Staat
from budgetten.rekeningen import buiten, open_pot, rekening
from budgetten.toetsen import VAN_ELDERS, AanvraagGeweigerd, Weigering, toets
from wijken.mandaten import mandaat_voor
from wijken.models import Mandaat, Medewerker
from wijken.rechtentabel import eis
from wijkportaal.historie import bewaar
from wijkportaal.models import Beleidsparameter
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Stand = Aanvraag.Stand
PLAFONDS = {
    Aanvraag.Bereik.HELE_WIJK: "plafond-hele-wijk",
    Aanvraag.Bereik.BUURT_OF_PLEK: "plafond-buurt-of-plek",
}
# Filled in by the steps below, never by whoever asks.
VASTE_INHOUD = ("bedrag", "jaar_id", "soort", "wijk_id", "cluster_id", "partner_id", "onderwerp")
VAN_DE_DIENST = ("plafond", "volgorde", "beslisser", "besloten_op", "mandaat", "planjaar")
BESLUITVELDEN = ("stand", "beslisser", "besloten_op", "besluit_reden", "mandaat", "positief_besluit")


class EigenAanvraag(Domeinfout):
    """Who asks is never who approves (B-11)."""


@dataclass(frozen=True)
class Bron:
    """What a source of money said: its code in the policy, and `toegekend`, `geweigerd` or `nvt` (B-12)."""

    code: str
    uitkomst: str
    toelichting: str = ""
    bedrag: Decimal | None = None


@transaction.atomic
def vraag_aan(
    *,
    door: Medewerker,
    bedrag: Decimal | int | str,
    bronnen: Iterable[Bron] = (),
    sleutel: UUID | None = None,
    op: datetime.date | None = None,
    melden: bool = True,
    **gegevens: Any,
) -> Aanvraag:
    """Ask money of a pot, and return the request. `gegevens` are the other fields of `Aanvraag`.

    The policy of the day `op` (today) counts until the end: rules do not change under way. The same
    `sleutel`, that of one form, asks once. Who has the mandate gets a message, unless the caller tells
    that person itself (`melden` is false).

    Raises:
        OngeldigBedrag: not an amount in whole cents above zero.
        PermissionDenied: this person may not ask money, or not for this wijk.
        AanvraagGeweigerd: a question of `toetsen` has no for an answer; nothing is kept.
        SleutelHergebruikt: this form asked before, with other contents.
    """
    dag = op or timezone.localdate()
    aanvraag = Aanvraag(aanvrager=door, bedrag=euro(bedrag), sleutel=sleutel, **gegevens)
    eis("budgetten.aanvragen", door, aanvraag)
    if sleutel and (eerder := _al_gevraagd(sleutel, door)):
        return _zelfde(aanvraag, eerder)
    houd_jaar(aanvraag.jaar_id)
    _controleer_jaar(aanvraag, dag)
    _gebruik_beleid(aanvraag, dag)
    aanvraag.full_clean(exclude=VAN_DE_DIENST)
    aanvraag.save()
    _bewaar_bronnen(aanvraag, bronnen)
    _eis(toets(aanvraag, op=dag))
    if melden:
        berichten.meld_wacht(aanvraag, dag)
    return aanvraag


def _al_gevraagd(sleutel: UUID, door: Medewerker) -> Aanvraag | None:
    """Return what this person asked with the same form; a second press waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"aanvraag:{sleutel}"])
    return Aanvraag.objects.filter(sleutel=sleutel, aanvrager=door).first()


def _zelfde(nieuw: Aanvraag, eerder: Aanvraag) -> Aanvraag:
    """Return the request that this form made, when it asks the same again."""
    if any(getattr(nieuw, veld) != getattr(eerder, veld) for veld in VASTE_INHOUD):
        raise SleutelHergebruikt(
            f"Met dit formulier is aanvraag {eerder.pk} al gedaan, met andere gegevens. "
            "Open een nieuw formulier voor een nieuwe aanvraag."
        )
    return eerder


def _controleer_jaar(aanvraag: Aanvraag, dag: datetime.date) -> None:
    """A year that nobody knows, or that is closed, cannot even be written down."""
    if not Jaarbudget.objects.filter(pk=aanvraag.jaar_id, gesloten_op__isnull=True).exists():
        _eis(toets(aanvraag, op=dag))


def _gebruik_beleid(aanvraag: Aanvraag, dag: datetime.date) -> None:
    """Keep the versions that count for this request, so that a later change does not reach it."""
    parameters = Beleidsparameter.objects
    if aanvraag.soort == Potsoort.INITIATIEVEN:
        aanvraag.plafond = parameters.geldend(PLAFONDS[Aanvraag.Bereik(aanvraag.bereik)], op=dag)
    aanvraag.volgorde = volgorde_voor(aanvraag.soort, onderwerp=aanvraag.onderwerp, op=dag)


def volgorde_voor(
    soort: str, *, onderwerp: str = "", op: datetime.date | None = None
) -> Beleidsparameter | None:
    """Return the order of sources that counts for this pot and subject on the day `op` (today) (B-12)."""
    if soort == Potsoort.OPSTART:
        return None
    agenda = soort == Potsoort.AGENDA
    van_de_pot = "volgorde-financiering-wijkagenda" if agenda else "volgorde-financiering"
    return Beleidsparameter.objects.geldend(volgorde_van(onderwerp) or van_de_pot, op=op)


def _bewaar_bronnen(aanvraag: Aanvraag, bronnen: Iterable[Bron]) -> None:
    namen = {bron["code"]: bron["naam"] for bron in (aanvraag.volgorde.waarde if aanvraag.volgorde else [])}
    for bron in bronnen:
        if bron.code not in namen:
            raise Domeinfout(f"De geldbron “{bron.code}” staat niet in het beleid.")
        uitkomst = Bronuitkomst(
            aanvraag=aanvraag,
            code=bron.code,
            naam=namen[bron.code],
            uitkomst=bron.uitkomst,
            bedrag=bron.bedrag,
            toelichting=bron.toelichting,
        )
        uitkomst.full_clean()
        uitkomst.save()


def _eis(weigeringen: list[Weigering]) -> None:
    if weigeringen:
        raise AanvraagGeweigerd(weigeringen)


@transaction.atomic
def keur_goed(
    *,
    aanvraag: Aanvraag,
    door: Medewerker,
    toelichting: str = "",
    gezien: Decimal | None = None,
    op: datetime.date | None = None,
) -> Aanvraag:
    """Approve a request under mandate and reserve its money (B-11, B-08). Pressing twice books once.

    `gezien` is what the approver saw as free in the pot, in euros. The requester gets a message.

    Raises:
        VerouderdeActie: somebody else decided, it was withdrawn, or the pot now holds another amount.
        EigenAanvraag: the person who asked is the one who approves.
        GeenMandaat: this person has no mandate for this money, or not for this amount.
        AanvraagGeweigerd: a question of `toetsen` now has no for an answer.
    """
    dag = op or timezone.localdate()
    aanvraag = _houd_vast(aanvraag)
    if aanvraag.stand == Stand.GOEDGEKEURD and aanvraag.beslisser_id == door.pk:
        return aanvraag
    mandaat = _mag_besluiten(aanvraag, door, dag)
    _eis_gezien(aanvraag, gezien)
    _eis(toets(aanvraag, op=dag))
    besluit = besluit_over(aanvraag.onderwerp)
    aanvraag.positief_besluit = besluit.kenmerk if besluit else ""
    _besluit(aanvraag, Stand.GOEDGEKEURD, door, toelichting, mandaat)
    _haal_op(aanvraag, door)
    _verplaats(aanvraag, Staat.VRIJ, Staat.GERESERVEERD, door, "goedgekeurd", "B-11")
    berichten.meld_besluit(aanvraag, dag)
    return aanvraag


def _eis_gezien(aanvraag: Aanvraag, gezien: Decimal | None) -> None:
    """Who decided on the ground of an amount decides again when that is no longer so. Holds the pot."""
    if gezien is None or aanvraag.soort in VAN_ELDERS:
        return
    vrij = rekening(Staat.VRIJ, **aanvraag.pot)
    vergrendel((vrij, rekening(Staat.GERESERVEERD, **aanvraag.pot)))
    if (nu := vrij.saldo_nu) != gezien:
        raise VerouderdeActie(
            f"In deze pot is nu {in_euro(nu)} vrij. Toen u de pagina opende, was dat {in_euro(gezien)}."
        )


@transaction.atomic
def wijs_af(*, aanvraag: Aanvraag, door: Medewerker, reden: str, op: datetime.date | None = None) -> Aanvraag:
    """Refuse a request, with the reason (B-18). Who may refuse is who may approve (B-11).

    Raises:
        VerouderdeActie, EigenAanvraag, GeenMandaat: as `keur_goed`.
        Domeinfout: no reason is given.
    """
    aanvraag = _houd_vast(aanvraag)
    if aanvraag.stand == Stand.AFGEWEZEN and aanvraag.beslisser_id == door.pk:
        return aanvraag
    dag = op or timezone.localdate()
    mandaat = _mag_besluiten(aanvraag, door, dag)
    if not reden.strip():
        raise Domeinfout("Leg uit waarom u de aanvraag afwijst.")
    _besluit(aanvraag, Stand.AFGEWEZEN, door, reden.strip(), mandaat)
    berichten.meld_besluit(aanvraag, dag)
    return aanvraag


@transaction.atomic
def trek_in(*, aanvraag: Aanvraag, door: Medewerker, reden: str) -> Aanvraag:
    """Withdraw a request that is not committed yet; money that was reserved becomes free (B-18).

    Raises:
        PermissionDenied: this is neither the requester nor who manages the wijkbudget.
        VerouderdeActie: it is committed, paid, or ended by now.
    """
    aanvraag = _houd_vast(aanvraag)
    eis("budgetten.trek_in", door, aanvraag)
    _eis_stand(aanvraag, Stand.AANGEVRAAGD, Stand.GOEDGEKEURD)
    _geef_terug(aanvraag, Staat.GERESERVEERD, door, f"Ingetrokken: {reden}")
    _naar_stand(aanvraag, Stand.INGETROKKEN, reden)
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
    aanvraag = _houd_vast(aanvraag)
    eis(recht, door, aanvraag)
    zelfde = (aanvraag.verplichting, aanvraag.planjaar) == (kenmerk.strip(), planjaar)
    if aanvraag.stand == Stand.VASTGELEGD and zelfde:
        return aanvraag
    _eis_stand(aanvraag, Stand.GOEDGEKEURD)
    if not kenmerk.strip():
        raise Domeinfout("Vul het kenmerk in van de beschikking of opdracht.")
    if planjaar < aanvraag.jaar_id:
        raise Domeinfout("Het jaar van uitvoering ligt voor het jaar van het budget.")
    aanvraag.verplichting, aanvraag.planjaar, aanvraag.stand = kenmerk.strip(), planjaar, Stand.VASTGELEGD
    bewaar(aanvraag, velden=("stand", "verplichting", "planjaar"), reden=kenmerk)
    _verplaats(aanvraag, Staat.GERESERVEERD, Staat.VERPLICHT, door, "vastgelegd", "B-09")
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
    aanvraag = _houd_vast(aanvraag)
    eis("budgetten.betaal", door, aanvraag)
    if not kenmerk.strip():
        raise Domeinfout("Vul het kenmerk van de betaling in het financiële systeem in.")
    sleutel = _sleutel_van_betaling(aanvraag, kenmerk.strip())
    if not Boeking.objects.filter(sleutel=sleutel).exists():
        _eis_stand(aanvraag, Stand.VASTGELEGD)
    van, naar = rekening(Staat.VERPLICHT, **aanvraag.pot), rekening(Staat.BETAALD, **aanvraag.pot)
    vergrendel((van, naar, waarheen_terug(aanvraag)))
    with _betaling_in_woorden(aanvraag, kenmerk.strip()):
        betaling = boek(
            van=van,
            naar=naar,
            bedrag=bedrag,
            sleutel=sleutel,
            door=door,
            mandaat=aanvraag.mandaat,
            reden=_reden_van_betaling(kenmerk.strip()),
            regel="B-18",
            aanvraag=aanvraag,
        )
    if laatste:
        _geef_terug(aanvraag, Staat.VERPLICHT, door, f"Rest na betaling {kenmerk.strip()}")
    _rond_af(aanvraag)
    return betaling


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
    aanvraag = _houd_vast(aanvraag)
    eis(recht, door, aanvraag)
    _eis_stand(aanvraag, Stand.VASTGELEGD)
    _geef_terug(aanvraag, Staat.VERPLICHT, door, reden, bedrag)
    _rond_af(aanvraag)
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
    aanvraag = _houd_vast(betaling.aanvraag)
    eis("budgetten.betaal", door, aanvraag)
    _naar_stand(aanvraag, Stand.VASTGELEGD, reden)
    return boek_terug(boeking=betaling, door=door, reden=reden)


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


def _houd_vast(aanvraag: Aanvraag) -> Aanvraag:
    """Return the request as it is now, held until the transaction ends."""
    houd_jaar(aanvraag.jaar_id)
    vast = Aanvraag.objects.select_for_update(of=("self",), no_key=True)
    return vast.select_related("jaar", "aanvrager", "mandaat", "plafond", "volgorde").get(pk=aanvraag.pk)


def _eis_stand(aanvraag: Aanvraag, *standen: str) -> None:
    if aanvraag.stand not in standen:
        nu = aanvraag.get_stand_display().lower()
        raise VerouderdeActie(f"Dit kan niet meer: de aanvraag is nu “{nu}”.")


def _mag_besluiten(aanvraag: Aanvraag, door: Medewerker, dag: datetime.date) -> Mandaat:
    """Return the mandate under which this person decides on this request (B-11)."""
    _eis_stand(aanvraag, Stand.AANGEVRAAGD)
    if aanvraag.aanvrager_id == door.pk:
        raise EigenAanvraag("Wie een aanvraag doet, besluit er niet zelf over (B-11; RM 6.1).")
    return mandaat_voor(
        door,
        geldsoort=aanvraag.geldsoort,
        bedrag=aanvraag.bedrag,
        cluster=aanvraag.cluster,
        partner=aanvraag.partner,
        op=dag,
    )


def _besluit(aanvraag: Aanvraag, stand: str, door: Medewerker, reden: str, mandaat: Mandaat) -> None:
    aanvraag.stand, aanvraag.beslisser, aanvraag.besloten_op = stand, door, timezone.now()
    aanvraag.besluit_reden, aanvraag.mandaat = reden, mandaat
    bewaar(aanvraag, velden=BESLUITVELDEN, reden=reden)


def _naar_stand(aanvraag: Aanvraag, stand: str, reden: str) -> None:
    aanvraag.stand = stand
    bewaar(aanvraag, velden=("stand",), reden=reden)


def _haal_op(aanvraag: Aanvraag, door: Medewerker) -> None:
    """Money of a cluster or partner enters its pot when it is approved: exactly what was asked."""
    if aanvraag.soort not in VAN_ELDERS:
        return
    open_pot(**aanvraag.pot)
    boek(
        van=buiten(aanvraag.jaar_id, Potsoort.ELDERS),
        naar=rekening(Staat.VRIJ, **aanvraag.pot),
        bedrag=aanvraag.bedrag,
        sleutel=f"aanvraag:{aanvraag.pk}:inbreng",
        door=door,
        mandaat=aanvraag.mandaat,
        reden=f"Inbreng voor aanvraag {aanvraag.pk}",
        regel="B-11",
    )


def _verplaats(aanvraag: Aanvraag, van: str, naar: str, door: Medewerker, stap: str, regel: str) -> None:
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


def _geef_terug(
    aanvraag: Aanvraag, staat: str, door: Medewerker, reden: str, bedrag: Decimal | None = None
) -> None:
    """Let go of what this request still holds in `staat`, or of `bedrag` euros of it."""
    if aanvraag.stand == Stand.AANGEVRAAGD:
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


def _rond_af(aanvraag: Aanvraag) -> None:
    """A request of which nothing is committed any more is done."""
    if aanvraag.stand == Stand.VASTGELEGD and not staat_vast(aanvraag, Staat.VERPLICHT):
        _naar_stand(aanvraag, Stand.BETAALD, "Niets meer vastgelegd")
