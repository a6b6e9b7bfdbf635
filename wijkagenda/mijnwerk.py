"""What this app puts on *Mijn werk*: parts that wait for a yes, the own agendas, what the college decides."""

from typing import Any, cast

from django.dispatch import receiver
from django.http import HttpRequest

from wijkagenda.beoordelen import RECHT_GEVEN, RECHT_VRAGEN, wacht_op
from wijkagenda.models import Fase, Wijkagenda
from wijkagenda.vaststellen import RECHT as RECHT_VASTSTELLEN
from wijken.mandaten import mandaten_van
from wijken.models import Medewerker
from wijken.rechtentabel import zichtbaar
from wijkportaal.mijnwerk import mijnwerk, stapel
from wijkportaal.onderdelen import Onderdeel


@receiver(mijnwerk)
def mijn_agendas(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The piles of wijkagenda's, for whoever has a part in them. A fixed number of queries."""
    wie = cast("Medewerker", request.user)
    agendas = Wijkagenda.objects.select_related("wijk").order_by("fase_sinds", "pk")
    stapels = {}
    if wie.has_perm(RECHT_GEVEN):
        stapels["beoordelen"] = stapel(wacht_op(wie, mandaten_van(wie)))
    if wie.has_perm(RECHT_VRAGEN):
        lopend = agendas.exclude(fase__in=(Fase.UITVOERING, Fase.AFGESLOTEN))
        stapels["agendas"] = stapel(lopend.filter(zichtbaar(RECHT_VRAGEN, wie)))
    if wie.has_perm(RECHT_VASTSTELLEN):
        stapels["college"] = stapel(agendas.filter(fase__in=(Fase.VASTSTELLING, Fase.RAAD)))
    return Onderdeel("wijkagenda/beheer/mijnwerk.html", stapels, volgorde=12) if stapels else None
