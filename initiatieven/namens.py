"""Staff do for a resident without a mail address what others do on their own page (I-02, I-15, I-17).

The case stays that of the residents: who can open the page does it there. What is done for somebody goes by
the same services as on that page, and is on record: whose hand did it, and how the submitter asked for it.
An address can be added later; one that changes is told to the old one.
"""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from budgetten.geld import in_euro
from initiatieven import berichten, plan, services, uitvoering
from initiatieven.models import (
    Bijlage,
    Faseovergang,
    Indiener,
    Initiatief,
    Namenshandeling,
    Plan,
    Verantwoording,
    Voortgang,
)
from initiatieven.zonder_mail import kan_niet_zelf, zonder_mailadres
from wijken.models import Medewerker
from wijken.rechtentabel import eis, rol_waarmee
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

INVULLEN, MAILADRES = "initiatieven.namens_invullen", "initiatieven.mailadres_wijzigen"
DOEN_ZELF = "De indieners doen dit zelf, op hun eigen pagina. Het plan is van hen (regel I-17)."
Daad = Namenshandeling.Daad


def _houd(zaak: Initiatief, door: Medewerker, recht: str) -> Initiatief:
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    eis(recht, door, rij)
    return rij


def _houd_voor(zaak: Initiatief, door: Medewerker) -> Initiatief:
    """Return the case, held, of residents who cannot do it themselves."""
    rij = _houd(zaak, door, INVULLEN)
    if not kan_niet_zelf(rij):
        raise Domeinfout(DOEN_ZELF)
    return rij


def _noteer(
    zaak: Initiatief, door: Medewerker, daad: Daad, *, wat: str = "", hoe: str = "", recht: str = INVULLEN
) -> Namenshandeling:
    rol = rol_waarmee(recht, door, zaak)
    return Namenshandeling.objects.create(
        initiatief=zaak, daad=daad, wat=wat, hoe=hoe, door=door, rol=str(rol or "Beheer")
    )


def _eis_akkoord(hoe: str) -> str:
    if not hoe.strip():
        raise Domeinfout("Schrijf op hoe de indiener akkoord gaf.")
    return hoe.strip()


@transaction.atomic
def vul_begroting_in(*, zaak: Initiatief, door: Medewerker, weg: int | None = None, **regel: Any) -> None:
    """Add a line to the budget on behalf of the submitter, or take line `weg` away.

    Raises:
        PermissionDenied: `door` may not do this in this case.
        Domeinfout, VerouderdeActie, OngeldigBedrag: the residents can do it themselves; or as `plan`.
    """
    rij = _houd_voor(zaak, door)
    if weg:
        plan.verwijder_regel(zaak=rij, regel=weg)
        _noteer(rij, door, Daad.BEGROTING, wat="een regel weggehaald")
        return
    nieuw = plan.voeg_regel_toe(zaak=rij, **regel)
    wat = f"{nieuw.omschrijving}, {in_euro(nieuw.bedrag)}: {nieuw.get_betaler_display()}"
    _noteer(rij, door, Daad.BEGROTING, wat=wat)


@transaction.atomic
def vul_planning_in(*, zaak: Initiatief, door: Medewerker, weg: int | None = None, **stap: Any) -> None:
    """Add a step to the planning on behalf of the submitter, or take step `weg` away.

    Raises:
        PermissionDenied, Domeinfout, VerouderdeActie: as `vul_begroting_in`.
    """
    rij = _houd_voor(zaak, door)
    if weg:
        plan.verwijder_stap(zaak=rij, stap=weg)
        _noteer(rij, door, Daad.PLANNING, wat="een stap weggehaald")
        return
    nieuw = plan.voeg_stap_toe(zaak=rij, **stap)
    _noteer(rij, door, Daad.PLANNING, wat=f"{nieuw.wat}, {nieuw.wanneer:%d-%m-%Y}")


@transaction.atomic
def vul_onderhoud_in(*, zaak: Initiatief, door: Medewerker, onderhoud: str) -> Plan:
    """Write on behalf of the submitter what happens afterwards.

    Raises:
        PermissionDenied, Domeinfout, VerouderdeActie: as `vul_begroting_in`.
    """
    rij = _houd_voor(zaak, door)
    _noteer(rij, door, Daad.ONDERHOUD)
    return plan.schrijf_onderhoud(zaak=rij, onderhoud=onderhoud)


@transaction.atomic
def lever_plan_in(*, zaak: Initiatief, door: Medewerker, hoe: str) -> Plan:
    """Hand the complete plan in on behalf of the submitter, who agreed: `hoe` says how (I-15).

    Raises:
        PermissionDenied, Domeinfout, VerouderdeActie: as `vul_begroting_in`; or it is not said how.
    """
    rij = _houd_voor(zaak, door)
    _noteer(rij, door, Daad.INLEVEREN, hoe=_eis_akkoord(hoe))
    return plan.lever_in(zaak=rij)


def wie_deed(zaak: Initiatief, daad: Daad) -> Namenshandeling | None:
    """Return who did this last on behalf of the submitter, if it was not the submitter."""
    if zaak.ingevoerd_door_id is None:  # who submits on the website has a mail address
        return None
    return zaak.namenshandelingen.filter(daad=daad).select_related("door").first()


@transaction.atomic
def vertel_voortgang(*, zaak: Initiatief, door: Medewerker, hoe: str, **verhaal: Any) -> Voortgang:
    """Keep what the submitter told on the way, with a picture that he or she gave (I-16).

    `verhaal` is what `uitvoering.vertel_voortgang` takes.

    Raises:
        PermissionDenied, Domeinfout, VerouderdeActie: as `vul_begroting_in`; or it is not said how.
    """
    rij = _houd_voor(zaak, door)
    wat = "met een foto" if verhaal.get("foto") else ""
    _noteer(rij, door, Daad.VOORTGANG, wat=wat, hoe=_eis_akkoord(hoe))
    return uitvoering.vertel_voortgang(zaak=rij, **verhaal)


@transaction.atomic
def voeg_bon_toe(*, zaak: Initiatief, door: Medewerker, hoe: str, **bestand: Any) -> Bijlage:
    """Keep a checked receipt that the submitter handed over (I-17).

    `bestand` is what `uitvoering.voeg_bon_toe` takes.

    Raises:
        PermissionDenied, Domeinfout, VerouderdeActie: as `vul_begroting_in`; or it is not said how.
    """
    rij = _houd_voor(zaak, door)
    _noteer(rij, door, Daad.BON, hoe=_eis_akkoord(hoe))
    return uitvoering.voeg_bon_toe(zaak=rij, **bestand)


@transaction.atomic
def verantwoord(
    *, zaak: Initiatief, door: Medewerker, gedaan: str, kosten: Decimal | None, hoe: str
) -> Verantwoording:
    """Give account on behalf of the submitter, in the submitter's words (I-17).

    Raises:
        PermissionDenied, Domeinfout, VerouderdeActie: as `vul_begroting_in`; or it is not said how.
    """
    rij = _houd_voor(zaak, door)
    _noteer(rij, door, Daad.VERANTWOORDING, hoe=_eis_akkoord(hoe))
    return uitvoering.geef_verantwoording(zaak=rij, gedaan=gedaan, kosten=kosten)


@transaction.atomic
def trek_in(*, zaak: Initiatief, door: Medewerker, hoe: str, reden: str = "") -> Faseovergang:
    """Withdraw the case because the submitter asked so (I-03, I-17): `hoe` says how.

    The group decides nothing about the case, so it does not matter whether one of them has a mail address.

    Raises:
        PermissionDenied: `door` may not do this in this case.
        VerouderdeActie: the case has already ended.
        Domeinfout: the submitter can do it on the own page, or it is not said how.
    """
    rij = _houd(zaak, door, INVULLEN)
    if not zonder_mailadres(rij):
        raise Domeinfout(DOEN_ZELF)
    _noteer(rij, door, Daad.INTREKKEN, hoe=_eis_akkoord(hoe))
    return services.trek_in(zaak=rij, reden=reden)


@transaction.atomic
def wijzig_mailadres(*, zaak: Initiatief, door: Medewerker, email: str, hoe: str) -> Indiener:
    """Add or correct the submitter's address with consent, and send the link to the page (I-02, I-20).

    A changed address hands the case to who reads it: the old address is told, the fixed contact too, and all
    links and open pages of the submitter stop working. What still had to be passed on by phone goes along.

    Raises:
        PermissionDenied: `door` may not do this in this case.
        VerouderdeActie: it is the address already, or the personal data were erased.
        Domeinfout: it is not said how the submitter agreed, or the address is of somebody in the group.
    """
    rij = _houd(zaak, door, MAILADRES)
    oud = Indiener.objects.filter(initiatief=rij).first()
    if oud is None:
        raise VerouderdeActie("De gegevens van de indiener zijn gewist.")
    if oud.email.casefold() == email.casefold():
        raise VerouderdeActie("Dit mailadres staat er al.")
    if rij.groep.filter(email__iexact=email).exists():
        raise Domeinfout("Dit mailadres is van iemand uit de groep. Kies het adres van de indiener zelf.")
    wat = "verbeterd" if oud.email else "toegevoegd"
    handeling = _noteer(rij, door, Daad.MAILADRES, wat=wat, hoe=_eis_akkoord(hoe), recht=MAILADRES)
    nieuw = _vervang(oud, email)
    berichten.meld_mailadres(handeling, nieuw, was=oud.email, tegoed=_neem_belberichten(rij, door))
    return nieuw


def _vervang(oud: Indiener, email: str) -> Indiener:
    """Write the submitter anew: a page that was opened as the old one is nobody's."""
    velden = ("initiatief", "naam", "telefoon", "toestemming_op", "toestemming_hoe")
    gegevens = {naam: getattr(oud, naam) for naam in velden}
    oud.initiatief.toegangslinks.filter(lid__isnull=True).delete()
    oud.delete()
    return Indiener.objects.create(email=email, **gegevens)


def _neem_belberichten(zaak: Initiatief, door: Medewerker) -> list[tuple[str, str]]:
    """Close what was to be told by phone, and return it to be mailed: subject and text, oldest first."""
    open_ = zaak.belberichten.open()
    teksten = [(rij.onderwerp, berichten.zonder_linkregel(rij.tekst)) for rij in open_]
    open_.update(gedaan_op=timezone.now(), gedaan_door=door)
    return teksten
