"""What *Mijn werk* shows about ideas: what waits for an answer, a verdict, or an agenda (A-02, A-03)."""

from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest

from wijkagenda.models import Fase, Idee, Toetsvraag, Wijkagenda
from wijkagenda.zaken import wachtende_zaken
from wijken.models import Medewerker
from wijken.rechtentabel import zichtbaar
from wijkportaal.mijnwerk import Stapel, mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel

LEIDT, ANTWOORDT = "wijkagenda.leid_agenda", "wijkagenda.toets_idee"


def wacht_op_oordeel(medewerker: Medewerker) -> QuerySet[Idee]:
    """Return the ideas on which the own coalitie can decide: nobody has time left for an answer."""
    agendas = Wijkagenda.objects.filter(zichtbaar(LEIDT, medewerker), fase=Fase.EERSTE_TOETS)
    nog_tijd = Toetsvraag.objects.wacht().op_tijd().filter(idee=OuterRef("pk"))
    ideeen = Idee.objects.open().filter(~Exists(nog_tijd), agenda__in=agendas)
    return ideeen.select_related("agenda__wijk").order_by("agenda", "ingediend_op", "pk")


def vragen_aan(medewerker: Medewerker) -> QuerySet[Toetsvraag]:
    """Return the questions that wait for this person, the most urgent on top."""
    vragen = Toetsvraag.objects.wacht().voor(medewerker).order_by("uiterlijk", "pk")
    return vragen.select_related("idee__agenda__wijk", "cluster", "partner")


@receiver(mijnwerk)
def mijn_ideeen(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The piles for whoever answers in the first test, or leads an agenda."""
    medewerker = cast("Medewerker", request.user)
    stapels: dict[str, Stapel] = {}
    if medewerker.has_perm(ANTWOORDT):
        stapels["vragen"] = stapel(vragen_aan(medewerker))
    if medewerker.has_perm(LEIDT):
        stapels["oordelen"] = stapel(wacht_op_oordeel(medewerker))
        stapels["zaken"] = stapel(wachtende_zaken().filter(zichtbaar(LEIDT, medewerker)))
    if not any(pak.rijen for pak in stapels.values()):
        return None
    return Onderdeel("wijkagenda/beheer/mijnwerk_ideeen.html", stapels, volgorde=13)
