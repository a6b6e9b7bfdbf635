"""Maatregelen: making one, and what is still missing of the seven parts (A-05, A-07, A-11)."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Prefetch

from budgetten.geld import NUL, in_euro
from budgetten.models import Bronuitkomst
from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Bijdrage, Idee, Maatregel, Wijkagenda
from wijkagenda.models.agenda import FASEN_OM_TE_WIJZIGEN
from wijkagenda.models.maatregel import MaatregelQuerySet
from wijkagenda.onderwerpen import VOLGORDE
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Medewerker
from wijken.rechtentabel import eis
from wijkportaal.models import beleid

VERPLICHT = (
    ("omschrijving", "de omschrijving"),
    ("doel", "het doel en de achtergrond"),
    ("effect", "het beoogde effect"),
    ("trekker", "de trekker"),
    ("trekker_email", "het mailadres van de trekker"),
    ("betrokkenen", "de betrokken partijen"),
    ("kosten", "het benodigde bedrag"),
    ("jaar_van", "het eerste jaar van uitvoering"),
    ("jaar_tot", "het laatste jaar van uitvoering"),
    ("beheer", "de visie op het beheer"),
    ("indicator", "het meetbare doel"),
    ("startwaarde", "de waarde nu"),
    ("streefwaarde", "de streefwaarde"),
    ("streefdatum", "de dag waarop het doel is bereikt"),
)


@transaction.atomic
def maak_maatregel(*, agenda: Wijkagenda, door: Medewerker, **gegevens: Any) -> Maatregel:
    """Add a maatregel to an agenda that is being made, with the next number. Numbers are never used again.

    Raises:
        PermissionDenied: `door` makes no maatregelen for this wijk.
        VerouderdeActie: the agenda is fixed in this phase.
    """
    eis("wijkagenda.add_maatregel", door, Maatregel(agenda=agenda))
    rij = houd_agenda(agenda, fasen=FASEN_OM_TE_WIJZIGEN)
    ideeen = gegevens.pop("ideeen", ())
    with in_woorden():
        maatregel = Maatregel.objects.create(agenda=rij, nummer=volgend_nummer(rij), **gegevens)
        maatregel.ideeen.set(ideeen)
    return maatregel


def volgend_nummer(agenda: Wijkagenda) -> int:
    """Return the next number in this agenda; hold the agenda first."""
    return (agenda.maatregelen.aggregate(hoogste=Max("nummer"))["hoogste"] or 0) + 1


def met_delen(maatregelen: MaatregelQuerySet) -> MaatregelQuerySet:
    """Return the maatregelen with what `ontbreekt` reads, in four queries however many there are."""
    bijdragen = Bijdrage.objects.telt_mee().select_related("cluster", "partner").order_by("pk")
    return maatregelen.select_related("agenda", "thema", "deelagenda__buurt").prefetch_related(
        Prefetch("bijdragen", queryset=bijdragen, to_attr="delen"), "verkenningen", "ideeen"
    )


def bijdragen_van(maatregel: Maatregel) -> list[Bijdrage]:
    """Return the parts that count, from `met_delen` when they are there."""
    if not hasattr(maatregel, "delen"):
        maatregel.delen = list(  # type: ignore[attr-defined]  # what `met_delen` prefetches
            maatregel.bijdragen.telt_mee().select_related("cluster", "partner").order_by("pk")
        )
    delen: list[Bijdrage] = maatregel.delen  # type: ignore[attr-defined]
    return delen


def gedekt(maatregel: Maatregel) -> Decimal:
    """Return what all parts pay together, in euros."""
    return sum((deel.bedrag for deel in bijdragen_van(maatregel)), NUL)


def ontbreekt(maatregel: Maatregel) -> list[str]:
    """Return what is still missing before this maatregel can be put to who decides, in Dutch (A-05, A-07).

    Empty: it is complete.
    """
    leeg = [naam for veld, naam in VERPLICHT if getattr(maatregel, veld) in (None, "")]
    meldingen = [f"Vul in: {', '.join(leeg)}."] if leeg else []
    regels = (_beleid, _planning, _dekking, _bronnen)
    return [*meldingen, *(melding for regel in regels for melding in regel(maatregel))]


def _beleid(maatregel: Maatregel) -> Iterator[str]:
    """A-11: the first test found an idea behind it feasible, or staff recorded that it fits policy."""
    if maatregel.past_bij_beleid is False:
        yield (
            "Deze maatregel past niet bij het beleid van de gemeente of het belang van inwoners. Pas hem "
            "aan, of haal hem uit de agenda (A-11; RM 1.2, 6.2)."
        )
    elif maatregel.past_bij_beleid is None and not any(
        idee.oordeel == Idee.Oordeel.HAALBAAR for idee in maatregel.ideeen.all()
    ):
        yield (
            "Vink het idee aan waar deze maatregel uit voortkomt, of vul in of hij past bij het beleid van "
            "de gemeente (A-11; RM 1.2, 6.2)."
        )


def _planning(maatregel: Maatregel) -> Iterator[str]:
    """The years lie in the period of the agenda, and the goal is to be reached after today's value."""
    agenda = maatregel.agenda
    jaren = range(agenda.van.year, agenda.tot.year + 1)
    if any(jaar not in jaren for jaar in (maatregel.jaar_van, maatregel.jaar_tot) if jaar):
        yield f"Kies jaren binnen de periode van de agenda: {agenda.periode}."
    if maatregel.startwaarde is not None and maatregel.startwaarde == maatregel.streefwaarde:
        yield "De streefwaarde is gelijk aan de waarde nu. Kies een doel dat iets verandert."
    if maatregel.streefdatum and maatregel.streefdatum < datetime.date(agenda.van.year, 1, 1):
        yield "De dag waarop het doel is bereikt, ligt voor de periode van de agenda."


def _dekking(maatregel: Maatregel) -> Iterator[str]:
    """Somebody pays or works, and what is paid is what it costs, to the cent."""
    if not bijdragen_van(maatregel):
        yield "Vul in wie betaalt of meewerkt."
    som = gedekt(maatregel)
    if maatregel.kosten is not None and som != maatregel.kosten:
        yield f"De bijdragen zijn samen {in_euro(som)}; nodig is {in_euro(maatregel.kosten)}."


def _bronnen(maatregel: Maatregel) -> Iterator[str]:
    """A-07: the wijkbudget comes after every other source was looked into, and the clusters fall short."""
    if all(deel.bron != Bijdrage.Bron.WIJKBUDGET for deel in bijdragen_van(maatregel)):
        return
    uitkomsten = {rij.code: rij.uitkomst for rij in maatregel.verkenningen.all()}
    open_ = [bron["naam"] for bron in eerdere_bronnen() if bron["code"] not in uitkomsten]
    if open_:
        yield f"Ga deze geldbronnen eerst na, voor het wijkbudget: {', '.join(open_)} (A-07; RM 6.2)."
    if uitkomsten.get("cluster") == Bronuitkomst.Uitkomst.NIET_VAN_TOEPASSING:
        yield "Vraag eerst het cluster: het clusterbudget gaat voor het wijkbudget (A-07; RM 6.2)."


def eerdere_bronnen() -> list[dict[str, str]]:
    """Return the sources that come before the wijkbudget, in the order of the policy (A-07)."""
    return [bron for bron in beleid(VOLGORDE) if not bron.get("pot")]
