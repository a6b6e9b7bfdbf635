"""The seven parts of a maatregel, measurable and paid for (A-05, A-07)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from budgetten.geld import in_euro
from tests.fabrieken import WijkFactory
from tests.wijkagenda.fabrieken import (
    JAAR,
    IdeeFactory,
    ThemaFactory,
    WijkagendaFactory,
    agenda_in,
    maatregel_van,
    met_cluster,
    met_partner,
    met_wijkbudget,
    wereld,
)
from wijkagenda.maatregelen import maak_maatregel, met_delen, ontbreekt
from wijkagenda.models import Bijdrage, Fase, Maatregel
from wijkportaal.uitzonderingen import VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-05")]


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def agenda(w):
    return agenda_in(Fase.UITWERKING, w)


@pytest.mark.parametrize(
    ("veld", "leeg", "melding"),
    [
        ("omschrijving", "", "de omschrijving"),
        ("doel", "", "het doel en de achtergrond"),
        ("effect", "", "het beoogde effect"),
        ("trekker", "", "de trekker"),
        ("trekker_email", "", "het mailadres van de trekker"),
        ("betrokkenen", "", "de betrokken partijen"),
        ("kosten", None, "het benodigde bedrag"),
        ("jaar_van", None, "het eerste jaar"),
        ("jaar_tot", None, "het laatste jaar"),
        ("beheer", "", "de visie op het beheer"),
        ("indicator", "", "het meetbare doel"),
        ("startwaarde", None, "de waarde nu"),
        ("streefwaarde", None, "de streefwaarde"),
        ("streefdatum", None, "de dag waarop het doel is bereikt"),
    ],
)
def test_each_part_that_is_missing_is_named(w, agenda, veld, leeg, melding):
    maatregel = maatregel_van(agenda)
    met_cluster(maatregel, w.groen)
    assert ontbreekt(maatregel) == []

    setattr(maatregel, veld, leeg)
    assert len(ontbreekt(maatregel)) == 1
    assert melding in ontbreekt(maatregel)[0]


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"jaar_tot": JAAR + 4}, "Kies jaren binnen de periode"),
        ({"jaar_van": JAAR - 1}, "Kies jaren binnen de periode"),
        ({"streefwaarde": Decimal(2)}, "gelijk aan de waarde nu"),
        ({"streefdatum": datetime.date(JAAR - 1, 12, 31)}, "ligt voor de periode"),
    ],
)
def test_the_goal_is_measurable_and_the_years_are_those_of_the_agenda(w, agenda, velden, melding):
    maatregel = maatregel_van(agenda, **velden)
    met_cluster(maatregel, w.groen)

    assert [melding in regel for regel in ontbreekt(maatregel)] == [True]


@pytest.mark.regel("A-11")
@pytest.mark.parametrize(
    ("oordeel", "past", "melding"),
    [
        ("haalbaar", None, None),
        ("afgevallen", None, "Vink het idee aan"),
        (None, None, "Vink het idee aan"),
        (None, True, None),
        (None, False, "haal hem uit de agenda"),
        ("haalbaar", False, "haal hem uit de agenda"),
    ],
)
def test_a_maatregel_fits_policy_by_a_tested_idea_or_by_record(w, agenda, oordeel, past, melding):
    maatregel = maatregel_van(agenda, past_bij_beleid=past, beleid_toelichting="Groennota 2025")
    met_cluster(maatregel, w.groen)
    if oordeel:
        wie = {"oordeel_door": w.regisseur, "oordeel_op": timezone.now(), "oordeel_reden": "Zie de nota."}
        maatregel.ideeen.add(IdeeFactory(agenda=agenda, oordeel=oordeel, **wie))

    assert [melding in regel for regel in ontbreekt(maatregel)] == ([True] if melding else [])


@pytest.mark.regel("A-11")
def test_the_record_of_policy_says_which(agenda):
    with pytest.raises(IntegrityError, match="maatregel_beleid_met_toelichting"), transaction.atomic():
        maatregel_van(agenda, past_bij_beleid=True, beleid_toelichting="")


def test_what_is_paid_is_what_it_costs_to_the_cent(w, agenda):
    maatregel = maatregel_van(agenda, kosten="100.00")
    assert "Vul in wie betaalt of meewerkt." in ontbreekt(maatregel)

    met_cluster(maatregel, w.groen, "50.00")
    met_partner(maatregel, w.partner, "49.99")
    maatregel = met_delen(Maatregel.objects.all()).get()
    som, nodig = in_euro(Decimal("99.99")), in_euro(Decimal("100.00"))
    assert ontbreekt(maatregel) == [f"De bijdragen zijn samen {som}; nodig is {nodig}."]


@pytest.mark.regel("A-07")
def test_the_wijkbudget_waits_for_the_other_sources_and_never_skips_the_cluster(w, agenda):
    maatregel = maatregel_van(agenda, kosten="100.00")
    met_wijkbudget(maatregel, "100.00", w.regisseur)
    verkenning = maatregel.verkenningen.get()
    assert ontbreekt(maatregel) == []

    verkenning.uitkomst = "nvt"
    verkenning.save(update_fields=["uitkomst"])
    assert ["clusterbudget gaat voor" in regel for regel in ontbreekt(maatregel)] == [True]
    verkenning.delete()
    assert ["Ga deze geldbronnen eerst na" in regel for regel in ontbreekt(maatregel)] == [True]


@pytest.mark.parametrize(
    "velden",
    [
        {"bron": "cluster", "bedrag": 1},
        {"bron": "partner", "bedrag": 1},
        {"bron": "subsidie", "bedrag": 1},
        {"bron": "wijkbudget", "bedrag": 0},
        {"bron": "subsidie", "naam": "Fonds", "bedrag": 0, "inzet": "Denkt mee"},
        {"bron": "wijkbudget", "bedrag": -1},
        {"bron": "onbekend", "bedrag": 1},
    ],
)
def test_a_part_without_a_party_or_without_money_and_work_is_refused_by_the_database(agenda, velden):
    with pytest.raises(IntegrityError), transaction.atomic():
        Bijdrage.objects.create(maatregel=maatregel_van(agenda), **velden)


def test_one_part_per_party_until_it_lapses(w, agenda):
    maatregel = maatregel_van(agenda)
    deel = met_cluster(maatregel, w.groen)
    with pytest.raises(IntegrityError, match="bijdrage_een_per_cluster"), transaction.atomic():
        met_cluster(maatregel, w.groen)

    deel.vervallen = True
    deel.save(update_fields=["vervallen"])
    met_cluster(maatregel, w.groen)
    assert maatregel.bijdragen.telt_mee().count() == 1


def test_numbers_are_given_by_the_agenda_and_never_used_again(w, agenda):
    vast = {"titel": "Groen", "omschrijving": "Bomen", "thema": ThemaFactory()}
    eerste = maak_maatregel(agenda=agenda, door=w.regisseur, **vast)
    Maatregel.objects.filter(pk=eerste.pk).update(weggelaten=True, weggelaten_reden="Te duur")

    assert maak_maatregel(agenda=agenda, door=w.opbouw, **vast).nummer == 2


def test_a_maatregel_is_made_for_the_own_wijk_and_while_the_agenda_is_made(w, agenda):
    vast = {"titel": "Groen", "omschrijving": "Bomen", "thema": ThemaFactory()}

    with pytest.raises(PermissionDenied):
        maak_maatregel(agenda=WijkagendaFactory(wijk=WijkFactory()), door=w.regisseur, **vast)
    with pytest.raises(PermissionDenied):
        maak_maatregel(agenda=agenda, door=w.manager, **vast)
    type(agenda).objects.filter(pk=agenda.pk).update(fase=Fase.OPSTELLEN)
    with pytest.raises(VerouderdeActie):
        maak_maatregel(agenda=agenda, door=w.regisseur, **vast)


def test_completeness_of_many_costs_the_same_number_of_queries(w, agenda, django_assert_num_queries):
    for _ in range(15):
        met_cluster(maatregel_van(agenda), w.groen)

    with django_assert_num_queries(4):
        rijen = list(met_delen(agenda.maatregelen.in_agenda()))
        assert [ontbreekt(rij) for rij in rijen] == [[]] * 15
