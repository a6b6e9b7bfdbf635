"""The trekkers of maatregelen: each quarter one mail with a personal link, and what that link shows (A-10).

The link names nobody: its key is made from the address, and opens what that address is the trekker of today.
It opens nothing any more once the maatregelen have another trekker, or their agendas are closed.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from wijkagenda.berichten import SJABLONEN
from wijkagenda.models import Fase, Maatregel, Wijkagenda
from wijkagenda.voortgang import Maatregelstand, kwartaal_begin, laatste_standen
from wijken.models import Gemeente
from wijkportaal.berichten import stel_op
from wijkportaal.links import Link, OngeldigeLink, lees

ROUTE = "wijkagenda:trekker"


@dataclass(frozen=True)
class Trekkerregel:
    """One maatregel of a trekker, with how far it is. Its agenda and wijk are selected."""

    maatregel: Maatregel
    stand: Maatregelstand


@dataclass(frozen=True)
class Trekker:
    """Who carries out maatregelen, known by a mail address in lower case."""

    email: str
    regels: list[Trekkerregel]


def lopende_agendas() -> QuerySet[Wijkagenda]:
    """Return the agendas that are published and not closed."""
    return Wijkagenda.objects.gepubliceerd().exclude(fase=Fase.AFGESLOTEN)


def sleutel_van(email: str) -> str:
    """Return what stands in the link of this address; the address cannot be read from it."""
    return salted_hmac("wijkagenda.trekkers", email.lower(), algorithm="sha256").hexdigest()


def lees_trekker(token: str) -> Trekker:
    """Return who a mailed link is of, with the maatregelen of today; in a fixed number of queries.

    Raises:
        OngeldigeLink: it is not a link of ours, or its address is no trekker (any more).
    """
    sleutel = lees(ROUTE, token)
    adressen = _maatregelen().values_list("trekker_email", flat=True).order_by().distinct()
    for email in adressen:
        if constant_time_compare(sleutel_van(email), sleutel):
            trekkers = _per_trekker(_maatregelen().filter(trekker_email__iexact=email))
            if trekkers:
                return trekkers[0]
    raise OngeldigeLink


def _maatregelen() -> QuerySet[Maatregel]:
    return Maatregel.objects.filter(agenda__in=lopende_agendas()).exclude(trekker_email="")


def _per_trekker(maatregelen: QuerySet[Maatregel]) -> list[Trekker]:
    """Group what is in the version that holds by the address of the trekker, in the order of the wijken."""
    rijen = list(maatregelen.select_related("agenda__wijk").order_by("agenda__wijk__nummer", "nummer"))
    standen = _standen({rij.agenda for rij in rijen})
    per_adres: dict[str, list[Trekkerregel]] = {}
    for rij in rijen:
        if stand := standen.get(rij.pk):
            per_adres.setdefault(rij.trekker_email.lower(), []).append(Trekkerregel(rij, stand))
    return [Trekker(email, regels) for email, regels in sorted(per_adres.items())]


def _standen(agendas: Iterable[Wijkagenda]) -> dict[int, Maatregelstand]:
    rijen = (stand for standen in laatste_standen(agendas).values() for stand in standen)
    return {stand.maatregel["id"]: stand for stand in rijen}


@transaction.atomic
def vraag_voortgang(*, op: datetime.date | None = None) -> int:
    """Ask every trekker how it goes with what should be under way; return how many mails were written.

    One mail per trekker and quarter, with all the maatregelen, however often this runs.
    """
    begin = kwartaal_begin(op or timezone.localdate())
    geschreven = 0
    for trekker in _per_trekker(_maatregelen()):
        gevraagd = [regel for regel in trekker.regels if regel.stand.zonder_melding_sinds(begin)]
        geschreven += bool(gevraagd) and _schrijf(trekker.email, gevraagd, begin)
    return geschreven


def _schrijf(email: str, regels: list[Trekkerregel], begin: datetime.date) -> bool:
    """Return whether this wrote the mail, rather than finding an earlier one."""
    bericht = stel_op(
        gebeurtenis=f"wijkagenda:voortgang:{begin:%Y-%m-%d}",
        naar=email,
        sjabloon=f"{SJABLONEN}voortgang",
        context={"regels": regels, "gemeente": Gemeente.objects.get()},
        link=Link(ROUTE, sleutel_van(email)),
    )
    return bericht is not None
