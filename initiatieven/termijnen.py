"""By which day a case should take its next step (policy `fase-termijn-dagen`), in SQL and in words."""

import datetime

from django.db.models import Case, DateField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import ngettext

from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout

# A case whose day is this near is shown with those that are late.
BIJNA_DAGEN = 2


def termijnen() -> dict[str, int]:
    """Return the number of days of each phase; a phase without one has no last day.

    An installation that was given no policy yet has no terms: its start page has to work all the same.
    """
    try:
        return beleid("fase-termijn-dagen")
    except Domeinfout:
        return {}


def voor(dag: datetime.date) -> datetime.datetime:
    """Return the moment on which `dag` starts here: an index can be searched with it."""
    return timezone.make_aware(datetime.datetime.combine(dag, datetime.time.min))


def verstrijkt(termijn: dict[str, int], *, binnen: int = -1) -> Q:
    """Select cases whose last day is at most `binnen` days from today; without it: whose last day is past."""
    vandaag = timezone.localdate()
    laat = Q(pk__in=[])
    for fase, dagen in termijn.items():
        grens = voor(vandaag + datetime.timedelta(days=binnen + 1 - dagen))
        laat |= Q(fase=fase, fase_sinds__lt=grens)
    return laat


def laatste_dag(termijn: dict[str, int]) -> Case:
    """Return the last day of a case as an expression; null for a phase without a term."""
    per_fase = [When(fase=fase, then=_dagen_later(dagen)) for fase, dagen in termijn.items()]
    return Case(*per_fase, default=None, output_field=DateField())


def _dagen_later(dagen: int) -> ExpressionWrapper:
    return ExpressionWrapper(TruncDate(F("fase_sinds")) + Value(dagen), output_field=DateField())


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
