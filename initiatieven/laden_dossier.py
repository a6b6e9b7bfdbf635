"""What the demo's cases have on record since the toets: findings, advice, decisions, plan and account.

It is taken over as it was decided elsewhere; the database holds it against the same rules as anything else.
"""

import datetime
from typing import Any

from initiatieven import termijnen
from initiatieven.besluitbrief import maak_brief
from initiatieven.models import (
    Advies,
    Begrotingsregel,
    Besluit,
    Fase,
    Faseovergang,
    GoedVoorbeeld,
    Initiatief,
    Plan,
    Planstap,
    Toetsbevinding,
    Verantwoording,
    Voortgang,
)
from wijken.models import Medewerker, Rol

DAG = datetime.timedelta(days=1)
UITKOMSTEN = {Fase.UITVOERING: "ja", Fase.AFGEWEZEN: "nee", Fase.GEAGENDEERD: "agenda"}
OVERGENOMEN = "Overgenomen"


def laad_dossier(zaak: Initiatief, dossier: dict[str, Any]) -> None:
    """Put on record what `dossier` tells of a case whose steps are there already."""
    if not dossier:
        return
    besloten = zaak.faseovergangen.filter(van=Fase.TOETS).first()
    moment = besloten.op if besloten else zaak.fase_sinds + DAG
    _laad_toets(zaak, dossier, moment - 2 * DAG)
    if besloten:
        _laad_besluit(zaak, dossier["motivering"], besloten)
    if plan := dossier.get("plan"):
        _laad_plan(zaak, plan, moment + 14 * DAG)
        termijnen.leg_vast(zaak)


def _laad_toets(zaak: Initiatief, dossier: dict[str, Any], op: datetime.datetime) -> None:
    """The findings, by touchstone; and the advice of the wijkregisseur of today."""
    for steen, reden in dossier["toets"].items():
        uitslag = "voldoet_niet" if steen == dossier.get("voldoet_niet") else "voldoet"
        Toetsbevinding.objects.create(
            initiatief=zaak, steen=steen, uitslag=uitslag, reden=reden, door=_contact(zaak), op=op
        )
    regisseur = Rol.objects.bekleder(Rol.Soort.WIJKREGISSEUR, wijk=zaak.wijk)
    if regisseur and "advies" in dossier:
        strekking = "niet" if "voldoet_niet" in dossier else "meewerken"
        Advies.objects.create(
            initiatief=zaak,
            strekking=strekking,
            tekst=dossier["advies"],
            door=regisseur,
            rol="Wijkregisseur",
            op=op + DAG,
        )


def _laad_besluit(zaak: Initiatief, motivering: str, stap: Faseovergang) -> None:
    besluit = Besluit.objects.create(
        initiatief=zaak,
        soort=Besluit.Soort.PRINCIPE,
        uitkomst=UITKOMSTEN[Fase(stap.naar)],
        motivering=motivering,
        advies=zaak.adviezen.get(),
        door=_contact(zaak),
        rol=OVERGENOMEN,
        op=stap.op,
    )
    maak_brief(besluit)


def _laad_plan(zaak: Initiatief, plan: dict[str, Any], op: datetime.datetime) -> None:
    """The worked-out plan, handed in on `op`; and what followed on it, if anything."""
    for omschrijving, bedrag, betaler in plan["begroting"]:
        Begrotingsregel.objects.create(
            initiatief=zaak, omschrijving=omschrijving, bedrag=bedrag, betaler=betaler
        )
    for wat, dagen in plan["planning"]:
        Planstap.objects.create(initiatief=zaak, wat=wat, wanneer=(op + dagen * DAG).date())
    Plan.objects.create(initiatief=zaak, onderhoud=plan["onderhoud"], ingeleverd_op=op)
    if "besluit" not in plan:
        return
    besluit = Besluit.objects.create(
        initiatief=zaak,
        soort=Besluit.Soort.DEFINITIEF,
        uitkomst="ja",
        motivering=plan["besluit"],
        bereik=plan["bereik"],
        door=_contact(zaak),
        rol=OVERGENOMEN,
        op=op + 7 * DAG,
    )
    maak_brief(besluit)
    for tekst, dagen in plan.get("voortgang", []):
        Voortgang.objects.create(initiatief=zaak, tekst=tekst, openbaar=True, op=op + dagen * DAG)
    if verantwoording := plan.get("verantwoording"):
        _laad_verantwoording(zaak, verantwoording)


def _laad_verantwoording(zaak: Initiatief, gegevens: dict[str, Any]) -> None:
    voorbeeld = gegevens.pop("voorbeeld", "")
    Verantwoording.objects.create(
        initiatief=zaak, op=zaak.fase_sinds - 3 * DAG, voorbeeld_akkoord=bool(voorbeeld), **gegevens
    )
    if voorbeeld:
        GoedVoorbeeld.objects.create(
            initiatief=zaak, tekst=voorbeeld, door=_contact(zaak), op=zaak.fase_sinds + DAG
        )


def _contact(zaak: Initiatief) -> Medewerker:
    if zaak.vakambtenaar is None:
        raise ValueError(f"{zaak.titel}: wie heeft getoetst?")
    return zaak.vakambtenaar
