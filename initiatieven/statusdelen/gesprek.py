"""The talk, as the resident sees it: the appointment, and the stappenplan to prepare it (I-10, I-20)."""

from typing import Any

from django.utils import timezone

from initiatieven.models import Afspraak, Fase, Initiatief, Stappenplan
from initiatieven.statusdelen.kern import Bezoek, Deel


def afspraak(bezoek: Bezoek) -> Afspraak | None:
    """The appointment that counts, as long as it is still to come."""
    if bezoek.zaak.fase != Fase.ORIENTATIE:
        return None
    laatste = bezoek.zaak.afspraken.first()
    return laatste if laatste and laatste.eindigt > timezone.now() else None


def stappenplan(bezoek: Bezoek) -> dict[str, Any] | None:
    """The plan: to fill in during the exploratory phase; afterwards that it was handed over."""
    plan: Stappenplan | None = getattr(bezoek.zaak, "stappenplan", None)
    kan = bezoek.zaak.fase == Fase.ORIENTATIE and bezoek.zaak.soort == Initiatief.Soort.INITIATIEF
    if not kan and not (plan and plan.ingeleverd_op):
        return None
    gewijzigd = plan and plan.ingeleverd_op and plan.gewijzigd_op > plan.ingeleverd_op
    return {"plan": plan, "kan": kan, "gewijzigd": gewijzigd}


AFSPRAAK = Deel("afspraak", "Uw afspraak", "initiatieven/volgen/afspraak.html", afspraak)
STAPPENPLAN = Deel("stappenplan", "Uw stappenplan", "initiatieven/volgen/stappenplan.html", stappenplan)
