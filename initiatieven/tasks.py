"""Jobs that clean up. Each may run twice, or be skipped a day, without harm."""

import structlog
from celery import shared_task

from initiatieven import draagvlak, privacy, services

log = structlog.get_logger(__name__)


@shared_task
def ruim_op() -> None:
    """Remove what was never confirmed or sent, and personal data, when their terms have passed."""
    log.info(
        "opgeruimd",
        onbevestigde=services.verwijder_onbevestigde(),
        concepten=services.verwijder_oude_concepten(),
        onbevestigde_steun=draagvlak.verwijder_onbevestigde_steun(),
        gewiste_zaken=privacy.wis_verlopen(),
    )
