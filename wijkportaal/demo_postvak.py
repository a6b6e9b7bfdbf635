"""The postbox of the demo: every message with its working links. Never part of another installation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wijkportaal.models import Bericht
from wijkportaal.verzending import stel_samen, tekst_als_html

NIEUWSTE = 50
app_name = "postvak"


@never_cache
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """Show the newest messages to whomever."""
    berichten = Bericht.objects.only("naar", "onderwerp", "opgesteld_op")[:NIEUWSTE]
    return render(request, "wijkportaal/postvak.html", {"berichten": berichten})


@never_cache
@require_safe
def bericht(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message as its recipient reads it, composed by the code that sends it."""
    rij = get_object_or_404(Bericht, pk=pk)
    inhoud = {"bericht": rij, "mail": stel_samen(rij), "tekst": tekst_als_html(rij)}
    return render(request, "wijkportaal/postvak_bericht.html", inhoud)


urlpatterns = [
    path("", lijst, name="lijst"),
    path("<int:pk>/", bericht, name="bericht"),
]
