"""Support for an initiative: by name and mail, confirmed with a button, once per address (I-21).

Support is one of the four touchstones of RM 4.3, so the vakambtenaar sees the number. Nobody sees who it
was, unless that person wanted the name to be shown.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Window
from django.utils import timezone

from initiatieven import berichten
from initiatieven.models import Fase, Initiatief, Steun
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

FASEN_MET_STEUN = (Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING, Fase.GEAGENDEERD)
NAMEN_HOOGSTENS = 100


class SteunOnbekend(Domeinfout):
    """The link is not (or no longer) of anybody's support: the visitor learns nothing else."""


@dataclass(frozen=True)
class Draagvlak:
    """How many people support an initiative, and the names of those who wanted to be shown."""

    aantal: int
    namen: tuple[str, ...]

    @property
    def zonder_naam(self) -> int:
        """How many others there are."""
        return self.aantal - len(self.namen)


def draagvlak(zaak: Initiatief) -> Draagvlak:
    """Return the confirmed support of a case, in one query; at most NAMEN_HOOGSTENS names, newest first."""
    rijen = list(
        zaak.steun.bevestigd()
        .annotate(aantal=Window(Count("*")))
        .order_by("-naam_tonen", "-bevestigd_op")
        .values_list("naam", "naam_tonen", "aantal")[:NAMEN_HOOGSTENS]
    )
    namen = tuple(naam for naam, tonen, _ in rijen if tonen)
    return Draagvlak(rijen[0][2] if rijen else 0, namen)


def kan_gesteund(zaak: Initiatief) -> bool:
    """Support can be given to what everybody can read and what has not ended."""
    return zaak.is_openbaar and zaak.fase in FASEN_MET_STEUN


@transaction.atomic
def geef_steun(*, zaak: Initiatief, naam: str, email: str, naam_tonen: bool) -> None:
    """Ask the owner of `email` to confirm the support. Nothing tells whether the address was known before.

    A name that is not confirmed yet gives way to the last one typed: the owner of the address sees it and
    decides. One address gets at most one mail a day about one case.

    Raises:
        VerouderdeActie: support cannot be given (any more).
    """
    if not kan_gesteund(zaak):
        raise VerouderdeActie("U kunt dit initiatief niet meer steunen.")
    steun = _vind_of_maak(zaak, naam, email)
    if steun.bevestigd_op is None:
        steun.naam, steun.naam_tonen, steun.gegeven_op = naam, naam_tonen, timezone.now()
        steun.save(update_fields=["naam", "naam_tonen", "gegeven_op"])
    berichten.vraag_steun_te_bevestigen(steun)


def _vind_of_maak(zaak: Initiatief, naam: str, email: str) -> Steun:
    """The database lets one row per address in; who comes second at the same moment finds the first."""
    try:
        with transaction.atomic():
            return Steun.objects.create(initiatief=zaak, naam=naam, email=email)
    except IntegrityError:
        return Steun.objects.select_for_update(no_key=True).get(initiatief=zaak, email__iexact=email)


def vind_steun(sleutel: str | UUID) -> Steun:
    """Return the support that a mailed link is about.

    Raises:
        SteunOnbekend: it was taken back or erased.
    """
    steun = Steun.objects.select_related("initiatief__wijk").filter(pk=sleutel).first()
    if steun is None:
        raise SteunOnbekend("Deze link is niet meer geldig.")
    return steun


@transaction.atomic
def bevestig_steun(*, sleutel: str | UUID) -> Steun:
    """Count the support. Confirming twice is confirming once.

    Raises:
        SteunOnbekend: see `vind_steun`.
        VerouderdeActie: the case ended or left the website in the meantime.
    """
    steun = vind_steun(sleutel)
    if not kan_gesteund(steun.initiatief):
        raise VerouderdeActie("U kunt dit initiatief niet meer steunen.")
    Steun.objects.filter(pk=steun.pk, bevestigd_op__isnull=True).update(bevestigd_op=timezone.now())
    return steun


@transaction.atomic
def trek_steun_in(*, sleutel: str | UUID) -> Initiatief:
    """Take the support back and erase it, with the mails about it; return the initiative.

    Raises:
        SteunOnbekend: see `vind_steun`.
    """
    steun = vind_steun(sleutel)
    berichten.berichten_over_steun(steun).delete()
    steun.delete()
    return steun.initiatief


def verwijder_onbevestigde_steun() -> int:
    """Remove support that nobody confirmed within the term of the policy; return how many."""
    grens = timezone.now() - datetime.timedelta(days=beleid("bevestigen-termijn-dagen"))
    return Steun.objects.onbevestigd_sinds(grens).delete()[0]
