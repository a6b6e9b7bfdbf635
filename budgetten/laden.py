"""Loads the yearly budgets of a municipality and their divisions from `budgetten.toml`."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from budgetten import jaareinde, laden_aanvragen, verdelen, verplaatsen
from budgetten.models import Jaarbudget, Overheveling, Rekening
from budgetten.models.rekening import Staat
from budgetten.rekeningen import rekening
from wijken.models import Medewerker, Wijk
from wijkportaal.fixtures import bestand, voeg_toe


@transaction.atomic
def laad(folder: Path) -> None:
    """Load `budgetten.toml`: what each year has, how it was divided, and proposed transfers (B-01, B-04).

    A year that has a division or a transfer already is left as it is. Safe to run again. The demo gets
    requests too, and has its first years closed (B-09).

    Raises:
        Laadfout: the file is not right; nothing of it is loaded.
    """
    pad = folder / "budgetten.toml"
    with bestand(pad) as gegevens:
        for rij in gegevens["jaarbudget"]:
            voeg_toe(Jaarbudget, {"jaar": rij.pop("jaar")}, rij)
        for rij in gegevens["verdeling"]:
            _laad_verdeling(rij)
        _laad_overhevelingen(gegevens.get("overheveling", []))
        if settings.DEMO:
            for rij in gegevens.get("sluiting", []):
                jaareinde.sluit(jaar=Jaarbudget.objects.get(pk=rij["jaar"]), door=_persoon(rij["door"]))
    if settings.DEMO:
        laden_aanvragen.laad(folder)


def _laad_verdeling(rij: dict[str, Any]) -> None:
    """Propose, adjust and decide as people would, so that the fixture keeps every rule.

    Without `vastgesteld_door` it stays a proposal.
    """
    jaar = Jaarbudget.objects.get(pk=rij["jaar"])
    if jaar.verdelingen.exists():
        return
    voorsteller = _persoon(rij["voorgesteld_door"])
    verdeling = verdelen.stel_voor(jaar=jaar, door=voorsteller)
    bedragen = {
        _wijk(regel["wijk"]): (Decimal(regel["agenda"]), Decimal(regel["initiatieven"]))
        for regel in rij["regels"]
    }
    if bedragen:
        verdelen.pas_aan(verdeling=verdeling, bedragen=bedragen, reden=rij["kenmerk"], door=voorsteller)
    if "vastgesteld_door" in rij:
        verdelen.stel_vast(
            verdeling=verdeling, door=_persoon(rij["vastgesteld_door"]), kenmerk=rij["kenmerk"]
        )


def _laad_overhevelingen(rijen: list[dict[str, Any]]) -> None:
    """Propose each transfer; somebody else decides."""
    bezet = set(Overheveling.objects.values_list("van__jaar", flat=True))
    for rij in rijen:
        if rij["jaar"] in bezet:
            continue
        verplaatsen.stel_overheveling_voor(
            van=_vrij(rij["jaar"], rij["van"]),
            naar=_vrij(rij["jaar"], rij["naar"]),
            bedrag=rij["bedrag"],
            reden=rij["reden"],
            samenspraak=rij.get("samenspraak", ""),
            samenspraak_op=rij.get("samenspraak_op"),
            door=_persoon(rij["voorgesteld_door"]),
        )


def _vrij(jaar: int, pot: dict[str, str]) -> Rekening:
    return rekening(Staat.VRIJ, jaar_id=jaar, soort=pot["soort"], wijk_id=_wijk(pot["wijk"]).pk)


def _persoon(email: str) -> Medewerker:
    persoon = Medewerker.objects.filter(email=email).first()
    if persoon is None:
        raise ValidationError(f"medewerker “{email}” bestaat niet.")
    return persoon


def _wijk(naam: str) -> Wijk:
    wijk = Wijk.objects.filter(naam=naam).first()
    if wijk is None:
        raise ValidationError(f"wijk “{naam}” bestaat niet.")
    return wijk
