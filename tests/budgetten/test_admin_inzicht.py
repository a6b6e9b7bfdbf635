"""The staff's overview, the bookings behind it, and the files: who sees what, complete and safe."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from budgetten import aanvragen, uitvoer
from budgetten.models import Boeking
from tests.budgetten.fabrieken import DAG, AanvraagFactory, geopend_jaar, pot, vraag
from tests.fabrieken import RolFactory, WijkFactory
from tests.wijken.test_rechtentabel import KOLOMMEN
from wijkportaal import uitvoer as uitvoerbestand

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-17", "B-18")]

INZICHT, LIJST = reverse("admin:budgetten_inzicht"), reverse("admin:budgetten_boeking_changelist")
NAAM = "Truus Testbewoner"
MAG_KIJKEN = {
    *("vakambtenaar", "wijkregisseur", "beleidsmedewerker", "clustermanager", "wijkwethouder"),
    *("wethouder_wijken", "collegesecretaris", "raadslid", "beheerder"),
}
MAG_DOWNLOADEN = {
    *("wijkregisseur", "beleidsmedewerker", "clustermanager", "wethouder_wijken", "collegesecretaris"),
}


def bestand(wat, vorm):
    return reverse("admin:budgetten_uitvoer", args=[wat, vorm])


def lees(antwoord):
    assert antwoord.status_code == 200
    tekst = antwoord.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(tekst, newline=""), delimiter=";"))


@pytest.fixture
def kijker(client, signalering):
    """A beleidsmedewerker, signed in."""
    client.force_login(RolFactory(soort="beleidsmedewerker").medewerker)
    return client


@pytest.mark.parametrize("soort", KOLOMMEN)
def test_each_role_sees_what_its_row_says(client, signalering, jaar, soort):
    velden = {"soort": soort} if soort == "partner" else {}
    traits = ("wijkregisseur", "wijkwethouder", "vakambtenaar", "clustermanager", "budgethouder")
    if soort in traits or soort == "partner":
        rol = RolFactory(**{"budgethouder" if soort == "partner" else soort: True}, **velden)
    else:
        rol = RolFactory(soort=soort)
    client.force_login(rol.medewerker)

    assert client.get(INZICHT).status_code == (200 if soort in MAG_KIJKEN else 403)
    for adres in (bestand("saldi", "csv"), bestand("boekingen", "xlsx")):
        assert client.get(adres).status_code == (200 if soort in MAG_DOWNLOADEN else 403)


def test_a_stranger_signs_in_first(client):
    for adres in (INZICHT, LIJST, bestand("saldi", "csv")):
        assert client.get(adres).url == f"{reverse('admin:login')}?next={adres}"


def test_the_overview_has_every_pot_with_what_is_asked(kijker, wijk, gegevens, vastgelegd):
    vraag(gegevens, onderwerp="proef:2", bedrag=300)
    context = kijker.get(INZICHT).context

    potten = {
        (pot.rekening.soort, pot.rekening.wijk): (pot.stand.vrij, pot.stand.verplicht, gevraagd)
        for pot, _, gevraagd in context["potten"]
    }
    assert potten["initiatieven", wijk] == (2600, 400, 300)
    assert potten["agenda", wijk] == (500, 0, 0)
    assert potten["opstart", None] == (0, 0, 0)
    assert context["maanden"][-1].maand.stand.verplicht == 400


def test_a_raadslid_is_led_to_no_page_that_refuses(client, signalering, jaar):
    client.force_login(RolFactory(soort="raadslid").medewerker)

    assert client.get(LIJST).status_code == 403
    assert LIJST not in client.get(INZICHT).text


def test_one_wijk_can_be_chosen(kijker, wijk, jaar):
    WijkFactory(slug="anders")
    geopend_jaar()

    gekozen = kijker.get(INZICHT, {"wijk": "anders"}).context["potten"]
    assert {pot.rekening.wijk.slug for pot, *_ in gekozen} == {"anders"}
    assert len(kijker.get(INZICHT, {"wijk": "bestaat-niet", "jaar": "x"}).context["potten"]) == 5


@pytest.mark.parametrize("aantal", [1, 30])
def test_the_overview_costs_a_fixed_number_of_queries(
    kijker, vastgelegd, aantal, django_assert_max_num_queries
):
    WijkFactory.create_batch(aantal)
    geopend_jaar()
    with django_assert_max_num_queries(14):
        kijker.get(INZICHT)


def kanten(boeking):
    return [(kant.soort, kant.wijk_id) for kant in (boeking.van, boeking.naar)]


def test_a_pot_leads_to_its_bookings_and_no_others(kijker, wijk, vastgelegd):
    tekst = kijker.get(LIJST, {"pot": pot(wijk).pk}).text
    getoond = {rij.pk for rij in kijker.get(LIJST, {"pot": pot(wijk).pk}).context["cl"].result_list}

    assert "Initiatieven Wijk" in tekst
    assert reverse("admin:budgetten_aanvraag_change", args=[vastgelegd.pk]) in tekst
    potten = [(kant.soort, kant.wijk_id) for kant in (pot(wijk), pot(wijk, soort="agenda"))]
    assert getoond == {boeking.pk for boeking in Boeking.objects.all() if potten[0] in kanten(boeking)}
    assert potten[1] not in {kant for pk in getoond for kant in kanten(Boeking.objects.get(pk=pk))}


@pytest.mark.parametrize("keuze", [{"pot": "²"}, {"pot": "x"}, {"pot": "999999"}, {"jaar": "x"}, {"q": "x"}])
def test_a_forged_choice_is_ignored(kijker, vastgelegd, keuze):
    assert kijker.get(LIJST, keuze).status_code == 200


@pytest.mark.parametrize("aantal", [1, 12])
def test_the_list_of_bookings_costs_a_fixed_number_of_queries(
    kijker, gegevens, manager, aantal, django_assert_max_num_queries
):
    for nummer in range(aantal):
        aanvraag = vraag(gegevens, onderwerp=f"proef:{nummer + 1}", bedrag=10)
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
    with django_assert_max_num_queries(10):
        kijker.get(LIJST)


def test_nobody_writes_a_booking_here(client, vastgelegd):
    client.force_login(RolFactory(beheerder=True, medewerker__is_superuser=True).medewerker)
    boeking = Boeking.objects.latest("pk")
    wijzig = reverse("admin:budgetten_boeking_change", args=[boeking.pk])

    assert client.get(wijzig).status_code == 200
    assert client.post(wijzig, {"bedrag": "1"}).status_code == 403
    assert client.get(reverse("admin:budgetten_boeking_add")).status_code == 403
    assert client.post(reverse("admin:budgetten_boeking_delete", args=[boeking.pk])).status_code == 403


def test_a_vakambtenaar_sees_the_bookings_of_the_own_requests(client, vastgelegd, gegevens, manager):
    eigenaar = vastgelegd.aanvrager
    ander = aanvragen.keur_goed(aanvraag=vraag(gegevens, onderwerp="proef:2"), door=manager, op=DAG)
    client.force_login(eigenaar)

    assert {rij.aanvraag_id for rij in client.get(LIJST).context["cl"].result_list} == {vastgelegd.pk}
    geheim = ander.boekingen.first()
    assert client.get(reverse("admin:budgetten_boeking_change", args=[geheim.pk])).status_code == 302


def test_the_bookings_leave_complete_with_money_as_numbers(kijker, wijk, vastgelegd, boekhouder):
    aanvragen.betaal(aanvraag=vastgelegd, door=boekhouder, bedrag="150.50", kenmerk="F-1")
    rijen = lees(kijker.get(bestand("boekingen", "csv"), {"jaar": "2024"}))

    assert [int(rij["boeking"]) for rij in rijen] == list(
        Boeking.objects.order_by("pk").values_list("pk", flat=True)
    )
    laatste = rijen[-1]
    assert Decimal(laatste["bedrag"]) == Decimal("150.50")
    assert (laatste["jaar"], laatste["naar_staat"]) == ("2024", "Betaald")
    assert (laatste["van_pot"], laatste["van_wijk"], laatste["sleutel"]) == (
        "Initiatieven",
        wijk.naam,
        f"betaling:{vastgelegd.pk}:F-1",
    )
    assert laatste["geboekt_op"][10] == "T"


def test_a_workbook_has_the_same_rows(kijker, vastgelegd):
    inhoud = kijker.get(bestand("boekingen", "xlsx")).content
    blad = load_workbook(io.BytesIO(inhoud)).active
    rijen = lees(kijker.get(bestand("boekingen", "csv")))

    assert blad.max_row == len(rijen) + 1
    assert [cel.value for cel in blad[1]] == list(rijen[0])
    assert {rij[3].data_type for rij in blad.iter_rows(min_row=2)} == {"n"}
    bedragen = [rij[3].value for rij in blad.iter_rows(min_row=2)]
    assert sum(bedragen) == sum(Decimal(rij["bedrag"]) for rij in rijen)


def test_the_balances_leave_per_pot(kijker, wijk, vastgelegd):
    rijen = lees(kijker.get(bestand("saldi", "csv")))
    (rij,) = (rij for rij in rijen if rij["pot"] == "Initiatieven" and rij["wijk"] == wijk.naam)

    assert {naam: Decimal(rij[naam]) for naam in uitvoer.STANDBEDRAGEN} == {
        "toegekend": 3000,
        "gereserveerd": 0,
        "verplicht": 400,
        "betaald": 0,
        "vrij": 2600,
        "vervallen": 0,
    }


def test_no_resident_leaves_with_a_file(kijker, gegevens, manager):
    aanvraag = vraag(gegevens, doel=f"Bankje voor {NAAM}")
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG, toelichting=NAAM)

    for wat in ("boekingen", "saldi"):
        assert NAAM not in kijker.get(bestand(wat, "csv")).getvalue().decode()


def test_a_year_is_chosen_and_an_unknown_file_is_not_found(kijker, jaar):
    geopend_jaar(2025)

    assert {rij["jaar"] for rij in lees(kijker.get(bestand("saldi", "csv"), {"jaar": "2024"}))} == {"2024"}
    assert kijker.get(bestand("mensen", "csv")).status_code == 404
    assert kijker.get(bestand("saldi", "exe")).status_code == 404
    assert kijker.post(bestand("saldi", "csv")).status_code == 405


def test_before_any_division_there_is_nothing_to_show(kijker):
    assert "Er is nog geen geld over de wijken verdeeld." in kijker.get(INZICHT).text
    assert kijker.get(bestand("saldi", "csv")).status_code == 404


def test_too_many_rows_for_a_workbook_says_so(kijker, jaar, monkeypatch):
    monkeypatch.setattr(uitvoerbestand, "XLSX_HOOGSTENS", 2)
    antwoord = kijker.get(bestand("boekingen", "xlsx"), follow=True)

    assert "Dit zijn te veel regels voor Excel. Kies CSV." in antwoord.text


def test_a_file_costs_one_query_for_all_bookings(jaar, django_assert_num_queries):
    AanvraagFactory()
    with django_assert_num_queries(1):
        list(uitvoer.boekingen(Boeking.objects.all()))
