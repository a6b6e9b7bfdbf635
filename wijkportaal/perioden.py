"""Periods of days in PostgreSQL, for constraints that forbid overlap."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models


class Dagen(models.Func):
    """The days from a first up to and including a last day (null: without end), as a daterange."""

    function = "DATERANGE"
    output_field = DateRangeField()


class GeenOverlap(ExclusionConstraint):
    """An exclusion that a form leaves alone while it refuses a field on which its condition rests.

    Django's own gives a FieldError then. To a migration it is Django's own.
    """

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        _, args, kwargs = super().deconstruct()
        return "django.contrib.postgres.constraints.ExclusionConstraint", args, kwargs

    def __eq__(self, ander: object) -> bool:
        return isinstance(ander, ExclusionConstraint) and self.deconstruct() == ander.deconstruct()

    __hash__ = None  # type: ignore[assignment]  # as Django's own

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = "default",
    ) -> None:
        if exclude and self.condition and self._rust_op(model, set(exclude)):
            return
        super().validate(model, instance, exclude=exclude, using=using)

    def _rust_op(self, model: type[models.Model], velden: set[str]) -> bool:
        """Tell whether the condition needs one of these fields."""
        genoemd = model._get_expr_references(self.condition)  # type: ignore[attr-defined]  # missing in stubs
        return not velden.isdisjoint(veld for veld, *_ in genoemd)


def geen_overlap(
    naam: str, *, binnen: tuple[str, ...], melding: str, als: models.Q | None = None
) -> GeenOverlap:
    """Forbid two rows with the same values of `binnen` whose days `van` … `tot` overlap.

    `als` limits the rule to some rows; `melding` is the Dutch message for a form.
    """
    dagen = Dagen("van", "tot", RangeBoundary(inclusive_lower=True, inclusive_upper=True))
    return GeenOverlap(
        name=naam,
        expressions=[(dagen, RangeOperators.OVERLAPS), *((veld, RangeOperators.EQUAL) for veld in binnen)],
        condition=als,
        violation_error_message=melding,
    )
