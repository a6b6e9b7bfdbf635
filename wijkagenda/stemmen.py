"""Voting in a poll: online by mail and button, or entered by staff from paper or a meeting (A-04).

A vote is written first and confirmed then. What counts is never changed, and counts once per address; a form
that staff typed over wrongly lapses, and another takes its place.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wijkagenda import berichten_peiling as berichten
from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Fase, Peiling, Stem, Stemmer, Stemregel
from wijkagenda.peilen import WIJZIGEN
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Buurt, Medewerker
from wijkportaal.historie import bewaar
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

# Votes of one address that wait for the button: enough to change one's mind, too few to flood a mailbox.
WACHTEND_HOOGSTENS = 5


class StemOnbekend(Domeinfout):
    """The link is not (or no longer) of a vote: the visitor learns nothing else."""


@dataclass(frozen=True)
class Regel:
    """What a participant says about the choice with this key."""

    keuze: int
    steunt: str = Stemregel.Steunt.GEEN_MENING
    punten: int = 0
    wil_helpen: bool = False

    @property
    def zegt_iets(self) -> bool:
        """There is an opinion, a point or an offer in it."""
        return self.steunt != Stemregel.Steunt.GEEN_MENING or bool(self.punten) or self.wil_helpen


@dataclass(frozen=True)
class Gever:
    """Who votes, as far as that was told."""

    naam: str = ""
    email: str = ""
    telefoon: str = ""
    buurt: Buurt | None = None


@transaction.atomic
def geef_stem(*, peiling: Peiling, regels: Sequence[Regel], gever: Gever) -> None:
    """Keep an online vote and ask the owner of the address to confirm it.

    Only the mail tells whether this address voted before. Until the button is pressed one may vote again: the
    vote of which the button is pressed counts, and the others are erased.

    Raises:
        VerouderdeActie: the poll is not open (any more).
        Domeinfout: the vote does not keep to the rules of the poll; the message says which.
    """
    if not peiling.is_open:
        raise VerouderdeActie(_niet_open(peiling))
    eerder = Stemmer.objects.filter(peiling=peiling, email__iexact=gever.email)
    if eerder.filter(telt=True).exists():
        berichten.meld_al_gestemd(peiling, gever.email)
    elif eerder.count() < WACHTEND_HOOGSTENS:
        berichten.vraag_stem_te_bevestigen(_schrijf(peiling, Stem.Kanaal.ONLINE, regels, gever))


@transaction.atomic
def voer_stem_in(
    *,
    peiling: Peiling,
    kanaal: str,
    formulier: int,
    regels: Sequence[Regel],
    gever: Gever,
    door: Medewerker,
) -> Stem:
    """Enter the vote of a form on paper, from the post or from a meeting; it counts at once.

    Possible from the opening until the agenda goes on, also after the poll closed online.

    Raises:
        PermissionDenied: `door` enters no votes for this wijk.
        VerouderdeActie: the agenda went on, so that the result is fixed.
        Domeinfout: this form was entered, this person voted, or the vote breaks a rule of the poll.
    """
    houd_agenda(peiling.agenda, door=door, recht=WIJZIGEN, fasen=(Fase.BEWONERSTOETS,))
    stem = _schrijf(peiling, kanaal, regels, gever, formulier=formulier, ingevoerd_door=door)
    _bevestig(stem)
    return stem


@transaction.atomic
def verbeter_stem(
    *, stem: Stem, kanaal: str, regels: Sequence[Regel], gever: Gever, reden: str, door: Medewerker
) -> Stem:
    """Put right what was typed over wrongly from a form, while the poll runs (A-04).

    `stem` is the vote as the page showed it. It lapses with who, when and why; the new one has its number.

    Raises:
        PermissionDenied: `door` enters no votes for this wijk.
        VerouderdeActie: the poll does not run (any more), or somebody else corrected this form first.
        Domeinfout: no reason, a vote that was given online, or what `voer_stem_in` refuses.
    """
    agenda = stem.peiling.agenda
    houd_agenda(agenda, door=door, recht=WIJZIGEN, fasen=(Fase.BEWONERSTOETS,))
    oud = Stem.objects.select_for_update(of=("self",), no_key=True).select_related("peiling").get(pk=stem.pk)
    if not oud.peiling.is_open:
        raise VerouderdeActie(_niet_open(oud.peiling))
    if oud.vervallen_op:
        raise VerouderdeActie("Dit formulier is net verbeterd. Bekijk het opnieuw.")
    if not reden.strip():
        raise Domeinfout("Schrijf op wat er fout was ingevoerd.")
    oud.vervallen_op, oud.vervallen_door, oud.vervallen_reden = timezone.now(), door, reden.strip()
    with in_woorden():
        oud.save(update_fields=["vervallen_op", "vervallen_door", "vervallen_reden"])
    nieuw = _schrijf(oud.peiling, kanaal, regels, gever, formulier=oud.formulier, ingevoerd_door=door)
    _bevestig(nieuw)
    return nieuw


def volgend_formulier(peiling: Peiling) -> int:
    """Return the number after the highest that was entered."""
    return (peiling.stemmen.aggregate(hoogste=Max("formulier"))["hoogste"] or 0) + 1


def vind_stem(sleutel: str | UUID, *, houd: bool = False) -> Stem:
    """Return the vote that a mailed link is about; `houd` it until the transaction ends.

    Raises:
        StemOnbekend: another vote of this address counts, or it was erased.
    """
    stemmen = Stem.objects.select_for_update(of=("self",), no_key=True) if houd else Stem.objects.all()
    stem = stemmen.select_related("peiling__agenda__wijk").filter(pk=sleutel).first()
    if stem is None:
        raise StemOnbekend("Deze link is niet meer geldig.")
    return stem


@transaction.atomic
def bevestig_stem(*, sleutel: str | UUID) -> Stem:
    """Let an online vote count. Confirming twice is confirming once.

    Raises:
        StemOnbekend: see `vind_stem`.
        VerouderdeActie: the poll closed in the meantime.
        Domeinfout: another vote of this address counts already.
    """
    stem = vind_stem(sleutel, houd=True)
    if stem.bevestigd_op:
        return stem
    if not stem.peiling.is_open:
        raise VerouderdeActie(_niet_open(stem.peiling))
    _bevestig(stem)
    _wis_andere(stem)
    return stem


@transaction.atomic
def wis_stem(*, sleutel: str | UUID) -> Peiling:
    """Erase a vote that is not confirmed, with the mail about it; return its poll.

    Raises:
        StemOnbekend: see `vind_stem`.
        VerouderdeActie: the vote counts already, and stays.
    """
    stem = vind_stem(sleutel, houd=True)
    if stem.bevestigd_op:
        raise VerouderdeActie("Deze stem telt al mee en blijft staan.")
    berichten.berichten_over_stem(stem).delete()
    with in_woorden():
        stem.delete()
    return stem.peiling


def _niet_open(peiling: Peiling) -> str:
    if peiling.is_gestopt:
        return "De peiling is gestopt. U kunt niet meer stemmen."
    if peiling.is_gesloten:
        return "De peiling is gesloten. U kunt niet meer stemmen."
    return "De peiling is nog niet begonnen."


def _schrijf(
    peiling: Peiling,
    kanaal: str,
    regels: Sequence[Regel],
    gever: Gever,
    *,
    formulier: int | None = None,
    ingevoerd_door: Medewerker | None = None,
) -> Stem:
    with in_woorden():
        stem = Stem.objects.create(
            peiling=peiling,
            kanaal=kanaal,
            buurt=gever.buurt,
            formulier=formulier,
            ingevoerd_door=ingevoerd_door,
        )
        Stemregel.objects.bulk_create(
            Stemregel(
                stem=stem,
                peiling=peiling,
                keuze_id=regel.keuze,
                steunt=regel.steunt,
                punten=regel.punten,
                wil_helpen=regel.wil_helpen,
            )
            for regel in regels
            if regel.zegt_iets
        )
        if gever.naam or gever.email or gever.telefoon:
            Stemmer.objects.create(
                stem=stem, peiling=peiling, naam=gever.naam, email=gever.email, telefoon=gever.telefoon
            )
    return stem


def _bevestig(stem: Stem) -> None:
    """Let it count; the database looks at the rules once more and sets the moment."""
    stem.bevestigd_op = timezone.now()
    with in_woorden():
        stem.save(update_fields=["bevestigd_op"])


def _wis_andere(stem: Stem) -> None:
    """Erase the votes of this address that still waited; one that is being confirmed now fails by itself."""
    andere = Stem.objects.onbevestigd().filter(
        peiling=stem.peiling_id, stemmer__email__iexact=stem.stemmer.email
    )
    Stem.objects.filter(
        pk__in=list(andere.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    ).delete()


def verwijder_onbevestigde_stemmen() -> int:
    """Erase votes that nobody confirmed in time, or before their poll closed; return how many."""
    nu = timezone.now()
    grens = nu - datetime.timedelta(days=beleid("bevestigen-termijn-dagen"))
    wachtend = Stem.objects.onbevestigd()
    weg = wachtend.filter(gegeven_op__lt=grens) | wachtend.filter(peiling__sluit__lte=nu)
    sleutels = list(weg.values_list("pk", flat=True))
    Stem.objects.filter(pk__in=sleutels).delete()
    return len(sleutels)


@transaction.atomic
def wis_stemmers(peiling: Peiling) -> int:
    """Erase who voted in a closed poll, with the mails; the votes and the numbers stay. Return how many."""
    berichten.berichten_over(peiling).delete()
    aantal, _ = peiling.stemmers.all().delete()
    peiling.gewist_op = timezone.now()
    bewaar(peiling, velden=["gewist_op"], reden="persoonsgegevens gewist")
    return aantal


def wis_verlopen_stemmers() -> int:
    """Erase who voted in polls that closed longer ago than the policy keeps it; return how many people."""
    grens = timezone.now() - datetime.timedelta(days=beleid("bewaartermijn-peiling-dagen"))
    return sum(wis_stemmers(peiling) for peiling in Peiling.objects.te_wissen(gesloten_voor=grens))
