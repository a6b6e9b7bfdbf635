"""Gives the ledger the titles of initiatives that are public already; of the others nothing (B-17)."""

from collections.abc import Collection

from django.urls import reverse

from budgetten import titels
from initiatieven.models import Initiatief

SOORT = "initiatief"


def openbare_titels(kenmerken: Collection[str]) -> dict[str, titels.Titel]:
    """Return title and page of each public initiative among these. One query."""
    zaken = Initiatief.objects.openbaar().filter(kenmerk__in=kenmerken)
    return {
        kenmerk: titels.Titel(titel, reverse("initiatieven:detail", args=[kenmerk]))
        for kenmerk, titel in zaken.values_list("kenmerk", "titel")
    }


titels.registreer(SOORT, openbare_titels)
