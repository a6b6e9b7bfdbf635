"""Evaluating an agenda: in between as often as is wanted, and once at the end (A-10; RM 3.1)."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Evaluatie, Fase, Wijkagenda
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Medewerker
from wijken.rechtentabel import eis, rol_waarmee
from wijkportaal.uitzonderingen import Domeinfout

RECHT = "wijkagenda.add_evaluatie"


def evaluaties(agenda: Wijkagenda) -> QuerySet[Evaluatie]:
    """Return the evaluations of an agenda, the newest first. Each is public from when it was recorded.

    For everybody are `get_soort_display`, `gehouden_op`, `ging_goed`, `geleerd` and `bewoners`; who wrote it
    down (`door`) is for staff.
    """
    return agenda.evaluaties.all()


def is_geevalueerd(agenda: Wijkagenda) -> str | None:
    """A-10: an agenda is closed after its last evaluation."""
    if agenda.evaluaties.filter(soort=Evaluatie.Soort.EIND).exists():
        return None
    return "Leg eerst de eindevaluatie vast."


def mogelijke_soorten(agenda: Wijkagenda) -> list[Evaluatie.Soort]:
    """Return the kinds of evaluation that can be recorded now; none while nothing is published."""
    if agenda.fase == Fase.AFGESLOTEN or not agenda.versies.gepubliceerd().exists():
        return []
    eind = agenda.fase == Fase.UITVOERING and is_geevalueerd(agenda) is not None
    return [Evaluatie.Soort.TUSSENTIJDS, *([Evaluatie.Soort.EIND] if eind else [])]


@transaction.atomic
def leg_evaluatie_vast(
    *,
    agenda: Wijkagenda,
    door: Medewerker,
    soort: str,
    gehouden_op: datetime.date,
    ging_goed: str,
    geleerd: str,
    bewoners: str,
) -> Evaluatie:
    """Put an evaluation on record; from then on everybody can read it (A-10).

    Raises:
        PermissionDenied: `door` does not evaluate this agenda.
        Domeinfout: this kind cannot be recorded now, a text is missing, or the day is to come.
    """
    rij = houd_agenda(agenda)
    eis(RECHT, door, Evaluatie(agenda=rij))
    teksten = {"ging_goed": ging_goed.strip(), "geleerd": geleerd.strip(), "bewoners": bewoners.strip()}
    if soort not in mogelijke_soorten(rij):
        raise Domeinfout("Deze evaluatie kan nu niet (meer) worden vastgelegd.")
    if not all(teksten.values()):
        raise Domeinfout("Vul in wat goed ging, wat er is geleerd en wat bewoners vinden.")
    if gehouden_op > timezone.localdate():
        raise Domeinfout("Deze dag is nog niet geweest. Kies de dag van de evaluatie.")
    rol = rol_waarmee(RECHT, door, Evaluatie(agenda=rij))
    with in_woorden():
        return Evaluatie.objects.create(
            agenda=rij, soort=soort, gehouden_op=gehouden_op, door=door, rol=str(rol or ""), **teksten
        )
