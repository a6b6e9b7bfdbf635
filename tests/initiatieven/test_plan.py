"""The worked-out plan: made by the residents, complete before it is handed in, theirs until then (I-15)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from budgetten.geld import OngeldigBedrag
from initiatieven import plan
from initiatieven.models import Begrotingsregel, Besluit, Fase, Plan, Planstap
from tests.fabrieken import RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import InitiatiefFactory, besloten, in_toets, in_uitwerking, met_plan
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-15")]
REGEL = {"omschrijving": "Hout", "bedrag": "120.50", "betaler": "gemeente"}
STAP = {"wat": "Timmeren", "wanneer": datetime.date(2027, 4, 1)}


def deel(zaak, naam):
    return reverse("initiatieven:volgdeel", args=[zaak.kenmerk, naam])


def test_it_says_what_is_missing_until_it_is_complete():
    zaak = in_uitwerking()
    assert [zin.split(":")[0] for zin in plan.ontbreekt_aan_plan(zaak)] == [
        "een begroting",
        "een planning",
        "hoe het daarna gaat",
    ]
    with pytest.raises(Domeinfout, match="Er ontbreekt nog: een begroting"):
        plan.lever_in(zaak=zaak)
    plan.voeg_regel_toe(zaak=zaak, **REGEL)
    plan.voeg_stap_toe(zaak=zaak, **STAP)
    plan.schrijf_onderhoud(zaak=zaak, onderhoud=" De buren. ")
    assert plan.lever_in(zaak=zaak).ingeleverd_op is not None
    mail = Bericht.objects.get(naar=zaak.vakambtenaar.email)
    assert mail.onderwerp == f"Het uitgewerkte plan van {zaak.kenmerk} is binnen"


def test_own_work_counts_and_who_pays_what_is_added_up():
    zaak = in_uitwerking()
    for bedrag, betaler in (("100.50", "gemeente"), (250, "eigen_werk"), ("99.50", "gemeente")):
        plan.voeg_regel_toe(zaak=zaak, omschrijving="x", bedrag=bedrag, betaler=betaler)
    regels = list(zaak.begroting.all())
    assert str(plan.totaal(regels)) == "450.00"
    assert [(naam, str(som)) for naam, som in plan.per_betaler(regels)] == [
        ("Wij doen het zelf (eigen werk of spullen)", "250.00"),
        ("Dit vragen we aan de gemeente", "200.00"),
    ]
    assert str(plan.gevraagd(zaak)) == "200.00"


@pytest.mark.parametrize("bedrag", [0, "-1", "0.001", "veel", "1e12"])
def test_an_amount_is_whole_cents_above_zero(bedrag):
    with pytest.raises(OngeldigBedrag):
        plan.voeg_regel_toe(zaak=in_uitwerking(), **(REGEL | {"bedrag": bedrag}))


def test_nothing_changes_after_it_is_handed_in():
    zaak = met_plan()
    for doe in (
        lambda: plan.voeg_regel_toe(zaak=zaak, **REGEL),
        lambda: plan.verwijder_regel(zaak=zaak, regel=zaak.begroting.first().pk),
        lambda: plan.voeg_stap_toe(zaak=zaak, **STAP),
        lambda: plan.verwijder_stap(zaak=zaak, stap=zaak.planning.first().pk),
        lambda: plan.schrijf_onderhoud(zaak=zaak, onderhoud="Niemand"),
        lambda: plan.lever_in(zaak=zaak),
    ):
        with pytest.raises(VerouderdeActie):
            doe()
    assert (zaak.begroting.count(), zaak.planning.count()) == (2, 1)


def test_the_database_keeps_the_plan_on_which_was_decided():
    zaak = besloten()
    for doe in (
        lambda: zaak.begroting.update(bedrag=1),
        lambda: zaak.begroting.all().delete(),
        lambda: Planstap.objects.create(initiatief=zaak, **STAP),
        lambda: Plan.objects.update(onderhoud="Niemand"),
    ):
        with (
            pytest.raises(DatabaseError, match="definitive decision rests on this plan"),
            transaction.atomic(),
        ):
            doe()


@pytest.mark.parametrize("weg", [Begrotingsregel, Planstap, Plan])
def test_the_database_takes_no_definitive_decision_on_half_a_plan(weg):
    zaak = met_plan()
    weg.objects.all().delete()
    klaar = Besluit.objects.get(soort="definitief")
    klaar.uitkomst, klaar.door, klaar.op = "ja", zaak.vakambtenaar, timezone.now()
    with pytest.raises(IntegrityError, match="rests on a complete plan"), transaction.atomic():
        klaar.save()


@pytest.mark.regel("I-20")
def test_it_is_given_back_with_what_has_to_be_added_and_that_stays_to_be_read():
    zaak = met_plan()
    plan.geef_plan_terug(zaak=zaak, door=zaak.vakambtenaar, reden="Wie maait er?")
    zaak.refresh_from_db()
    assert plan.staat_open(zaak)
    assert Bericht.objects.filter(naar=zaak.indiener.email, tekst__contains="Wie maait er?").exists()
    with pytest.raises(VerouderdeActie):
        plan.geef_plan_terug(zaak=zaak, door=zaak.vakambtenaar, reden="Nog eens")
    boodschap = zaak.boodschappen.get()
    assert (boodschap.van, boodschap.door) == ("gemeente", zaak.vakambtenaar)
    assert boodschap.tekst == "Wij vragen u om uw plan aan te vullen:\n\nWie maait er?"


@pytest.mark.regel("I-09", "W-05")
def test_only_the_vakambtenaar_gives_it_back_and_says_why():
    zaak = met_plan()
    regisseur = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    with pytest.raises(PermissionDenied):
        plan.geef_plan_terug(zaak=zaak, door=regisseur, reden="x")
    with pytest.raises(Domeinfout, match="Schrijf op wat de indieners"):
        plan.geef_plan_terug(zaak=zaak, door=zaak.vakambtenaar, reden=" ")


@pytest.mark.regel("I-03")
@pytest.mark.parametrize("fase", [Fase.ORIENTATIE, Fase.TOETS, Fase.AFGEROND])
def test_there_is_no_plan_to_work_out_in_another_phase(fase):
    with pytest.raises(VerouderdeActie):
        plan.voeg_regel_toe(zaak=InitiatiefFactory(toegewezen=True, fase=fase), **REGEL)


def test_what_is_done_already_needs_no_planning():
    zaak = in_uitwerking()
    gisteren = timezone.localdate() - datetime.timedelta(days=1)
    with pytest.raises(Domeinfout, match="Kies een dag die nog niet voorbij is"):
        plan.voeg_stap_toe(zaak=zaak, wat="Timmeren", wanneer=gisteren)
    plan.voeg_stap_toe(zaak=zaak, wat="Timmeren", wanneer=timezone.localdate())


def test_a_plan_has_an_end(monkeypatch):
    monkeypatch.setattr(plan, "REGELS_HOOGSTENS", 1)
    zaak = in_uitwerking()
    plan.voeg_regel_toe(zaak=zaak, **REGEL)
    plan.voeg_stap_toe(zaak=zaak, **STAP)
    with pytest.raises(Domeinfout, match="hooguit 1 regels"):
        plan.voeg_regel_toe(zaak=zaak, **REGEL)
    with pytest.raises(Domeinfout, match="hooguit 1 stappen"):
        plan.voeg_stap_toe(zaak=zaak, **STAP)


# The status page


@pytest.mark.regel("I-15", "I-17", "I-20")
def test_a_resident_fills_it_in_step_by_step_and_hands_it_in(client):
    zaak = in_uitwerking()
    open_voor_indiener(client, zaak)
    client.post(
        deel(zaak, "begroting"), {"omschrijving": "<b>Hout</b>", "bedrag": "1.120,50", "betaler": "gemeente"}
    )
    client.post(deel(zaak, "begroting"), {"omschrijving": "Werk", "bedrag": "80", "betaler": "eigen_werk"})
    klaar = timezone.localdate() + datetime.timedelta(days=60)
    voorbij = client.post(deel(zaak, "planning"), {"wat": "Timmeren", "wanneer": "1900-04-01"})
    assert (voorbij.status_code, zaak.planning.count()) == (422, 0)
    client.post(deel(zaak, "planning"), {"wat": "Timmeren", "wanneer": klaar.isoformat()})
    tekst = client.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    assert "&lt;b&gt;Hout&lt;/b&gt;" in tekst
    assert "€\xa01.200,50" in tekst or "€ 1.200,50" in tekst
    assert date_format(klaar, "j F Y") in tekst
    assert "hoe het daarna gaat: wie zorgt voor het onderhoud" in tekst
    assert "De gemeente neemt het niet over." in tekst

    assert client.post(deel(zaak, "inleveren")).status_code == 422
    client.post(deel(zaak, "begroting"), {"weg": zaak.begroting.last().pk})
    client.post(deel(zaak, "onderhoud"), {"onderhoud": "De buren."})
    tekst = client.post(deel(zaak, "inleveren"), follow=True).text
    assert "Uw plan is ingeleverd." in tekst
    assert "Regel toevoegen" not in tekst
    assert zaak.begroting.count() == 1
    assert client.post(deel(zaak, "begroting"), REGEL).status_code == 409


def test_a_wrong_amount_comes_back_as_it_was_typed(client):
    zaak = in_uitwerking()
    open_voor_indiener(client, zaak)
    antwoord = client.post(
        deel(zaak, "begroting"), {"omschrijving": "Hout", "bedrag": "12,345", "betaler": ""}
    )
    assert antwoord.status_code == 422
    assert 'value="12,345"' in antwoord.text
    assert not zaak.begroting.exists()


@pytest.mark.regel("I-20", "W-05")
def test_nobody_else_touches_it(client):
    zaak, ander = in_uitwerking(), in_uitwerking()
    regel = plan.voeg_regel_toe(zaak=zaak, **REGEL)
    open_voor_indiener(client, ander)
    assert client.post(deel(zaak, "begroting"), {"weg": regel.pk}).status_code == 403
    client.post(deel(ander, "begroting"), {"weg": regel.pk})
    client.post(deel(ander, "planning"), {"weg": 12345})
    assert zaak.begroting.count() == 1


def test_before_the_principebesluit_there_is_nothing_to_fill_in(client):
    zaak = in_toets()
    open_voor_indiener(client, zaak)
    assert "Begroting" not in client.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    assert client.post(deel(zaak, "begroting"), REGEL).status_code == 409
