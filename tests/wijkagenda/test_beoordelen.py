"""Approval per part: by exactly the one with the mandate, about the text as it is (A-06, A-07)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from budgetten import aanvragen
from budgetten.aanvragen import EigenAanvraag
from budgetten.besluiten import EigenWeg, onderwerp_bij
from budgetten.controle import controleer
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import saldi
from tests.fabrieken import MedewerkerFactory, PartnerFactory, RolFactory
from tests.wijkagenda.fabrieken import (
    agenda_in,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_cluster,
    met_partner,
    met_wijkbudget,
    stap,
    vraag_over,
    wereld,
)
from wijkagenda import agendas, beoordelen
from wijkagenda.models import Beoordeling, Bijdrage, Fase
from wijkagenda.uitzonderingen import StapNietToegestaan
from wijken.mandaten import GeenMandaat
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-06")]


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def agenda(w):
    return agenda_in(Fase.UITWERKING, w)


@pytest.fixture
def delen(w, agenda):
    """One maatregel of € 6.000: two clusters (one only works), a partner and the wijkbudget."""
    maatregel = maatregel_van(agenda, kosten="6000")
    return {
        "groen": met_cluster(maatregel, w.groen, "3000"),
        "verkeer": met_cluster(maatregel, w.verkeer),
        "partner": met_partner(maatregel, w.partner, "1000"),
        "wijkbudget": met_wijkbudget(maatregel, "2000", w.regisseur),
    }


def managers(w):
    return {
        "groen": w.manager_groen,
        "verkeer": w.manager_verkeer,
        "partner": w.budgethouder,
        "wijkbudget": w.manager,
    }


def codes(agenda):
    return [stand.code for stand in beoordelen.standen(agenda)]


def test_everybody_is_asked_for_the_own_part_and_the_ledger_holds_the_wijkbudget_at_once(w, agenda, delen):
    leg_voor(agenda, w.regisseur)

    assert codes(agenda) == ["wacht"] * 4
    assert {naam: vraag_over(deel).aanvraag_id is not None for naam, deel in delen.items()} == {
        "groen": True,
        "verkeer": False,
        "partner": True,
        "wijkbudget": True,
    }
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "gereserveerd": 2_000}

    for naam, deel in delen.items():
        keur_goed(deel, managers(w)[naam])

    assert codes(agenda) == ["akkoord"] * 4
    assert beoordelen.alles_akkoord(agenda) is None
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "gereserveerd": 2_000}
    assert list(controleer()) == []


@pytest.mark.parametrize("deel", ["groen", "verkeer", "partner", "wijkbudget"])
@pytest.mark.parametrize("wie", ["groen", "verkeer", "partner", "wijkbudget"])
@pytest.mark.regel("B-11")
def test_only_the_one_with_the_mandate_for_a_part_can_say_yes_to_it(w, agenda, delen, deel, wie):
    leg_voor(agenda, w.regisseur)
    door = managers(w)[wie]

    if deel == wie:
        assert keur_goed(delen[deel], door).is_akkoord
        return
    with pytest.raises((GeenMandaat, PermissionDenied)):
        keur_goed(delen[deel], door)
    assert vraag_over(delen[deel]).wacht


def test_who_has_no_role_at_all_approves_nothing(w, agenda, delen):
    leg_voor(agenda, w.regisseur)

    for wie in (
        MedewerkerFactory(),
        w.regisseur,
        w.beleid,
        w.secretaris,
        RolFactory(soort="budgethouder", partner=PartnerFactory()).medewerker,
    ):
        with pytest.raises((GeenMandaat, PermissionDenied)):
            keur_goed(delen["verkeer"], wie)


@pytest.mark.regel("B-11")
def test_who_asks_is_never_who_approves(w, agenda, delen):
    RolFactory(
        wijkregisseur=True,
        wijk=w.wijk,
        waarnemer_voor=w.regisseur.rollen.get(),
        tot="2099-01-01",
        medewerker=w.manager_verkeer,
    )
    leg_voor(agenda, w.manager_verkeer)

    with pytest.raises(EigenAanvraag):
        keur_goed(delen["verkeer"], w.manager_verkeer)


def test_advice_to_change_refuses_the_money_and_says_what_must_be_different(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    vraag = vraag_over(delen["wijkbudget"])
    gezien = beoordelen.revisie_van(vraag)

    with pytest.raises(Domeinfout, match="Schrijf op wat er anders moet"):
        beoordelen.beoordeel(vraag=vraag, door=w.manager, akkoord=False, gezien=gezien)
    beoordelen.beoordeel(vraag=vraag, door=w.manager, akkoord=False, gezien=gezien, toelichting="Te duur")

    vraag = vraag_over(delen["wijkbudget"])
    assert (vraag.is_akkoord, vraag.wacht, vraag.advies) == (False, False, "Te duur")
    assert vraag.aanvraag.stand == "afgewezen"
    assert codes(agenda)[3] == "advies"
    with pytest.raises(StapNietToegestaan, match="Nog niet akkoord"):
        stap(agenda, "opstellen", w.regisseur)


def test_a_changed_part_asks_only_its_own_party_again(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    for naam, deel in delen.items():
        keur_goed(deel, managers(w)[naam])
    delen["groen"].bedrag = Decimal(2500)
    delen["groen"].save(update_fields=["bedrag"])
    delen["partner"].bedrag = Decimal(1500)
    delen["partner"].save(update_fields=["bedrag"])

    assert codes(agenda) == ["open", "akkoord", "open", "akkoord"]
    opnieuw = beoordelen.leg_voor(agenda=agenda, door=w.regisseur)

    assert {vraag.bijdrage_id for vraag in opnieuw} == {delen["groen"].pk, delen["partner"].pk}
    assert codes(agenda) == ["wacht", "akkoord", "wacht", "akkoord"]
    keur_goed(delen["groen"], w.manager_groen)
    keur_goed(delen["partner"], w.budgethouder)
    assert beoordelen.alles_akkoord(agenda) is None
    assert beoordelen.vastgehouden(delen["groen"]) == 2500
    assert list(controleer()) == []


def test_another_title_is_another_maatregel_for_everybody(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    for naam, deel in delen.items():
        keur_goed(deel, managers(w)[naam])
    maatregel = agenda.maatregelen.get()
    maatregel.titel = "Iets heel anders"
    maatregel.save(update_fields=["titel"])

    assert codes(agenda) == ["open"] * 4
    beoordelen.leg_voor(agenda=agenda, door=w.regisseur)
    assert codes(agenda) == ["wacht"] * 4
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "gereserveerd": 2_000}


def test_a_text_that_nobody_agreed_to_may_change(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    keur_goed(delen["verkeer"], w.manager_verkeer)
    agenda.maatregelen.update(beheer="Anders geregeld", trekker="De wijkraad")

    assert codes(agenda)[1] == "akkoord"


def test_an_approval_after_the_maatregel_changed_is_refused(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    oud = vraag_over(delen["verkeer"])
    gezien = beoordelen.revisie_van(oud)
    delen["verkeer"].inzet = "Iets anders"
    delen["verkeer"].save(update_fields=["inzet"])

    with pytest.raises(VerouderdeActie, match="gewijzigd"):
        beoordelen.beoordeel(vraag=oud, door=w.manager_verkeer, akkoord=True, gezien=gezien)
    beoordelen.leg_voor(agenda=agenda, door=w.regisseur)
    nieuw = vraag_over(delen["verkeer"])
    with pytest.raises(VerouderdeActie, match="gewijzigd"):
        beoordelen.beoordeel(vraag=nieuw, door=w.manager_verkeer, akkoord=True, gezien="0.0")
    assert vraag_over(delen["verkeer"]).wacht


def test_an_answer_is_given_once(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    keur_goed(delen["verkeer"], w.manager_verkeer)

    with pytest.raises(VerouderdeActie, match="al beslist"):
        keur_goed(delen["verkeer"], w.manager_verkeer)


def test_a_part_that_is_taken_out_lets_go_of_its_money(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    keur_goed(delen["wijkbudget"], w.manager)
    assert saldi(w.wijk, Potsoort.AGENDA)["gereserveerd"] == 2000
    Bijdrage.objects.filter(pk=delen["wijkbudget"].pk).update(vervallen=True)
    Bijdrage.objects.filter(pk=delen["groen"].pk).update(bedrag=5000)

    beoordelen.leg_voor(agenda=agenda, door=w.regisseur)

    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 10_000}


@pytest.mark.regel("B-08")
def test_what_the_pot_does_not_hold_is_not_asked_and_nothing_is_kept(w, agenda):
    maatregel = maatregel_van(agenda, kosten="10000.01")
    met_wijkbudget(maatregel, "10000.01", w.regisseur)

    with pytest.raises(StapNietToegestaan, match="B-08"):
        leg_voor(agenda, w.regisseur)
    agenda.refresh_from_db()
    assert agenda.fase == Fase.UITWERKING
    assert not Beoordeling.objects.exists()


@pytest.mark.regel("A-07")
def test_the_wijkbudget_comes_after_the_other_sources(w, agenda):
    maatregel = maatregel_van(agenda, kosten="100")
    met_wijkbudget(maatregel, "100", w.regisseur)
    maatregel.verkenningen.all().delete()

    with pytest.raises(StapNietToegestaan, match="Nog niet compleet: maatregel 1"):
        leg_voor(agenda, w.regisseur)


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE wijkagenda_beoordeling SET bijdragerevisie = 99",
        "UPDATE wijkagenda_beoordeling SET uitkomst = ''",
        "DELETE FROM wijkagenda_beoordeling",
    ],
)
def test_the_database_keeps_what_was_asked_and_answered(w, agenda, delen, opdracht):
    leg_voor(agenda, w.regisseur)
    keur_goed(delen["verkeer"], w.manager_verkeer)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht)


def test_the_database_counts_changes_whoever_makes_them(w, delen):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wijkagenda_bijdrage SET bedrag = bedrag + 1, revisie = 1")
        cursor.execute("UPDATE wijkagenda_maatregel SET titel = 'Anders', revisie = 1")
        cursor.execute("UPDATE wijkagenda_maatregel SET beheer = 'Anders', revisie = 1")

    deel = Bijdrage.objects.select_related("maatregel").get(pk=delen["groen"].pk)
    assert (deel.revisie, deel.maatregel.revisie) == (2, 2)


def test_a_part_from_outside_counts_once_it_is_promised(w, agenda):
    maatregel = maatregel_van(agenda, kosten="500")
    fonds = Bijdrage.objects.create(maatregel=maatregel, bron="subsidie", naam="Oranje Fonds", bedrag=500)
    leg_voor(agenda, w.regisseur)

    assert codes(agenda) == ["open"]
    with pytest.raises(StapNietToegestaan, match="Nog niet akkoord: maatregel 1"):
        stap(agenda, "opstellen", w.regisseur)
    fonds.toezegging = "OF-2026-1"
    fonds.save(update_fields=["toezegging"])
    assert stap(agenda, "opstellen", w.regisseur).fase == Fase.OPSTELLEN


def test_the_questions_cost_the_same_however_many_there_are(w, agenda, django_assert_num_queries):
    for _ in range(20):
        met_cluster(maatregel_van(agenda), w.groen)

    with django_assert_num_queries(2):
        assert len(beoordelen.standen(agenda)) == 20


def test_two_who_take_the_same_step_the_second_is_told(w, agenda, delen):
    leg_voor(agenda, w.regisseur)

    with pytest.raises(VerouderdeActie, match="Beoordeling per maatregel"):
        agendas.voer_stap_uit(agenda=agenda, naam="beoordelen", door=w.beleid, hoe="Nog een keer")


@pytest.mark.regel("B-14")
def test_money_for_a_maatregel_is_not_asked_past_the_agenda(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    kenmerk = f"{w.wijk.slug}-{agenda.van.year}-1"

    for getypt in (kenmerk, f"maatregel:{kenmerk}"):
        with pytest.raises(EigenWeg, match="pagina van de wijkagenda"):
            onderwerp_bij(getypt)


@pytest.mark.regel("B-08")
def test_a_maatregel_that_leaves_the_agenda_lets_go_of_what_was_reserved(w, agenda, delen):
    met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    for vraag in Beoordeling.objects.actueel():
        wie = w.manager_groen if vraag.bijdrage.cluster == w.groen else None
        wie = (
            wie
            or {"cluster": w.manager_verkeer, "partner": w.budgethouder, "wijkbudget": w.manager}[
                vraag.bijdrage.bron
            ]
        )
        keur_goed(vraag.bijdrage, wie)
    agenda.maatregelen.filter(nummer=1).update(weggelaten=True, weggelaten_reden="Te duur")
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "gereserveerd": 2_000}

    stap(agenda, "opstellen", w.regisseur)

    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 10_000}
    assert list(controleer()) == []


@pytest.mark.regel("B-09")
def test_a_request_that_lapsed_with_its_year_is_asked_again(w, agenda, delen):
    leg_voor(agenda, w.regisseur)
    keur_goed(delen["wijkbudget"], w.manager)
    aanvragen.trek_in(
        aanvraag=vraag_over(delen["wijkbudget"]).aanvraag, door=w.beleid, reden="Het jaar is om"
    )

    assert codes(agenda) == ["wacht", "wacht", "wacht", "open"]
    beoordelen.leg_voor(agenda=agenda, door=w.regisseur)
    assert codes(agenda) == ["wacht"] * 4
