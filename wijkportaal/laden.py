"""Loads the policy numbers of a municipality from `beleid.toml`."""

from pathlib import Path

from django.db import transaction

from wijkportaal.fixtures import bestand, voeg_toe
from wijkportaal.models import Beleidsparameter


@transaction.atomic
def laad(folder: Path) -> None:
    """Load `beleid.toml`: every version of every policy parameter, each with its source.

    Raises:
        Laadfout: the file is not right; nothing of it is loaded.
    """
    with bestand(folder / "beleid.toml") as gegevens:
        for rij in gegevens["parameter"]:
            sleutel = {"sleutel": rij.pop("sleutel"), "geldig_vanaf": rij.pop("geldig_vanaf")}
            voeg_toe(Beleidsparameter, sleutel, rij)
