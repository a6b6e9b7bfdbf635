"""Background jobs of the outbox. Each may run twice: a message that was sent is not sent again."""

import datetime

from celery import shared_task
from django.utils import timezone

from wijkportaal.models import Bericht, Inzending, beleid
from wijkportaal.verzending import verstuur, wis_verzonden_voor

PER_RONDE = 500
SECONDEN_TUSSEN_RONDEN = 60
INZENDING_BEWAREN = datetime.timedelta(days=1)  # longer than anybody stays signed in


@shared_task
def verstuur_bericht(bericht_id: int) -> None:
    """Send one message, right after its transaction committed."""
    verstuur(bericht_id)


@shared_task
def verstuur_achtergebleven() -> None:
    """Every minute: hand over what was left behind, by a broker or mail server that was down.

    Each message is a job of its own, so that one that fails or takes long holds up no other; a job that
    waited longer than until the next round is dropped, for that round made a new one.
    """
    wachtend = Bericht.objects.aan_de_beurt().values_list("pk", flat=True)[:PER_RONDE]
    for bericht_id in wachtend:
        verstuur_bericht.apply_async((bericht_id,), expires=SECONDEN_TUSSEN_RONDEN)


@shared_task
def wis_oude_berichten() -> None:
    """Every day: erase what was sent longer ago than the policy says to keep it."""
    dagen = datetime.timedelta(days=beleid("berichten-bewaren-dagen"))
    wis_verzonden_voor(timezone.now() - dagen)


@shared_task
def wis_oude_inzendingen() -> None:
    """Every day: forget the forms of which the page can no longer be open."""
    Inzending.objects.filter(op__lt=timezone.now() - INZENDING_BEWAREN).delete()
