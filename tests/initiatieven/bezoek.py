"""Opens the status page in a test client, as using a mailed link does."""

from django.utils import timezone

from initiatieven.toegang import DUUR, SLEUTEL


def open_voor_indiener(client, zaak):
    """Let the submitter of this case in."""
    sessie = client.session
    tot = (timezone.now() + DUUR).isoformat()
    sessie[SLEUTEL] = {str(zaak.pk): {"tot": tot, "indiener": zaak.indiener.pk}}
    sessie.save()
