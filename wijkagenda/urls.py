from django.urls import path

from wijkagenda import (
    views,
    views_idee,
    views_partner,
    views_partneridee,
    views_pdf,
    views_peiling,
    views_trekker,
)
from wijkagenda.feeds import Nieuws

app_name = "wijkagenda"

urlpatterns = [
    path("wijken/<slug:slug>/agenda/<int:jaar>/idee/", views_idee.idee, name="idee"),
    path("wijken/<slug:slug>/agenda/<int:jaar>/idee/verstuurd/", views_idee.verstuurd, name="idee_verstuurd"),
    path("wijkagenda/idee/<str:token>/", views_idee.link, name="idee_link"),
    path("voortgang/<str:token>/", views_trekker.TrekkerView.as_view(), name="trekker"),
    path("akkoord/<str:token>/", views_partner.akkoord, name="akkoord"),
    path("partner/<str:token>/", views_partneridee.overzicht, name="partner"),
    path("partner/<str:token>/idee/<int:agenda>/", views_partneridee.idee, name="partner_idee"),
    path("wijken/<slug:slug>/peiling/<int:pk>/", views_peiling.peiling, name="peiling"),
    path("wijken/<slug:slug>/peiling/<int:pk>/mail/", views_peiling.gevraagd, name="peiling_gevraagd"),
    path("wijken/<slug:slug>/peiling/<int:pk>/formulier/", views_peiling.formulier, name="peiling_formulier"),
    path("peiling/stem/<str:token>/", views_peiling.link, name="stem"),
    path("wijkagendas/", views.alle, name="overzicht"),
    path("wijkagendas/feed/", Nieuws(), name="feed"),
    path("wijkagendas/<slug:wat>.<slug:vorm>", views.download, name="download"),
    path("wijken/<slug:slug>/agenda/", views.huidig, name="huidig"),
    path("wijken/<slug:slug>/agenda/<int:jaar>/", views.agenda, name="agenda"),
    path("wijken/<slug:slug>/agenda/<int:jaar>/versies/<int:nummer>/", views.versie, name="versie"),
    path(
        "wijken/<slug:slug>/agenda/<int:jaar>/versies/<int:nummer>/pdf/",
        views_pdf.versie_pdf,
        name="versie_pdf",
    ),
    path("wijken/<slug:slug>/agenda/<int:jaar>/maatregelen/<int:nummer>/", views.maatregel, name="maatregel"),
]
