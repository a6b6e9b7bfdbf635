"""The last day of a case: from recorded moments, standing still while the residents have the ball."""

import datetime

import pytest
import time_machine

from initiatieven import boodschappen, plan, services, termijnen
from initiatieven.models import Fase, Initiatief, Vraag
from initiatieven.termijnen import in_woorden, is_te_laat, verstrijkt
from initiatieven.woorden import uitleg
from tests.fabrieken import RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, ga_bronnen_na, in_uitwerking, met_plan
from wijkportaal.models import Beleidsparameter

VANDAAG = datetime.date(2026, 6, 15)  # a Monday
INGEDIEND = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)  # a Monday


def dag(nummer, maand=6):
    return datetime.date(2026, maand, nummer)


def moment(nummer):
    return datetime.datetime(2026, 6, nummer, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("dag", "woorden", "laat"),
    [
        (VANDAAG - datetime.timedelta(2), "2 dagen te laat", True),
        (VANDAAG - datetime.timedelta(1), "1 dag te laat", True),
        (VANDAAG, "laatste dag", False),
        (VANDAAG + datetime.timedelta(1), "nog 1 dag", False),
        (VANDAAG + datetime.timedelta(5), "nog 5 dagen", False),
        (None, "geen termijn", False),
    ],
)
def test_how_far_off_a_day_is_stands_in_words(dag, woorden, laat):
    with time_machine.travel(moment(15)):
        assert (in_woorden(dag), is_te_laat(dag)) == (woorden, laat)


@pytest.fixture
def zaak():
    """A case of one Monday, in the hands of a vakambtenaar since the next day."""
    rol = RolFactory(vakambtenaar=True)
    zaak = InitiatiefFactory(
        toegewezen=True,
        vakambtenaar=rol.medewerker,
        cluster=rol.cluster,
        ingediend_op=INGEDIEND,
        fase_sinds=moment(2),
    )
    termijnen.leg_vast(zaak)
    return zaak


@pytest.mark.django_db
@pytest.mark.regel("I-20")
def test_a_step_gives_the_case_its_next_day_in_working_days(zaak):
    assert (zaak.uiterlijk, zaak.beslissen_voor) == (dag(30), dag(27, 7))
    assert uitleg(zaak).uiterlijk == dag(30)


@pytest.mark.django_db
@pytest.mark.regel("I-20")
def test_the_term_stands_still_while_the_residents_have_the_ball(zaak):
    with time_machine.travel(moment(4)):
        boodschappen.schrijf_als_gemeente(
            zaak=zaak, door=zaak.vakambtenaar, tekst="Hoe groot?", uiterlijk=dag(12)
        )
    zaak.refresh_from_db()
    assert (zaak.uiterlijk, zaak.beslissen_voor) == (None, None)
    with time_machine.travel(moment(20)):
        assert not Initiatief.objects.filter(verstrijkt()).exists()
        boodschappen.beantwoord_vraag(zaak=zaak, naam="Truus", tekst="Twee meter.")
    zaak.refresh_from_db()
    # Sixteen days later by law; eleven of them were working days.
    assert (zaak.uiterlijk, zaak.beslissen_voor) == (dag(15, 7), dag(12, 8))


@pytest.mark.django_db
def test_a_pause_counts_once_also_when_the_phase_changed_in_it(zaak):
    Vraag.objects.create(initiatief=zaak, gesteld_op=moment(1), beantwoord_op=moment(4), uiterlijk=dag(5))
    termijnen.leg_vast(zaak)
    assert zaak.uiterlijk == dag(2, 7)  # only the two working days within this phase
    assert zaak.beslissen_voor == dag(30, 7)


@pytest.mark.django_db
def test_the_legal_term_ends_with_the_decision_and_an_ended_case_has_none(zaak):
    for fase in (Fase.UITVOERING, Fase.AFGEROND, Fase.GEAGENDEERD):
        zaak.fase = fase
        assert (termijnen.uiterlijk(zaak), termijnen.beslissen_voor(zaak)) == (None, None)
    zaak.fase = Fase.TOETS  # without a term in this policy
    assert (termijnen.uiterlijk(zaak), termijnen.beslissen_voor(zaak)) == (None, dag(27, 7))


@pytest.mark.django_db
@pytest.mark.regel("I-03")
def test_each_step_works_the_days_out_anew():
    zaak = InitiatiefFactory(onbevestigd=True, ingediend_op=INGEDIEND)
    with time_machine.travel(INGEDIEND):
        services.voer_overgang_uit(zaak=zaak, naam="bevestigen", door=None)
    zaak.refresh_from_db()
    assert (zaak.uiterlijk, zaak.beslissen_voor) == (dag(8), dag(27, 7))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("binnen", "nu", "verwacht"), [(-1, 30, False), (0, 30, True), (2, 28, True), (2, 27, False)]
)
def test_late_is_after_the_last_day_and_nearly_late_shortly_before(zaak, binnen, nu, verwacht):
    with time_machine.travel(moment(nu)):
        assert Initiatief.objects.filter(verstrijkt(binnen=binnen)).exists() is verwacht


@pytest.mark.django_db
def test_an_installation_without_policy_has_no_terms_and_works(zaak):
    Beleidsparameter.objects.all().delete()
    termijnen.leg_vast(zaak)
    assert (zaak.uiterlijk, zaak.beslissen_voor) == (None, None)


@pytest.mark.django_db
@pytest.mark.regel("I-15", "I-20")
def test_the_municipality_has_a_term_for_the_plan_that_was_handed_in():
    with time_machine.travel(moment(1)):
        zaak = met_plan()
    assert zaak.uiterlijk == dag(15)  # ten working days
    with time_machine.travel(moment(16)):
        assert Initiatief.objects.filter(verstrijkt()).exists()
        plan.geef_plan_terug(zaak=zaak, door=zaak.vakambtenaar, reden="Wie maait?")
    zaak.refresh_from_db()
    assert zaak.uiterlijk is None
    with time_machine.travel(moment(22)):
        plan.lever_in(zaak=zaak)
        ga_bronnen_na(zaak)
        zaak.refresh_from_db()
        assert zaak.uiterlijk == dag(6, 7)
        services.voer_overgang_uit(zaak=zaak, naam="definitief-ja", door=zaak.vakambtenaar)
    zaak.refresh_from_db()
    assert zaak.uiterlijk is None


@pytest.mark.django_db
@pytest.mark.regel("I-15", "I-20")
def test_the_term_of_the_plan_stands_still_while_the_residents_have_the_ball():
    with time_machine.travel(moment(1)):
        zaak = in_uitwerking()
        assert zaak.uiterlijk is None
        zaak = met_plan()
    with time_machine.travel(moment(2)):
        boodschappen.schrijf_als_gemeente(
            zaak=zaak, door=zaak.vakambtenaar, tekst="Hoe groot?", uiterlijk=dag(12)
        )
    zaak.refresh_from_db()
    assert zaak.uiterlijk is None
    with time_machine.travel(moment(9)):
        boodschappen.beantwoord_vraag(zaak=zaak, naam="Truus", tekst="Twee meter.")
    zaak.refresh_from_db()
    assert zaak.uiterlijk == dag(22)
