"""What this app puts on the pages of `wijken`: the agenda of a wijk, and the way to all of them (C-03)."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from wijkagenda.models import Fase, Peiling, Wijkagenda
from wijkagenda.openbaar import huidige, versies
from wijkagenda.woorden import uitleg
from wijken.models import Wijk
from wijken.signals import Onderdeel, voorpagina, wijkpagina

TITELS = 4


@receiver(wijkpagina)
def agenda_van_wijk(wijk: Wijk, **kwargs: Any) -> Onderdeel | None:
    """The agenda of this period with its first maatregelen, and what residents can do now (A-02, A-04)."""
    agendas = list(wijk.agendas.all())
    agenda = huidige(agendas, timezone.localdate())
    if agenda is None:
        return None
    versie = versies(agenda=agenda).defer(None).defer("besluit__inhoud").first()
    context = {
        "wijk": wijk,
        "agenda": agenda,
        "uitleg": uitleg(agenda),
        "versie": versie,
        "maatregelen": versie.document["maatregelen"] if versie else [],
        "hoogstens": TITELS,
        "verzamelt": next((rij for rij in agendas if rij.fase == Fase.VERZAMELEN), None),
        "peilingen": peilingen_van([rij for rij in agendas if rij.fase == Fase.BEWONERSTOETS]),
    }
    return Onderdeel("wijkagenda/onderdelen/wijkpagina.html", context, volgorde=-5)


def peilingen_van(agendas: list[Wijkagenda]) -> list[Peiling]:
    """Return the polls that run, or will, on agendas that are with the residents; else it asks nothing."""
    if not agendas:
        return []
    lopend = Peiling.objects.lopend().filter(agenda__in=agendas).order_by("sluit")
    return list(lopend.select_related("agenda__wijk"))


@receiver(voorpagina)
def wijkagendas(**kwargs: Any) -> Onderdeel:
    """The way to the agendas of all wijken. It asks no query."""
    return Onderdeel("wijkagenda/onderdelen/voorpagina.html", volgorde=-5)
