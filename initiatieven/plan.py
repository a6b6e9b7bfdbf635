"""The worked-out plan: the residents make it on their own page, and hand it in when it is complete (I-15).

What is asked of the service is asked by the residents, who have no account: the view sees to it that only
who opened the case gets here. Once handed in the plan stays as it is, unless the vakambtenaar gives it back.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from budgetten.geld import NUL, euro
from initiatieven import berichten, boodschappen, termijnen
from initiatieven.models import Begrotingsregel, Besluit, Fase, Initiatief, Plan, Planstap
from initiatieven.toetsing import TOETSEN, genomen, houd_zaak
from wijken.models import Medewerker
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

REGELS_HOOGSTENS = 50
VUL_AAN = "Wij vragen u om uw plan aan te vullen:"
DAG_VOORBIJ = "Kies een dag die nog niet voorbij is."
Betaler = Begrotingsregel.Betaler


def plan_van(zaak: Initiatief) -> Plan:
    """Return the plan of this case; an empty one when nothing was kept yet."""
    plan = getattr(zaak, "plan", None)
    return plan if plan is not None else Plan(initiatief=zaak)


def staat_open(zaak: Initiatief) -> bool:
    """Tell whether the residents work the plan out now: after a positive principebesluit, until handed in."""
    in_uitwerking = zaak.fase == Fase.UITVOERING and genomen(zaak, Besluit.Soort.DEFINITIEF) is None
    return in_uitwerking and not zaak.is_verzoek and plan_van(zaak).ingeleverd_op is None


def is_ingeleverd(zaak: Initiatief) -> bool:
    """Tell whether the plan waits for the definitive decision."""
    wacht = zaak.fase == Fase.UITVOERING and genomen(zaak, Besluit.Soort.DEFINITIEF) is None
    return wacht and plan_van(zaak).ingeleverd_op is not None


def _houd_open_plan(zaak: Initiatief) -> Initiatief:
    """Return the case, held, with a plan that may still be changed.

    Raises:
        VerouderdeActie: it was handed in, or decided on.
    """
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if not staat_open(rij):
        raise VerouderdeActie("Uw plan is ingeleverd. U kunt het nu niet meer veranderen.")
    return rij


@transaction.atomic
def voeg_regel_toe(
    *, zaak: Initiatief, omschrijving: str, bedrag: Decimal | int | str, betaler: str
) -> Begrotingsregel:
    """Add a line to the budget: what for, how many euros, and who pays.

    Raises:
        VerouderdeActie: the plan was handed in.
        OngeldigBedrag: not an amount in whole cents above zero.
        Domeinfout: there are too many lines.
    """
    rij = _houd_open_plan(zaak)
    if rij.begroting.count() >= REGELS_HOOGSTENS:
        raise Domeinfout(f"Een begroting heeft hier hooguit {REGELS_HOOGSTENS} regels. Voeg regels samen.")
    return Begrotingsregel.objects.create(
        initiatief=rij, omschrijving=omschrijving, bedrag=euro(bedrag), betaler=betaler
    )


@transaction.atomic
def verwijder_regel(*, zaak: Initiatief, regel: int) -> None:
    """Take a line out of the budget; one that is gone already is gone."""
    _houd_open_plan(zaak).begroting.filter(pk=regel).delete()


@transaction.atomic
def voeg_stap_toe(*, zaak: Initiatief, wat: str, wanneer: datetime.date) -> Planstap:
    """Add a step to the planning.

    Raises:
        VerouderdeActie: the plan was handed in.
        Domeinfout: the day has passed (what is done already needs no planning), or there are too many steps.
    """
    rij = _houd_open_plan(zaak)
    if wanneer < timezone.localdate():
        raise Domeinfout(DAG_VOORBIJ)
    if rij.planning.count() >= REGELS_HOOGSTENS:
        raise Domeinfout(f"Een planning heeft hier hooguit {REGELS_HOOGSTENS} stappen. Voeg stappen samen.")
    return Planstap.objects.create(initiatief=rij, wat=wat, wanneer=wanneer)


@transaction.atomic
def verwijder_stap(*, zaak: Initiatief, stap: int) -> None:
    """Take a step out of the planning; one that is gone already is gone."""
    _houd_open_plan(zaak).planning.filter(pk=stap).delete()


@transaction.atomic
def schrijf_onderhoud(*, zaak: Initiatief, onderhoud: str) -> Plan:
    """Keep what happens after it is made: who maintains it."""
    rij = _houd_open_plan(zaak)
    plan, _ = Plan.objects.update_or_create(initiatief=rij, defaults={"onderhoud": onderhoud.strip()})
    return plan


def ontbreekt_aan_plan(zaak: Initiatief) -> list[str]:
    """Return what the plan still lacks, in the words of the resident (I-15). Empty: it is complete."""
    return wat_ontbreekt(regels=zaak.begroting.all(), stappen=zaak.planning.all(), plan=plan_van(zaak))


def wat_ontbreekt(*, regels: Iterable[Begrotingsregel], stappen: Iterable[Planstap], plan: Plan) -> list[str]:
    """As `ontbreekt_aan_plan`, of what was fetched already."""
    eisen: tuple[tuple[bool, str], ...] = (
        (any(True for _ in regels), "een begroting: wat kost het, en wie betaalt wat"),
        (any(True for _ in stappen), "een planning: wat doet u wanneer"),
        (bool(plan.onderhoud), "hoe het daarna gaat: wie zorgt voor het onderhoud"),
    )
    return [wat for is_er, wat in eisen if not is_er]


@transaction.atomic
def lever_in(*, zaak: Initiatief) -> Plan:
    """Hand in the complete plan and tell the vakambtenaar that the definitive decision waits (I-15).

    Raises:
        VerouderdeActie: it was handed in before.
        Domeinfout: something is still missing; the message says what.
    """
    rij = _houd_open_plan(zaak)
    if ontbreekt := ontbreekt_aan_plan(rij):
        raise Domeinfout(f"Uw plan is nog niet compleet. Er ontbreekt nog: {'; '.join(ontbreekt)}.")
    plan = plan_van(rij)
    plan.ingeleverd_op = timezone.now()
    plan.save(update_fields=["ingeleverd_op"])
    termijnen.leg_vast(rij)
    berichten.meld_plan_ingeleverd(rij)
    return plan


@transaction.atomic
def geef_plan_terug(*, zaak: Initiatief, door: Medewerker, reden: str) -> Plan:
    """Ask the residents to add something: the plan is theirs again, and they read why, also later (I-20).

    Raises:
        PermissionDenied: `door` may not decide on this case.
        VerouderdeActie: there is no plan that waits for a decision.
        Domeinfout: no reason is given.
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.UITVOERING)
    if not is_ingeleverd(rij):
        raise VerouderdeActie("Er wacht geen plan op een besluit.")
    if not reden.strip():
        raise Domeinfout("Schrijf op wat de indieners moeten aanvullen.")
    plan = plan_van(rij)
    plan.ingeleverd_op = None
    plan.save(update_fields=["ingeleverd_op"])
    termijnen.leg_vast(rij)
    boodschappen.bewaar_van_gemeente(zaak=rij, door=door, tekst=f"{VUL_AAN}\n\n{reden.strip()}")
    berichten.meld_plan_terug(rij, reden.strip())
    return plan


def totaal(regels: Iterable[Begrotingsregel]) -> Decimal:
    """Return what these lines of the budget cost together, in euros."""
    return sum((regel.bedrag for regel in regels), NUL)


def per_betaler(regels: Iterable[Begrotingsregel]) -> list[tuple[str, Decimal]]:
    """Return who pays how much in all, in the order of `Betaler`; who pays nothing is left out."""
    sommen = dict.fromkeys(Betaler.values, NUL)
    for regel in regels:
        sommen[regel.betaler] += regel.bedrag
    return [(str(Betaler(soort).label), som) for soort, som in sommen.items() if som]


def gevraagd(zaak: Initiatief) -> Decimal:
    """Return how much the residents ask of the municipality, in euros."""
    return totaal_van(zaak, Betaler.GEMEENTE)


def totaal_van(zaak: Initiatief, *betalers: str) -> Decimal:
    """Return how much these pay of the plan, in euros."""
    return totaal(regel for regel in zaak.begroting.all() if regel.betaler in betalers)
