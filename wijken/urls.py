from django.urls import path

from wijken import views

app_name = "wijken"

urlpatterns = [
    path("", views.voorpagina, name="voorpagina"),
    path("wijken/", views.lijst, name="lijst"),
    path("wijken/zoeken/", views.zoeken, name="zoeken"),
    path("wijken/grenzen.geojson", views.grenzen, name="grenzen"),
    path("wijken/<slug:slug>/", views.wijk, name="wijk"),
]
