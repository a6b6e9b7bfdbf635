import datetime
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from budgetten import verdelen
from budgetten.models import Boeking, Rekening, Verdeling
from budgetten.verdeelsleutel import VerdelingSluitNiet, bereken, verdeel
from tests.budgetten.fabrieken import JaarbudgetFactory, beleid, beleidsmedewerker, wethouder_wijken
from tests.fabrieken import RolFactory, WijkFactory
from wijken.models import Inwonertal, Medewerker
from wijkportaal.uitzonderingen import VerouderdeActie

# Bijlage 2: inhabitants, total, agenda, initiatieven.
BIJLAGE_2 = {
    "Centrum": (11175, 38200, 25590, 12610),
    "Herten/Maasplassen": (8310, 28410, 19030, 9380),
    "Swalmen": (8895, 30400, 20370, 10030),
    "Asenray": (1075, 3670, 2460, 1210),
    "Maasniel": (7730, 26420, 17700, 8720),
    "Roermond-Oost": (6095, 20830, 13960, 6870),
    "Donderberg": (7135, 24390, 16340, 8050),
    "Hoogvonderen": (3300, 11280, 7560, 3720),
    "Roermond-Zuid": (6260, 21400, 14340, 7060),
}
EENHEDEN = st.sampled_from([Decimal("0.01"), Decimal(10)])
INWONERS = st.lists(st.integers(min_value=0, max_value=60_000), min_size=1, max_size=20)


@pytest.mark.regel("B-02")
@given(totaal=st.integers(min_value=0, max_value=10**9), inwoners=INWONERS)
def test_the_parts_are_always_the_whole_together(totaal, inwoners):
    assume(sum(inwoners))

    delen = verdeel(totaal, dict(enumerate(inwoners)))

    assert sum(delen.values()) == totaal
    for nummer, deel in delen.items():
        assert abs(deel * sum(inwoners) - totaal * inwoners[nummer]) < sum(inwoners)


@pytest.mark.regel("B-02", "B-17")
@given(
    data=st.data(),
    inwoners=INWONERS,
    onder=st.integers(min_value=0, max_value=10**5),
    ruimte=st.integers(min_value=0, max_value=10**6),
)
def test_with_bounds_too_the_parts_are_the_whole_together(data, inwoners, onder, ruimte):
    assume(sum(inwoners))
    totaal = data.draw(st.integers(onder * len(inwoners), (onder + ruimte) * len(inwoners)))

    delen = verdeel(totaal, dict(enumerate(inwoners)), ondergrens=onder, bovengrens=onder + ruimte)

    assert sum(delen.values()) == totaal
    assert all(onder <= deel <= onder + ruimte for deel in delen.values())


@pytest.mark.regel("B-02", "B-03")
@given(
    eenheden=st.integers(min_value=0, max_value=10**8),
    eenheid=EENHEDEN,
    inwoners=INWONERS,
    agenda=st.integers(min_value=0, max_value=100),
)
def test_both_columns_and_all_rows_close(eenheden, eenheid, inwoners, agenda):
    assume(sum(inwoners))
    totaal, deel_agenda = eenheden * eenheid, Decimal(agenda) / 100

    voorstel = bereken(
        totaal=totaal, inwoners=dict(enumerate(inwoners)), deel_agenda=deel_agenda, eenheid=eenheid
    )

    assert sum(deel.agenda for deel in voorstel.delen.values()) == voorstel.agenda
    assert sum(deel.initiatieven for deel in voorstel.delen.values()) == voorstel.initiatieven
    assert voorstel.agenda + voorstel.initiatieven == totaal
    assert all(deel.agenda >= 0 <= deel.initiatieven for deel in voorstel.delen.values())
    assert all(abs(deel.totaal - deel.exact) <= eenheid for deel in voorstel.delen.values())
    assert abs(voorstel.agenda - totaal * deel_agenda) <= eenheid / 2


@pytest.mark.regel("B-02")
def test_the_largest_remainder_gets_what_is_left_and_with_equal_ones_the_first():
    assert verdeel(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert verdeel(10, {"a": 10, "b": 25, "c": 65}) == {"a": 1, "b": 3, "c": 6}


@pytest.mark.regel("B-17")
def test_a_lower_bound_is_paid_by_the_others_pro_rata():
    assert verdeel(100, {"a": 1, "b": 49, "c": 50}, ondergrens=10) == {"a": 10, "b": 45, "c": 45}
    assert verdeel(100, {"a": 80, "b": 10, "c": 10}, bovengrens=50) == {"a": 50, "b": 25, "c": 25}


@pytest.mark.parametrize(
    ("totaal", "opties", "melding"),
    [
        (100, {"ondergrens": 51}, "niet te verdelen"),
        (100, {"bovengrens": 49}, "niet te verdelen"),
    ],
)
def test_bounds_that_do_not_fit_are_refused(totaal, opties, melding):
    with pytest.raises(VerdelingSluitNiet, match=melding):
        verdeel(totaal, {"a": 1, "b": 1}, **opties)


def test_without_inhabitants_there_is_nothing_to_divide():
    with pytest.raises(VerdelingSluitNiet, match="geen inwoners"):
        verdeel(100, {"a": 0})


def test_an_amount_that_does_not_fit_the_unit_is_refused():
    with pytest.raises(
        VerdelingSluitNiet, match=r"€\xa0205\.003,00 is niet te verdelen in stappen van €\xa010,00"
    ):
        bereken(totaal=Decimal(205003), inwoners={"a": 1}, deel_agenda=Decimal("0.67"), eenheid=Decimal(10))


@pytest.fixture
def roermond(db):
    """Roermond's wijken and inhabitants of bijlage 2, and the year 2024."""
    beleid()
    for nummer, (naam, (inwoners, *_)) in enumerate(BIJLAGE_2.items(), start=1):
        wijk = WijkFactory(naam=naam, nummer=nummer)
        peildatum = datetime.date(2023, 1, 1)
        Inwonertal.objects.create(wijk=wijk, peildatum=peildatum, aantal=inwoners, bron="bijlage 2")
    return JaarbudgetFactory()


@pytest.fixture
def verdeling(roermond):
    return verdelen.stel_voor(jaar=roermond, door=beleidsmedewerker())


def tabel(regels):
    return {
        regel.wijk.naam: (regel.inwoners, regel.totaal, regel.agenda, regel.initiatieven) for regel in regels
    }


def als_bijlage_2(verdeling):
    return {
        regel.wijk: tuple(map(Decimal, BIJLAGE_2[regel.wijk.naam][2:]))
        for regel in verdeling.regels.select_related("wijk")
    }


@pytest.mark.regel("B-04")
def test_the_proposal_for_2024_differs_in_no_cell_more_than_ten_euros_from_bijlage_2(verdeling):
    voorstel = tabel(verdeling.regels.select_related("wijk"))

    assert voorstel.keys() == BIJLAGE_2.keys()
    for naam, rij in BIJLAGE_2.items():
        assert all(
            abs(berekend - besloten) <= 10 for berekend, besloten in zip(voorstel[naam], rij, strict=True)
        )
    assert (verdeling.voor_agenda, verdeling.voor_initiatieven) == (137_350, 67_650)


@pytest.mark.regel("B-01", "B-02", "B-03", "B-04")
def test_after_the_decision_the_pots_hold_bijlage_2_to_the_euro(verdeling):
    verdelen.pas_aan(
        verdeling=verdeling, bedragen=als_bijlage_2(verdeling), reden="bijlage 2", door=beleidsmedewerker()
    )
    besluit = verdelen.stel_vast(verdeling=verdeling, door=wethouder_wijken(), kenmerk=" B&W 2024-1 ")

    saldi = {
        (rekening.soort, rekening.wijk and rekening.wijk.naam): rekening.saldo
        for rekening in Rekening.objects.met_saldo().select_related("wijk")
        if rekening.saldo
    }
    verwacht = {("begroting", None): -250_000, ("opstart", None): 45_000}
    for naam, (_, _, agenda, initiatieven) in BIJLAGE_2.items():
        verwacht |= {("agenda", naam): agenda, ("initiatieven", naam): initiatieven}
    assert saldi == verwacht
    assert (besluit.vastgesteld, besluit.kenmerk) == (True, "B&W 2024-1")
    assert set(Boeking.objects.values_list("reden", flat=True)) == {"Verdeling 2024: B&W 2024-1"}


@pytest.mark.regel("B-01", "B-03")
@pytest.mark.parametrize(
    ("jaar", "opstart", "kolommen"),
    [(2025, 45_000, (137_350, 67_650)), (2026, 10_000, (160_800, 79_200))],
)
def test_2025_and_2026_follow_tabel_6_1(roermond, jaar, opstart, kolommen):
    budget = JaarbudgetFactory(jaar=jaar, opstartkosten=opstart)

    voorstel, peildatum = verdelen.voorstel_voor(budget)

    assert (voorstel.agenda, voorstel.initiatieven) == kolommen
    assert peildatum == datetime.date(2023, 1, 1)


@pytest.mark.regel("B-02")
@pytest.mark.parametrize(
    ("erbij", "melding"), [(Decimal("0.01"), "0,01 te veel"), (Decimal(-10), "10,00 te weinig")]
)
def test_adjusting_by_hand_only_when_each_column_still_closes(verdeling, erbij, melding):
    regel = verdeling.regels.select_related("wijk").first()

    with pytest.raises(
        VerdelingSluitNiet, match=f"De kolom wijkagenda's sluit niet: er is €\xa0{melding} verdeeld"
    ):
        verdelen.pas_aan(
            verdeling=verdeling,
            bedragen={regel.wijk: (regel.agenda + erbij, regel.initiatieven)},
            reden="proef",
            door=beleidsmedewerker(),
        )
    assert verdeling.regels.get(pk=regel.pk).agenda == regel.agenda


@pytest.mark.parametrize("bedrag", ["-1", "0.001", "NaN", "1e30"])
def test_an_impossible_amount_is_refused_kindly(verdeling, bedrag):
    regel = verdeling.regels.select_related("wijk").first()

    with pytest.raises(VerdelingSluitNiet, match="vanaf € 0,00"):
        verdelen.pas_aan(
            verdeling=verdeling,
            bedragen={regel.wijk: (Decimal(bedrag), regel.initiatieven)},
            reden="proef",
            door=beleidsmedewerker(),
        )


@pytest.mark.regel("B-18")
def test_who_proposes_does_not_decide_and_without_reference_it_is_refused(verdeling):
    ook_wethouder = RolFactory(soort="wethouder_wijken", medewerker=verdeling.voorgesteld_door)
    with pytest.raises(VerdelingSluitNiet, match="niet zelf vast"):
        verdelen.stel_vast(
            verdeling=verdeling, door=Medewerker.objects.get(pk=ook_wethouder.medewerker_id), kenmerk="B&W"
        )
    with pytest.raises(VerdelingSluitNiet, match="kenmerk"):
        verdelen.stel_vast(verdeling=verdeling, door=wethouder_wijken(), kenmerk=" ")
    assert not Boeking.objects.exists()


@pytest.mark.regel("B-18")
def test_a_decided_division_never_changes(verdeling):
    door = wethouder_wijken()
    verdelen.stel_vast(verdeling=verdeling, door=door, kenmerk="B&W")

    with pytest.raises(VerouderdeActie, match="al vastgesteld"):
        verdelen.stel_vast(verdeling=verdeling, door=door, kenmerk="B&W")
    with pytest.raises(VerouderdeActie):
        verdelen.pas_aan(verdeling=verdeling, bedragen={}, reden="proef", door=beleidsmedewerker())
    for opdracht, naam in [
        ("UPDATE budgetten_verdeelregel SET agenda = agenda + 1", "verdeling_staat_vast"),
        ("DELETE FROM budgetten_verdeelregel", "verdeling_staat_vast"),
        ("UPDATE budgetten_verdeling SET kenmerk = 'anders'", "verdeling_staat_vast"),
        ("UPDATE budgetten_jaarbudget SET bedrag = bedrag + 1", "jaarbudget_staat_vast"),
    ]:
        with pytest.raises(IntegrityError, match=naam), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht)


@pytest.mark.regel("B-02")
def test_a_year_is_divided_once(verdeling):
    verdelen.stel_vast(verdeling=verdeling, door=wethouder_wijken(), kenmerk="B&W")
    tweede = verdelen.stel_voor(jaar=verdeling.jaar, door=beleidsmedewerker())

    with pytest.raises(VerdelingSluitNiet, match="al een verdeling vastgesteld"):
        verdelen.stel_vast(verdeling=tweede, door=wethouder_wijken(), kenmerk="nog een")
    assert Verdeling.objects.filter(vastgesteld_op__isnull=False).count() == 1


def test_a_budget_changed_after_the_proposal_asks_a_new_proposal(verdeling):
    verdeling.jaar.bedrag += 10
    verdeling.jaar.save()

    with pytest.raises(VerdelingSluitNiet, match="nieuw voorstel"):
        verdelen.stel_vast(verdeling=verdeling, door=wethouder_wijken(), kenmerk="B&W")


@pytest.mark.regel("B-02")
def test_a_wijk_without_inhabitants_known_stops_the_division(roermond):
    WijkFactory(naam="Nieuwe wijk", nummer=99)

    with pytest.raises(VerdelingSluitNiet, match=r"Geen inwonertal op 01-01-2023 van: Nieuwe wijk\."):
        verdelen.voorstel_voor(roermond)


def test_without_inhabitants_known_there_is_no_proposal(db):
    beleid()
    with pytest.raises(VerdelingSluitNiet, match="geen inwonertallen van voor 01-01-2024"):
        verdelen.voorstel_voor(JaarbudgetFactory())


@pytest.mark.regel("B-02")
def test_the_command_shows_the_proposal_and_books_nothing(roermond):
    uit = StringIO()
    call_command("verdeel_wijkbudget", jaar=2024, eenheid="10", json=True, stdout=uit)

    uitkomst = json.loads(uit.getvalue())
    assert (uitkomst["totaal"], uitkomst["agenda"]) == ("205000.00", "137350.00")
    assert sum(Decimal(wijk["totaal"]) for wijk in uitkomst["wijken"]) == 205_000
    assert [wijk["wijk"] for wijk in uitkomst["wijken"]] == list(BIJLAGE_2)
    assert not Verdeling.objects.exists()
    assert not Boeking.objects.exists()

    tekst = StringIO()
    call_command("verdeel_wijkbudget", jaar=2024, eenheid="0.01", stdout=tekst)
    assert tekst.getvalue().splitlines()[-1].split() == [
        "Samen",
        "59975",
        "205000.00",
        "137350.00",
        "67650.00",
    ]


@pytest.mark.parametrize(
    ("opties", "melding"),
    [
        ({"jaar": 2030}, "Er is geen budget voor 2030"),
        ({"jaar": 2024, "eenheid": "3"}, "Kies als eenheid"),
        ({"jaar": 2024, "eenheid": "tien"}, "Kies als eenheid"),
        ({"jaar": 2024, "peildatum": datetime.date(1999, 1, 1)}, "Geen inwonertal"),
    ],
)
def test_the_command_tells_what_is_wrong(roermond, opties, melding):
    with pytest.raises(CommandError, match=melding):
        call_command("verdeel_wijkbudget", **opties)
