from django.urls import path

from wijkagenda import views

app_name = "wijkagenda"

urlpatterns = [
    path("wijken/<slug:slug>/agenda/<int:jaar>/", views.agenda, name="agenda"),
    path("wijken/<slug:slug>/agenda/<int:jaar>/versies/<int:nummer>/", views.versie, name="versie"),
    path("wijken/<slug:slug>/agenda/<int:jaar>/maatregelen/<int:nummer>/", views.maatregel, name="maatregel"),
]
