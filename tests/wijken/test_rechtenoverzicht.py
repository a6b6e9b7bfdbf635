"""The rights review, on the screen and as files."""

import csv
import datetime
import io

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.fabrieken import MedewerkerFactory, RolFactory
from wijken.models import Rol
from wijken.rechtenoverzicht import KOPPEN, overzicht, rijen
from wijkportaal import uitvoer
from wijkportaal.models import Beleidsparameter

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]
PAGINA = reverse("admin:wijken_rol_overzicht")
NU = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def beleid():
    Beleidsparameter.objects.create(
        sleutel="slapend-na-dagen", waarde=180, geldig_vanaf=datetime.date(2024, 1, 1), bron="Test"
    )
    with time_machine.travel(NU, tick=False):
        yield


def als_csv():
    return b"".join(uitvoer.csv_regels(rijen(overzicht())))


def als_xlsx():
    return uitvoer.als_xlsx(rijen(overzicht()), blad="Rechtenoverzicht")


def regel_van(medewerker):
    (regel,) = (regel for regel in overzicht() if regel.email == medewerker.email)
    return regel


def lang_geleden(dagen):
    return timezone.now() - datetime.timedelta(days=dagen)


def test_a_role_is_listed_with_what_it_is_of_and_since_when():
    rol = RolFactory(wijkregisseur=True, wijk__naam="Centrum", medewerker__last_login=NU)

    regel = regel_van(rol.medewerker)

    assert (regel.rol, regel.van, regel.tot) == ("Wijkregisseur Centrum", datetime.date(2024, 1, 1), None)
    assert (regel.ingelogd, regel.let_op) == (datetime.date(2026, 6, 1), "")


def test_a_substitute_is_listed_with_for_whom():
    rol = RolFactory(wijkregisseur=True, medewerker__naam="Vera Vast")
    waarnemer = RolFactory(
        soort="wijkregisseur", wijk=rol.wijk, waarnemer_voor=rol, tot=datetime.date(2026, 7, 1)
    ).medewerker

    assert regel_van(waarnemer).waarnemer_voor == "Vera Vast"


def test_what_deserves_a_question_stands_out():
    signalen = {
        "account zonder rol": MedewerkerFactory(),
        "rol geëindigd, account nog open": RolFactory(kcc=True, tot=datetime.date(2026, 5, 31)).medewerker,
        "account gesloten, rol loopt nog": RolFactory(kcc=True, medewerker__is_active=False).medewerker,
        "mag alles (superuser)": MedewerkerFactory(is_superuser=True),
        "slapend": RolFactory(kcc=True, medewerker__last_login=lang_geleden(181)).medewerker,
        "": RolFactory(kcc=True, medewerker__last_login=lang_geleden(180)).medewerker,
    }

    assert {signaal: regel_van(wie).let_op for signaal, wie in signalen.items()} == {s: s for s in signalen}


def test_who_never_signed_in_is_dormant_from_the_start():
    medewerker = RolFactory(kcc=True, medewerker__date_joined=lang_geleden(200)).medewerker

    assert (regel_van(medewerker).ingelogd, regel_van(medewerker).let_op) == (None, "slapend")


def test_a_closed_account_without_role_is_not_listed():
    medewerker = RolFactory(kcc=True, tot=datetime.date(2026, 5, 31), medewerker__is_active=False).medewerker

    assert medewerker.email not in {regel.email for regel in overzicht()}


@pytest.mark.parametrize("gevaar", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_no_cell_becomes_a_formula(gevaar):
    RolFactory(kcc=True, medewerker__naam=gevaar)

    (_, rij) = csv.reader(io.StringIO(als_csv().decode("utf-8-sig"), newline=""), delimiter=";")
    cel = load_workbook(io.BytesIO(als_xlsx())).active["A2"]

    assert rij[0] == f"'{gevaar}"
    assert (cel.value, cel.data_type) == (f"'{gevaar}", "s")


def test_the_files_have_the_same_lines():
    RolFactory(wijkregisseur=True, wijk__naam="Centrum", medewerker__naam="Wil Wijk")

    csv_rijen = list(csv.reader(io.StringIO(als_csv().decode("utf-8-sig")), delimiter=";"))
    blad = load_workbook(io.BytesIO(als_xlsx())).active
    xlsx_rijen = [[waarde or "" for waarde in rij] for rij in blad.iter_rows(values_only=True)]

    assert csv_rijen == xlsx_rijen
    assert csv_rijen[0] == list(KOPPEN)
    assert csv_rijen[1][0::2] == ["Wil Wijk", "Wijkregisseur Centrum", "01-01-2024", ""]


@pytest.mark.parametrize("aantal", [3, 60])
def test_the_overview_costs_three_queries(aantal, django_assert_num_queries):
    for _ in range(aantal):
        RolFactory(wijkregisseur=True)

    with django_assert_num_queries(3):
        assert len(overzicht()) == aantal


@pytest.mark.parametrize("soort", Rol.Soort.values)
def test_only_the_beheerder_sees_it(client, soort):
    eigen = {"vakambtenaar", "clustermanager", "wijkregisseur", "wijkwethouder", "budgethouder"}
    if soort == "partner":
        rol = RolFactory(budgethouder=True, soort="partner")
    else:
        rol = RolFactory(**{soort: True}) if soort in eigen else RolFactory(soort=soort)
    client.force_login(rol.medewerker)

    for pad in (PAGINA, f"{PAGINA}?als=csv"):
        assert client.get(pad).status_code == (200 if soort == "beheerder" else 403)


def test_the_beheerder_reads_and_downloads_it(client):
    rol = RolFactory(beheerder=True, medewerker__naam="Ada <b>")
    client.force_login(rol.medewerker)

    assert "Ada &lt;b&gt;" in client.get(PAGINA).text
    antwoord = client.get(PAGINA, {"als": "xlsx"})
    assert antwoord["Content-Disposition"] == 'attachment; filename="rechtenoverzicht-2026-06-01.xlsx"'
    assert antwoord.content[:2] == b"PK"
    assert client.get(PAGINA, {"als": "exe"}).status_code == 200
    assert client.post(PAGINA).status_code == 405


def test_a_stranger_must_sign_in_first(client):
    assert client.get(PAGINA).url == f"{reverse('admin:login')}?next={PAGINA}"
