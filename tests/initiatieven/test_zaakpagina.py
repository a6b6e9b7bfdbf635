"""The leaves of the case page and the status page: each fetches its own, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatieven.models import Boodschap, Notitie
from initiatieven.panelen.kern import Blad, adres_van_zaak
from tests.fabrieken import RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import (
    InitiatiefFactory,
    SteunFactory,
    afgerond,
    besloten,
    in_toets,
    in_uitwerking,
    met_plan,
)

pytestmark = pytest.mark.django_db


def in_gesprek(**velden):
    return InitiatiefFactory(toegewezen=True, **velden)


def met_veel(zaak, aantal):
    """Let so much be written, noted, supported and done with a case."""
    Boodschap.objects.bulk_create(
        Boodschap(initiatief=zaak, van="bewoner", naam="T", tekst="Nog iets.") for _ in range(aantal)
    )
    Notitie.objects.bulk_create(
        Notitie(initiatief=zaak, door=zaak.vakambtenaar, tekst="Gebeld.") for _ in range(aantal)
    )
    for _ in range(aantal):
        zaak.faseovergangen.create(naam="toewijzen", van="triage", naar="orientatie", rol="Wijkregisseur")


def queries(client, adres):
    client.get(adres)
    with CaptureQueriesContext(connection) as vragen:
        assert client.get(adres).status_code == 200
    return len(vragen)


# Of these three keep the session of the visitor, and on the case page three say who it is and in which roles.
NU = {in_gesprek: 12, in_toets: 12, in_uitwerking: 15, met_plan: 16, besloten: 18, afgerond: 7}
LEZEN = {Blad.BERICHTEN: 15, Blad.COLLEGAS: 17, Blad.NOTITIES: 9, Blad.DOSSIER: 17}
STATUS = {in_gesprek: 10, in_toets: 9, in_uitwerking: 12, met_plan: 12, besloten: 13, afgerond: 12}


@pytest.mark.parametrize(("maak", "aantal"), NU.items())
def test_what_to_do_now_costs_as_much_with_little_as_with_much(client, maak, aantal):
    zaak = maak()
    RolFactory(vakambtenaar=True, cluster=zaak.cluster, medewerker=zaak.vakambtenaar)
    client.force_login(zaak.vakambtenaar)
    gesteld = []
    for keer in (10, 990):
        met_veel(zaak, keer)
        gesteld.append(queries(client, adres_van_zaak(zaak)))
    assert gesteld == [aantal, aantal]


@pytest.mark.parametrize(("blad", "aantal"), LEZEN.items())
def test_each_other_leaf_fetches_its_own(client, blad, aantal):
    zaak = besloten()
    RolFactory(vakambtenaar=True, cluster=zaak.cluster, medewerker=zaak.vakambtenaar)
    client.force_login(zaak.vakambtenaar)
    gesteld = []
    for keer in (10, 990):
        met_veel(zaak, keer)
        gesteld.append(queries(client, adres_van_zaak(zaak, blad)))
    assert gesteld == [aantal, aantal]


@pytest.mark.regel("I-20")
@pytest.mark.parametrize(("maak", "aantal"), STATUS.items())
def test_the_status_page_costs_as_much_with_little_as_with_much(client, maak, aantal):
    zaak = maak(openbaar=True)
    open_voor_indiener(client, zaak)
    gesteld = []
    for keer in (10, 990):
        met_veel(zaak, keer)
        SteunFactory.create_batch(10, initiatief=zaak)
        gesteld.append(queries(client, reverse("initiatieven:volgen", args=[zaak.kenmerk])))
    assert gesteld == [aantal, aantal]


def test_the_leaf_of_now_leads_to_the_panel_where_the_step_is_taken(client):
    zaak = in_toets()
    client.force_login(zaak.vakambtenaar)
    tekst = client.get(adres_van_zaak(zaak)).text
    assert '<a class="utrecht-button-link utrecht-button-link--html-a' in tekst
    assert "Ga naar “Principebesluit”" in tekst
    assert tekst.index("Volgende stap") < tekst.index('id="paneel-toets"')
    zaak.besluiten.update(motivering="")
    tekst = client.get(adres_van_zaak(zaak)).text
    assert "Voor “Principebesluit” is nog nodig:" in tekst
    assert "Leg het besluit uit in gewone woorden." in tekst


@pytest.mark.parametrize("blad", ["", "nu", "bestaat-niet"])
def test_any_other_leaf_is_the_one_of_now(client, blad):
    zaak = in_gesprek()
    RolFactory(vakambtenaar=True, cluster=zaak.cluster, medewerker=zaak.vakambtenaar)
    client.force_login(zaak.vakambtenaar)
    assert client.get(adres_van_zaak(zaak) + f"?deel={blad}").context["blad"] == Blad.NU


def test_the_leaves_say_what_asks_for_attention(client):
    zaak = in_gesprek()
    RolFactory(vakambtenaar=True, cluster=zaak.cluster, medewerker=zaak.vakambtenaar)
    client.force_login(zaak.vakambtenaar)
    met_veel(zaak, 3)
    bladen = {link.blad: link.aantal for link in client.get(adres_van_zaak(zaak)).context["bladen"]}
    assert bladen == {"nu": 0, "berichten": 3, "collegas": 0, "notities": 3, "dossier": 0}


@pytest.mark.parametrize("maak", [in_gesprek, afgerond])
def test_who_has_nothing_to_do_is_told_so_and_reads_the_idea(client, maak):
    zaak = maak()
    client.force_login(RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker)
    tekst = client.get(adres_van_zaak(zaak)).text
    assert "U hoeft nu niets te doen." in tekst
    assert '<details class="wp-inklap wp-idee" open>' in tekst
    advies = in_toets(wijk=zaak.wijk)
    assert "U hoeft nu niets te doen." not in client.get(adres_van_zaak(advies)).text


def test_notes_have_a_leaf_only_for_who_may_read_them(client):
    zaak = in_gesprek()
    client.force_login(RolFactory(soort="beleidsmedewerker").medewerker)
    bladen = [link.blad for link in client.get(adres_van_zaak(zaak)).context["bladen"]]
    assert Blad.NOTITIES not in bladen
    assert client.get(adres_van_zaak(zaak, Blad.NOTITIES)).status_code == 403
    client.force_login(RolFactory(wijkregisseur=True).medewerker)
    assert client.get(adres_van_zaak(zaak, Blad.DOSSIER)).status_code == 403
    client.logout()
    assert client.get(adres_van_zaak(zaak, Blad.DOSSIER)).status_code == 302


def test_what_an_earlier_phase_left_is_folded_in_the_dossier(client):
    zaak = besloten()
    RolFactory(vakambtenaar=True, cluster=zaak.cluster, medewerker=zaak.vakambtenaar)
    client.force_login(zaak.vakambtenaar)
    nu, dossier = (client.get(adres_van_zaak(zaak, blad)) for blad in (Blad.NU, Blad.DOSSIER))
    assert 'id="paneel-toets"' not in nu.text
    assert '<details class="wp-inklap wp-paneel" id="paneel-toets">' in dossier.text
    assert [getoond.form for getoond in dossier.context["panelen"]] == [None] * 3
