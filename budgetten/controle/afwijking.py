"""A difference that a check found, and how the checks ask the database."""

from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Afwijking:
    """One thing in the ledger that is not as it must be, and where."""

    controle: str
    rij: str
    melding: str

    def __str__(self) -> str:
        return f"{self.controle}: {self.rij}: {self.melding}"


def rijen(opdracht: str) -> list[tuple[Any, ...]]:
    """Return what a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(opdracht)
        return cursor.fetchall()
