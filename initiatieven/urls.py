from django.urls import path

from initiatieven.views import eigen, indienen, openbaar, stappenplan, steun, volgen

app_name = "initiatieven"
urlpatterns = [
    path("", openbaar.lijst, name="lijst"),
    path("voorbeelden/", openbaar.voorbeelden, name="voorbeelden"),
    path("foto/<uuid:sleutel>/", openbaar.foto, name="foto"),
    path("indienen/", indienen.indienen, name="indienen"),
    path("indienen/<uuid:sleutel>/controle/", indienen.controle, name="controle"),
    path("indienen/<uuid:sleutel>/verstuurd/", indienen.verstuurd, name="verstuurd"),
    path(
        "indienen/<uuid:sleutel>/bijlage/<uuid:bijlage>/verwijderen/",
        indienen.verwijder_bijlage,
        name="verwijder_bijlage",
    ),
    path("indienen/<uuid:sleutel>/<slug:stap>/", indienen.stap, name="stap"),
    path("lijkt-op/", openbaar.lijkt_op, name="lijkt_op"),
    path("link/<str:token>/", volgen.link, name="link"),
    path("steun/<str:token>/", steun.link, name="steun_link"),
    path("volgen/", volgen.volgen_aanvragen, name="volgen_aanvragen"),
    path("volgen/<slug:kenmerk>/", volgen.volgen, name="volgen"),
    path("volgen/<slug:kenmerk>/brief/<uuid:sleutel>/", volgen.brief, name="brief"),
    path("volgen/<slug:kenmerk>/groep/", eigen.groep, name="groep"),
    path("volgen/<slug:kenmerk>/groep/weg/", eigen.groep_weg, name="groep_weg"),
    path("volgen/<slug:kenmerk>/groep/overdragen/", eigen.groep_overdragen, name="groep_overdragen"),
    path("volgen/<slug:kenmerk>/intrekken/", eigen.intrekken, name="intrekken"),
    path("volgen/<slug:kenmerk>/download/", eigen.download, name="download"),
    path("volgen/<slug:kenmerk>/afspraak.ics", stappenplan.afspraak, name="afspraak"),
    path("volgen/<slug:kenmerk>/stappenplan/inleveren/", stappenplan.inleveren, name="plan_inleveren"),
    path(
        "volgen/<slug:kenmerk>/stappenplan/bijlage/<uuid:sleutel>/verwijderen/",
        stappenplan.verwijder_bijlage,
        name="verwijder_planbijlage",
    ),
    path("volgen/<slug:kenmerk>/stappenplan/<slug:stap>/", stappenplan.stap, name="planstap"),
    path("volgen/<slug:kenmerk>/<slug:naam>/", volgen.deel, name="volgdeel"),
    path("<slug:kenmerk>/", openbaar.detail, name="detail"),
    path("<slug:kenmerk>/steunen/", steun.steun, name="steun"),
    path("<slug:kenmerk>/steunen/mail/", steun.gevraagd, name="steun_gevraagd"),
    path("<slug:kenmerk>/poster/", steun.poster, name="poster"),
]
