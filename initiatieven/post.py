"""What happens with mail to the general address: keep it first, then a person decides (I-02)."""

import datetime
import re
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from initiatieven import berichten, boodschappen, groep
from initiatieven.mailontleding import Mail, Onleesbaar, ontleed, sleutel_van
from initiatieven.models import Bijlage, Boodschap, Initiatief, Postbijlage, Postuk
from wijken.models import Gemeente, Medewerker
from wijken.rechtentabel import eis
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

BEHANDELEN = "initiatieven.change_postuk"
KENMERK = re.compile(r"\b[A-Z]{1,10}-\d{4}-\d{5}\b", re.IGNORECASE)
BOODSCHAP_HOOGSTENS = 4000
Stand = Postuk.Stand


@transaction.atomic
def bewaar_post(rauw: bytes) -> Postuk:
    """Keep a mail with its files, once: the same mail again gives what was kept.

    What cannot be read is kept with its source; what a robot wrote is kept as refused, without its files.
    """
    sleutel = sleutel_van(rauw)
    bekend = Postuk.objects.filter(sleutel=sleutel).first()
    if bekend:
        return bekend
    try:
        mail = ontleed(rauw, eigen_adressen=_eigen_adressen())
    except Onleesbaar as fout:
        return _bewaar_onleesbaar(sleutel, rauw, str(fout))
    post, nieuw = Postuk.objects.get_or_create(sleutel=sleutel, defaults=_velden(mail))
    if nieuw and not mail.robot:
        _bewaar_bestanden(post, mail)
    return post


@transaction.atomic
def bewaar_te_groot(kop: bytes, *, map_: str) -> Postuk:
    """Keep the head of a mail that is too large to fetch; the mail itself stays in the mailbox."""
    reden = f"Deze mail is te groot voor het portaal. Lees de mail in de mailbox, in de map “{map_}”."
    return _bewaar_onleesbaar(sleutel_van(kop), kop, reden)


def _bewaar_onleesbaar(sleutel: str, rauw: bytes, reden: str) -> Postuk:
    velden = {"stand": Stand.ONLEESBAAR, "reden": reden, "bron": rauw}
    return Postuk.objects.get_or_create(sleutel=sleutel, defaults=velden)[0]


def _eigen_adressen() -> set[str]:
    """Mail from these comes back to us: answering it would go on for ever."""
    eigen = (parseaddr(settings.DEFAULT_FROM_EMAIL)[1], Gemeente.objects.get().email)
    return {adres.lower() for adres in eigen if adres}


def _velden(mail: Mail) -> dict[str, object]:
    return {
        "stand": Stand.GEWEIGERD if mail.robot else Stand.NIEUW,
        "reden": mail.robot,
        "afzender": mail.afzender,
        "afzender_naam": mail.naam,
        "onderwerp": mail.onderwerp,
        "tekst": mail.tekst,
        "ontvangen_op": mail.op,
    }


def _bewaar_bestanden(post: Postuk, mail: Mail) -> None:
    Postbijlage.objects.bulk_create(
        Postbijlage(
            postuk=post,
            naam=bestand.naam,
            type=bestand.soort,
            grootte=bestand.grootte,
            inhoud=bestand.inhoud,
            weigering=bestand.weigering,
        )
        for bestand in mail.bestanden
    )


def zaak_bij(post: Postuk) -> Initiatief | None:
    """Return the case that this mail answers: its kenmerk in the subject, its submitter as the sender.

    A sender's address can be forged, so this is only a proposal to who handles the post.
    """
    gevonden = KENMERK.search(post.onderwerp)
    if not gevonden or not post.afzender:
        return None
    zaak = (
        Initiatief.objects.bevestigd().select_related("indiener").filter(kenmerk__iexact=gevonden[0]).first()
    )
    return zaak if zaak and groep.vind_mens(zaak, post.afzender) else None


@transaction.atomic
def zet_bij_zaak(*, post: Postuk, door: Medewerker) -> Boodschap:
    """Put a reply with the case that it answers, as a message of its submitter, with its files.

    Raises:
        PermissionDenied: `door` does not handle the post.
        VerouderdeActie: a colleague handled it already, or the case is closed.
        Domeinfout: it answers no case of this sender.
    """
    rij = _neem(post, door)
    zaak = zaak_bij(rij)
    mens = groep.vind_mens(zaak, rij.afzender) if zaak else None
    if zaak is None or mens is None:
        raise Domeinfout("Deze mail hoort niet bij een zaak van deze afzender.")
    tekst = rij.tekst[:BOODSCHAP_HOOGSTENS] or rij.onderwerp
    boodschap = boodschappen.schrijf_als_bewoner(zaak=zaak, naam=mens.naam, tekst=tekst)
    _neem_bestanden_mee(rij, zaak)
    _handel_af(rij, door, Stand.BIJ_ZAAK, initiatief=zaak)
    return boodschap


@transaction.atomic
def sluit(*, post: Postuk, door: Medewerker, reden: str, antwoord: str = "") -> Postuk:
    """Close a mail of which no case is made, with a reason for colleagues and an answer by mail if any.

    Raises:
        PermissionDenied: `door` does not handle the post.
        VerouderdeActie: a colleague handled it already.
        Domeinfout: no reason, or an answer to who does not read it.
    """
    rij = _neem(post, door)
    if not reden.strip():
        raise Domeinfout("Schrijf op waarom u deze mail sluit.")
    if antwoord.strip():
        if rij.stand != Stand.NIEUW:
            raise Domeinfout("Deze mail kunt u niet beantwoorden. Laat het antwoord leeg.")
        berichten.beantwoord_post(rij, antwoord)
    _handel_af(rij, door, Stand.GESLOTEN, reden=reden)
    return rij


def maak_af_met_zaak(*, post: Postuk, zaak: Initiatief, door: Medewerker) -> None:
    """Note that a case was made of this mail and carry its files over: a part of entering that case.

    Raises:
        PermissionDenied: `door` does not handle the post.
        VerouderdeActie: a colleague handled it already.
    """
    rij = _neem(post, door)
    _neem_bestanden_mee(rij, zaak)
    _handel_af(rij, door, Stand.ZAAK, initiatief=zaak)


def _neem(post: Postuk, door: Medewerker) -> Postuk:
    """Lock a mail that still waits for somebody."""
    eis(BEHANDELEN, door, post)
    rij = Postuk.objects.select_for_update(no_key=True, of=("self",)).get(pk=post.pk)
    if not rij.is_te_behandelen:
        raise VerouderdeActie("Een collega heeft deze mail al afgehandeld.")
    return rij


def _handel_af(post: Postuk, door: Medewerker, stand: Stand, **velden: object) -> None:
    eigen = {"stand": stand, "afgehandeld_op": timezone.now(), "afgehandeld_door": door} | velden
    for naam, waarde in eigen.items():
        setattr(post, naam, waarde)
    post.save(update_fields=list(eigen))


def _neem_bestanden_mee(post: Postuk, zaak: Initiatief) -> None:
    Bijlage.objects.bulk_create(
        Bijlage(initiatief=zaak, naam=rij.naam, type=rij.type, grootte=rij.grootte, inhoud=rij.inhoud)
        for rij in post.bijlagen.filter(weigering="")
    )


def wis_oude_post() -> int:
    """Erase what was handled or refused longer ago than the policy keeps it; return how many mails.

    The rows stay without content, so that the same mail is never taken for a new one.
    """
    grens = timezone.now() - datetime.timedelta(days=beleid("post-bewaren-dagen"))
    klaar = Postuk.objects.exclude(stand__in=Postuk.TE_DOEN).filter(gewist_op__isnull=True)
    oud = klaar.filter(afgehandeld_op__lt=grens) | klaar.filter(
        afgehandeld_op__isnull=True, ontvangen_op__lt=grens
    )
    return wis(oud)


@transaction.atomic
def wis(rijen: QuerySet[Postuk]) -> int:
    """Empty these mails and remove their files."""
    sleutels = list(rijen.values_list("pk", flat=True))
    Postbijlage.objects.filter(postuk__in=sleutels).delete()
    leeg = {"afzender": "", "afzender_naam": "", "onderwerp": "", "tekst": "", "bron": None}
    return Postuk.objects.filter(pk__in=sleutels).update(**leeg, gewist_op=timezone.now())
