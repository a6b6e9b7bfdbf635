import datetime

import pytest
from django.db import IntegrityError, transaction

from budgetten import verplaatsen
from budgetten.geld import OngeldigBedrag
from budgetten.grootboek import OnvoldoendeSaldo
from budgetten.models import Boeking, ExtraKrediet, Overheveling, Rekening
from budgetten.models.rekening import Potsoort
from budgetten.rekeningen import open_rekeningen
from budgetten.verplaatsen import OverhevelingKanNiet
from tests.budgetten.fabrieken import DAG, beleidsmedewerker, geopend_jaar, pot, saldi
from tests.fabrieken import MedewerkerFactory, RolFactory, WijkFactory
from wijken.mandaten import GeenMandaat
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db
GEHOORD = {"samenspraak": "De coalitie heeft geen plannen", "samenspraak_op": DAG}


@pytest.fixture
def wethouder(jaar):
    return RolFactory(soort="wethouder_wijken").medewerker


@pytest.fixture
def andere(jaar):
    wijk = WijkFactory()
    open_rekeningen(jaar)
    return wijk


def stel_voor(van, naar, bedrag=100, **anders):
    gewoon = {"reden": "Er komt een tekort", "door": beleidsmedewerker()}
    return verplaatsen.stel_overheveling_voor(van=van, naar=naar, bedrag=bedrag, **(gewoon | anders))


def keur_goed(voorstel, door):
    return verplaatsen.keur_overheveling_goed(voorstel=voorstel, door=door, op=DAG)


@pytest.mark.regel("B-05")
def test_from_initiatieven_to_the_agenda_of_the_wijk_the_mandate_decides(manager, wijk):
    voorstel = stel_voor(pot(wijk), pot(wijk, soort=Potsoort.AGENDA))
    with pytest.raises(GeenMandaat):
        keur_goed(voorstel, MedewerkerFactory())

    besluit = keur_goed(voorstel, manager)
    keur_goed(voorstel, manager)

    assert (besluit.regel, besluit.stand) == ("B-05", "goedgekeurd")
    assert saldi(wijk) == {"vrij": 2900}
    assert saldi(wijk, Potsoort.AGENDA) == {"vrij": 600}
    boeking = Boeking.objects.get(overheveling=voorstel)
    assert (boeking.regel, boeking.mandaat is not None) == ("B-05", True)


@pytest.mark.parametrize(
    ("soorten", "naar_andere_wijk", "regel"),
    [
        pytest.param(("agenda", "initiatieven"), False, "B-06", marks=pytest.mark.regel("B-06")),
        pytest.param(("agenda", "agenda"), True, "B-07", marks=pytest.mark.regel("B-07")),
        pytest.param(("initiatieven", "agenda"), True, "B-07", marks=pytest.mark.regel("B-07")),
    ],
)
def test_the_other_directions_ask_consultation_and_the_wethouder(
    manager, wethouder, wijk, andere, soorten, naar_andere_wijk, regel
):
    van = pot(wijk, soort=soorten[0])
    naar = pot(andere if naar_andere_wijk else wijk, soort=soorten[1])
    with pytest.raises(OverhevelingKanNiet, match=rf"Leg vast wat de wijkcoalitie vindt .*\({regel};"):
        stel_voor(van, naar, tekort=100)
    voor = naar.saldo_nu

    voorstel = stel_voor(van, naar, tekort=100, **GEHOORD)
    assert voorstel.tekort == (100 if regel == "B-06" else None)
    with pytest.raises(OverhevelingKanNiet, match=rf"alleen de wethouder Wijken \({regel};"):
        keur_goed(voorstel, manager)
    keur_goed(voorstel, wethouder)

    assert naar.saldo_nu == voor + 100
    assert Boeking.objects.get(overheveling=voorstel).regel == regel


@pytest.mark.regel("B-06")
@pytest.mark.parametrize("naar_andere_wijk", [False, True])
def test_an_agenda_gives_to_initiatieven_only_what_those_threaten_to_fall_short(
    wethouder, wijk, andere, naar_andere_wijk
):
    van, naar = pot(wijk, soort=Potsoort.AGENDA), pot(andere if naar_andere_wijk else wijk)
    with pytest.raises(OverhevelingKanNiet, match=r"alleen als daar een tekort dreigt.*B-06; RM 6\.3"):
        stel_voor(van, naar, **GEHOORD)
    with pytest.raises(OngeldigBedrag):
        stel_voor(van, naar, tekort=0, **GEHOORD)
    with pytest.raises(OverhevelingKanNiet, match=r"Het dreigende tekort is .*99,99\. Hevel niet meer over"):
        stel_voor(van, naar, tekort="99.99", **GEHOORD)
    assert not Overheveling.objects.exists()
    voor = naar.saldo_nu

    keur_goed(stel_voor(van, naar, tekort=100, **GEHOORD), wethouder)

    assert naar.saldo_nu == voor + 100


@pytest.mark.regel("B-06")
def test_the_database_keeps_the_shortfall_with_the_proposal(jaar, wijk):
    potten = {
        "van": pot(wijk, soort=Potsoort.AGENDA),
        "naar": pot(wijk),
        "voorgesteld_door": MedewerkerFactory(),
    }
    for tekort, naam in ((None, "overheveling_bij_dreigend_tekort"), (9, "overheveling_niet_boven_tekort")):
        with pytest.raises(IntegrityError, match=naam), transaction.atomic():
            Overheveling.objects.create(bedrag=10, reden="r", tekort=tekort, **potten)
    Overheveling.objects.create(bedrag=10, reden="r", tekort=10, **potten)
    with pytest.raises(IntegrityError, match="overheveling_bij_dreigend_tekort"):
        Overheveling.objects.update(tekort=5000)


@pytest.mark.regel("B-07")
def test_proposal_and_decision_are_of_different_people(wethouder, wijk, andere):
    RolFactory(soort="beleidsmedewerker", medewerker=wethouder)
    voorstel = stel_voor(pot(wijk), pot(andere), door=wethouder, **GEHOORD)

    with pytest.raises(OverhevelingKanNiet, match="niet zelf over"):
        keur_goed(voorstel, wethouder)
    with pytest.raises(IntegrityError, match="overheveling_vier_ogen"):
        Overheveling.objects.update(
            stand="goedgekeurd", besloten_door=wethouder, besloten_op=voorstel.voorgesteld_op
        )


@pytest.mark.regel("B-07", "B-09")
def test_transfers_only_within_the_year_itself(wethouder, wijk, andere):
    voorstel = stel_voor(pot(wijk), pot(andere), **GEHOORD)
    geopend_jaar(2025)

    with pytest.raises(OverhevelingKanNiet, match="in het jaar zelf"):
        verplaatsen.keur_overheveling_goed(voorstel=voorstel, door=wethouder, op=datetime.date(2025, 1, 1))
    with pytest.raises(OverhevelingKanNiet, match="binnen een jaar"):
        stel_voor(pot(wijk), pot(andere, jaar=2025), **GEHOORD)


@pytest.mark.regel("B-07")
def test_only_free_money_of_wijk_pots_is_transferred(wijk):
    geopend_jaar()
    for van, naar in [
        (pot(wijk), pot(wijk)),
        (pot(wijk), pot(wijk, soort=Potsoort.AGENDA, staat="betaald")),
        (Rekening.objects.get(soort="opstart", staat="vrij"), pot(wijk)),
    ]:
        with pytest.raises(OverhevelingKanNiet, match="Alleen vrij geld"):
            stel_voor(van, naar)
    with pytest.raises(OverhevelingKanNiet, match="Leg uit"):
        stel_voor(pot(wijk), pot(wijk, soort=Potsoort.AGENDA), reden=" ")
    with pytest.raises(OngeldigBedrag):
        stel_voor(pot(wijk), pot(wijk, soort=Potsoort.AGENDA), bedrag=-1)


@pytest.mark.regel("B-08")
def test_a_transfer_leaves_no_pot_below_zero(manager, wijk):
    voorstel = stel_voor(pot(wijk), pot(wijk, soort=Potsoort.AGENDA), bedrag="3000.01")

    with pytest.raises(OnvoldoendeSaldo):
        keur_goed(voorstel, manager)
    voorstel.refresh_from_db()
    assert voorstel.stand == "voorgesteld"


@pytest.mark.regel("B-18")
def test_refusing_asks_a_reason_and_is_final(manager, wijk):
    voorstel = stel_voor(pot(wijk), pot(wijk, soort=Potsoort.AGENDA))
    with pytest.raises(OverhevelingKanNiet, match="Leg uit"):
        verplaatsen.wijs_overheveling_af(voorstel=voorstel, door=manager, reden="", op=DAG)

    besluit = verplaatsen.wijs_overheveling_af(voorstel=voorstel, door=manager, reden="Niet nodig", op=DAG)

    assert (besluit.stand, besluit.besluit_reden) == ("afgewezen", "Niet nodig")
    with pytest.raises(VerouderdeActie, match="afgewezen"):
        keur_goed(voorstel, manager)


def extra(rekening, bedrag=1000, raadsbesluit="RB 2024-12", door=None):
    return verplaatsen.voeg_extra_krediet_toe(
        rekening=rekening,
        bedrag=bedrag,
        raadsbesluit=raadsbesluit,
        besloten_op=DAG,
        door=door or beleidsmedewerker(),
    )


@pytest.mark.regel("B-16")
def test_extra_money_of_the_raad_comes_in_once_and_is_visible_as_such(jaar, wijk):
    agenda = pot(wijk, soort=Potsoort.AGENDA)
    boeking = extra(agenda)

    assert extra(agenda).pk == boeking.pk
    assert (boeking.van.soort, boeking.reden, boeking.regel) == (
        "extra_krediet",
        "Raadsbesluit RB 2024-12",
        "B-16",
    )
    assert agenda.saldo_nu == 1500
    with pytest.raises(Domeinfout, match="al verwerkt"):
        extra(agenda, bedrag=999)


@pytest.mark.regel("B-16")
def test_extra_money_needs_a_decision_and_a_wijk_pot(jaar, wijk):
    with pytest.raises(Domeinfout, match="Noem het raadsbesluit"):
        extra(pot(wijk), raadsbesluit=" ")
    with pytest.raises(Domeinfout, match="Noem het raadsbesluit"):
        extra(Rekening.objects.get(soort="algemeen"))
    assert not ExtraKrediet.objects.exists()
