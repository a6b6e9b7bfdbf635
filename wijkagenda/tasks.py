"""Jobs of the day. Each may run twice, or be skipped a day, without harm."""

import structlog
from celery import shared_task

from wijkagenda import stemmen, trekkers

log = structlog.get_logger(__name__)


@shared_task
def ruim_peilingen_op() -> None:
    """Erase votes that were never confirmed, and who voted when the term for that has passed (A-04)."""
    log.info(
        "peilingen_opgeruimd",
        onbevestigde=stemmen.verwijder_onbevestigde_stemmen(),
        stemmers=stemmen.wis_verlopen_stemmers(),
    )


@shared_task
def vraag_voortgang() -> None:
    """The first days of a quarter: ask every trekker how it goes, who was not asked yet (A-10)."""
    log.info("voortgang_gevraagd", mails=trekkers.vraag_voortgang())
