"""Submitting together: ask people along, who each confirm, and hand the case over to one of them (I-20).

RM 4.2 leaves an initiative with those who submit it: they decide who joins and who goes on with it.
"""

from django.db import models, transaction
from django.utils import timezone

from initiatieven import berichten
from initiatieven.models import Fase, Groepslid, Indiener, Initiatief, Toegangslink
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

# Before triage nobody has seen what the mails to others would say.
FASEN_MET_GROEP = (Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING, Fase.GEAGENDEERD)


@transaction.atomic
def nodig_uit(*, zaak: Initiatief, naam: str, email: str) -> Groepslid:
    """Ask somebody along by mail. Until the person confirms, he or she sees nothing and hears nothing more.

    Raises:
        VerouderdeActie: the case is not with a fixed contact yet, or is closed.
        Domeinfout: the submitter's own address, one that was asked before, or the group is full.
    """
    rij = _open_zaak(zaak)
    if email.casefold() == rij.indiener.email.casefold():
        raise Domeinfout("Dit is uw eigen mailadres. U hoort al bij de groep.")
    if rij.groep.filter(email__iexact=email).exists():
        raise Domeinfout("Dit mailadres hoort al bij uw groep.")
    if rij.groep.count() >= beleid("groepsleden-maximum"):
        raise Domeinfout("Uw groep is vol. Haal eerst iemand uit de groep.")
    lid = Groepslid.objects.create(initiatief=rij, naam=naam, email=email)
    berichten.nodig_uit(lid)
    return lid


def doe_mee(link: Toegangslink) -> Groepslid | None:
    """Note that the invited person said yes (the button of the mailed link), and return who it is."""
    lid = link.lid
    if lid and lid.bevestigd_op is None:
        lid.bevestigd_op = timezone.now()
        lid.save(update_fields=["bevestigd_op"])
    return lid


@transaction.atomic
def haal_uit_groep(*, zaak: Initiatief, lid: Groepslid, zelf: bool) -> None:
    """Take a member out of the group, with all links; the other side is told. `zelf`: the member left."""
    _grendel(zaak)
    if zelf:
        berichten.meld_groep_verlaten(lid)
    elif lid.bevestigd_op:
        berichten.meld_uit_groep(lid)
    lid.delete()


@transaction.atomic
def vraag_over_te_nemen(*, zaak: Initiatief, lid: Groepslid) -> None:
    """Ask a confirmed member to take the case over; nothing changes until that person says yes.

    Raises:
        VerouderdeActie: the case is closed.
        Domeinfout: the member has not confirmed joining.
    """
    rij = _open_zaak(zaak)
    if lid.bevestigd_op is None:
        raise Domeinfout("Kies iemand die al heeft bevestigd dat hij of zij meedoet.")
    _lopende_overdracht(rij).delete()
    berichten.vraag_over_te_nemen(lid)


def neem_over(link: Toegangslink) -> Indiener | None:
    """Make the member of this link the submitter; who was it stays in the group.

    All links and open pages of the former submitter stop working as such.

    Raises:
        VerouderdeActie: the case is closed.
    """
    zaak, lid = _open_zaak(link.initiatief), link.lid
    if lid is None:
        return None
    vorige, nu = zaak.indiener, timezone.now()
    lid.delete()  # with the links, so that no link of the member outlives the role
    zaak.toegangslinks.filter(lid__isnull=True).delete()
    vorige.delete()
    nieuwe = Indiener.objects.create(initiatief=zaak, naam=lid.naam, email=lid.email, toestemming_op=nu)
    if vorige.email:
        Groepslid.objects.create(
            initiatief=zaak, naam=vorige.naam, email=vorige.email, uitgenodigd_op=nu, bevestigd_op=nu
        )
    berichten.meld_overgenomen(zaak, nieuwe)
    return nieuwe


def vind_mens(zaak: Initiatief, email: str) -> Indiener | Groepslid | None:
    """Return who of the submitters has this address: only they may open the case."""
    indiener: Indiener | None = getattr(zaak, "indiener", None)
    if not email:
        return None
    if indiener and indiener.email.casefold() == email.casefold():
        return indiener
    return zaak.groep.bevestigd().filter(email__iexact=email).first()


def overdracht_aan(zaak: Initiatief) -> int | None:
    """Return the key of the member who was asked to take the case over and has not answered yet."""
    link = _lopende_overdracht(zaak).first()
    return link.lid_id if link else None


def _lopende_overdracht(zaak: Initiatief) -> models.QuerySet[Toegangslink]:
    return zaak.toegangslinks.geldig().filter(doel=Toegangslink.Doel.OVERNEMEN)


def _grendel(zaak: Initiatief) -> Initiatief:
    return Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)


def _open_zaak(zaak: Initiatief) -> Initiatief:
    rij = _grendel(zaak)
    if rij.fase not in FASEN_MET_GROEP:
        raise VerouderdeActie(f"Dit kan nu niet: de zaak is in “{rij.get_fase_display()}”.")
    return rij
