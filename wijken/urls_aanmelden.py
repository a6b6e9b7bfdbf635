"""Addresses of signing in, under /beheer/. They come before the admin's own, of which two are replaced.

The namespace and the names are those that django-two-factor-auth asks for.
"""

from django.urls import path

from wijken import sso, views_aanmelden, views_wachtwoord

app_name = "two_factor"

urlpatterns = [
    path("login/", views_aanmelden.Aanmelden.as_view(), name="login"),
    path("logout/", views_aanmelden.Afmelden.as_view(), name="logout"),
    path("aanmelden/wachtwoord-vergeten/", views_wachtwoord.vergeten, name="vergeten"),
    path("aanmelden/wachtwoord/<str:token>/", views_wachtwoord.wachtwoord, name="wachtwoord"),
    path("aanmelden/sessie/", views_aanmelden.sessie, name="sessie"),
    path("aanmelden/sso/", sso.NaarSso.as_view(), name="sso"),
    path("aanmelden/sso/terug/", sso.TerugVanSso.as_view(), name="sso_terug"),
    path("aanmelden/beveiliging/", views_aanmelden.Beveiliging.as_view(), name="profile"),
    path("aanmelden/beveiliging/verwijderen/", views_aanmelden.verwijder_apparaat, name="verwijderen"),
    path("aanmelden/tweede-stap/", views_aanmelden.Instellen.as_view(), name="setup"),
    path("aanmelden/tweede-stap/qr/", views_aanmelden.Qr.as_view(), name="qr"),
    path("aanmelden/herstelcodes/", views_aanmelden.Herstelcodes.as_view(), name="backup_tokens"),
]
