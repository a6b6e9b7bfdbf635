"""Walking the funding route: what a source said is recorded before the next is asked (B-12, B-13, I-18).

The wijkbudget is one of the sources: asking it makes a request in the ledger, with the ceiling by reach
(B-10), after a positive decision (B-14).
"""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from budgetten import aanvragen, besluiten
from budgetten.aanvragen import PLAFONDS, Bron
from budgetten.besluiten import Besluit as Besluitregel
from budgetten.geld import euro
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort
from initiatieven.geldroute import Halte, onderwerp, route, volgende_bron, zou_dubbel_zijn
from initiatieven.models import Besluit, Fase, Financieringsbron, Initiatief
from initiatieven.titels import SOORT
from initiatieven.toetsing import TOETSEN, houd_zaak
from wijken.models import Medewerker
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Uitkomst = Financieringsbron.Uitkomst
NIET_POSITIEF = "Het besluit over dit plan is niet positief."


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

    Of a pot of the ledger only that nothing is asked of it: what it grants is a request.

    Raises:
        PermissionDenied: `door` does not handle this case.
        VerouderdeActie: this source is not the next one (any more).
        Domeinfout: no reason, an amount that does not go with the outcome, or money that does not go together
            with what was granted before (B-13).
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.UITVOERING)
    halte = volgende_bron(rij)
    if halte is None or halte.code != code:
        raise VerouderdeActie("Deze geldbron is niet aan de beurt. Bekijk de route opnieuw.")
    if not toelichting.strip():
        raise Domeinfout("Leg uit wat er uit deze geldbron kwam.")
    if (uitkomst == Uitkomst.TOEGEKEND) != (bedrag is not None):
        raise Domeinfout("Vul het bedrag in als de bron geld toekent, en anders niet.")
    if uitkomst == Uitkomst.TOEGEKEND:
        _eis_dat_het_mag(rij, halte)
    return Financieringsbron.objects.create(
        initiatief=rij,
        code=code,
        naam=halte.naam,
        uitkomst=uitkomst,
        bedrag=None if bedrag is None else euro(bedrag),
        toelichting=toelichting.strip(),
        door=door,
    )


def _eis_dat_het_mag(zaak: Initiatief, halte: Halte) -> None:
    if halte.pot:
        raise Domeinfout("Geld uit deze pot vraagt u aan: dan staat het vanzelf in deze lijst.")
    if bezwaar := zou_dubbel_zijn(zaak, halte):
        raise Domeinfout(bezwaar)


def plafond(bereik: str) -> Decimal:
    """Return the highest contribution of the wijkbudget for this reach, in euros (B-10)."""
    return Decimal(beleid(PLAFONDS[Aanvraag.Bereik(bereik)]))


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
        VerouderdeActie: the case is in another phase, or it is on record that the wijkbudget is not needed.
        AanvraagGeweigerd: a rule of the ledger says no; nothing is kept. Its message says what can be done.
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.UITVOERING)
    if any(halte.pot == Potsoort.INITIATIEVEN and halte.bron for halte in route(rij)):
        raise VerouderdeActie("Bij de geldbronnen staat al dat dit plan geen geld uit het wijkbudget vraagt.")
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


def besluit_voor_geld(kenmerk: str) -> Besluitregel | None:
    """Answer the ledger: the decision on a case that is ground for money (B-14).

    Of an initiatief that is the definitive one; a principebesluit is not enough (I-15). It is ground for the
    pot for initiatieven of the wijk of the case, up to the ceiling of its reach (B-10). Of a verzoek it is
    the last decision, and the money is that of the cluster: never a wijkpot (I-18).
    """
    genomen = Besluit.objects.exclude(uitkomst="").filter(initiatief__kenmerk=kenmerk)
    van_verzoek = Q(initiatief__soort=Initiatief.Soort.VERZOEK)
    telt = genomen.filter(van_verzoek | Q(soort=Besluit.Soort.DEFINITIEF)).select_related("initiatief")
    besluit = telt.order_by("op").last()
    if besluit is None or besluit.op is None:
        return None
    zaak = besluit.initiatief
    return Besluitregel(
        kenmerk=f"{kenmerk} {besluit.get_soort_display().lower()}",
        op=timezone.localdate(besluit.op),
        wijk_id=zaak.wijk_id,
        deelbudget=Potsoort.CLUSTER if zaak.is_verzoek else Potsoort.INITIATIEVEN,
        bereik=besluit.bereik,
        bezwaar="" if besluit.uitkomst == Besluit.Uitkomst.JA else NIET_POSITIEF,
    )


besluiten.registreer(SOORT, besluit_voor_geld)
