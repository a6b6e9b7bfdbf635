"""The addresses of the portal, and two pages that a personal link can open."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from wijkportaal.urls import urlpatterns as huis


def pagina(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(token)


urlpatterns = [
    *huis,
    path("plan/<str:token>/", pagina, name="plan"),
    path("stem/<str:token>/", pagina, name="stem"),
]
