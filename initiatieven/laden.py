"""Fills an empty portal with invented initiatives, so that a demo is alive at first sight.

A case is taken over as another administration would hand it over: with its phase and the record of how it
got there. No messages are sent about what happened before the portal was there.
"""

import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatieven import termijnen
from initiatieven.laden_dossier import laad_dossier
from initiatieven.models import Fase, Faseovergang, Indiener, Initiatief, Standaardantwoord
from initiatieven.services import nieuw_kenmerk
from wijken.models import Buurt, Cluster, Medewerker, Rol, Wijk
from wijkportaal.fixtures import bestand, voeg_toe

BESTAND, ANTWOORDEN = "initiatieven.toml", "antwoorden.toml"
STAPNAMEN = {Fase.TRIAGE: "bevestigen", Fase.ORIENTATIE: "toewijzen", Fase.DOORVERWEZEN: "doorverwijzen"}
OVERGENOMEN = "overgenomen"
BIJ_INDIENER = (Fase.TRIAGE, Fase.INGETROKKEN)


@transaction.atomic
def laad(folder: Path) -> None:
    """Load the texts to answer with, and the initiatives of `folder` when the portal has none."""
    _laad_antwoorden(folder / ANTWOORDEN)
    if Initiatief.objects.exists() or not (folder / BESTAND).exists():
        return
    with bestand(folder / BESTAND) as gegevens:
        for rij in sorted(gegevens["initiatief"], key=lambda rij: -rij["dagen_geleden"]):
            _laad_initiatief(rij)


def _laad_antwoorden(pad: Path) -> None:
    """Add the texts that are not there yet; what staff made of one stays."""
    if not pad.exists():
        return
    with bestand(pad) as gegevens:
        for rij in gegevens["antwoord"]:
            voeg_toe(Standaardantwoord, {"naam": rij.pop("naam")}, rij)


def _laad_initiatief(rij: dict[str, Any]) -> None:
    ingediend_op = timezone.now() - datetime.timedelta(days=rij.pop("dagen_geleden"))
    stappen, indiener, dossier = rij.pop("stappen"), rij.pop("indiener"), rij.pop("dossier", {})
    zaak = Initiatief.objects.create(
        kenmerk=nieuw_kenmerk(ingediend_op),
        ingediend_op=ingediend_op,
        **_verwijzingen(rij),
        **_stand(ingediend_op, stappen),
    )
    Indiener.objects.create(initiatief=zaak, toestemming_op=ingediend_op, **indiener)
    termijnen.leg_vast(zaak)
    _laad_stappen(zaak, stappen)
    laad_dossier(zaak, dossier)


def _verwijzingen(rij: dict[str, Any]) -> dict[str, Any]:
    """Replace the names in the file by the rows that they stand for."""
    velden = rij | {"wijk": Wijk.objects.get(slug=rij["wijk"])}
    velden["openbaar_akkoord"] = rij.get("openbaar", False)
    if "buurt" in rij:
        velden["buurt"] = Buurt.objects.get(wijk=velden["wijk"], naam=rij["buurt"])
    if "cluster" in rij:
        velden["cluster"] = Cluster.objects.get(naam=rij["cluster"])
        velden["vakambtenaar"] = Medewerker.objects.get(email=rij["vakambtenaar"])
    return velden


def _stand(ingediend_op: datetime.datetime, stappen: list[dict[str, Any]]) -> dict[str, Any]:
    if not stappen:
        return {"fase_sinds": ingediend_op}
    dagen = [ingediend_op + datetime.timedelta(days=stap["na"]) for stap in stappen]
    return {"fase": stappen[-1]["naar"], "fase_sinds": dagen[-1], "bevestigd_op": dagen[0]}


def _laad_stappen(zaak: Initiatief, stappen: list[dict[str, Any]]) -> None:
    van = Fase.IDEE
    regisseur = Rol.objects.bekleder(Rol.Soort.WIJKREGISSEUR, wijk=zaak.wijk)
    for stap in stappen:
        naar = Fase(stap["naar"])
        door = None if naar in BIJ_INDIENER else zaak.vakambtenaar or regisseur
        Faseovergang.objects.create(
            initiatief=zaak,
            naam=STAPNAMEN.get(naar, OVERGENOMEN),
            van=van,
            naar=naar,
            door=door,
            rol="Overgenomen" if door else "Indiener",
            toelichting=stap.get("toelichting", ""),
            op=zaak.ingediend_op + datetime.timedelta(days=stap["na"]),
        )
        van = naar
