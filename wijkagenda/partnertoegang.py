"""Somebody of a partner signs in by a mailed link, with a code by mail as the second step (A-02, A-06).

The link says who and what: one question to the budgethouder, or the page of the organisation itself. It is
signed and opens nothing by itself. A code of six digits follows to the same address on request: who finds an
old mail, or a scanner that opens the link, gets no further. What was opened stays open in this browser for
half an hour. Whether the person still has the role is asked again at each request.
"""

import datetime
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from wijkagenda.berichten import AKKOORD_ROUTE, stuur_code
from wijkagenda.models import Beoordeling, Partnercode
from wijken.models import Medewerker, Partner, Rol
from wijken.models.mensen import VAN_EEN_PARTNER
from wijkportaal.links import Link, OngeldigeLink, lees
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

PAGINA_ROUTE = "wijkagenda:partner"
GELDIG = datetime.timedelta(minutes=15)
OPEN = datetime.timedelta(minutes=30)
POGINGEN, PER_UUR = 5, 5
SESSIE = "partnertoegang"
FOUT = "Deze code klopt niet of is te oud. Kijk in de laatste mail, of vraag een nieuwe code aan."


class CodeFout(Domeinfout):
    """The code is wrong, used, too old, or was tried too often."""


@dataclass(frozen=True)
class Toegang:
    """What a mailed link opens for one person of a partner: a question, or else the partner's own page."""

    partner: Partner
    mens: Medewerker
    vraag: Beoordeling | None = None

    @property
    def sleutel(self) -> str:
        """Its name in the session and under a code."""
        return f"{self.vraag.pk if self.vraag else f'partner:{self.partner.pk}'}-{self.mens.pk}"

    @property
    def eigen_pagina(self) -> "Toegang":
        """The page of the partner, for the same person."""
        return Toegang(self.partner, self.mens)

    @property
    def wacht(self) -> bool:
        """There is something to do behind the code."""
        return self.vraag is None or self.vraag.wacht


def link_naar_pagina(partner: Partner, mens: Medewerker) -> Link:
    """Return the personal link to the page of a partner."""
    return Link(PAGINA_ROUTE, f"{partner.pk}-{mens.pk}")


def mensen_van(partners: Collection[Partner]) -> set[tuple[Partner, Medewerker]]:
    """Return everybody who can sign in for one of these partners today, with the partner."""
    rollen = Rol.objects.geldend().filter(soort__in=VAN_EEN_PARTNER, partner__in=partners)
    gevonden = rollen.select_related("partner", "medewerker")
    return {(rol.partner, rol.medewerker) for rol in gevonden if rol.partner}


def lees_pagina(token: str) -> Toegang:
    """Return the page that a mailed link is of, for the person whom it was mailed to (A-02).

    Raises:
        OngeldigeLink: not signed for this page, or the person is nobody of this partner today.
    """
    partner_pk, mens_pk = map(int, lees(PAGINA_ROUTE, token).split("-"))
    rollen = Rol.objects.geldend().filter(medewerker=mens_pk, soort__in=VAN_EEN_PARTNER, partner=partner_pk)
    rol = rollen.select_related("medewerker", "partner").first()
    if rol is None or rol.partner is None:
        raise OngeldigeLink
    return Toegang(rol.partner, rol.medewerker)


def lees_link(token: str) -> Toegang:
    """Return the question of a mailed link, for the budgethouder whom it was mailed to (A-06).

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
    rol = rollen.select_related("medewerker", "partner").first()
    if rol is None or rol.partner is None:
        raise OngeldigeLink
    return Toegang(rol.partner, rol.medewerker, vraag)


@transaction.atomic
def vraag_code(toegang: Toegang) -> None:
    """Mail a new code; earlier ones stop working.

    Raises:
        VerouderdeActie: there is nothing to answer any more.
        Domeinfout: too many codes in an hour.
    """
    if toegang.vraag:
        _eis_open(toegang.vraag)
    uur = timezone.now() - datetime.timedelta(hours=1)
    if _codes(toegang).filter(gemaakt_op__gt=uur).count() >= PER_UUR:
        raise Domeinfout("U heeft dit uur al vaak een code aangevraagd. Probeer het over een uur opnieuw.")
    code = f"{secrets.randbelow(1_000_000):06}"
    rij = Partnercode.objects.create(
        vraag=toegang.vraag,
        partner=None if toegang.vraag else toegang.partner,
        medewerker=toegang.mens,
        merk=_merk(code, toegang),
    )
    stuur_code(toegang.mens, code=code, nummer=rij.pk)


def _eis_open(vraag: Beoordeling) -> None:
    if not vraag.wacht or not Beoordeling.objects.actueel().filter(pk=vraag.pk).exists():
        raise VerouderdeActie("Over deze vraag is al beslist, of de maatregel is gewijzigd.")


def _codes(toegang: Toegang) -> QuerySet[Partnercode]:
    partner = None if toegang.vraag else toegang.partner
    return Partnercode.objects.filter(vraag=toegang.vraag, partner=partner, medewerker=toegang.mens)


def _merk(code: str, toegang: Toegang) -> str:
    return salted_hmac(f"wijkagenda.partnercode:{toegang.sleutel}", code, algorithm="sha256").hexdigest()


def gebruik_code(toegang: Toegang, *, code: str) -> None:
    """Use the last code that was mailed, once. A wrong try counts, also when it is refused.

    Raises:
        CodeFout: see there.
    """
    if not _gebruik(toegang, code.strip().replace(" ", "")):
        raise CodeFout(FOUT)


@transaction.atomic
def _gebruik(toegang: Toegang, code: str) -> bool:
    rij = _codes(toegang).select_for_update().order_by("-gemaakt_op", "-pk").first()
    if rij is None or rij.gebruikt_op or rij.pogingen >= POGINGEN or rij.gemaakt_op < timezone.now() - GELDIG:
        return False
    if not constant_time_compare(rij.merk, _merk(code, toegang)):
        rij.pogingen += 1
        rij.save(update_fields=["pogingen"])
        return False
    rij.gebruikt_op = timezone.now()
    rij.save(update_fields=["gebruikt_op"])
    return True


def open_toegang(request: HttpRequest, toegang: Toegang) -> None:
    """Keep it open in this browser, and the own page with it.

    The session gets a new key: a planted one is worthless.
    """
    request.session.cycle_key()
    tot = (timezone.now() + OPEN).isoformat()
    nieuw = {toegang.sleutel: tot, toegang.eigen_pagina.sleutel: tot}
    request.session[SESSIE] = request.session.get(SESSIE, {}) | nieuw


def is_open(request: HttpRequest, toegang: Toegang) -> bool:
    """Tell whether this browser opened it with a code a short while ago."""
    tot = request.session.get(SESSIE, {}).get(toegang.sleutel)
    return tot is not None and datetime.datetime.fromisoformat(tot) > timezone.now()
