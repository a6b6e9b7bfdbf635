"""The first test: asking clusters and partners about ideas, and the verdict of the coalitie (A-03, A-11)."""

import datetime
from collections.abc import Collection
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from wijkagenda import berichten_ideeen, toetspost
from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Fase, Idee, Toetsvraag, Wijkagenda
from wijkagenda.toetspost import Partij
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Cluster, Medewerker, Partner
from wijken.rechtentabel import eis
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

RECHT_VRAGEN, RECHT_ANTWOORDEN = "wijkagenda.leid_agenda", "wijkagenda.toets_idee"
ANTWOORDVELDEN = (
    *("past_bij_beleid", "realiseerbaar", "betaalbaar", "reguliere_taak"),
    *("mogelijke_bijdrage", "toelichting", "beantwoord_door", "beantwoord_op"),
)
AL_BESLOTEN = "De wijkcoalitie heeft al over dit idee besloten."


@transaction.atomic
def vraag_toets(
    *,
    agenda: Wijkagenda,
    ideeen: Collection[Idee],
    partijen: Collection[Partij],
    uiterlijk: datetime.date,
    door: Medewerker,
) -> list[Toetsvraag]:
    """Ask each party about each idea, with the last day for an answer; return the questions that wait.

    A party that was asked before and did not answer gets the new day; an answer stays as it is.

    Raises:
        PermissionDenied: `door` does not lead this agenda.
        VerouderdeActie: the agenda is not in the first test, or there is a verdict on one of the ideas.
        Domeinfout: the day has passed, nobody is chosen, ideas of another agenda, or a party of which
            nobody can answer.
    """
    rij = houd_agenda(agenda, door=door, recht=RECHT_VRAGEN, fasen=(Fase.EERSTE_TOETS,))
    if uiterlijk < timezone.localdate():
        raise Domeinfout("Kies een dag die nog niet voorbij is.")
    if not partijen:
        raise Domeinfout("Kies minstens één cluster of partner.")
    if zonder := [str(partij) for partij in partijen if not toetspost.mensen_van(partij)]:
        raise Domeinfout(
            f"Niemand kan antwoorden namens: {', '.join(zonder)}. Vraag de beheerder om een rol."
        )
    open_ = _open_ideeen(rij, ideeen)
    _verleng(open_, partijen, uiterlijk, door)
    _stel_nieuwe(open_, partijen, uiterlijk, door)
    wachtend = list(_vragen(open_, partijen).filter(beantwoord_op__isnull=True))
    toetspost.stuur_overzichten(Toetsvraag.objects.filter(pk__in=[vraag.pk for vraag in wachtend]))
    return wachtend


def _open_ideeen(agenda: Wijkagenda, ideeen: Collection[Idee]) -> list[Idee]:
    """Hold the ideas, which are of this agenda and still without a verdict."""
    pks = {idee.pk for idee in ideeen}
    gevonden = list(
        Idee.objects.select_for_update(no_key=True).filter(agenda=agenda, pk__in=pks).order_by("pk")
    )
    if not pks or len(gevonden) != len(pks):
        raise Domeinfout("Kies ideeën van deze agenda.")
    if any(
        idee.oordeel != Idee.Oordeel.OPEN or idee.samengevoegd_met_id or not idee.bevestigd_op
        for idee in gevonden
    ):
        raise VerouderdeActie("Over een van deze ideeën is al besloten, of het is samengevoegd.")
    return gevonden


def _vragen(ideeen: Collection[Idee], partijen: Collection[Partij]) -> QuerySet[Toetsvraag]:
    clusters = [partij.pk for partij in partijen if isinstance(partij, Cluster)]
    partners = [partij.pk for partij in partijen if isinstance(partij, Partner)]
    van_hen = Q(cluster__in=clusters) | Q(partner__in=partners)
    return Toetsvraag.objects.filter(van_hen, idee__in=ideeen).select_related("cluster", "partner")


def _verleng(
    ideeen: Collection[Idee], partijen: Collection[Partij], uiterlijk: datetime.date, door: Medewerker
) -> None:
    """Who was asked before and did not answer gets the new day, and a mail about it."""
    eerder = _vragen(ideeen, partijen).filter(beantwoord_op__isnull=True).exclude(uiterlijk=uiterlijk)
    for vraag in eerder:
        vraag.uiterlijk, vraag.gemeld_op, vraag.herinnerd_op = uiterlijk, None, None
        bewaar(
            vraag, velden=["uiterlijk", "gemeld_op", "herinnerd_op"], reden=f"opnieuw gevraagd door {door}"
        )


def _stel_nieuwe(
    ideeen: Collection[Idee], partijen: Collection[Partij], uiterlijk: datetime.date, door: Medewerker
) -> None:
    """Ask what was not asked yet, in one go however many ideas there are."""
    al = {(vraag.idee_id, vraag.partij) for vraag in _vragen(ideeen, partijen)}
    nieuw = [
        Toetsvraag(
            idee=idee,
            cluster=partij if isinstance(partij, Cluster) else None,
            partner=partij if isinstance(partij, Partner) else None,
            uiterlijk=uiterlijk,
            gevraagd_door=door,
        )
        for idee in ideeen
        for partij in partijen
        if (idee.pk, partij) not in al
    ]
    bulk_create_with_history(nieuw, Toetsvraag, default_change_reason="gevraagd")


@transaction.atomic
def beantwoord(
    *,
    vraag: Toetsvraag,
    door: Medewerker,
    past_bij_beleid: bool,
    realiseerbaar: bool,
    betaalbaar: bool,
    reguliere_taak: bool,
    gezien: str,
    mogelijke_bijdrage: Decimal | None = None,
    toelichting: str = "",
) -> Toetsvraag:
    """Answer for the own cluster or organisation (A-03). Until there is a verdict it can be done over.

    Also after the last day: late is better than never. `mogelijke_bijdrage` is in euros. `gezien` is the
    `stand_van` that the page showed, so that two colleagues do not overwrite each other.

    Raises:
        PermissionDenied: `door` answers for another party.
        VerouderdeActie: a colleague answered in the meantime, there is a verdict, or the test is over.
        Domeinfout: a "nee" without an explanation, or a contribution that is not above zero.
    """
    houd_agenda(vraag.idee.agenda, fasen=(Fase.EERSTE_TOETS,))
    rij = Toetsvraag.objects.select_for_update(of=("self",), no_key=True).get(pk=vraag.pk)
    eis(RECHT_ANTWOORDEN, door, rij)
    if gezien != stand_van(rij):
        raise VerouderdeActie("Iemand anders gaf intussen antwoord. Bekijk het antwoord eerst.")
    if not all((past_bij_beleid, realiseerbaar, betaalbaar)) and not toelichting.strip():
        raise Domeinfout("Leg uit waarom u nee zegt.")
    if mogelijke_bijdrage is not None and mogelijke_bijdrage <= 0:
        raise Domeinfout("Een bijdrage is meer dan nul. Laat het bedrag leeg als u niets bijdraagt.")
    rij.past_bij_beleid, rij.realiseerbaar, rij.betaalbaar = past_bij_beleid, realiseerbaar, betaalbaar
    rij.reguliere_taak, rij.mogelijke_bijdrage = reguliere_taak, mogelijke_bijdrage
    rij.toelichting, rij.beantwoord_door, rij.beantwoord_op = toelichting.strip(), door, timezone.now()
    with in_woorden():
        bewaar(rij, velden=ANTWOORDVELDEN, reden="beantwoord")
    return rij


def stand_van(vraag: Toetsvraag) -> str:
    """Return what identifies the answer that a page shows."""
    return vraag.beantwoord_op.isoformat() if vraag.beantwoord_op else ""


@transaction.atomic
def geef_oordeel(
    *, agenda: Wijkagenda, ideeen: Collection[Idee], oordeel: str, door: Medewerker, reden: str = ""
) -> list[Idee]:
    """Record what the coalitie makes of ideas: haalbaar, afgevallen with the reason, or open again.

    It can be changed until the agenda goes on; only then is everybody told (see `meld`). For haalbaar every
    party that was asked has answered, or has let its last day pass.

    Raises:
        PermissionDenied: `door` does not lead this agenda.
        VerouderdeActie: the agenda is not in the first test.
        Domeinfout: no reason, a party that still has time, ideas of another agenda, or an idea that goes
            against municipal policy (A-11). Then nothing is recorded, of none of the ideas.
    """
    rij = houd_agenda(agenda, door=door, recht=RECHT_VRAGEN, fasen=(Fase.EERSTE_TOETS,))
    if oordeel == Idee.Oordeel.AFGEVALLEN and not reden.strip():
        raise Domeinfout("Leg uit waarom dit idee afvalt. Wie het idee gaf, leest dit.")
    pks = {idee.pk for idee in ideeen}
    gehouden = list(
        Idee.objects.telt_mee().select_for_update(no_key=True).filter(agenda=rij, pk__in=pks).order_by("pk")
    )
    if not pks or len(gehouden) != len(pks):
        raise Domeinfout("Kies ideeën van deze agenda die niet zijn samengevoegd.")
    for idee in gehouden:
        if oordeel == Idee.Oordeel.HAALBAAR and (bezwaar := waarom_niet_haalbaar(idee)):
            raise Domeinfout(f"“{idee}”: {bezwaar}")
        _leg_oordeel_vast(idee, oordeel, door, reden.strip())
    return gehouden


def waarom_niet_haalbaar(idee: Idee) -> str | None:
    """Return why this idea cannot be called haalbaar now, or None (A-03, A-11)."""
    vragen = Toetsvraag.objects.over(idee).select_related("cluster", "partner")
    if tegen := [vraag for vraag in vragen if vraag.past_bij_beleid is False]:
        return (
            f"{tegen[0].partij} zegt dat dit niet past bij het beleid van de gemeente. Een wijkagenda kan "
            f"daar niet tegenin gaan (A-11; RM 1.2, 6.2). De uitleg: {tegen[0].toelichting}"
        )
    vandaag = timezone.localdate()
    wacht = [vraag for vraag in vragen if not vraag.is_beantwoord and vraag.uiterlijk >= vandaag]
    if wacht:
        return (
            f"{wacht[0].partij} heeft nog tijd voor een antwoord, tot en met {wacht[0].uiterlijk:%d-%m-%Y}."
        )
    return None


def _leg_oordeel_vast(idee: Idee, oordeel: str, door: Medewerker, reden: str) -> None:
    is_open = oordeel == Idee.Oordeel.OPEN
    idee.oordeel, idee.oordeel_reden = oordeel, "" if is_open else reden
    idee.oordeel_door, idee.oordeel_op = (None, None) if is_open else (door, timezone.now())
    with in_woorden():
        bewaar(
            idee,
            velden=["oordeel", "oordeel_reden", "oordeel_door", "oordeel_op"],
            reden=reden or f"oordeel: {idee.get_oordeel_display().lower()}",
        )


def meld(*, agenda: Wijkagenda, door: Medewerker) -> None:
    """Tell who gave an idea what came of it: the first test is over (A-03). Part of the step out of it."""
    berichten_ideeen.meld_oordelen(agenda)


def wachtende_vragen(agenda: Wijkagenda) -> QuerySet[Toetsvraag]:
    """Return the questions of this agenda to which an answer can still come in time."""
    return Toetsvraag.objects.wacht().op_tijd().filter(idee__agenda=agenda)
