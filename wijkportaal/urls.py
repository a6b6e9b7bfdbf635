"""Addresses of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("wijken.urls")),
    path("", include("wijkportaal.urls_algemeen")),
    path("", include("wijkagenda.urls")),
    path("", include("budgetten.urls")),
    path("initiatieven/", include("initiatieven.urls")),
    path("beheer/", include("wijken.urls_aanmelden")),
    path("beheer/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/postvak/", include("wijkportaal.demo_postvak")))

handler400 = "wijkportaal.views.fout_400"
handler500 = "wijkportaal.views.fout_500"
