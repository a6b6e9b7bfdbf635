"""The residents' test: preparing a poll, opening it, and telling afterwards how people were reached (A-04).

The coalitie makes a concept and may change it until it is opened; then its rules are fixed, by the database
too. Nobody closes a poll: the clock does. One that was opened by mistake can be stopped before anybody votes.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Fase, Peiling, Peilingkeuze, Wijkagenda
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Medewerker
from wijken.rechtentabel import eis
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

MAKEN, WIJZIGEN = "wijkagenda.add_peiling", "wijkagenda.change_peiling"
STOPPEN = "wijkagenda.stop_peiling"
# What a new concept proposes; the coalitie chooses.
PUNTEN, DUUR = 10, datetime.timedelta(days=21)


@dataclass(frozen=True)
class Keuze:
    """One idea as the residents will read it."""

    idee: int
    titel: str
    uitleg: str


@transaction.atomic
def maak_peiling(*, agenda: Wijkagenda, door: Medewerker) -> Peiling:
    """Begin the concept of a poll on all feasible ideas of this agenda.

    Raises:
        PermissionDenied: `door` makes no polls for this wijk.
        VerouderdeActie: the agenda is not with the residents.
        Domeinfout: there is a concept already.
    """
    rij = houd_agenda(agenda, door=door, recht=MAKEN, fasen=(Fase.BEWONERSTOETS,))
    opent = timezone.localtime().replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=1)
    with in_woorden():
        peiling = Peiling.objects.create(
            agenda=rij,
            ronde=rij.ronde,
            titel=f"Wat vindt u belangrijk voor {rij.wijk}?",
            punten=PUNTEN,
            opent=opent,
            sluit=opent + DUUR,
            gemaakt_door=door,
        )
        _zet_keuzes(peiling, [Keuze(idee.pk, idee.titel, idee.wat) for idee in rij.ideeen.haalbaar()])
    return peiling


@transaction.atomic
def wijzig_peiling(
    *, peiling: Peiling, door: Medewerker, gezien: int, keuzes: Sequence[Keuze], **velden: Any
) -> Peiling:
    """Change a concept: `velden` are titel, inleiding, punten, opent and sluit; `keuzes` in their order.

    Raises:
        PermissionDenied: `door` makes no polls for this wijk.
        VerouderdeActie: it was opened, or somebody else changed it since revisie `gezien`.
        Domeinfout: the rules do not hold together; the message says what.
    """
    rij = _houd_concept(peiling, door, gezien)
    for veld, waarde in velden.items():
        setattr(rij, veld, waarde)
    rij.revisie += 1
    try:
        rij.full_clean()
    except ValidationError as fout:
        raise Domeinfout(" ".join(fout.messages)) from fout
    with in_woorden():
        bewaar(rij, velden=[*velden, "revisie"], reden="concept gewijzigd")
        _zet_keuzes(rij, keuzes)
    return rij


@transaction.atomic
def open_peiling(*, peiling: Peiling, door: Medewerker, gezien: int) -> Peiling:
    """Fix the rules of a poll and put it on the website. Once a vote counts there is no way back.

    Raises:
        PermissionDenied: `door` makes no polls for this wijk.
        VerouderdeActie: it was opened already, or changed since revisie `gezien`.
        Domeinfout: it cannot be opened as it is; the message says why.
    """
    rij = _houd_concept(peiling, door, gezien)
    haalbaar = rij.agenda.ideeen.haalbaar()
    if vervallen := rij.keuzes.exclude(idee__in=haalbaar).first():
        raise Domeinfout(f"“{vervallen}” is niet meer haalbaar. Haal dit idee uit de peiling.")
    # A concept may have waited for another version of the agenda.
    rij.ronde = rij.agenda.ronde
    rij.geopend_door, rij.geopend_op = door, timezone.now()
    rij.opent = max(rij.opent, rij.geopend_op)
    if rij.sluit <= rij.opent:
        raise Domeinfout("De peiling is al voorbij als zij opengaat. Kies een later moment om te sluiten.")
    with in_woorden():
        bewaar(rij, velden=["ronde", "geopend_op", "geopend_door", "opent"], reden="geopend")
    rij.refresh_from_db()
    return rij


@transaction.atomic
def stop_peiling(*, peiling: Peiling, door: Medewerker, reden: str) -> Peiling:
    """Take back a poll that was opened by mistake: it was never held, and another can be opened (A-04).

    Votes that wait for the button do not count and cannot be confirmed any more.

    Raises:
        PermissionDenied: `door` is not the wijkregisseur of this wijk nor a beheerder.
        VerouderdeActie: it is no poll that runs or will run.
        Domeinfout: no reason; or a vote counts, so that it runs to its end.
    """
    houd_agenda(peiling.agenda)
    eis(STOPPEN, door, peiling)
    rij = Peiling.objects.select_for_update(no_key=True).get(pk=peiling.pk)
    if rij.is_concept or rij.is_voorbij:
        raise VerouderdeActie("Deze peiling loopt niet (meer). Er valt niets te stoppen.")
    if not reden.strip():
        raise Domeinfout("Schrijf op waarom u de peiling stopt. Dit staat op de website.")
    rij.gestopt_op, rij.gestopt_door, rij.gestopt_reden = timezone.now(), door, reden.strip()
    with in_woorden():
        bewaar(rij, velden=["gestopt_op", "gestopt_door", "gestopt_reden"], reden=reden)
    return rij


@transaction.atomic
def vertel_bereik(*, peiling: Peiling, door: Medewerker, bereikt: str) -> Peiling:
    """Record how the residents were reached: it stands beside the result (A-04).

    Raises:
        PermissionDenied: `door` makes no polls for this wijk.
        VerouderdeActie: the agenda went on, so that the result is fixed.
    """
    houd_agenda(peiling.agenda, door=door, recht=WIJZIGEN, fasen=(Fase.BEWONERSTOETS,))
    rij = Peiling.objects.select_for_update(no_key=True).get(pk=peiling.pk)
    rij.bereikt = bereikt.strip()
    bewaar(rij, velden=["bereikt"], reden="bereik beschreven")
    return rij


def _houd_concept(peiling: Peiling, door: Medewerker, gezien: int) -> Peiling:
    agenda = houd_agenda(peiling.agenda, door=door, recht=WIJZIGEN, fasen=(Fase.BEWONERSTOETS,))
    rij = Peiling.objects.select_for_update(no_key=True).get(pk=peiling.pk)
    rij.agenda = agenda
    if not rij.is_concept:
        raise VerouderdeActie("De peiling is al geopend. De regels liggen vast.")
    if rij.revisie != gezien:
        raise VerouderdeActie("Een collega heeft de peiling gewijzigd. Bekijk haar eerst opnieuw.")
    return rij


def _zet_keuzes(peiling: Peiling, keuzes: Sequence[Keuze]) -> None:
    peiling.keuzes.all().delete()
    Peilingkeuze.objects.bulk_create(
        Peilingkeuze(
            peiling=peiling, idee_id=keuze.idee, volgorde=nummer, titel=keuze.titel, uitleg=keuze.uitleg
        )
        for nummer, keuze in enumerate(keuzes, start=1)
    )
