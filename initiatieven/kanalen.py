"""Entering a case on behalf of a resident: whichever channel, the same process follows (I-02)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from initiatieven.models import Belbericht, Concept, Initiatief, Postuk
from initiatieven.post import maak_af_met_zaak
from initiatieven.services import Toestemming, grendel_concept, maak_zaak, voer_overgang_uit
from initiatieven.stapnamen import INVOEREN
from wijken.models import Medewerker
from wijken.rechtentabel import eis
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


@transaction.atomic
def voer_in(
    *,
    concept: Concept,
    gegevens: dict[str, Any],
    door: Medewerker,
    kanaal: str,
    toestemming: Toestemming,
    post: Postuk | None = None,
) -> Initiatief:
    """Make a case of what a resident told or mailed, and send it to triage at once (I-02, I-03).

    The resident need not confirm: a member of staff heard the wish and asked for consent, and both are on
    record. Who has a mail address gets what was written down, and can react. Pressing twice gives the case
    that came of it. With `post` the case is made of that mail, whose files come along.

    Raises:
        PermissionDenied: `door` may not enter cases in this wijk, or does not handle the post.
        VerouderdeActie: a colleague handled this mail already.
        Domeinfout: the website is no channel for staff, there is no way to reach the resident, or the
            consent is missing or in the future.
    """
    eis("initiatieven.add_initiatief", door, gegevens["wijk"])
    rij = grendel_concept(concept)
    if rij.initiatief is not None:
        return rij.initiatief
    kanaal = Initiatief.Kanaal.MAIL if post else kanaal
    _toets(kanaal, gegevens, toestemming)
    zaak = maak_zaak(rij, gegevens, toestemming=toestemming, kanaal=kanaal, ingevoerd_door=door)
    if post:
        maak_af_met_zaak(post=post, zaak=zaak, door=door)
    voer_overgang_uit(zaak=zaak, naam=INVOEREN, door=door)
    zaak.refresh_from_db()
    return zaak


def _toets(kanaal: str, gegevens: dict[str, Any], toestemming: Toestemming) -> None:
    if kanaal not in Initiatief.Kanaal.values or kanaal == Initiatief.Kanaal.WEBSITE:
        raise Domeinfout("Kies hoe het idee bij de gemeente kwam. Op de website dient een inwoner zelf in.")
    if not gegevens["email"] and not gegevens["telefoon"]:
        raise Domeinfout("Vul een mailadres of een telefoonnummer in.")
    if not toestemming.hoe.strip() or toestemming.op > timezone.now():
        raise Domeinfout("Schrijf op hoe en wanneer de indiener toestemming gaf.")


@transaction.atomic
def geef_door(*, zaak: Initiatief, door: Medewerker, berichten: list[Belbericht]) -> None:
    """Note that these messages of a case were passed on to the submitter by voice or on paper.

    Raises:
        PermissionDenied: `door` does not handle this case.
        VerouderdeActie: a colleague passed one of them on already.
    """
    eis("initiatieven.change_initiatief", door, zaak)
    open_ = zaak.belberichten.open().filter(pk__in=[bericht.pk for bericht in berichten])
    if open_.update(gedaan_op=timezone.now(), gedaan_door=door) != len(berichten):
        raise VerouderdeActie("Een collega heeft dit al doorgegeven.")
