"""Planning a meeting, calling it off, and recording what was said (W-08)."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from wijken.models import Medewerker, Overleg, Partner, Rol, Wijk, Wijkteamoverleg
from wijken.models.overleg import is_wethouder_wijken
from wijken.rechten import ZIT_VOOR
from wijken.rechtentabel import eis
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

PLANNEN, LEIDEN = "wijken.add_overleg", "wijken.change_overleg"
NET_GEWIJZIGD = "Iemand anders heeft dit overleg net gewijzigd. Lees wat er nu staat en probeer het opnieuw."


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is agreed about a meeting beforehand. `wijkteamoverleg` and `wijken` are never both filled in."""

    titel: str
    datum: datetime.date
    voorzitter: Medewerker
    tijd: datetime.time | None = None
    plaats: str = ""
    wijkteamoverleg: Wijkteamoverleg | None = None
    wijken: Collection[Wijk] = ()
    deelnemers: Collection[Medewerker] = ()
    partners: Collection[Partner] = ()
    agenda: str = ""

    @property
    def alle_wijken(self) -> list[Wijk]:
        """The wijken that it is about."""
        return list(self.wijkteamoverleg.wijken.all() if self.wijkteamoverleg else self.wijken)


@transaction.atomic
def plan_overleg(*, niveau: str, plan: Plan, door: Medewerker) -> Overleg:
    """Put a meeting on record, one that is to come or one that was.

    Raises:
        PermissionDenied: `door` plans no meetings, or none on this level.
        Domeinfout: the wijken do not fit the level or none is of `door`, or the chair may not chair it.
    """
    eis_plannen(door, niveau)
    overleg = Overleg(niveau=niveau)
    _toets(overleg, plan)
    _toets_wijken(plan, door)
    _bewaar(overleg, plan)
    return overleg


@transaction.atomic
def wijzig_overleg(*, overleg: Overleg, plan: Plan, versie: int, door: Medewerker) -> Overleg:
    """Change what is agreed about a meeting of which there is no report yet. Its level stays.

    Raises:
        PermissionDenied: `door` does not lead this meeting.
        VerouderdeActie: there is a report, it was called off, or somebody changed it since `versie`.
        Domeinfout: as in `plan_overleg`.
    """
    rij = _te_wijzigen(overleg, versie, door)
    _eis_gepland(rij)
    _toets(rij, plan)
    if {wijk.pk for wijk in plan.alle_wijken} != set(rij.wijken.values_list("pk", flat=True)):
        _toets_wijken(plan, door)
    _bewaar(rij, plan)
    return rij


@transaction.atomic
def zeg_af(*, overleg: Overleg, reden: str, versie: int, door: Medewerker) -> Overleg:
    """Record that a meeting does not take place, and why.

    Raises:
        PermissionDenied, VerouderdeActie: as in `wijzig_overleg`.
        Domeinfout: the reason is not said.
    """
    rij = _te_wijzigen(overleg, versie, door)
    _eis_gepland(rij)
    if not reden.strip():
        raise Domeinfout("Schrijf op waarom het overleg niet doorgaat.")
    rij.status, rij.vervallen_omdat = Overleg.Status.VERVALLEN, reden
    _bewaar_velden(rij, "status", "vervallen_omdat")
    return rij


@transaction.atomic
def leg_verslag_vast(*, overleg: Overleg, verslag: str, versie: int, door: Medewerker) -> Overleg:
    """Record what was said, once the day of the meeting has come: from then on it was held.

    A report can be recorded again when it was not right; the history keeps the earlier one.

    Raises:
        PermissionDenied: `door` does not lead this meeting.
        VerouderdeActie: it was called off, or somebody changed it since `versie`.
        Domeinfout: the meeting is still to come, nothing is said, or another than the wethouder Wijken of
            that day chaired a wijkoverstijgend overleg.
    """
    rij = _te_wijzigen(overleg, versie, door)
    if rij.status == Overleg.Status.VERVALLEN:
        raise VerouderdeActie("Dit overleg is afgezegd.")
    if rij.datum > timezone.localdate():
        raise Domeinfout(f"Dit overleg is pas op {_dag(rij.datum)}. Leg het verslag vast als het is geweest.")
    if not verslag.strip():
        raise Domeinfout("Schrijf op wat er is besproken.")
    _toets_voorzitter(rij.niveau, rij.voorzitter, rij.datum)
    rij.status, rij.verslag = Overleg.Status.GEHOUDEN, verslag
    rij.verslag_op, rij.verslag_door = timezone.now(), door
    _bewaar_velden(rij, "status", "verslag", "verslag_op", "verslag_door")
    return rij


def eis_plannen(door: Medewerker, niveau: str) -> None:
    """Go on only for who plans meetings on this level.

    Raises:
        PermissionDenied: this person does not.
    """
    if niveau not in Overleg.MET_WIJKEN:
        eis(PLANNEN, door, Wijk())  # nobody's own wijk: only who plans everywhere
    elif not door.has_perm(PLANNEN):
        raise PermissionDenied


def _te_wijzigen(overleg: Overleg, versie: int, door: Medewerker) -> Overleg:
    """Lock the meeting, as it is now."""
    eis(LEIDEN, door, overleg)
    rij = Overleg.objects.select_for_update(no_key=True).get(pk=overleg.pk)
    if rij.versie != versie:
        raise VerouderdeActie(NET_GEWIJZIGD)
    return rij


def _eis_gepland(overleg: Overleg) -> None:
    if overleg.status != Overleg.Status.GEPLAND:
        raise VerouderdeActie(f"Dit kan niet meer. De status is: {overleg.get_status_display().lower()}.")


def _toets(overleg: Overleg, plan: Plan) -> None:
    gekozen = plan.wijkteamoverleg or plan.wijken
    if overleg.over_de_gemeente and gekozen:
        raise Domeinfout("Dit overleg gaat over de hele gemeente: kies geen wijken en geen wijkteamoverleg.")
    if plan.wijkteamoverleg and plan.wijken:
        raise Domeinfout("Kies een wijkteamoverleg of wijken, niet allebei.")
    if plan.wijkteamoverleg and overleg.niveau != Overleg.Niveau.UITVOEREND:
        raise Domeinfout("Een wijkteamoverleg is op uitvoerend niveau. Kies bij dit niveau de wijken zelf.")
    if not overleg.over_de_gemeente and not plan.alle_wijken:
        raise Domeinfout("Kies over welke wijken het overleg gaat.")
    _toets_voorzitter(overleg.niveau, plan.voorzitter, plan.datum)


def _toets_voorzitter(niveau: str, voorzitter: Medewerker, datum: datetime.date) -> None:
    """A wijkoverstijgend overleg is chaired by the wethouder Wijken of that day, by nobody else (RM 2.5)."""
    if niveau == Overleg.Niveau.WIJKOVERSTIJGEND:
        if not is_wethouder_wijken(voorzitter, op=datum):
            wel = Rol.objects.op(datum).filter(soort=Rol.Soort.WETHOUDER_WIJKEN)
            namen = " of ".join(wel.values_list("medewerker__naam", flat=True)) or "nog niemand"
            raise Domeinfout(
                f"{voorzitter} is op {_dag(datum)} geen wethouder Wijken. Een wijkoverstijgend overleg wordt "
                f"voorgezeten door wie dat op die dag wel is: {namen} (regel W-08; RM 2.5)."
            )
    elif not Rol.objects.op(datum).filter(medewerker=voorzitter, soort__in=ZIT_VOOR).exists():
        raise Domeinfout(f"{voorzitter} heeft op {_dag(datum)} geen rol waarin men een overleg voorzit.")


def _toets_wijken(plan: Plan, door: Medewerker) -> None:
    if plan.alle_wijken and not any(door.has_perm(PLANNEN, wijk) for wijk in plan.alle_wijken):
        raise Domeinfout("U plant overleggen over uw eigen wijk. Kies die er ook bij.")


def _bewaar(overleg: Overleg, plan: Plan) -> None:
    """Write everything that is agreed; the wijken of a wijkteamoverleg as they are now."""
    velden = ("titel", "datum", "tijd", "plaats", "wijkteamoverleg", "voorzitter", "agenda")
    for veld in velden:
        setattr(overleg, veld, getattr(plan, veld))
    _bewaar_velden(overleg, *velden)
    overleg.wijken.set(plan.alle_wijken)
    overleg.deelnemers.set(plan.deelnemers)
    overleg.partners.set(plan.partners)


def _bewaar_velden(overleg: Overleg, *velden: str) -> None:
    nieuw = overleg.pk is None
    overleg.versie = 1 if nieuw else overleg.versie + 1
    try:
        with transaction.atomic():
            overleg.save(update_fields=None if nieuw else [*velden, "versie"])
    except IntegrityError as fout:  # a role that ended just now: the database looks once more
        raise VerouderdeActie(NET_GEWIJZIGD) from fout


def _dag(datum: datetime.date) -> str:
    return date_format(datum, "j F Y")
