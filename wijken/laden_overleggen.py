"""Loads invented meetings, by the same steps as staff take."""

import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from wijken.afspraken import leg_actiepunt_vast, leg_signaal_vast
from wijken.models import Medewerker, Overleg, Partner, Wijk, Wijkteamoverleg
from wijken.overleggen import Plan, leg_verslag_vast, plan_overleg
from wijkportaal.fixtures import bestand, zoek


def laad_overleggen(pad: Path) -> None:
    """Load `overleggen.toml`, into a portal without any meeting. People and partners are there already.

    Raises:
        Laadfout: the file is not right.
    """
    with bestand(pad) as gegevens:
        if not Overleg.objects.exists():
            for rij in gegevens["overleg"]:
                _laad_overleg(rij)


def _laad_overleg(rij: dict[str, Any]) -> None:
    voorzitter = zoek(Medewerker, rij["voorzitter"])
    plan = Plan(
        titel=rij["titel"],
        datum=timezone.localdate() + datetime.timedelta(days=rij["over_dagen"]),
        tijd=rij["tijd"],
        plaats=rij["plaats"],
        voorzitter=voorzitter,
        wijkteamoverleg=zoek(Wijkteamoverleg, rij["wijkteamoverleg"]),
        deelnemers=[zoek(Medewerker, naam) for naam in rij["deelnemers"]],
        partners=[zoek(Partner, naam) for naam in rij["partners"]],
        agenda=rij["agenda"].strip(),
    )
    overleg = plan_overleg(niveau=rij["niveau"], plan=plan, door=voorzitter)
    if "verslag" in rij:
        _laad_uitkomst(overleg, rij, voorzitter)


def _laad_uitkomst(overleg: Overleg, rij: dict[str, Any], door: Medewerker) -> None:
    leg_verslag_vast(overleg=overleg, verslag=rij["verslag"].strip(), versie=overleg.versie, door=door)
    for punt in rij["actiepunten"]:
        eigenaar = zoek(Medewerker, punt["eigenaar"])
        uiterlijk = overleg.datum + datetime.timedelta(days=punt["na_dagen"])
        leg_actiepunt_vast(
            overleg=overleg, wat=punt["wat"], eigenaar=eigenaar, uiterlijk=uiterlijk, door=door
        )
    for signaal in rij["signalen"]:
        leg_signaal_vast(overleg=overleg, door=door, **signaal | {"wijk": zoek(Wijk, signaal["wijk"])})
