"""Addresses of the pages that belong to no app; `wijkportaal.urls` includes them at the root."""

from django.urls import path

from wijkportaal import views
from wijkportaal.gezond import gezond

app_name = "wijkportaal"

urlpatterns = [
    path("toegankelijkheid/", views.toegankelijkheid, name="toegankelijkheid"),
    path("privacy/", views.privacy, name="privacy"),
    path("gezond/", gezond, name="gezond"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
