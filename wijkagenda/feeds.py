"""News of the wijkagenda's for who follows them with a reader: adopted versions and progress (C-03, A-10)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from wijkagenda.models import Versie, Wijkagenda
from wijkagenda.openbaar import adres_van
from wijkagenda.voortgang import laatste_standen

HOOGSTENS = 50


@dataclass(frozen=True)
class Bericht:
    """One piece of news. `sleutel` is unique for ever: a reader shows no news twice."""

    sleutel: str
    titel: str
    tekst: str
    adres: str
    op: datetime.datetime


def nieuws() -> list[Bericht]:
    """Return what was published last, the newest first, in five queries."""
    berichten = sorted((*_versies(), *_voortgang()), key=lambda bericht: bericht.op, reverse=True)
    return berichten[:HOOGSTENS]


def _versies() -> Iterator[Bericht]:
    rijen = Versie.objects.gepubliceerd().select_related("agenda__wijk", "raadsaanbieding")
    for versie in rijen.defer("document").order_by("-raadsaanbieding__gepubliceerd_op")[:HOOGSTENS]:
        yield Bericht(
            f"versie-{versie.pk}",
            f"{versie.agenda.naam}: versie {versie.nummer} is vastgesteld",
            versie.toelichting or versie.raadsaanbieding.toelichting,
            versie.get_absolute_url(),
            versie.raadsaanbieding.gepubliceerd_op,
        )


def _voortgang() -> Iterator[Bericht]:
    """Reports on maatregelen of a version that holds, under the title that was adopted."""
    agendas = {agenda.pk: agenda for agenda in Wijkagenda.objects.gepubliceerd().select_related("wijk")}
    for stand in (stand for standen in laatste_standen(agendas.values()).values() for stand in standen):
        agenda = agendas[stand.agenda_id]
        for melding in stand.meldingen:
            yield Bericht(
                f"voortgang-{melding.pk}",
                f"{agenda.wijk}: {stand.maatregel['titel']} – {melding.get_stand_display().lower()}",
                melding.toelichting,
                adres_van(agenda, stand.maatregel["nummer"]),
                melding.op,
            )


class Nieuws(Feed):
    """The Atom feed. Addresses are those of the municipality's own site, whatever name was asked for."""

    feed_type = Atom1Feed
    title = "Nieuws over de wijkagenda's"
    subtitle = "Vastgestelde wijkagenda's, en hoe het met de maatregelen gaat."
    language = "nl"
    item_guid_is_permalink = False

    def link(self) -> str:
        return settings.BASIS_URL + reverse("wijkagenda:overzicht")

    def feed_url(self) -> str:
        return settings.BASIS_URL + reverse("wijkagenda:feed")

    def items(self) -> list[Bericht]:
        return nieuws()

    def item_title(self, item: Bericht) -> str:
        return item.titel

    def item_description(self, item: Bericht) -> str:
        return item.tekst

    def item_link(self, item: Bericht) -> str:
        return settings.BASIS_URL + item.adres

    def item_guid(self, item: Bericht) -> str:
        return f"{settings.BASIS_URL}/wijkagendas/{item.sleutel}"

    def item_pubdate(self, item: Bericht) -> datetime.datetime:
        return timezone.localtime(item.op)

    item_updateddate = item_pubdate
