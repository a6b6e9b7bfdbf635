"""Every change of a case that follows a rule: one function, one transaction, one write path."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from initiatieven import berichten, groep, termijnen
from initiatieven.models import (
    EINDFASEN,
    Bijlage,
    Concept,
    Fase,
    Faseovergang,
    Groepslid,
    Indiener,
    Initiatief,
    Kenmerkteller,
    Toegangslink,
)
from initiatieven.overgangen import OP_NAAM, Overgang
from initiatieven.signals import zaak_beeindigd
from initiatieven.stapnamen import TREKT_IN
from wijken.models import Gemeente, Medewerker
from wijkportaal.historie import bewaar
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

VELDEN_VAN_EEN_STAP = ["fase", "fase_sinds", "bevestigd_op", "uiterlijk", "beslissen_voor"]
PERSOONSGEGEVENS = ("naam", "email", "telefoon")
ZAAKGEGEVENS = (
    "titel",
    "wat",
    "waarom",
    "wijk",
    "buurt",
    "plek",
    "voor_wie",
    "wie_doen_mee",
    "hulp",
    "openbaar_akkoord",
)


class OvergangNietToegestaan(Domeinfout):
    """Something must be known before this step can be taken; the message says what."""


class LinkVerlopen(Domeinfout):
    """The mailed link was used before, has expired, or never existed: the visitor learns nothing else."""


@dataclass(frozen=True)
class Toestemming:
    """When the submitter agreed that the municipality uses the data, and how if not with the form itself."""

    op: datetime.datetime
    hoe: str = ""


@transaction.atomic
def bewaar_concept(*, concept: Concept, gegevens: dict[str, Any]) -> Concept:
    """Keep what was typed, right or wrong, next to what was kept before.

    Raises:
        VerouderdeActie: the form was already sent.
    """
    rij = _open_concept(concept)
    rij.gegevens |= gegevens
    rij.gewijzigd_op = timezone.now()
    rij.save(update_fields=["gegevens", "gewijzigd_op"])
    return rij


def begin_concept(*, gegevens: dict[str, Any]) -> Concept:
    """Start a form; its address is the only key to it."""
    return Concept.objects.create(gegevens=gegevens)


def _open_concept(concept: Concept) -> Concept:
    rij = grendel_concept(concept)
    if rij.initiatief_id:
        raise VerouderdeActie("U heeft dit formulier al verstuurd.")
    return rij


@transaction.atomic
def voeg_bijlage_toe(*, concept: Concept, naam: str, soort: str, inhoud: bytes) -> Bijlage:
    """Keep a checked file with the concept (see `forms.BijlageVeld`).

    Raises:
        Domeinfout: the concept already has the number of files that the policy allows.
        VerouderdeActie: the form was already sent.
    """
    rij = _open_concept(concept)
    if rij.bijlagen.count() >= beleid("bijlagen-maximum"):
        raise Domeinfout("U heeft het hoogste aantal bestanden al toegevoegd. Verwijder er eerst een.")
    return Bijlage.objects.create(concept=rij, naam=naam, type=soort, grootte=len(inhoud), inhoud=inhoud)


@transaction.atomic
def dien_in(*, concept: Concept, gegevens: dict[str, Any]) -> Initiatief:
    """Make a case of a filled-in form and ask the submitter to confirm it by mail (I-02, I-03).

    `gegevens` are the cleaned values of all steps. Until it is confirmed nobody else sees the case.
    Sending the same form again gives the case that came of it.
    """
    rij = grendel_concept(concept)
    if rij.initiatief is not None:
        return rij.initiatief
    zaak = maak_zaak(rij, gegevens, toestemming=Toestemming(timezone.now()))
    berichten.vraag_bevestiging(zaak)
    return zaak


def grendel_concept(concept: Concept) -> Concept:
    """Lock the form, so that of pressing twice comes one case."""
    return Concept.objects.select_for_update(no_key=True).get(pk=concept.pk)


def maak_zaak(
    concept: Concept, gegevens: dict[str, Any], *, toestemming: Toestemming, **herkomst: Any
) -> Initiatief:
    """Write the case of a locked form, in phase idee: the part that every channel shares (I-02).

    `herkomst` are the fields of the case that say through which channel it came.
    """
    nu = timezone.now()
    velden = {naam: gegevens[naam] for naam in ZAAKGEGEVENS} | herkomst
    zaak = Initiatief.objects.create(kenmerk=nieuw_kenmerk(nu), ingediend_op=nu, fase_sinds=nu, **velden)
    persoon = {naam: gegevens[naam] for naam in PERSOONSGEGEVENS}
    Indiener.objects.create(
        initiatief=zaak, toestemming_op=toestemming.op, toestemming_hoe=toestemming.hoe, **persoon
    )
    termijnen.leg_vast(zaak)
    concept.bijlagen.update(concept=None, initiatief=zaak)
    concept.initiatief, concept.gegevens, concept.gewijzigd_op = zaak, {}, nu
    concept.save(update_fields=["initiatief", "gegevens", "gewijzigd_op"])
    return zaak


@transaction.atomic
def stuur_bevestiging_opnieuw(*, concept: Concept, email: str) -> None:
    """Send the first mail again, to a corrected address when the first was mistyped.

    Earlier links stop working, so that a wrong address cannot confirm somebody else's idea.

    Raises:
        VerouderdeActie: the case is confirmed already.
    """
    zaak = Initiatief.objects.select_for_update(no_key=True).get(concept=concept)
    if zaak.bevestigd_op:
        raise VerouderdeActie("Uw idee is al bevestigd.")
    zaak.toegangslinks.all().delete()
    zaak.indiener.email = email
    zaak.indiener.save(update_fields=["email"])
    berichten.vraag_bevestiging(zaak)


def nieuw_kenmerk(moment: datetime.datetime) -> str:
    """Return the next kenmerk of the year of `moment`, such as RM-2026-00042.

    The counter's row stays locked until the transaction ends, so no two cases get the same number.
    """
    jaar = timezone.localtime(moment).year
    Kenmerkteller.objects.get_or_create(jaar=jaar)
    teller = Kenmerkteller.objects.select_for_update().get(jaar=jaar)
    teller.laatste += 1
    teller.save(update_fields=["laatste"])
    return f"{Gemeente.objects.get().kenmerk_voorvoegsel}-{jaar}-{teller.laatste:05}"


@transaction.atomic
def gebruik_link(*, sleutel: str) -> tuple[Initiatief, Indiener | Groepslid]:
    """Use a mailed link, once, and do what its button says; return the case and for whom it opens.

    Raises:
        LinkVerlopen: used before, expired, unknown, or of somebody who has left the group.
        VerouderdeActie: what the button says can no longer be done.
    """
    link = Toegangslink.objects.geldig().select_for_update(no_key=True).filter(pk=sleutel).first()
    if link is None:
        raise LinkVerlopen("Deze link is al gebruikt of niet meer geldig.")
    link.gebruikt_op = timezone.now()
    link.save(update_fields=["gebruikt_op"])
    mens = BIJ_GEBRUIK[Toegangslink.Doel(link.doel)](link)
    if mens is None:
        raise LinkVerlopen("Deze link is niet meer geldig.")
    return Initiatief.objects.get(pk=link.initiatief_id), mens


def _volg(link: Toegangslink) -> Indiener | Groepslid | None:
    return link.lid or getattr(link.initiatief, "indiener", None)


def _bevestig(link: Toegangslink) -> Indiener | Groepslid | None:
    """Confirming is using the first link."""
    if link.initiatief.bevestigd_op is None:
        voer_overgang_uit(zaak=link.initiatief, naam="bevestigen", door=None)
    return _volg(link)


BIJ_GEBRUIK = {
    Toegangslink.Doel.BEVESTIGEN: _bevestig,
    Toegangslink.Doel.VOLGEN: _volg,
    Toegangslink.Doel.MEEDOEN: groep.doe_mee,
    Toegangslink.Doel.OVERNEMEN: groep.neem_over,
}


def vraag_volglink_aan(*, kenmerk: str, email: str) -> None:
    """Send a new link when kenmerk and mail address belong together; say nothing either way."""
    zaak = Initiatief.objects.select_related("indiener").filter(kenmerk__iexact=kenmerk.strip()).first()
    mens = groep.vind_mens(zaak, email.strip()) if zaak else None
    if zaak is None or mens is None:
        return
    if zaak.bevestigd_op is None:
        berichten.vraag_bevestiging(zaak)
    else:
        berichten.stuur_volglink(zaak, mens)


@transaction.atomic
def trek_in(*, zaak: Initiatief, reden: str = "") -> Faseovergang:
    """The submitters stop with their case, from any phase that is still open (I-03, RM 4.2).

    Raises:
        VerouderdeActie: the case has already ended.
    """
    if zaak.fase not in TREKT_IN:
        raise VerouderdeActie("Dit idee is al afgesloten.")
    return voer_overgang_uit(zaak=zaak, naam=TREKT_IN[Fase(zaak.fase)], door=None, toelichting=reden)


@transaction.atomic
def voer_overgang_uit(
    *, zaak: Initiatief, naam: str, door: Medewerker | None, toelichting: str = ""
) -> Faseovergang:
    """Take one step of the table: the only way in which a case changes phase (I-03).

    The row is checked again under a lock, so of two people who press at once one wins. `door` is None
    for the submitter. The record and the messages are written in the same transaction.

    Raises:
        PermissionDenied: this person may not take this step.
        VerouderdeActie: the case is no longer in the phase where the step starts.
        OvergangNietToegestaan: something is still missing; the message says what.
    """
    overgang = OP_NAAM[naam]
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    rol = _toets_overgang(rij, overgang, door, toelichting)
    if overgang.motivering:
        toelichting = overgang.motivering(rij)
    stap = Faseovergang.objects.create(
        initiatief=rij,
        naam=naam,
        van=rij.fase,
        naar=overgang.naar,
        door=door,
        rol=rol,
        toelichting=toelichting,
    )
    _voltrek(overgang, stap)
    if overgang.naar in EINDFASEN:
        zaak_beeindigd.send(sender=Initiatief, stap=stap)
    berichten.NA_OVERGANG[naam](stap)
    return stap


def _voltrek(overgang: Overgang, stap: Faseovergang) -> None:
    """Do what the step does, and write the case in its new phase with the days that follow from it."""
    zaak = stap.initiatief
    if overgang.gevolg:
        overgang.gevolg(stap)
    if zaak.fase != overgang.naar:  # a decision within a phase does not start its clock again
        zaak.fase, zaak.fase_sinds = overgang.naar, stap.op
    zaak.bevestigd_op = zaak.bevestigd_op or stap.op
    zaak.uiterlijk, zaak.beslissen_voor = termijnen.uiterlijk(zaak), termijnen.beslissen_voor(zaak)
    velden = [*VELDEN_VAN_EEN_STAP, *overgang.velden]
    bewaar(zaak, velden=velden, reden=stap.toelichting or overgang.knop)


def _toets_overgang(zaak: Initiatief, overgang: Overgang, door: Medewerker | None, toelichting: str) -> str:
    """Return the role in which the step is taken, or refuse it."""
    rol = overgang.in_rol_van(zaak, door)
    if rol is None:
        raise PermissionDenied
    if zaak.fase != overgang.van:
        raise VerouderdeActie("Iemand anders was u voor: deze zaak is al in een andere fase.")
    ontbreekt = overgang.ontbreekt(zaak)
    if overgang.toelichting_verplicht and not toelichting.strip():
        ontbreekt.append("Schrijf een toelichting.")
    if ontbreekt:
        raise OvergangNietToegestaan(" ".join(ontbreekt))
    return rol


@transaction.atomic
def verwijder_onbevestigde() -> int:
    """Remove the cases that were not confirmed in time, with all personal data; return how many."""
    grens = timezone.now() - datetime.timedelta(days=beleid("bevestigen-termijn-dagen"))
    verlopen = Initiatief.objects.onbevestigd_sinds(grens).select_for_update(skip_locked=True)
    aantal = 0
    for zaak in verlopen:
        berichten.berichten_over(zaak).delete()
        pk = zaak.pk
        zaak.delete()
        Initiatief.history.filter(id=pk).delete()  # also the line that the deletion itself wrote
        aantal += 1
    return aantal


def verwijder_oude_concepten() -> int:
    """Remove the forms that nobody touched for the term of the policy; return how many."""
    grens = timezone.now() - datetime.timedelta(days=beleid("concept-bewaren-dagen"))
    return Concept.objects.filter(gewijzigd_op__lt=grens).delete()[0]
