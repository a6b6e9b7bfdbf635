"""Messages between residents and municipality, and the request that gives residents the ball (I-20)."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from initiatieven import berichten, termijnen
from initiatieven.models import Boodschap, Fase, Faseovergang, Initiatief, Vraag
from initiatieven.models.zaak import MET_VAKAMBTENAAR
from initiatieven.signals import zaak_beeindigd
from wijken.models import Medewerker
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Kant = Boodschap.Kant
# Once a case has gone elsewhere, nobody here reads what is written to it.
FASEN_MET_BOODSCHAPPEN = (Fase.TRIAGE, *MET_VAKAMBTENAAR)
FASEN_MET_VRAGEN = (Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING)


@transaction.atomic
def schrijf_als_bewoner(*, zaak: Initiatief, naam: str, tekst: str) -> Boodschap:
    """Keep a message of a resident and tell the fixed contact that there is one.

    Raises:
        VerouderdeActie: the case is closed here, so nobody would read it.
        Domeinfout: nothing was written.
    """
    rij = _open_zaak(zaak, tekst, FASEN_MET_BOODSCHAPPEN)
    boodschap = Boodschap.objects.create(initiatief=rij, van=Kant.BEWONER, naam=naam, tekst=tekst)
    if _is_enige_ongelezen(boodschap):
        berichten.meld_boodschap_van_bewoner(boodschap)
    return boodschap


@transaction.atomic
def beantwoord_vraag(*, zaak: Initiatief, naam: str, tekst: str) -> Boodschap:
    """Keep the answer to the open request; the municipality has the ball again.

    Raises:
        VerouderdeActie: the request was answered or taken back in the meantime.
    """
    vraag = _neem_open_vraag(zaak)
    boodschap = schrijf_als_bewoner(zaak=zaak, naam=naam, tekst=tekst)
    _sluit(vraag)
    return boodschap


@transaction.atomic
def schrijf_als_gemeente(
    *, zaak: Initiatief, door: Medewerker, tekst: str, uiterlijk: datetime.date | None = None
) -> Boodschap:
    """Keep a message of the municipality and tell the residents that there is one.

    With `uiterlijk` it is a request: until it is answered, the residents have the ball. Writing back is
    proof of having read what the residents wrote.

    Raises:
        PermissionDenied: `door` does not handle this case.
        VerouderdeActie: the case is closed.
        Domeinfout: nothing was written, the day has passed, or another request is still open.
    """
    if not door.has_perm("initiatieven.change_initiatief", zaak):
        raise PermissionDenied
    rij = _open_zaak(zaak, tekst, FASEN_MET_VRAGEN if uiterlijk else FASEN_MET_BOODSCHAPPEN)
    boodschap = bewaar_van_gemeente(zaak=rij, door=door, tekst=tekst)
    _markeer(rij, Kant.BEWONER)
    if uiterlijk:
        _stel_vraag(boodschap, uiterlijk)
        berichten.meld_vraag(boodschap, uiterlijk)
    elif _is_enige_ongelezen(boodschap):
        berichten.meld_boodschap_van_gemeente(boodschap)
    return boodschap


def bewaar_van_gemeente(*, zaak: Initiatief, door: Medewerker, tekst: str) -> Boodschap:
    """Keep what the municipality told the residents, so that both sides can read it back on their page.

    The caller asks whether `door` may, and sees to it that the residents hear of it.
    """
    return Boodschap.objects.create(
        initiatief=zaak, van=Kant.GEMEENTE, naam=str(door), door=door, tekst=tekst
    )


@transaction.atomic
def sluit_vraag(*, zaak: Initiatief, door: Medewerker) -> None:
    """Close the open request: the answer came in another way, or is no longer needed.

    Raises:
        PermissionDenied: `door` does not handle this case.
        VerouderdeActie: there is no open request (any more).
    """
    if not door.has_perm("initiatieven.change_initiatief", zaak):
        raise PermissionDenied
    _sluit(_neem_open_vraag(zaak))


def markeer_gelezen(*, zaak: Initiatief, door: Medewerker) -> None:
    """Note that the municipality read what the residents wrote; it leaves the pile of new messages.

    Raises:
        PermissionDenied: `door` does not handle this case.
    """
    if not door.has_perm("initiatieven.change_initiatief", zaak):
        raise PermissionDenied
    _markeer(zaak, Kant.BEWONER)


def markeer_gelezen_door_bewoner(zaak: Initiatief) -> None:
    """Note that the residents saw what the municipality wrote."""
    _markeer(zaak, Kant.GEMEENTE)


@receiver(zaak_beeindigd)
def sluit_vraag_bij_einde(stap: Faseovergang, **kwargs: Any) -> None:
    """Nobody needs to answer for a case that has ended."""
    stap.initiatief.vragen.open().update(beantwoord_op=stap.op)


def _open_zaak(zaak: Initiatief, tekst: str, fasen: tuple[Fase, ...]) -> Initiatief:
    """Lock the case and check that something can be written to it."""
    if not tekst.strip():
        raise Domeinfout("Schrijf eerst iets op.")
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if rij.fase not in fasen:
        raise VerouderdeActie(f"Dit kan niet meer: de zaak is nu in “{rij.get_fase_display()}”.")
    return rij


def _is_enige_ongelezen(boodschap: Boodschap) -> bool:
    """One mail is enough until somebody has looked: ten messages in a row are no ten mails."""
    van_deze_kant = boodschap.initiatief.boodschappen.ongelezen_van(boodschap.van)
    return not van_deze_kant.exclude(pk=boodschap.pk).exists()


def _markeer(zaak: Initiatief, kant: str) -> None:
    zaak.boodschappen.ongelezen_van(kant).update(gelezen_op=timezone.now())


def _stel_vraag(boodschap: Boodschap, uiterlijk: datetime.date) -> None:
    zaak = boodschap.initiatief
    if uiterlijk < timezone.localdate():
        raise Domeinfout("Kies een dag die nog niet voorbij is.")
    if zaak.vragen.open().exists():
        raise Domeinfout("Er staat al een vraag open. Wacht op het antwoord, of sluit die vraag eerst.")
    Vraag.objects.create(initiatief=zaak, boodschap=boodschap, gesteld_op=boodschap.op, uiterlijk=uiterlijk)
    termijnen.leg_vast(zaak)


def _neem_open_vraag(zaak: Initiatief) -> Vraag:
    vraag = Vraag.objects.open().select_for_update(no_key=True).filter(initiatief=zaak).first()
    if vraag is None:
        raise VerouderdeActie("Deze vraag is al beantwoord of niet meer nodig.")
    return vraag


def _sluit(vraag: Vraag) -> None:
    vraag.beantwoord_op = timezone.now()
    vraag.save(update_fields=["beantwoord_op"])
    termijnen.leg_vast(vraag.initiatief)
