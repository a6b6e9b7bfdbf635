"""Pages that belong to no app. None of them asks the database anything: these tests have none."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import include, path, reverse


def stuk(request):
    raise RuntimeError("stuk")


def verdacht(request):
    raise SuspiciousOperation


def verboden(request):
    raise PermissionDenied


urlpatterns = [
    path("stuk/", stuk),
    path("verdacht/", verdacht),
    path("verboden/", verboden),
    path("", include("wijkportaal.urls")),
]
handler400 = "wijkportaal.views.fout_400"
handler500 = "wijkportaal.views.fout_500"

pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(("naam", "kop"), [("toegankelijkheid", "Toegankelijkheid"), ("privacy", "Privacy")])
def test_a_legal_page_is_linked_in_the_footer_and_names_whom_to_write_to(client, settings, naam, kop):
    settings.CONTACT_EMAIL = "hulp@voorbeeldstad.example"
    adres = reverse(f"wijkportaal:{naam}")
    html = client.get(adres).content.decode()
    assert f'<h1 class="utrecht-heading-1">{kop}</h1>' in html
    assert f'href="{adres}"' in html
    assert html.count("mailto:hulp@voorbeeldstad.example") == 2


@pytest.mark.parametrize(
    ("pad", "status", "kop"),
    [
        ("/verdacht/", 400, "We begrijpen dit verzoek niet"),
        ("/verboden/", 403, "U hebt hier geen toegang toe"),
        ("/is-er-niet/", 404, "Deze pagina is er niet"),
        ("/stuk/", 500, "Er ging iets mis bij ons"),
    ],
)
def test_an_error_has_a_page_in_the_house_style(settings, pad, status, kop):
    settings.SITE_NAAM = "Samen in Voorbeeldstad"
    antwoord = Client(raise_request_exception=False).get(pad)
    html = antwoord.content.decode()
    assert antwoord.status_code == status
    assert f"<title>{kop} – Samen in Voorbeeldstad</title>" in html
    assert f'<h1 class="utrecht-heading-1">{kop}</h1>' in html
    assert 'href="/static/portaal.css"' in html


def test_the_page_for_our_own_errors_does_not_read_the_session():
    klant = Client(raise_request_exception=False)
    klant.cookies["sessionid"] = "een-sessie-die-opgezocht-zou-moeten-worden"
    assert klant.get("/stuk/").status_code == 500


def test_a_form_that_stood_open_too_long_is_told_so():
    antwoord = Client(enforce_csrf_checks=True).post("/stuk/")
    assert antwoord.status_code == 403
    assert "Deze pagina stond te lang open" in antwoord.content.decode()


def test_security_txt_says_where_to_report_and_for_how_long(client, settings, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False)
    settings.CONTACT_EMAIL = "hulp@voorbeeldstad.example"
    settings.BASIS_URL = "https://wijken.voorbeeldstad.example"
    antwoord = client.get("/.well-known/security.txt")
    assert antwoord["Content-Type"] == "text/plain; charset=utf-8"
    assert antwoord.content.decode() == (
        "Contact: mailto:hulp@voorbeeldstad.example\n"
        "Expires: 2027-05-21T00:00:00Z\n"
        "Preferred-Languages: nl, en\n"
        "Canonical: https://wijken.voorbeeldstad.example/.well-known/security.txt\n"
    )


def test_a_municipality_brings_its_own_look(client, settings):
    settings.THEMA_KLASSE = "voorbeeldstad-theme"
    settings.THEMA_STYLESHEET = "voorbeeldstad.css"
    html = client.get(reverse("wijkportaal:privacy")).content.decode()
    assert 'utrecht-body voorbeeldstad-theme">' in html
    assert 'href="/static/voorbeeldstad.css"' in html
    assert "thema-standaard.css" not in html


def test_a_page_has_no_inline_style_or_script(client):
    html = client.get(reverse("wijkportaal:privacy")).content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count('<script src="') == 1
