"""Reports on what was adopted, the money of it, and the evaluation (A-10)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from budgetten import aanvragen
from budgetten.models import Aanvraag
from tests.fabrieken import RolFactory
from tests.wijkagenda.fabrieken import (
    JAAR,
    agenda_in,
    gepubliceerde_agenda,
    maatregel_van,
    stap,
    wereld,
)
from wijkagenda import agendas, evalueren, voortgang
from wijkagenda.models import Evaluatie, Fase, Maatregel, Voortgang, Wijkagenda
from wijkagenda.uitzonderingen import StapNietToegestaan
from wijkagenda.voortgang import Geld, Melding, kwartaal_begin, laatste_stand, laatste_standen
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-10")]


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def agenda(w):
    return gepubliceerde_agenda(w)


@pytest.fixture
def maatregel(agenda):
    return agenda.maatregelen.select_related("agenda__wijk").get()


def meld(maatregel, door, stand="gestart", **velden):
    """Report as somebody who saw the last report."""
    gezien = voortgang.gezien_bij(maatregel.voortgang.first())
    melding = Melding(**{"stand": stand, "gezien": gezien, **velden})
    return voortgang.meld_voortgang(maatregel=maatregel, melding=melding, door=door)


def evalueer(agenda, door, **velden):
    gegevens = {
        "soort": "tussentijds",
        "gehouden_op": timezone.localdate(),
        "ging_goed": "De bomen staan er.",
        "geleerd": "Vraag de buurt eerder.",
        "bewoners": "Bewoners zijn tevreden.",
    }
    return evalueren.leg_evaluatie_vast(agenda=agenda, door=door, **(gegevens | velden))


def test_what_nobody_reported_on_is_planned(agenda):
    (rij,) = laatste_stand(agenda)

    assert (rij.stand, rij.laatste, rij.is_laat, rij.is_klaar) == ("gepland", None, False, False)
    assert rij.maatregel["titel"] == agenda.maatregelen.get().titel
    assert (rij.start, rij.streef, rij.percentage) == (2, 12, None)


def test_the_last_report_counts_and_the_values_make_a_series(w, agenda, maatregel):
    gisteren = timezone.localdate() - datetime.timedelta(days=1)
    meld(maatregel, w.regisseur, waarde=Decimal("7.00"), waarde_op=timezone.localdate())
    meld(maatregel, w.beleid, "gereed", waarde=Decimal("4.50"), waarde_op=gisteren)

    (rij,) = laatste_stand(agenda)
    assert (rij.stand, rij.laatste.door, rij.is_klaar) == ("gereed", w.beleid, True)
    assert rij.laatste.rol.startswith("Beleidsmedewerker")
    assert [melding.waarde for melding in rij.reeks] == [Decimal("4.50"), Decimal("7.00")]
    assert rij.percentage == 50


@pytest.mark.parametrize(
    ("stand", "jaar_tot", "laat"),
    [
        (None, JAAR, False),
        (None, JAAR - 1, True),
        ("gestart", JAAR - 1, True),
        ("gereed", JAAR - 1, False),
        ("vervallen", JAAR - 1, False),
        ("vertraagd", JAAR + 1, True),
        ("gepland", JAAR + 1, False),
    ],
)
def test_late_is_what_should_have_been_done_or_is_reported_as_delayed(stand, jaar_tot, laat):
    meldingen = (Voortgang(stand=stand),) if stand else ()
    rij = voortgang.Maatregelstand(1, {"jaar_tot": jaar_tot}, meldingen, Geld())

    assert rij.is_laat is laat


def test_a_goal_below_the_start_is_reached_by_going_down():
    maatregel = {"startwaarde": "100.00", "streefwaarde": "40.00"}
    for waarde, deel in ((100, 0), (70, 50), (40, 100), (10, 100), (130, 0)):
        meldingen = (Voortgang(stand="gestart", waarde=Decimal(waarde), waarde_op=timezone.localdate()),)
        assert voortgang.Maatregelstand(1, maatregel, meldingen, Geld()).percentage == deel


def test_nobody_has_to_report_on_what_has_not_begun_or_is_done():
    def rij(stand, jaar_van, op=None):
        meldingen = (Voortgang(stand=stand, op=op or timezone.now()),) if stand else ()
        return voortgang.Maatregelstand(1, {"jaar_van": jaar_van}, meldingen, Geld())

    begin, eerder = timezone.localdate(), timezone.now() - datetime.timedelta(days=2)
    assert rij(None, JAAR).zonder_melding_sinds(begin)
    assert rij("gestart", JAAR, eerder).zonder_melding_sinds(begin)
    assert not rij("gestart", JAAR).zonder_melding_sinds(begin)
    assert not rij(None, JAAR + 1).zonder_melding_sinds(begin)
    assert not rij("gereed", JAAR, eerder).zonder_melding_sinds(begin)


@pytest.mark.parametrize(
    ("dag", "begin"),
    [("2026-01-01", "2026-01-01"), ("2026-03-31", "2026-01-01"), ("2026-12-31", "2026-10-01")],
)
def test_a_quarter_begins_on_its_first_day(dag, begin):
    assert kwartaal_begin(datetime.date.fromisoformat(dag)).isoformat() == begin


def test_money_is_told_as_the_ledger_holds_it(w):
    agenda = gepubliceerde_agenda(w, aantal=2, wijkbudget="2000")
    aanvraag = Aanvraag.objects.get(soort="agenda")
    aanvragen.betaal(aanvraag=aanvraag, door=w.beleid, bedrag=Decimal("750.50"), kenmerk="F-1")

    assert [rij.geld for rij in laatste_stand(agenda)] == [
        Geld(Decimal("1249.50"), Decimal("750.50")),
        Geld(),
    ]


@pytest.mark.parametrize("aantal", [5, 100])
def test_it_costs_three_queries_however_many_there_are(w, aantal, django_assert_num_queries):
    agenda = gepubliceerde_agenda(w, aantal=aantal, wijkbudget="500")
    for rij in agenda.maatregelen.select_related("agenda__wijk"):
        meld(rij, w.regisseur)
    andere = agenda_in(Fase.VERZAMELEN, w, van=datetime.date(2020, 1, 1), tot=datetime.date(2020, 12, 31))

    with django_assert_num_queries(3):
        per_agenda = laatste_standen([agenda, andere])
        assert [(len(rijen), {rij.stand for rij in rijen}) for rijen in per_agenda.values()] == [
            (aantal, {"gestart"}),
            (0, set()),
        ]


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"stand": "onderweg"}, "Kies hoe het"),
        ({"stand": "vertraagd", "toelichting": "  "}, "Schrijf op waarom"),
        ({"stand": "vervallen"}, "Schrijf op waarom"),
        ({"waarde": Decimal(1)}, "de dag in"),
        ({"waarde_op": datetime.date(2026, 1, 1)}, "de dag in"),
        ({"waarde": Decimal(1), "waarde_op": datetime.date(9999, 1, 1)}, "nog niet geweest"),
    ],
)
def test_a_report_that_says_too_little_is_refused(w, maatregel, velden, melding):
    with pytest.raises(Domeinfout, match=melding):
        meld(maatregel, w.regisseur, **velden)
    assert not Voortgang.objects.exists()


@pytest.mark.parametrize("wie", ["opbouw", "manager", "manager_groen", "secretaris", "budgethouder"])
def test_only_who_leads_reports_as_staff(w, maatregel, wie):
    with pytest.raises(PermissionDenied):
        meld(maatregel, getattr(w, wie))


def test_the_wijkregisseur_of_another_wijk_reports_nothing_here(maatregel):
    ander = RolFactory(wijkregisseur=True).medewerker

    with pytest.raises(PermissionDenied):
        meld(maatregel, ander)


def test_of_two_who_report_at_once_the_second_sees_the_first(w, maatregel):
    meld(maatregel, w.regisseur)

    with pytest.raises(VerouderdeActie, match="intussen"):
        voortgang.meld_voortgang(maatregel=maatregel, melding=Melding("gereed", gezien=""), door=w.beleid)
    assert Voortgang.objects.get().stand == "gestart"


def test_a_trekker_reports_under_the_own_address_only(maatregel):
    melding = voortgang.meld_als_trekker(
        maatregel=maatregel, melding=Melding("gestart", gezien=""), email="Trekker@VOORBEELDSTAD.example"
    )
    assert (melding.door, melding.rol) == (None, "Trekker")

    with pytest.raises(VerouderdeActie, match="niet meer de trekker"):
        voortgang.meld_als_trekker(
            maatregel=maatregel, melding=Melding("gereed", gezien=str(melding.pk)), email="ander@x.example"
        )


def test_what_is_not_published_has_no_progress(w):
    maatregel = maatregel_van(agenda_in(Fase.UITWERKING, w))

    with pytest.raises(VerouderdeActie, match="niet \\(meer\\) in de vastgestelde agenda"):
        meld(maatregel, w.regisseur)


def test_nor_has_what_a_next_version_adds_or_leaves_out_before_that_is_adopted(w, agenda, maatregel):
    agenda = stap(agenda, "herzien", w.regisseur)
    nieuw = maatregel_van(agenda)
    Maatregel.objects.filter(pk=maatregel.pk).update(weggelaten=True, weggelaten_reden="Niet meer nodig")

    with pytest.raises(VerouderdeActie, match="vastgestelde agenda"):
        meld(nieuw, w.regisseur)
    meld(maatregel, w.regisseur)
    assert [rij.stand for rij in laatste_stand(agenda)] == ["gestart"]


def test_the_database_refuses_what_the_service_does(w, agenda, maatregel):
    for velden in ({"stand": "vertraagd"}, {"stand": "x"}, {"waarde": 1}, {"waarde_op": "2026-01-01"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Voortgang.objects.create(**{"maatregel": maatregel, "stand": "gestart", "rol": "x", **velden})
    with (
        pytest.raises(IntegrityError, match="voortgang_waarde_met_dag"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO wijkagenda_voortgang (maatregel_id, stand, toelichting, waarde, waarde_op, op, rol)"
            " VALUES (%s, 'gestart', '', 'NaN', now(), now(), 'x')",
            [maatregel.pk],
        )
    los = maatregel_van(agenda_in(Fase.UITWERKING, w, van="2020-01-01", tot="2020-12-31"))
    with pytest.raises(IntegrityError, match="voortgang_in_versie"), transaction.atomic():
        Voortgang.objects.create(maatregel=los, stand="gestart", rol="x")


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE wijkagenda_voortgang SET stand = 'gereed'",
        "DELETE FROM wijkagenda_voortgang",
        "UPDATE wijkagenda_evaluatie SET geleerd = 'Niets'",
        "DELETE FROM wijkagenda_evaluatie",
    ],
)
def test_nobody_edits_what_was_reported_or_learned(w, agenda, maatregel, opdracht):
    meld(maatregel, w.regisseur)
    evalueer(agenda, w.regisseur)

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht)


def test_an_agenda_is_closed_after_its_last_evaluation_and_then_stands_still(w, agenda, maatregel):
    evalueer(agenda, w.regisseur)
    with pytest.raises(StapNietToegestaan, match="eindevaluatie"):
        agendas.voer_stap_uit(agenda=agenda, naam="afsluiten", door=w.regisseur, hoe="Klaar")
    with pytest.raises(IntegrityError, match="wijkagenda_met_evaluatie"), transaction.atomic():
        Wijkagenda.objects.filter(pk=agenda.pk).update(fase=Fase.AFGESLOTEN)

    evalueer(agenda, w.beleid, soort="eind")
    assert evalueren.mogelijke_soorten(agenda) == ["tussentijds"]
    agenda = stap(agenda, "afsluiten", w.regisseur)

    assert agenda.fase == Fase.AFGESLOTEN
    assert [rij.soort for rij in evalueren.evaluaties(agenda)] == ["eind", "tussentijds"]
    with pytest.raises(VerouderdeActie, match="Afgesloten"):
        meld(maatregel, w.regisseur)
    with pytest.raises(Domeinfout, match="kan nu niet"):
        evalueer(agenda, w.regisseur)
    laat = {"gehouden_op": "2026-01-01", "ging_goed": "x", "geleerd": "x", "bewoners": "x"}
    for rij in (
        Voortgang(maatregel=maatregel, stand="gestart", rol="x"),
        Evaluatie(agenda=agenda, soort="tussentijds", door=w.beleid, **laat),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rij.save()


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"ging_goed": " "}, "Vul in wat goed ging"),
        ({"geleerd": ""}, "Vul in wat goed ging"),
        ({"bewoners": ""}, "Vul in wat goed ging"),
        ({"gehouden_op": datetime.date(9999, 1, 1)}, "nog niet geweest"),
        ({"soort": "anders"}, "kan nu niet"),
    ],
)
def test_an_evaluation_says_all_three_things(w, agenda, velden, melding):
    with pytest.raises(Domeinfout, match=melding):
        evalueer(agenda, w.regisseur, **velden)
    assert not Evaluatie.objects.exists()


def test_an_agenda_in_the_making_has_nothing_to_evaluate(w):
    agenda = agenda_in(Fase.UITWERKING, w)

    assert evalueren.mogelijke_soorten(agenda) == []
    with pytest.raises(Domeinfout, match="kan nu niet"):
        evalueer(agenda, w.regisseur)


def test_a_next_version_is_in_the_making_the_agenda_is_not_at_its_end(w, agenda):
    agenda = stap(agenda, "herzien", w.regisseur)

    assert evalueren.mogelijke_soorten(agenda) == ["tussentijds"]


@pytest.mark.parametrize("wie", ["opbouw", "manager", "secretaris", "budgethouder"])
def test_only_who_leads_the_agenda_evaluates_it(w, agenda, wie):
    with pytest.raises(PermissionDenied):
        evalueer(agenda, getattr(w, wie))
    with pytest.raises(PermissionDenied):
        evalueer(agenda, RolFactory(wijkregisseur=True).medewerker)
