"""Requests on the screen: the list to decide from, the page of one, its steps, and the form to ask."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgetten import aanvragen, besluiten, rekeningen
from budgetten.models import Aanvraag, Boeking
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import (
    DAG,
    NAGEGAAN,
    AanvraagFactory,
    pot,
    saldi,
    vraag,
    vraag_voor_maatregel,
    vul,
)
from tests.fabrieken import RolFactory, WijkFactory
from wijken.models import Mandaat
from wijkportaal.models import Bericht

pytestmark = pytest.mark.django_db
LIJST = reverse("admin:budgetten_aanvraag_changelist")
BESLUITEN = reverse("admin:budgetten_besluiten")
NIEUW = reverse("admin:budgetten_aanvraag_add")


@pytest.fixture(autouse=True)
def vandaag(time_machine):
    """The day on which the money of these tests can be promised."""
    time_machine.move_to(f"{DAG}T09:00:00+02:00")


@pytest.fixture
def als(client):
    """Sign in as somebody."""

    def als_(persoon):
        client.force_login(persoon)
        return client

    return als_


@pytest.fixture
def aanvraag(gegevens, manager):
    return vraag(gegevens, door=RolFactory(vakambtenaar=True).medewerker)


def pagina(aanvraag):
    return reverse("admin:budgetten_aanvraag_change", args=[aanvraag.pk])


def neem(client, aanvraag, stap, **velden):
    """Press the button of a step, with what its form holds."""
    adres = reverse("admin:budgetten_stap", args=[aanvraag.pk, stap])
    vanaf = {"vanaf": velden.pop("vanaf")} if "vanaf" in velden else {}
    return client.post(adres, {f"{stap}-{veld}": waarde for veld, waarde in velden.items()} | vanaf)


def stand(aanvraag):
    aanvraag.refresh_from_db()
    return aanvraag.stand


def tekst(antwoord):
    """What a page says, on one line."""
    return " ".join(antwoord.text.split())


# --- The list to decide from


@pytest.mark.regel("B-08", "B-11")
def test_the_list_shows_what_is_left_after_each_approval_longest_waiting_first(als, gegevens, manager, wijk):
    bedragen = (1000, 900, 800, 700, 300)
    for nummer, bedrag in enumerate(bedragen, start=1):
        vraag(gegevens, onderwerp=f"proef:{nummer}", bedrag=bedrag)
    vraag_voor_maatregel(gegevens, bedrag=200)

    antwoord = als(manager).get(BESLUITEN)

    regels = [(regel.aanvraag.bedrag, regel.vrij, regel.na) for regel in antwoord.context["pagina"]]
    assert regels == [
        (1000, 3000, 2000),
        (900, 3000, 1100),
        (800, 3000, 300),
        (700, 3000, -400),
        (300, 3000, 0),
        (200, 300, 300),
    ]
    assert "€ 400,00 te weinig" in tekst(antwoord)
    assert "na 3 eerdere uit deze pot" in tekst(antwoord)
    assert "Het gevraagde bedrag is al gereserveerd." in tekst(antwoord)


@pytest.mark.regel("A-06")
@pytest.mark.parametrize(
    ("stap", "velden"),
    [
        ("goedkeuren", {"gezien": ""}),
        ("afwijzen", {"reden": "nee"}),
        ("vastleggen", {"kenmerk": "B-1", "planjaar": 2024}),
        ("intrekken", {"reden": "nee"}),
    ],
)
def test_what_has_its_own_page_is_decided_there(
    als, gegevens, manager, boekhouder, monkeypatch, stap, velden
):
    aanvraag = vraag_voor_maatregel(gegevens)
    if stap == "vastleggen":
        aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
    monkeypatch.setitem(besluiten._eigen_wegen, "proef", "Dat doet u elders.")
    door = manager if stap in ("goedkeuren", "afwijzen") else boekhouder

    assert not als(manager).get(BESLUITEN).context["pagina"].object_list
    getoond = als(door).get(pagina(aanvraag))
    assert getoond.context["formulieren"] == []
    assert ("Dat doet u elders." in tekst(getoond)) == (door == manager)
    voor = stand(aanvraag)
    assert neem(als(door), aanvraag, stap, **velden).status_code == 403
    assert stand(aanvraag) == voor


def queries(client, adres):
    with CaptureQueriesContext(
        connection,
    ) as gemeten:
        assert client.get(adres).status_code == 200
    return len(gemeten)


@pytest.mark.regel("B-08")
@pytest.mark.parametrize("adres", [BESLUITEN, LIJST, reverse("admin:index")])
def test_the_pages_ask_as_many_queries_for_many_requests_as_for_few(als, gegevens, manager, adres):
    beleid = RolFactory(soort="beleidsmedewerker", medewerker=manager)
    client = als(beleid.medewerker)
    AanvraagFactory.create_batch(10, jaar=gegevens["jaar"], wijk=gegevens["wijk"])
    queries(client, adres)
    weinig = queries(client, adres)
    AanvraagFactory.create_batch(120, jaar=gegevens["jaar"], wijk=gegevens["wijk"])

    assert queries(client, adres) == weinig


@pytest.mark.regel("B-11")
def test_the_own_request_stands_in_the_list_without_buttons_and_says_why(als, gegevens, manager):
    RolFactory(soort="beleidsmedewerker", medewerker=manager)
    aanvraag = vraag(gegevens, door=manager)
    client = als(manager)

    antwoord = client.get(BESLUITEN)
    assert "U vroeg dit zelf aan" in antwoord.text
    assert "goedkeuren-gezien" not in antwoord.text
    assert "U vroeg dit zelf aan" in client.get(pagina(aanvraag)).text
    for stap, velden in (("goedkeuren", {"gezien": "3000.00"}), ("afwijzen", {"reden": "Nee"})):
        geweigerd = neem(client, aanvraag, stap, **velden)
        assert geweigerd.status_code == 422
        assert "Wie een aanvraag doet, besluit er niet zelf over" in geweigerd.text
    assert stand(aanvraag) == "aangevraagd"


@pytest.mark.regel("B-11")
def test_above_the_limit_of_the_mandate_there_is_no_button_but_the_reason(als, aanvraag, manager):
    Mandaat.objects.update(tot=DAG - DAG.resolution)
    Mandaat.objects.create(
        geldsoort="wijkbudget", cluster=Mandaat.objects.get().cluster, van=DAG, tot_bedrag=399, bron="RM 6.1"
    )

    antwoord = als(manager).get(BESLUITEN)

    assert "Uw mandaat gaat tot en met €\xa0399,00. Vraag een besluit van het college." in antwoord.text
    assert "goedkeuren-gezien" not in antwoord.text
    assert neem(als(manager), aanvraag, "goedkeuren", gezien="3000.00").status_code == 422


@pytest.mark.regel("B-11")
def test_each_manager_sees_only_the_money_of_the_own_mandate(als, aanvraag, gegevens, manager):
    rol = RolFactory(clustermanager=True)
    Mandaat.objects.create(geldsoort="clusterbudget", cluster=rol.cluster, van=DAG, bron="RM 3.6")
    bronnen = [*NAGEGAAN, aanvragen.Bron("5", "geweigerd"), aanvragen.Bron("6", "nvt", "Geen partner")]
    van_cluster = vraag(gegevens, soort=Potsoort.CLUSTER, cluster=rol.cluster, bedrag=5000, bronnen=bronnen)

    (regel,) = als(rol.medewerker).get(BESLUITEN).context["pagina"]
    assert (regel.aanvraag, regel.vrij, regel.na) == (van_cluster, None, None)
    (eigen,) = als(manager).get(BESLUITEN).context["pagina"]
    assert eigen.aanvraag == aanvraag
    assert neem(als(manager), van_cluster, "goedkeuren", gezien="").status_code == 403
    assert neem(als(rol.medewerker), aanvraag, "goedkeuren", gezien="3000.00").status_code == 403
    assert neem(als(rol.medewerker), van_cluster, "goedkeuren", gezien="").status_code == 302
    assert (stand(aanvraag), stand(van_cluster)) == ("aangevraagd", "goedgekeurd")


# --- Deciding


@pytest.mark.regel("B-11", "B-18")
def test_approving_from_the_list_books_once_however_often_it_is_pressed(als, aanvraag, manager, wijk):
    client = als(manager)

    for _ in range(2):
        antwoord = neem(client, aanvraag, "goedkeuren", gezien="3000.00", vanaf="lijst")
        assert (antwoord.status_code, antwoord.url) == (302, BESLUITEN)

    assert (stand(aanvraag), aanvraag.beslisser) == ("goedgekeurd", manager)
    assert saldi(wijk) == {"vrij": 2600, "gereserveerd": 400}
    assert Boeking.objects.filter(aanvraag=aanvraag).count() == 1


@pytest.mark.regel("B-18")
def test_refusing_asks_a_reason_and_keeps_what_was_typed(als, aanvraag, manager):
    client = als(manager)

    leeg = neem(client, aanvraag, "afwijzen", reden="  ", vanaf="lijst")
    assert leeg.status_code == 422
    assert "Leg uit waarom u de aanvraag afwijst." in leeg.text
    assert neem(client, aanvraag, "afwijzen", reden="Past niet", vanaf="lijst").url == BESLUITEN
    assert (stand(aanvraag), aanvraag.besluit_reden) == ("afgewezen", "Past niet")
    assert "Past niet" in client.get(pagina(aanvraag)).text


@pytest.mark.regel("B-08", "B-18")
@pytest.mark.parametrize("vanaf", ["lijst", ""])
def test_when_the_pot_changed_since_the_page_nothing_is_approved_and_the_present_state_is_shown(
    als, aanvraag, gegevens, manager, wijk, vanaf
):
    ander = vraag(gegevens, onderwerp="proef:2", bedrag=1000)
    aanvragen.keur_goed(aanvraag=ander, door=manager)

    antwoord = neem(als(manager), aanvraag, "goedkeuren", gezien="3000.00", vanaf=vanaf)

    assert antwoord.status_code == 409
    assert (
        "In deze pot is nu €\xa02.000,00 vrij. Toen u de pagina opende, was dat €\xa03.000,00."
        in antwoord.text
    )
    assert 'name="goedkeuren-gezien" value="2000.00"' in tekst(antwoord)
    assert stand(aanvraag) == "aangevraagd"
    assert neem(als(manager), aanvraag, "goedkeuren", gezien="2000.00").status_code == 302
    assert saldi(wijk) == {"vrij": 1600, "gereserveerd": 1400}


@pytest.mark.regel("B-08")
def test_the_page_of_a_request_shows_its_own_pot_and_no_other(als, aanvraag, manager, wijk):
    for anders in (WijkFactory(nummer=0), WijkFactory()):
        rekeningen.open_rekeningen(aanvraag.jaar)
        vul(pot(anders), 100, aanvraag.aanvrager)

    tekst_ = tekst(als(manager).get(pagina(aanvraag)))

    assert 'name="goedkeuren-gezien" value="3000.00"' in tekst_
    assert "€ 2.600,00" in tekst_


@pytest.mark.regel("B-18")
def test_a_request_that_was_withdrawn_meanwhile_is_not_approved(als, aanvraag, manager):
    aanvragen.trek_in(aanvraag=aanvraag, door=aanvraag.aanvrager, reden="Gaat niet door")

    antwoord = neem(als(manager), aanvraag, "goedkeuren", gezien="3000.00")

    assert antwoord.status_code == 409
    assert "de aanvraag is nu “ingetrokken”" in antwoord.text
    assert not Boeking.objects.filter(aanvraag=aanvraag).exists()


@pytest.mark.regel("B-18")
def test_without_the_amount_that_was_seen_nothing_is_approved(als, aanvraag, manager):
    for gezien in ("", "veel"):
        assert neem(als(manager), aanvraag, "goedkeuren", gezien=gezien).status_code == 422
    assert stand(aanvraag) == "aangevraagd"


@pytest.mark.regel("B-08", "B-11")
def test_a_refusal_by_a_rule_names_rule_paragraph_and_what_can_be_done(als, gegevens, manager):
    for nummer in (1, 2, 3, 4):
        laatste = vraag(gegevens, onderwerp=f"proef:{nummer}", bedrag=900)
    for eerder in Aanvraag.objects.exclude(pk=laatste.pk):
        aanvragen.keur_goed(aanvraag=eerder, door=manager)

    antwoord = neem(als(manager), laatste, "goedkeuren", gezien="300.00", toelichting="Mooi plan")

    assert antwoord.status_code == 422
    assert "In de pot is nog €\xa0300,00 vrij; gevraagd is €\xa0900,00." in antwoord.text
    assert "stel de wethouder Wijken een overheveling voor" in antwoord.text
    assert "(B-08; RM 6.3)" in antwoord.text
    assert "Mooi plan" in antwoord.text


@pytest.mark.regel("B-11", "B-18")
@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_press_at_once_one_wins_and_the_other_hears_it(gegevens, manager, wijk):
    aanvraag = vraag(gegevens)
    rol = manager.rollen.get()
    waarnemer = RolFactory(clustermanager=True, cluster=rol.cluster, waarnemer_voor=rol, tot="2024-12-31")
    mensen = []
    for persoon in (manager, waarnemer.medewerker):
        client = Client()
        client.force_login(persoon)
        mensen.append(client)

    def druk(client):
        try:
            return neem(client, aanvraag, "goedkeuren", gezien="3000.00").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as tegelijk:
        assert sorted(tegelijk.map(druk, mensen)) == [302, 409]
    assert saldi(wijk) == {"vrij": 2600, "gereserveerd": 400}


# --- Who may see and do what

ADRESSEN = {
    "goedkeuren": {"gezien": "3000.00"},
    "afwijzen": {"reden": "Nee"},
    "intrekken": {"reden": "Toch niet"},
    "vastleggen": {"kenmerk": "BES-1", "planjaar": "2024"},
    "betalen": {"bedrag": "100", "kenmerk": "F-1", "laatste": "nee"},
    "vrijgeven": {"reden": "Niet nodig"},
    "terugboeken": {"betaling": "1", "reden": "Fout"},
}


@pytest.mark.regel("W-05", "B-11")
@pytest.mark.parametrize(
    ("rol", "lezen"),
    [("kcc", 403), ("vakambtenaar", 403), ("beheerder", 200), ("wijkregisseur", 403), ("budgethouder", 403)],
)
def test_who_has_no_business_with_a_request_changes_nothing_of_it(als, aanvraag, rol, lezen):
    client = als(RolFactory(**{rol: True}).medewerker)

    assert client.get(pagina(aanvraag)).status_code == lezen
    assert client.post(pagina(aanvraag), {"bedrag": "1"}).status_code == 403
    for stap, velden in ADRESSEN.items():
        assert neem(client, aanvraag, stap, **velden).status_code == 403
    assert stand(aanvraag) == "aangevraagd"
    if rol in ("kcc", "beheerder", "vakambtenaar"):
        assert client.get(BESLUITEN).status_code == 403


@pytest.mark.regel("W-05")
def test_a_stranger_is_sent_to_sign_in_and_a_forged_number_does_not_exist(client, als, aanvraag, manager):
    for adres in (pagina(aanvraag), BESLUITEN, NIEUW, LIJST):
        assert client.get(adres).status_code == 302
    assert neem(client, aanvraag, "goedkeuren", gezien="3000.00").status_code == 302
    als(manager)
    for adres in (f"{LIJST}999999/change/", f"{LIJST}x'--/change/", f"{LIJST}{aanvraag.pk}/stap/verzinsel/"):
        assert client.get(adres).status_code in (404, 405)
    assert client.post(f"{LIJST}{aanvraag.pk}/stap/verzinsel/").status_code == 404
    assert client.get(reverse("admin:budgetten_stap", args=[aanvraag.pk, "goedkeuren"])).status_code == 405
    assert stand(aanvraag) == "aangevraagd"


def test_without_the_token_of_the_form_nothing_happens(aanvraag, manager):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)

    assert neem(client, aanvraag, "goedkeuren", gezien="3000.00").status_code == 403
    assert stand(aanvraag) == "aangevraagd"


@pytest.mark.regel("W-05")
def test_a_vakambtenaar_sees_the_own_requests_and_no_others(als, aanvraag, gegevens):
    ander = vraag(gegevens, onderwerp="proef:2")

    client = als(aanvraag.aanvrager)
    assert list(client.get(LIJST).context["cl"].result_list) == [aanvraag]
    assert client.get(pagina(aanvraag)).status_code == 200
    assert client.get(pagina(ander)).status_code == 403


# --- From commitment to the last payment


@pytest.fixture
def goedgekeurd(aanvraag, manager):
    return aanvragen.keur_goed(aanvraag=aanvraag, door=manager)


@pytest.mark.regel("B-09", "B-18")
def test_the_requester_commits_pays_in_parts_and_lets_the_rest_go(als, goedgekeurd, wijk):
    client = als(goedgekeurd.aanvrager)

    assert neem(client, goedgekeurd, "vastleggen", kenmerk="BES-1", planjaar="2024").status_code == 302
    for _ in range(2):
        deel = neem(client, goedgekeurd, "betalen", bedrag="150,50", kenmerk="F-1", laatste="nee")
        assert deel.status_code == 302
    assert saldi(wijk) == {"vrij": 2600, "verplicht": Decimal("249.50"), "betaald": Decimal("150.50")}
    assert neem(client, goedgekeurd, "vrijgeven", reden="Goedkoper uitgevallen").status_code == 302

    assert stand(goedgekeurd) == "betaald"
    assert saldi(wijk) == {"vrij": Decimal("2849.50"), "betaald": Decimal("150.50")}
    spoor = tekst(client.get(pagina(goedgekeurd)))
    for deel in ("Betaling F-1", "€ 150,50", "Goedkoper uitgevallen", "BES-1, voor 2024", "RM 6.1"):
        assert deel in spoor


@pytest.mark.regel("B-18")
def test_a_payment_of_this_request_goes_back_and_of_another_does_not(
    als, goedgekeurd, gegevens, manager, wijk
):
    client = als(goedgekeurd.aanvrager)
    ander = aanvragen.keur_goed(aanvraag=vraag(gegevens, onderwerp="proef:2"), door=manager)
    boekhouder = RolFactory(soort="beleidsmedewerker").medewerker
    for rij in (goedgekeurd, ander):
        aanvragen.leg_vast(aanvraag=rij, door=boekhouder, kenmerk="BES", planjaar=2024)
    eigen, vreemd = (
        aanvragen.betaal(aanvraag=rij, door=boekhouder, bedrag=100, kenmerk="F")
        for rij in (goedgekeurd, ander)
    )

    fout = neem(client, goedgekeurd, "terugboeken", betaling=vreemd.pk, reden="Verkeerde factuur")
    assert fout.status_code == 422
    assert "Kies een betaling uit de lijst." in fout.text
    assert neem(client, goedgekeurd, "terugboeken", betaling=eigen.pk, reden="Dubbel").status_code == 302
    assert saldi(wijk) == {"vrij": 2200, "verplicht": 700, "betaald": 100}
    assert neem(client, goedgekeurd, "terugboeken", betaling=eigen.pk, reden="Dubbel").status_code == 422


@pytest.mark.regel("B-18")
def test_a_long_trail_costs_no_more_queries_than_a_short_one(als, goedgekeurd, wijk):
    boekhouder = RolFactory(soort="beleidsmedewerker").medewerker
    aanvragen.leg_vast(aanvraag=goedgekeurd, door=boekhouder, kenmerk="BES", planjaar=2024)

    def betaal(aantal):
        for nummer in range(aantal):
            aanvragen.betaal(aanvraag=goedgekeurd, door=boekhouder, bedrag=1, kenmerk=f"F-{aantal}-{nummer}")
        return queries(als(goedgekeurd.aanvrager), pagina(goedgekeurd))

    betaal(1)
    assert betaal(2) == betaal(20)


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"bedrag": "1,005"}, "hooguit twee cijfers achter de komma"),
        ({"bedrag": "-5"}, "meer dan € 0,00"),
        ({"bedrag": "0"}, "meer dan € 0,00"),
        ({"bedrag": "10.000.000.000"}, "Het bedrag is te groot"),
        ({"bedrag": "400,01"}, "is nog € 400,00 vastgelegd. Meer betalen kan niet (B-08; RM 6.3)"),
        ({"bedrag": "veel"}, "Schrijf het bedrag in cijfers"),
        ({"kenmerk": " "}, "Vul het kenmerk van de betaling"),
        ({"laatste": ""}, "Kies of dit de laatste betaling is."),
        ({"laatste": "misschien"}, "Kies of dit de laatste betaling is."),
    ],
)
@pytest.mark.regel("B-08", "B-18")
def test_a_payment_that_cannot_be_is_refused_in_clear_words(als, goedgekeurd, wijk, velden, melding):
    client = als(goedgekeurd.aanvrager)
    neem(client, goedgekeurd, "vastleggen", kenmerk="BES-1", planjaar="2024")
    goed = {"bedrag": "100", "kenmerk": "F-123", "laatste": "nee"}

    antwoord = neem(client, goedgekeurd, "betalen", **goed | velden)

    assert antwoord.status_code == 422
    assert melding in tekst(antwoord)
    assert (goed | velden)["bedrag"] in antwoord.text
    assert saldi(wijk) == {"vrij": 2600, "verplicht": 400}


@pytest.mark.regel("B-18")
def test_a_reference_that_comes_back_with_another_amount_is_refused(als, goedgekeurd):
    client = als(goedgekeurd.aanvrager)
    neem(client, goedgekeurd, "vastleggen", kenmerk="BES-1", planjaar="2024")
    neem(client, goedgekeurd, "betalen", bedrag="100", kenmerk="F-1", laatste="nee")

    antwoord = neem(client, goedgekeurd, "betalen", bedrag="90", kenmerk="F-1", laatste="nee")

    assert antwoord.status_code == 422
    assert "Bij kenmerk “F-1” hoort al een betaling met een ander bedrag" in antwoord.text


@pytest.mark.regel("B-18")
def test_committing_in_the_past_is_refused_and_a_stale_step_shows_how_it_stands(als, goedgekeurd):
    client = als(goedgekeurd.aanvrager)

    vroeger = neem(client, goedgekeurd, "vastleggen", kenmerk="BES-1", planjaar="2023")
    assert vroeger.status_code == 422
    assert "ligt voor het jaar van het budget" in vroeger.text
    neem(client, goedgekeurd, "vastleggen", kenmerk="BES-1", planjaar="2024")
    laat = neem(client, goedgekeurd, "intrekken", reden="Toch niet")
    assert laat.status_code == 409
    assert "vastgelegd, verplichting aangegaan" in laat.text
    assert "Betaling registreren" in laat.text


# --- Asking


@pytest.fixture
def ambtenaar(manager):
    return RolFactory(vakambtenaar=True).medewerker


def formulier(gegevens, **anders):
    """The form as somebody fills it in."""
    velden = {
        "sleutel": str(uuid.uuid4()),
        "jaar": gegevens["jaar"].pk,
        "wijk": gegevens["wijk"].pk,
        "onderwerp": "1",
        "doel": "Een bankje",
        "bedrag": "400,00",
        "gericht_op": "leefbaarheid",
        "bereik": "buurt_of_plek",
        "bron_1a_uitkomst": "nvt",
        "bron_1a_toelichting": "Geen feest",
        "bron_2_uitkomst": "geweigerd",
    }
    return velden | anders


def vraag_aan(client, velden, soort="initiatieven"):
    return client.post(f"{NIEUW}?soort={soort}", velden)


@pytest.mark.regel("B-12", "B-14", "B-18")
def test_staff_ask_money_with_the_sources_in_the_order_of_the_policy(als, ambtenaar, gegevens):
    client = als(ambtenaar)
    assert list(client.get(NIEUW).context["potten"]) == [
        "agenda",
        "initiatieven",
        "opstart",
        "cluster",
        "partner",
    ]
    leeg = client.get(f"{NIEUW}?soort=initiatieven&onderwerp=proef:1")
    assert [bron.naam for bron in leeg.context["form"].bronnen] == ["Volksfeesten", "Roermondfonds"]
    assert 'value="proef:1"' in leeg.text

    velden = formulier(gegevens, bedrag="€ 1.000,00")
    for _ in range(2):
        assert vraag_aan(client, velden).status_code == 302

    aanvraag = Aanvraag.objects.get()
    assert (aanvraag.bedrag, aanvraag.onderwerp, aanvraag.aanvrager) == (1000, "proef:1", ambtenaar)
    assert [str(bron) for bron in aanvraag.bronuitkomsten.all()] == [
        "Volksfeesten: niet van toepassing",
        "Roermondfonds: geweigerd",
    ]


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"bedrag": "1.250,50"}, "hooguit € 1.000,00, niet € 1.250,50"),
        ({"bedrag": "12,345"}, "hooguit twee cijfers achter de komma"),
        ({"bedrag": "-5"}, "meer dan € 0,00"),
        ({"bedrag": "99999999999"}, "Het bedrag is te groot"),
        ({"bedrag": "12.5"}, "met een komma voor de centen"),
        ({"bedrag": ""}, "Vul het bedrag in."),
        ({"jaar": "2031"}, "Kies een jaar uit de lijst."),
        ({"wijk": "999999"}, "Kies een wijk uit de lijst."),
        ({"onderwerp": "0"}, "Neem eerst het besluit"),
        ({"bron_2_uitkomst": ""}, "Leg vast wat eruit kwam bij “Roermondfonds”"),
        (
            {"bron_2_uitkomst": "toegekend", "bron_2_bedrag": "100"},
            "Dit plan krijgt al geld van het Roermondfonds",
        ),
        ({"bron_2_bedrag": "100"}, "hoort erbij als “Roermondfonds” is toegekend"),
        ({"bron_1a_toelichting": ""}, "waarom “Volksfeesten” niet van toepassing is"),
        ({"gericht_op": "anders"}, "alleen voor leefbaarheid en sociale samenhang"),
        ({"sleutel": "x"}, "Open het formulier opnieuw"),
    ],
)
@pytest.mark.regel("B-08", "B-10", "B-12", "B-13", "B-14")
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(als, ambtenaar, gegevens, anders, melding):
    antwoord = vraag_aan(als(ambtenaar), formulier(gegevens, doel="Een bankje & meer", **anders))

    assert antwoord.status_code == 422
    assert melding in tekst(antwoord)
    assert "Een bankje &amp; meer" in antwoord.text
    assert not Aanvraag.objects.exists()


@pytest.mark.regel("B-09")
def test_money_of_another_year_is_refused_with_what_can_be_done(als, ambtenaar, gegevens, time_machine):
    time_machine.move_to("2025-02-01")

    antwoord = vraag_aan(als(ambtenaar), formulier(gegevens))

    assert antwoord.status_code == 422
    assert "Geld van 2024 kan alleen in 2024 worden toegezegd." in antwoord.text
    assert "Vraag geld van het budget van 2025." in antwoord.text
    assert "<title>Fout: Geld aanvragen" in antwoord.text


@pytest.mark.regel("W-05")
def test_a_wijkregisseur_asks_for_the_own_wijk_only(als, manager, gegevens, wijk):
    client = als(RolFactory(wijkregisseur=True).medewerker)
    eigen = RolFactory(wijkregisseur=True, wijk=wijk).medewerker

    assert vraag_aan(client, formulier(gegevens)).status_code == 422
    assert "opstart" not in client.get(NIEUW).context["potten"]
    assert not Aanvraag.objects.exists()
    assert vraag_aan(als(eigen), formulier(gegevens)).status_code == 302


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("rol", ["kcc", "clustermanager", "beheerder"])
def test_who_may_not_ask_has_no_form(als, manager, gegevens, rol):
    client = als(RolFactory(**{rol: True}).medewerker)

    assert client.get(NIEUW).status_code == 403
    assert vraag_aan(client, formulier(gegevens)).status_code == 403
    assert not Aanvraag.objects.exists()


@pytest.mark.regel("B-12")
@pytest.mark.parametrize(
    ("soort", "velden"),
    [
        ("agenda", {"bron_cluster_uitkomst": "geweigerd", "onderwerp": "m1"}),
        ("cluster", {"bron_5_uitkomst": "geweigerd", "bron_6_uitkomst": "geweigerd"}),
        ("partner", {"bron_5_uitkomst": "geweigerd"}),
    ],
)
def test_each_kind_of_pot_asks_its_own_sources(als, ambtenaar, gegevens, soort, velden):
    houders = {
        "cluster": RolFactory(clustermanager=True).cluster,
        "partner": RolFactory(budgethouder=True).partner,
    }
    pot = {soort: houders[soort].pk} if soort in houders else {}

    assert vraag_aan(als(ambtenaar), formulier(gegevens, **velden | pot), soort).status_code == 302
    assert Aanvraag.objects.get().soort == soort


# --- Mijn werk, and the mail


@pytest.mark.regel("B-11")
def test_mijn_werk_shows_what_waits_for_a_decision_and_the_own_requests(als, aanvraag, gegevens, manager):
    RolFactory(soort="beleidsmedewerker", medewerker=manager)
    van_manager = vraag(gegevens, onderwerp="proef:2", door=manager)

    def stapels(persoon):
        onderdelen = als(persoon).get(reverse("admin:index")).context["onderdelen"]
        (deel,) = [deel.context for deel in onderdelen if "besluiten" in deel.context]
        return {naam: [rij.pk for rij in stapel.rijen] for naam, stapel in deel.items() if stapel}

    assert stapels(manager) == {"besluiten": [aanvraag.pk], "eigen": [van_manager.pk]}
    assert stapels(aanvraag.aanvrager) == {"eigen": [aanvraag.pk]}
    assert "Wacht op besluit" in als(aanvraag.aanvrager).get(reverse("admin:index")).text


def post():
    return [(bericht.naar, bericht.onderwerp) for bericht in Bericht.objects.order_by("pk")]


@pytest.mark.regel("B-11")
def test_who_has_the_mandate_hears_of_the_first_request_and_then_once_a_day(gegevens, manager, time_machine):
    for nummer in (1, 2, 3):
        vraag(gegevens, onderwerp=f"proef:{nummer}")
    assert post() == [(manager.email, "Een aanvraag van € 400,00 wacht op uw besluit")]

    time_machine.move_to("2024-06-02T09:00:00+02:00")
    for nummer in (4, 5):
        vraag(gegevens, onderwerp=f"proef:{nummer}", op=None)
    assert len(post()) == 2
    assert "Er wachten nu 4 aanvragen" in Bericht.objects.latest("pk").tekst
    assert "Een bankje" not in Bericht.objects.latest("pk").tekst


@pytest.mark.regel("B-11")
def test_when_all_was_decided_the_next_request_is_told_at_once(gegevens, manager):
    eerste = vraag(gegevens, door=RolFactory(vakambtenaar=True).medewerker)
    aanvragen.wijs_af(aanvraag=eerste, door=manager, reden="Past niet")
    vraag(gegevens, onderwerp="proef:2")

    assert [naar for naar, _ in post()] == [manager.email, eerste.aanvrager.email, manager.email]


@pytest.mark.regel("B-18")
@pytest.mark.parametrize("uitkomst", ["goedgekeurd", "afgewezen"])
def test_the_requester_hears_the_decision_with_the_reason_once(gegevens, manager, uitkomst):
    aanvraag = vraag(gegevens)
    for _ in range(2):
        if uitkomst == "goedgekeurd":
            aanvragen.keur_goed(aanvraag=aanvraag, door=manager, toelichting="Het past")
        else:
            aanvragen.wijs_af(aanvraag=aanvraag, door=manager, reden="Het past")

    (brief,) = Bericht.objects.filter(naar=aanvraag.aanvrager.email)
    assert brief.onderwerp == f"Uw aanvraag {aanvraag.pk} van € 400,00 is {uitkomst}"
    assert "Het past" in brief.tekst
    assert pagina(aanvraag) in brief.tekst
