"""Moving money in the work environment: who proposes, who decides, and what the page says of it."""

import pytest
import time_machine
from django.urls import reverse

from budgetten import verplaatsen
from budgetten.models import Boeking, Overheveling
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import (
    DAG,
    beleidsmedewerker,
    geopend_jaar,
    pot,
    saldi,
    vraag,
    vul,
    wethouder_wijken,
)
from tests.budgetten.test_admin_verdeling import als, tekst
from tests.budgetten.test_rechten import iemand
from tests.fabrieken import RolFactory, WijkFactory

pytestmark = pytest.mark.django_db
GEHOORD = {"samenspraak": "De coalitie is het ermee eens", "samenspraak_op": "2024-05-30"}


@pytest.fixture(autouse=True)
def in_het_jaar():
    with time_machine.travel("2024-06-01 12:00", tick=False):
        yield


@pytest.fixture
def andere(jaar):
    wijk = WijkFactory()
    geopend_jaar()
    return wijk


def nieuw(jaar=2024):
    return reverse("admin:budgetten_overheveling_nieuw", args=[jaar])


def pagina(voorstel):
    return reverse("admin:budgetten_overheveling_change", args=[voorstel.pk])


def besluit(voorstel, naam):
    return reverse("admin:budgetten_overheveling_besluit", args=[voorstel.pk, naam])


def ingevuld(van, naar, **anders):
    gewoon = {"van": van.pk, "naar": naar.pk, "bedrag": "250,50", "reden": "Er komt een tekort"}
    return gewoon | {"samenspraak": "", "samenspraak_op": ""} | anders


@pytest.fixture
def voorstel(wijk, boekhouder):
    """€ 100 from initiatieven to the agenda of the same wijk."""
    return verplaatsen.stel_overheveling_voor(
        van=pot(wijk),
        naar=pot(wijk, soort=Potsoort.AGENDA),
        bedrag=100,
        reden="Weinig initiatieven",
        door=boekhouder,
    )


@pytest.fixture
def naar_andere(wijk, andere, boekhouder):
    gehoord = {"samenspraak": "Akkoord", "samenspraak_op": DAG}
    return verplaatsen.stel_overheveling_voor(
        van=pot(wijk), naar=pot(andere), bedrag=100, reden="Tekort", door=boekhouder, **gehoord
    )


@pytest.mark.regel("B-05")
def test_a_proposal_shows_what_is_free_and_moves_nothing_yet(client, wijk, boekhouder):
    client = als(client, boekhouder)
    formulier = tekst(client.get(nieuw()))
    antwoord = client.post(nieuw(), ingevuld(pot(wijk), pot(wijk, soort=Potsoort.AGENDA)))

    assert f"{wijk} – initiatieven (€ 3.000,00 vrij)" in formulier
    assert antwoord.status_code == 302
    gedaan = Overheveling.objects.get()
    assert (str(gedaan.bedrag), gedaan.voorgesteld_door, gedaan.regel) == ("250.50", boekhouder, "B-05")
    assert saldi(wijk) == {"vrij": 3000}


@pytest.mark.regel("B-06", "B-07")
def test_other_directions_ask_what_the_coalition_says_and_keep_what_was_typed(
    client, wijk, andere, boekhouder
):
    client = als(client, boekhouder)
    for van, naar, regel in [
        (pot(wijk, soort=Potsoort.AGENDA), pot(wijk), "B-06"),
        (pot(wijk), pot(andere), "B-07"),
    ]:
        velden = ingevuld(van, naar, tekort="250,50" if regel == "B-06" else "")
        antwoord = client.post(nieuw(), velden)
        assert antwoord.status_code == 422
        assert f"Leg vast wat de wijkcoalitie vindt en wanneer u dat besprak ({regel};" in tekst(antwoord)
        assert 'value="250,50"' in antwoord.content.decode()
        assert client.post(nieuw(), velden | GEHOORD).status_code == 302
    assert [gedaan.regel for gedaan in Overheveling.objects.order_by("pk")] == ["B-06", "B-07"]


@pytest.mark.regel("B-07", "B-08")
@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"bedrag": "3000,01"}, "nog € 3.000,00 vrij"),
        ({"bedrag": "-5"}, "meer dan € 0,00"),
        ({"bedrag": "5,001"}, "hooguit twee cijfers"),
        ({"bedrag": "99999999999999"}, "te groot"),
        ({"reden": " "}, "Leg uit waarom"),
        ({"naar": "zelfde"}, "Alleen vrij geld"),
        ({"naar": "betaald"}, "Kies een pot uit de lijst"),
        ({"van": "ander jaar"}, "Kies een pot uit de lijst"),
        ({"van": "999999"}, "Kies een pot uit de lijst"),
        ({"samenspraak_op": "2024-06-02"}, "in de toekomst"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused(client, wijk, boekhouder, anders, melding):
    """Forged pots too: of another year, in another state, of nobody."""
    van = pot(wijk)
    geopend_jaar(2025)
    vals = {
        "zelfde": van.pk,
        "betaald": pot(wijk, staat="betaald").pk,
        "ander jaar": pot(wijk, jaar=2025).pk,
    }
    velden = ingevuld(van, pot(wijk, soort=Potsoort.AGENDA)) | anders
    velden |= {naam: vals.get(velden[naam], velden[naam]) for naam in ("van", "naar")}

    antwoord = als(client, boekhouder).post(nieuw(), velden)

    assert antwoord.status_code == 422
    assert melding in tekst(antwoord)
    assert not Overheveling.objects.exists()


@pytest.mark.regel("B-07", "W-05")
def test_a_wijkregisseur_proposes_to_the_own_wijk_only(client, wijk, andere):
    client = als(client, RolFactory(wijkregisseur=True, wijk=wijk).medewerker)

    assert client.post(nieuw(), ingevuld(pot(wijk), pot(andere), **GEHOORD)).status_code == 422
    assert not Overheveling.objects.exists()
    vul(pot(andere), 300, beleidsmedewerker())
    assert client.post(nieuw(), ingevuld(pot(andere), pot(wijk), **GEHOORD)).status_code == 302


@pytest.mark.regel("B-05", "B-18")
def test_the_manager_sees_both_pots_and_the_rule_and_approves_once(client, voorstel, manager, wijk):
    client = als(client, manager)
    lees = tekst(client.get(pagina(voorstel)))
    for _ in range(2):
        assert client.post(besluit(voorstel, "goedkeuren"), {}).status_code == 302

    assert "na goedkeuren € 2.900,00" in lees
    assert "na goedkeuren € 600,00" in lees
    assert "(regel B-05; RM 6.1)" in lees
    assert saldi(wijk) == {"vrij": 2900}
    assert Boeking.objects.filter(overheveling=voorstel).count() == 1
    assert f"door {manager.naam}" in tekst(client.get(pagina(voorstel)))


@pytest.mark.regel("B-06", "B-07")
def test_only_the_wethouder_decides_on_the_other_directions(client, naar_andere, manager, andere):
    client = als(client, manager)
    assert "Hierover besluit alleen de wethouder Wijken (B-07" in tekst(client.get(pagina(naar_andere)))
    antwoord = client.post(besluit(naar_andere, "goedkeuren"), {"goedkeuren-toelichting": "Moet nu"})
    assert antwoord.status_code == 422
    assert "Hierover besluit alleen de wethouder Wijken" in tekst(antwoord)
    assert "Moet nu" in antwoord.content.decode()

    assert als(client, wethouder_wijken()).post(besluit(naar_andere, "goedkeuren"), {}).status_code == 302
    assert saldi(andere) == {"vrij": 100}


@pytest.mark.regel("B-18")
def test_refusing_asks_why_and_a_later_decision_is_409(client, voorstel, manager):
    client = als(client, manager)
    assert client.post(besluit(voorstel, "afwijzen"), {"afwijzen-reden": " "}).status_code == 422
    assert client.post(besluit(voorstel, "afwijzen"), {"afwijzen-reden": "Niet nodig"}).status_code == 302

    antwoord = client.post(besluit(voorstel, "goedkeuren"), {})
    assert antwoord.status_code == 409
    assert "Over dit voorstel is al besloten: het is afgewezen." in tekst(antwoord)
    assert "Niet nodig" in tekst(antwoord)
    assert client.post(besluit(voorstel, "afwijzen"), {"afwijzen-reden": "x"}).status_code == 409
    assert "Niet nodig" in tekst(client.get(pagina(voorstel)))
    assert not Boeking.objects.filter(overheveling=voorstel).exists()


@pytest.mark.regel("B-08")
def test_what_was_spent_meanwhile_is_told_and_nothing_moves(client, wijk, manager, boekhouder):
    opties = {"bedrag": 3000, "reden": "x", "door": boekhouder}
    potten = {"van": pot(wijk), "naar": pot(wijk, soort=Potsoort.AGENDA)}
    eerste, tweede = (verplaatsen.stel_overheveling_voor(**opties, **potten) for _ in range(2))
    client = als(client, manager)
    client.post(besluit(eerste, "goedkeuren"), {})

    assert "dat is te weinig" in tekst(client.get(pagina(tweede)))
    antwoord = client.post(besluit(tweede, "goedkeuren"), {})

    assert antwoord.status_code == 422
    assert "te weinig geld in deze pot" in tekst(antwoord)
    tweede.refresh_from_db()
    assert tweede.stand == "voorgesteld"


@pytest.mark.regel("B-07")
def test_the_proposer_does_not_decide(client, naar_andere, boekhouder):
    RolFactory(soort="wethouder_wijken", medewerker=boekhouder)
    client = als(client, boekhouder)

    assert client.get(pagina(naar_andere)).context["formulieren"] == {}
    antwoord = client.post(besluit(naar_andere, "goedkeuren"), {})
    assert antwoord.status_code == 422
    assert "niet zelf over" in tekst(antwoord)


@pytest.mark.regel("W-05")
@pytest.mark.parametrize(
    ("soort", "zien", "voorstellen", "besluiten"),
    [
        ("beleidsmedewerker", 200, 200, 403),
        ("wethouder_wijken", 200, 403, 302),
        ("wijkregisseur", 200, 200, 403),
        ("clustermanager", 200, 403, 422),
        ("beheerder", 200, 403, 403),
        ("vakambtenaar", 403, 403, 403),
        ("raadslid", 403, 403, 403),
        ("kcc", 403, 403, 403),
    ],
)
def test_each_role_sees_and_does_what_the_table_gives(
    client, naar_andere, manager, soort, zien, voorstellen, besluiten
):
    client = als(client, iemand(soort))

    assert client.get(pagina(naar_andere)).status_code == zien
    lijst = client.get(reverse("admin:budgetten_overheveling_changelist")).status_code
    assert lijst == zien
    assert client.get(nieuw()).status_code == voorstellen
    assert client.post(besluit(naar_andere, "goedkeuren"), {}).status_code == besluiten


def test_what_is_not_there_is_404_and_a_year_that_is_not_open_409(client, voorstel, boekhouder):
    assert client.get(pagina(voorstel)).status_code == 302
    client = als(client, boekhouder)
    assert client.get(pagina(voorstel).replace(f"/{voorstel.pk}/", "/0/")).status_code == 404
    assert client.post(besluit(voorstel, "weggeven"), {}).status_code == 404
    assert client.get(nieuw(1999)).status_code == 404
    geopend_jaar(2025)
    antwoord = client.get(nieuw(2025))
    assert antwoord.status_code == 409
    assert "Dit kan niet in 2025: nog niet verdeeld." in tekst(antwoord)
    assert "Budget wijkgericht werken 2025" in tekst(antwoord)


@pytest.mark.regel("B-07")
def test_a_transfer_is_proposed_in_the_year_itself(client, jaar, boekhouder):
    client, van_het_jaar = als(client, boekhouder), reverse("admin:budgetten_jaarbudget_change", args=[2024])
    assert nieuw() in client.get(van_het_jaar).content.decode()
    with time_machine.travel("2025-01-01 12:00"):
        client = als(client, boekhouder)
        pagina = client.get(van_het_jaar)
        assert pagina.status_code == 200
        assert nieuw() not in pagina.content.decode()
        antwoord = client.get(nieuw())
        assert antwoord.status_code == 409
        assert "Overhevelen kan alleen in het jaar zelf" in tekst(antwoord)


def test_pages_cost_the_same_however_many_transfers_and_pots_there_are(
    client, voorstel, manager, boekhouder, andere, django_assert_num_queries
):
    gewoon = {"van": voorstel.van, "naar": voorstel.naar, "reden": "x", "door": boekhouder}
    client = als(client, boekhouder)
    for aantal in (1, 20):
        for _ in range(aantal):
            verplaatsen.stel_overheveling_voor(bedrag=1, **gewoon)
            WijkFactory()
        geopend_jaar()
        with django_assert_num_queries(LIJST):
            client.get(reverse("admin:budgetten_overheveling_changelist"))
        with django_assert_num_queries(PAGINA):
            client.get(pagina(voorstel))
        with django_assert_num_queries(FORMULIER):
            client.get(nieuw())


LIJST, PAGINA, FORMULIER = 10, 9, 10


@pytest.mark.regel("B-06")
def test_who_decides_on_money_of_an_agenda_sees_the_shortfall_and_what_is_asked(
    client, wijk, boekhouder, gegevens
):
    vraag(gegevens, bedrag=900)
    velden = ingevuld(pot(wijk, soort=Potsoort.AGENDA), pot(wijk), **GEHOORD)
    client = als(client, boekhouder)
    for tekort, melding in (("", "alleen als daar een tekort dreigt"), ("250,49", "niet meer over dan dat")):
        antwoord = client.post(nieuw(), velden | {"tekort": tekort})
        assert antwoord.status_code == 422
        assert melding in tekst(antwoord)
    assert client.post(nieuw(), velden | {"tekort": "300"}).status_code == 302

    pagina_ = tekst(als(client, wethouder_wijken()).get(pagina(Overheveling.objects.get())))

    assert "De pot voor initiatieven dreigt € 300,00 tekort te komen." in pagina_
    assert "Er is nu € 900,00 gevraagd waarover nog niet is besloten." in pagina_
