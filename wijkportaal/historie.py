"""One way to keep history, so that every domain model keeps it with the same options."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class Historie(HistoricalRecords):
    """History that skips a save which touches nothing that it keeps, such as the time of signing in."""

    def post_save(self, instance: models.Model, created: bool, using: Any = None, **kwargs: Any) -> None:  # noqa: FBT001
        velden = kwargs.get("update_fields")
        if velden and set(velden) <= set(self.excluded_fields):
            return
        super().post_save(instance, created, using, **kwargs)


def historie(*, zonder: Sequence[str] = ()) -> Historie:
    """Return the history field of a domain model: who changed what, when, and for which reason.

    `zonder` names the fields that history must not keep, such as a password. The reason is unbounded
    text, because a motivation does not fit in simple-history's 100 characters.
    History shows what a row looked like; the record of decisions are rows of their own (`Faseovergang`).
    """
    return Historie(history_change_reason_field=models.TextField(null=True), excluded_fields=list(zonder))


def bewaar(rij: models.Model, *, velden: Sequence[str], reden: str) -> None:
    """Save only `velden` of an existing row, with the reason in its history."""
    rij._change_reason = reden  # type: ignore[attr-defined]  # how simple-history takes a reason
    rij.save(update_fields=velden)
