"""Laying connections between cases and with partners, and merging doubles (I-22; RM 4.2, bijlage 3)."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q

from initiatieven.models import Fase, Gevolgd, Initiatief, Samenvoeging, Verbinding
from initiatieven.services import voer_overgang_uit
from initiatieven.stapnamen import VOEGT_SAMEN
from wijken.models import Medewerker, Partner
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

NIET_GEVONDEN = "We kennen geen zaak met dit kenmerk die u mag bekijken. Kijk het kenmerk na."


@dataclass(frozen=True)
class Verband:
    """A connection as seen from one of its two cases: with which other case or partner."""

    verbinding: Verbinding
    ander: Initiatief | None
    partner: Partner | None


def vind_zaak(kenmerk: str, medewerker: Medewerker) -> Initiatief:
    """Return the confirmed case with this kenmerk, when it is public or this person may read it.

    Raises:
        Domeinfout: there is none; the message is the same for one that may not be read.
    """
    zaak = Initiatief.objects.bevestigd().filter(kenmerk__iexact=kenmerk.strip()).first()
    if zaak is None or not mag_lezen(zaak, medewerker):
        raise Domeinfout(NIET_GEVONDEN)
    return zaak


def mag_lezen(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Everybody reads what is public; the rest is by the permission table."""
    return medewerker.has_perm("initiatieven.view_initiatief", zaak) or (
        Initiatief.objects.openbaar().filter(pk=zaak.pk).exists()
    )


@transaction.atomic
def verbind(
    *,
    zaak: Initiatief,
    door: Medewerker,
    soort: str,
    reden: str,
    kenmerk: str = "",
    partner: Partner | None = None,
) -> Verbinding:
    """Lay a connection with another case (`kenmerk`) or with a partner.

    Raises:
        PermissionDenied: `door` does not handle this case.
        Domeinfout: not one of the two, an unknown case, the case itself, or connected already.
    """
    if not door.has_perm("initiatieven.change_initiatief", zaak):
        raise PermissionDenied
    if bool(kenmerk.strip()) == bool(partner):
        raise Domeinfout("Vul een kenmerk in of kies een partner: één van de twee.")
    ander = vind_zaak(kenmerk, door) if kenmerk.strip() else None
    verbinding = Verbinding(
        initiatief=zaak, ander=ander, partner=partner, soort=soort, reden=reden, door=door
    )
    try:
        verbinding.full_clean()
    except ValidationError as fout:
        raise Domeinfout(" ".join(fout.messages)) from fout
    verbinding.save()
    return verbinding


@transaction.atomic
def verbreek(*, zaak: Initiatief, door: Medewerker, verbinding: Verbinding) -> None:
    """Take a connection of this case away, from whichever side it was laid.

    Raises:
        PermissionDenied: `door` does not handle this case, or it is not a connection of this case.
    """
    if not door.has_perm("initiatieven.change_initiatief", zaak):
        raise PermissionDenied
    if zaak.pk not in (verbinding.initiatief_id, verbinding.ander_id):
        raise PermissionDenied
    verbinding.delete()


@transaction.atomic
def voeg_samen(*, zaak: Initiatief, door: Medewerker, kenmerk: str, reden: str) -> Samenvoeging:
    """Close a double and point to the case in which it goes on. Neither loses its history.

    Who followed the double follows the other from now on. The submitters are told.

    Raises:
        PermissionDenied: `door` does not handle this case.
        VerouderdeActie: this case has ended in the meantime, or can no longer be merged.
        Domeinfout: the other case is unknown, the same, has ended or has not got past triage.
    """
    if not door.has_perm("initiatieven.change_initiatief", zaak):
        raise PermissionDenied
    gevonden = vind_zaak(kenmerk, door)
    if gevonden.pk == zaak.pk:
        raise Domeinfout("Dit is dezelfde zaak. Vul het kenmerk van de andere zaak in.")
    rijen = Initiatief.objects.select_for_update(no_key=True).order_by("pk").in_bulk([zaak.pk, gevonden.pk])
    rij, naar = rijen[zaak.pk], rijen[gevonden.pk]
    if rij.fase not in VOEGT_SAMEN:
        raise VerouderdeActie(f"Samenvoegen kan niet meer: de zaak is in “{rij.get_fase_display()}”.")
    if not Initiatief.objects.lopend().filter(pk=naar.pk).exists():
        raise Domeinfout("De andere zaak is al afgesloten. Voeg samen met een zaak die nog loopt.")
    samenvoeging = Samenvoeging.objects.create(initiatief=rij, naar=naar, door=door)
    _neem_volgers_mee(rij, naar)
    voer_overgang_uit(zaak=rij, naam=VOEGT_SAMEN[Fase(rij.fase)], door=door, toelichting=reden)
    return samenvoeging


def _neem_volgers_mee(zaak: Initiatief, naar: Initiatief) -> None:
    volgers = zaak.gevolgd.values_list("medewerker_id", flat=True)
    Gevolgd.objects.bulk_create(
        [Gevolgd(medewerker_id=volger, initiatief=naar) for volger in volgers], ignore_conflicts=True
    )


def verbanden(zaak: Initiatief) -> list[Verband]:
    """Return all connections of a case, from both sides, in one query."""
    return [_vanuit(zaak, rij) for rij in rijen(zaak)]


def openbare_verbanden(zaak: Initiatief) -> list[Verband]:
    """Return the connections that everybody may see: with public cases and with partners."""
    openbaar = models.Subquery(Initiatief.objects.openbaar().order_by().values("pk"))
    beide_openbaar = Q(ander__in=openbaar, initiatief__in=openbaar)
    return [_vanuit(zaak, rij) for rij in rijen(zaak).filter(Q(partner__isnull=False) | beide_openbaar)]


def rijen(zaak: Initiatief) -> models.QuerySet[Verbinding]:
    rijen = Verbinding.objects.filter(Q(initiatief=zaak) | Q(ander=zaak))
    return rijen.select_related("initiatief__wijk", "ander__wijk", "partner", "door")


def _vanuit(zaak: Initiatief, rij: Verbinding) -> Verband:
    ander = rij.initiatief if rij.ander_id == zaak.pk else rij.ander
    return Verband(rij, ander, rij.partner)
