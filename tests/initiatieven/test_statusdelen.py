"""What a resident sees and sends in on the status page: read once, paged, escaped, never of another case."""

import datetime
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from initiatieven import boodschappen
from initiatieven.models import Boodschap, Fase, Vraag
from initiatieven.signals import zaak_beeindigd
from tests.fabrieken import RolFactory
from tests.initiatieven.fabrieken import (
    BijlageFactory,
    BoodschapFactory,
    GroepslidFactory,
    InitiatiefFactory,
    SteunFactory,
)
from tests.initiatieven.paginas import zaak_in_geheel
from tests.initiatieven.test_groep import adres, open_als
from tests.initiatieven.test_views_volgen import AANVRAGEN, volgen
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout

pytestmark = pytest.mark.django_db
LASTIG = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "Zoë 🌳👩‍👩‍👧 in de Boomstraat",
    "مرحبا بكم في الحي",
    "{{ zaak.indiener }} {% debug %}",
]


@pytest.fixture(autouse=True)
def geen_eerdere_pogingen():
    cache.clear()


@pytest.fixture
def zaak():
    zaak = InitiatiefFactory(toegewezen=True)
    RolFactory(vakambtenaar=True, medewerker=zaak.vakambtenaar, cluster=zaak.cluster)
    return zaak


def deel(zaak, naam):
    return reverse("initiatieven:volgdeel", args=[zaak.kenmerk, naam])


def paneel(zaak, naam):
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])


@pytest.mark.regel("I-20")
def test_a_message_goes_to_the_contact_and_back_and_is_new_once(zaak, client):
    bewoner = open_als(zaak)
    bewoner.post(deel(zaak, "berichten"), {"tekst": "Mag de bank groen?"})
    client.force_login(zaak.vakambtenaar)
    assert "Nieuwe berichten van indieners" in client.get(reverse("admin:index")).text
    client.post(paneel(zaak, "berichten"), {"tekst": "Ja, dat mag."})
    assert "Nieuwe berichten van indieners" not in client.get(reverse("admin:index")).text
    eerste, tweede = (bewoner.get(volgen(zaak)).text for _ in range(2))
    assert "Ja, dat mag." in eerste
    assert (">nieuw<" in eerste, ">nieuw<" in tweede) == (True, False)


@pytest.mark.regel("I-20")
def test_the_page_says_what_is_expected_of_whom_and_by_when(zaak, client):
    client.force_login(zaak.vakambtenaar)
    dag = timezone.localdate() + datetime.timedelta(days=5)
    client.post(paneel(zaak, "berichten"), {"tekst": "Hoeveel buren doen mee?", "uiterlijk": dag})
    bewoner = open_als(zaak)
    tekst = bewoner.get(volgen(zaak)).text
    assert "De gemeente vraagt u iets" in tekst
    assert "<strong>Nu aan zet:</strong> u" in tekst
    bewoner.post(deel(zaak, "vraag"), {"tekst": "Veertien."})
    assert "De gemeente vraagt u iets" not in bewoner.get(volgen(zaak)).text
    assert bewoner.post(deel(zaak, "vraag"), {"tekst": "Vijftien."}).status_code == 409


def test_who_may_not_know_the_submitter_does_not_read_the_messages(zaak, client):
    BoodschapFactory(initiatief=zaak, tekst="Ik ben Truus van nummer 12.")
    client.force_login(RolFactory(soort="beleidsmedewerker").medewerker)
    assert "nummer 12" not in zaak_in_geheel(client, zaak)
    for naam in ("berichten", "gelezen", "vraag", "verbinden", "samenvoegen"):
        assert client.post(paneel(zaak, naam), {"tekst": "Hoi"}).status_code == 403


def test_the_official_says_to_have_read_it_without_answering(zaak, client):
    BoodschapFactory(initiatief=zaak)
    client.force_login(zaak.vakambtenaar)
    client.post(paneel(zaak, "gelezen"))
    assert Boodschap.objects.get().gelezen_op is not None


@pytest.mark.parametrize("tekst", LASTIG)
def test_any_text_is_kept_and_shown_as_text_to_both_sides(zaak, client, tekst):
    bewoner = open_als(zaak)
    assert bewoner.post(deel(zaak, "berichten"), {"tekst": tekst}).status_code == 302
    assert Boodschap.objects.get().tekst == tekst
    client.force_login(zaak.vakambtenaar)
    beheer = zaak_in_geheel(client, zaak)
    for pagina in (bewoner.get(volgen(zaak)).text, beheer):
        assert "<script>alert(1)" not in pagina
        assert "onerror=alert(1)>" not in pagina


def test_five_thousand_words_are_refused_and_kept_on_the_page(zaak):
    lang = "woord " * 5000
    antwoord = open_als(zaak).post(deel(zaak, "berichten"), {"tekst": lang})
    assert antwoord.status_code == 422
    assert "Deze tekst is te lang" in antwoord.text
    assert lang.strip() in antwoord.text
    assert not Boodschap.objects.exists()


@pytest.mark.parametrize("naam", ["berichten", "vraag"])
def test_a_page_that_was_open_too_long_loses_nothing(zaak, naam):
    antwoord = Client().post(deel(zaak, naam), {"tekst": "Een uur aan geschreven."}, follow=True)
    assert "Een uur aan geschreven." in antwoord.text
    onbekend = reverse("initiatieven:volgdeel", args=["VB-2026-99999", naam])
    zelfde = Client().post(onbekend, {"tekst": "Een uur aan geschreven."}, follow=True)
    assert (antwoord.status_code, antwoord.redirect_chain) == (zelfde.status_code, zelfde.redirect_chain)
    assert not Boodschap.objects.exists()


@pytest.mark.parametrize("naam", ["groep", "intrekken", "download"])
def test_a_stranger_gets_the_same_answer_whether_the_case_exists_or_not(zaak, naam):
    onbekend = reverse(f"initiatieven:{naam}", args=["VB-2026-99999"])
    for pad, kenmerk in ((adres(naam, zaak), zaak.kenmerk), (onbekend, "VB-2026-99999")):
        assert Client().get(pad).url == f"{AANVRAGEN}?kenmerk={kenmerk}"


def test_the_page_asks_as_many_queries_however_much_was_written(zaak):
    """The number itself is pinned in test_views_volgen."""
    bewoner, gesteld = open_als(zaak), []
    for aantal in (1, 9, 990):
        schrijf_veel(zaak, aantal)
        bewoner.get(volgen(zaak))
        with CaptureQueriesContext(connection) as vragen:
            tekst = bewoner.get(volgen(zaak)).text
        gesteld.append(len(vragen))
    assert len(set(gesteld)) == 1
    assert tekst.count("wp-gesprek__boodschap--bewoner") == 10


def schrijf_veel(zaak, aantal):
    Boodschap.objects.bulk_create(
        Boodschap(initiatief=zaak, van="bewoner", naam="T", tekst="Nog iets.") for _ in range(aantal)
    )


def test_older_messages_are_a_page_away(zaak):
    for nummer in range(12):
        BoodschapFactory(initiatief=zaak, tekst=f"Nummer {nummer:02}")
    bewoner = open_als(zaak)
    eerste, tweede = bewoner.get(volgen(zaak)).text, bewoner.get(volgen(zaak), {"berichten": 2}).text
    assert ("Nummer 11" in eerste, "Nummer 01" in eerste) == (True, False)
    assert ("Nummer 11" in tweede, "Nummer 01" in tweede) == (False, True)
    for onzin in ("0", "-1", "x", "9" * 40):
        assert bewoner.get(volgen(zaak), {"berichten": onzin}).status_code == 200


@pytest.mark.regel("I-03", "I-20")
@pytest.mark.parametrize("fase", [Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING])
def test_the_submitter_withdraws_from_every_open_phase_after_being_asked(fase):
    zaak = InitiatiefFactory(toegewezen=True, fase=fase)
    gehoord = []
    zaak_beeindigd.connect(oor := lambda stap, **kwargs: gehoord.append(stap.naam))
    bewoner = open_als(zaak)
    assert "Ja, ik trek mijn idee in" in bewoner.get(adres("intrekken", zaak)).text
    zaak.refresh_from_db()
    assert zaak.fase == fase
    tekst = bewoner.post(adres("intrekken", zaak), {"reden": "We verhuizen."}, follow=True).text
    zaak_beeindigd.disconnect(oor)
    stap = zaak.faseovergangen.get()
    assert (stap.van, stap.naar, stap.door, stap.rol) == (fase, Fase.INGETROKKEN, None, "Indiener")
    assert ("We verhuizen." in tekst, gehoord) == (True, [f"intrekken-{fase}"])
    gemaild = set(Bericht.objects.values_list("naar", flat=True))
    assert {zaak.indiener.email, zaak.vakambtenaar.email} <= gemaild
    assert bewoner.post(adres("intrekken", zaak)).status_code == 409
    assert zaak.faseovergangen.count() == 1


def test_what_follows_from_withdrawing_can_stop_it():
    zaak = InitiatiefFactory(toegewezen=True)

    def weiger(stap, **kwargs):
        raise Domeinfout("Er is al geld betaald.")

    zaak_beeindigd.connect(weiger)
    antwoord = open_als(zaak).post(adres("intrekken", zaak), {"reden": "Toch niet."})
    zaak_beeindigd.disconnect(weiger)
    assert antwoord.status_code == 422
    assert "Er is al geld betaald." in antwoord.text
    zaak.refresh_from_db()
    assert (zaak.fase, zaak.faseovergangen.count()) == (Fase.ORIENTATIE, 0)


@pytest.mark.regel("I-20")
def test_everything_that_was_filed_comes_in_one_file(zaak):
    BijlageFactory(initiatief=zaak, naam="plan.pdf")
    GroepslidFactory(initiatief=zaak, naam="Bas")
    BoodschapFactory(initiatief=zaak, tekst="<b>Hallo</b>")
    BoodschapFactory(tekst="Van een ander")
    antwoord = open_als(zaak).get(adres("download", zaak))
    assert antwoord.headers["Content-Disposition"] == f'attachment; filename="{zaak.kenmerk}.zip"'
    with ZipFile(BytesIO(b"".join(antwoord.streaming_content))) as zip_:
        assert set(zip_.namelist()) == {"gegevens.json", "mijn-idee.html", "bestanden/1-plan.pdf"}
        gegevens = json.loads(zip_.read("gegevens.json"))
        pagina = zip_.read("mijn-idee.html").decode()
        assert zip_.read("bestanden/1-plan.pdf") == b"%PDF-1.7"
    assert gegevens["indiener"]["naam"] == "Truus Testbewoner"
    assert [rij["tekst"] for rij in gegevens["berichten"]] == ["<b>Hallo</b>"]
    assert "<b>Hallo" not in pagina
    assert "Van een ander" not in pagina


def test_the_download_says_nothing_of_who_supports_it():
    zaak = InitiatiefFactory(publiek=True)
    SteunFactory(initiatief=zaak, naam="Vera Verborgen")
    antwoord = open_als(zaak).get(adres("download", zaak))
    with ZipFile(BytesIO(b"".join(antwoord.streaming_content))) as zip_:
        assert "Vera" not in zip_.read("gegevens.json").decode()


def test_a_request_to_another_case_is_not_answered_from_here(zaak):
    ander = InitiatiefFactory(toegewezen=True)
    RolFactory(vakambtenaar=True, medewerker=ander.vakambtenaar, cluster=ander.cluster)
    boodschappen.schrijf_als_gemeente(
        zaak=ander, door=ander.vakambtenaar, tekst="Geheime vraag", uiterlijk=timezone.localdate()
    )
    bewoner = open_als(zaak)
    assert bewoner.post(deel(zaak, "vraag"), {"tekst": "Ja"}).status_code == 409
    assert bewoner.post(deel(ander, "vraag"), {"tekst": "Ja"}).status_code in (302, 403)
    assert Vraag.objects.get().beantwoord_op is None
    assert "Geheime vraag" not in bewoner.get(volgen(zaak)).text
