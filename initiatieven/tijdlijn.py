"""The timeline of a case: the record of its steps, in plain words and without personal data."""

import datetime
from dataclasses import dataclass

from initiatieven.models import Initiatief
from initiatieven.woorden import stapzin


@dataclass(frozen=True)
class Gebeurtenis:
    """One line of the timeline."""

    op: datetime.datetime
    titel: str
    tekst: str = ""


def tijdlijn(zaak: Initiatief) -> list[Gebeurtenis]:
    """Return what happened, newest first, in one query."""
    return [
        Gebeurtenis(stap.op, stapzin(stap.naam, stap.naar), stap.toelichting)
        for stap in zaak.faseovergangen.order_by("-op", "-pk")
    ]
