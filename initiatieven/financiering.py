"""The funding route: the sources of money in the order of the policy, one after the other (B-12, B-13, I-18).

What an earlier source said is on record before the next is asked. The wijkbudget is one of them: asking it
makes a request in the ledger, with the ceiling by reach (B-10), after a positive decision (B-14).
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from budgetten import aanvragen, besluiten
from budgetten.aanvragen import PLAFONDS, Bron, volgorde_voor
from budgetten.besluiten import Besluit as Besluitregel
from budgetten.geld import NUL, euro
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort
from initiatieven.models import Besluit, Fase, Financieringsbron, Initiatief
from initiatieven.plan import gevraagd
from initiatieven.titels import SOORT
from initiatieven.toetsing import TOETSEN, houd_zaak
from wijken.models import Medewerker
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Uitkomst = Financieringsbron.Uitkomst
NIET_POSITIEF = "Het besluit over dit plan is niet positief."


@dataclass(frozen=True)
class Halte:
    """One source on the route: its place in the policy, and what it said when it was asked."""

    code: str
    naam: str
    pot: str
    sluit_uit: bool
    bron: Financieringsbron | None


def route(zaak: Initiatief) -> list[Halte]:
    """Return every source in the order of the policy, with what is on record (B-12)."""
    volgorde = volgorde_voor(Potsoort.INITIATIEVEN)
    gevraagd_aan = {bron.code: bron for bron in zaak.financieringsbronnen.select_related("door")}
    return [
        Halte(
            bron["code"],
            bron["naam"],
            bron.get("pot", ""),
            bool(bron.get("sluit_gemeente_uit")),
            gevraagd_aan.get(bron["code"]),
        )
        for bron in (volgorde.waarde if volgorde else [])
    ]


def volgende_bron(zaak: Initiatief) -> Halte | None:
    """Return the source that is next; None when that is money of the ledger, or nothing is left."""
    volgende = next((halte for halte in route(zaak) if halte.bron is None), None)
    return None if volgende is None or volgende.pot else volgende


def wijkbudget_aan_de_beurt(zaak: Initiatief) -> bool:
    """Tell whether every source before the wijkbudget spoke (B-12)."""
    volgende = next((halte for halte in route(zaak) if halte.bron is None), None)
    return volgende is not None and volgende.pot == Potsoort.INITIATIEVEN


@transaction.atomic
def leg_bron_vast(
    *,
    zaak: Initiatief,
    door: Medewerker,
    code: str,
    uitkomst: str,
    toelichting: str,
    bedrag: Decimal | int | str | None = None,
) -> Financieringsbron:
    """Record what the next source on the route said, with the reason (B-12). It stays on record.

    Raises:
        PermissionDenied: `door` does not handle this case.
        VerouderdeActie: this source is not the next one (any more).
        Domeinfout: no reason, or an amount that does not go with the outcome.
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.UITVOERING)
    halte = volgende_bron(rij)
    if halte is None or halte.code != code:
        raise VerouderdeActie("Deze geldbron is niet aan de beurt. Bekijk de route opnieuw.")
    if not toelichting.strip():
        raise Domeinfout("Leg uit wat er uit deze geldbron kwam.")
    if (uitkomst == Uitkomst.TOEGEKEND) != (bedrag is not None):
        raise Domeinfout("Vul het bedrag in als de bron geld toekent, en anders niet.")
    return Financieringsbron.objects.create(
        initiatief=rij,
        code=code,
        naam=halte.naam,
        uitkomst=uitkomst,
        bedrag=None if bedrag is None else euro(bedrag),
        toelichting=toelichting.strip(),
        door=door,
    )


def toegekend(zaak: Initiatief) -> Decimal:
    """Return what the sources outside the ledger gave together, in euros."""
    return sum((bron.bedrag or NUL for bron in zaak.financieringsbronnen.all()), NUL)


def nog_nodig(zaak: Initiatief) -> Decimal:
    """Return what is asked of the municipality and no other source gave, in euros; never below zero."""
    return max(gevraagd(zaak) - toegekend(zaak), NUL)


def plafond(bereik: str) -> Decimal:
    """Return the highest contribution of the wijkbudget for this reach, in euros (B-10)."""
    return Decimal(beleid(PLAFONDS[Aanvraag.Bereik(bereik)]))


def uitgesloten_door(zaak: Initiatief) -> str:
    """Return the source that gave money and so keeps the municipality from giving any (B-13); empty: none."""
    haltes = (halte for halte in route(zaak) if halte.sluit_uit and halte.bron)
    return next((halte.naam for halte in haltes if _gaf(halte.bron)), "")


def _gaf(bron: Financieringsbron | None) -> bool:
    return bron is not None and bron.uitkomst == Uitkomst.TOEGEKEND


@transaction.atomic
def vraag_wijkbudget(
    *,
    zaak: Initiatief,
    door: Medewerker,
    bedrag: Decimal | int | str,
    gericht_op: str,
    doel: str,
    sleutel: UUID,
) -> Aanvraag:
    """Ask the wijkbudget for initiatieven, with what every earlier source said (B-10, B-12, B-13, B-14).

    Raises:
        PermissionDenied: `door` does not handle this case.
        VerouderdeActie: the case is in another phase.
        AanvraagGeweigerd: a rule of the ledger says no; nothing is kept. Its message says what can be done.
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.UITVOERING)
    besluit = rij.besluiten.filter(soort=Besluit.Soort.DEFINITIEF, uitkomst=Besluit.Uitkomst.JA).first()
    return aanvragen.vraag_aan(
        door=door,
        bedrag=bedrag,
        bronnen=[_als_bron(bron) for bron in rij.financieringsbronnen.all()],
        sleutel=sleutel,
        jaar_id=timezone.localdate().year,
        soort=Potsoort.INITIATIEVEN,
        wijk=rij.wijk,
        onderwerp=onderwerp(rij),
        doel=doel,
        gericht_op=gericht_op,
        bereik=besluit.bereik if besluit else Aanvraag.Bereik.BUURT_OF_PLEK,
    )


def _als_bron(bron: Financieringsbron) -> Bron:
    return Bron(bron.code, bron.uitkomst, bron.toelichting, bron.bedrag)


def onderwerp(zaak: Initiatief) -> str:
    """Return the name under which the ledger knows this case."""
    return f"{SOORT}:{zaak.kenmerk}"


def aanvragen_van(zaak: Initiatief) -> list[Aanvraag]:
    """Return what was asked of the ledger for this case, oldest first."""
    return list(Aanvraag.objects.filter(onderwerp=onderwerp(zaak)).order_by("pk"))


def besluit_voor_geld(kenmerk: str) -> Besluitregel | None:
    """Answer the ledger: the definitive decision on a case (B-14). A principebesluit is not enough (I-15).

    It is ground for the pot for initiatieven of the wijk of the case, up to the ceiling of its reach (B-10).
    """
    besluit = (
        Besluit.objects.exclude(uitkomst="")
        .filter(soort=Besluit.Soort.DEFINITIEF, initiatief__kenmerk=kenmerk)
        .select_related("initiatief")
        .first()
    )
    if besluit is None or besluit.op is None:
        return None
    return Besluitregel(
        kenmerk=f"{kenmerk} definitief besluit",
        op=timezone.localdate(besluit.op),
        wijk_id=besluit.initiatief.wijk_id,
        deelbudget=Potsoort.INITIATIEVEN,
        bereik=besluit.bereik,
        bezwaar="" if besluit.uitkomst == Besluit.Uitkomst.JA else NIET_POSITIEF,
    )


besluiten.registreer(SOORT, besluit_voor_geld)
