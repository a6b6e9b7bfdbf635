"""Who may do what with money is asked by the services themselves, whoever calls them (W-05, B-11)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from budgetten import aanvragen, jaareinde, verdelen, verplaatsen
from budgetten.models import Aanvraag, Boeking, ExtraKrediet, Overheveling, Verdeling
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import DAG, beleidsmedewerker, pot, vraag
from tests.fabrieken import ClusterFactory, MedewerkerFactory, PartnerFactory, RolFactory, WijkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05", "B-11")]
VAN = {"clustermanager": ClusterFactory, "vakambtenaar": ClusterFactory, "wijkregisseur": WijkFactory,
       "wijkwethouder": WijkFactory, "budgethouder": PartnerFactory, "partner": PartnerFactory}  # fmt: skip
VELD = {ClusterFactory: "cluster", WijkFactory: "wijk", PartnerFactory: "partner"}
NOOIT = (
    *("kcc", "opbouwwerker", "wijkwethouder", "collegesecretaris", "raadslid", "partner", "budgethouder"),
    "beheerder",
)


def iemand(soort):
    """Somebody with this role for something else than the money of the test, or without any role."""
    if soort is None:
        return MedewerkerFactory()
    maak = VAN.get(soort)
    return RolFactory(soort=soort, **({VELD[maak]: maak()} if maak else {})).medewerker


def geweigerd(doe, **opties):
    voor = Boeking.objects.count()
    with pytest.raises(PermissionDenied):
        doe(**opties)
    assert Boeking.objects.count() == voor


@pytest.mark.regel("I-09", "B-18")
@pytest.mark.parametrize(
    "soort", [None, *NOOIT, "clustermanager", "wethouder_wijken", "wijkregisseur", "vakambtenaar"]
)
def test_the_wrong_role_does_nothing_with_a_request_of_another(vastgelegd, boekhouder, gegevens, soort):
    door = iemand(soort)
    betaling = aanvragen.betaal(aanvraag=vastgelegd, door=boekhouder, bedrag=1, kenmerk="F-1")
    open_ = vraag(gegevens, onderwerp="proef:2")

    geweigerd(aanvragen.trek_in, aanvraag=open_, door=door, reden="x")
    geweigerd(aanvragen.leg_vast, aanvraag=open_, door=door, kenmerk="x", planjaar=2024)
    geweigerd(aanvragen.betaal, aanvraag=vastgelegd, door=door, bedrag=1, kenmerk="x")
    # Also what was booked already is no answer for whoever may not ask.
    geweigerd(aanvragen.betaal, aanvraag=vastgelegd, door=door, bedrag=1, kenmerk="F-1")
    geweigerd(aanvragen.geef_rest_vrij, aanvraag=vastgelegd, door=door, reden="x")
    geweigerd(aanvragen.boek_betaling_terug, betaling=betaling, door=door, reden="x")


@pytest.mark.parametrize("soort", [None, *NOOIT, "clustermanager", "wethouder_wijken", "wijkregisseur"])
def test_who_may_not_ask_leaves_nothing_behind(gegevens, soort):
    """A wijkregisseur of another wijk is one of them."""
    geweigerd(aanvragen.vraag_aan, door=iemand(soort), **gegevens)
    assert not Aanvraag.objects.exists()


@pytest.mark.regel("I-09", "B-18")
def test_who_asked_commits_and_pays_once_another_approved(gegevens, manager):
    aanvraag = vraag(gegevens)
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)
    opties = {"aanvraag": aanvraag, "door": aanvraag.aanvrager}

    aanvragen.leg_vast(kenmerk="BES-1", planjaar=2024, **opties)
    aanvragen.betaal(bedrag=400, kenmerk="F-1", **opties)

    aanvraag.refresh_from_db()
    assert aanvraag.stand == "betaald"


@pytest.mark.regel("I-09")
def test_a_wijkregisseur_asks_for_the_own_wijk_and_withdraws_but_does_not_pay(gegevens, manager, wijk):
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    aanvraag = vraag(gegevens, door=regisseur)
    aanvragen.keur_goed(aanvraag=aanvraag, door=manager, op=DAG)

    geweigerd(aanvragen.leg_vast, aanvraag=aanvraag, door=regisseur, kenmerk="x", planjaar=2024)
    assert aanvragen.trek_in(aanvraag=aanvraag, door=regisseur, reden="Niet nodig").stand == "ingetrokken"


def test_a_role_that_ended_gives_no_right(vastgelegd):
    gisteren = timezone.localdate() - datetime.timedelta(days=1)
    door = RolFactory(soort="beleidsmedewerker", tot=gisteren).medewerker

    geweigerd(aanvragen.betaal, aanvraag=vastgelegd, door=door, bedrag=1, kenmerk="x")


@pytest.mark.regel("B-02")
@pytest.mark.parametrize(
    "soort", [None, *NOOIT, "clustermanager", "wethouder_wijken", "wijkregisseur", "vakambtenaar"]
)
def test_only_the_beleidsmedewerker_proposes_or_adjusts_a_division(jaar, soort):
    door = iemand(soort)
    geweigerd(verdelen.stel_voor, jaar=jaar, door=door)
    geweigerd(verdelen.pas_aan, verdeling=Verdeling.objects.get(), bedragen={}, reden="x", door=door)
    assert Verdeling.objects.count() == 1


@pytest.mark.regel("B-02")
@pytest.mark.parametrize("soort", [None, *NOOIT, "clustermanager", "beleidsmedewerker", "wijkregisseur"])
def test_deciding_a_division_is_not_for_others(jaar, soort):
    """The manager of another cluster is one of those who may not."""
    geweigerd(verdelen.stel_vast, verdeling=Verdeling.objects.get(), door=iemand(soort), kenmerk="x")


def test_without_a_cluster_that_keeps_the_wijkbudget_no_manager_may(jaar):
    door = iemand("clustermanager")

    geweigerd(jaareinde.sluit, jaar=jaar, door=door)
    geweigerd(verdelen.stel_vast, verdeling=Verdeling.objects.get(), door=door, kenmerk="x")


@pytest.mark.regel("B-05", "B-07")
@pytest.mark.parametrize(
    "soort", [None, *NOOIT, "clustermanager", "wethouder_wijken", "wijkregisseur", "vakambtenaar"]
)
def test_a_transfer_is_proposed_by_the_wijkregisseur_of_the_wijk_that_gets_it(jaar, wijk, soort):
    potten = {"van": pot(wijk), "naar": pot(wijk, soort=Potsoort.AGENDA)}
    opties = {"bedrag": 1, "reden": "x"} | potten

    geweigerd(verplaatsen.stel_overheveling_voor, door=iemand(soort), **opties)
    assert not Overheveling.objects.exists()
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    assert verplaatsen.stel_overheveling_voor(door=regisseur, **opties).regel == "B-05"


@pytest.mark.regel("B-16", "B-09")
@pytest.mark.parametrize(
    "soort", [None, *NOOIT, "clustermanager", "wethouder_wijken", "wijkregisseur", "vakambtenaar"]
)
def test_extra_money_and_closing_are_not_for_everybody(jaar, wijk, soort):
    door = iemand(soort)
    krediet = {"rekening": pot(wijk), "bedrag": 1, "raadsbesluit": "RB", "besloten_op": DAG}

    geweigerd(verplaatsen.voeg_extra_krediet_toe, door=door, **krediet)
    geweigerd(jaareinde.sluit, jaar=jaar, door=door)
    assert not ExtraKrediet.objects.exists()
    jaar.refresh_from_db()
    assert not jaar.gesloten


@pytest.mark.regel("B-09")
def test_the_command_closes_with_the_rights_of_the_named_person(jaar):
    with pytest.raises(CommandError, match="mag geen jaar sluiten"):
        call_command("sluit_jaar", 2024, door=iemand("kcc").email, ja=True)
    call_command("sluit_jaar", 2024, door=beleidsmedewerker().email, ja=True)
    jaar.refresh_from_db()
    assert jaar.gesloten
