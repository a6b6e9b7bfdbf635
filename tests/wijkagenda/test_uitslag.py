"""The result of a poll: numbers, the same however many votes, and no small numbers per buurt (A-04, P-04)."""

import pytest

from tests.fabrieken import BuurtFactory
from tests.wijkagenda.fabrieken import wereld
from tests.wijkagenda.peilingen import geef, op_papier, open_peiling, stem, veel_stemmen
from wijkagenda import uitslag
from wijkagenda.stemmen import Gever
from wijkagenda.uitslag import Keuzeuitslag

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-04")]


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def peiling(w):
    return open_peiling(w)


def test_only_votes_that_count_are_counted_per_channel_and_choice(w, peiling):
    a, b, c = peiling.keuzes.values_list("titel", flat=True)
    stem(peiling, "a@x.example", 4, 6)
    stem(peiling, "b@x.example", 0, 0, 10, wil_helpen=True, steunt="nee")
    op_papier(peiling, w, 1)
    op_papier(peiling, w, 0, 2, kanaal="bijeenkomst")
    geef(peiling, "nooit@x.example", 10)

    gevonden = uitslag.uitslag(peiling)

    assert gevonden.deelnemers == {"online": 2, "papier": 1, "bijeenkomst": 1}
    assert gevonden.aantal == 4
    assert gevonden.keuzes == (
        Keuzeuitslag(c, steun=0, tegen=1, punten=10, wil_helpen=1),
        Keuzeuitslag(b, steun=2, tegen=1, punten=8, wil_helpen=1),
        Keuzeuitslag(a, steun=3, tegen=1, punten=5, wil_helpen=1),
    )


def test_without_votes_there_is_a_result_of_nothing(peiling):
    gevonden = uitslag.uitslag(peiling)

    assert (gevonden.aantal, gevonden.meeste_punten, len(gevonden.keuzes)) == (0, 0, 3)
    assert uitslag.per_buurt(peiling) == []


@pytest.mark.parametrize(
    ("aantallen", "verwacht"),
    [
        ({"A": 12, "B": 10}, [("A", 12), ("B", 10)]),
        # One small buurt could be worked out from the total: the smallest that can be shown joins it.
        ({"A": 15, "B": 11, "C": 2}, [("A", 15), ("Andere buurt, of niet ingevuld", 13)]),
        ({"A": 15, "B": 6, "C": 5}, [("A", 15), ("Andere buurt, of niet ingevuld", 11)]),
        ({"A": 12, "": 3}, []),
        ({"A": 9}, []),
        ({"": 20}, []),
    ],
)
@pytest.mark.regel("P-04")
def test_small_numbers_per_buurt_go_together(w, peiling, aantallen, verwacht):
    for naam, aantal in aantallen.items():
        buurt = BuurtFactory(wijk=w.wijk, naam=naam) if naam else None
        for _ in range(aantal):
            op_papier(peiling, w, 1, gever=Gever(buurt=buurt))

    assert uitslag.per_buurt(peiling) == verwacht


def test_who_wants_to_help_is_who_left_a_name_and_counts(w, peiling):
    stem(peiling, "b@x.example", 1, wil_helpen=True)
    stem(peiling, "a@x.example", 1)
    geef(peiling, "c@x.example", 1, wil_helpen=True)
    op_papier(peiling, w, 1, wil_helpen=True)
    op_papier(peiling, w, 1, wil_helpen=True, gever=Gever("Annie", telefoon="0475 123456"))

    assert [(rij.naam, rij.email, rij.telefoon) for rij in uitslag.helpers(peiling)] == [
        ("Annie", "", "0475 123456"),
        ("Sanne", "b@x.example", ""),
    ]


@pytest.mark.parametrize(("keuzes", "stemmen"), [(5, 10), (100, 10), (5, 1000)])
def test_it_costs_as_many_queries_however_many_choices_and_votes(
    w, keuzes, stemmen, django_assert_num_queries
):
    peiling = open_peiling(w, keuzes=keuzes, punten=100)
    veel_stemmen(peiling, stemmen)

    with django_assert_num_queries(2):
        gevonden = uitslag.uitslag(peiling)
    with django_assert_num_queries(2):
        uitslag.per_buurt(peiling)
    assert (gevonden.aantal, sum(keuze.punten for keuze in gevonden.keuzes)) == (stemmen, stemmen)
    assert len(gevonden.keuzes) == keuzes
