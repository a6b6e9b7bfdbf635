"""A case goes to somebody else: with a reason, told to all, and it counts."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from initiatieven import services
from initiatieven.models import Fase, Initiatief, Overdracht
from initiatieven.overdracht import draag_over
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory
from tests.initiatieven.paginas import zaak_in_geheel
from tests.initiatieven.test_services import tegelijk
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db


@pytest.fixture
def zaak():
    rol = RolFactory(vakambtenaar=True)
    return InitiatiefFactory(toegewezen=True, vakambtenaar=rol.medewerker, cluster=rol.cluster)


@pytest.fixture
def ander():
    return RolFactory(vakambtenaar=True)


def onderwerpen(naar):
    return list(Bericht.objects.filter(naar=naar).order_by("pk").values_list("onderwerp", flat=True))


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def terug(zaak):
    return reverse("admin:initiatieven_stap", args=[zaak.pk, "terug_naar_triage"])


@pytest.mark.regel("I-03", "I-06")
def test_a_case_at_the_wrong_person_goes_back_with_the_reason_and_everybody_told(client, zaak):
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    client.force_login(zaak.vakambtenaar)
    assert client.post(terug(zaak), {"toelichting": ""}).status_code == 422
    antwoord = client.post(terug(zaak), {"toelichting": "Dit gaat over <b>groen</b> 🌳"})
    assert antwoord.url == reverse("admin:index")
    rij = Initiatief.objects.get()
    assert (rij.fase, rij.vakambtenaar, rij.cluster, rij.keer_overgedragen) == (Fase.TRIAGE, None, None, 1)
    overdracht = Overdracht.objects.get()
    assert (overdracht.van, overdracht.naar) == (zaak.vakambtenaar, None)
    assert onderwerpen(regisseur.email) == [f"{zaak.kenmerk} is terug in de triage"]
    assert onderwerpen("truus@bewoner.example") == [f"U krijgt een ander contact voor {zaak.kenmerk}"]
    assert client.get(pagina(zaak)).status_code == 403
    assert client.post(terug(zaak), {"toelichting": "Nog eens"}).status_code == 403


@pytest.mark.regel("I-06")
def test_a_colleague_takes_over_within_the_phase_and_everybody_is_told(client, zaak, ander):
    client.force_login(zaak.vakambtenaar)
    adres = reverse("admin:initiatieven_paneel", args=[zaak.pk, "overdragen"])
    assert client.post(adres, {"rol": ander.pk, "reden": " "}).status_code == 422
    assert client.post(adres, {"rol": ander.pk, "reden": "Zij doet het groen."}).status_code == 302
    rij = Initiatief.objects.get()
    assert (rij.fase, rij.vakambtenaar, rij.cluster) == (Fase.ORIENTATIE, ander.medewerker, ander.cluster)
    assert onderwerpen(ander.medewerker.email) == [f"{zaak.kenmerk} heeft een ander vast contact"]
    brief = Bericht.objects.get(naar="truus@bewoner.example")
    assert ander.medewerker.email in brief.tekst
    assert "Zij doet het groen." not in brief.tekst
    client.force_login(ander.medewerker)
    assert "Zij doet het groen." in zaak_in_geheel(client, zaak)


@pytest.mark.regel("I-06")
def test_from_the_second_time_on_everybody_sees_how_often_it_was_passed_on(client, zaak, ander):
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    eerste = zaak.vakambtenaar.rollen.get()
    client.force_login(regisseur)
    lijst = reverse("admin:initiatieven_initiatief_changelist")
    draag_over(zaak=zaak, door=zaak.vakambtenaar, rol=ander, reden="Een")
    assert "keer doorgegeven</span>" not in zaak_in_geheel(client, zaak)
    zaak.refresh_from_db()
    draag_over(zaak=zaak, door=ander.medewerker, rol=eerste, reden="Twee")
    assert "2 keer doorgegeven" in zaak_in_geheel(client, zaak)
    assert "2 keer doorgegeven" in client.get(lijst).text
    client.force_login(eerste.medewerker)
    assert "2 keer doorgegeven" in client.get(reverse("admin:index")).text


@pytest.mark.regel("W-05")
def test_only_the_fixed_contact_hands_over_and_only_to_a_vakambtenaar_of_today(zaak, ander):
    for vreemde in (
        MedewerkerFactory(),
        ander.medewerker,
        RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker,
    ):
        with pytest.raises(PermissionDenied):
            draag_over(zaak=zaak, door=vreemde, rol=ander, reden="x")
    oud = RolFactory(vakambtenaar=True, tot="2025-01-01")
    with pytest.raises(Domeinfout, match="geen vakambtenaar"):
        draag_over(zaak=zaak, door=zaak.vakambtenaar, rol=oud, reden="x")
    with pytest.raises(Domeinfout, match="waarom"):
        draag_over(zaak=zaak, door=zaak.vakambtenaar, rol=ander, reden=" ")
    with pytest.raises(VerouderdeActie, match="al het vaste contact"):
        draag_over(zaak=zaak, door=zaak.vakambtenaar, rol=zaak.vakambtenaar.rollen.get(), reden="x")
    assert not Overdracht.objects.exists()


def test_a_hand_over_stays_on_record(zaak, ander):
    overdracht = draag_over(zaak=zaak, door=zaak.vakambtenaar, rol=ander, reden="x")
    for doe in (lambda: Overdracht.objects.update(reden="y"), overdracht.delete):
        with pytest.raises(DatabaseError, match="overdracht_blijft_staan"), transaction.atomic():
            doe()


def test_of_two_hand_overs_at_once_one_wins(transactional_db):
    rol, een = RolFactory(vakambtenaar=True), RolFactory(vakambtenaar=True)
    zaak = InitiatiefFactory(toegewezen=True, vakambtenaar=rol.medewerker, cluster=rol.cluster)
    uitkomsten = tegelijk(lambda: draag_over(zaak=zaak, door=rol.medewerker, rol=een, reden="x"))
    assert (VerouderdeActie in uitkomsten, Overdracht.objects.count()) == (True, 1)


@pytest.mark.regel("I-03")
def test_a_case_of_another_cannot_be_sent_back(zaak, ander):
    with pytest.raises(PermissionDenied):
        services.voer_overgang_uit(
            zaak=zaak, naam="terug_naar_triage", door=ander.medewerker, toelichting="Weg ermee"
        )
