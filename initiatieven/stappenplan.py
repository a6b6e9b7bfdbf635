"""The plan on main lines: kept bit by bit by the submitters, and handed over before the talk (I-10, C-04)."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from initiatieven import berichten
from initiatieven.forms_plan import ontbreekt
from initiatieven.gesprek import RECHT
from initiatieven.models import Fase, Initiatief, Planbijlage, Stappenplan
from wijken.models import Medewerker
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

MAXIMAAL_BEWAARD = 40_000


def _open_plan(zaak: Initiatief) -> Stappenplan:
    """Lock the plan of a case that is in the exploratory phase; it is made the first time."""
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if rij.fase != Fase.ORIENTATIE:
        raise VerouderdeActie("Het stappenplan kan nu niet meer worden veranderd.")
    return Stappenplan.objects.get_or_create(initiatief=rij)[0]


@transaction.atomic
def bewaar_plan(*, zaak: Initiatief, gegevens: dict[str, str]) -> Stappenplan:
    """Keep what was typed, right or wrong, next to what was kept before.

    Raises:
        VerouderdeActie: the case is not in the exploratory phase.
    """
    plan = _open_plan(zaak)
    plan.antwoorden |= {naam: tekst[:MAXIMAAL_BEWAARD] for naam, tekst in gegevens.items()}
    plan.gewijzigd_op = timezone.now()
    plan.save(update_fields=["antwoorden", "gewijzigd_op"])
    return plan


@transaction.atomic
def voeg_planbijlage_toe(*, zaak: Initiatief, naam: str, soort: str, inhoud: bytes) -> Planbijlage:
    """Keep a checked file with the plan (see `forms.BijlageVeld`).

    Raises:
        VerouderdeActie: the case is not in the exploratory phase.
        Domeinfout: the plan already has the number of files that the policy allows.
    """
    plan = _open_plan(zaak)
    if plan.bijlagen.count() >= beleid("bijlagen-maximum"):
        raise Domeinfout("U heeft het hoogste aantal bestanden al toegevoegd. Verwijder er eerst een.")
    return Planbijlage.objects.create(
        stappenplan=plan, naam=naam, type=soort, grootte=len(inhoud), inhoud=inhoud
    )


@transaction.atomic
def verwijder_planbijlage(*, zaak: Initiatief, sleutel: UUID) -> None:
    """Take a file out of the plan. Doing so twice is doing it once.

    Raises:
        VerouderdeActie: the case is not in the exploratory phase.
    """
    _open_plan(zaak).bijlagen.filter(pk=sleutel).delete()


@transaction.atomic
def lever_plan_in(*, zaak: Initiatief) -> Stappenplan:
    """Hand the plan over to the fixed contact, who is told. It can still be changed until the talk is done.

    Handing over again what did not change tells nobody.

    Raises:
        VerouderdeActie: the case is not in the exploratory phase, or nothing changed since the last time.
        Domeinfout: some answers are needed first; the message says which.
    """
    plan = _open_plan(zaak)
    if plan.ingeleverd_op and plan.ingeleverd_op >= plan.gewijzigd_op:
        raise VerouderdeActie("U heeft dit plan al ingeleverd.")
    if meldingen := ontbreekt(plan.antwoorden):
        raise Domeinfout(" ".join(meldingen))
    plan.ingeleverd_op = timezone.now()
    plan.save(update_fields=["ingeleverd_op"])
    berichten.meld_stappenplan(plan)
    return plan


@transaction.atomic
def plan_niet_nodig(*, zaak: Initiatief, door: Medewerker, reden: str) -> Stappenplan:
    """Say why the talk can do without a plan of the submitters (I-10).

    Raises:
        PermissionDenied: `door` is not the vakambtenaar of this case.
        VerouderdeActie: the case is not in the exploratory phase.
        Domeinfout: no reason.
    """
    if not door.has_perm(RECHT, zaak):
        raise PermissionDenied
    if not reden.strip():
        raise Domeinfout("Schrijf op waarom een plan niet nodig is.")
    plan = _open_plan(zaak)
    plan.niet_nodig, plan.niet_nodig_door = reden, door
    plan.save(update_fields=["niet_nodig", "niet_nodig_door"])
    return plan
