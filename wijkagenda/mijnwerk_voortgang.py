"""What the wijkregisseur guards: maatregelen that are late, and trekkers who say nothing (A-10; RM 2.5)."""

from typing import Any, cast

from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from initiatieven.signals import Overzichtsdeel, dagoverzicht
from wijkagenda.models import Wijkagenda
from wijkagenda.trekkers import lopende_agendas
from wijkagenda.voortgang import Maatregelstand, kwartaal_begin, laatste_standen
from wijken.models import Medewerker
from wijken.rechtentabel import zichtbaar
from wijkportaal.mijnwerk import GETOOND, Stapel, mijnwerk
from wijkportaal.onderdelen import Onderdeel

RECHT = "wijkagenda.leid_agenda"
MAANDAG = 1
Rij = tuple[Wijkagenda, Maatregelstand]


def aandacht(medewerker: Medewerker) -> tuple[list[Rij], list[Rij]]:
    """Return what is late, and what nobody reported on this quarter, in the agendas that this person leads.

    Four queries however many there are; the longest planned comes first.
    """
    agendas = list(lopende_agendas().filter(zichtbaar(RECHT, medewerker)).select_related("wijk"))
    standen, begin = laatste_standen(agendas), kwartaal_begin(timezone.localdate())
    rijen = [(agenda, stand) for agenda in agendas for stand in standen[agenda.pk]]
    rijen.sort(key=lambda rij: rij[1].maatregel["jaar_tot"])
    laat = [rij for rij in rijen if rij[1].is_laat]
    stil = [rij for rij in rijen if not rij[1].is_laat and rij[1].zonder_melding_sinds(begin)]
    return laat, stil


@receiver(mijnwerk)
def mijn_maatregelen(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The piles of maatregelen on the start page, for who leads an agenda that is carried out."""
    medewerker = cast("Medewerker", request.user)
    if not medewerker.has_perm(RECHT):
        return None
    laat, stil = (Stapel(rijen[:GETOOND], str(len(rijen))) for rijen in aandacht(medewerker))
    context = {"laat": laat, "stil": stil}
    return Onderdeel("wijkagenda/beheer/mijnwerk_voortgang.html", context, volgorde=13)


@receiver(dagoverzicht)
def in_dagoverzicht(medewerker: Medewerker, **kwargs: Any) -> Overzichtsdeel | None:
    """Once a week, in the mail of that day: a reminder every day would not be read."""
    if timezone.localdate().isoweekday() != MAANDAG or not medewerker.has_perm(RECHT):
        return None
    laat, stil = aandacht(medewerker)
    regels = [*_regels(laat, "te laat"), *_regels(stil, "dit kwartaal niets gemeld")]
    kop = "Maatregelen uit uw wijkagenda's die aandacht vragen"
    return Overzichtsdeel(kop, regels) if regels else None


def _regels(rijen: list[Rij], waarom: str) -> list[str]:
    """The first of a pile as lines of a mail, and how many more there are."""
    genoemd = [
        f"{agenda.wijk}: {stand.maatregel['nummer']}. {stand.maatregel['titel']} ({waarom})"
        for agenda, stand in rijen[:GETOOND]
    ]
    meer = len(rijen) - GETOOND
    waar = settings.BASIS_URL + reverse("admin:index")
    return [*genoemd, *([f"En nog {meer}: zie {waar}"] if meer > 0 else [])]
