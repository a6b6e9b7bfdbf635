"""The pages of this app for search engines: agendas, versions, and the maatregelen that hold (C-03)."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from wijkagenda.models import Versie, Wijkagenda
from wijkagenda.openbaar import adres_van
from wijkagenda.voortgang import laatste_standen
from wijkportaal.sitemaps import Kaart, registreer


class Agendas(Kaart):
    """The page of each agenda, also before its first adoption."""

    def items(self) -> QuerySet[Wijkagenda]:
        return Wijkagenda.objects.select_related("wijk")


class Versies(Kaart):
    """Every version that was offered to the raad."""

    def items(self) -> QuerySet[Versie]:
        rijen = Versie.objects.gepubliceerd().select_related("agenda__wijk", "raadsaanbieding")
        return rijen.defer("document")

    def lastmod(self, versie: Versie) -> datetime.datetime:
        return versie.raadsaanbieding.gepubliceerd_op


class Maatregelen(Kaart):
    """Every maatregel of a version that holds."""

    def items(self) -> list[str]:
        agendas = list(Wijkagenda.objects.gepubliceerd().select_related("wijk"))
        standen = laatste_standen(agendas)
        return [
            adres_van(agenda, stand.maatregel["nummer"]) for agenda in agendas for stand in standen[agenda.pk]
        ]

    def location(self, adres: Any) -> str:
        return str(adres)


class Overzicht(Kaart):
    """The overview of all wijken; it changes every day."""

    def items(self) -> list[str]:
        return [reverse("wijkagenda:overzicht")]

    def location(self, adres: Any) -> str:
        return str(adres)

    def lastmod(self, adres: str) -> datetime.date:
        return timezone.localdate()


for naam, kaart in (
    ("wijkagendas", Agendas),
    ("versies", Versies),
    ("maatregelen", Maatregelen),
    ("overzicht", Overzicht),
):
    registreer(naam, kaart)
