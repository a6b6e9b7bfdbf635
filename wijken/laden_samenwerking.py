"""Loads the working together with partners: exploratory talks, wijkcoalities and convenanten.

As in `laden`: what belongs to a coalition or a convenant is loaded together with it and not afterwards.
"""

from pathlib import Path
from typing import Any

from wijken.models import (
    Convenant,
    Convenantpartij,
    Medewerker,
    Partner,
    VerkennendGesprek,
    Wijk,
    Wijkcoalitie,
)
from wijken.samenwerking import geef_plaats
from wijkportaal.fixtures import bestand, voeg_toe, zoek


def laad_samenwerking(pad: Path) -> None:
    """Load `samenwerking.toml`. The people and partners in it are there already.

    Raises:
        Laadfout: the file is not right.
    """
    with bestand(pad) as gegevens:
        for rij in gegevens["gesprek"]:
            _laad_gesprek(rij)
        for rij in gegevens["wijkcoalitie"]:
            _laad_coalitie(rij)
        for rij in gegevens["convenant"]:
            _laad_convenant(rij)


def _laad_gesprek(rij: dict[str, Any]) -> None:
    sleutel = {
        "partner": zoek(Partner, rij.pop("partner")),
        "wijk": zoek(Wijk, rij.pop("wijk")),
        "op": rij.pop("op"),
    }
    for vereiste, bevinding in rij.pop("vereisten").items():
        rij |= {vereiste: bevinding["voldoet"], f"{vereiste}_toelichting": bevinding["toelichting"]}
    voeg_toe(VerkennendGesprek, sleutel, rij)


def _laad_coalitie(rij: dict[str, Any]) -> None:
    sleutel = {"wijk": zoek(Wijk, rij["wijk"]), "van": rij["van"]}
    coalitie, nieuw = voeg_toe(Wijkcoalitie, sleutel, {})
    if nieuw:
        for lid in rij["leden"]:
            geef_plaats(coalitie=coalitie, van=rij["van"], **_lid(lid))


def _lid(rij: dict[str, Any]) -> dict[str, Any]:
    wie: dict[str, type[Medewerker] | type[Partner]] = {"medewerker": Medewerker, "partner": Partner}
    return rij | {veld: zoek(model, rij[veld]) for veld, model in wie.items() if veld in rij}


def _laad_convenant(rij: dict[str, Any]) -> None:
    sleutel = {"onderwerp": rij["onderwerp"], "van": rij["van"]}
    convenant, nieuw = voeg_toe(Convenant, sleutel, {"tot": rij.get("tot")})
    if nieuw:
        for naam in rij["partijen"]:
            voeg_toe(Convenantpartij, {"convenant": convenant, "partner": zoek(Partner, naam)}, {})
