"""Jobs of the day. Each may run twice, or be skipped a day, without harm."""

import structlog
from celery import shared_task

from wijkagenda import inbreng, privacy, stemmen, toetspost, trekkers

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


@shared_task
def ruim_ideeen_op() -> None:
    """Remove ideas that were never confirmed, and who gave one, when their terms have passed."""
    log.info(
        "ideeen_opgeruimd",
        onbevestigd=privacy.verwijder_onbevestigde(voor=inbreng.bevestigen_tot()),
        gevers=privacy.wis_verlopen(),
    )


@shared_task
def herinner_aan_toetsvragen() -> None:
    """Each morning: one mail to everybody who has ideas to answer about."""
    log.info("toetsvragen_gemeld", mails=toetspost.herinner())
