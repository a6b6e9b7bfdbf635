"""The ledger from the service's side; test_wachters.py attacks the tables themselves."""

from decimal import Decimal

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetten import grootboek
from budgetten.grootboek import AlTeruggeboekt, BoekingGeweigerd, OnvoldoendeSaldo, SleutelHergebruikt
from budgetten.models import Boeking, Rekening, Tussenstand
from budgetten.models.rekening import WIJKPOTTEN, Potsoort
from budgetten.rekeningen import buiten
from tests.budgetten.fabrieken import (
    besloten_overheveling,
    boek,
    geopend_jaar,
    hevel_over,
    pot,
    reserveer,
    vul,
)
from tests.fabrieken import MedewerkerFactory, WijkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wijk():
    return WijkFactory()


@pytest.fixture
def door():
    return MedewerkerFactory()


@pytest.fixture
def ander():
    """Another wijk, with pots that are empty."""
    return WijkFactory()


@pytest.fixture
def vrij(wijk, door, ander):
    """The free money of the wijk's initiatieven: € 100."""
    geopend_jaar()
    vul(pot(wijk), 100, door)
    return pot(wijk)


@pytest.fixture
def agenda(vrij, wijk):
    return pot(wijk, soort=Potsoort.AGENDA)


def saldi():
    return {
        (rekening.soort, rekening.staat): rekening.saldo
        for rekening in Rekening.objects.met_saldo()
        if rekening.saldo
    }


@pytest.mark.regel("B-18")
def test_a_booking_moves_money_and_tells_who_why_and_by_which_rule(vrij, wijk):
    boeking = reserveer(wijk, "12.34", reden="bankje", regel="B-11")

    boeking.refresh_from_db()
    assert (boeking.bedrag, boeking.door, boeking.mandaat, boeking.reden, boeking.regel) == (
        Decimal("12.34"),
        boeking.aanvraag.beslisser,
        boeking.aanvraag.mandaat,
        "bankje",
        "B-11",
    )
    assert saldi() == {
        ("begroting", "buiten"): -100,
        ("initiatieven", "vrij"): Decimal("87.66"),
        ("initiatieven", "gereserveerd"): Decimal("12.34"),
    }
    assert vrij.saldo_nu == Decimal("87.66")


@pytest.mark.regel("B-08")
def test_the_last_cent_can_be_spent_and_the_one_after_it_cannot(vrij, wijk):
    reserveer(wijk, 100)

    with pytest.raises(OnvoldoendeSaldo, match="nooit onder nul") as fout:
        reserveer(wijk, "0.01")
    assert fout.value.naam == "boeking_saldo_niet_negatief"
    assert vrij.saldo_nu == 0


@pytest.mark.regel("B-01")
def test_the_begroting_gives_no_more_than_the_budget_of_the_year(door):
    geopend_jaar(bedrag=Decimal(100), opstartkosten=Decimal(0))
    begroting, opstart = buiten(2024, Potsoort.BEGROTING), Rekening.objects.get(soort="opstart", staat="vrij")
    boek(begroting, opstart, 100, door=door)

    with pytest.raises(OnvoldoendeSaldo):
        boek(begroting, opstart, "0.01", door=door)


@pytest.mark.regel("B-18")
def test_the_same_key_with_the_same_contents_books_once(vrij, agenda, door):
    besluit = besloten_overheveling(vrij, agenda, 100)
    eerste = boek(vrij, agenda, 100, door=door, overheveling=besluit, sleutel="k")

    # Also when the pot is empty by now: the key counts first.
    tweede = boek(vrij, agenda, "100.00", door=door, overheveling=besluit, sleutel="k")

    assert tweede.pk == eerste.pk
    assert vrij.saldo_nu == 0


@pytest.mark.regel("B-18")
@pytest.mark.parametrize("anders", [{"bedrag": 11}, {"reden": "iets anders"}, {"regel": "B-09"}])
def test_the_same_key_with_other_contents_is_refused_and_tells_the_difference(vrij, agenda, door, anders):
    vast = {
        "van": vrij,
        "naar": agenda,
        "door": door,
        "overheveling": besloten_overheveling(vrij, agenda, 10),
    }
    gewoon = {"bedrag": 10, "reden": "r", "regel": "B-05", "sleutel": "k"}
    eerste = grootboek.boek(**vast, **gewoon)

    (veld,) = anders
    with pytest.raises(SleutelHergebruikt, match=rf"“k” hoort bij boeking {eerste.pk}, .*\({veld}\)"):
        grootboek.boek(**vast, **(gewoon | anders))
    assert Boeking.objects.filter(van=vrij).count() == 1


@pytest.mark.regel("B-18")
def test_a_mistake_is_undone_as_a_whole_and_once(vrij, agenda, door):
    boeking = hevel_over(vrij, agenda, 40)

    terug = grootboek.boek_terug(boeking=boeking, door=door, reden="verkeerde pot")

    assert (terug.van_id, terug.naar_id, terug.bedrag) == (boeking.naar_id, boeking.van_id, boeking.bedrag)
    assert terug.keert_terug == boeking
    assert vrij.saldo_nu == 100
    with pytest.raises(AlTeruggeboekt, match=f"Boeking {boeking.pk} is al teruggeboekt"):
        grootboek.boek_terug(boeking=boeking, door=MedewerkerFactory(), reden="nog eens")
    with pytest.raises(BoekingGeweigerd, match="in haar geheel terug") as fout:
        grootboek.boek_terug(boeking=terug, door=door, reden="terug van terug")
    assert fout.value.naam == "boeking_terug_past"


@pytest.mark.regel("B-08")
def test_a_reversal_never_makes_a_pot_emptier_than_empty(vrij, wijk, door):
    eerste = Boeking.objects.get(naar=vrij)
    reserveer(wijk, 1)

    with pytest.raises(OnvoldoendeSaldo):
        grootboek.boek_terug(boeking=eerste, door=door, reden="alles terug")


@pytest.mark.regel("B-09")
def test_money_does_not_go_to_another_year(vrij, door):
    geopend_jaar(2025)

    with pytest.raises(BoekingGeweigerd, match="het ene jaar") as fout:
        boek(vrij, buiten(2025, Potsoort.ALGEMEEN), 1, door=door)
    assert fout.value.naam == "boeking_binnen_een_jaar"


@pytest.mark.parametrize(
    ("van", "naar"),
    [
        ("vrij", "verplicht"),
        ("vrij", "betaald"),
        ("gereserveerd", "betaald"),
        ("verplicht", "gereserveerd"),
        ("betaald", "vrij"),
    ],
)
@pytest.mark.regel("B-08")
def test_money_skips_no_step(vrij, wijk, door, van, naar):
    with pytest.raises(BoekingGeweigerd) as fout:
        boek(pot(wijk, staat=van), pot(wijk, staat=naar), 1, door=door)
    assert fout.value.naam == "boeking_route"


@pytest.mark.regel("B-05", "B-06", "B-07")
@pytest.mark.parametrize("zelfde_wijk", [True, False])
def test_money_goes_to_another_pot_only_by_an_overheveling(vrij, wijk, door, zelfde_wijk):
    andere = wijk if zelfde_wijk else WijkFactory()
    geopend_jaar()

    with pytest.raises(BoekingGeweigerd) as fout:
        boek(vrij, pot(andere, soort=Potsoort.AGENDA), 1, door=door)
    assert fout.value.naam == "boeking_grondslag"


@pytest.mark.regel("B-18")
def test_no_money_is_reserved_without_a_request(vrij, wijk, door):
    with pytest.raises(BoekingGeweigerd, match="goedgekeurde aanvraag") as fout:
        boek(vrij, pot(wijk, staat="gereserveerd"), 1, door=door)
    assert fout.value.naam == "boeking_grondslag"


@pytest.mark.regel("B-08")
def test_a_request_uses_no_money_of_another(vrij, wijk, door):
    eigen, _ = reserveer(wijk, 40).aanvraag, reserveer(wijk, 60)
    eigen.stand, eigen.verplichting, eigen.planjaar = "vastgelegd", "BES-1", 2024
    eigen.save()
    van, doel = pot(wijk, staat="gereserveerd"), pot(wijk, staat="verplicht")

    with pytest.raises(OnvoldoendeSaldo, match="Voor deze aanvraag") as fout:
        boek(van, doel, "40.01", door=door, aanvraag=eigen, mandaat=eigen.mandaat)
    assert fout.value.naam == "boeking_aanvraag_saldo"
    boek(van, doel, "40.00", door=door, aanvraag=eigen, mandaat=eigen.mandaat)


def test_moving_money_to_the_same_rekening_is_refused(vrij, door):
    with pytest.raises(BoekingGeweigerd):
        boek(vrij, vrij, 1, door=door)


@pytest.mark.parametrize("leeg", ["sleutel", "reden", "regel"])
@pytest.mark.regel("B-18")
def test_a_booking_always_tells_why(vrij, agenda, leeg):
    with pytest.raises(BoekingGeweigerd) as fout:
        hevel_over(vrij, agenda, 1, **{leeg: ""})
    assert fout.value.naam == "boeking_met_sleutel_reden_en_regel"


@pytest.mark.regel("B-08")
def test_a_busy_pot_counts_from_a_tussenstand_and_stays_right(vrij, agenda):
    for _ in range(50):
        hevel_over(vrij, agenda, "0.10")
        hevel_over(agenda, vrij, "0.10")

    for rekening in (vrij, agenda):
        stand = Tussenstand.objects.filter(rekening=rekening).latest("tot_en_met_id")
        eigen = Boeking.objects.filter(Q(van=rekening) | Q(naar=rekening))
        tot_dan = eigen.filter(pk__lte=stand.tot_en_met_id)
        assert eigen.count() - tot_dan.count() <= 21
        assert stand.saldo == sum(
            boeking.bedrag if boeking.naar_id == rekening.pk else -boeking.bedrag for boeking in tot_dan
        )
    with pytest.raises(OnvoldoendeSaldo):
        hevel_over(vrij, agenda, "100.01")
    hevel_over(vrij, agenda, "100.00")


CENTEN = st.integers(min_value=1, max_value=12_000)
POTTEN = st.integers(min_value=0, max_value=3)


@pytest.mark.regel("B-08", "B-18")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stappen=st.lists(st.tuples(POTTEN, POTTEN, CENTEN), max_size=25))
def test_each_sequence_of_bookings_equals_the_model_to_the_cent(vrij, wijk, ander, stappen):
    potten = [pot(van, soort=soort) for van in (wijk, ander) for soort in WIJKPOTTEN]
    model = [rekening.saldo_nu for rekening in potten]

    for van, naar, centen in stappen:
        bedrag = Decimal(centen) / 100
        if van == naar:
            continue
        if bedrag <= model[van]:
            hevel_over(potten[van], potten[naar], bedrag)
            model[van] -= bedrag
            model[naar] += bedrag
        else:
            with pytest.raises(OnvoldoendeSaldo):
                hevel_over(potten[van], potten[naar], bedrag)

    assert [rekening.saldo_nu for rekening in potten] == model
