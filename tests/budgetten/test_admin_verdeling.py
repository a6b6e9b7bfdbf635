"""The divide table in the work environment: proposing, adjusting, deciding, and who may not."""

import datetime
import re
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from budgetten import verdelen
from budgetten.models import Boeking, Verdeling
from tests.budgetten.fabrieken import (
    JaarbudgetFactory,
    beleid,
    beleidsmedewerker,
    manager_van_het_wijkbudget,
    wethouder_wijken,
)
from tests.budgetten.test_rechten import iemand
from tests.fabrieken import InwonertalFactory, RolFactory, WijkFactory
from wijken.models import Medewerker

pytestmark = pytest.mark.django_db
JAAR = 2026


@pytest.fixture
def jaar(db):
    """A year with € 1.000 for two wijken of 100 and 200 inhabitants."""
    beleid()
    for nummer, naam in enumerate(("Centrum", "Swalmen"), start=1):
        InwonertalFactory(wijk=WijkFactory(naam=naam, nummer=nummer), aantal=100 * nummer)
    return JaarbudgetFactory(jaar=JAAR, bedrag=1000, opstartkosten=0)


@pytest.fixture
def voorsteller(jaar):
    return beleidsmedewerker()


@pytest.fixture
def manager(jaar):
    return manager_van_het_wijkbudget()


@pytest.fixture
def verdeling(jaar, voorsteller):
    """€ 220 + € 110 for Centrum, € 450 + € 220 for Swalmen."""
    return verdelen.stel_voor(jaar=jaar, door=voorsteller)


def nieuw(jaar=JAAR):
    return reverse("admin:budgetten_verdeling_nieuw", args=[jaar])


def tabel(verdeling, naam="change"):
    return reverse(f"admin:budgetten_verdeling_{naam}", args=[verdeling.pk])


def ingevuld(verdeling, **anders):
    """What the browser sends: every amount as it stands but `anders`, by column and number of the wijk."""
    velden = {"reden": "Zo is besloten", "gezien": verdelen.vingerafdruk(verdeling)}
    for regel in verdeling.regels.select_related("wijk"):
        for kolom in ("agenda", "initiatieven"):
            bedrag = f"{getattr(regel, kolom):.2f}".replace(".", ",")
            velden[f"{kolom}-{regel.wijk_id}"] = anders.pop(f"{kolom}{regel.wijk.nummer}", bedrag)
    return velden | anders


def als(client, medewerker):
    client.force_login(medewerker)
    return client


def tekst(antwoord):
    """The page as it reads, without its marks."""
    kaal = re.sub(r"<[^>]+>", " ", antwoord.content.decode()).replace("&#x27;", "'")
    return re.sub(r"\s+", " ", kaal)


@pytest.mark.regel("B-02", "B-03")
def test_a_proposal_is_made_with_the_chosen_day_unit_and_limits(client, jaar, voorsteller):
    client = als(client, voorsteller)
    pagina = tekst(client.get(nieuw()))
    antwoord = client.post(
        nieuw(), {"peildatum": "2023-01-01", "eenheid": "0.01", "ondergrens": "400,00", "bovengrens": ""}
    )

    verdeling = Verdeling.objects.get()
    assert "€ 1.000,00" in pagina
    assert antwoord.headers["Location"] == tabel(verdeling)
    assert (verdeling.voorgesteld_door, verdeling.eenheid) == (voorsteller, "0.01")
    assert verdeling.peildatum == datetime.date(2023, 1, 1)
    assert [regel.totaal for regel in verdeling.regels.all()] == [400, 600]
    assert not Boeking.objects.exists()


@pytest.mark.regel("B-02")
@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"ondergrens": "600,00"}, "niet te verdelen"),
        ({"ondergrens": "15,00"}, "in stappen van € 10,00"),
        ({"ondergrens": "500,00", "bovengrens": "400,00"}, "lager dan de ondergrens"),
        ({"ondergrens": "-1"}, "meer dan € 0,00"),
        ({"bovengrens": "99999999999999"}, "te groot"),
        ({"eenheid": "7"}, "geldige keuze"),
        ({"peildatum": "1999-01-01"}, "Kies een peildatum"),
    ],
)
def test_a_proposal_that_cannot_be_is_told_and_keeps_what_was_typed(client, voorsteller, velden, melding):
    goed = {"peildatum": "2023-01-01", "eenheid": "10.00", "ondergrens": "", "bovengrens": ""}

    antwoord = als(client, voorsteller).post(nieuw(), goed | velden)

    assert antwoord.status_code == 422
    assert melding in tekst(antwoord)
    for naam in velden.keys() - {"eenheid", "peildatum"}:
        assert f'value="{velden[naam]}"' in antwoord.content.decode()
    assert not Verdeling.objects.exists()


@pytest.mark.regel("B-02", "B-03")
def test_the_table_shows_each_wijk_with_its_rounding_and_totals_that_close(client, verdeling, manager):
    antwoord = als(client, manager).get(tabel(verdeling))

    pagina = tekst(antwoord)
    assert "Centrum 100 € 333,33 − € 3,33 € 220,00 € 110,00 € 330,00" in pagina
    assert "Swalmen 200 € 666,67 + € 3,33 € 450,00 € 220,00 € 670,00" in pagina
    assert "Samen 300 € 1.000,00 € 670,00 € 330,00 € 1.000,00" in pagina
    assert "67% voor wijkagenda's en 33% voor initiatieven" in pagina
    assert "regel B-02 en B-03; RM 6.1" in pagina


@pytest.mark.regel("B-02", "B-18")
def test_amounts_are_adjusted_in_the_table_with_the_reason(client, verdeling, voorsteller):
    antwoord = als(client, voorsteller).post(
        tabel(verdeling, "aanpassen"), ingevuld(verdeling, agenda1="230,50", agenda2="439,50")
    )

    assert antwoord.status_code == 302
    assert list(verdeling.regels.values_list("agenda", flat=True)) == [Decimal("230.50"), Decimal("439.50")]
    regel = verdeling.regels.first()
    assert regel.history.first().history_change_reason == "Zo is besloten"


@pytest.mark.regel("B-02", "B-18")
def test_a_decided_table_shows_what_was_adjusted_by_hand_and_why(client, verdeling, voorsteller, manager):
    client.force_login(voorsteller)
    assert "aangepast" not in tekst(als(client, manager).get(tabel(verdeling)))
    als(client, voorsteller).post(
        tabel(verdeling, "aanpassen"), ingevuld(verdeling, agenda1="230,50", agenda2="439,50")
    )
    verdeling.refresh_from_db()
    verdelen.stel_vast(verdeling=verdeling, door=manager, kenmerk="B&W")

    pagina = tekst(als(client, RolFactory(soort="raadslid").medewerker).get(tabel(verdeling)))

    assert pagina.count("voorstel € ") == 2
    assert (
        "Bedragen die met de hand zijn aangepast, staan er met het voorstel bij. Reden: Zo is besloten"
        in pagina
    )


@pytest.mark.regel("B-02")
def test_columns_that_do_not_close_are_each_named_and_nothing_typed_is_lost(client, verdeling, voorsteller):
    velden = ingevuld(verdeling, agenda1="1.230,50", initiatieven2="0", reden="Te weinig gerekend")

    antwoord = als(client, voorsteller).post(tabel(verdeling, "aanpassen"), velden)

    assert antwoord.status_code == 422
    pagina = tekst(antwoord)
    assert "De kolom wijkagenda's sluit niet: er is € 1.010,50 te veel verdeeld." in pagina
    assert "De kolom initiatieven sluit niet: er is € 220,00 te weinig verdeeld." in pagina
    html = antwoord.content.decode()
    assert 'value="1.230,50"' in html
    assert "Te weinig gerekend" in html
    assert list(verdeling.regels.values_list("agenda", flat=True)) == [220, 450]


@pytest.mark.regel("B-02")
@pytest.mark.parametrize("bedrag", ["-10,00", "220,001", "99999999999999", "1e3", "", "2.20,00", "abc"])
def test_an_amount_that_cannot_be_is_refused_in_its_own_cell(client, verdeling, voorsteller, bedrag):
    antwoord = als(client, voorsteller).post(
        tabel(verdeling, "aanpassen"), ingevuld(verdeling, agenda1=bedrag)
    )

    assert antwoord.status_code == 422
    assert antwoord.context["tabelform"].errors.keys() == {f"agenda-{verdeling.regels.first().wijk_id}"}
    assert list(verdeling.regels.values_list("agenda", flat=True)) == [220, 450]


@pytest.mark.regel("B-02")
def test_amounts_of_another_division_or_wijk_are_not_taken(client, verdeling, voorsteller):
    """Forged names of fields do nothing: the form knows only the lines of this division."""
    vreemd = WijkFactory()
    velden = ingevuld(verdeling) | {
        f"agenda-{vreemd.pk}": "5,00",
        f"regel-{verdeling.regels.first().pk}": "5,00",
    }

    als(client, voorsteller).post(tabel(verdeling, "aanpassen"), velden)

    assert list(verdeling.regels.values_list("agenda", flat=True)) == [220, 450]


@pytest.mark.regel("B-02", "B-03")
def test_somebody_else_decides_and_from_then_on_it_is_only_read(client, verdeling, manager, voorsteller):
    velden = {"kenmerk": "B&W 2026-12", "gezien": verdelen.vingerafdruk(verdeling)}

    antwoord = als(client, manager).post(tabel(verdeling, "vaststellen"), velden)

    assert antwoord.status_code == 302
    assert "Het geld zit in de potten." in str(next(iter(get_messages(antwoord.wsgi_request))))
    verdeling.refresh_from_db()
    assert (verdeling.vastgesteld_door, verdeling.kenmerk) == (manager, "B&W 2026-12")
    assert Boeking.objects.count() == 5
    antwoord = als(client, voorsteller).get(tabel(verdeling))
    assert antwoord.context["tabelform"] is None
    assert antwoord.context["vaststelform"] is None
    assert f"door {manager.naam}, kenmerk B&amp;W 2026-12" in tekst(antwoord)


@pytest.mark.regel("B-18")
def test_what_was_decided_meanwhile_gives_409_for_everybody(client, verdeling, manager, voorsteller):
    velden = {"kenmerk": "B&W", "gezien": verdelen.vingerafdruk(verdeling)}
    als(client, manager).post(tabel(verdeling, "vaststellen"), velden)

    antwoord = als(client, manager).post(tabel(verdeling, "vaststellen"), velden)
    assert antwoord.status_code == 409
    assert "Deze verdeling is al vastgesteld en kan niet meer veranderen." in tekst(antwoord)
    assert f"door {manager.naam}, kenmerk B&amp;W" in tekst(antwoord)
    assert als(client, wethouder_wijken()).post(tabel(verdeling, "vaststellen"), velden).status_code == 409
    client = als(client, voorsteller)
    assert client.post(tabel(verdeling, "aanpassen"), ingevuld(verdeling)).status_code == 409
    antwoord = client.get(nieuw())
    assert antwoord.status_code == 409
    assert "is al vastgesteld." in tekst(antwoord)
    assert "Verdeling over de wijken" in tekst(antwoord)
    assert client.post(nieuw(), {}).status_code == 409
    assert Boeking.objects.count() == 5


@pytest.mark.regel("B-18")
def test_nobody_decides_or_adjusts_amounts_that_were_not_seen(client, verdeling, manager, voorsteller):
    gezien = verdelen.vingerafdruk(verdeling)
    als(client, voorsteller).post(
        tabel(verdeling, "aanpassen"), ingevuld(verdeling, agenda1="210,00", agenda2="460,00")
    )

    antwoord = als(client, manager).post(tabel(verdeling, "vaststellen"), {"kenmerk": "x", "gezien": gezien})
    zonder = client.post(tabel(verdeling, "vaststellen"), {"kenmerk": "x"})
    opnieuw = als(client, voorsteller).post(
        tabel(verdeling, "aanpassen"), ingevuld(verdeling) | {"gezien": gezien}
    )

    assert [antwoord.status_code, zonder.status_code, opnieuw.status_code] == [409, 409, 409]
    for pagina in (antwoord, zonder, opnieuw):
        assert "Iemand heeft deze verdeling intussen aangepast." in tekst(pagina)
        assert pagina.context["gezien"] == verdelen.vingerafdruk(verdeling) != gezien
    assert "€ 210,00 voorstel € 220,00" in tekst(antwoord)
    assert "intussen aangepast" in tekst(antwoord)
    verdeling.refresh_from_db()
    assert not verdeling.vastgesteld


@pytest.mark.regel("B-18")
def test_the_proposer_does_not_decide_and_who_adjusts_is_the_proposer(client, verdeling, voorsteller):
    RolFactory(soort="wethouder_wijken", medewerker=voorsteller)
    velden = {"kenmerk": "x", "gezien": verdelen.vingerafdruk(verdeling)}
    client = als(client, voorsteller)
    assert client.get(tabel(verdeling)).context["vaststelform"] is None
    assert client.post(tabel(verdeling, "vaststellen"), velden).status_code == 422

    ander = RolFactory(soort="wethouder_wijken", medewerker=beleidsmedewerker()).medewerker
    ander = Medewerker.objects.get(pk=ander.pk)
    als(client, ander).post(
        tabel(verdeling, "aanpassen"), ingevuld(verdeling, agenda1="210,00", agenda2="460,00")
    )
    velden["gezien"] = verdelen.vingerafdruk(verdeling)
    antwoord = client.post(tabel(verdeling, "vaststellen"), velden)
    assert antwoord.status_code == 422
    assert "stelt haar niet zelf vast" in tekst(antwoord)
    assert not Boeking.objects.exists()


@pytest.mark.regel("W-05")
@pytest.mark.parametrize(
    ("soort", "zien", "voorstellen", "vaststellen"),
    [
        ("beleidsmedewerker", 200, 200, 403),
        ("wethouder_wijken", 200, 403, 302),
        ("wijkregisseur", 200, 403, 403),
        ("clustermanager", 200, 403, 403),
        ("vakambtenaar", 200, 403, 403),
        ("beheerder", 200, 403, 403),
        ("raadslid", 200, 403, 403),
        ("kcc", 403, 403, 403),
    ],
)
def test_each_role_sees_and_does_what_the_table_gives(
    client, verdeling, manager, soort, zien, voorstellen, vaststellen
):
    """A clustermanager here is the manager of another cluster than the one with the wijkbudget."""
    client = als(client, iemand(soort))

    assert client.get(tabel(verdeling)).status_code == zien
    assert client.get(nieuw()).status_code == voorstellen
    aanpassen = client.post(tabel(verdeling, "aanpassen"), ingevuld(verdeling)).status_code
    assert aanpassen == (302 if voorstellen == 200 else 403)
    velden = {"kenmerk": "x", "gezien": verdelen.vingerafdruk(verdeling)}
    assert client.post(tabel(verdeling, "vaststellen"), velden).status_code == vaststellen


def test_strangers_sign_in_and_what_is_not_there_is_404(client, verdeling, voorsteller):
    assert client.get(tabel(verdeling)).status_code == 302
    client = als(client, voorsteller)
    onbekend = tabel(verdeling).replace(f"/{verdeling.pk}/", "/999999/")
    assert client.get(onbekend).status_code == 404
    assert client.get(onbekend.replace("999999", "x")).status_code == 404
    assert client.get(nieuw(1999)).status_code == 404
    assert client.post(tabel(verdeling)).status_code == 405
    assert client.get(tabel(verdeling, "vaststellen")).status_code == 405


def test_the_table_costs_the_same_however_many_wijken_there_are(
    client, jaar, voorsteller, manager, django_assert_num_queries
):
    client = als(client, manager)
    for aantal in (0, 10):
        for wijk in WijkFactory.create_batch(aantal):
            InwonertalFactory(wijk=wijk)
        verdeling = verdelen.stel_voor(jaar=jaar, door=voorsteller)
        with django_assert_num_queries(QUERIES):
            client.get(tabel(verdeling))


QUERIES = 13
