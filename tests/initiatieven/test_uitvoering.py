"""Carrying it out and giving account: by the residents, and closed only on their account (I-16, I-17)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from budgetten import aanvragen
from initiatieven import financiering, services, uitvoering
from initiatieven.models import Fase, GoedVoorbeeld, Initiatief, Verantwoording, Voortgang
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import (
    afgerond,
    besloten,
    ga_bronnen_na,
    in_uitwerking,
    met_plan,
    verantwoord,
)
from tests.initiatieven.geld import wijkbudget
from tests.wijkportaal.test_fotos import BEELD, exif
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-17")]
FOTO = b"\xff\xd8" + exif(6) + BEELD


def rond_af(zaak, door=None):
    return services.voer_overgang_uit(zaak=zaak, naam="afronden", door=door or zaak.vakambtenaar)


def gereserveerd(zaak):
    """A request of this case whose money is reserved."""
    manager = wijkbudget(zaak.wijk)
    aanvraag = financiering.vraag_wijkbudget(
        zaak=zaak,
        door=zaak.vakambtenaar,
        bedrag=400,
        gericht_op="leefbaarheid",
        doel="Bakken",
        sleutel=uuid.uuid4(),
    )
    return aanvragen.keur_goed(aanvraag=aanvraag, door=manager)


def deel(zaak, naam):
    return reverse("initiatieven:volgdeel", args=[zaak.kenmerk, naam])


@pytest.mark.regel("I-16")
@pytest.mark.parametrize("maak", [in_uitwerking, met_plan, afgerond])
def test_progress_is_told_only_while_it_is_carried_out(maak):
    zaak = maak()
    with pytest.raises(VerouderdeActie):
        uitvoering.vertel_voortgang(zaak=zaak, tekst="De eerste bak staat.")
    with pytest.raises(VerouderdeActie):
        uitvoering.voeg_bon_toe(zaak=zaak, naam="bon.pdf", soort="application/pdf", inhoud=b"x")
    with pytest.raises(VerouderdeActie):
        uitvoering.geef_verantwoording(zaak=zaak, gedaan="Klaar.", kosten=None)


def test_a_picture_has_a_description():
    zaak = besloten()
    with pytest.raises(Domeinfout, match="Beschrijf wat er op de foto"):
        uitvoering.vertel_voortgang(zaak=zaak, tekst="Kijk!", foto=FOTO, foto_type="image/jpeg")
    with pytest.raises(IntegrityError, match="voortgang_foto_met_beschrijving"), transaction.atomic():
        Voortgang.objects.create(initiatief=zaak, tekst="x", foto=FOTO)


@pytest.mark.regel("I-17", "B-18")
def test_it_is_closed_only_on_the_account_of_the_residents():
    zaak = besloten()
    with pytest.raises(services.OvergangNietToegestaan, match="Wacht op de verantwoording"):
        rond_af(zaak)
    with pytest.raises(IntegrityError, match="no phase without the decision"), transaction.atomic():
        Initiatief.objects.filter(pk=zaak.pk).update(fase=Fase.AFGEROND)
    uitvoering.geef_verantwoording(zaak=zaak, gedaan="Twaalf bakken.", kosten=380)
    assert Bericht.objects.filter(naar=zaak.vakambtenaar.email, onderwerp__contains="verantwoording").exists()

    ga_bronnen_na(zaak)
    rond_af(zaak)

    zaak.refresh_from_db()
    assert zaak.fase == Fase.AFGEROND
    assert Bericht.objects.filter(naar=zaak.indiener.email, onderwerp__contains="is afgerond").exists()
    with pytest.raises(VerouderdeActie):
        rond_af(zaak)


def test_account_is_given_once_and_stays_as_it_was_given():
    zaak = verantwoord()
    with pytest.raises(VerouderdeActie, match="al verteld"):
        uitvoering.geef_verantwoording(zaak=zaak, gedaan="Anders.", kosten=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Verantwoording.objects.update(kosten=1)


def test_no_account_of_what_was_not_decided_on():
    with pytest.raises(IntegrityError, match="account is given of what was decided"), transaction.atomic():
        Verantwoording.objects.create(initiatief=met_plan(), gedaan="x", kosten=1)


@pytest.mark.regel("B-18")
def test_what_is_not_spent_goes_back_to_the_pot():
    zaak = besloten()
    aanvraag = gereserveerd(zaak)
    aanvragen.leg_vast(
        aanvraag=aanvraag, door=zaak.vakambtenaar, kenmerk="BES-1", planjaar=timezone.localdate().year
    )
    aanvragen.betaal(aanvraag=aanvraag, door=zaak.vakambtenaar, bedrag=380, kenmerk="F-1")
    with pytest.raises(Domeinfout, match="Wacht op de verantwoording"):
        uitvoering.geef_rest_terug(zaak=zaak, door=zaak.vakambtenaar, reden="Over")
    uitvoering.geef_verantwoording(zaak=zaak, gedaan="Twaalf bakken.", kosten=380)
    with pytest.raises(services.OvergangNietToegestaan, match="Er staat nog geld open"):
        rond_af(Initiatief.objects.get(pk=zaak.pk))

    uitvoering.geef_rest_terug(zaak=zaak, door=zaak.vakambtenaar, reden="€ 20 over")

    aanvraag.refresh_from_db()
    assert (aanvraag.stand, aanvraag.boekingen.count()) == ("betaald", 4)
    with pytest.raises(VerouderdeActie):
        uitvoering.geef_rest_terug(zaak=zaak, door=zaak.vakambtenaar, reden="Nog eens")
    rond_af(Initiatief.objects.get(pk=zaak.pk))


@pytest.mark.regel("B-18")
def test_money_that_was_only_reserved_is_withdrawn():
    zaak = besloten()
    aanvraag = gereserveerd(zaak)
    uitvoering.geef_verantwoording(zaak=zaak, gedaan="Alles gekregen van buren.", kosten=None)
    with pytest.raises(Domeinfout, match="Schrijf op waarom"):
        uitvoering.geef_rest_terug(zaak=zaak, door=zaak.vakambtenaar, reden=" ")
    uitvoering.geef_rest_terug(zaak=zaak, door=zaak.vakambtenaar, reden="Niet nodig")
    aanvraag.refresh_from_db()
    assert aanvraag.stand == "ingetrokken"


@pytest.mark.regel("B-18", "I-20")
def test_when_the_residents_withdraw_the_reserved_money_goes_back_without_an_account(client):
    zaak = besloten()
    aanvraag = gereserveerd(zaak)
    services.trek_in(zaak=zaak, reden="We verhuizen.")
    zaak = Initiatief.objects.get(pk=zaak.pk)
    client.force_login(zaak.vakambtenaar)
    pagina = reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])
    assert "Geld teruggeven" in client.get(pagina).text
    client.post(reverse("admin:initiatieven_paneel", args=[zaak.pk, "verantwoording"]), {"reden": "Gestopt"})
    aanvraag.refresh_from_db()
    assert aanvraag.stand == "ingetrokken"
    assert "Geld teruggeven" not in client.get(pagina).text


@pytest.mark.regel("I-09", "W-05")
@pytest.mark.parametrize("wie", ["wijkregisseur", "kcc", "clustermanager"])
def test_only_the_vakambtenaar_returns_money_and_closes(wie):
    zaak = verantwoord()
    velden = {"wijk": zaak.wijk} if wie == "wijkregisseur" else {}
    vreemde = RolFactory(**{wie: True}, **velden).medewerker
    with pytest.raises(PermissionDenied):
        uitvoering.geef_rest_terug(zaak=zaak, door=vreemde, reden="x")
    with pytest.raises(PermissionDenied):
        rond_af(zaak, door=vreemde)


# Good examples


@pytest.mark.regel("C-01")
def test_an_example_needs_the_consent_of_the_residents_and_goes_with_it(client):
    zaak = afgerond(openbaar=True)
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    kies = {"zaak": zaak, "door": regisseur, "tekst": "Het begon met één bak."}
    with pytest.raises(Domeinfout, match="indieners het goed vinden"):
        uitvoering.kies_als_voorbeeld(**kies)
    with pytest.raises(IntegrityError, match="its residents agree"), transaction.atomic():
        GoedVoorbeeld.objects.create(initiatief=zaak, tekst="x", door=regisseur)
    terugblik = {"zaak": zaak, "oordeel": "goed", "tip": ""}
    uitvoering.kijk_terug(**terugblik, voorbeeld_akkoord=True)
    uitvoering.kies_als_voorbeeld(**kies)
    with pytest.raises(VerouderdeActie):
        uitvoering.kies_als_voorbeeld(**kies)
    with pytest.raises(PermissionDenied):
        uitvoering.kies_als_voorbeeld(**(kies | {"door": RolFactory(wijkregisseur=True).medewerker}))
    assert "Het begon met één bak." in client.get(reverse("initiatieven:voorbeelden")).text

    uitvoering.kijk_terug(**terugblik, voorbeeld_akkoord=False)
    assert "Het begon met één bak." not in client.get(reverse("initiatieven:voorbeelden")).text


@pytest.mark.regel("C-01")
def test_what_is_not_public_is_no_example():
    zaak = afgerond()
    uitvoering.kijk_terug(zaak=zaak, oordeel="goed", tip="", voorbeeld_akkoord=True)
    with pytest.raises(Domeinfout):
        uitvoering.kies_als_voorbeeld(zaak=zaak, door=zaak.vakambtenaar, tekst="x")


def test_there_is_nothing_to_look_back_on_before_the_account():
    with pytest.raises(VerouderdeActie):
        uitvoering.kijk_terug(zaak=besloten(), oordeel="goed", tip="", voorbeeld_akkoord=True)


# The pages


@pytest.mark.regel("I-16", "I-17", "I-20")
def test_residents_tell_it_on_their_page_and_staff_close_it(client):
    zaak = besloten(openbaar=True)
    open_voor_indiener(client, zaak)
    foto = SimpleUploadedFile("bak.jpg", FOTO, "image/jpeg")
    velden = {"tekst": "<b>De eerste bak</b>", "foto": foto, "openbaar": "on"}
    assert "Beschrijf wat er op de foto" in client.post(deel(zaak, "voortgang"), velden).text
    foto.seek(0)
    client.post(deel(zaak, "voortgang"), velden | {"beschrijving": "Een bak met tulpen"})
    rij = zaak.voortgang.get()
    assert b"GPS!" not in bytes(rij.foto)
    client.post(
        deel(zaak, "bonnen"), {"bestand": SimpleUploadedFile("bon.pdf", b"%PDF-1.7\n", "application/pdf")}
    )
    assert zaak.bijlagen.get().naam == "bon.pdf"
    tekst = client.post(
        deel(zaak, "verantwoording"), {"gedaan": "Klaar!", "kosten": "380,00"}, follow=True
    ).text
    assert "€" in tekst
    assert "Een bak met tulpen" in tekst
    assert client.post(deel(zaak, "verantwoording"), {"gedaan": "Weer", "kosten": ""}).status_code == 409

    openbaar = client.get(zaak.get_absolute_url()).text
    assert "&lt;b&gt;De eerste bak&lt;/b&gt;" in openbaar
    ga_bronnen_na(zaak)
    client.force_login(zaak.vakambtenaar)
    stap = reverse("admin:initiatieven_stap", args=[zaak.pk, "afronden"])
    assert "Het initiatief is afgerond." in client.post(stap, follow=True).text
    assert client.post(stap).status_code == 409


@pytest.mark.regel("I-20", "W-05")
def test_a_picture_is_public_only_when_its_residents_say_so(client):
    zaak = besloten(openbaar=True)
    gegevens = {"foto": FOTO, "foto_type": "image/jpeg", "beschrijving": "Een bak"}
    prive = uitvoering.vertel_voortgang(zaak=zaak, tekst="x", **gegevens)
    publiek = uitvoering.vertel_voortgang(zaak=zaak, tekst="x", openbaar=True, **gegevens)
    adres = {rij: reverse("initiatieven:foto", args=[rij.pk]) for rij in (prive, publiek)}
    assert client.get(adres[publiek])["Content-Type"] == "image/jpeg"
    assert client.get(adres[prive]).status_code == 404
    client.force_login(MedewerkerFactory())
    assert client.get(adres[prive]).status_code == 404
    client.force_login(zaak.vakambtenaar)
    assert client.get(adres[prive]).status_code == 200
    client.logout()
    open_voor_indiener(client, zaak)
    assert client.get(adres[prive]).status_code == 200
    Initiatief.objects.update(openbaar=False)
    client.logout()
    assert client.get(adres[publiek]).status_code == 404
    assert client.get(reverse("initiatieven:foto", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("inhoud", [b"%PDF-1.7\n", b"\xff\xd8\xff\xe1", b"<script>"])
def test_a_file_that_lies_about_its_type_is_refused_and_the_words_stay(client, inhoud):
    zaak = besloten()
    open_voor_indiener(client, zaak)
    velden = {
        "tekst": "Mijn verhaal",
        "foto": SimpleUploadedFile("x.jpg", inhoud, "image/jpeg"),
        "beschrijving": "x",
    }
    antwoord = client.post(deel(zaak, "voortgang"), velden)
    assert antwoord.status_code == 422
    assert "Mijn verhaal" in antwoord.text
    assert not Voortgang.objects.exists()


@pytest.mark.regel("C-01")
def test_the_page_of_examples_asks_the_same_queries_however_many(client, django_assert_num_queries):
    adres = reverse("initiatieven:voorbeelden")
    assert "Wordt uw idee het eerste voorbeeld?" in client.get(adres).text
    for _ in range(3):
        zaak = afgerond(openbaar=True)
        uitvoering.kijk_terug(zaak=zaak, oordeel="goed", tip="", voorbeeld_akkoord=True)
        uitvoering.kies_als_voorbeeld(zaak=zaak, door=zaak.vakambtenaar, tekst="Mooi.")
    with django_assert_num_queries(2):
        client.get(adres)


@pytest.mark.regel("C-01", "I-17")
def test_residents_look_back_on_their_page(client):
    zaak = afgerond(openbaar=True)
    open_voor_indiener(client, zaak)
    client.post(
        deel(zaak, "terugblik"), {"oordeel": "deels", "tip": "Begin klein", "voorbeeld_akkoord": "on"}
    )
    client.force_login(zaak.vakambtenaar)
    adres = reverse("admin:initiatieven_paneel", args=[zaak.pk, "voorbeeld"])
    assert (
        "Dit staat nu bij de goede voorbeelden." in client.post(adres, {"tekst": "Mooi."}, follow=True).text
    )
    assert client.post(adres, {"tekst": "Mooi."}).status_code == 409
