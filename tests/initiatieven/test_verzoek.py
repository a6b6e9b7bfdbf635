"""A verzoek: the same phases, done by the municipality, with no plan of residents (I-01, I-18, ADR 0013)."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from budgetten import besluiten
from initiatieven import definitief, gesprek, plan, services, taken
from initiatieven.mijnwerk import wacht_op
from initiatieven.models import Besluit, Fase, Gespreksverslag, Initiatief
from initiatieven.woorden import uitleg
from tests.fabrieken import RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import InitiatiefFactory, in_toets, in_uitwerking
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-18")]
TEKST = {"motivering": "Er is extra geld nodig.", "voorwaarden": "", "bereik": ""}


def zet(zaak, naam, toelichting=""):
    services.voer_overgang_uit(zaak=zaak, naam=naam, door=zaak.vakambtenaar, toelichting=toelichting)
    return Initiatief.objects.get(pk=zaak.pk)


@pytest.fixture
def verzoek():
    """A verzoek that the municipality carries out."""
    return in_uitwerking(soort="verzoek", titel="Lage stoeprand")


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


@pytest.mark.regel("I-03", "I-10", "I-11")
@pytest.mark.parametrize(
    ("soort", "plan_nodig"), [("initiatief", True), ("verzoek", False), ("beleidswens", False)]
)
def test_only_an_initiatief_needs_a_plan_and_a_step_before_the_toets(soort, plan_nodig):
    rol = RolFactory(vakambtenaar=True)
    zaak = InitiatiefFactory(toegewezen=True, soort=soort, vakambtenaar=rol.medewerker, cluster=rol.cluster)
    with pytest.raises(services.OvergangNietToegestaan, match="Leg het gesprek vast"):
        zet(zaak, "naar_toets")
    punten = dict.fromkeys(Gespreksverslag.PUNTEN, "Duidelijk.")
    vandaag = timezone.localdate()
    gesprek.leg_gesprek_vast(
        zaak=zaak, door=rol.medewerker, gesproken_op=vandaag, punten=punten, steun=["geen"]
    )
    if plan_nodig:
        with pytest.raises(services.OvergangNietToegestaan, match=r"stappenplan.*trede"):
            zet(zaak, "naar_toets")
    else:
        assert zet(zaak, "naar_toets").fase == Fase.TOETS


@pytest.mark.regel("I-13", "I-14")
def test_the_decision_is_motivated_and_tells_what_the_municipality_does():
    zaak = in_toets(soort="verzoek", motivering="")
    with pytest.raises(services.OvergangNietToegestaan, match="Leg het besluit uit"):
        zet(zaak, "principebesluit-ja")
    Besluit.objects.update(motivering="De stoep gaat toch al open.")
    zaak = zet(zaak, "principebesluit-ja")
    brief = Bericht.objects.get(naar=zaak.indiener.email, onderwerp__startswith="Principebesluit")
    assert "De gemeente voert uw verzoek uit" in brief.tekst
    assert "begroting" not in brief.tekst
    assert (uitleg(zaak).titel, uitleg(zaak).aan_zet) == ("De gemeente voert het uit", "de gemeente")


def test_what_needs_extra_money_goes_to_the_wijkagenda():
    zaak = in_toets(soort="verzoek", besluit_agendareden="extra_geld")
    with pytest.raises(services.OvergangNietToegestaan, match="Dit gaat naar de wijkagenda"):
        zet(zaak, "principebesluit-ja")
    assert zet(zaak, "principebesluit-agenda").fase == Fase.GEAGENDEERD


@pytest.mark.regel("I-01", "I-17")
def test_residents_work_out_no_plan_for_it(verzoek, client):
    with pytest.raises(VerouderdeActie):
        plan.schrijf_onderhoud(zaak=verzoek, onderhoud="Wij.")
    open_voor_indiener(client, verzoek)
    tekst = client.get(reverse("initiatieven:volgen", args=[verzoek.kenmerk])).text
    assert "De gemeente voert het uit" in tekst
    assert "Begroting" not in tekst


@pytest.mark.regel("I-16")
def test_it_is_closed_when_it_is_done_and_the_resident_reads_what_was_done(verzoek):
    door = verzoek.vakambtenaar
    taak = taken.zet_taak(
        zaak=verzoek,
        door=door,
        soort="werk",
        omschrijving="Stoep verlagen",
        uiterlijk=timezone.localdate(),
        eigenaar=door,
    )
    for naam, melding in (
        ("afronden", "niet bij een verzoek"),
        ("definitief-ja", "niet bij een verzoek"),
        ("afronden_verzoek", "Er staan nog taken open"),
    ):
        with pytest.raises(services.OvergangNietToegestaan, match=melding):
            zet(verzoek, naam, "Klaar.")
    taken.rond_taak_af(taak=taak, door=door, uitkomst="De stoep is laag.")
    with pytest.raises(services.OvergangNietToegestaan, match="Schrijf een toelichting"):
        zet(verzoek, "afronden_verzoek", " ")
    assert zet(verzoek, "afronden_verzoek", "De stoeprand is verlaagd.").fase == Fase.AFGEROND
    brief = Bericht.objects.get(naar=verzoek.indiener.email, onderwerp__contains="is uitgevoerd")
    assert "De stoeprand is verlaagd." in brief.tekst


@pytest.mark.regel("I-01")
def test_an_initiatief_is_not_closed_as_a_verzoek():
    zaak = in_uitwerking()
    with pytest.raises(services.OvergangNietToegestaan, match="niet bij een inwonerinitiatief"):
        zet(zaak, "afronden_verzoek", "Klaar.")


@pytest.mark.parametrize(
    ("naam", "reden", "fase"),
    [("definitief-agenda", "extra_geld", Fase.GEAGENDEERD), ("definitief-nee", "", Fase.AFGEWEZEN)],
)
def test_when_it_turns_out_otherwise_a_motivated_decision_ends_it(verzoek, naam, reden, fase):
    with pytest.raises(services.OvergangNietToegestaan, match="Leg het besluit uit"):
        zet(verzoek, naam)
    definitief.bereid_definitief_besluit_voor(
        zaak=verzoek, door=verzoek.vakambtenaar, agendareden=reden, **TEKST
    )
    assert zet(verzoek, naam).fase == fase


def test_the_database_knows_no_definitive_yes_on_it(verzoek):
    besluit = Besluit(
        initiatief=verzoek, soort="definitief", motivering="x", uitkomst="ja", op=timezone.now()
    )
    besluit.door = verzoek.vakambtenaar
    with pytest.raises(IntegrityError, match="rests on a complete plan"), transaction.atomic():
        besluit.save()


@pytest.mark.regel("B-14")
def test_its_decision_is_ground_for_money_of_the_cluster_only(verzoek):
    besluit = besluiten.besluit_over(f"initiatief:{verzoek.kenmerk}")
    assert (besluit.positief, besluit.deelbudget) == (True, "cluster")
    definitief.bereid_definitief_besluit_voor(
        zaak=verzoek, door=verzoek.vakambtenaar, agendareden="extra_geld", **TEKST
    )
    zet(verzoek, "definitief-agenda")
    assert not besluiten.besluit_over(f"initiatief:{verzoek.kenmerk}").positief


def test_it_waits_for_the_vakambtenaar_with_a_term():
    with time_machine.travel(datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)):
        zaak = in_uitwerking(soort="verzoek")
    assert zaak.uiterlijk == datetime.date(2026, 7, 13)  # thirty working days
    assert list(Initiatief.objects.filter(wacht_op(zaak.vakambtenaar))) == [zaak]


def test_the_case_page_asks_no_plan_and_no_route_of_it(verzoek, client):
    client.force_login(verzoek.vakambtenaar)
    tekst = zaak_in_geheel(client, verzoek)
    assert "Verzoek afronden" in tekst
    for weg in ("Waar komt het geld vandaan?", "Het uitgewerkte plan", "Definitief besluiten: meewerken"):
        assert weg not in tekst
    adres = reverse("admin:initiatieven_paneel", args=[verzoek.pk, "definitief"])
    velden = {"motivering": "Te duur.", "agendareden": "extra_geld", "overgang": "definitief-agenda"}
    client.post(adres, velden)
    verzoek.refresh_from_db()
    assert verzoek.fase == Fase.GEAGENDEERD
