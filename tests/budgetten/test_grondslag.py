"""Attacks through SQL on what money rests on, as the portal's own database user: none changes anything."""

import datetime
import subprocess

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.utils import timezone

from budgetten import aanvragen, jaareinde, verplaatsen
from budgetten.controle import controleer
from budgetten.models import Aanvraag, Boeking, Jaarbudget, Overheveling, Rekening, Verdeling
from budgetten.models.rekening import Potsoort
from budgetten.rekeningen import buiten, open_rekeningen
from tests.budgetten.fabrieken import (
    DAG,
    JaarbudgetFactory,
    geopend_jaar,
    pot,
    saldi,
    vraag,
    vraag_voor_maatregel,
)
from tests.budgetten.processen import tegelijk, verbinding
from tests.fabrieken import MedewerkerFactory, WijkFactory
from wijken.models import Mandaat
from wijkportaal import ingebed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.regel("B-11", "B-18")]


def boek(van, naar, bedrag=400, **velden):
    kolommen = {"sleutel": "'aanval'", "door_id": "{manager}", "mandaat_id": "{mandaat}"} | velden
    return (
        f"INSERT INTO budgetten_boeking (van_id, naar_id, bedrag, reden, regel, {', '.join(kolommen)}) "
        f"VALUES ({{{van}}}, {{{naar}}}, {bedrag}, 'aanval', 'B-08', {', '.join(kolommen.values())})"
    )


def besluit(aanvraag, **velden):
    waarden = {
        "stand": "'goedgekeurd'",
        "beslisser_id": "{manager}",
        "besloten_op": "now()",
        "mandaat_id": "{mandaat}",
        "positief_besluit": "'PB'",
    } | velden
    zet = ", ".join(f"{veld} = {waarde}" for veld, waarde in waarden.items())
    return f"UPDATE budgetten_aanvraag SET {zet} WHERE id = {{{aanvraag}}}"


def zet(tabel, wat, welke):
    return f"UPDATE budgetten_{tabel} SET {wat} WHERE {sleutel(tabel)} = {welke}"


def sleutel(tabel):
    return "jaar" if tabel == "jaarbudget" else "id"


def kopie(tabel, welke, **anders):
    """Insert a row like another one, with some columns otherwise."""
    model = apps.get_model("budgetten", tabel)
    kolommen = [veld.column for veld in model._meta.fields if veld.column not in ("id", "sleutel")]
    waarden = [anders.get(kolom, kolom) for kolom in kolommen]
    return (
        f"INSERT INTO budgetten_{tabel} ({', '.join(kolommen)}) "
        f"SELECT {', '.join(waarden)} FROM budgetten_{tabel} WHERE {sleutel(tabel)} = {{{welke}}}"
    )


SLUIT = "gesloten_op = now(), gesloten_door_id = {manager}"
VASTGESTELD = "vastgesteld_op = now(), vastgesteld_door_id = {ander}, kenmerk = 'x'"
NAAR_GERESERVEERD = ("vrij", "gereserveerd")
AANVALLEN = [
    # A booking needs a request in the state that fits, for that pot, by who decided.
    (boek(*NAAR_GERESERVEERD, aanvraag_id="{afgewezen}"), "boeking_aanvraag_stand"),
    (boek(*NAAR_GERESERVEERD, aanvraag_id="{gevraagd}"), "boeking_aanvraag_stand"),
    (boek(*NAAR_GERESERVEERD, aanvraag_id="{vastgelegd}"), "boeking_aanvraag_stand"),
    (boek("gereserveerd", "verplicht", aanvraag_id="{goedgekeurd}"), "boeking_aanvraag_stand"),
    (boek("verplicht", "betaald", aanvraag_id="{goedgekeurd}"), "boeking_aanvraag_stand"),
    (boek("verplicht", "vrij", aanvraag_id="{afgewezen}"), "boeking_aanvraag_stand"),
    (boek("agenda", "agenda_gereserveerd", aanvraag_id="{goedgekeurd}"), "boeking_aanvraag_pot"),
    (boek("ander_vrij", "ander_gereserveerd", aanvraag_id="{goedgekeurd}"), "boeking_aanvraag_pot"),
    (besluit("gevraagd") + ";" + boek(*NAAR_GERESERVEERD, door_id="{ander}", aanvraag_id="{gevraagd}"),
     "boeking_onder_mandaat"),
    (besluit("gevraagd") + ";" + boek(*NAAR_GERESERVEERD, mandaat_id="NULL", aanvraag_id="{gevraagd}"),
     "boeking_onder_mandaat"),
    # A request holds what its state says.
    (besluit("gevraagd"), "aanvraag_houdt_wat_de_stand_zegt"),
    (besluit("gevraagd") + ";" + boek(*NAAR_GERESERVEERD, 1, aanvraag_id="{gevraagd}"),
     "aanvraag_houdt_wat_de_stand_zegt"),
    (boek(*NAAR_GERESERVEERD, aanvraag_id="{goedgekeurd}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (boek("gereserveerd", "vrij", 1, aanvraag_id="{goedgekeurd}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (boek("verplicht", "vrij", aanvraag_id="{vastgelegd}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (boek("verplicht", "betaald", aanvraag_id="{vastgelegd}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (zet("aanvraag", "stand = 'ingetrokken'", "{goedgekeurd}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (zet("aanvraag", "stand = 'betaald'", "{vastgelegd}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (zet("aanvraag", "stand = 'vastgelegd', verplichting = 'x', planjaar = 2024", "{goedgekeurd}"),
     "aanvraag_houdt_wat_de_stand_zegt"),
    # For a maatregel who asks reserves, at once and once (A-06).
    (boek("agenda", "agenda_gereserveerd", 100, aanvraag_id="{maatregel}"), "boeking_onder_mandaat"),
    (boek("agenda", "agenda_gereserveerd", 100, door_id="{vrager}", mandaat_id="NULL",
          aanvraag_id="{maatregel}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (boek("agenda_gereserveerd", "agenda", 100, aanvraag_id="{maatregel}"),
     "aanvraag_houdt_wat_de_stand_zegt"),
    (boek("agenda_gereserveerd", "agenda_verplicht", 100, aanvraag_id="{maatregel}"),
     "boeking_aanvraag_stand"),
    (zet("aanvraag", "stand = 'ingetrokken'", "{maatregel}"), "aanvraag_houdt_wat_de_stand_zegt"),
    (kopie("aanvraag", "maatregel"), "aanvraag_houdt_wat_de_stand_zegt"),
    (besluit("maatregel") + ";" + zet("aanvraag", "stand = 'vastgelegd', verplichting = 'x', planjaar = 2024",
                                      "{maatregel}")
     + ";" + boek("agenda_gereserveerd", "agenda_verplicht", 100, mandaat_id="{klein}",
                  aanvraag_id="{maatregel}"), "boeking_onder_mandaat"),
    # Its state moves along its table, and what was asked and decided stays.
    (zet("aanvraag", "stand = 'aangevraagd'", "{afgewezen}"), "aanvraag_volgorde"),
    (zet("aanvraag", "stand = 'aangevraagd'", "{goedgekeurd}"), "aanvraag_volgorde"),
    (zet("aanvraag", "stand = 'goedgekeurd'", "{vastgelegd}"), "aanvraag_volgorde"),
    (besluit("gevraagd", stand="'vastgelegd'"), "aanvraag_volgorde"),
    (besluit("gevraagd", stand="'betaald'"), "aanvraag_volgorde"),
    (zet("aanvraag", "bedrag = 1", "{goedgekeurd}"), "aanvraag_inhoud_staat_vast"),
    (zet("aanvraag", "bedrag = 9000", "{gevraagd}"), "aanvraag_inhoud_staat_vast"),
    (zet("aanvraag", "soort = 'agenda'", "{goedgekeurd}"), "aanvraag_inhoud_staat_vast"),
    (zet("aanvraag", "wijk_id = {ander_wijk}", "{vastgelegd}"), "aanvraag_inhoud_staat_vast"),
    (zet("aanvraag", "bereik = 'hele_wijk'", "{gevraagd}"), "aanvraag_inhoud_staat_vast"),
    (zet("aanvraag", "aanvrager_id = {ander}", "{goedgekeurd}"), "aanvraag_inhoud_staat_vast"),
    (zet("aanvraag", "beslisser_id = {ander}", "{goedgekeurd}"), "aanvraag_besluit_staat_vast"),
    (zet("aanvraag", "mandaat_id = NULL", "{afgewezen}"), "aanvraag_besluit_staat_vast"),
    ("DELETE FROM budgetten_aanvraag WHERE id = {gevraagd}", "aanvraag_blijft_staan"),
    (kopie("aanvraag", "goedgekeurd"), "aanvraag_begint_zonder_besluit"),
    (kopie("aanvraag", "gevraagd", jaar="{dicht}"), "aanvraag_in_open_jaar"),
    # Two pairs of eyes, a mandate, a positive decision.
    (besluit("gevraagd", beslisser_id="aanvrager_id"), "aanvraag_vier_ogen"),
    (besluit("gevraagd", mandaat_id="NULL"), "aanvraag_binnen_mandaat"),
    (besluit("gevraagd", mandaat_id="{klein}"), "aanvraag_binnen_mandaat"),
    (besluit("gevraagd", positief_besluit="''"), "aanvraag_na_positief_besluit"),
    # A transfer: as it was decided, once.
    (boek("vrij", "agenda", 10, overheveling_id="{voorstel}"), "boeking_overheveling_besloten"),
    (boek("vrij", "agenda", 11, overheveling_id="{overgeheveld}"), "boeking_overheveling_besloten"),
    (boek("agenda", "vrij", 10, overheveling_id="{overgeheveld}"), "boeking_overheveling_besloten"),
    (boek("vrij", "agenda", 10, overheveling_id="{overgeheveld}"), "boeking_een_per_overheveling"),
    (kopie("overheveling", "overgeheveld"), "overheveling_begint_als_voorstel"),
    (zet("overheveling", "bedrag = 900", "{overgeheveld}"), "overheveling_blijft_staan"),
    (zet("overheveling", "stand = 'voorgesteld'", "{overgeheveld}"), "overheveling_blijft_staan"),
    ("DELETE FROM budgetten_overheveling WHERE id = {voorstel}", "overheveling_blijft_staan"),
    (zet("overheveling", "bedrag = 900", "{voorstel}"), "overheveling_inhoud_staat_vast"),
    (zet("overheveling", "stand = 'goedgekeurd', besloten_op = now(), besloten_door_id = voorgesteld_door_id",
         "{voorstel}"), "overheveling_vier_ogen"),
    # A division is decided by somebody else than who proposed it, when its columns close.
    (zet("verdeling", VASTGESTELD, "{verdeling}"), "verdeling_sluit"),
    (zet("verdeling", f"voor_agenda = 0, voor_initiatieven = 0, {VASTGESTELD}", "{verdeling}"),
     "verdeling_sluit"),
    (kopie("verdeling", "verdeling", vastgesteld_op="now()", vastgesteld_door_id="{ander}", kenmerk="'x'"),
     "verdeling_begint_als_voorstel"),
    # Money lapses when its year closes; and a year closes when it is over, divided, and empty.
    (boek("vrij", "algemeen", 1), "boeking_verval_bij_sluiting"),
    (boek("gereserveerd", "algemeen", aanvraag_id="{goedgekeurd}") + ";"
     + zet("aanvraag", "stand = 'vervallen'", "{goedgekeurd}"), "boeking_verval_bij_sluiting"),
    (zet("jaarbudget", SLUIT, "2024"), "jaarbudget_zonder_vrij_geld"),
    (zet("jaarbudget", SLUIT, "{nu}"), "jaarbudget_is_voorbij"),
    (zet("jaarbudget", SLUIT, "2023"), "jaarbudget_is_verdeeld"),
    (zet("jaarbudget", "gesloten_op = NULL, gesloten_door_id = NULL", "{dicht}"),
     "jaarbudget_blijft_gesloten"),
    (kopie("jaarbudget", "leeg", jaar="2020", gesloten_op="now()", gesloten_door_id="{manager}"),
     "jaarbudget_begint_open"),
]  # fmt: skip


@pytest.fixture
def namen(gegevens, manager, boekhouder, wijk):
    """A ledger in which everything stands once, and the numbers that an attacker knows of it."""
    ander_wijk, jaar = WijkFactory(), gegevens["jaar"]
    open_rekeningen(jaar)
    aanvraag = {naam: vraag(gegevens, onderwerp=f"proef:{naam}").pk for naam in STANDEN}
    for naam, stappen in STANDEN.items():
        for stap, opties in stappen.items():
            door = boekhouder if stap == "leg_vast" else manager
            getattr(aanvragen, stap)(aanvraag=Aanvraag.objects.get(pk=aanvraag[naam]), door=door, **opties)
    maatregel = vraag_voor_maatregel(gegevens, bedrag=100)
    overheveling = {"van": pot(wijk), "naar": pot(wijk, soort=Potsoort.AGENDA), "bedrag": 10, "reden": "r"}
    voorstel, overgeheveld = (
        verplaatsen.stel_overheveling_voor(door=boekhouder, **overheveling) for _ in range(2)
    )
    verplaatsen.keur_overheveling_goed(voorstel=overgeheveld, door=manager, op=DAG)
    return aanvraag | {
        "maatregel": maatregel.pk,
        "vrager": maatregel.aanvrager_id,
        "vrij": pot(wijk).pk,
        "gereserveerd": pot(wijk, staat="gereserveerd").pk,
        "verplicht": pot(wijk, staat="verplicht").pk,
        "betaald": pot(wijk, staat="betaald").pk,
        "agenda": pot(wijk, soort=Potsoort.AGENDA).pk,
        "agenda_gereserveerd": pot(wijk, soort=Potsoort.AGENDA, staat="gereserveerd").pk,
        "agenda_verplicht": pot(wijk, soort=Potsoort.AGENDA, staat="verplicht").pk,
        "ander_vrij": pot(ander_wijk).pk,
        "ander_gereserveerd": pot(ander_wijk, staat="gereserveerd").pk,
        "ander_wijk": ander_wijk.pk,
        "algemeen": buiten(2024, Potsoort.ALGEMEEN).pk,
        "manager": manager.pk,
        "ander": MedewerkerFactory().pk,
        "mandaat": Mandaat.objects.get().pk,
        "klein": _klein_mandaat().pk,
        "voorstel": voorstel.pk,
        "overgeheveld": overgeheveld.pk,
        "verdeling": _open_verdeling(2019).pk,
        "nu": JaarbudgetFactory(jaar=timezone.localdate().year).pk,
        "leeg": JaarbudgetFactory(jaar=2023).pk,
        "dicht": _gesloten_jaar(2022, boekhouder).pk,
    }


STANDEN = {
    "gevraagd": {},
    "afgewezen": {"wijs_af": {"reden": "nee", "op": DAG}},
    "goedgekeurd": {"keur_goed": {"op": DAG}},
    "vastgelegd": {"keur_goed": {"op": DAG}, "leg_vast": {"kenmerk": "BES-1", "planjaar": 2025}},
}


def _klein_mandaat():
    """A mandate of before, up to € 1."""
    nu = Mandaat.objects.get()
    dagen = {"van": datetime.date(2020, 1, 1), "tot": datetime.date(2023, 12, 31)}
    return Mandaat.objects.create(geldsoort="wijkbudget", cluster=nu.cluster, tot_bedrag=1, bron="x", **dagen)


def _open_verdeling(jaar):
    """A proposal of which a column is one euro short."""
    verdeling = _voorstel(JaarbudgetFactory(jaar=jaar).pk)
    verdeling.regels.update(agenda=F("agenda") - 1)
    return verdeling


def _voorstel(jaar):
    """The division of 2024, proposed for another year."""
    verdeling = Verdeling.objects.get(jaar=2024)
    regel = verdeling.regels.get()
    verdeling.pk, verdeling.jaar_id = None, jaar
    verdeling.vastgesteld_door = verdeling.vastgesteld_op = None
    verdeling.save(force_insert=True)
    regel.pk, regel.verdeling = None, verdeling
    regel.save(force_insert=True)
    return verdeling


def _gesloten_jaar(jaar, door):
    """A year of before, in which nothing was to be had."""
    budget = geopend_jaar(jaar)
    _verdeel(jaar)
    jaareinde.sluit(jaar=budget, door=door)
    return budget


def _verdeel(jaar):
    """Decide for another year what was decided for 2024; nothing is booked."""
    besloten, verdeling = Verdeling.objects.get(jaar=2024), _voorstel(jaar)
    for veld in ("vastgesteld_door", "vastgesteld_op"):
        setattr(verdeling, veld, getattr(besloten, veld))
    verdeling.save()


def alles():
    """Every row that money rests on."""
    tabellen = (Boeking, Aanvraag, Overheveling, Jaarbudget)
    return [list(tabel.objects.order_by("pk").values_list()) for tabel in tabellen]


@pytest.mark.regel("B-03", "B-05", "B-07", "B-09", "B-14")
@pytest.mark.parametrize(("aanval", "naam"), AANVALLEN)
def test_an_attack_through_sql_is_refused_by_name_and_changes_nothing(rol, namen, aanval, naam):
    voor = alles()

    with pytest.raises(psycopg.errors.IntegrityError) as fout, verbinding(user=rol) as portaal:
        portaal.execute(aanval.format(**namen))
        portaal.commit()

    assert fout.value.diag.constraint_name == naam
    assert alles() == voor


def test_all_attacks_in_a_row_through_psql_change_nothing(rol, namen):
    voor, afwijkingen = alles(), controleer()
    gegevens = connection.get_connection_params()
    wie = {"-h": gegevens.get("host"), "-p": gegevens.get("port"), "-d": gegevens["dbname"], "-U": rol}
    opties = [deel for optie, waarde in wie.items() if waarde for deel in (optie, str(waarde))]

    klaar = subprocess.run(
        [ingebed.programma("psql"), "-X", *opties],
        input="\n".join(f"BEGIN;\n{aanval.format(**namen)};\nCOMMIT;" for aanval, _ in AANVALLEN),
        capture_output=True,
        text=True,
        check=False,
    )

    assert [naam for _, naam in AANVALLEN if naam not in klaar.stderr] == []
    assert (alles(), controleer()) == (voor, afwijkingen)


def test_the_portals_user_approves_and_reserves_as_usual(rol, namen, wijk):
    with verbinding(user=rol) as portaal:
        portaal.execute(besluit("gevraagd").format(**namen))
        portaal.execute(boek(*NAAR_GERESERVEERD, aanvraag_id="{gevraagd}").format(**namen))

    assert Aanvraag.objects.get(pk=namen["gevraagd"]).stand == "goedgekeurd"
    assert saldi(wijk)["gereserveerd"] == 800


@pytest.mark.regel("B-08")
def test_24_programs_that_approve_at_once_promise_no_more_than_there_is(rol, namen, gegevens, wijk):
    nummers = [vraag(gegevens, bedrag=500, onderwerp=f"proef:p{n}").pk for n in range(24)]
    voor = Rekening.objects.get(pk=namen["vrij"]).saldo_nu

    def keur_goed(nummer):
        eigen = namen | {"gevraagd": nummers[nummer]}
        opdracht = boek(*NAAR_GERESERVEERD, 500, sleutel=f"'p{nummer}'", aanvraag_id="{gevraagd}")
        try:
            with verbinding(user=rol) as portaal:
                portaal.execute(besluit("gevraagd").format(**eigen))
                portaal.execute(opdracht.format(**eigen))
        except psycopg.errors.CheckViolation as fout:
            return fout.diag.constraint_name
        return "geboekt"

    assert voor == 2190
    assert tegelijk(24, keur_goed) == ["boeking_saldo_niet_negatief"] * 20 + ["geboekt"] * 4
    assert Rekening.objects.get(pk=namen["vrij"]).saldo_nu == 190
    assert Aanvraag.objects.filter(pk__in=nummers, stand="goedgekeurd").count() == 4


@pytest.mark.regel("B-18")
def test_programs_that_pay_one_request_at_once_pay_it_once(rol, namen, wijk):
    def betaal(nummer):
        opdracht = boek("verplicht", "betaald", 400, sleutel=f"'b{nummer}'", aanvraag_id="{vastgelegd}")
        try:
            with verbinding(user=rol) as portaal:
                portaal.execute(opdracht.format(**namen))
                portaal.execute(zet("aanvraag", "stand = 'betaald'", "{vastgelegd}").format(**namen))
        except psycopg.errors.Error as fout:
            return fout.diag.constraint_name or "gewacht"
        return "betaald"

    uitkomsten = tegelijk(8, betaal)

    assert uitkomsten.count("betaald") == 1
    assert saldi(wijk)["betaald"] == 400
    assert Aanvraag.objects.get(pk=namen["vastgelegd"]).stand == "betaald"


@pytest.mark.regel("B-09")
def test_closing_waits_for_who_books_in_the_year_and_then_sees_it(rol, namen):
    geopend_jaar(2021)
    _verdeel(2021)
    wijkbudget = Rekening.objects.get(jaar=2021, soort="wijkbudget").pk
    opdracht = boek("begroting", "wijkbudget", 1).format(
        **namen | {"begroting": buiten(2021, Potsoort.BEGROTING).pk, "wijkbudget": wijkbudget}
    )
    dicht = zet("jaarbudget", SLUIT, "2021").format(**namen)
    with verbinding(user=rol) as een, verbinding(user=rol) as ander:
        een.execute(opdracht)
        ander.execute("SET lock_timeout = '300ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            ander.execute(dicht)
        een.commit()
        ander.rollback()
        with pytest.raises(psycopg.errors.CheckViolation, match="jaarbudget_zonder_vrij_geld"):
            ander.execute(dicht)
