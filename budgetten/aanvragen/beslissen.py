"""Approving and refusing, under mandate and by somebody else than who asked (B-08, B-11)."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from budgetten import berichten
from budgetten.aanvragen.stand import eis_geen, eis_stand, geef_terug, houd_vast, verplaats
from budgetten.besluiten import besluit_over
from budgetten.geld import in_euro
from budgetten.grootboek import boek, vergrendel
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort, Staat
from budgetten.rekeningen import buiten, open_pot, rekening
from budgetten.toetsen import VAN_ELDERS, toets
from wijken.mandaten import mandaat_voor
from wijken.models import Mandaat, Medewerker
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Stand = Aanvraag.Stand
BESLUITVELDEN = ("stand", "beslisser", "besloten_op", "besluit_reden", "mandaat", "positief_besluit")


class EigenAanvraag(Domeinfout):
    """Who asks is never who approves (B-11)."""


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

    What was reserved at the request stays so (A-06). `gezien` is what the approver saw as free in the pot, in
    euros. The requester gets a message.

    Raises:
        VerouderdeActie: somebody else decided, it was withdrawn, or the pot now holds another amount.
        EigenAanvraag: the person who asked is the one who approves.
        GeenMandaat: this person has no mandate for this money, or not for this amount.
        AanvraagGeweigerd: a question of `toetsen` now has no for an answer.
    """
    dag = op or timezone.localdate()
    aanvraag = houd_vast(aanvraag)
    if aanvraag.stand == Stand.GOEDGEKEURD and aanvraag.beslisser_id == door.pk:
        return aanvraag
    mandaat = _mag_besluiten(aanvraag, door, dag)
    _eis_gezien(aanvraag, gezien)
    eis_geen(toets(aanvraag, op=dag))
    besluit = besluit_over(aanvraag.onderwerp)
    aanvraag.positief_besluit = besluit.kenmerk if besluit else ""
    _besluit(aanvraag, Stand.GOEDGEKEURD, door, toelichting, mandaat)
    _haal_op(aanvraag, door)
    if not aanvraag.reserveert_meteen:
        verplaats(aanvraag, Staat.VRIJ, Staat.GERESERVEERD, door, "goedgekeurd", "B-11")
    berichten.meld_besluit(aanvraag, dag)
    return aanvraag


def _eis_gezien(aanvraag: Aanvraag, gezien: Decimal | None) -> None:
    """Who decided on the ground of an amount decides again when that is no longer so. Holds the pot."""
    if gezien is None or aanvraag.soort in VAN_ELDERS or aanvraag.reserveert_meteen:
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

    Money that was reserved at the request becomes free (A-06).

    Raises:
        VerouderdeActie, EigenAanvraag, GeenMandaat: as `keur_goed`.
        Domeinfout: no reason is given.
    """
    aanvraag = houd_vast(aanvraag)
    if aanvraag.stand == Stand.AFGEWEZEN and aanvraag.beslisser_id == door.pk:
        return aanvraag
    dag = op or timezone.localdate()
    mandaat = _mag_besluiten(aanvraag, door, dag)
    if not reden.strip():
        raise Domeinfout("Leg uit waarom u de aanvraag afwijst.")
    geef_terug(aanvraag, Staat.GERESERVEERD, door, f"Afgewezen: {reden.strip()}")
    _besluit(aanvraag, Stand.AFGEWEZEN, door, reden.strip(), mandaat)
    berichten.meld_besluit(aanvraag, dag)
    return aanvraag


def _mag_besluiten(aanvraag: Aanvraag, door: Medewerker, dag: datetime.date) -> Mandaat:
    """Return the mandate under which this person decides on this request (B-11)."""
    eis_stand(aanvraag, Stand.AANGEVRAAGD)
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
