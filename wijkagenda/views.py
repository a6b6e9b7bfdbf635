"""What everybody can read of a wijkagenda (C-03)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wijkagenda.models import Versie, Wijkagenda
from wijkagenda.woorden import uitleg


def _versies(slug: str, jaar: int) -> Any:
    versies = Versie.objects.gepubliceerd().filter(agenda__wijk__slug=slug, agenda__van__year=jaar)
    return versies.select_related("agenda__wijk", "besluit", "raadsaanbieding")


@require_safe
def agenda(request: HttpRequest, slug: str, jaar: int) -> HttpResponse:
    """The agenda as it holds now, and where a version in the making stands."""
    rij = get_object_or_404(Wijkagenda.objects.select_related("wijk"), wijk__slug=slug, van__year=jaar)
    laatste = _versies(slug, jaar).order_by("-nummer").first()
    context = {"agenda": rij, "versie": laatste, "uitleg": uitleg(rij)}
    return render(request, "wijkagenda/agenda.html", context)


@require_safe
def versie(request: HttpRequest, slug: str, jaar: int, nummer: int) -> HttpResponse:
    """One version as it was adopted, for ever (A-09)."""
    rij = get_object_or_404(_versies(slug, jaar), nummer=nummer)
    return render(request, "wijkagenda/agenda.html", {"agenda": rij.agenda, "versie": rij})


@require_safe
def maatregel(request: HttpRequest, slug: str, jaar: int, nummer: int) -> HttpResponse:
    """One maatregel of the version that holds now."""
    laatste = get_object_or_404(_versies(slug, jaar).order_by("-nummer")[:1])
    gevonden = next((rij for rij in laatste.document["maatregelen"] if rij["nummer"] == nummer), None)
    if gevonden is None:
        raise Http404
    context = {"agenda": laatste.agenda, "versie": laatste, "maatregel": gevonden}
    return render(request, "wijkagenda/maatregel.html", context)
