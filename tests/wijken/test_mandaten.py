"""Who may approve which money on which day (B-11)."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError
from django.urls import reverse

from tests.fabrieken import ClusterFactory, MedewerkerFactory, PartnerFactory, RolFactory
from wijken.mandaten import GeenMandaat, mandaat_voor, mandaathouders, mandaten_van
from wijken.models import Mandaat

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-11")]
NIEUWJAAR = datetime.date(2024, 1, 1)


def mandaat(geldsoort, **velden):
    return Mandaat.objects.create(**{"geldsoort": geldsoort, "van": NIEUWJAAR, "bron": "RM 6.1", **velden})


@pytest.fixture
def manager():
    return RolFactory(clustermanager=True)


def test_the_wijkbudget_is_for_the_manager_of_the_cluster_in_the_mandate(manager):
    rij = mandaat("wijkbudget", cluster=manager.cluster)

    assert mandaat_voor(manager.medewerker, geldsoort="wijkbudget", bedrag=Decimal("99999999")) == rij


@pytest.mark.parametrize("geldsoort", ["wijkbudget", "clusterbudget"])
def test_another_manager_is_told_who_may(manager, geldsoort):
    mandaat(geldsoort, cluster=manager.cluster)
    ander = RolFactory(clustermanager=True).medewerker

    with pytest.raises(GeenMandaat, match=f"Alleen de manager van {manager.cluster} mag dit"):
        mandaat_voor(ander, geldsoort=geldsoort, bedrag=Decimal(1), cluster=manager.cluster)


def test_clusterbudget_is_for_the_manager_of_that_cluster_alone(manager):
    ander = RolFactory(clustermanager=True)
    eigen = mandaat("clusterbudget", cluster=manager.cluster)
    mandaat("clusterbudget", cluster=ander.cluster)

    vraag = {"geldsoort": "clusterbudget", "bedrag": Decimal(10)}
    assert mandaat_voor(manager.medewerker, cluster=manager.cluster, **vraag) == eigen
    with pytest.raises(GeenMandaat):
        mandaat_voor(manager.medewerker, cluster=ander.cluster, **vraag)


def test_money_of_a_partner_is_for_its_budgethouder():
    rol = RolFactory(budgethouder=True)
    rij = mandaat("partnergeld", partner=rol.partner)
    collega = RolFactory(budgethouder=True, soort="partner", partner=rol.partner).medewerker

    vraag = {"geldsoort": "partnergeld", "bedrag": Decimal(10), "partner": rol.partner}
    assert mandaat_voor(rol.medewerker, **vraag) == rij
    with pytest.raises(GeenMandaat, match="Alleen de budgethouder van Partner"):
        mandaat_voor(collega, **vraag)


@pytest.mark.parametrize("soort", ["vakambtenaar", "wijkregisseur", "beheerder", "kcc"])
@pytest.mark.regel("I-09")
def test_no_other_role_is_about_money(manager, soort):
    mandaat("wijkbudget", cluster=manager.cluster)
    velden = {"cluster": manager.cluster} if soort == "vakambtenaar" else {}
    persoon = RolFactory(**{soort: True}, **velden).medewerker

    with pytest.raises(GeenMandaat):
        mandaat_voor(persoon, geldsoort="wijkbudget", bedrag=Decimal(1))


def test_the_limit_itself_still_belongs_to_it(manager):
    rij = mandaat("wijkbudget", cluster=manager.cluster, tot_bedrag=Decimal("5000.00"))

    assert mandaat_voor(manager.medewerker, geldsoort="wijkbudget", bedrag=Decimal("5000.00")) == rij
    with pytest.raises(GeenMandaat, match=r"Het mandaat gaat tot en met €\xa05\.000,00\."):
        mandaat_voor(manager.medewerker, geldsoort="wijkbudget", bedrag=Decimal("5000.01"))


def test_the_day_counts_for_the_mandate_and_for_the_role(manager):
    oud = mandaat("wijkbudget", cluster=manager.cluster, tot=datetime.date(2024, 12, 31))
    nieuw = mandaat("wijkbudget", cluster=manager.cluster, van=datetime.date(2025, 1, 1), tot_bedrag=1)

    def op(dag):
        return mandaat_voor(manager.medewerker, geldsoort="wijkbudget", bedrag=Decimal(1), op=dag)

    assert (op(datetime.date(2024, 12, 31)), op(datetime.date(2025, 1, 1))) == (oud, nieuw)
    with pytest.raises(GeenMandaat, match="geen mandaat vastgesteld"):
        op(datetime.date(2023, 12, 31))


def test_who_no_longer_has_the_role_may_do_nothing():
    rol = RolFactory(clustermanager=True, tot=datetime.date(2025, 6, 30))
    rij = mandaat("wijkbudget", cluster=rol.cluster)
    vraag = {"geldsoort": "wijkbudget", "bedrag": Decimal(1)}

    assert mandaat_voor(rol.medewerker, op=datetime.date(2025, 6, 30), **vraag) == rij
    with pytest.raises(GeenMandaat):
        mandaat_voor(rol.medewerker, op=datetime.date(2025, 7, 1), **vraag)


def test_without_a_role_or_a_mandate_nobody_may_do_anything(manager):
    with pytest.raises(GeenMandaat, match="geen mandaat vastgesteld"):
        mandaat_voor(manager.medewerker, geldsoort="wijkbudget", bedrag=Decimal(1))
    mandaat("wijkbudget", cluster=manager.cluster)
    with pytest.raises(GeenMandaat):
        mandaat_voor(MedewerkerFactory(is_superuser=True), geldsoort="wijkbudget", bedrag=Decimal(1))


@pytest.mark.parametrize("geldsoort", ["wijkbudget", "clusterbudget", "partnergeld"])
def test_for_the_same_money_there_is_one_mandate_at_a_time(geldsoort):
    van_wie = {"partner": PartnerFactory()} if geldsoort == "partnergeld" else {"cluster": ClusterFactory()}
    eerste = mandaat(geldsoort, **van_wie, tot=datetime.date(2025, 12, 31))
    tweede = Mandaat(geldsoort=geldsoort, **van_wie, van=eerste.tot, bron="RM 6.1")

    with pytest.raises(ValidationError, match="al een mandaat"):
        tweede.full_clean()
    tweede.van = datetime.date(2026, 1, 1)
    tweede.full_clean()
    tweede.save()


def test_the_wijkbudget_is_in_one_hand_with_two_clusters_too():
    mandaat("wijkbudget", cluster=ClusterFactory())

    with pytest.raises(ValidationError, match="al een mandaat"):
        Mandaat(geldsoort="wijkbudget", cluster=ClusterFactory(), van=NIEUWJAAR, bron="x").full_clean()


@pytest.mark.parametrize(
    ("geldsoort", "velden"),
    [("wijkbudget", ["partner"]), ("clusterbudget", []), ("partnergeld", ["cluster", "partner"])],
)
def test_a_mandate_belongs_to_a_holder(geldsoort, velden):
    fabriek = {"partner": PartnerFactory, "cluster": ClusterFactory}
    rij = Mandaat(geldsoort=geldsoort, van=NIEUWJAAR, bron="x", **{veld: fabriek[veld]() for veld in velden})

    with pytest.raises(ValidationError, match="Kies bij geld van een partner de partner"):
        rij.full_clean()


@pytest.mark.regel("B-18")
def test_a_mandate_is_ended_and_never_rewritten(manager):
    rij = mandaat("wijkbudget", cluster=manager.cluster)
    rij.tot = datetime.date(2025, 1, 1)
    rij.save(update_fields=["tot"])

    rij.tot_bedrag = Decimal(1)
    with pytest.raises(ProgrammingError, match="Cannot update"):
        rij.save(update_fields=["tot_bedrag"])


@pytest.mark.regel("B-18")
def test_a_mandate_is_never_removed(manager):
    rij = mandaat("wijkbudget", cluster=manager.cluster)

    with pytest.raises(ProgrammingError, match="Cannot delete"):
        Mandaat.objects.filter(pk=rij.pk)._raw_delete("default")


@pytest.mark.parametrize("geldsoort", ["", "onzin"])
def test_a_form_without_a_kind_of_money_is_refused_in_words(client, manager, geldsoort):
    client.force_login(RolFactory(beheerder=True).medewerker)
    gegevens = {"geldsoort": geldsoort, "cluster": manager.cluster.pk, "van": "2024-01-01", "bron": "RM 6.1"}

    antwoord = client.post(reverse("admin:wijken_mandaat_add"), gegevens)

    assert list(antwoord.context["adminform"].form.errors) == ["geldsoort"]
    assert not Mandaat.objects.exists()


def test_who_has_which_mandates_follows_from_the_roles_of_the_day(manager):
    wijkbudget = mandaat("wijkbudget", cluster=manager.cluster)
    eigen = mandaat("clusterbudget", cluster=manager.cluster, tot_bedrag=500)
    mandaat("clusterbudget", cluster=ClusterFactory())
    mandaat("partnergeld", partner=PartnerFactory())

    assert set(mandaten_van(manager.medewerker)) == {wijkbudget, eigen}
    assert mandaten_van(manager.medewerker, op=NIEUWJAAR - datetime.timedelta(days=1)) == []
    assert mandaten_van(RolFactory(vakambtenaar=True, cluster=manager.cluster).medewerker) == []


def test_who_decides_on_money_are_the_holder_and_the_substitute(manager):
    mandaat("wijkbudget", cluster=manager.cluster)
    waarnemer = RolFactory(
        clustermanager=True, cluster=manager.cluster, waarnemer_voor=manager, tot=datetime.date(2099, 1, 1)
    )
    RolFactory(clustermanager=True)

    assert mandaathouders(geldsoort="wijkbudget") == [manager.medewerker, waarnemer.medewerker]
    assert mandaathouders(geldsoort="clusterbudget", cluster=manager.cluster) == []
