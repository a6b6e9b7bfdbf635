"""Hand-overs as tasks: asked of one, by a day, done once, and nobody else's business."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from initiatieven.models import Fase, Initiatief, Taak
from initiatieven.services import OvergangNietToegestaan, voer_overgang_uit
from initiatieven.taken import rond_taak_af, zet_taak
from tests.fabrieken import ClusterFactory, MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, ga_bronnen_na, verantwoord
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db


def over(dagen):
    return timezone.localdate() + datetime.timedelta(days=dagen)


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def paneel(zaak, naam):
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])


@pytest.fixture
def zaak():
    rol = RolFactory(vakambtenaar=True)
    return InitiatiefFactory(toegewezen=True, vakambtenaar=rol.medewerker, cluster=rol.cluster)


@pytest.fixture
def opbouwwerker():
    return RolFactory(soort="opbouwwerker").medewerker


def taak(zaak, **anders):
    velden = {"soort": "werk", "omschrijving": "Zet de bank neer", "uiterlijk": over(7)} | anders
    return zet_taak(zaak=zaak, door=zaak.vakambtenaar, **velden)


def onderwerpen(naar):
    return list(Bericht.objects.filter(naar=naar).values_list("onderwerp", flat=True))


@pytest.mark.regel("I-19")
def test_a_referral_to_the_opbouwwerker_is_a_task_and_the_resident_is_told(zaak, opbouwwerker):
    rij = taak(zaak, soort="opbouwwerker", eigenaar=opbouwwerker)
    assert (rij.eigenaar, rij.gezet_door, rij.gedaan_op) == (opbouwwerker, zaak.vakambtenaar, None)
    assert onderwerpen(opbouwwerker.email) == [f"Een taak voor u bij {zaak.kenmerk}"]
    brief = Bericht.objects.get(naar=zaak.indiener.email)
    assert opbouwwerker.email in brief.tekst
    assert zaak.indiener.email not in Bericht.objects.get(naar=opbouwwerker.email).tekst


@pytest.mark.regel("I-16")
def test_a_task_of_a_cluster_is_told_to_its_people_of_today(zaak):
    cluster = ClusterFactory()
    een, ander = (RolFactory(vakambtenaar=True, cluster=cluster).medewerker for _ in range(2))
    oud = RolFactory(vakambtenaar=True, cluster=cluster, tot="2025-01-01").medewerker
    taak(zaak, cluster=cluster)
    assert len(onderwerpen(een.email)) == len(onderwerpen(ander.email)) == 1
    assert onderwerpen(oud.email) == []


@pytest.mark.regel("W-05", "I-16")
def test_whoever_has_a_task_reads_the_case_along_and_no_more(client, zaak, opbouwwerker):
    client.force_login(opbouwwerker)
    assert client.get(pagina(zaak)).status_code == 403
    taak(zaak, soort="opbouwwerker", eigenaar=opbouwwerker)
    tekst = zaak_in_geheel(client, zaak)
    assert "Zet de bank neer" in tekst
    assert zaak.indiener.email not in tekst
    assert list(Initiatief.objects.zichtbaar_voor(opbouwwerker)) == [zaak]
    assert client.get(pagina(InitiatiefFactory(toegewezen=True))).status_code == 403
    velden = {"soort": "werk", "omschrijving": "x", "uiterlijk": over(1)}
    assert client.post(paneel(zaak, "taken"), velden).status_code == 403


@pytest.mark.regel("I-16")
def test_a_task_is_finished_once_with_its_outcome_by_who_has_it(client, zaak):
    cluster = ClusterFactory()
    collega = RolFactory(vakambtenaar=True, cluster=cluster).medewerker
    rij = taak(zaak, cluster=cluster)
    client.force_login(collega)
    velden = {"taak": rij.pk, "uitkomst": "De bank <b>staat</b> er 🎉"}
    antwoord = client.post(paneel(zaak, "taak-afronden"), velden, follow=True)
    assert "De bank &lt;b&gt;staat&lt;/b&gt; er 🎉" in antwoord.text
    rij.refresh_from_db()
    assert (rij.gedaan_door, rij.uitkomst) == (collega, velden["uitkomst"])
    assert onderwerpen(zaak.vakambtenaar.email) == [f"Taak klaar bij {zaak.kenmerk}: Werk door een cluster"]
    assert client.post(paneel(zaak, "taak-afronden"), velden).status_code == 422
    with pytest.raises(VerouderdeActie):
        rond_taak_af(taak=rij, door=collega, uitkomst="Nog eens")


@pytest.mark.regel("W-05")
def test_a_task_of_somebody_else_or_of_another_case_cannot_be_finished(client, zaak, opbouwwerker):
    eigen = taak(zaak, soort="opbouwwerker", eigenaar=opbouwwerker)
    van_ander = taak(zaak, eigenaar=MedewerkerFactory())
    client.force_login(opbouwwerker)
    for pk in (van_ander.pk, 0):
        antwoord = client.post(paneel(zaak, "taak-afronden"), {"taak": pk, "uitkomst": "Klaar"})
        assert antwoord.status_code == 422
    with pytest.raises(PermissionDenied):
        rond_taak_af(taak=van_ander, door=opbouwwerker, uitkomst="Klaar")
    with pytest.raises(Domeinfout, match="uitkomst"):
        rond_taak_af(taak=eigen, door=opbouwwerker, uitkomst="  ")
    assert not Taak.objects.filter(gedaan_op__isnull=False).exists()


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({}, "één persoon of één cluster"),
        ({"omschrijving": " \n"}, "wat er moet gebeuren"),
        ({"uiterlijk": datetime.date(2020, 1, 1)}, "nog niet voorbij"),
    ],
)
def test_a_task_without_owner_work_or_a_coming_day_is_refused(zaak, anders, melding):
    eigenaar = {"eigenaar": MedewerkerFactory()} if anders else {}
    with pytest.raises(Domeinfout, match=melding):
        taak(zaak, **eigenaar | anders)


@pytest.mark.parametrize("fase", [Fase.TRIAGE, Fase.AFGEROND, Fase.INGETROKKEN])
def test_no_task_before_there_is_a_contact_or_after_the_end(zaak, fase):
    Initiatief.objects.filter(pk=zaak.pk).update(fase=fase)
    with pytest.raises(VerouderdeActie):
        taak(zaak, eigenaar=MedewerkerFactory())


@pytest.mark.regel("I-09", "W-05")
def test_a_stranger_hands_out_nothing(zaak):
    for vreemde in (MedewerkerFactory(), RolFactory(vakambtenaar=True).medewerker):
        with pytest.raises(PermissionDenied):
            zet_taak(
                zaak=zaak,
                door=vreemde,
                soort="werk",
                omschrijving="x",
                uiterlijk=over(1),
                eigenaar=vreemde,
            )


def test_a_task_that_is_not_right_is_asked_again_with_what_was_typed(client, zaak):
    client.force_login(zaak.vakambtenaar)
    velden = {
        "soort": "werk",
        "omschrijving": "Onthoud dit 🌳",
        "wie": "cluster-0",
        "uiterlijk": "2020-01-01",
    }
    antwoord = client.post(paneel(zaak, "taken"), velden)
    assert antwoord.status_code == 422
    for deel in ("Onthoud dit 🌳", "Kies iemand uit de lijst.", "Kies een dag die nog niet voorbij is."):
        assert deel in antwoord.text
    goed = velden | {"wie": f"cluster-{zaak.cluster_id}", "uiterlijk": str(over(3))}
    assert client.post(paneel(zaak, "taken"), goed).status_code == 302
    assert client.post(paneel(zaak, "taken"), goed).status_code == 409
    assert Taak.objects.get().cluster == zaak.cluster


def test_the_database_keeps_a_task_as_it_was_asked(zaak):
    rij = taak(zaak, eigenaar=MedewerkerFactory())
    for velden in ({"omschrijving": "Iets anders"}, {"uiterlijk": over(90)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Taak.objects.filter(pk=rij.pk).update(**velden)
    with pytest.raises(IntegrityError, match="taak_gedaan_met_uitkomst"), transaction.atomic():
        Taak.objects.filter(pk=rij.pk).update(gedaan_op=timezone.now(), gedaan_door=rij.eigenaar)
    rond_taak_af(taak=rij, door=rij.eigenaar, uitkomst="Klaar")
    for doe in (lambda: Taak.objects.update(uitkomst="Toch niet"), rij.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            doe()


def test_waiting_tasks_stand_on_mijn_werk_the_most_urgent_on_top(client, zaak, opbouwwerker):
    for omschrijving, dagen in (("Later", 9), ("Eerst", 2)):
        taak(zaak, omschrijving=omschrijving, eigenaar=opbouwwerker, uiterlijk=over(dagen))
    klaar = taak(zaak, eigenaar=opbouwwerker)
    rond_taak_af(taak=klaar, door=opbouwwerker, uitkomst="Klaar")
    client.force_login(opbouwwerker)
    antwoord = client.get(reverse("admin:index"))
    (piles,) = [deel.context for deel in antwoord.context["onderdelen"] if "taken" in deel.context]
    assert [rij.omschrijving for rij in piles["taken"].rijen] == ["Eerst", "Later"]
    assert "Taken voor u" in antwoord.text


def test_the_case_page_asks_the_same_queries_however_many_tasks(client, zaak):
    eigenaar = MedewerkerFactory()
    client.force_login(zaak.vakambtenaar)
    gesteld = []
    for van, tot in ((0, 2), (2, 40)):
        for nummer in range(van, tot):
            taak(zaak, eigenaar=eigenaar, omschrijving=f"Werk {nummer}")
        with CaptureQueriesContext(connection) as vragen:
            client.get(pagina(zaak))
        gesteld.append(len(vragen))
    assert gesteld[0] == gesteld[1] <= 55


@pytest.mark.regel("I-16")
def test_a_case_with_an_open_task_is_not_closed(opbouwwerker):
    zaak = verantwoord()
    ga_bronnen_na(zaak)
    rij = taak(zaak, soort="opbouwwerker", eigenaar=opbouwwerker)
    with pytest.raises(OvergangNietToegestaan, match=r"“Hulp van de opbouwwerker”.*Rond die eerst af"):
        voer_overgang_uit(zaak=zaak, naam="afronden", door=zaak.vakambtenaar)
    with pytest.raises(IntegrityError, match="open task"), transaction.atomic():
        Initiatief.objects.filter(pk=zaak.pk).update(fase=Fase.AFGEROND)
    rond_taak_af(taak=rij, door=opbouwwerker, uitkomst="Gedaan.")
    voer_overgang_uit(zaak=zaak, naam="afronden", door=zaak.vakambtenaar)
