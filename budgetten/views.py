"""The public pages on the money of the wijken."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from budgetten import balken, inzicht, openbaar
from budgetten.regelingen import regelingen
from wijken.models import Inwonertal, Wijk

PER_PAGINA = 25


@require_safe
def overzicht(request: HttpRequest) -> HttpResponse:
    """All wijken side by side, for one year."""
    jaren = inzicht.jaren()
    jaar = inzicht.kies_jaar(jaren, request.GET.get("jaar"))
    potten = inzicht.standen(inzicht.wijkpotten(jaar)) if jaar else []
    context = {
        "jaren": jaren,
        "jaar": jaar,
        "wijken": [(wijk, stand, balken.balk(stand)) for wijk, stand in inzicht.per_wijk(potten)],
        "samen": inzicht.samen(potten),
    }
    return render(request, "budgetten/openbaar/overzicht.html", context)


@require_safe
def wijk(request: HttpRequest, slug: str) -> HttpResponse:
    """What one wijk has, and what the money went to."""
    nieuwste = Inwonertal.objects.filter(wijk=OuterRef("pk")).order_by("-peildatum").values("aantal")[:1]
    wijk: Any = get_object_or_404(Wijk.objects.annotate(inwoners=Subquery(nieuwste)), slug=slug)
    jaren = inzicht.jaren()
    jaar = inzicht.kies_jaar(jaren, request.GET.get("jaar"))
    context = {"wijk": wijk, "jaren": jaren, "jaar": jaar}
    if jaar:
        potten = inzicht.standen(inzicht.wijkpotten(jaar).filter(wijk=wijk))
        pagina = Paginator(openbaar.uitgaven(wijk, jaar), PER_PAGINA).get_page(request.GET.get("page"))
        context |= {
            "potten": [(pot, balken.balk(pot.stand)) for pot in potten],
            "samen": inzicht.samen(potten),
            "page_obj": pagina,
            "uitgaven": openbaar.in_het_openbaar(list(pagina.object_list)),
            "regelingen": regelingen(inwoners=wijk.inwoners or 0).values(),
        }
    return render(request, "budgetten/openbaar/wijk.html", context)
