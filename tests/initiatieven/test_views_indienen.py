"""The form for residents: nothing that was typed is ever lost, and robots get nowhere."""

import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from initiatieven.models import Bijlage, Concept, Initiatief
from tests.fabrieken import BuurtFactory, WijkFactory
from tests.initiatieven.fabrieken import BijlageFactory
from wijkportaal.models import Bericht

pytestmark = pytest.mark.django_db
IDEE = {"titel": "Bankje", "wat": "Een bank.", "waarom": "Nu staat iedereen."}
BEGIN = reverse("initiatieven:indienen")
PDF = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def geen_tellers():
    cache.clear()


@pytest.fixture
def streng():
    """A browser for which the CSRF check is on, as it is outside tests."""
    return Client(enforce_csrf_checks=True)


def adres(concept: Concept, stap: str) -> str:
    return reverse("initiatieven:stap", args=[concept.pk, stap])


def begonnen(client, **anders) -> Concept:
    client.post(BEGIN, IDEE | anders)
    return Concept.objects.get()


def ingevuld() -> Concept:
    buurt = BuurtFactory()
    gegevens = IDEE | {
        "wijk": str(buurt.wijk_id),
        "buurt": str(buurt.pk),
        "voor_wie": "Iedereen",
        "naam": "Truus Testbewoner",
        "email": "truus@bewoner.example",
        "toestemming": True,
        "hulp": ["geld", "advies"],
    }
    return Concept.objects.create(gegevens=gegevens)


def test_looking_at_the_form_keeps_nothing(client):
    assert client.get(BEGIN).status_code == 200
    assert Concept.objects.count() == 0


@pytest.mark.regel("C-01", "I-02")
def test_the_whole_form_makes_a_case_without_any_cookie(streng):
    buurt = BuurtFactory()
    stappen = {
        "plek": {"wijk": buurt.wijk_id, "buurt": buurt.pk, "voor_wie": "Iedereen"},
        "samen": {"hulp": ["geld", "advies"]},
        "gegevens": {"naam": "Truus", "email": "truus@bewoner.example", "toestemming": "on"},
    }
    antwoord = streng.post(BEGIN, IDEE)
    for stap, velden in stappen.items():
        assert antwoord.url == adres(Concept.objects.get(), stap)
        streng.cookies.clear()
        antwoord = streng.post(antwoord.url, velden)
    controle = reverse("initiatieven:controle", args=[Concept.objects.get().pk])
    assert antwoord.url == controle
    streng.cookies.clear()
    assert streng.post(controle).url == reverse("initiatieven:verstuurd", args=[Concept.objects.get().pk])
    zaak = Initiatief.objects.get()
    assert (zaak.titel, zaak.buurt, zaak.hulp) == ("Bankje", buurt, ["geld", "advies"])
    assert zaak.openbaar_akkoord is False


def test_the_consent_leads_to_the_privacy_statement(client):
    tekst = client.get(adres(begonnen(client), "gegevens")).text
    assert f'href="{reverse("wijkportaal:privacy")}" target="_blank">privacyverklaring' in tekst


def test_a_wrong_field_loses_nothing(client):
    antwoord = client.post(BEGIN, {"titel": "", "wat": "Een lang verhaal", "waarom": ""})
    assert antwoord.status_code == 422
    assert "Een lang verhaal" in antwoord.text
    assert "Geef uw idee een korte naam." in antwoord.text
    concept = Concept.objects.get()
    assert concept.gegevens == {"titel": "", "wat": "Een lang verhaal", "waarom": ""}
    assert "Een lang verhaal" in client.get(adres(concept, "idee")).text


def test_another_browser_with_the_address_goes_on_where_it_was(client):
    concept = begonnen(client)
    assert "Nu staat iedereen." in Client().get(adres(concept, "idee")).text


def test_the_script_keeps_what_is_typed_without_judging_it(client):
    antwoord = client.post(BEGIN, {"titel": "Ban"}, headers={"X-Requested-With": "fetch"})
    concept = Concept.objects.get()
    assert antwoord.json() == {"url": adres(concept, "idee"), "bewaar_url": adres(concept, "idee")}
    client.post(antwoord.json()["bewaar_url"], {"titel": "Bankje"}, headers={"X-Requested-With": "fetch"})
    assert Concept.objects.get().gegevens == {"titel": "Bankje", "wat": None, "waarom": None}


def test_it_takes_over_the_wijk_of_the_page_where_the_resident_came_from(client):
    wijk = WijkFactory()
    client.post(f"{BEGIN}?wijk={wijk.slug}", IDEE)
    assert Concept.objects.get().gegevens["wijk"] == wijk.pk


def test_a_buurt_of_another_wijk_is_refused_kindly(client):
    concept, buurt = begonnen(client), BuurtFactory(naam="Voorstad")
    antwoord = client.post(
        adres(concept, "plek"), {"wijk": WijkFactory().pk, "buurt": buurt.pk, "voor_wie": "Iedereen"}
    )
    assert antwoord.status_code == 422
    assert f"Voorstad hoort bij de wijk {buurt.wijk}." in antwoord.text


def test_a_right_file_is_kept_even_when_another_field_is_wrong(client):
    concept = begonnen(client)
    velden = {"hulp": ["onzin"], "bijlage": SimpleUploadedFile("../plan.exe", PDF)}
    assert client.post(adres(concept, "samen"), velden).status_code == 422
    bijlage = concept.bijlagen.get()
    assert (bijlage.naam, bijlage.type, bytes(bijlage.inhoud)) == ("plan.pdf", "application/pdf", PDF)


def test_a_file_that_lies_about_its_type_is_refused(client):
    concept = begonnen(client)
    nep = SimpleUploadedFile("plan.pdf", b"MZ" + b"\0" * 99)
    antwoord = client.post(adres(concept, "samen"), {"bijlage": nep})
    assert antwoord.status_code == 422
    assert "kunnen we niet aannemen" in antwoord.text
    assert concept.bijlagen.count() == 0


def test_a_fourth_file_is_refused_with_what_to_do(client):
    concept = begonnen(client)
    for _ in range(3):
        BijlageFactory(concept=concept, initiatief=None)
    antwoord = client.post(adres(concept, "samen"), {"bijlage": SimpleUploadedFile("plan.pdf", PDF)})
    assert "Verwijder er eerst een." in antwoord.text
    assert concept.bijlagen.count() == 3


def test_a_file_is_removed_only_by_the_form_it_belongs_to(client):
    concept, ander = begonnen(client), BijlageFactory(concept=Concept.objects.create(), initiatief=None)
    eigen = BijlageFactory(concept=concept, initiatief=None)
    weg = [reverse("initiatieven:verwijder_bijlage", args=[concept.pk, rij.pk]) for rij in (ander, eigen)]
    assert [client.post(url).status_code for url in weg] == [404, 302]
    assert list(Bijlage.objects.all()) == [ander]


def test_the_check_page_names_the_steps_that_are_not_ready_and_sends_nothing(client):
    concept = begonnen(client)
    antwoord = client.post(reverse("initiatieven:controle", args=[concept.pk]))
    assert (
        antwoord.text.count('status-badge--warning">nog niet klaar') == 2
    )  # where, and who; the third asks nothing
    assert Initiatief.objects.count() == 0


def test_sending_twice_makes_one_case_and_one_mail(client):
    concept = ingevuld()
    controle = reverse("initiatieven:controle", args=[concept.pk])
    assert [client.post(controle).status_code for _ in range(2)] == [302, 302]
    assert (Initiatief.objects.count(), Bericht.objects.count()) == (1, 1)


def test_the_hidden_field_stops_a_robot_and_tells_a_person_why(client):
    controle = reverse("initiatieven:controle", args=[ingevuld().pk])
    antwoord = client.post(controle, {"website": "https://spam.example"})
    assert antwoord.status_code == 422
    assert "Maak het veld “Laat dit veld leeg” leeg" in antwoord.text
    assert Initiatief.objects.count() == 0


def test_too_many_forms_from_one_address_are_refused_with_the_typed_text_kept(client):
    for _ in range(60):
        client.post(BEGIN, IDEE)
    antwoord = client.post(BEGIN, IDEE | {"wat": "Mijn lange verhaal"})
    assert antwoord.status_code == 429
    assert "Wacht een uur" in antwoord.text
    assert "Mijn lange verhaal" in antwoord.text
    assert Concept.objects.count() == 60


def test_the_sent_page_sends_the_mail_again_to_a_corrected_address(client):
    concept = ingevuld()
    client.post(reverse("initiatieven:controle", args=[concept.pk]))
    verstuurd = reverse("initiatieven:verstuurd", args=[concept.pk])
    antwoord = client.post(verstuurd, {"email": "goed@bewoner.example"})
    assert "We hebben de mail opnieuw gestuurd." in antwoord.text
    assert Bericht.objects.latest("pk").naar == "goed@bewoner.example"


@pytest.mark.parametrize("naam", ["controle", "verstuurd"])
def test_a_guessed_address_gives_nothing(client, naam):
    assert client.get(reverse(f"initiatieven:{naam}", args=[uuid.uuid4()])).status_code == 404


def test_a_sent_form_cannot_be_read_again(client):
    concept = ingevuld()
    client.post(reverse("initiatieven:controle", args=[concept.pk]))
    for stap in ("idee", "gegevens"):
        assert client.get(adres(concept, stap)).url == reverse("initiatieven:verstuurd", args=[concept.pk])


def test_typed_html_stays_text(client):
    concept = begonnen(client, wat="<script>alert(1)</script> 👋 \u202eomgekeerd")
    assert "<script>alert(1)" not in client.get(adres(concept, "idee")).text


@pytest.mark.parametrize("aantal", [3, 30])
def test_the_place_step_asks_as_few_queries_for_many_wijken(client, aantal, django_assert_num_queries):
    concept = begonnen(client)
    for _ in range(aantal):
        BuurtFactory()
    with django_assert_num_queries(3):
        client.get(adres(concept, "plek"))
