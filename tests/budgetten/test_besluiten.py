"""Which decision a reference stands for (B-14)."""

import pytest

from budgetten import aanvragen, besluiten, voorbeelden
from budgetten.aanvragen import Bron
from budgetten.besluiten import Besluit, onderwerp_bij
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort
from budgetten.rekeningen import open_rekeningen
from budgetten.toetsen import AanvraagGeweigerd
from tests.budgetten.fabrieken import DAG, pot, vraag, vul
from tests.fabrieken import RolFactory, WijkFactory

pytestmark = pytest.mark.regel("B-14")
NEE = Besluit(kenmerk="PB-3", op=DAG, wijk_id=1, deelbudget=Potsoort.AGENDA, bezwaar="Nee.")


def test_a_reference_is_of_the_kind_of_which_somebody_decided_on_it(monkeypatch):
    bronnen = {
        "plan": lambda naam: None,
        "zaak": lambda naam: NEE if naam == "RM-3" else None,
    }
    monkeypatch.setattr(besluiten, "_bronnen", bronnen)

    assert onderwerp_bij("RM-3") == "zaak:RM-3"
    assert onderwerp_bij("plan:RM-3") == "plan:RM-3"
    assert onderwerp_bij("RM-4") == "RM-4"
    assert onderwerp_bij("verzonnen:RM-3") == "verzonnen:RM-3"


@pytest.mark.django_db
def test_the_demo_takes_only_its_own_plans_for_decided():
    wijk = WijkFactory(slug="donderberg")
    besluit = voorbeelden.besluit_over("VB-2026-01")

    assert besluit.kenmerk == "Principebesluit van 3 februari 2026"
    assert (besluit.wijk_id, besluit.deelbudget, besluit.bereik) == (wijk.pk, "initiatieven", "buurt_of_plek")
    assert voorbeelden.besluit_over("VB-2026-09") is None
    assert voorbeelden.besluit_over("RM-2026-00001") is None
    assert voorbeelden.titels_van(["VB-2026-01", "x"]).keys() == {"VB-2026-01"}


ANDER_BEREIK = "Het besluit is genomen voor een buurt of plek, en daar hoort het hoogste bedrag bij."
AGENDABRON = [Bron("cluster", "geweigerd")]


@pytest.mark.django_db
@pytest.mark.regel("B-03", "B-10")
@pytest.mark.parametrize(
    ("anders", "regel", "boodschap"),
    [
        ({"onderwerp": "proef:m1"}, "B-03", "Met dit besluit kan alleen geld uit het deelbudget wijkagenda."),
        (
            {"soort": "agenda", "bronnen": AGENDABRON},
            "B-03",
            "Met dit besluit kan alleen geld uit het deelbudget initiatieven.",
        ),
        ({"bereik": "hele_wijk", "bedrag": "1500.00"}, "B-10", ANDER_BEREIK),
        (
            {"bereik": "buurt_of_plek", "onderwerp": "proef:w1"},
            "B-10",
            "Het besluit is genomen voor de hele wijk",
        ),
    ],
)
def test_a_decision_is_ground_for_its_own_deelbudget_and_reach_only(gegevens, anders, regel, boodschap):
    with pytest.raises(AanvraagGeweigerd) as fout:
        vraag(gegevens, **anders)

    (weigering,) = fout.value.weigeringen
    assert weigering.regel == regel
    assert boodschap in weigering.boodschap
    assert not Aanvraag.objects.exists()


@pytest.mark.django_db
@pytest.mark.regel("B-03")
@pytest.mark.parametrize("anders", [{}, {"soort": "agenda", "onderwerp": "proef:m1", "bronnen": AGENDABRON}])
def test_a_decision_draws_nothing_on_the_pot_of_another_wijk(gegevens, anders):
    rijk = WijkFactory()
    open_rekeningen(gegevens["jaar"])
    vul(
        pot(rijk, soort=anders.get("soort", "initiatieven")),
        900,
        gegevens["jaar"].verdelingen.get().voorgesteld_door,
    )

    with pytest.raises(AanvraagGeweigerd, match="Het besluit gaat over een plan in een andere wijk"):
        vraag(gegevens, wijk=rijk, **anders)
    assert not Aanvraag.objects.exists()


@pytest.mark.django_db
@pytest.mark.regel("B-03", "B-12")
def test_money_of_a_cluster_for_a_plan_is_for_its_own_wijk_or_for_none(gegevens, wijk):
    cluster = RolFactory(clustermanager=True).cluster
    bronnen = [Bron(code, "geweigerd") for code in ("1a", "2", "5", "6")]
    geld = gegevens | {"soort": "cluster", "cluster": cluster, "bronnen": bronnen}

    assert [vraag(geld).wijk, vraag(geld, wijk=None).wijk] == [wijk, None]
    with pytest.raises(AanvraagGeweigerd, match="een andere wijk"):
        vraag(geld, wijk=WijkFactory())


@pytest.mark.django_db
@pytest.mark.regel("B-10", "B-14")
def test_a_maatregel_has_no_ceiling_and_its_own_objection(gegevens, monkeypatch, wijk):
    geld = gegevens | {"soort": "agenda", "onderwerp": "maatregel:4", "bronnen": AGENDABRON, "bedrag": 450}
    gegeven = {"kenmerk": "Wijkagenda, 4", "op": DAG, "wijk_id": wijk.pk, "deelbudget": Potsoort.AGENDA}
    nog_niet = Besluit(**gegeven, bezwaar="Deze maatregel staat niet in een vastgestelde wijkagenda.")
    monkeypatch.setitem(besluiten._bronnen, "maatregel", lambda naam: nog_niet)
    with pytest.raises(AanvraagGeweigerd, match="staat niet in een vastgestelde wijkagenda") as fout:
        vraag(geld)
    assert [weigering.regel for weigering in fout.value.weigeringen] == ["B-14"]

    monkeypatch.setitem(besluiten._bronnen, "maatregel", lambda naam: Besluit(**gegeven))

    assert vraag(geld).plafond is None


@pytest.mark.django_db
@pytest.mark.regel("B-03", "B-14")
def test_a_decision_that_changed_meanwhile_approves_nothing(gegevens, manager, monkeypatch, wijk):
    aanvraag = vraag(gegevens)
    elders = Besluit(
        kenmerk="PB-2", op=DAG, wijk_id=wijk.pk + 1, deelbudget=Potsoort.INITIATIEVEN, bereik="buurt_of_plek"
    )
    monkeypatch.setitem(besluiten._bronnen, "proef", lambda naam: elders)

    with pytest.raises(AanvraagGeweigerd, match="een andere wijk"):
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
