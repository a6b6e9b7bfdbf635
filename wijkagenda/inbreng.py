"""What residents bring in: without account, and only counted after the button in their mail (A-02)."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wijkagenda import berichten_ideeen, privacy
from wijkagenda.grendel import houd_agenda
from wijkagenda.ideeen import GESLOTEN
from wijkagenda.models import Fase, Idee, Ideegever, Thema, Wijkagenda
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Buurt
from wijkportaal.historie import bewaar
from wijkportaal.models import beleid
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

TE_LAAT = "Dit kan niet meer: de wijkcoalitie is al verder met de agenda."
# An idea that was typed in time still counts while the coalitie makes its overview.
BEVESTIGEN_KAN = (Fase.VERZAMELEN, Fase.OVERZICHT)


class IdeeOnbekend(Domeinfout):
    """The link is not (or no longer) of anybody's idea: the visitor learns nothing else."""


@transaction.atomic
def breng_in(
    *,
    agenda: Wijkagenda,
    titel: str,
    wat: str,
    naam: str,
    email: str,
    buurt: Buurt | None = None,
    thema: Thema | None = None,
) -> Idee:
    """Keep an idea of a resident and ask the owner of `email` to confirm it (A-02).

    Sending the same again is sending it once. Until it is confirmed nobody else sees it.

    Raises:
        VerouderdeActie: the agenda does not collect (any more).
        Domeinfout: the buurt lies in another wijk.
    """
    rij = houd_agenda(agenda)
    if rij.fase != Fase.VERZAMELEN:
        raise VerouderdeActie(GESLOTEN)
    zelfde = Idee.objects.filter(agenda=rij, titel=titel, wat=wat, gever__email__iexact=email).first()
    if zelfde:
        return zelfde
    with in_woorden():
        idee = Idee.objects.create(
            agenda=rij, titel=titel, wat=wat, buurt=buurt, thema=thema, herkomst=Idee.Herkomst.BEWONER
        )
    gever = Ideegever.objects.create(idee=idee, naam=naam, email=email)
    berichten_ideeen.vraag_te_bevestigen(gever)
    return idee


def vind_gever(sleutel: str | UUID) -> Ideegever:
    """Return the giver that a mailed link is about.

    Raises:
        IdeeOnbekend: the giver was erased, or did not confirm within the term of the policy.
    """
    gever = Ideegever.objects.select_related("idee__agenda__wijk", "idee__buurt").filter(sleutel=sleutel)
    rij = gever.first()
    if rij is None or (rij.idee.bevestigd_op is None and rij.idee.ingediend_op < bevestigen_tot()):
        raise IdeeOnbekend("Deze link is niet meer geldig.")
    return rij


def bevestigen_tot() -> datetime.datetime:
    """Return the moment before which an unconfirmed idea was typed too long ago."""
    return timezone.now() - datetime.timedelta(days=beleid("bevestigen-termijn-dagen"))


@transaction.atomic
def bevestig(*, sleutel: str | UUID) -> Idee:
    """Let the idea count. Confirming twice is confirming once.

    Raises:
        IdeeOnbekend: see `vind_gever`.
        VerouderdeActie: the coalitie went on with the agenda in the meantime.
    """
    gever = vind_gever(sleutel)
    if gever.idee.bevestigd_op:
        return gever.idee
    agenda = houd_agenda(gever.idee.agenda)
    if agenda.fase not in BEVESTIGEN_KAN:
        raise VerouderdeActie(TE_LAAT)
    idee = Idee.objects.select_for_update(no_key=True).get(pk=gever.idee_id)
    if idee.bevestigd_op is None:
        idee.bevestigd_op = timezone.now()
        bewaar(idee, velden=["bevestigd_op"], reden="bevestigd door de gever")
    return idee


@transaction.atomic
def wis_met_link(*, sleutel: str | UUID) -> Idee:
    """Erase the giver for whoever has the link; an idea that was not confirmed goes with it.

    Raises:
        IdeeOnbekend: see `vind_gever`.
    """
    idee = vind_gever(sleutel).idee
    if idee.bevestigd_op is None:
        privacy.verwijder(idee)
    else:
        privacy.wis_gever(idee)
    return idee
