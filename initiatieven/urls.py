from django.urls import path

from initiatieven.views import indienen, openbaar, volgen

app_name = "initiatieven"
urlpatterns = [
    path("", openbaar.lijst, name="lijst"),
    path("indienen/", indienen.indienen, name="indienen"),
    path("indienen/<uuid:sleutel>/controle/", indienen.controle, name="controle"),
    path("indienen/<uuid:sleutel>/verstuurd/", indienen.verstuurd, name="verstuurd"),
    path(
        "indienen/<uuid:sleutel>/bijlage/<uuid:bijlage>/verwijderen/",
        indienen.verwijder_bijlage,
        name="verwijder_bijlage",
    ),
    path("indienen/<uuid:sleutel>/<slug:stap>/", indienen.stap, name="stap"),
    path("link/<str:token>/", volgen.link, name="link"),
    path("volgen/", volgen.volgen_aanvragen, name="volgen_aanvragen"),
    path("volgen/<slug:kenmerk>/", volgen.volgen, name="volgen"),
    path("volgen/<slug:kenmerk>/brief/<uuid:sleutel>/", volgen.brief, name="brief"),
    path("volgen/<slug:kenmerk>/<slug:naam>/", volgen.deel, name="volgdeel"),
    path("<slug:kenmerk>/", openbaar.detail, name="detail"),
]
