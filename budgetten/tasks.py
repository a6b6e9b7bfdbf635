"""Jobs on money. Each may run twice, or be late a day, without harm."""

import structlog
from celery import shared_task

from budgetten import maandbericht, nachtcontrole

log = structlog.get_logger(__name__)
# A full check reads every booking; at a million it takes minutes.
LANGSTE_CONTROLE = 60 * 60


@shared_task(soft_time_limit=LANGSTE_CONTROLE, time_limit=LANGSTE_CONTROLE + 60)
def controleer_grootboek() -> None:
    """Every night: compute the ledger again, and alarm when anything differs."""
    controle = nachtcontrole.controleer_en_bewaar()
    log.info("grootboek_gecontroleerd", boekingen=controle.boekingen, afwijkingen=controle.afwijkingen)


@shared_task
def waarschuw() -> None:
    """Every day: warn of pots that are nearly used, or short."""
    log.info("gewaarschuwd", berichten=maandbericht.waarschuw())


@shared_task
def stuur_maandberichten() -> None:
    """The first days of a month: the overview of the month before, to who did not get it yet."""
    log.info("maandberichten", berichten=maandbericht.stuur_maandberichten())
