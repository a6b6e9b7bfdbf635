"""Connections and doubles: who lays them, what everybody sees of them, and that no history is lost."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.urls import reverse

from initiatieven import services, verbindingen, werk
from initiatieven.models import Fase, Samenvoeging, Verbinding
from initiatieven.woorden import stapzin, uitleg
from tests.fabrieken import MedewerkerFactory, PartnerFactory, RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db


@pytest.fixture
def zaak():
    return InitiatiefFactory(publiek=True, titel="Moestuin achter de kerk")


@pytest.fixture
def regisseur(zaak):
    return RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker


def ander(zaak, **velden):
    return InitiatiefFactory(
        **{"publiek": True, "titel": "Tuinieren met kinderen", "wijk": zaak.wijk} | velden
    )


def verbind(zaak, door, **met):
    return verbindingen.verbind(zaak=zaak, door=door, soort="lijkt_op", reden="Zelfde grond.", **met)


def voeg_samen(zaak, door, naar):
    return verbindingen.voeg_samen(zaak=zaak, door=door, kenmerk=naar.kenmerk, reden="Het is dezelfde tuin.")


@pytest.mark.regel("I-22")
def test_a_connection_is_seen_from_both_sides_and_by_everybody_when_both_are_public(zaak, regisseur, client):
    tweede = ander(zaak)
    verbind(zaak, regisseur, kenmerk=tweede.kenmerk.lower())
    verbind(zaak, regisseur, partner=PartnerFactory(naam="Wonen Voorbeeld"))
    tekst = client.get(zaak.get_absolute_url()).text
    assert "Tuinieren met kinderen" in tekst
    assert "Wonen Voorbeeld" in tekst
    assert "Zelfde grond" not in tekst
    assert "Moestuin achter de kerk" in client.get(tweede.get_absolute_url()).text


@pytest.mark.regel("I-22")
def test_a_connection_with_a_case_that_is_not_public_is_for_staff_only(zaak, regisseur, client):
    verbind(zaak, regisseur, kenmerk=ander(zaak, publiek=False, titel="Nog geheim plan").kenmerk)
    assert "Nog geheim plan" not in client.get(zaak.get_absolute_url()).text
    client.force_login(regisseur)
    assert "Nog geheim plan" in zaak_in_geheel(client, zaak)


def test_two_cases_are_connected_once_from_whichever_side(zaak, regisseur):
    tweede = ander(zaak)
    verbind(zaak, regisseur, kenmerk=tweede.kenmerk)
    for een, twee in ((zaak, tweede), (tweede, zaak)):
        with pytest.raises(Domeinfout, match="al met elkaar verbonden"):
            verbind(een, regisseur, kenmerk=twee.kenmerk)


@pytest.mark.parametrize("kenmerk", ["VB-2026-99999", "onzin"])
def test_an_unknown_and_a_hidden_case_get_the_same_answer(zaak, regisseur, kenmerk):
    verborgen = InitiatiefFactory(onbevestigd=True)
    elders = InitiatiefFactory(toegewezen=True)
    for nummer in (kenmerk, verborgen.kenmerk, elders.kenmerk):
        with pytest.raises(Domeinfout, match="kennen geen zaak"):
            verbind(zaak, regisseur, kenmerk=nummer)


def test_a_case_is_not_connected_with_itself_nor_with_two_things_at_once(zaak, regisseur):
    for met in ({"kenmerk": zaak.kenmerk}, {}, {"kenmerk": ander(zaak).kenmerk, "partner": PartnerFactory()}):
        with pytest.raises(Domeinfout):
            verbind(zaak, regisseur, **met)


def test_only_who_handles_the_case_connects_and_disconnects(zaak, regisseur, client):
    verbinding = verbind(zaak, regisseur, kenmerk=ander(zaak).kenmerk)
    with pytest.raises(PermissionDenied):
        verbind(zaak, MedewerkerFactory(), kenmerk=ander(zaak).kenmerk)
    with pytest.raises(PermissionDenied):
        verbindingen.verbreek(zaak=ander(zaak), door=regisseur, verbinding=verbinding)
    client.force_login(regisseur)
    weg = reverse("admin:initiatieven_paneel", args=[zaak.pk, "verbinding-weg"])
    client.post(weg, {"verbinding": verbinding.pk})
    assert not Verbinding.objects.exists()


@pytest.mark.regel("I-22")
def test_a_double_is_closed_with_its_history_and_its_submitter_is_told(zaak, regisseur):
    dubbel = ander(zaak, publiek=False)
    stappen = dubbel.faseovergangen.count()
    werk.volg(zaak=dubbel, medewerker=regisseur, aan=True)
    voeg_samen(dubbel, regisseur, zaak)
    dubbel.refresh_from_db()
    assert (dubbel.fase, dubbel.samenvoeging.naar) == (Fase.DOORVERWEZEN, zaak)
    stap = dubbel.faseovergangen.last()
    assert (stap.door, stap.toelichting) == (regisseur, "Het is dezelfde tuin.")
    assert dubbel.faseovergangen.count() == stappen + 1
    assert zaak.gevolgd.get().medewerker == regisseur
    assert zaak.kenmerk in Bericht.objects.get(naar=dubbel.indiener.email).tekst
    assert uitleg(dubbel).titel == "Uw idee gaat samen verder"  # and not that it was sent elsewhere
    assert stapzin(stap.naam, stap.naar) == "Het idee gaat samen verder met een ander idee."


def test_the_address_of_a_public_double_leads_to_the_case_in_which_it_goes_on(zaak, regisseur, client):
    dubbel, geheim = ander(zaak, toegewezen=True), ander(zaak, publiek=False, toegewezen=True)
    for rij in (dubbel, geheim):
        voeg_samen(rij, regisseur, zaak)
    assert client.get(dubbel.get_absolute_url()).url == zaak.get_absolute_url()
    assert client.get(geheim.get_absolute_url()).status_code == 404


def test_a_case_is_not_merged_with_itself_with_an_ended_one_or_twice(zaak, regisseur):
    dubbel = ander(zaak, toegewezen=True)
    for naar in (dubbel, ander(zaak, fase=Fase.AFGEROND)):
        with pytest.raises(Domeinfout):
            voeg_samen(dubbel, regisseur, naar)
    voeg_samen(dubbel, regisseur, zaak)
    with pytest.raises(VerouderdeActie):
        voeg_samen(dubbel, regisseur, zaak)
    with pytest.raises(Domeinfout, match="afgesloten"):
        voeg_samen(zaak, regisseur, dubbel)


def test_a_forged_step_closes_nothing_without_the_case_in_which_it_goes_on(zaak, regisseur, client):
    client.force_login(regisseur)
    stap = reverse("admin:initiatieven_stap", args=[zaak.pk, "samenvoegen-orientatie"])
    assert client.post(stap, {"toelichting": "Weg ermee"}).status_code == 422
    with pytest.raises(services.OvergangNietToegestaan):
        services.voer_overgang_uit(
            zaak=zaak, naam="samenvoegen-orientatie", door=regisseur, toelichting="Weg ermee"
        )
    zaak.refresh_from_db()
    assert zaak.fase == Fase.ORIENTATIE


def test_the_record_of_a_merge_stays(zaak, regisseur):
    voeg_samen(ander(zaak, toegewezen=True), regisseur, zaak)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Samenvoeging.objects.all().delete()
