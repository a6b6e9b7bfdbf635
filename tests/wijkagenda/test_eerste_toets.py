"""The first test: who is asked, who answers, what the coalitie makes of it, and who is told (A-03, A-11)."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.fabrieken import ClusterFactory, RolFactory
from tests.wijkagenda.fabrieken import IdeeFactory, WijkagendaFactory
from tests.wijkagenda.ideeen import (
    JA,
    agenda_voor,
    antwoord,
    gegeven_idee,
    mensen,
    oordeel,
    vraag,
)
from wijkagenda import agendas, eerste_toets, ideeen, tasks, toetspost
from wijkagenda.models import Fase, Idee, Toetsvraag, Wijkagenda
from wijkagenda.uitzonderingen import StapNietToegestaan
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-03")]
MAANDAG = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
NEE = {**JA, "past_bij_beleid": False, "toelichting": "De raad koos voor parkeren."}


@pytest.fixture
def m(db):
    return mensen()


@pytest.fixture
def agenda(m):
    return agenda_voor(m, fase=Fase.EERSTE_TOETS)


@pytest.fixture
def idee(agenda):
    return IdeeFactory(agenda=agenda, titel="Meer bomen")


def verder(agenda, m, naam="bewonerstoets"):
    return agendas.voer_stap_uit(agenda=agenda, naam=naam, door=m.regisseur, hoe="Besproken")


def dag(over):
    return timezone.localdate() + datetime.timedelta(days=over)


def test_several_ideas_are_put_to_several_parties_at_once(agenda, m):
    ideeen = [IdeeFactory(agenda=agenda) for _ in range(3)]
    gesteld = eerste_toets.vraag_toets(
        agenda=agenda, ideeen=ideeen, partijen=[m.groen, m.partner], uiterlijk=dag(14), door=m.regisseur
    )
    assert len(gesteld) == 6
    assert Toetsvraag.objects.filter(cluster=m.groen, uiterlijk=dag(14)).count() == 3
    assert Toetsvraag.history.count() == 6


def test_who_was_asked_before_gets_more_time_and_an_answer_stays(agenda, m, idee):
    rij = vraag(idee, m.groen, m.regisseur, dagen=1)
    klaar = antwoord(vraag(idee, m.partner, m.regisseur, dagen=1), m.corporatie)
    eerste_toets.vraag_toets(
        agenda=agenda, ideeen=[idee], partijen=[m.groen, m.partner], uiterlijk=dag(9), door=m.regisseur
    )
    rij.refresh_from_db()
    assert Toetsvraag.objects.count() == 2
    assert rij.uiterlijk == dag(9)
    assert Toetsvraag.objects.get(pk=klaar.pk).uiterlijk == dag(1)


def test_only_who_leads_the_agenda_asks(agenda, m, idee):
    for persoon in (m.ander, m.ambtenaar, RolFactory(soort="opbouwwerker").medewerker):
        with pytest.raises(PermissionDenied):
            vraag(idee, m.groen, persoon)
    assert not Toetsvraag.objects.exists()


def test_a_question_that_makes_no_sense_is_refused(agenda, m, idee):
    stuk = {
        "agenda": agenda,
        "ideeen": [idee],
        "partijen": [m.groen],
        "uiterlijk": dag(1),
        "door": m.regisseur,
    }
    for anders, melding in (
        ({"uiterlijk": dag(-1)}, "nog niet voorbij"),
        ({"partijen": []}, "minstens één"),
        ({"partijen": [ClusterFactory(naam="Leeg")]}, "Niemand kan antwoorden namens: Leeg"),
        ({"ideeen": []}, "ideeën van deze agenda"),
        ({"ideeen": [idee, IdeeFactory()]}, "ideeën van deze agenda"),
    ):
        with pytest.raises(Domeinfout, match=melding):
            eerste_toets.vraag_toets(**(stuk | anders))
    assert not Toetsvraag.objects.exists()


@pytest.mark.parametrize("fase", [Fase.VERZAMELEN, Fase.OVERZICHT, Fase.BEWONERSTOETS])
def test_outside_the_first_test_nothing_is_asked_answered_or_judged(m, fase):
    agenda = agenda_voor(m, fase=Fase.EERSTE_TOETS)
    idee = IdeeFactory(agenda=agenda)
    rij = vraag(idee, m.groen, m.regisseur)
    Wijkagenda.objects.filter(pk=agenda.pk).update(fase=fase)

    for doe in (
        lambda: vraag(idee, m.verkeer, m.regisseur),
        lambda: antwoord(rij, m.ambtenaar),
        lambda: oordeel(idee, m.regisseur),
    ):
        with pytest.raises(VerouderdeActie):
            doe()


@pytest.mark.parametrize("wie", ["ambtenaar", "manager"])
def test_the_own_cluster_answers(m, idee, wie):
    rij = antwoord(
        vraag(idee, m.groen, m.regisseur),
        getattr(m, wie),
        reguliere_taak=True,
        mogelijke_bijdrage=Decimal("2500.50"),
        toelichting="Kan mee met het onderhoud.",
    )
    rij.refresh_from_db()
    assert (rij.past_bij_beleid, rij.realiseerbaar, rij.betaalbaar, rij.reguliere_taak) == (True,) * 4
    assert (rij.mogelijke_bijdrage, rij.beantwoord_door) == (Decimal("2500.50"), getattr(m, wie))


def test_nobody_answers_for_another_party(m, idee):
    rij = vraag(idee, m.groen, m.regisseur)
    budgethouder = RolFactory(budgethouder=True, partner=m.partner).medewerker
    for persoon in (m.ambtenaar_verkeer, m.corporatie, m.regisseur, budgethouder):
        with pytest.raises(PermissionDenied):
            antwoord(rij, persoon)
    assert antwoord(vraag(idee, m.partner, m.regisseur), budgethouder).beantwoord_door == budgethouder
    assert not Toetsvraag.objects.get(pk=rij.pk).is_beantwoord


@pytest.mark.parametrize("veld", ["past_bij_beleid", "realiseerbaar", "betaalbaar"])
def test_a_no_comes_with_an_explanation(m, idee, veld):
    rij = vraag(idee, m.groen, m.regisseur)
    with pytest.raises(Domeinfout, match="waarom u nee zegt"):
        antwoord(rij, m.ambtenaar, **{veld: False, "toelichting": "  "})
    assert antwoord(rij, m.ambtenaar, **{veld: False, "toelichting": "Te duur."}).toelichting == "Te duur."


@pytest.mark.parametrize("bedrag", [Decimal(0), Decimal(-5)])
def test_a_contribution_is_above_zero(m, idee, bedrag):
    with pytest.raises(Domeinfout, match="meer dan nul"):
        antwoord(vraag(idee, m.groen, m.regisseur), m.ambtenaar, mogelijke_bijdrage=bedrag)


def test_two_colleagues_do_not_overwrite_each_other(m, idee):
    rij = vraag(idee, m.groen, m.regisseur)
    antwoord(rij, m.ambtenaar)
    with pytest.raises(VerouderdeActie, match="intussen antwoord"):
        antwoord(rij, m.manager, **NEE)

    rij.refresh_from_db()
    antwoord(rij, m.manager, **NEE)
    assert [h.beantwoord_door for h in rij.history.order_by("history_id")] == [None, m.ambtenaar, m.manager]


def test_the_database_refuses_half_answers_and_two_questions_to_one_party(m, idee):
    rij = vraag(idee, m.groen, m.regisseur)
    nu, door = timezone.now(), m.ambtenaar
    heel = {**JA, "beantwoord_op": nu, "beantwoord_door": door}
    for velden, naam in (
        ({"past_bij_beleid": True}, "toetsvraag_heel_antwoord_van_iemand"),
        ({**heel, "betaalbaar": None}, "toetsvraag_heel_antwoord_van_iemand"),
        ({**heel, "betaalbaar": False}, "toetsvraag_nee_met_uitleg"),
        ({**heel, "mogelijke_bijdrage": 0}, "toetsvraag_bijdrage_boven_nul"),
        ({"partner": m.partner}, "toetsvraag_aan_een_partij"),
        ({"cluster": None}, "toetsvraag_aan_een_partij"),
    ):
        with pytest.raises(IntegrityError, match=naam), transaction.atomic():
            Toetsvraag.objects.filter(pk=rij.pk).update(**velden)
    with pytest.raises(IntegrityError, match="toetsvraag_een_keer_per_cluster"), transaction.atomic():
        Toetsvraag.objects.create(idee=idee, cluster=m.groen, gevraagd_door=door, uiterlijk=dag(1))


@pytest.mark.regel("A-11")
def test_what_goes_against_policy_cannot_be_called_haalbaar(m, idee):
    antwoord(vraag(idee, m.groen, m.regisseur), m.ambtenaar, **NEE)
    antwoord(vraag(idee, m.verkeer, m.regisseur), m.ambtenaar_verkeer)

    with pytest.raises(Domeinfout, match=r"past bij het beleid.*De raad koos voor parkeren"):
        oordeel(idee, m.regisseur)
    assert Idee.objects.get().oordeel == "open"
    oordeel(idee, m.regisseur, "afgevallen", "De raad koos voor parkeren.")
    assert Idee.objects.get().oordeel == "afgevallen"


@pytest.mark.regel("A-11")
def test_neither_does_the_database_let_it_through(m, idee):
    antwoord(vraag(idee, m.groen, m.regisseur), m.ambtenaar, **NEE)
    stempel = {"oordeel_door": m.regisseur, "oordeel_op": timezone.now()}
    with pytest.raises(IntegrityError, match="idee_tegen_beleid"), transaction.atomic():
        Idee.objects.filter(pk=idee.pk).update(oordeel="haalbaar", **stempel)


@pytest.mark.regel("A-11")
def test_an_objection_after_the_verdict_is_refused_and_not_lost_silently(m, idee):
    rij = vraag(idee, m.groen, m.regisseur, dagen=0)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        oordeel(idee, m.regisseur)
        with pytest.raises(VerouderdeActie, match="al over dit idee besloten"):
            antwoord(rij, m.ambtenaar, **NEE)


@pytest.mark.parametrize("veld", ["realiseerbaar", "betaalbaar"])
def test_other_objections_are_for_the_coalitie_to_weigh(m, idee, veld):
    antwoord(vraag(idee, m.groen, m.regisseur), m.ambtenaar, **{veld: False, "toelichting": "Duur."})
    oordeel(idee, m.regisseur, reden="De corporatie betaalt.")
    assert Idee.objects.get().oordeel == "haalbaar"


def test_haalbaar_waits_for_who_has_time_left_and_afgevallen_does_not(m, agenda, idee):
    ander = IdeeFactory(agenda=agenda)
    for een in (idee, ander):
        vraag(een, m.groen, m.regisseur, dagen=3)
    with pytest.raises(Domeinfout, match="heeft nog tijd voor een antwoord"):
        oordeel(idee, m.regisseur)
    oordeel(ander, m.regisseur, "afgevallen", "Bestaat al.")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4), tick=False):
        oordeel(idee, m.regisseur)
    assert set(Idee.objects.values_list("oordeel", flat=True)) == {"haalbaar", "afgevallen"}


def test_a_verdict_on_several_ideas_is_all_or_nothing(m, agenda, idee):
    tegen = IdeeFactory(agenda=agenda)
    antwoord(vraag(tegen, m.groen, m.regisseur), m.ambtenaar, **NEE)
    with pytest.raises(Domeinfout, match="A-11"):
        eerste_toets.geef_oordeel(agenda=agenda, ideeen=[idee, tegen], oordeel="haalbaar", door=m.regisseur)
    assert set(Idee.objects.values_list("oordeel", flat=True)) == {"open"}


def test_only_who_leads_the_own_agenda_judges(m, agenda, idee):
    for persoon in (m.ander, m.ambtenaar, m.corporatie):
        with pytest.raises(PermissionDenied):
            oordeel(idee, persoon)
    with pytest.raises(Domeinfout, match="ideeën van deze agenda"):
        eerste_toets.geef_oordeel(
            agenda=agenda,
            ideeen=[IdeeFactory(agenda=WijkagendaFactory())],
            oordeel="haalbaar",
            door=m.regisseur,
        )
    with pytest.raises(Domeinfout, match="waarom dit idee afvalt"):
        oordeel(idee, m.regisseur, "afgevallen", " ")


def test_a_verdict_can_be_taken_back_while_the_test_lasts(m, idee):
    oordeel(idee, m.regisseur, "afgevallen", "Te duur.")
    oordeel(idee, m.regisseur, "open")
    rij = Idee.objects.get()
    assert (rij.oordeel, rij.oordeel_door, rij.oordeel_reden) == ("open", None, "")
    assert "Te duur." in set(rij.history.values_list("oordeel_reden", flat=True))


def test_the_agenda_goes_on_when_all_have_answered_and_every_idea_has_a_verdict(m, agenda, idee):
    ander = IdeeFactory(agenda=agenda)
    rij = vraag(ander, m.groen, m.regisseur, dagen=2)
    oordeel(idee, m.regisseur)
    with pytest.raises(StapNietToegestaan, match=r"Nog 1 vraag heeft tijd.*Nog 1 idee"):
        verder(agenda, m)
    antwoord(rij, m.ambtenaar)
    with pytest.raises(StapNietToegestaan, match=r"^Nog 1 idee"):
        verder(agenda, m)
    oordeel(ander, m.regisseur, "afgevallen", "Bestaat al.")
    assert verder(agenda, m).naar == Fase.BEWONERSTOETS


def test_a_party_that_says_nothing_does_not_hold_up_the_wijk(m, agenda, idee):
    vraag(idee, m.groen, m.regisseur, dagen=2)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3), tick=False):
        oordeel(idee, m.regisseur)
        assert verder(agenda, m).naar == Fase.BEWONERSTOETS


def test_nothing_feasible_is_no_result(m, agenda, idee):
    oordeel(idee, m.regisseur, "afgevallen", "Te duur.")
    with pytest.raises(StapNietToegestaan, match="nog geen idee dat haalbaar is"):
        verder(agenda, m)


def test_givers_are_told_when_the_test_is_over_and_not_before(m):
    agenda = agenda_voor(m, vorm="beknopt", fase=Fase.EERSTE_TOETS)
    goed = gegeven_idee(agenda, titel="Bomen", email="a@bewoner.example")
    weg = gegeven_idee(agenda, titel="Zwembad", email="b@bewoner.example")
    mee = gegeven_idee(agenda, titel="Duikplank", email="c@bewoner.example", samengevoegd_met=weg)
    gegeven_idee(agenda, titel="Nooit bevestigd", email="d@bewoner.example", bevestigd_op=None)
    oordeel(goed, m.regisseur, reden="Past bij de plannen.")
    oordeel(weg, m.regisseur, "afgevallen", "Te weinig ruimte.")
    assert not Bericht.objects.exists()

    verder(agenda, m, "zonder-bewonerstoets")

    tekst = {bericht.naar: bericht.onderwerp + bericht.tekst for bericht in Bericht.objects.all()}
    assert set(tekst) == {"a@bewoner.example", "b@bewoner.example", "c@bewoner.example"}
    assert "is haalbaar" in tekst["a@bewoner.example"]
    assert "Past bij de plannen." in tekst["a@bewoner.example"]
    for naar in ("b@bewoner.example", "c@bewoner.example"):
        assert "Te weinig ruimte." in tekst[naar]
    assert "samengevoegd met “Zwembad”" in tekst["c@bewoner.example"]
    assert mee.titel in tekst["c@bewoner.example"]


@pytest.mark.parametrize("volgende", ["bewonerstoets", "zonder-bewonerstoets"])
def test_a_resident_for_whom_staff_wrote_it_down_is_told_too(m, volgende):
    agenda = agenda_voor(m, vorm="beknopt")
    idee = ideeen.voeg_toe(
        agenda=agenda,
        door=m.regisseur,
        titel="Een bank",
        wat="Om te zitten.",
        herkomst="bewoner",
        naam="Truus",
        email="truus@bewoner.example",
    )
    for naam in ("overzicht", "eerste-toets"):
        verder(agenda, m, naam)
    oordeel(idee, m.regisseur, "afgevallen", "Er staan er al twee.")
    oordeel(IdeeFactory(agenda=agenda), m.regisseur)
    verder(agenda, m, volgende)

    genoteerd, mail = Bericht.objects.filter(naar="truus@bewoner.example").order_by("pk")
    assert "staat op de lijst" in genoteerd.onderwerp
    assert (genoteerd.link_sleutel, mail.link_sleutel) == (str(idee.gever.sleutel),) * 2
    assert "Er staan er al twee." in mail.tekst


def test_only_a_changed_verdict_is_told_again(m, agenda):
    een, twee = (gegeven_idee(agenda, email=f"{naam}@bewoner.example") for naam in "ab")
    for idee in (een, twee):
        oordeel(idee, m.regisseur)
    verder(agenda, m)
    agendas.voer_stap_uit(agenda=agenda, naam="terug-naar-eerste-toets", door=m.regisseur, hoe="Nieuws")
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=5), tick=False):
        oordeel(twee, m.regisseur, "afgevallen", "Toch te duur.")
        verder(agenda, m)

    assert Bericht.objects.filter(naar="a@bewoner.example").count() == 1
    assert Bericht.objects.filter(naar="b@bewoner.example").count() == 2


@time_machine.travel(MAANDAG, tick=False)
def test_each_person_gets_one_mail_a_day_about_all_that_waits(m, agenda):
    ideeen = [IdeeFactory(agenda=agenda, titel=f"Idee nummer {n}") for n in range(3)]
    eerste_toets.vraag_toets(
        agenda=agenda, ideeen=ideeen[:2], partijen=[m.groen, m.partner], uiterlijk=dag(10), door=m.regisseur
    )
    vraag(ideeen[2], m.groen, m.regisseur, dagen=10)
    tasks.herinner_aan_toetsvragen()

    assert sorted(Bericht.objects.values_list("naar", flat=True)) == sorted(
        persoon.email for persoon in (m.ambtenaar, m.manager, m.corporatie)
    )
    mail = Bericht.objects.get(naar=m.ambtenaar.email)
    assert mail.onderwerp == "2 ideeën wachten op uw antwoord"
    assert "Idee nummer 0" in mail.tekst
    assert "Idee nummer 2" not in mail.tekst


@time_machine.travel(MAANDAG, tick=False)
def test_what_came_after_today_s_mail_comes_in_tomorrow_s(m, agenda, idee):
    vraag(idee, m.groen, m.regisseur, dagen=10)
    vraag(IdeeFactory(agenda=agenda, titel="Later"), m.groen, m.regisseur, dagen=10)
    with time_machine.travel(MAANDAG + datetime.timedelta(days=1), tick=False):
        for _ in range(2):
            tasks.herinner_aan_toetsvragen()
        mails = Bericht.objects.filter(naar=m.ambtenaar.email).order_by("pk")
        assert [mail.onderwerp[:7] for mail in mails] == ["1 idee ", "2 ideeë"]
    with time_machine.travel(MAANDAG + datetime.timedelta(days=2), tick=False):
        assert toetspost.herinner() == 0


@time_machine.travel(MAANDAG, tick=False)
def test_each_question_is_reminded_of_once_when_its_day_is_near(m, idee):
    vraag(idee, m.groen, m.regisseur, dagen=10)
    per_dag = []
    for over in range(1, 13):
        with time_machine.travel(MAANDAG + datetime.timedelta(days=over), tick=False):
            per_dag.append(toetspost.herinner())
    assert per_dag == [0] * 7 + [2] + [0] * 4  # two days before the last day, to vakambtenaar and manager


@time_machine.travel(MAANDAG + datetime.timedelta(days=5), tick=False)
def test_on_a_saturday_nobody_is_reminded(m, idee):
    vraag(idee, m.groen, m.regisseur, dagen=1)
    Bericht.objects.all().delete()
    Toetsvraag.objects.update(gemeld_op=None, herinnerd_op=None)
    assert toetspost.herinner() == 0


@time_machine.travel(MAANDAG, tick=False)
def test_who_has_answered_is_left_alone(m, idee):
    antwoord(vraag(idee, m.groen, m.regisseur, dagen=3), m.ambtenaar)
    with time_machine.travel(MAANDAG + datetime.timedelta(days=2), tick=False):
        assert toetspost.herinner() == 0
