"""What the case page shows of a case beside its own fields: its messages and its changes."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from initiatieven.berichten import berichten_over
from initiatieven.models import Initiatief
from wijken.models import Gemeente, Medewerker
from wijkportaal.models import Beleidsparameter, Bericht
from wijkportaal.verzending import PLAATS_VAN_LINK

WIJZIGINGEN_HOOGSTENS = 200


@dataclass(frozen=True)
class Brief:
    """A message as staff read it back. `tekst` is empty when it is not for this reader."""

    bericht: Bericht
    aan: str
    tekst: str


def brieven(zaak: Initiatief, *, met_indiener: bool) -> list[Brief]:
    """Return the messages about a case, newest first, in three queries.

    An address that is not one of staff counts as the submitter's: without `met_indiener` neither it nor what
    was written to it is shown. Personal links never are.
    """
    rijen = list(berichten_over(zaak))
    namen = dict(
        Medewerker.objects.filter(email__in={rij.naar for rij in rijen}).values_list("email", "naam")
    )
    namen.setdefault(Gemeente.objects.get().email, "de gemeente (KCC)")
    namen |= dict.fromkeys(_adres_van_kerngroep(), "de Kerngroep Actief Burgerschap")
    return [_brief(rij, zaak, namen, met_indiener=met_indiener) for rij in rijen]


def _adres_van_kerngroep() -> list[str]:
    """The address of the Kerngroep, if the municipality has set one."""
    versies = Beleidsparameter.objects.filter(sleutel="kerngroep-mailadres")
    return [str(waarde) for waarde in versies.values_list("waarde", flat=True)]


def _brief(bericht: Bericht, zaak: Initiatief, namen: dict[str, str], *, met_indiener: bool) -> Brief:
    if bericht.naar in namen:
        aan, leesbaar = namen[bericht.naar], True
    elif met_indiener and bericht.naar:
        eigen = getattr(getattr(zaak, "indiener", None), "email", "") == bericht.naar
        wie = "de indiener" if eigen else "een lid van de groep of een eerder adres"
        aan, leesbaar = f"{wie} ({bericht.naar})", True
    else:
        aan, leesbaar = "de indiener", False
    tekst = bericht.tekst.replace(PLAATS_VAN_LINK, "[persoonlijke link]") if leesbaar else ""
    return Brief(bericht, aan, tekst)


@dataclass(frozen=True)
class Wijziging:
    """One saved change of the case: by whom, when, why, and which fields."""

    op: datetime.datetime
    door: str
    reden: str
    velden: list[str]


def wijzigingen(zaak: Initiatief) -> Iterator[Wijziging]:
    """Yield what was changed in a case, newest first (the last WIJZIGINGEN_HOOGSTENS), in one query."""
    rijen: list[Any] = list(
        zaak.history.select_related("history_user").order_by("-history_date", "-history_id")[
            :WIJZIGINGEN_HOOGSTENS
        ]
    )
    for rij, vorige in pairwise([*rijen, None]):
        velden = _verschil(rij, vorige) if vorige else ["aangemaakt"]
        door = str(rij.history_user or "het portaal")
        yield Wijziging(rij.history_date, door, rij.history_change_reason or "", velden)


def _verschil(rij: Any, vorige: Any) -> list[str]:
    """Name the fields that differ, in the words of the screen."""
    velden = Initiatief._meta.concrete_fields
    return [
        str(veld.verbose_name)
        for veld in velden
        if getattr(rij, veld.attname) != getattr(vorige, veld.attname)
    ]
