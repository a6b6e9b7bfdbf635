from django.urls import path

from wijkagenda import views, views_partner, views_pdf

app_name = "wijkagenda"

urlpatterns = [
    path("akkoord/<str:token>/", views_partner.akkoord, name="akkoord"),
    path("wijken/<slug:slug>/agenda/<int:jaar>/", views.agenda, name="agenda"),
    path("wijken/<slug:slug>/agenda/<int:jaar>/versies/<int:nummer>/", views.versie, name="versie"),
    path(
        "wijken/<slug:slug>/agenda/<int:jaar>/versies/<int:nummer>/pdf/",
        views_pdf.versie_pdf,
        name="versie_pdf",
    ),
    path("wijken/<slug:slug>/agenda/<int:jaar>/maatregelen/<int:nummer>/", views.maatregel, name="maatregel"),
]
