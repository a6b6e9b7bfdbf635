"""What other parts of the portal may hear of a case."""

from dataclasses import dataclass

from django.dispatch import Signal

# A case came to one of its five ends: `stap` is the Faseovergang. Sent in its transaction, so that what a
# receiver does (release money, close what was open) happens with it; a Domeinfout from one stops the step.
zaak_beeindigd = Signal()


@dataclass(frozen=True)
class Overzichtsdeel:
    """What another app adds to the mail of the day: a heading, and a line for each thing."""

    kop: str
    regels: list[str]


# The mail of the day is written: `medewerker`. A receiver returns an `Overzichtsdeel`, or None.
dagoverzicht = Signal()
