"""Addresses of the pages that belong to no app; `wijkportaal.urls` includes them at the root."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from wijkportaal import views
from wijkportaal.gezond import gezond
from wijkportaal.sitemaps import KAARTEN

app_name = "wijkportaal"

urlpatterns = [
    path("toegankelijkheid/", views.toegankelijkheid, name="toegankelijkheid"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap.xml", sitemap, {"sitemaps": KAARTEN}, name="sitemap"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("gezond/", gezond, name="gezond"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
