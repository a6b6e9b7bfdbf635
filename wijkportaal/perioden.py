"""Periods of days in PostgreSQL, for constraints that forbid overlap."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models


class Dagen(models.Func):
    """The days from a first up to and including a last day (null: without end), as a daterange."""

    function = "DATERANGE"
    output_field = DateRangeField()


def geen_overlap(
    naam: str, *, binnen: tuple[str, ...], melding: str, als: models.Q | None = None
) -> ExclusionConstraint:
    """Forbid two rows with the same values of `binnen` whose days `van` … `tot` overlap.

    `als` limits the rule to some rows; `melding` is the Dutch message for a form.
    """
    dagen = Dagen("van", "tot", RangeBoundary(inclusive_lower=True, inclusive_upper=True))
    return ExclusionConstraint(
        name=naam,
        expressions=[(dagen, RangeOperators.OVERLAPS), *((veld, RangeOperators.EQUAL) for veld in binnen)],
        condition=als,
        violation_error_message=melding,
    )
