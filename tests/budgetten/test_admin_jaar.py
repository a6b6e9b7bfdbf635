"""The page of a year: what there is, what can be done with it by whom, extra money, and closing."""

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from budgetten import aanvragen, jaareinde
from budgetten.models import Boeking, ExtraKrediet, Jaarbudget
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import (
    DAG,
    JaarbudgetFactory,
    beleidsmedewerker,
    geopend_jaar,
    pot,
    saldi,
    vraag,
)
from tests.budgetten.test_admin_verdeling import als, tekst
from tests.fabrieken import RolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]

LIJST = reverse("admin:budgetten_jaarbudget_changelist")


def adres(naam, jaar=2024):
    return reverse(f"admin:budgetten_jaarbudget_{naam}", args=[jaar])


def krediet(jaar=2024):
    return reverse("admin:budgetten_extrakrediet_nieuw", args=[jaar])


@pytest.mark.parametrize(("soort", "status"), [("beheerder", 200), ("wijkregisseur", 200), ("kcc", 403)])
def test_who_works_with_money_sees_the_yearly_budgets(client, soort, status):
    JaarbudgetFactory(jaar=2030)
    client = als(client, RolFactory(**{soort: True}).medewerker)

    assert client.get(LIJST).status_code == status
    assert client.get(adres("change", 2030)).status_code == status


@pytest.mark.regel("B-01")
def test_the_list_tells_how_far_each_year_is(client, jaar):
    JaarbudgetFactory(jaar=2025)
    client, door = als(client, beleidsmedewerker()), beleidsmedewerker()

    def standen(antwoord):
        return {rij.jaar: rij.stand for rij in antwoord.context["cl"].result_list}

    antwoord = client.get(LIJST)
    assert standen(antwoord) == {2024: "verdeeld", 2025: "leeg"}
    with time_machine.travel("2025-01-10"):
        jaareinde.sluit(jaar=jaar, door=door)
    assert standen(client.get(LIJST)) == {2024: "gesloten", 2025: "leeg"}
    assert "€ 250.000,00" in tekst(antwoord)
    assert "€ 205.000,00" in tekst(antwoord)


@pytest.mark.regel("B-01")
def test_the_page_shows_the_amounts_with_their_rule_and_offers_what_is_allowed(client, jaar, manager):
    pagina = tekst(als(client, manager).get(adres("change")))
    assert "€ 250.000,00" in pagina
    assert "(regel B-01; RM 6.1, tabel 6.1)" in pagina
    assert "sluit het jaar" in pagina
    assert "Nieuw voorstel maken" not in pagina

    pagina = tekst(als(client, RolFactory(soort="raadslid").medewerker).get(adres("change")))
    assert "Verdeling over de wijken" in pagina
    for knop in ("sluit het jaar", "Nieuw voorstel", "overheveling voorstellen", "van de raad vastleggen"):
        assert knop not in pagina


@pytest.mark.regel("B-01")
def test_amounts_are_entered_and_changed_until_the_year_is_divided(client, jaar):
    client = als(client, beleidsmedewerker())
    velden = {"jaar": 2030, "bedrag": "1.000,00", "opstartkosten": "0", "bron": "Begroting 2030"}
    assert client.post(reverse("admin:budgetten_jaarbudget_add"), velden).status_code == 302
    assert client.post(adres("bedragen", 2030), velden | {"bedrag": "2000,50"}).status_code == 302
    assert Jaarbudget.objects.get(pk=2030).gezamenlijk_wijkbudget == Decimal("2000.50")
    assert 'value="2.000,50"' in client.get(adres("bedragen", 2030)).content.decode()

    raadslid = RolFactory(soort="raadslid").medewerker
    assert als(client, raadslid).post(adres("bedragen", 2030), velden).status_code == 403
    assert client.get(reverse("admin:budgetten_jaarbudget_add")).status_code == 403

    antwoord = als(client, beleidsmedewerker()).post(adres("bedragen"), velden | {"bedrag": "1"})
    assert "verandert niet meer" in tekst(antwoord)
    jaar.refresh_from_db()
    assert jaar.bedrag == 250_000


def test_the_page_costs_the_same_however_much_happened(
    client, jaar, wijk, manager, django_assert_num_queries
):
    client = als(client, manager)
    for aantal in (1, 20):
        for nummer in range(aantal):
            velden = {"rekening": pot(wijk), "bedrag": 1, "raadsbesluit": f"{aantal}-{nummer}"}
            ExtraKrediet.objects.create(besloten_op="2024-05-01", geregistreerd_door=manager, **velden)
        with django_assert_num_queries(12):
            client.get(adres("change"))


# --- Extra money of the council

RAADSBESLUIT = {"bedrag": "1.000,00", "raadsbesluit": "RB 2024-12", "besloten_op": "2024-05-01"}


@pytest.mark.regel("B-16")
def test_extra_money_of_the_council_enters_once(client, jaar, wijk):
    client = als(client, beleidsmedewerker())
    velden = RAADSBESLUIT | {"rekening": pot(wijk, soort=Potsoort.AGENDA).pk}
    for _ in range(2):
        assert client.post(krediet(), velden).status_code == 302

    assert saldi(wijk, Potsoort.AGENDA) == {"vrij": 1500}
    assert ExtraKrediet.objects.count() == 1
    assert "Raadsbesluit RB 2024-12 van 1 mei 2024" in tekst(client.get(adres("change")))
    assert "al verwerkt" in tekst(client.post(krediet(), velden | {"bedrag": "999,00"}))


@pytest.mark.regel("B-16")
@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"bedrag": "-1"}, "meer dan € 0,00"),
        ({"bedrag": "1,001"}, "hooguit twee cijfers"),
        ({"bedrag": "99999999999999"}, "te groot"),
        ({"raadsbesluit": " "}, "Vul het kenmerk in"),
        ({"besloten_op": "2999-01-01"}, "in de toekomst"),
        ({"rekening": "buiten"}, "Kies een pot uit de lijst"),
        ({"rekening": "ander jaar"}, "Kies een pot uit de lijst"),
    ],
)
def test_extra_money_that_cannot_be_is_refused(client, jaar, wijk, anders, melding):
    ander = geopend_jaar(2025)
    vals = {
        "buiten": jaar.rekeningen.get(soort="algemeen").pk,
        "ander jaar": ander.rekeningen.get(soort="agenda", staat="vrij").pk,
    }
    velden = RAADSBESLUIT | {"rekening": pot(wijk).pk} | anders
    velden["rekening"] = vals.get(velden["rekening"], velden["rekening"])

    antwoord = als(client, beleidsmedewerker()).post(krediet(), velden)

    assert antwoord.status_code == 422
    assert melding in tekst(antwoord)
    assert not ExtraKrediet.objects.exists()


@pytest.mark.regel("B-16")
@pytest.mark.parametrize("soort", ["wethouder_wijken", "beheerder", "raadslid", "collegesecretaris"])
def test_others_add_no_money_and_close_no_year(client, jaar, wijk, soort):
    client = als(client, RolFactory(soort=soort).medewerker)

    assert client.get(krediet()).status_code == 403
    assert client.post(krediet(), RAADSBESLUIT | {"rekening": pot(wijk).pk}).status_code == 403
    assert client.get(adres("sluiten")).status_code == 403
    assert client.post(adres("sluiten"), {"bevestiging": "2024"}).status_code == 403
    assert not ExtraKrediet.objects.exists()


# --- Closing


@pytest.mark.regel("B-09")
def test_closing_shows_what_lapses_and_asks_to_type_the_year(client, jaar, gegevens, vastgelegd, wijk):
    vraag(gegevens, onderwerp="proef:open", doel="Nog een idee", bedrag=50)
    client = als(client, beleidsmedewerker())
    with time_machine.travel("2025-01-10"):
        pagina = tekst(client.get(adres("sluiten")))
        assert "vervalt € 3.100,00" in pagina
        assert "Nog een idee Nog geen besluit –" in pagina
        assert "Een bankje 2025 € 400,00" in pagina
        for verkeerd in ("", "2025", "ja"):
            antwoord = client.post(adres("sluiten"), {"bevestiging": verkeerd})
            assert antwoord.status_code == 422
            assert "Typ 2024 om te bevestigen" in tekst(antwoord)
        assert not Boeking.objects.filter(regel="B-09", naar__soort="algemeen").exists()

        assert client.post(adres("sluiten"), {"bevestiging": " 2024 "}).status_code == 302
        pagina = tekst(client.get(adres("change")))
        assert "Er is € 3.100,00 vervallen aan de algemene middelen." in pagina
        for _ in range(2):
            antwoord = client.post(adres("sluiten"), {"bevestiging": "2024"})
            assert antwoord.status_code == 409
            assert "Het jaar 2024 is al gesloten." in tekst(antwoord)
            assert "Er is € 3.100,00 vervallen aan de algemene middelen." in tekst(antwoord)
        antwoord = client.get(krediet())
        assert antwoord.status_code == 409
        assert "Dit kan niet in 2024: gesloten." in tekst(antwoord)
    assert saldi(wijk) == {"verplicht": 400}


@pytest.mark.regel("B-09")
def test_a_year_that_is_not_over_does_not_close(client, jaar, manager):
    client = als(client, manager)
    with time_machine.travel("2024-12-31 12:00"):
        assert "Sluiten kan vanaf 1 januari 2025" in tekst(client.get(adres("sluiten")))
        antwoord = client.post(adres("sluiten"), {"bevestiging": "2024"})
    assert antwoord.status_code == 422
    assert "nog niet voorbij" in tekst(antwoord)
    jaar.refresh_from_db()
    assert not jaar.gesloten


@pytest.mark.regel("B-09")
def test_closing_costs_the_same_however_many_requests_there_are(
    client, jaar, gegevens, vastgelegd, boekhouder, manager, django_assert_num_queries
):
    client = als(client, boekhouder)
    for aantal in (1, 10):
        for nummer in range(aantal):
            aanvraag = vraag(gegevens, onderwerp=f"proef:{aantal}-{nummer}", bedrag=1)
            aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
        with django_assert_num_queries(15), time_machine.travel("2025-01-10"):
            client.get(adres("sluiten"))
