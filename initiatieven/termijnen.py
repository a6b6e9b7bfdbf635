"""By which day a case should take its next step, and by which day the law wants a decision.

Both days are worked out when something happens (a step, a request to the residents, its answer), from the
moments on record and the policy of that day, and kept with the case: a list can sort on them, and a change of
policy leaves running terms alone. While the residents have the ball no day is running.
"""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from initiatieven.models import Besluit, Fase, Initiatief, Vraag
from initiatieven.werkdagen import gesloten_dagen, werkdagen_later, werkdagen_tussen
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout

# A case whose day is this near is shown with those that are late.
BIJNA_DAGEN = 2
VOOR_HET_BESLUIT = (Fase.IDEE, Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS)


def leg_vast(zaak: Initiatief) -> None:
    """Work out both days of `zaak` anew and keep them. Belongs in the transaction of what happened."""
    zaak.uiterlijk, zaak.beslissen_voor = uiterlijk(zaak), beslissen_voor(zaak)
    zaak.save(update_fields=["uiterlijk", "beslissen_voor"])


def uiterlijk(zaak: Initiatief) -> datetime.date | None:
    """Return the last working day for the next step, by `_lopende_termijn`.

    None while no term runs, and while the residents have the ball. The working days on which they had it
    since the term began do not count.
    """
    werkdagen, sinds = _lopende_termijn(zaak)
    vragen = list(zaak.vragen.all()) if zaak.pk else []
    if werkdagen is None or _wacht_op_bewoners(vragen):
        return None
    gesloten = gesloten_dagen()
    begin = timezone.localdate(sinds)
    pauze = sum(werkdagen_tussen(max(van, begin), tot, gesloten=gesloten) for van, tot in _pauzes(vragen))
    return werkdagen_later(begin, werkdagen + pauze, gesloten=gesloten)


def _lopende_termijn(zaak: Initiatief) -> tuple[int | None, datetime.datetime]:
    """Return how many working days the term that runs now has, and since when it runs.

    A phase has the term of the policy `fase-termijn-werkdagen`. In uitvoering the municipality has the ball
    while it looks at the plan that was handed in, and as long as it carries out a verzoek: those terms are in
    `uitvoering-termijn-werkdagen`. A plan that was given back and comes again has its whole term: it is
    another plan.
    """
    if zaak.fase != Fase.UITVOERING:
        return _parameter("fase-termijn-werkdagen", {}).get(zaak.fase), zaak.fase_sinds
    werkdagen = _parameter("uitvoering-termijn-werkdagen", {})
    if zaak.soort == Initiatief.Soort.VERZOEK:
        return werkdagen.get("verzoek"), zaak.fase_sinds
    plan = getattr(zaak, "plan", None)
    besloten = zaak.besluiten.filter(soort=Besluit.Soort.DEFINITIEF).exclude(uitkomst="").exists()
    if plan is None or plan.ingeleverd_op is None or besloten:
        return None, zaak.fase_sinds
    return werkdagen.get("plan"), plan.ingeleverd_op


def beslissen_voor(zaak: Initiatief) -> datetime.date | None:
    """Return the last day for a decision by law (policy `wettelijke-beslistermijn-weken`, Awb 4:13).

    None once decided, and while the residents have the ball: asking what is missing suspends the term for as
    long as it takes (Awb 4:15).
    """
    weken = _parameter("wettelijke-beslistermijn-weken", None)
    vragen = list(zaak.vragen.all()) if zaak.pk else []
    if weken is None or zaak.fase not in VOOR_HET_BESLUIT or _wacht_op_bewoners(vragen):
        return None
    pauze = sum((tot - van for van, tot in _pauzes(vragen)), datetime.timedelta())
    return timezone.localdate(zaak.ingediend_op) + datetime.timedelta(weeks=weken) + pauze


def _parameter(sleutel: str, anders: Any) -> Any:
    """An installation that was given no policy yet has no terms: all the rest has to work."""
    try:
        return beleid(sleutel)
    except Domeinfout:
        return anders


def _wacht_op_bewoners(vragen: list[Vraag]) -> bool:
    return any(vraag.beantwoord_op is None for vraag in vragen)


def _pauzes(vragen: list[Vraag]) -> list[tuple[datetime.date, datetime.date]]:
    """The days from which and until which the residents had the ball; these never overlap."""
    return [
        (timezone.localdate(vraag.gesteld_op), timezone.localdate(vraag.beantwoord_op))
        for vraag in vragen
        if vraag.beantwoord_op
    ]


def verstrijkt(*, binnen: int = -1) -> Q:
    """Select cases with a last day at most `binnen` days from today; without it: one that is past."""
    grens = timezone.localdate() + datetime.timedelta(days=binnen)
    return Q(uiterlijk__lte=grens) | Q(beslissen_voor__lte=grens)


def dringendste_eerst(zaken: QuerySet[Initiatief]) -> QuerySet[Initiatief]:
    """Sort by the last day for the next step; a case whose only running day is the legal one comes last."""
    return zaken.order_by("uiterlijk", "beslissen_voor", "pk")


def is_te_laat(dag: datetime.date | None) -> bool:
    """The day has passed."""
    return dag is not None and dag < timezone.localdate()


def in_woorden(dag: datetime.date | None) -> str:
    """Say how far off a last day is: in words, so that nobody has to see a colour."""
    if dag is None:
        return "geen termijn"
    dagen = (dag - timezone.localdate()).days
    if dagen == 0:
        return "laatste dag"
    if dagen < 0:
        return ngettext("%d dag te laat", "%d dagen te laat", -dagen) % -dagen
    return ngettext("nog %d dag", "nog %d dagen", dagen) % dagen
