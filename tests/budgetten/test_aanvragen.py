"""Requests: the checks in their order, the steps, and who may take them."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from budgetten import aanvragen, jaareinde
from budgetten.aanvragen import Bron, EigenAanvraag
from budgetten.geld import OngeldigBedrag
from budgetten.grootboek import BoekingGeweigerd, OnvoldoendeSaldo, SleutelHergebruikt
from budgetten.models import Aanvraag, Boeking, Jaarbudget, Rekening
from budgetten.models.rekening import Potsoort
from budgetten.toetsen import AanvraagGeweigerd
from tests.budgetten.fabrieken import (
    DAG,
    NAGEGAAN,
    boek,
    geopend_jaar,
    pot,
    saldi,
    vraag,
    vraag_voor_maatregel,
)
from tests.budgetten.processen import tegelijk
from tests.fabrieken import RolFactory, WijkFactory
from wijken.mandaten import GeenMandaat
from wijken.models import Mandaat
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db


def geweigerd(gegevens, **anders):
    with pytest.raises(AanvraagGeweigerd) as fout:
        vraag(gegevens, **anders)
    assert not Aanvraag.objects.exists()
    return fout.value.weigeringen


@pytest.mark.regel("B-10", "B-12", "B-14", "B-17")
def test_a_correct_request_waits_for_a_decision_and_keeps_which_policy_held(gegevens, wijk):
    aanvraag = vraag(gegevens)

    assert (aanvraag.stand, aanvraag.bedrag) == ("aangevraagd", 400)
    assert aanvraag.plafond.sleutel == "plafond-buurt-of-plek"
    assert aanvraag.volgorde.sleutel == "volgorde-financiering"
    assert [str(uitkomst) for uitkomst in aanvraag.bronuitkomsten.all()] == [
        "Volksfeesten: niet van toepassing",
        "Roermondfonds: geweigerd",
    ]
    assert list(Aanvraag.objects.wacht_op_besluit()) == [aanvraag]
    assert saldi(wijk) == {"vrij": 3000}


@pytest.mark.parametrize(
    ("anders", "regel", "paragraaf", "boodschap", "alternatief"),
    [
        pytest.param(
            {"onderwerp": "proef:0"},
            "B-14",
            "RM 6.3",
            "nog geen positief besluit",
            "Neem eerst",
            marks=pytest.mark.regel("B-14"),
        ),
        pytest.param(
            {"onderwerp": "onbekend:1"},
            "B-14",
            "RM 6.3",
            "nog geen positief besluit",
            "Neem eerst",
            marks=pytest.mark.regel("B-14"),
        ),
        pytest.param(
            {"bedrag": "1000.01"},
            "B-10",
            "RM 4.3 en bijlage 4",
            "hooguit €\xa01.000,00, niet €\xa01.000,01",
            "wijkagenda",
            marks=pytest.mark.regel("B-10"),
        ),
        pytest.param(
            {"bedrag": "2000.01", "bereik": "hele_wijk", "onderwerp": "proef:w1"},
            "B-10",
            "RM 4.3 en bijlage 4",
            "€\xa02.000,00",
            "wijkagenda",
            marks=pytest.mark.regel("B-10"),
        ),
        pytest.param(
            {"bronnen": NAGEGAAN[:1]},
            "B-12",
            "RM 6.2 en 6.3",
            "nog niet nagegaan: Roermondfonds",
            "Leg per geldbron",
            marks=pytest.mark.regel("B-12"),
        ),
        pytest.param(
            {"bronnen": [NAGEGAAN[0], Bron("2", "toegekend")]},
            "B-13",
            "RM 4.3",
            "geld van het Roermondfonds",
            "partner of fonds",
            marks=pytest.mark.regel("B-13"),
        ),
        pytest.param(
            {"gericht_op": "anders"},
            "B-14",
            "RM 4.3 en 6.3",
            "leefbaarheid en sociale samenhang",
            "clusterbudget",
            marks=pytest.mark.regel("B-14"),
        ),
        pytest.param(
            {"op": datetime.date(2025, 1, 1)},
            "B-09",
            "RM 6.2 en 6.3",
            "alleen in 2024",
            "budget van 2025",
            marks=pytest.mark.regel("B-09"),
        ),
    ],
)
def test_each_refusal_names_rule_and_paragraph_and_what_can_be_done(
    gegevens, anders, regel, paragraaf, boodschap, alternatief
):
    (weigering,) = geweigerd(gegevens, **anders)

    assert (weigering.regel, weigering.paragraaf) == (regel, paragraaf)
    assert boodschap in weigering.boodschap
    assert alternatief in weigering.alternatief
    assert str(weigering).endswith(f"({regel}; {paragraaf})")


@pytest.mark.regel("B-08", "B-16")
def test_too_little_free_money_tells_how_much_is_left_and_what_can_be_done(gegevens, wijk):
    (opstart,) = geweigerd(gegevens, soort=Potsoort.OPSTART, wijk=None, onderwerp="x", bedrag=1, bronnen=())
    (agenda,) = geweigerd(
        gegevens,
        soort=Potsoort.AGENDA,
        onderwerp="proef:m1",
        bedrag="500.01",
        bronnen=[Bron("cluster", "geweigerd")],
    )

    assert opstart.boodschap == "In de pot is nog €\xa00,00 vrij; gevraagd is €\xa01,00."
    assert agenda.boodschap == "In de pot is nog €\xa0500,00 vrij; gevraagd is €\xa0500,01."
    assert "vraag de raad om extra geld (RM bijlage 4)" in agenda.alternatief


@pytest.mark.regel("B-08", "B-10", "B-12", "B-13", "B-14")
def test_all_objections_come_at_once_and_in_order(gegevens):
    weigeringen = geweigerd(
        gegevens,
        onderwerp="proef:0",
        bedrag=4000,
        gericht_op="anders",
        bronnen=[Bron("2", "toegekend")],
    )

    assert [weigering.regel for weigering in weigeringen] == ["B-14", "B-10", "B-12", "B-13", "B-14", "B-08"]


@pytest.mark.regel("B-02", "B-09")
def test_an_undivided_year_and_a_closed_year_give_nothing(gegevens, jaar, boekhouder):
    (leeg,) = geweigerd(gegevens, jaar=geopend_jaar(2025), op=datetime.date(2025, 1, 1))
    (onbekend,) = geweigerd(gegevens, jaar=Jaarbudget(jaar=2031))
    jaareinde.sluit(jaar=jaar, door=boekhouder)
    (gesloten,) = geweigerd(gegevens)

    assert "Voor 2025 is nog geen geld verdeeld" in leeg.boodschap
    assert "Voor 2031 is nog geen geld verdeeld" in onbekend.boodschap
    assert gesloten.boodschap == "Het jaar 2024 is gesloten."


@pytest.mark.regel("B-02")
def test_a_wijk_outside_the_division_has_no_pot(gegevens):
    (weigering,) = geweigerd(gegevens, wijk=WijkFactory())

    assert "Deze pot bestaat niet" in weigering.boodschap


@pytest.mark.regel("B-10")
def test_the_ceiling_holds_for_all_requests_of_an_initiative_together(gegevens):
    vraag(gegevens, bedrag=600)
    vraag(gegevens, bedrag=600, onderwerp="proef:2")

    with pytest.raises(AanvraagGeweigerd, match=r"hooguit €\xa01\.000,00, niet €\xa01\.000,01"):
        vraag(gegevens, bedrag="400.01")
    assert vraag(gegevens, bedrag=400).bedrag == 400


@pytest.mark.parametrize("bedrag", ["0", "-5", "1.005", "NaN", "1e30"])
def test_an_impossible_amount_is_refused_kindly(gegevens, bedrag):
    with pytest.raises(OngeldigBedrag):
        vraag(gegevens, bedrag=bedrag)


@pytest.mark.regel("B-12")
def test_an_unknown_source_and_a_source_without_a_reason_are_refused(gegevens):
    with pytest.raises(Domeinfout, match="“99” staat niet in het beleid"):
        vraag(gegevens, bronnen=[*NAGEGAAN, Bron("99", "geweigerd")])
    with pytest.raises(ValidationError, match="niet van toepassing"):
        vraag(gegevens, bronnen=[Bron("1a", "nvt"), NAGEGAAN[1]])


@pytest.mark.regel("B-11", "B-18")
def test_approval_reserves_the_money_under_the_mandate(gegevens, manager, wijk):
    aanvraag = aanvragen.keur_goed(aanvraag=vraag(gegevens), door=manager, toelichting="Goed plan", op=DAG)

    assert (aanvraag.stand, aanvraag.beslisser, aanvraag.positief_besluit) == ("goedgekeurd", manager, "PB-1")
    assert saldi(wijk) == {"vrij": 2600, "gereserveerd": 400}
    boeking = aanvraag.boekingen.get()
    assert (boeking.door, boeking.mandaat, boeking.regel) == (manager, Mandaat.objects.get(), "B-11")
    assert boeking.reden == f"Aanvraag {aanvraag.pk} goedgekeurd: Een bankje"
    assert [rij.history_change_reason for rij in aanvraag.history.all()] == ["Goed plan", None]


@pytest.mark.regel("B-18")
def test_pressing_twice_books_once_and_another_hears_that_it_was_done(gegevens, manager, wijk):
    aanvraag = vraag(gegevens)
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)

    assert Boeking.objects.filter(aanvraag=aanvraag).count() == 1
    with pytest.raises(VerouderdeActie, match="nu “goedgekeurd, geld gereserveerd”"):
        aanvragen.wijs_af(aanvraag=aanvraag, door=manager, reden="toch niet", op=DAG)


@pytest.mark.regel("B-11")
def test_who_asks_does_not_decide_not_even_with_a_mandate(gegevens, manager):
    RolFactory(soort="beleidsmedewerker", medewerker=manager)
    aanvraag = vraag(gegevens, door=manager)

    for stap in (aanvragen.keur_goed, aanvragen.wijs_af):
        opties = {"reden": "nee"} if stap is aanvragen.wijs_af else {}
        with pytest.raises(EigenAanvraag):
            stap(aanvraag=aanvraag, door=manager, op=DAG, **opties)
    with pytest.raises(IntegrityError, match="aanvraag_vier_ogen"):
        Aanvraag.objects.filter(pk=aanvraag.pk).update(
            stand="afgewezen", beslisser=manager, besloten_op=aanvraag.aangevraagd_op, besluit_reden="x"
        )


@pytest.mark.regel("B-11")
def test_without_a_mandate_nothing_is_approved(gegevens, manager, wijk):
    ander = RolFactory(clustermanager=True).medewerker

    with pytest.raises(GeenMandaat):
        aanvragen.keur_goed(aanvraag=vraag(gegevens), door=ander, op=DAG)
    assert saldi(wijk) == {"vrij": 3000}


@pytest.mark.regel("B-08")
def test_the_pot_can_be_empty_by_the_time_somebody_approves(gegevens, manager):
    eerste, *andere = [vraag(gegevens, onderwerp=f"proef:{n}", bedrag=1000) for n in range(1, 5)]
    for aanvraag in andere:
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)

    with pytest.raises(AanvraagGeweigerd, match="In de pot is nog €\xa00,00 vrij"):
        aanvragen.keur_goed(aanvraag=eerste, door=manager, op=DAG)
    eerste.refresh_from_db()
    assert eerste.stand == "aangevraagd"


@pytest.mark.regel("B-18")
def test_refusing_asks_a_reason_and_touches_no_money(gegevens, manager, wijk):
    aanvraag = vraag(gegevens)

    with pytest.raises(Domeinfout, match="Leg uit"):
        aanvragen.wijs_af(aanvraag=aanvraag, door=manager, reden=" ", op=DAG)
    afgewezen = aanvragen.wijs_af(aanvraag=aanvraag, door=manager, reden="Past niet", op=DAG)

    assert (afgewezen.stand, afgewezen.besluit_reden) == ("afgewezen", "Past niet")
    assert aanvragen.wijs_af(aanvraag=aanvraag, door=manager, reden="Past niet", op=DAG) == afgewezen
    assert saldi(wijk) == {"vrij": 3000}


@pytest.mark.regel("A-06", "B-06")
def test_money_for_a_maatregel_is_held_from_the_moment_it_is_asked(gegevens, manager, wijk):
    aanvraag = vraag_voor_maatregel(gegevens, bedrag=300)

    boeking = aanvraag.boekingen.get()
    assert (boeking.door, boeking.mandaat, boeking.regel) == (aanvraag.aanvrager, None, "A-06")
    assert saldi(wijk, Potsoort.AGENDA) == {"vrij": 200, "gereserveerd": 300}
    with pytest.raises(AanvraagGeweigerd, match="In de pot is nog €\xa0200,00 vrij"):
        vraag_voor_maatregel(gegevens, bedrag=300)

    goedgekeurd = aanvragen.keur_goed(aanvraag=aanvraag, door=manager, gezien=Decimal(999), op=DAG)
    assert (goedgekeurd.stand, goedgekeurd.mandaat) == ("goedgekeurd", Mandaat.objects.get())
    assert aanvraag.boekingen.count() == 1


@pytest.mark.regel("A-06")
@pytest.mark.parametrize("einde", ["afgewezen", "ingetrokken"])
def test_money_for_a_maatregel_becomes_free_at_a_refusal_and_a_withdrawal(gegevens, manager, wijk, einde):
    aanvraag = vraag_voor_maatregel(gegevens, bedrag=300)

    if einde == "afgewezen":
        for _ in range(2):
            aanvragen.wijs_af(aanvraag=aanvraag, door=manager, reden="Te duur", op=DAG)
    else:
        aanvragen.trek_in(aanvraag=aanvraag, door=aanvraag.aanvrager, reden="Gewijzigd")

    aanvraag.refresh_from_db()
    assert (aanvraag.stand, saldi(wijk, Potsoort.AGENDA)) == (einde, {"vrij": 500})


@pytest.mark.regel("B-18")
@pytest.mark.parametrize("goedgekeurd", [False, True])
def test_withdrawing_frees_reserved_money(gegevens, manager, wijk, goedgekeurd):
    aanvraag = vraag(gegevens)
    if goedgekeurd:
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)

    ingetrokken = aanvragen.trek_in(aanvraag=aanvraag, door=aanvraag.aanvrager, reden="Gaat niet door")

    assert ingetrokken.stand == "ingetrokken"
    assert saldi(wijk) == {"vrij": 3000}
    with pytest.raises(VerouderdeActie, match="ingetrokken"):
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)


@pytest.mark.regel("B-09", "B-18")
def test_a_commitment_names_its_reference_and_planned_year(boekhouder, wijk, vastgelegd):
    assert (vastgelegd.stand, vastgelegd.verplichting, vastgelegd.planjaar) == ("vastgelegd", "BES-1", 2025)
    assert saldi(wijk) == {"vrij": 2600, "verplicht": 400}
    nog_eens = aanvragen.leg_vast(aanvraag=vastgelegd, door=boekhouder, kenmerk="BES-1", planjaar=2025)
    assert nog_eens.boekingen.count() == 2
    with pytest.raises(VerouderdeActie):
        aanvragen.trek_in(aanvraag=vastgelegd, door=boekhouder, reden="te laat")


@pytest.mark.parametrize(
    ("kenmerk", "planjaar", "melding"), [(" ", 2024, "kenmerk"), ("B", 2023, "ligt voor")]
)
@pytest.mark.regel("B-09")
def test_a_commitment_without_reference_or_in_the_past_is_refused(
    gegevens, manager, boekhouder, kenmerk, planjaar, melding
):
    aanvraag = aanvragen.keur_goed(aanvraag=vraag(gegevens), door=manager, op=DAG)

    with pytest.raises(Domeinfout, match=melding):
        aanvragen.leg_vast(aanvraag=aanvraag, door=boekhouder, kenmerk=kenmerk, planjaar=planjaar)


def betaal(aanvraag, boekhouder, bedrag, kenmerk="F-1", **opties):
    return aanvragen.betaal(aanvraag=aanvraag, door=boekhouder, bedrag=bedrag, kenmerk=kenmerk, **opties)


@pytest.mark.regel("B-18")
def test_a_form_asks_once_and_refuses_other_contents(gegevens):
    sleutel = uuid.uuid4()
    eerste = vraag(gegevens, bedrag=50, sleutel=sleutel)
    zelfde = {"sleutel": sleutel, "door": eerste.aanvrager}

    assert vraag(gegevens, bedrag=50, **zelfde) == eerste
    with pytest.raises(SleutelHergebruikt, match=f"aanvraag {eerste.pk} al gedaan"):
        vraag(gegevens, bedrag=70, **zelfde)


@pytest.mark.regel("B-18")
def test_payment_in_parts_and_the_rest_becomes_free(boekhouder, wijk, vastgelegd):
    betaal(vastgelegd, boekhouder, "150.00")
    assert saldi(wijk) == {"vrij": 2600, "verplicht": 250, "betaald": 150}

    betaal(vastgelegd, boekhouder, "200.00", "F-2", laatste=True)

    vastgelegd.refresh_from_db()
    assert vastgelegd.stand == "betaald"
    assert saldi(wijk) == {"vrij": 2650, "betaald": 350}
    assert [boeking.reden for boeking in vastgelegd.boekingen.order_by("pk")[2:]] == [
        "Betaling F-1",
        "Betaling F-2",
        "Rest na betaling F-2",
    ]


@pytest.mark.regel("B-08", "B-18")
def test_a_payment_with_the_same_reference_counts_once_and_never_exceeds_the_commitment(
    boekhouder, wijk, vastgelegd
):
    betaal(vastgelegd, boekhouder, 400)
    assert betaal(vastgelegd, boekhouder, 400).pk == Boeking.objects.get(reden="Betaling F-1").pk
    assert saldi(wijk) == {"vrij": 2600, "betaald": 400}

    with pytest.raises(SleutelHergebruikt, match="bedrag"):
        betaal(vastgelegd, boekhouder, 300)
    with pytest.raises(VerouderdeActie, match="betaald"):
        betaal(vastgelegd, boekhouder, 1, "F-2")
    with pytest.raises(Domeinfout, match="kenmerk"):
        betaal(vastgelegd, boekhouder, 1, " ")


@pytest.mark.regel("B-08")
def test_no_more_is_paid_than_was_committed(boekhouder, wijk, vastgelegd):
    with pytest.raises(OnvoldoendeSaldo):
        betaal(vastgelegd, boekhouder, "400.01")


@pytest.mark.regel("B-08", "B-18")
@pytest.mark.parametrize("bedrag", [400, 380])
def test_a_reference_that_was_booked_back_pays_again(boekhouder, wijk, vastgelegd, bedrag):
    for _ in range(2):
        betaling = betaal(vastgelegd, boekhouder, 400)
        aanvragen.boek_betaling_terug(betaling=betaling, door=boekhouder, reden="Fout bedrag")

    nieuw = betaal(vastgelegd, boekhouder, bedrag)
    assert betaal(vastgelegd, boekhouder, bedrag) == nieuw

    assert saldi(wijk)["betaald"] == bedrag


@pytest.mark.regel("B-18")
def test_a_wrong_payment_goes_back_and_is_committed_again(boekhouder, wijk, vastgelegd):
    betaling = betaal(vastgelegd, boekhouder, 400)

    aanvragen.boek_betaling_terug(betaling=betaling, door=boekhouder, reden="Dubbele factuur")

    vastgelegd.refresh_from_db()
    assert vastgelegd.stand == "vastgelegd"
    assert saldi(wijk) == {"vrij": 2600, "verplicht": 400}
    with pytest.raises(Domeinfout, match="geen betaling"):
        aanvragen.boek_betaling_terug(
            betaling=vastgelegd.boekingen.earliest("pk"), door=boekhouder, reden="x"
        )


@pytest.mark.regel("B-18")
def test_what_is_no_longer_needed_becomes_free(boekhouder, wijk, vastgelegd):
    klaar = aanvragen.geef_rest_vrij(aanvraag=vastgelegd, door=boekhouder, reden="Plan gaat niet door")

    assert klaar.stand == "betaald"
    assert saldi(wijk) == {"vrij": 3000}


@pytest.fixture
def gesloten(jaar, vastgelegd, boekhouder):
    jaareinde.sluit(jaar=jaar, door=boekhouder)
    return vastgelegd


@pytest.mark.regel("B-09")
def test_a_closed_year_pays_its_commitments_and_reverses_only_those(gesloten, boekhouder, wijk):
    betaling = betaal(gesloten, boekhouder, 100)
    aanvragen.boek_betaling_terug(betaling=betaling, door=boekhouder, reden="Verkeerd bedrag")
    for van, naar, opties in [
        (pot(wijk, staat="verplicht"), pot(wijk), {"aanvraag": gesloten}),
        (pot(wijk), Rekening.objects.get(soort="algemeen"), {}),
    ]:
        with pytest.raises(BoekingGeweigerd) as fout:
            boek(van, naar, 1, door=boekhouder, **opties)
        assert fout.value.naam == "boeking_jaar_gesloten"

    betaal(gesloten, boekhouder, 150, "F-3", laatste=True)

    assert saldi(wijk) == {"betaald": 150}
    # What was free when the year closed, in both pots, and the rest of this request.
    assert Rekening.objects.met_saldo().get(soort="algemeen").saldo == 2600 + 500 + 250


@pytest.mark.regel("B-11", "B-12")
def test_money_of_a_cluster_comes_under_its_own_mandate_and_goes_back_to_it(gegevens, manager):
    rol = RolFactory(clustermanager=True)
    Mandaat.objects.create(
        geldsoort="clusterbudget", cluster=rol.cluster, van=datetime.date(2024, 1, 1), bron="RM 3.6"
    )
    bronnen = [*NAGEGAAN, Bron("5", "geweigerd"), Bron("6", "nvt", "Geen partner")]
    aanvraag = vraag(gegevens, soort=Potsoort.CLUSTER, cluster=rol.cluster, bedrag=5000, bronnen=bronnen)
    with pytest.raises(GeenMandaat):
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)

    aanvragen.keur_goed(aanvraag=aanvraag, door=rol.medewerker, op=DAG)
    cluster = {r.staat: r.saldo for r in Rekening.objects.met_saldo().filter(soort="cluster") if r.saldo}
    assert cluster == {"gereserveerd": 5000}
    aanvragen.trek_in(aanvraag=aanvraag, door=aanvraag.aanvrager, reden="Niet nodig")
    assert not any(r.saldo for r in Rekening.objects.met_saldo().filter(soort__in=("cluster", "elders")))


@pytest.mark.django_db(transaction=True)
@pytest.mark.regel("B-08")
def test_24_approvals_at_once_spend_not_one_euro_too_much(gegevens, manager, wijk):
    eerste = aanvragen.keur_goed(aanvraag=vraag(gegevens, bedrag=1000), door=manager, op=DAG)
    zelfde = [vraag(gegevens, bedrag=100, onderwerp=f"proef:p{n}") for n in range(24)]
    aanvragen.keur_goed(aanvraag=vraag(gegevens, bedrag=1000, onderwerp="proef:q"), door=manager, op=DAG)
    assert saldi(wijk)["vrij"] == 1000

    def keur_goed(nummer):
        try:
            aanvragen.keur_goed(aanvraag=zelfde[nummer], door=manager, op=DAG)
        except (AanvraagGeweigerd, OnvoldoendeSaldo):
            return "te weinig"
        return "goedgekeurd"

    assert tegelijk(24, keur_goed) == ["goedgekeurd"] * 10 + ["te weinig"] * 14
    assert saldi(wijk) == {"gereserveerd": Decimal(3000)}
    # No approval is lost, and none counts twice.
    boekingen = [(aanvraag.stand, aanvraag.boekingen.count()) for aanvraag in Aanvraag.objects.all()]
    assert sorted(boekingen) == [("aangevraagd", 0)] * 14 + [("goedgekeurd", 1)] * 12
    assert eerste.boekingen.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.regel("B-11", "B-18")
def test_24_processes_that_approve_the_same_request_book_it_once(gegevens, manager, wijk):
    aanvraag = vraag(gegevens)

    def keur_goed(_nummer):
        return aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG).stand

    assert tegelijk(24, keur_goed) == ["goedgekeurd"] * 24
    assert (aanvraag.boekingen.count(), saldi(wijk)["gereserveerd"]) == (1, Decimal(400))


@pytest.mark.django_db(transaction=True)
@pytest.mark.regel("A-06", "B-08")
def test_24_maatregelen_that_ask_at_once_hold_no_more_than_there_is(gegevens, wijk):
    door = RolFactory(vakambtenaar=True).medewerker

    def vraag_aan(_nummer):
        try:
            vraag_voor_maatregel(gegevens, bedrag=100, door=door)
        except (AanvraagGeweigerd, OnvoldoendeSaldo):
            return "te weinig"
        return "gereserveerd"

    assert tegelijk(24, vraag_aan) == ["gereserveerd"] * 5 + ["te weinig"] * 19
    assert saldi(wijk, Potsoort.AGENDA) == {"gereserveerd": Decimal(500)}
    assert Aanvraag.objects.count() == 5
