"""The history of a row is for reading: no old version is saved past the rules of the change page."""

import datetime

import pytest
from django.contrib import admin
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from tests.fabrieken import PartnerFactory, RolFactory, WijkFactory
from wijken.models import Mandaat
from wijkportaal.historiebeheer import Historiebeheer

pytestmark = pytest.mark.django_db
NIEUWJAAR = datetime.date(2024, 1, 1)


def versie(rij):
    """The page of the first version of a row."""
    naam = f"admin:{rij._meta.app_label}_{rij._meta.model_name}_simple_history"
    return reverse(naam, args=[rij.pk, rij.history.earliest().pk])


def mandaat(**velden):
    return Mandaat.objects.create(geldsoort="partnergeld", van=NIEUWJAAR, bron="RM 3.6", **velden)


def test_every_admin_page_with_history_is_read_only():
    klassen = {type(model) for model in admin.site._registry.values()}
    zonder = {klasse for klasse in klassen if issubclass(klasse, SimpleHistoryAdmin)}
    assert {klasse for klasse in zonder if not issubclass(klasse, Historiebeheer)} == set()


@pytest.mark.regel("W-05")
def test_a_reader_changes_nothing_through_an_old_version(client):
    wijk = WijkFactory(naam="Centrum")
    client.force_login(RolFactory(wijkregisseur=True).medewerker)
    assert client.get(versie(wijk)).status_code == 200

    velden = {"nummer": 99, "naam": "Gekaapt", "slug": "gekaapt", "reden": "x"}
    assert client.post(versie(wijk), velden).status_code == 403
    wijk.refresh_from_db()
    assert wijk.naam == "Centrum"


@pytest.mark.regel("W-05", "B-11")
def test_not_even_the_beheerder_changes_a_row_through_an_old_version(client):
    rol = RolFactory(kcc=True)
    client.force_login(RolFactory(beheerder=True).medewerker)

    for rij in (rol, mandaat(partner=PartnerFactory())):
        assert client.post(versie(rij), {"tot": "2024-02-01", "reden": "x"}).status_code == 403
        rij.refresh_from_db()
        assert rij.tot is None


@pytest.mark.regel("W-05", "B-11")
def test_the_history_of_anothers_mandate_is_shut(client):
    rol = RolFactory(budgethouder=True)
    eigen, ander = mandaat(partner=rol.partner), mandaat(partner=PartnerFactory())
    client.force_login(rol.medewerker)

    for naam in ("change", "history"):
        assert client.get(reverse(f"admin:wijken_mandaat_{naam}", args=[eigen.pk])).status_code == 200
    assert client.get(versie(eigen)).status_code == 200
    assert client.get(versie(ander)).status_code == 403
    assert client.get(reverse("admin:wijken_mandaat_history", args=[ander.pk])).status_code == 403
