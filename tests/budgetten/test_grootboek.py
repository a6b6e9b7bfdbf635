"""The ledger from the service's side; test_wachters.py attacks the tables themselves."""

from decimal import Decimal

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetten import grootboek
from budgetten.grootboek import AlTeruggeboekt, BoekingGeweigerd, OnvoldoendeSaldo, SleutelHergebruikt
from budgetten.models import Boeking, Rekening, Tussenstand
from budgetten.models.rekening import Potsoort, Staat
from budgetten.rekeningen import buiten
from tests.budgetten.fabrieken import AanvraagFactory, boek, geopend_jaar, pot, vul
from tests.fabrieken import MedewerkerFactory, WijkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wijk():
    return WijkFactory()


@pytest.fixture
def door():
    return MedewerkerFactory()


@pytest.fixture
def vrij(wijk, door):
    """The free money of the wijk's initiatieven: € 100."""
    geopend_jaar()
    vul(pot(wijk), 100, door)
    return pot(wijk)


@pytest.fixture
def aanvraag(wijk):
    return AanvraagFactory(wijk=wijk)


def saldi():
    return {
        (rekening.soort, rekening.staat): rekening.saldo
        for rekening in Rekening.objects.met_saldo()
        if rekening.saldo
    }


@pytest.mark.regel("B-18")
def test_a_booking_moves_money_and_tells_who_why_and_by_which_rule(vrij, wijk, door, aanvraag):
    boeking = boek(
        vrij, pot(wijk, staat="gereserveerd"), "12.34", door=door, aanvraag=aanvraag, reden="bankje"
    )

    boeking.refresh_from_db()
    assert (boeking.bedrag, boeking.door, boeking.reden, boeking.regel) == (
        Decimal("12.34"),
        door,
        "bankje",
        "B-08",
    )
    assert saldi() == {
        ("begroting", "buiten"): -100,
        ("initiatieven", "vrij"): Decimal("87.66"),
        ("initiatieven", "gereserveerd"): Decimal("12.34"),
    }
    assert vrij.saldo_nu == Decimal("87.66")


@pytest.mark.regel("B-08")
def test_the_last_cent_can_be_spent_and_the_one_after_it_cannot(vrij, wijk, door, aanvraag):
    doel = pot(wijk, staat="gereserveerd")
    boek(vrij, doel, 100, door=door, aanvraag=aanvraag)

    with pytest.raises(OnvoldoendeSaldo, match="nooit onder nul") as fout:
        boek(vrij, doel, "0.01", door=door, aanvraag=aanvraag)
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
def test_the_same_key_with_the_same_contents_books_once(vrij, wijk, door, aanvraag):
    doel = pot(wijk, staat="gereserveerd")
    eerste = boek(vrij, doel, 100, door=door, aanvraag=aanvraag, sleutel="k")

    # Also when the pot is empty by now: the key counts first.
    tweede = boek(vrij, doel, "100.00", door=door, aanvraag=aanvraag, sleutel="k")

    assert tweede.pk == eerste.pk
    assert vrij.saldo_nu == 0


@pytest.mark.regel("B-18")
@pytest.mark.parametrize("anders", [{"bedrag": 11}, {"reden": "iets anders"}, {"regel": "B-09"}])
def test_the_same_key_with_other_contents_is_refused_and_tells_the_difference(
    vrij, wijk, door, aanvraag, anders
):
    vast = {"van": vrij, "naar": pot(wijk, staat="gereserveerd"), "door": door, "aanvraag": aanvraag}
    gewoon = {"bedrag": 10, "reden": "r", "regel": "B-08", "sleutel": "k"}
    eerste = grootboek.boek(**vast, **gewoon)

    (veld,) = anders
    with pytest.raises(SleutelHergebruikt, match=rf"“k” hoort bij boeking {eerste.pk}, .*\({veld}\)"):
        grootboek.boek(**vast, **(gewoon | anders))
    assert Boeking.objects.filter(van=vrij).count() == 1


@pytest.mark.regel("B-18")
def test_a_mistake_is_undone_as_a_whole_and_once(vrij, wijk, door, aanvraag):
    boeking = boek(vrij, pot(wijk, staat="gereserveerd"), 40, door=door, aanvraag=aanvraag)

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
def test_a_reversal_never_makes_a_pot_emptier_than_empty(vrij, wijk, door, aanvraag):
    eerste = Boeking.objects.get(naar=vrij)
    boek(vrij, pot(wijk, staat="gereserveerd"), 1, door=door, aanvraag=aanvraag)

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
def test_money_skips_no_step(vrij, wijk, door, aanvraag, van, naar):
    with pytest.raises(BoekingGeweigerd) as fout:
        boek(pot(wijk, staat=van), pot(wijk, staat=naar), 1, door=door, aanvraag=aanvraag)
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
def test_a_request_uses_no_money_of_another(vrij, wijk, door, aanvraag):
    doel, andere = pot(wijk, staat="gereserveerd"), AanvraagFactory(wijk=wijk)
    boek(vrij, doel, 60, door=door, aanvraag=aanvraag)
    boek(vrij, doel, 40, door=door, aanvraag=andere)

    with pytest.raises(OnvoldoendeSaldo, match="Voor deze aanvraag") as fout:
        boek(doel, pot(wijk, staat="verplicht"), "40.01", door=door, aanvraag=andere)
    assert fout.value.naam == "boeking_aanvraag_saldo"


def test_moving_money_to_the_same_rekening_is_refused(vrij, door):
    with pytest.raises(BoekingGeweigerd):
        boek(vrij, vrij, 1, door=door)


@pytest.mark.parametrize("leeg", ["sleutel", "reden", "regel"])
@pytest.mark.regel("B-18")
def test_a_booking_always_tells_why(vrij, wijk, door, aanvraag, leeg):
    with pytest.raises(BoekingGeweigerd) as fout:
        boek(vrij, pot(wijk, staat="gereserveerd"), 1, door=door, aanvraag=aanvraag, **{leeg: ""})
    assert fout.value.naam == "boeking_met_sleutel_reden_en_regel"


@pytest.mark.regel("B-08")
def test_a_busy_pot_counts_from_a_tussenstand_and_stays_right(vrij, wijk, door, aanvraag):
    doel = pot(wijk, staat="gereserveerd")
    for _ in range(50):
        boek(vrij, doel, "0.10", door=door, aanvraag=aanvraag)
        boek(doel, vrij, "0.10", door=door, aanvraag=aanvraag)

    for rekening in (vrij, doel):
        stand = Tussenstand.objects.filter(rekening=rekening).latest("tot_en_met_id")
        eigen = Boeking.objects.filter(Q(van=rekening) | Q(naar=rekening))
        tot_dan = eigen.filter(pk__lte=stand.tot_en_met_id)
        assert eigen.count() - tot_dan.count() <= 21
        assert stand.saldo == sum(
            boeking.bedrag if boeking.naar_id == rekening.pk else -boeking.bedrag for boeking in tot_dan
        )
    with pytest.raises(OnvoldoendeSaldo):
        boek(vrij, doel, "100.01", door=door, aanvraag=aanvraag)
    boek(vrij, doel, "100.00", door=door, aanvraag=aanvraag)


CENTEN = st.integers(min_value=1, max_value=12_000)
STAPPEN = [("vrij", "gereserveerd"), ("gereserveerd", "vrij"), ("gereserveerd", "verplicht")]
STAPPEN += [("verplicht", "vrij"), ("verplicht", "betaald")]


@pytest.mark.regel("B-08", "B-18")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stappen=st.lists(st.tuples(st.sampled_from(STAPPEN), CENTEN), max_size=25))
def test_each_sequence_of_bookings_equals_the_model_to_the_cent(vrij, wijk, door, aanvraag, stappen):
    rekening = {staat: pot(wijk, staat=staat) for staat in Staat.values if staat != "buiten"}
    model = {staat: rekening[staat].saldo_nu for staat in rekening}

    for (van, naar), centen in stappen:
        bedrag = Decimal(centen) / 100
        if bedrag <= model[van]:
            boek(rekening[van], rekening[naar], bedrag, door=door, aanvraag=aanvraag)
            model[van] -= bedrag
            model[naar] += bedrag
        else:
            with pytest.raises(OnvoldoendeSaldo):
                boek(rekening[van], rekening[naar], bedrag, door=door, aanvraag=aanvraag)

    assert {staat: rekening[staat].saldo_nu for staat in rekening} == model
