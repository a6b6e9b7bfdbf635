"""Working days: terms count the days on which somebody is there to answer.

Saturdays, Sundays and the Dutch holidays are none, nor are the days on which this municipality is closed
(policy `gesloten-dagen`, as ISO dates).
"""

import datetime
from collections.abc import Collection
from functools import lru_cache

import holidays

from wijkportaal.models import Beleidsparameter

DAG = datetime.timedelta(days=1)
ZATERDAG = 5


@lru_cache(maxsize=64)
def feestdagen(jaar: int) -> frozenset[datetime.date]:
    """Return the days that the Algemene termijnenwet (artikel 3) counts as holidays: 5 May every year."""
    return frozenset(holidays.country_holidays("NL", years=jaar)) | {datetime.date(jaar, 5, 5)}


def gesloten_dagen() -> frozenset[datetime.date]:
    """Return the other days on which the municipality is closed, by the policy of today."""
    versie = Beleidsparameter.objects.filter(sleutel="gesloten-dagen").order_by("-geldig_vanaf").first()
    return frozenset(map(datetime.date.fromisoformat, versie.waarde if versie else ()))


def is_werkdag(dag: datetime.date, *, gesloten: Collection[datetime.date] = ()) -> bool:
    """Tell whether the municipality works on this day."""
    return dag.weekday() < ZATERDAG and dag not in feestdagen(dag.year) and dag not in gesloten


def werkdagen_later(
    dag: datetime.date, aantal: int, *, gesloten: Collection[datetime.date] = ()
) -> datetime.date:
    """Return the `aantal`-th working day after `dag`."""
    while aantal > 0:
        dag += DAG
        aantal -= is_werkdag(dag, gesloten=gesloten)
    return dag


def werkdagen_tussen(
    van: datetime.date, tot: datetime.date, *, gesloten: Collection[datetime.date] = ()
) -> int:
    """Return how many working days come after `van`, up to and including `tot`."""
    dagen = (tot - van).days
    return sum(is_werkdag(van + DAG * na, gesloten=gesloten) for na in range(1, dagen + 1))
