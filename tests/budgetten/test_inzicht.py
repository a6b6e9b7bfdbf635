"""What every pot had, holds and paid: sums over the bookings, at the same cost for few wijken and many."""

import datetime
from decimal import Decimal

import pytest
import time_machine

from budgetten import aanvragen, balken, inzicht, jaareinde
from budgetten.inzicht import Maandstand, Stand
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import DAG, JaarbudgetFactory, geopend_jaar, pot, vraag, vul
from tests.fabrieken import MedewerkerFactory, WijkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-17")]


def stand_van(jaar, wijk, soort=Potsoort.INITIATIEVEN):
    (potstand,) = inzicht.standen(inzicht.wijkpotten(jaar).filter(wijk=wijk, soort=soort))
    return potstand.stand


def bedragen(**velden):
    return Stand(**{naam: Decimal(bedrag) for naam, bedrag in velden.items()})


def test_each_step_of_a_request_shows_in_its_pot(jaar, wijk, gegevens, manager, boekhouder):
    assert stand_van(jaar, wijk) == bedragen(vrij=3000)

    aanvraag = aanvragen.keur_goed(aanvraag=vraag(gegevens), door=manager, op=DAG)
    assert stand_van(jaar, wijk) == bedragen(vrij=2600, gereserveerd=400)

    aanvraag = aanvragen.leg_vast(aanvraag=aanvraag, door=boekhouder, kenmerk="BES-1", planjaar=2024)
    assert stand_van(jaar, wijk) == bedragen(vrij=2600, verplicht=400)

    aanvragen.betaal(aanvraag=aanvraag, door=boekhouder, bedrag="150.50", kenmerk="F-1")
    stand = stand_van(jaar, wijk)
    assert stand == bedragen(vrij=2600, verplicht="249.50", betaald="150.50")
    assert (stand.toegekend, stand.gebruikt) == (3000, 400)
    assert round(stand.percentage, 1) == Decimal("13.3")


def test_what_lapsed_stays_part_of_what_was_allotted(jaar, wijk, vastgelegd, manager):
    jaareinde.sluit(jaar=jaar, door=manager)

    stand = stand_van(jaar, wijk)
    assert stand == bedragen(verplicht=400, vervallen=2600)
    assert stand.toegekend == 3000


def test_the_pots_of_a_wijk_and_of_all_wijken_add_up(jaar, wijk):
    geopend_jaar()  # the second wijk gets its rekeningen
    ander = WijkFactory()
    geopend_jaar()
    vul(pot(ander), 250, MedewerkerFactory())
    potten = inzicht.standen(inzicht.wijkpotten(jaar))

    assert inzicht.per_wijk(potten) == [(wijk, bedragen(vrij=3500)), (ander, bedragen(vrij=250))]
    assert inzicht.samen(potten) == bedragen(vrij=3750)


def test_money_of_another_year_does_not_count(jaar, wijk):
    geopend_jaar(2025)
    vul(pot(wijk, jaar=2025), 77, MedewerkerFactory())

    assert stand_van(jaar, wijk).toegekend == 3000


@pytest.mark.parametrize("aantal", [1, 40])
def test_it_takes_one_query_however_many_wijken(jaar, aantal, django_assert_num_queries):
    WijkFactory.create_batch(aantal)
    geopend_jaar()

    with django_assert_num_queries(1):
        potten = inzicht.standen(inzicht.wijkpotten(jaar))
    assert len(potten) == 2 * (aantal + 1)


def test_over_the_year_every_month_says_what_was_used_by_then(jaar, wijk, monkeypatch):
    """The database gives a booking its moment, so the sums per month are given here."""
    sommen = {
        datetime.date(2024, 11, 1): bedragen(gereserveerd=400),
        datetime.date(2025, 1, 1): bedragen(gereserveerd=-400, betaald=300),
    }

    assert list(inzicht._opgeteld(sommen)) == [
        Maandstand(datetime.date(2024, 11, 1), bedragen(gereserveerd=400)),
        Maandstand(datetime.date(2024, 12, 1), bedragen(gereserveerd=400)),
        Maandstand(datetime.date(2025, 1, 1), bedragen(betaald=300)),
    ]


def test_the_last_month_is_what_the_pots_hold_now(jaar, vastgelegd, boekhouder, django_assert_num_queries):
    aanvragen.betaal(aanvraag=vastgelegd, door=boekhouder, bedrag=100, kenmerk="F-1")

    with django_assert_num_queries(2):
        maanden = inzicht.verloop(inzicht.wijkpotten(jaar))
    assert maanden[-1].stand == bedragen(verplicht=300, betaald=100)


def test_a_year_without_bookings_has_no_months():
    assert inzicht.verloop(inzicht.wijkpotten(JaarbudgetFactory())) == []


@pytest.mark.parametrize(
    ("gevraagd", "verwacht"), [("2024", 2024), ("1999", 2025), (None, 2025), ("x'; --", 2025)]
)
@time_machine.travel(datetime.datetime(2025, 5, 1, 12, tzinfo=datetime.UTC))
def test_without_a_known_year_it_is_this_year(gevraagd, verwacht):
    keuzes = [JaarbudgetFactory(jaar=jaar) for jaar in (2026, 2025, 2024)]

    assert inzicht.kies_jaar(keuzes, gevraagd).pk == verwacht


def test_a_year_that_is_not_divided_is_no_choice(jaar):
    JaarbudgetFactory(jaar=2030)

    assert inzicht.jaren() == [jaar]
    assert inzicht.kies_jaar([], None) is None


def test_a_bar_is_as_long_as_its_amounts():
    vlakken = balken.balk(bedragen(betaald=250, gereserveerd=250, vrij=500))

    assert [(vlak.deel, vlak.begin, vlak.lengte) for vlak in vlakken] == [
        ("betaald", "0.00", "25.00"),
        ("gereserveerd", "25.00", "25.00"),
        ("vrij", "50.00", "50.00"),
    ]
    assert balken.balk(Stand()) == []


def test_the_highest_column_fills_the_chart_from_below():
    maanden = [
        Maandstand(datetime.date(2024, 1, 1), bedragen(gereserveerd=50)),
        Maandstand(datetime.date(2024, 2, 1), bedragen(betaald=25, gereserveerd=75)),
    ]
    eerste, tweede = balken.kolommen(maanden)

    assert [(vlak.begin, vlak.lengte) for vlak in eerste.vlakken] == [("50.00", "50.00")]
    assert [(vlak.begin, vlak.lengte) for vlak in tweede.vlakken] == [("75.00", "25.00"), ("0.00", "75.00")]


def test_a_bar_says_in_words_what_it_shows():
    stand = bedragen(betaald=250, vrij=750)

    assert stand.in_woorden == "Van €\xa01.000,00: betaald €\xa0250,00, vrij €\xa0750,00"
    assert Stand().in_woorden == "Geen geld toegekend"
