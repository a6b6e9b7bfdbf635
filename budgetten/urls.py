from django.urls import path

from budgetten import views

app_name = "budgetten"
urlpatterns = [
    path("geld/", views.overzicht, name="geld"),
    path("wijken/<slug:slug>/geld/", views.wijk, name="geld_van_wijk"),
]
