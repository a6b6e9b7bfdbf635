"""The funding route and the definitive decision: sources in order, the ceiling, money only after a yes."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from budgetten import aanvragen
from budgetten.besluiten import besluit_over
from budgetten.models import Aanvraag
from budgetten.toetsen import AanvraagGeweigerd
from initiatieven import definitief, financiering, geldroute, plan, services
from initiatieven.models import Besluit, Fase, Financieringsbron
from tests.fabrieken import RolFactory, WijkFactory
from tests.initiatieven.fabrieken import besloten, ga_bronnen_na, in_uitwerking, met_plan, verantwoord
from tests.initiatieven.geld import wijkbudget
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Beleidsparameter
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db
TEKST = {"motivering": "Het plan klopt.", "voorwaarden": "", "agendareden": "", "bereik": "buurt_of_plek"}


def bron(zaak, code, uitkomst="geweigerd", bedrag=None, door=None):
    return financiering.leg_bron_vast(
        zaak=zaak,
        door=door or zaak.vakambtenaar,
        code=code,
        uitkomst=uitkomst,
        toelichting="Gebeld.",
        bedrag=bedrag,
    )


def vraag(zaak, bedrag="400.00", **anders):
    gegevens = {"gericht_op": "leefbaarheid", "doel": "Bloembakken", "sleutel": uuid.uuid4()}
    return financiering.vraag_wijkbudget(
        zaak=zaak, door=zaak.vakambtenaar, bedrag=bedrag, **(gegevens | anders)
    )


def besluit(zaak, naam="ja", door=None):
    return services.voer_overgang_uit(zaak=zaak, naam=f"definitief-{naam}", door=door or zaak.vakambtenaar)


@pytest.mark.regel("I-15")
def test_no_definitive_decision_before_the_plan_is_there():
    zaak = in_uitwerking()
    with pytest.raises(services.OvergangNietToegestaan, match="Wacht tot de indieners hun uitgewerkte plan"):
        besluit(zaak)
    with pytest.raises(VerouderdeActie, match="Er wacht geen plan"):
        definitief.bereid_definitief_besluit_voor(zaak=zaak, door=zaak.vakambtenaar, **TEKST)


@pytest.mark.regel("I-03", "I-15")
def test_a_positive_decision_stays_in_the_phase_and_goes_out_as_a_letter():
    zaak = met_plan()
    ga_bronnen_na(zaak)
    sinds = zaak.fase_sinds
    besluit(zaak)
    zaak.refresh_from_db()
    genomen = zaak.besluiten.get(soort="definitief")
    assert (zaak.fase, zaak.fase_sinds, genomen.uitkomst) == (Fase.UITVOERING, sinds, "ja")
    assert genomen.brief.naam.endswith("definitief besluit.pdf")
    with pytest.raises(services.OvergangNietToegestaan, match="Wacht tot"):
        besluit(zaak)
    with pytest.raises(VerouderdeActie):
        definitief.bereid_definitief_besluit_voor(zaak=zaak, door=zaak.vakambtenaar, **TEKST)


@pytest.mark.regel("I-15")
@pytest.mark.parametrize(("naam", "fase"), [("nee", Fase.AFGEWEZEN), ("agenda", Fase.GEAGENDEERD)])
def test_the_other_outcomes_end_the_case(naam, fase):
    zaak = met_plan()
    if naam == "agenda":
        zaak.besluiten.filter(soort="definitief").update(agendareden="impact")
    besluit(zaak, naam)
    zaak.refresh_from_db()
    assert zaak.fase == fase


@pytest.mark.regel("B-10", "I-18")
@pytest.mark.parametrize(
    ("bedrag", "bereik", "mag"),
    [
        ("1000.00", "buurt_of_plek", True),
        ("1000.01", "buurt_of_plek", False),
        ("2000.00", "hele_wijk", True),
        ("2000.01", "hele_wijk", False),
    ],
)
def test_above_the_ceiling_it_goes_to_the_wijkagenda_and_is_not_lost(bedrag, bereik, mag):
    zaak = met_plan(bedrag=bedrag, bereik=bereik)
    ga_bronnen_na(zaak)
    if mag:
        besluit(zaak)
        return
    with pytest.raises(services.OvergangNietToegestaan, match="dit gaat naar de wijkagenda"):
        besluit(zaak)
    definitief.bereid_definitief_besluit_voor(
        zaak=zaak, door=zaak.vakambtenaar, **(TEKST | {"agendareden": "plafond"})
    )
    besluit(zaak, "agenda")
    zaak.refresh_from_db()
    assert zaak.fase == Fase.GEAGENDEERD


@pytest.mark.regel("B-10", "B-12")
def test_what_others_give_counts_before_the_ceiling():
    zaak = met_plan(bedrag="1400.00")
    bron(zaak, "1a", "toegekend", "400.00")
    bron(zaak, "2")
    assert str(geldroute.nog_nodig(zaak)) == "1000.00"
    besluit(zaak)


@pytest.mark.regel("B-10")
def test_it_asks_for_whom_it_is():
    with pytest.raises(services.OvergangNietToegestaan, match="Kies voor wie het is"):
        besluit(met_plan(bereik=""))


@pytest.mark.regel("B-12")
def test_sources_are_asked_one_by_one_in_the_order_of_the_policy():
    zaak = in_uitwerking()
    with pytest.raises(VerouderdeActie, match="niet aan de beurt"):
        bron(zaak, "2")
    bron(zaak, "1a", "nvt")
    with pytest.raises(VerouderdeActie, match="niet aan de beurt"):
        bron(zaak, "1a")
    bron(zaak, "2")
    assert geldroute.volgende_bron(zaak) is None
    assert [(halte.code, halte.bron is not None) for halte in geldroute.route(zaak)] == [
        ("1a", True),
        ("2", True),
        ("5", False),
        ("6", False),
        ("7", False),
    ]
    with pytest.raises(VerouderdeActie):
        bron(zaak, "5")


@pytest.mark.regel("B-12")
def test_each_outcome_has_a_reason_and_only_a_grant_an_amount():
    zaak = in_uitwerking()
    for uitkomst, bedrag in (("toegekend", None), ("geweigerd", "10.00")):
        with pytest.raises(Domeinfout, match="Vul het bedrag in als"):
            bron(zaak, "1a", uitkomst, bedrag)
    with pytest.raises(Domeinfout, match="Leg uit"):
        financiering.leg_bron_vast(
            zaak=zaak, door=zaak.vakambtenaar, code="1a", uitkomst="nvt", toelichting=" "
        )
    bron(zaak, "1a")
    for doe in (
        lambda: Financieringsbron.objects.update(uitkomst="nvt"),
        Financieringsbron.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            doe()


@pytest.mark.regel("B-13")
def test_who_gets_money_of_the_roermondfonds_gets_none_of_the_municipality():
    zaak = met_plan()
    bron(zaak, "1a")
    bron(zaak, "2", "toegekend", "100.00")
    assert geldroute.uitgesloten_door(zaak) == "Roermondfonds"
    with pytest.raises(services.OvergangNietToegestaan, match="krijgt al geld van het Roermondfonds"):
        besluit(zaak)


@pytest.mark.regel("B-13")
def test_a_plan_that_the_roermondfonds_pays_whole_goes_on():
    zaak = met_plan()
    bron(zaak, "1a")
    bron(zaak, "2", "toegekend", "400.00")
    besluit(zaak)
    wijkbudget(zaak.wijk)
    with pytest.raises(AanvraagGeweigerd, match="Dit plan krijgt al geld"):
        vraag(zaak, "10.00")


@pytest.mark.regel("B-12")
def test_no_definitive_yes_before_the_sources_that_go_first_spoke():
    zaak = met_plan()
    for code, naam in (("1a", "Volksfeesten"), ("2", "Roermondfonds")):
        with pytest.raises(services.OvergangNietToegestaan, match=f"Het plan vraagt €\xa0400,00.*: {naam} "):
            besluit(zaak)
        bron(zaak, code)
    besluit(zaak)


@pytest.mark.regel("B-12")
def test_the_route_ends_at_the_source_that_pays_the_whole():
    zaak = met_plan()
    bron(zaak, "1a", "toegekend", "400.00")
    besluit(zaak)
    assert geldroute.bronnen_nagegaan(zaak) is None


@pytest.mark.regel("B-12")
def test_a_plan_that_asks_no_money_needs_no_route():
    zaak = in_uitwerking()
    plan.voeg_regel_toe(zaak=zaak, omschrijving="Werk", bedrag=250, betaler="eigen_werk")
    plan.voeg_regel_toe(zaak=zaak, omschrijving="Hout", bedrag=50, betaler="eigen_geld")
    assert geldroute.bronnen_nagegaan(zaak) is None
    plan.voeg_regel_toe(zaak=zaak, omschrijving="Aarde", bedrag=10, betaler="anders")
    assert "Het plan vraagt €\xa010,00." in geldroute.bronnen_nagegaan(zaak)


@pytest.mark.regel("B-12", "B-13")
def test_what_others_give_pays_first_what_the_plan_expects_of_them():
    zaak = in_uitwerking()
    plan.voeg_regel_toe(zaak=zaak, omschrijving="Hout", bedrag=400, betaler="gemeente")
    plan.voeg_regel_toe(zaak=zaak, omschrijving="Aarde", bedrag=500, betaler="anders")
    bron(zaak, "1a")
    bron(zaak, "2", "toegekend", "500.00")
    assert str(geldroute.nog_nodig(zaak)) == "400.00"
    assert "Geef het plan terug" in geldroute.niet_uitgesloten(zaak)


@pytest.mark.regel("B-13")
def test_the_roermondfonds_gives_nothing_beside_the_municipality():
    zaak = met_plan()
    bron(zaak, "1a", "toegekend", "100.00")
    with pytest.raises(Domeinfout, match=r"van de gemeente: Volksfeesten.*geen geld van het Roermondfonds"):
        bron(zaak, "2", "toegekend", "50.00")
    bron(zaak, "2", "nvt")


@pytest.mark.regel("B-13")
def test_the_municipality_gives_nothing_beside_the_roermondfonds():
    versie = Beleidsparameter.objects.get(sleutel="volgorde-financiering")
    project = {"code": "4", "naam": "Projectbudget", "van_gemeente": True}
    Beleidsparameter.objects.create(
        sleutel=versie.sleutel,
        waarde=[*versie.waarde[:2], project, *versie.waarde[2:]],
        geldig_vanaf=datetime.date(2025, 1, 1),
        bron="Test",
    )
    zaak = met_plan()
    bron(zaak, "1a")
    bron(zaak, "2", "toegekend", "100.00")
    with pytest.raises(Domeinfout, match="al geld van het Roermondfonds"):
        bron(zaak, "4", "toegekend", "50.00")
    bron(zaak, "4", "nvt")


@pytest.mark.regel("B-12")
def test_it_is_closed_when_the_route_was_walked_up_to_who_paid():
    zaak = verantwoord()
    melding = geldroute.route_gelopen(zaak)
    assert "Het plan kostte €\xa0380,00 aan geld van anderen." in melding
    assert "Wijkbudget (regel B-12" in melding
    with pytest.raises(services.OvergangNietToegestaan, match="Het plan kostte"):
        services.voer_overgang_uit(zaak=zaak, naam="afronden", door=zaak.vakambtenaar)
    with pytest.raises(Domeinfout, match="vraagt u aan"):
        bron(zaak, "5", "toegekend", "380.00")
    ga_bronnen_na(zaak)
    assert geldroute.route_gelopen(zaak) is None


@pytest.mark.regel("B-12")
def test_money_of_the_wijkbudget_ends_the_route():
    zaak = besloten()
    manager = wijkbudget(zaak.wijk)
    aanvraag = vraag(zaak)
    assert geldroute.volgende_bron(zaak) is None  # it waits for a decision
    assert "Wijkbudget" in geldroute.route_gelopen(zaak)
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager)
    assert geldroute.route_gelopen(zaak) is None


@pytest.mark.regel("B-12")
def test_after_it_is_said_that_the_wijkbudget_is_not_needed_nobody_asks_it():
    zaak = besloten()
    wijkbudget(zaak.wijk)
    bron(zaak, "5", "nvt")
    with pytest.raises(VerouderdeActie, match="geen geld uit het wijkbudget"):
        vraag(zaak)
    assert not Aanvraag.objects.exists()


@pytest.mark.regel("B-14")
def test_money_is_asked_only_after_the_definitive_yes():
    zaak = met_plan()
    wijkbudget(zaak.wijk)
    bron(zaak, "1a")
    bron(zaak, "2")
    with pytest.raises(AanvraagGeweigerd, match="nog geen positief besluit"):
        vraag(zaak)
    besluit(zaak)
    aanvraag = vraag(zaak)
    assert (aanvraag.onderwerp, aanvraag.bereik) == (f"initiatief:{zaak.kenmerk}", "buurt_of_plek")
    assert [uitkomst.code for uitkomst in aanvraag.bronuitkomsten.all()] == ["1a", "2"]
    assert geldroute.aanvragen_van(zaak) == [aanvraag]


@pytest.mark.regel("B-14")
def test_after_a_refusal_there_is_no_money():
    zaak = met_plan()
    wijkbudget(zaak.wijk)
    besluit(zaak, "nee")
    assert not besluit_over(f"initiatief:{zaak.kenmerk}").positief
    with pytest.raises(VerouderdeActie):
        vraag(zaak)
    with pytest.raises(AanvraagGeweigerd, match="Het besluit over dit plan is niet positief"):
        aanvragen.vraag_aan(
            door=zaak.vakambtenaar,
            bedrag=10,
            jaar_id=Aanvraag.jaar.field.remote_field.model.objects.get().pk,
            soort="initiatieven",
            wijk=zaak.wijk,
            onderwerp=f"initiatief:{zaak.kenmerk}",
            doel="x",
            gericht_op="leefbaarheid",
            bereik="buurt_of_plek",
            bronnen=[aanvragen.Bron("1a", "geweigerd"), aanvragen.Bron("2", "geweigerd")],
        )


@pytest.mark.regel("B-03", "B-10")
@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"soort": "agenda", "bronnen": ()}, "alleen geld uit het deelbudget initiatieven"),
        ({"bereik": "hele_wijk", "bedrag": "1500.00"}, "Het besluit is genomen voor een buurt of plek"),
        ({"wijk": "ander"}, "een plan in een andere wijk"),
    ],
)
def test_the_yes_on_a_case_is_ground_for_its_own_pot_only(anders, melding):
    zaak = met_plan()
    ander = WijkFactory()
    wijkbudget(zaak.wijk)
    ga_bronnen_na(zaak)
    besluit(zaak)
    gegevens = {
        "bedrag": "100.00",
        "jaar_id": timezone.localdate().year,
        "soort": "initiatieven",
        "wijk": zaak.wijk,
        "onderwerp": geldroute.onderwerp(zaak),
        "doel": "x",
        "gericht_op": "leefbaarheid",
        "bereik": "buurt_of_plek",
        "bronnen": [aanvragen.Bron("1a", "geweigerd"), aanvragen.Bron("2", "geweigerd")],
    }
    gegevens |= anders | ({"wijk": ander} if "wijk" in anders else {})

    with pytest.raises(AanvraagGeweigerd, match=melding):
        aanvragen.vraag_aan(door=RolFactory(soort="beleidsmedewerker").medewerker, **gegevens)
    assert not Aanvraag.objects.exists()


@pytest.mark.regel("B-14")
def test_a_case_without_a_definitive_decision_has_no_decision_for_money():
    zaak = in_uitwerking()
    assert besluit_over(f"initiatief:{zaak.kenmerk}") is None
    assert besluit_over("initiatief:VB-0000-00000") is None


@pytest.mark.regel("B-10", "B-12")
def test_the_ledger_refuses_what_is_above_the_ceiling_or_out_of_order():
    zaak = met_plan()
    wijkbudget(zaak.wijk)
    with pytest.raises(AanvraagGeweigerd, match="nog niet nagegaan: Volksfeesten, Roermondfonds"):
        vraag(zaak)
    ga_bronnen_na(zaak)
    besluit(zaak)
    with pytest.raises(AanvraagGeweigerd, match="kan hooguit"):
        vraag(zaak, "1000.01")
    sleutel = uuid.uuid4()
    assert vraag(zaak, sleutel=sleutel) == vraag(zaak, sleutel=sleutel)
    assert Aanvraag.objects.count() == 1


@pytest.mark.regel("I-09", "W-05")
@pytest.mark.parametrize("wie", ["wijkregisseur", "clustermanager", "kcc"])
def test_only_the_vakambtenaar_walks_the_route_and_decides(wie):
    zaak = met_plan()
    velden = {"wijk": zaak.wijk} if wie == "wijkregisseur" else {}
    vreemde = RolFactory(**{wie: True}, **velden).medewerker
    with pytest.raises(PermissionDenied):
        bron(zaak, "1a", door=vreemde)
    with pytest.raises(PermissionDenied):
        besluit(zaak, door=vreemde)
    with pytest.raises(PermissionDenied):
        definitief.bereid_definitief_besluit_voor(zaak=zaak, door=vreemde, **TEKST)


# The case page


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def paneel(zaak, naam):
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])


@pytest.mark.regel("B-10", "B-12", "B-14", "I-15")
def test_the_vakambtenaar_decides_and_asks_the_money_on_the_case_page(client):
    zaak = met_plan()
    wijkbudget(zaak.wijk)
    client.force_login(zaak.vakambtenaar)
    for code in ("1a", "2"):
        velden = {"code": code, "uitkomst": "geweigerd", "toelichting": "Gebeld."}
        assert client.post(paneel(zaak, "financiering"), velden).status_code == 302
    assert "Aanvragen bij het wijkbudget" not in zaak_in_geheel(client, zaak)

    velden = TEKST | {"overgang": "definitief-ja"}
    tekst = client.post(paneel(zaak, "definitief"), velden, follow=True).text
    assert "Het definitieve besluit is genomen: de gemeente werkt mee." in tekst
    assert "regel I-15, “Werk aan de wijk!”, bijlage 3, fase 4" in tekst
    assert "Aanvragen bij het wijkbudget" in tekst
    assert client.post(paneel(zaak, "definitief"), velden).status_code == 409
    assert client.post(paneel(zaak, "plan"), {"reden": "Toch niet"}).status_code == 409

    velden = {"sleutel": uuid.uuid4(), "bedrag": "1.500,00", "gericht_op": "leefbaarheid", "doel": "Bakken"}
    antwoord = client.post(paneel(zaak, "wijkbudget"), velden)
    assert antwoord.status_code == 422
    assert "(B-10; RM 4.3 en bijlage 4)" in antwoord.text
    assert 'value="1.500,00"' in antwoord.text
    tekst = client.post(paneel(zaak, "wijkbudget"), velden | {"bedrag": "400,00"}, follow=True).text
    aanvraag = Aanvraag.objects.get()
    assert reverse("admin:budgetten_aanvraag_change", args=[aanvraag.pk]) in tekst


def test_a_grant_without_its_amount_comes_back(client):
    zaak = met_plan()
    client.force_login(zaak.vakambtenaar)
    velden = {"code": "1a", "uitkomst": "toegekend", "toelichting": "Ja"}
    assert "Vul in hoeveel geld is toegekend." in client.post(paneel(zaak, "financiering"), velden).text
    velden |= {"uitkomst": "nvt", "bedrag": "5"}
    assert "Een bedrag hoort erbij als" in client.post(paneel(zaak, "financiering"), velden).text
    assert not Besluit.objects.filter(uitkomst="ja", soort="definitief").exists()
