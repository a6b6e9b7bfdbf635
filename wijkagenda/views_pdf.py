"""An adopted version to keep or to print: always the same, so it is made once an hour at most (A-09)."""

from typing import cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from wijkagenda.dossier import versie_als_pdf
from wijkagenda.models import Versie
from wijkportaal.bestanden import als_download

SECONDEN = 60 * 60


@require_safe
def versie_pdf(request: HttpRequest, slug: str, jaar: int, nummer: int) -> HttpResponse:
    """Hand out the PDF of a version that everybody can read."""
    versies = Versie.objects.gepubliceerd().filter(agenda__wijk__slug=slug, agenda__van__year=jaar)
    rij = get_object_or_404(versies.select_related("besluit", "raadsaanbieding"), nummer=nummer)
    bewaard = cache.get_or_set(f"wijkagenda:versie:{rij.pk}:pdf", lambda: versie_als_pdf(rij), SECONDEN)
    naam = f"{rij.document['agenda']['naam']} versie {rij.nummer}.pdf"
    return als_download(naam=naam, soort="application/pdf", inhoud=cast("bytes", bewaard))
