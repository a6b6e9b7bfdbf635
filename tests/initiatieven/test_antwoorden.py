"""Standard answers: by kind and phase, filled in, looked at before they go, and kept as they went."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from initiatieven.models import Boodschap, Standaardantwoord
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-20")]


def adres(zaak, keuze=""):
    return reverse("admin:initiatieven_antwoord", args=[zaak.pk]) + keuze


@pytest.fixture
def zaak(client):
    """A case in the exploratory phase; its vakambtenaar is signed in."""
    rol = RolFactory(vakambtenaar=True)
    client.force_login(rol.medewerker)
    return InitiatiefFactory(toegewezen=True, vakambtenaar=rol.medewerker, cluster=rol.cluster)


def antwoord(naam, tekst="Beste {naam}, het gaat om {kenmerk}.", **velden):
    rij = Standaardantwoord(naam=naam, tekst=tekst, **velden)
    rij.full_clean()
    rij.save()
    return rij


def test_only_texts_for_this_kind_and_phase_are_offered(zaak):
    antwoord("Altijd")
    antwoord("Gesprek", fase="orientatie", soort="initiatief")
    antwoord("Andere fase", fase="toets")
    antwoord("Andere soort", soort="verzoek")
    antwoord("Oud", in_gebruik=False)
    assert [str(rij) for rij in Standaardantwoord.objects.voor(zaak)] == ["Altijd", "Gesprek"]


def test_a_text_is_filled_in_looked_at_changed_and_kept_as_it_went(client, zaak):
    gekozen = antwoord("Afspraak")
    pagina = client.get(adres(zaak, f"?antwoord={gekozen.pk}"))
    begin = pagina.context["form"]["tekst"].value()
    assert begin == f"Beste {zaak.indiener.naam}, het gaat om {zaak.kenmerk}."

    bekeken = client.post(adres(zaak), {"tekst": f"{begin} <b>Tot dan!</b>", "bekijken": "ja"})
    assert "&lt;b&gt;Tot dan!&lt;/b&gt;" in bekeken.text
    assert not Boodschap.objects.exists()

    verstuurd = client.post(adres(zaak), {"tekst": f"{begin} Tot dan!", "versturen": "ja"})
    assert verstuurd.status_code == 302
    gekozen.tekst = "Heel anders."
    gekozen.save()
    assert Boodschap.objects.get().tekst == f"{begin} Tot dan!"


def test_enter_only_shows_what_would_go(client, zaak):
    client.post(adres(zaak), {"tekst": "Dag"})
    assert not Boodschap.objects.exists()


def test_a_message_that_says_nothing_is_asked_again(client, zaak):
    antwoord_ = client.post(adres(zaak), {"tekst": " ", "uiterlijk": "2020-01-01", "versturen": "ja"})
    assert antwoord_.status_code == 422
    assert "Kies een dag die nog niet voorbij is." in antwoord_.text


@pytest.mark.parametrize("tekst", ["Dag {voornaam}", "Dag {naam.__class__}", "Dag {", "{0}", "{{naam}}"])
def test_braces_that_mean_nothing_are_refused(tekst):
    with pytest.raises(ValidationError, match="Tussen accolades kan alleen staan"):
        antwoord("Fout", tekst=tekst)


def test_what_a_resident_wrote_is_never_read_as_a_text_to_fill_in(zaak):
    zaak.titel = "{kenmerk} {contact}"
    assert antwoord("Titel", tekst="Over {titel}").ingevuld(zaak) == "Over {kenmerk} {contact}"


def test_erased_data_and_no_contact_yet_leave_a_readable_text():
    zaak = InitiatiefFactory(indiener=None)
    assert antwoord("Leeg", tekst="{naam}, {contact}").ingevuld(zaak) == "indiener, de gemeente"


@pytest.mark.regel("W-05")
def test_nobody_writes_about_anothers_case_or_one_that_went_elsewhere(client, zaak):
    anders = InitiatiefFactory(toegewezen=True)
    assert client.get(adres(anders)).status_code == 403
    assert client.post(adres(anders), {"tekst": "Dag", "versturen": "ja"}).status_code == 403
    zaak.fase = "afgewezen"
    zaak.save()
    assert client.post(adres(zaak), {"tekst": "Dag", "versturen": "ja"}).status_code == 409
    client.force_login(MedewerkerFactory())
    assert client.get(adres(zaak)).status_code == 403
    assert not Boodschap.objects.exists()


@pytest.mark.regel("W-05")
@pytest.mark.parametrize(("soort", "status"), [("beleidsmedewerker", 200), ("kcc", 403)])
def test_who_keeps_the_texts(client, soort, status):
    client.force_login(RolFactory(soort=soort).medewerker)
    assert client.get(reverse("admin:initiatieven_standaardantwoord_add")).status_code == status
