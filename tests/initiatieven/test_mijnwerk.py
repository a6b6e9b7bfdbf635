"""*Mijn werk*: for each role its own cases, at the same price however many there are."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatieven.mijnwerk import wacht_op
from initiatieven.models import Fase, Gevolgd, Initiatief
from tests.fabrieken import ClusterFactory, MedewerkerFactory, RolFactory, WijkFactory
from tests.initiatieven.fabrieken import AdviesFactory, InitiatiefFactory, besloten, in_uitwerking, met_plan
from wijken.models import Rol
from wijkportaal.models import Bericht

pytestmark = pytest.mark.django_db
START = reverse("admin:index")


def geleden(dagen):
    return timezone.now() - datetime.timedelta(days=dagen)


def stapels(client):
    """The titles in each pile on the start page."""
    onderdelen = client.get(START).context["onderdelen"]
    (piles,) = [deel.context for deel in onderdelen if "wacht" in deel.context]
    return {
        naam: [getattr(rij, "titel", None) or rij.onderwerp for rij in pile.rijen]
        for naam, pile in piles.items()
    }


def regisseur_van(wijk, client):
    medewerker = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    client.force_login(medewerker)
    return medewerker


@pytest.mark.regel("W-05")
def test_a_wijkregisseur_sees_the_own_triage_oldest_first_and_nothing_of_another_wijk(client):
    wijk = WijkFactory()
    regisseur_van(wijk, client)
    for titel, dagen in (("Jong", 1), ("Oud", 6), ("Midden", 3)):
        InitiatiefFactory(titel=titel, wijk=wijk, fase_sinds=geleden(dagen))
    InitiatiefFactory(titel="Elders", fase_sinds=geleden(5))
    InitiatiefFactory(titel="Onbevestigd", wijk=wijk, onbevestigd=True)
    InitiatiefFactory(titel="Bij een ander", wijk=wijk, toegewezen=True)
    assert stapels(client)["wacht"] == ["Oud", "Midden", "Jong"]
    assert "Elders" not in client.get(START).text


def test_a_kcc_medewerker_sees_the_triage_of_all_wijken(client):
    client.force_login(RolFactory(kcc=True).medewerker)
    InitiatiefFactory(titel="Noord", fase_sinds=geleden(2))
    InitiatiefFactory(titel="Zuid", fase_sinds=geleden(9))
    InitiatiefFactory(titel="Verderop en te laat", toegewezen=True, fase_sinds=geleden(90))
    assert stapels(client)["wacht"] == stapels(client)["dringend"] + ["Noord"] == ["Zuid", "Noord"]


def test_a_vakambtenaar_sees_the_own_cases_in_which_the_municipality_has_the_ball(client):
    rol = RolFactory(vakambtenaar=True)
    client.force_login(rol.medewerker)
    eigen = {"toegewezen": True, "vakambtenaar": rol.medewerker, "cluster": rol.cluster}
    InitiatiefFactory(titel="Gesprek", **eigen)
    InitiatiefFactory(titel="Toets", **eigen | {"fase": Fase.TOETS})
    InitiatiefFactory(titel="Bij de indieners", **eigen | {"fase": Fase.UITVOERING})
    InitiatiefFactory(titel="Klaar", **eigen | {"fase": Fase.AFGEROND})
    InitiatiefFactory(titel="Van een collega", toegewezen=True, cluster=rol.cluster)
    assert sorted(stapels(client)["wacht"]) == ["Gesprek", "Toets"]


def test_late_and_nearly_late_stand_together_the_most_urgent_first_in_words(client):
    wijk = WijkFactory()
    regisseur_van(wijk, client)
    InitiatiefFactory(titel="Ruim op tijd", wijk=wijk, fase_sinds=geleden(1))
    InitiatiefFactory(titel="Bijna", wijk=wijk, fase_sinds=geleden(5))
    InitiatiefFactory(titel="Te laat", wijk=wijk, fase_sinds=geleden(10))
    InitiatiefFactory(titel="Gesprek te laat", wijk=wijk, toegewezen=True, fase_sinds=geleden(33))
    assert stapels(client)["dringend"] == ["Gesprek te laat", "Te laat", "Bijna"]
    tekst = client.get(START).text
    assert "5 dagen te laat" in tekst
    assert "3 dagen te laat" in tekst
    assert "nog 2 dagen" in tekst


def test_what_somebody_follows_stands_there_as_long_as_it_may_be_seen(client):
    wijk = WijkFactory()
    regisseur = regisseur_van(wijk, client)
    for titel, van in (("Gevolgd", wijk), ("Ooit gevolgd", WijkFactory())):
        Gevolgd.objects.create(medewerker=regisseur, initiatief=InitiatiefFactory(titel=titel, wijk=van))
    Gevolgd.objects.create(medewerker=MedewerkerFactory(), initiatief=InitiatiefFactory(wijk=wijk))
    assert stapels(client)["gevolgd"] == ["Gevolgd"]


def test_messages_about_own_cases_that_do_not_arrive_are_told(client):
    wijk = WijkFactory()
    regisseur_van(wijk, client)
    eigen, ander = InitiatiefFactory(wijk=wijk), InitiatiefFactory()
    bericht(f"{eigen.kenmerk}:ontvangen:1", "Komt niet aan", pogingen=3)
    bericht(f"{eigen.kenmerk}:ontvangen:2", "Wacht nog maar net")
    bericht(f"{eigen.kenmerk}:ontvangen:3", "Is alsnog aangekomen", pogingen=2, verzonden_op=timezone.now())
    bericht(f"{ander.kenmerk}:ontvangen:4", "Van een andere wijk", pogingen=3)
    bericht("zomaar iets", "Van geen zaak", pogingen=3)
    assert stapels(client)["mislukt"] == ["Komt niet aan"]
    assert reverse("admin:initiatieven_initiatief_change", args=[eigen.pk]) in client.get(START).text


def bericht(gebeurtenis, onderwerp, **velden):
    sleutel = Bericht.sleutel_van(gebeurtenis, onderwerp)
    Bericht.objects.create(
        sleutel=sleutel, gebeurtenis=gebeurtenis, naar="x@y.example", onderwerp=onderwerp, tekst="x", **velden
    )


@pytest.mark.parametrize("soort", list(Rol.Soort))
def test_every_role_meets_a_useful_page(client, soort):
    waarvan = {
        "wijk": WijkFactory() if soort in ("wijkregisseur", "wijkwethouder") else None,
        "cluster": ClusterFactory() if soort in ("vakambtenaar", "clustermanager") else None,
    }
    if soort in ("partner", "budgethouder"):
        rol = RolFactory(budgethouder=True, soort=soort)
    else:
        rol = RolFactory(soort=soort, **waarvan)
    client.force_login(rol.medewerker)
    tekst = client.get(START).text
    assert soort.label in tekst
    assert reverse("wijken:lijst") in tekst
    assert ("Mensen en rollen" in tekst) == (soort == Rol.Soort.BEHEERDER)


def test_somebody_without_a_role_is_told_whom_to_ask(client):
    client.force_login(MedewerkerFactory())
    assert "U heeft vandaag geen rol." in client.get(START).text


def test_who_only_reads_sees_what_is_late_and_no_pile_of_work(client):
    client.force_login(RolFactory(soort=Rol.Soort.BELEIDSMEDEWERKER).medewerker)
    InitiatiefFactory(titel="Blijft liggen", fase_sinds=geleden(12))
    tekst = client.get(START).text
    assert "Wacht op u" not in tekst
    assert "Blijft liggen" in tekst


@pytest.mark.parametrize("aantal", [10, 1000])
def test_it_asks_the_same_few_queries_however_many_cases_there_are(client, aantal, django_assert_num_queries):
    wijk, medewerker = WijkFactory(), MedewerkerFactory()
    RolFactory(wijkregisseur=True, wijk=wijk, medewerker=medewerker)
    RolFactory(kcc=True, medewerker=medewerker)
    cluster = RolFactory(vakambtenaar=True, medewerker=medewerker).cluster
    client.force_login(medewerker)
    triage = InitiatiefFactory.build_batch(aantal, wijk=wijk, fase_sinds=geleden(9), indiener=None)
    gesprek = InitiatiefFactory.build_batch(
        aantal, toegewezen=True, wijk=wijk, cluster=cluster, vakambtenaar=medewerker, indiener=None
    )
    zaken = Initiatief.objects.bulk_create([*triage, *gesprek])
    Gevolgd.objects.bulk_create(Gevolgd(medewerker=medewerker, initiatief=zaak) for zaak in zaken)
    with django_assert_num_queries(25):
        tekst = client.get(START).text
    assert ("50+" in tekst) == (aantal == 1000)


@pytest.mark.regel("I-14")
def test_a_case_in_the_toets_waits_for_the_wijkregisseurs_advice_until_it_is_there():
    wijk = WijkFactory()
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    zaak = InitiatiefFactory(toegewezen=True, fase=Fase.TOETS, wijk=wijk)
    InitiatiefFactory(toegewezen=True, fase=Fase.TOETS)
    assert list(Initiatief.objects.filter(wacht_op(regisseur))) == [zaak]
    AdviesFactory(initiatief=zaak)
    assert not Initiatief.objects.filter(wacht_op(regisseur)).exists()


@pytest.mark.regel("I-15")
@pytest.mark.parametrize(("maak", "wacht"), [(in_uitwerking, False), (met_plan, True), (besloten, False)])
def test_a_case_in_uitvoering_waits_for_the_vakambtenaar_while_a_plan_waits(maak, wacht):
    zaak = maak()
    assert Initiatief.objects.filter(wacht_op(zaak.vakambtenaar)).exists() is wacht
