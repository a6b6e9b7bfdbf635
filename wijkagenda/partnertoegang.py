"""A partner's budgethouder answers by a mailed link, with a code by mail as the second step (A-06).

The link says who and which question; it is signed and opens nothing by itself. A code of six digits follows
to the same address on request: who finds an old mail, or a scanner that opens the link, gets no further. An
open question stays open in this browser for half an hour. Whether the person still has the mandate is asked
again when the answer is given.
"""

import datetime
import secrets

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from wijkagenda.berichten import AKKOORD_ROUTE, stuur_code
from wijkagenda.models import Beoordeling, Partnercode
from wijken.models import Medewerker, Rol
from wijkportaal.links import OngeldigeLink, lees
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

GELDIG = datetime.timedelta(minutes=15)
OPEN = datetime.timedelta(minutes=30)
POGINGEN, PER_UUR = 5, 5
SESSIE = "partnertoegang"
FOUT = "Deze code klopt niet of is te oud. Kijk in de laatste mail, of vraag een nieuwe code aan."


class CodeFout(Domeinfout):
    """The code is wrong, used, too old, or was tried too often."""


def lees_link(token: str) -> tuple[Beoordeling, Medewerker]:
    """Return the question of a mailed link, and the budgethouder whom it was mailed to.

    Raises:
        OngeldigeLink: not signed for this page, or the person is no budgethouder of the partner today.
    """
    vraag_pk, mens_pk = map(int, lees(AKKOORD_ROUTE, token).split("-"))
    gevraagd = Beoordeling.objects.select_related(
        "bijdrage__maatregel__agenda__wijk",
        "bijdrage__maatregel__thema",
        "bijdrage__partner",
        "aanvraag",
        "door",
    )
    vraag = gevraagd.filter(pk=vraag_pk, bijdrage__partner__isnull=False).first()
    if vraag is None:
        raise OngeldigeLink
    rollen = Rol.objects.geldend().filter(
        medewerker=mens_pk, soort=Rol.Soort.BUDGETHOUDER, partner=vraag.bijdrage.partner_id
    )
    rol = rollen.select_related("medewerker").first()
    if rol is None:
        raise OngeldigeLink
    return vraag, rol.medewerker


@transaction.atomic
def vraag_code(*, vraag: Beoordeling, mens: Medewerker) -> None:
    """Mail a new code; earlier ones stop working.

    Raises:
        VerouderdeActie: there is nothing to answer any more.
        Domeinfout: too many codes in an hour.
    """
    _eis_open(vraag)
    uur = timezone.now() - datetime.timedelta(hours=1)
    if Partnercode.objects.filter(vraag=vraag, medewerker=mens, gemaakt_op__gt=uur).count() >= PER_UUR:
        raise Domeinfout("U heeft dit uur al vaak een code aangevraagd. Probeer het over een uur opnieuw.")
    code = f"{secrets.randbelow(1_000_000):06}"
    rij = Partnercode.objects.create(vraag=vraag, medewerker=mens, merk=_merk(code, vraag, mens))
    stuur_code(vraag, mens, code=code, nummer=rij.pk)


def _eis_open(vraag: Beoordeling) -> None:
    if not vraag.wacht or not Beoordeling.objects.actueel().filter(pk=vraag.pk).exists():
        raise VerouderdeActie("Over deze vraag is al beslist, of de maatregel is gewijzigd.")


def _merk(code: str, vraag: Beoordeling, mens: Medewerker) -> str:
    return salted_hmac(f"wijkagenda.partnercode:{vraag.pk}:{mens.pk}", code, algorithm="sha256").hexdigest()


def gebruik_code(*, vraag: Beoordeling, mens: Medewerker, code: str) -> None:
    """Use the last code that was mailed, once. A wrong try counts, also when it is refused.

    Raises:
        CodeFout: see there.
    """
    if not _gebruik(vraag, mens, code.strip().replace(" ", "")):
        raise CodeFout(FOUT)


@transaction.atomic
def _gebruik(vraag: Beoordeling, mens: Medewerker, code: str) -> bool:
    codes = Partnercode.objects.select_for_update().filter(vraag=vraag, medewerker=mens)
    rij = codes.order_by("-gemaakt_op", "-pk").first()
    if rij is None or rij.gebruikt_op or rij.pogingen >= POGINGEN or rij.gemaakt_op < timezone.now() - GELDIG:
        return False
    if not constant_time_compare(rij.merk, _merk(code, vraag, mens)):
        rij.pogingen += 1
        rij.save(update_fields=["pogingen"])
        return False
    rij.gebruikt_op = timezone.now()
    rij.save(update_fields=["gebruikt_op"])
    return True


def open_vraag(request: HttpRequest, vraag: Beoordeling, mens: Medewerker) -> None:
    """Keep the question open in this browser. The session gets a new key: a planted one is worthless."""
    request.session.cycle_key()
    tot = (timezone.now() + OPEN).isoformat()
    request.session[SESSIE] = request.session.get(SESSIE, {}) | {f"{vraag.pk}-{mens.pk}": tot}


def is_open(request: HttpRequest, vraag: Beoordeling, mens: Medewerker) -> bool:
    """Tell whether this browser opened the question with a code a short while ago."""
    tot = request.session.get(SESSIE, {}).get(f"{vraag.pk}-{mens.pk}")
    return tot is not None and datetime.datetime.fromisoformat(tot) > timezone.now()
