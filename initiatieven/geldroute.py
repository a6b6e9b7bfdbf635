"""The funding route of a case: every source in the order of the policy, and what it said (B-12, B-13).

Sources outside the ledger speak through a `Financieringsbron`, pots of the ledger through a decided request.
A pot can only be asked after the definitive yes (B-14); that nothing is asked of it is on record like the
rest.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, prefetch_related_objects

from budgetten.aanvragen import volgorde_voor
from budgetten.geld import NUL, in_euro
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort
from initiatieven.models import Begrotingsregel, Besluit, Financieringsbron, Initiatief
from initiatieven.plan import gevraagd, totaal_van
from initiatieven.titels import SOORT
from initiatieven.toetsing import genomen

Betaler = Begrotingsregel.Betaler
GELEZEN = "geld gelezen"
GAF = (Aanvraag.Stand.GOEDGEKEURD, Aanvraag.Stand.VASTGELEGD, Aanvraag.Stand.BETAALD)


@dataclass(frozen=True)
class Halte:
    """One source on the route: its place in the policy, and what it said when it was asked.

    `van_gemeente`: its money is the municipality's. `sluit_uit`: who gets money here, gets none of that.
    """

    code: str
    naam: str
    pot: str = ""
    van_gemeente: bool = False
    sluit_uit: bool = False
    bron: Financieringsbron | None = None
    aanvragen: list[Aanvraag] = field(default_factory=list)

    @property
    def gaf(self) -> Decimal:
        """What it granted, in euros."""
        toegezegd = (aanvraag.bedrag for aanvraag in self.aanvragen if aanvraag.stand in GAF)
        return sum(toegezegd, (self.bron and self.bron.bedrag) or NUL)

    @property
    def heeft_uitkomst(self) -> bool:
        """It was asked and spoke, or it is on record why it was not asked."""
        besloten = (*GAF, Aanvraag.Stand.AFGEWEZEN)
        return self.bron is not None or any(aanvraag.stand in besloten for aanvraag in self.aanvragen)

    @property
    def wacht_op_besluit(self) -> bool:
        """It was asked and has not spoken yet."""
        return any(aanvraag.stand == Aanvraag.Stand.AANGEVRAAGD for aanvraag in self.aanvragen)


def onderwerp(zaak: Initiatief) -> str:
    """Return the name under which the ledger knows this case."""
    return f"{SOORT}:{zaak.kenmerk}"


@dataclass(frozen=True)
class Gelezen:
    """What the ledger was asked for a case and the route that it walks, as they were when they were read."""

    aanvragen: list[Aanvraag]
    route: list[Halte]


def lees_vooraf(zaak: Initiatief) -> None:
    """Read the money of this case once, for a page that asks for it in many places and changes nothing.

    A service never does: it reads a row of its own, under a lock.
    """
    bronnen = Prefetch("financieringsbronnen", Financieringsbron.objects.select_related("door"))
    prefetch_related_objects([zaak], "begroting", "planning", bronnen)
    aanvragen = aanvragen_van(zaak)
    zaak.__dict__[GELEZEN] = Gelezen(aanvragen, _route(zaak, aanvragen))


def aanvragen_van(zaak: Initiatief) -> list[Aanvraag]:
    """Return what was asked of the ledger for this case, oldest first."""
    gelezen: Gelezen | None = zaak.__dict__.get(GELEZEN)
    if gelezen:
        return gelezen.aanvragen
    return list(Aanvraag.objects.filter(onderwerp=onderwerp(zaak)).order_by("pk"))


def route(zaak: Initiatief) -> list[Halte]:
    """Return every source in the order of the policy, with what is on record (B-12)."""
    gelezen: Gelezen | None = zaak.__dict__.get(GELEZEN)
    return gelezen.route if gelezen else _route(zaak, aanvragen_van(zaak))


def _route(zaak: Initiatief, aanvragen: list[Aanvraag]) -> list[Halte]:
    volgorde = volgorde_voor(Potsoort.INITIATIEVEN)
    bronnen = {bron.code: bron for bron in zaak.financieringsbronnen.all()}
    return [
        Halte(
            bron["code"],
            bron["naam"],
            bron.get("pot", ""),
            van_gemeente=bool(bron.get("van_gemeente")),
            sluit_uit=bool(bron.get("sluit_gemeente_uit")),
            bron=bronnen.get(bron["code"]),
            aanvragen=[rij for rij in aanvragen if rij.soort == bron.get("pot")],
        )
        for bron in (volgorde.waarde if volgorde else [])
    ]


def volgende_bron(zaak: Initiatief) -> Halte | None:
    """Return the source of which the outcome can be recorded now; None when there is none.

    A pot of the ledger is one only after the definitive yes, and while no request to it waits.
    """
    volgende = next((halte for halte in route(zaak) if not halte.heeft_uitkomst), None)
    if volgende is None or volgende.wacht_op_besluit:
        return None
    return None if volgende.pot and not _is_besloten(zaak) else volgende


def _is_besloten(zaak: Initiatief) -> bool:
    besluit = genomen(zaak, Besluit.Soort.DEFINITIEF)
    return besluit is not None and besluit.uitkomst == Besluit.Uitkomst.JA


def wijkbudget_aan_de_beurt(zaak: Initiatief) -> bool:
    """Tell whether every source before the wijkbudget spoke, and nobody said that it is not needed (B-12)."""
    for halte in route(zaak):
        if halte.pot == Potsoort.INITIATIEVEN:
            return halte.bron is None
        if not halte.heeft_uitkomst:
            return False
    return False


def toegekend(zaak: Initiatief) -> Decimal:
    """Return what the sources outside the ledger gave together, in euros."""
    return sum((bron.bedrag or NUL for bron in zaak.financieringsbronnen.all()), NUL)


def gevraagd_van_anderen(zaak: Initiatief) -> Decimal:
    """Return what the residents do not bring themselves, in euros: of the municipality and of others."""
    return totaal_van(zaak, Betaler.GEMEENTE, Betaler.ANDERS)


def nog_nodig(zaak: Initiatief) -> Decimal:
    """Return what is asked of the municipality and no other source gave, in euros; never below zero.

    What other sources gave pays first what the plan expects of others.
    """
    over = max(gevraagd_van_anderen(zaak) - toegekend(zaak), NUL)
    return min(gevraagd(zaak), over)


def uitgesloten_door(zaak: Initiatief) -> str:
    """Return the source that gave money and so keeps the municipality from giving any (B-13); empty: none."""
    return next((halte.naam for halte in route(zaak) if halte.sluit_uit and halte.gaf), "")


def zou_dubbel_zijn(zaak: Initiatief, halte: Halte) -> str:
    """Say why this source cannot grant money beside what was granted already (B-13); empty: it can."""
    fonds = uitgesloten_door(zaak)
    if halte.van_gemeente and fonds:
        return (
            f"Dit plan krijgt al geld van het {fonds}. Dan kan er geen geld van de gemeente bij (regel B-13)."
        )
    if halte.sluit_uit and (eerder := _van_gemeente(zaak)):
        return (
            f"Dit plan krijgt al geld van de gemeente: {eerder}. Dan kan er geen geld van het {halte.naam} "
            "bij (regel B-13). Vraag de indieners wat zij kiezen."
        )
    return ""


def _van_gemeente(zaak: Initiatief) -> str:
    return ", ".join(halte.naam for halte in route(zaak) if halte.van_gemeente and halte.gaf)


def _eerste_open(zaak: Initiatief, nodig: Decimal, *, met_potten: bool) -> Halte | None:
    """Return the first source without an outcome before the one that pays the last of `nodig` euros."""
    for halte in route(zaak):
        if nodig <= NUL or (halte.pot and not met_potten):
            return None
        if not halte.heeft_uitkomst:
            return halte
        nodig -= halte.gaf
    return None


def bronnen_nagegaan(zaak: Initiatief) -> str | None:
    """B-12: a plan that asks money is decided on when the sources before the pots of the ledger spoke."""
    nodig = gevraagd_van_anderen(zaak)
    halte = _eerste_open(zaak, nodig, met_potten=False)
    if halte is None:
        return None
    return (
        f"Het plan vraagt {in_euro(nodig)}. Leg eerst vast wat er uit deze geldbron kwam: {halte.naam} "
        "(regel B-12, paragraaf 6.3)."
    )


def route_gelopen(zaak: Initiatief) -> str | None:
    """B-12: what others than the residents paid, came of the route: every source up to the one that paid."""
    nodig = uitgegeven_door_anderen(zaak)
    halte = _eerste_open(zaak, nodig, met_potten=True)
    if halte is None:
        return None
    return (
        f"Het plan kostte {in_euro(nodig)} aan geld van anderen. Leg eerst vast wat er uit deze geldbron "
        f"kwam: {halte.naam} (regel B-12, paragraaf 6.3)."
    )


def uitgegeven_door_anderen(zaak: Initiatief) -> Decimal:
    """Return what the plan really cost others than the residents, in euros, at most what was asked."""
    verantwoording, hoogstens = getattr(zaak, "verantwoording", None), gevraagd_van_anderen(zaak)
    if verantwoording is None:
        return hoogstens
    zelf = totaal_van(zaak, Betaler.EIGEN_GELD)
    return min(max(verantwoording.kosten - zelf, NUL), hoogstens)


def niet_uitgesloten(zaak: Initiatief) -> str | None:
    """B-13: who gets money of the Roermondfonds gets none of the municipality."""
    fonds = uitgesloten_door(zaak)
    if not fonds:
        return None
    if eerder := _van_gemeente(zaak):
        return (
            f"Dit plan kreeg geld van het {fonds} en ook van de gemeente ({eerder}). Dat kan niet samen "
            "(regel B-13, paragraaf 4.3). Trek de aanvraag bij de gemeente in."
        )
    if not nog_nodig(zaak):
        return None
    return (
        f"Dit plan krijgt al geld van het {fonds}. Dan kan er geen geld van de gemeente bij (regel B-13, "
        "paragraaf 4.3). Geef het plan terug, zodat de indieners de begroting kunnen aanpassen."
    )
