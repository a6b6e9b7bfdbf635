"""Jobs of the day. Each may run twice, or be skipped a day, without harm."""

import structlog
from celery import shared_task

from initiatieven import draagvlak, overzichten, postbus, privacy, services
from initiatieven.post import wis_oude_post

log = structlog.get_logger(__name__)


@shared_task
def ruim_op() -> None:
    """Remove what was never confirmed or sent, and personal data, when their terms have passed."""
    log.info(
        "opgeruimd",
        onbevestigde=services.verwijder_onbevestigde(),
        concepten=services.verwijder_oude_concepten(),
        post=wis_oude_post(),
        onbevestigde_steun=draagvlak.verwijder_onbevestigde_steun(),
        gewiste_zaken=privacy.wis_verlopen(),
    )


@shared_task
def stuur_overzichten() -> None:
    """Each morning: tell staff what is late, and residents that an answer is awaited."""
    log.info(
        "overzichten_opgesteld",
        medewerkers=overzichten.stuur_overzichten(),
        vragen=overzichten.herinner_bewoners(),
    )


@shared_task
def lees_postbus() -> None:
    """Read the mail to the general address. A mailbox that is down is tried again at the next round."""
    try:
        gelezen = postbus.lees()
    except postbus.PostbusOnbereikbaar as fout:
        log.warning("postbus_onbereikbaar", fout=str(fout))
    else:
        log.info("postbus_gelezen", aantal=gelezen)
