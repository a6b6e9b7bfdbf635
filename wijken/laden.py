"""Loads a municipality from its folder in `fixtures/`: wijken, organisation, people and their roles.

What belongs to a row (the buurten of a wijk, the roles of a person) is loaded together with that row and
not afterwards: a buurt that staff renamed or a role that they ended does not come back. Only the
boundaries follow the file each time, because nobody changes those by hand.
"""

import datetime
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from wijken.laden_overleggen import laad_overleggen
from wijken.laden_samenwerking import laad_samenwerking
from wijken.models import (
    Buurt,
    CbsWijk,
    Cluster,
    Gemeente,
    Inwonertal,
    Mandaat,
    Medewerker,
    Partner,
    Rol,
    Wijk,
    Wijkteamoverleg,
)
from wijkportaal.fixtures import Laadfout, bestand, voeg_toe, zoek


@transaction.atomic
def laad(folder: Path) -> None:
    """Load the municipality in `folder`, all of it or nothing. Safe to run again.

    Raises:
        Laadfout: a file is not right, or this installation is another municipality's.
    """
    _laad_gemeente(folder / "gemeente.toml")
    _laad_wijken(folder / "wijken.toml")
    _laad_organisatie(folder / "organisatie.toml")
    _laad_mandaten(folder / "mandaten.toml")
    _laad_mensen(folder / "mensen.toml")
    laad_samenwerking(folder / "samenwerking.toml")
    laad_overleggen(folder / "overleggen.toml")


def _laad_gemeente(pad: Path) -> None:
    with bestand(pad) as gegevens:
        code = gegevens.pop("cbs_code")
        andere = Gemeente.objects.exclude(cbs_code=code).first()
        if andere:
            raise Laadfout(f"Deze installatie is van {andere}. Maak voor een andere gemeente een nieuwe.")
        voeg_toe(Gemeente, {"cbs_code": code}, gegevens)


def _laad_wijken(pad: Path) -> None:
    overleggen = defaultdict(list)
    with bestand(pad) as gegevens:
        grenzen = _lees_grenzen(pad.parent / gegevens["grenzen"])
        for rij in gegevens["wijk"]:
            wijk = _laad_wijk(rij, gegevens["inwoners"])
            _laad_grenzen(wijk, rij["cbs"], grenzen)
            overleggen[rij["wijkteamoverleg"]].append(wijk)
        for naam, wijken in overleggen.items():
            overleg, nieuw = voeg_toe(Wijkteamoverleg, {"naam": naam}, {})
            if nieuw:
                overleg.wijken.set(wijken)


def _laad_wijk(rij: dict[str, Any], inwoners: dict[str, Any]) -> Wijk:
    velden = {veld: rij[veld] for veld in ("nummer", "naam", "email")}
    wijk, nieuw = voeg_toe(Wijk, {"slug": rij["slug"]}, velden)
    if nieuw:
        for volgorde, naam in enumerate(rij["buurten"], start=1):
            voeg_toe(Buurt, {"wijk": wijk, "naam": naam}, {"volgorde": volgorde})
    peildatum = {"wijk": wijk, "peildatum": inwoners["peildatum"]}
    voeg_toe(Inwonertal, peildatum, {"aantal": rij["inwoners"], "bron": inwoners["bron"]})
    return wijk


def _lees_grenzen(pad: Path) -> dict[str, dict[str, Any]]:
    """Return name, boundary and source of each CBS wijk in a GeoJSON file, by code."""
    kaart = json.loads(pad.read_text("utf-8"))
    return {
        vlak["properties"]["statcode"]: {
            "naam": vlak["properties"]["statnaam"],
            "grens": vlak["geometry"],
            "bron": kaart["bron"],
        }
        for vlak in kaart["features"]
    }


def _laad_grenzen(wijk: Wijk, codes: list[str], grenzen: dict[str, dict[str, Any]]) -> None:
    for code in codes:
        CbsWijk.objects.update_or_create(code=code, defaults={"wijk": wijk, **grenzen[code]})


def _laad_organisatie(pad: Path) -> None:
    with bestand(pad) as gegevens:
        for model in (Cluster, Partner):
            for rij in gegevens[str(model._meta.model_name)]:
                voeg_toe(model, {"naam": rij.pop("naam")}, rij)


def _laad_mandaten(pad: Path) -> None:
    """Load the mandates for money that has none yet, ended or not: staff may have given it another one."""
    with bestand(pad) as gegevens:
        for rij in gegevens["mandaat"]:
            geld = {"geldsoort": rij.pop("geldsoort"), **_waarvan(rij)}
            grens = {"tot_bedrag": rij.get("tot_bedrag"), "van": gegevens["geldig_vanaf"]}
            voeg_toe(Mandaat, geld, {"bron": rij["bron"], **grens})


def _laad_mensen(pad: Path) -> None:
    with bestand(pad) as gegevens:
        for rij in gegevens["medewerker"]:
            _laad_medewerker(rij, gegevens["rollen_van"])


def _laad_medewerker(rij: dict[str, Any], van: datetime.date) -> None:
    rollen, wachtwoord = rij.pop("rollen"), _wachtwoord(demo=rij.pop("demo", False))
    medewerker, nieuw = voeg_toe(Medewerker, {"email": rij.pop("email")}, {"password": wachtwoord, **rij})
    if nieuw:
        for rol in rollen:
            voeg_toe(Rol, {"medewerker": medewerker, "soort": rol["soort"], **_waarvan(rol)}, {"van": van})


def _wachtwoord(*, demo: bool) -> str:
    """The password to store: only a demo account in the demo gets one that somebody can sign in with."""
    return make_password(getattr(settings, "DEMO_WACHTWOORD", None) if demo else None)


def _waarvan(rol: dict[str, str]) -> dict[str, Wijk | Cluster | Partner]:
    """The wijk, cluster or partner that the file names for a role."""
    modellen: dict[str, type[Wijk | Cluster | Partner]] = {
        str(model._meta.model_name): model for model in (Wijk, Cluster, Partner)
    }
    return {veld: zoek(modellen[veld], naam) for veld, naam in rol.items() if veld in modellen}


def demo_accounts() -> list[tuple[str, str]]:
    """Return the roles in words and the mail address of each account that can sign in with a password."""
    rollen = (
        Rol.objects.geldend()
        .exclude(medewerker__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .select_related("medewerker", "wijk", "cluster", "partner")
        .order_by("medewerker_id", "pk")
    )
    woorden = defaultdict(list)
    for rol in rollen:
        woorden[rol.medewerker.email].append(rol.in_woorden)
    return [(", ".join(rollen), email) for email, rollen in woorden.items()]
