"""The exploratory phase: the appointment, the seven points, the ladder, another kind (I-10, I-11, I-12)."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from initiatieven import berichten
from initiatieven.models import (
    Afspraak,
    Fase,
    Gespreksverslag,
    Herindeling,
    Initiatief,
    Stappenplan,
    Tredekeuze,
)
from wijken.models import Medewerker
from wijkportaal.historie import bewaar
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

RECHT = "initiatieven.gesprek_voeren"
FASEN_MET_TREDE = (Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING)


def _houd(zaak: Initiatief, door: Medewerker, *fasen: Fase) -> Initiatief:
    """Lock the case for its vakambtenaar while it is in one of `fasen`, or refuse."""
    if not door.has_perm(RECHT, zaak):
        raise PermissionDenied
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if rij.fase not in fasen:
        raise VerouderdeActie(f"Dit kan niet meer: de zaak is nu in “{rij.get_fase_display()}”.")
    return rij


@transaction.atomic
def maak_afspraak(
    *,
    zaak: Initiatief,
    door: Medewerker,
    begint: datetime.datetime,
    minuten: int,
    plaats: str,
    opmerking: str = "",
) -> Afspraak:
    """Agree on when and where the talk is (I-10); another time replaces the one before. All are told.

    Raises:
        PermissionDenied, VerouderdeActie: not the own case, or not in this phase; or the very same
            appointment stands already: the button was pressed twice.
        Domeinfout: no place, or a moment that has passed.
    """
    rij = _houd(zaak, door, Fase.ORIENTATIE)
    if begint <= timezone.now():
        raise Domeinfout("Kies een moment dat nog moet komen.")
    if not plaats.strip():
        raise Domeinfout("Vul in waar het gesprek is.")
    wat = {"begint": begint, "minuten": minuten, "plaats": plaats, "opmerking": opmerking}
    vorige = rij.afspraken.first()
    if vorige and all(getattr(vorige, naam) == waarde for naam, waarde in wat.items()):
        raise VerouderdeActie("Deze afspraak staat er al.")
    afspraak = Afspraak.objects.create(initiatief=rij, door=door, **wat)
    berichten.meld_afspraak(afspraak)
    return afspraak


@transaction.atomic
def leg_gesprek_vast(
    *,
    zaak: Initiatief,
    door: Medewerker,
    gesproken_op: datetime.date,
    punten: Mapping[str, str],
    steun: Sequence[str],
    aanwezig: str = "",
) -> Gespreksverslag:
    """Record what became clear of the seven points, and which support is needed (I-10).

    Recorded again is a new row, and the latest counts: nothing that was written is lost.

    Raises:
        PermissionDenied, VerouderdeActie: not the own case, or not in this phase.
        Domeinfout: a talk in the future, or no support together with some.
    """
    rij = _houd(zaak, door, Fase.ORIENTATIE)
    if gesproken_op > timezone.localdate():
        raise Domeinfout("Het gesprek moet al zijn geweest.")
    if Gespreksverslag.Steun.GEEN in steun and len(steun) > 1:
        raise Domeinfout("Kies “geen ondersteuning” niet samen met iets anders.")
    tekst = {naam: punten.get(naam, "") for naam in Gespreksverslag.PUNTEN}
    return Gespreksverslag.objects.create(
        initiatief=rij, door=door, gesproken_op=gesproken_op, aanwezig=aanwezig, steun=list(steun), **tekst
    )


def ladder() -> list[dict[str, str]]:
    """Return the participation ladder of today, the lowest step first: `trede` and `uitleg`."""
    return list(beleid("participatietrap"))


def tredekeuzes_van(zaak: Initiatief) -> list[Tredekeuze]:
    """Return the steps on the ladder, the one that counts first; fetched once for all who ask."""
    prefetch_related_objects([zaak], Prefetch("tredekeuzes", Tredekeuze.objects.select_related("door")))
    return list(zaak.tredekeuzes.all())


def huidige_trede(zaak: Initiatief) -> Tredekeuze | None:
    """Return the step that counts, if one was chosen."""
    return next(iter(tredekeuzes_van(zaak)), None)


def verslagen_van(zaak: Initiatief) -> list[Gespreksverslag]:
    """Return what was recorded of the talk, the latest first; fetched once for all who ask."""
    met_wie = Gespreksverslag.objects.select_related("door")
    prefetch_related_objects([zaak], Prefetch("gespreksverslagen", met_wie))
    return list(zaak.gespreksverslagen.all())


def laatste_verslag(zaak: Initiatief) -> Gespreksverslag | None:
    """Return the record of the talk that counts: the last."""
    return next(iter(verslagen_van(zaak)), None)


@transaction.atomic
def kies_trede(*, zaak: Initiatief, door: Medewerker, trede: str, reden: str = "") -> Tredekeuze:
    """Choose the step on the ladder, or go up or down (I-11). The lowest needs no reason, a higher one does.

    The same step with the same reason again changes nothing.

    Raises:
        PermissionDenied, VerouderdeActie: not the own case, or before or after the phases that have one.
        Domeinfout: not a step of the ladder, or higher than the lowest without a reason.
    """
    rij = _houd(zaak, door, *FASEN_MET_TREDE)
    hoogte = next((nummer for nummer, rij_ in enumerate(ladder()) if rij_["trede"] == trede), None)
    if hoogte is None:
        raise Domeinfout("Kies een trede van de participatieladder.")
    if hoogte > 0 and not reden.strip():
        raise Domeinfout("Schrijf op waarom een lagere trede niet genoeg is.")
    vorige = huidige_trede(rij)
    if vorige and (vorige.trede, vorige.reden) == (trede, reden):
        return vorige
    return Tredekeuze.objects.create(initiatief=rij, door=door, trede=trede, hoogte=hoogte, reden=reden)


@transaction.atomic
def deel_opnieuw_in(*, zaak: Initiatief, door: Medewerker, naar: str, reden: str) -> Herindeling:
    """Make the case of another kind, because the talk showed that it is (I-12). All are told why.

    Raises:
        PermissionDenied, VerouderdeActie: not the own case, not in this phase, or of that kind already.
        Domeinfout: no reason, or no kind of case.
    """
    rij = _houd(zaak, door, Fase.ORIENTATIE)
    if naar not in Initiatief.Soort.values:
        raise Domeinfout("Kies wat het is: een initiatief, een verzoek of een beleidswens.")
    if not reden.strip():
        raise Domeinfout("Schrijf op waarom het iets anders is.")
    if rij.soort == naar:
        raise VerouderdeActie("De zaak is al zo ingedeeld.")
    herindeling = Herindeling.objects.create(initiatief=rij, van=rij.soort, naar=naar, reden=reden, door=door)
    rij.soort = naar
    bewaar(rij, velden=["soort"], reden=f"opnieuw ingedeeld: {reden}")
    berichten.meld_herindeling(herindeling)
    return herindeling


def plan_geregeld(zaak: Initiatief) -> str | None:
    """I-10: the submitters handed over their plan on main lines, or it was said why none is needed."""
    plan: Stappenplan | None = getattr(zaak, "stappenplan", None)
    if plan and (plan.ingeleverd_op or plan.niet_nodig):
        return None
    return "De indiener levert het stappenplan in, of u schrijft op waarom dat niet nodig is."


def gesprek_vastgelegd(zaak: Initiatief) -> str | None:
    """I-10: all seven points are clear, and so is the kind of support."""
    verslag = laatste_verslag(zaak)
    if verslag is None:
        return "Leg het gesprek vast, met de zeven punten."
    if verslag.open_punten:
        return f"Nog niet duidelijk uit het gesprek: {', '.join(verslag.open_punten).lower()}."
    return None if verslag.steun else "Kies welke ondersteuning nodig is."


def trede_gekozen(zaak: Initiatief) -> str | None:
    """I-11: a step of the ladder was chosen, even if it is the lowest."""
    return None if huidige_trede(zaak) else "Kies de trede van de participatieladder."


def is_complexe_beleidswens(zaak: Initiatief) -> str | None:
    """I-18: a complexe beleidswens, and nothing else, goes to the wijkagenda straight from the talk."""
    if zaak.soort == Initiatief.Soort.BELEIDSWENS:
        return None
    return "Alleen een complexe beleidswens gaat na het gesprek meteen naar de wijkagenda."
