"""The pages of this app for search engines: what residents made public, and nothing else."""

from django.db.models import QuerySet

from initiatieven.models import Initiatief
from wijkportaal.sitemaps import Kaart, registreer


class Initiatieven(Kaart):
    """Each public initiative."""

    limit = 5000

    def items(self) -> QuerySet[Initiatief]:
        return Initiatief.objects.openbaar().only("kenmerk").order_by("pk")


registreer("initiatieven", Initiatieven)
