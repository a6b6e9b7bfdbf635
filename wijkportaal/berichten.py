"""The outbox: a message is written in the transaction of its event and sent after that commits."""

from functools import partial
from typing import Any, cast

import structlog
from django.db import transaction
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from kombu.exceptions import OperationalError

from wijkportaal.links import Link
from wijkportaal.models import Bericht
from wijkportaal.tasks import verstuur_bericht
from wijkportaal.verzending import PLAATS_VAN_LINK

KOP = "Onderwerp:"

log = structlog.get_logger(__name__)


def stel_op(
    *,
    gebeurtenis: str,
    naar: str,
    sjabloon: str,
    context: dict[str, Any],
    link: Link | None = None,
    agenda: str = "",
) -> Bericht | None:
    """Write a message to `naar` about `gebeurtenis`, or return None when it was written before.

    Belongs in the transaction of the event itself: both happen or neither does. `gebeurtenis` names one
    occurrence ("initiatief-bevestigd:RM-2026-00042"), so that repeating it mails nobody twice.
    `sjabloon` is the path of a text template without ".txt": a line "Onderwerp: …", an empty line, the text;
    `{{ link }}` in it stands for the personal link. `agenda` is an iCalendar object with a METHOD.
    """
    onderwerp, tekst = render_bericht(sjabloon, context | {"link": PLAATS_VAN_LINK})
    bericht, nieuw = Bericht.objects.get_or_create(
        sleutel=Bericht.sleutel_van(gebeurtenis, naar),
        defaults={
            "gebeurtenis": gebeurtenis,
            "naar": naar,
            "onderwerp": onderwerp,
            "tekst": tekst,
            "agenda": agenda,
            "link_route": link.route if link else "",
            "link_sleutel": link.sleutel if link else "",
        },
    )
    if not nieuw:
        return None
    transaction.on_commit(partial(_verstuur_straks, bericht.pk), robust=True)
    return bericht


def render_bericht(sjabloon: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return subject and text of a template of `stel_op`.

    This is plain text, so nothing is escaped; a subject is always one line.
    """
    motor = cast("DjangoTemplates", engines["django"]).engine
    bron = motor.get_template(f"{sjabloon}.txt").render(Context(context, autoescape=False))
    kop, _, tekst = bron.strip().partition("\n\n")
    if not kop.startswith(KOP) or not tekst:
        raise ValueError(f"{sjabloon}.txt: begin met “{KOP} …”, dan een lege regel en de tekst.")
    return " ".join(kop.removeprefix(KOP).split()), tekst.strip()


def _verstuur_straks(bericht_id: int) -> None:
    """Hand the message to the worker. Without a broker the request goes on: the beat job sends it later."""
    try:
        verstuur_bericht.apply_async((bericht_id,), retry=False)
    except OperationalError:
        log.warning("bericht_wacht_op_broker", bericht=bericht_id)
