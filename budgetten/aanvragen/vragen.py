"""Asking money of a pot: what is kept with a request, and the questions it must pass (B-10 … B-15)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from budgetten import berichten
from budgetten.aanvragen.stand import eis_geen, houd_jaar, verplaats
from budgetten.besluiten import volgorde_van
from budgetten.geld import euro
from budgetten.grootboek import SleutelHergebruikt
from budgetten.models import Aanvraag, Bronuitkomst, Jaarbudget
from budgetten.models.rekening import Potsoort, Staat
from budgetten.toetsen import toets
from wijken.models import Medewerker
from wijken.rechtentabel import eis
from wijkportaal.models import Beleidsparameter
from wijkportaal.uitzonderingen import Domeinfout

PLAFONDS = {
    Aanvraag.Bereik.HELE_WIJK: "plafond-hele-wijk",
    Aanvraag.Bereik.BUURT_OF_PLEK: "plafond-buurt-of-plek",
}
# Filled in by the steps below, never by whoever asks.
VASTE_INHOUD = ("bedrag", "jaar_id", "soort", "wijk_id", "cluster_id", "partner_id", "onderwerp")
VAN_DE_DIENST = ("plafond", "volgorde", "beslisser", "besloten_op", "mandaat", "planjaar")


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

    Money of an agenda's pot is reserved at once: while it waits nobody else can ask or move it (A-06, B-06).

    The policy of the day `op` (today) counts until the end: rules do not change under way. The same
    `sleutel`, that of one form, asks once. Who has the mandate gets a message, unless the caller tells
    that person itself (`melden` is false).

    Raises:
        OngeldigBedrag: not an amount in whole cents above zero.
        PermissionDenied: this person may not ask money, or not for this wijk.
        AanvraagGeweigerd: a question of `toetsen` has no for an answer; nothing is kept.
        OnvoldoendeSaldo: somebody else took what was free in this moment.
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
    eis_geen(toets(aanvraag, op=dag))
    if aanvraag.reserveert_meteen:
        verplaats(aanvraag, Staat.VRIJ, Staat.GERESERVEERD, door, "aangevraagd", "A-06")
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
        eis_geen(toets(aanvraag, op=dag))


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
