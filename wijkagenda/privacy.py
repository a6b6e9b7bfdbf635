"""Erasing who gave an idea, while the idea stays (AVG 5, 17)."""

import datetime

from django.db import transaction
from django.utils import timezone

from wijkagenda.berichten_ideeen import berichten_over
from wijkagenda.models import Idee, Ideegever
from wijken.models import Medewerker
from wijken.rechtentabel import eis
from wijkportaal.models import beleid

RECHT = "wijkagenda.gever_zien"


@transaction.atomic
def wis_gever(idee: Idee) -> bool:
    """Erase name and address of the giver, also in the outbox; return whether there was one.

    The rows of the messages stay, without contents, so that no event is mailed again.
    """
    gewist, _ = Ideegever.objects.filter(idee=idee).delete()
    leeg = {"naar": "", "onderwerp": "", "tekst": "", "link_sleutel": ""}
    brieven = berichten_over(idee)
    brieven.filter(verzonden_op__isnull=True).update(verzonden_op=timezone.now())
    brieven.update(**leeg)
    return bool(gewist)


@transaction.atomic
def wis_op_verzoek(*, idee: Idee, door: Medewerker) -> bool:
    """Erase the giver because that person asked for it; return whether there was one.

    Raises:
        PermissionDenied: `door` does not know the giver.
    """
    eis(RECHT, door, idee)
    return wis_gever(idee)


@transaction.atomic
def verwijder(idee: Idee) -> None:
    """Remove an idea that nobody confirmed, with its mails and its history."""
    pk = idee.pk
    berichten_over(idee).delete()
    idee.delete()
    Idee.history.filter(id=pk).delete()  # also the line that the deletion itself wrote


@transaction.atomic
def verwijder_onbevestigde(*, voor: datetime.datetime) -> int:
    """Remove the ideas that were typed before `voor` and never confirmed; return how many."""
    verlopen = list(Idee.objects.onbevestigd_sinds(voor).select_for_update(skip_locked=True, of=("self",)))
    for idee in verlopen:
        verwijder(idee)
    return len(verlopen)


def wis_verlopen() -> int:
    """Erase the givers of ideas that are older than the policy keeps personal data; return how many.

    The term runs from the day on which the idea was brought in: by then the first test has long said what
    becomes of it.
    """
    grens = timezone.now() - datetime.timedelta(days=beleid("bewaartermijn-persoonsgegevens-dagen"))
    return sum(wis_gever(idee) for idee in Idee.objects.filter(gever__isnull=False, ingediend_op__lt=grens))
