"""The messages about requests for money, to staff only. Each is written in the transaction of its event.

What is put on record of another day is told to nobody: it is no news.
"""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from budgetten.models import Aanvraag
from wijken.mandaten import mandaathouders
from wijken.models import Medewerker
from wijkportaal.berichten import stel_op
from wijkportaal.models import Bericht

WACHT = "aanvraag-wacht:"


def meld_wacht(aanvraag: Aanvraag, dag: datetime.date) -> None:
    """Tell who has the mandate that a request waits (B-11): the first one, and after that once a day."""
    if dag != timezone.localdate():
        return
    wachtend = Aanvraag.objects.wacht_op_besluit().over_geld_van(aanvraag).count()
    for houder in _besluiten_over(aanvraag):
        if wachtend > 1 and _hoorde_het_vandaag(houder):
            continue
        stel_op(
            gebeurtenis=f"{WACHT}{aanvraag.pk}",
            naar=houder.email,
            sjabloon="budgetten/mail/wacht",
            context={
                "aanvraag": aanvraag,
                "wachtend": wachtend,
                "adres": settings.BASIS_URL + reverse("admin:budgetten_besluiten"),
            },
        )


def meld_besluit(aanvraag: Aanvraag, dag: datetime.date) -> None:
    """Tell the requester what was decided, with the reason (B-18)."""
    if dag != timezone.localdate():
        return
    stel_op(
        gebeurtenis=f"aanvraag:{aanvraag.pk}:{aanvraag.stand}",
        naar=aanvraag.aanvrager.email,
        sjabloon=f"budgetten/mail/{aanvraag.stand}",
        context={"aanvraag": aanvraag, "adres": adres_in_beheer(aanvraag)},
    )


def adres_in_beheer(aanvraag: Aanvraag) -> str:
    """Where staff open the request, after signing in."""
    return settings.BASIS_URL + reverse("admin:budgetten_aanvraag_change", args=[aanvraag.pk])


def _besluiten_over(aanvraag: Aanvraag) -> list[Medewerker]:
    """Who may decide on it: never the one who asks."""
    houders = mandaathouders(geldsoort=aanvraag.geldsoort, cluster=aanvraag.cluster, partner=aanvraag.partner)
    return [houder for houder in houders if houder.pk != aanvraag.aanvrager_id]


def _hoorde_het_vandaag(houder: Medewerker) -> bool:
    vandaag = timezone.localdate()
    eerder = Bericht.objects.filter(gebeurtenis__startswith=WACHT, naar=houder.email)
    return eerder.filter(opgesteld_op__date=vandaag).exists()
