"""Adoption: only with every approval, for ever, and with the money committed (A-08, A-09)."""

import datetime
import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from budgetten.controle import controleer
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import saldi
from tests.wijkagenda.fabrieken import (
    PDF,
    agenda_in,
    bied_aan,
    coalitie_zegt_ja,
    gepubliceerde_agenda,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_cluster,
    met_wijkbudget,
    stap,
    stel_vast,
    wereld,
)
from wijkagenda import agendas, beoordelen, vaststellen
from wijkagenda.document import maak_document
from wijkagenda.models import Bijdrage, Collegebesluit, Fase, Maatregel, Versie, Wijkagenda
from wijkagenda.uitzonderingen import StapNietToegestaan
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-08")]


@pytest.fixture
def w(db):
    return wereld()


def bij_het_college(w, *, wijkbudget="2000"):
    """An agenda with one maatregel of cluster and wijkbudget, that lies with the college."""
    agenda = agenda_in(Fase.UITWERKING, w)
    maatregel = maatregel_van(agenda, kosten=wijkbudget)
    met_cluster(maatregel, w.groen)
    met_wijkbudget(maatregel, wijkbudget, w.regisseur)
    leg_voor(agenda, w.regisseur)
    keur_goed(maatregel.bijdragen.get(bron="cluster"), w.manager_groen)
    keur_goed(maatregel.bijdragen.get(bron="wijkbudget"), w.manager)
    agenda = stap(agenda, "opstellen", w.regisseur)
    coalitie_zegt_ja(agenda, w)
    return stap(agenda, "aanbieden-college", w.regisseur)


def test_the_college_adopts_the_money_is_committed_and_the_raad_gets_it(w):
    agenda = bij_het_college(w)

    versie = stel_vast(agenda, w)
    agenda.refresh_from_db()

    assert (agenda.fase, versie.nummer) == (Fase.RAAD, 1)
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "verplicht": 2_000}
    aanvraag = Aanvraag.objects.get(soort=Potsoort.AGENDA)
    assert (aanvraag.stand, aanvraag.verplichting) == ("vastgelegd", "2026/1")
    assert aanvraag.planjaar == agenda.maatregelen.get().jaar_tot
    assert not Versie.objects.gepubliceerd().exists()

    bied_aan(agenda, w)
    agenda.refresh_from_db()
    assert agenda.fase == Fase.UITVOERING
    assert list(Versie.objects.gepubliceerd()) == [versie]
    assert list(controleer()) == []


def test_the_document_holds_what_was_adopted_and_no_person(w):
    agenda = gepubliceerde_agenda(w, wijkbudget="1500")

    document = agenda.versies.get().document
    maatregel = document["maatregelen"][0]
    assert maatregel["titel"] == agenda.maatregelen.get().titel
    assert [(deel["bron"], deel["bedrag"]) for deel in maatregel["bijdragen"]] == [
        ("cluster", "0.00"),
        ("wijkbudget", "1500.00"),
    ]
    assert {deel["akkoord_op"] for deel in maatregel["bijdragen"]} == {timezone.localdate().isoformat()}
    assert [rij["wie"] for rij in document["akkoorden"]] == ["Opbouwwerker", str(w.partner)]
    tekst = json.dumps(document)
    for mens in (w.manager, w.manager_groen, w.regisseur, w.opbouw):
        assert mens.naam not in tekst


def test_why_somebody_went_back_is_no_part_of_what_is_adopted(w):
    agenda = bij_het_college(w)
    agendas.voer_stap_uit(agenda=agenda, naam="terug-van-college", door=w.secretaris, hoe="Cluster aarzelt")

    stappen = maak_document(agenda)["stappen"]

    assert [rij["fase"] for rij in stappen] == [
        "Uitwerking",
        "Beoordeling per maatregel",
        "Akkoord van de wijkcoalitie",
    ]
    assert "aarzelt" not in json.dumps(stappen)


@pytest.mark.parametrize("wie", ["regisseur", "beleid", "manager", "opbouw", "budgethouder"])
def test_only_the_collegesecretaris_records_the_decision(w, wie):
    agenda = bij_het_college(w)

    with pytest.raises(PermissionDenied):
        vaststellen.stel_vast(
            agenda=agenda,
            door=getattr(w, wie),
            nummer="1",
            datum=timezone.localdate(),
            naam="besluit.pdf",
            soort="application/pdf",
            inhoud=PDF,
        )
    assert not Versie.objects.exists()


def test_adopting_twice_adopts_once(w):
    agenda = bij_het_college(w)
    stel_vast(agenda, w)

    with pytest.raises(VerouderdeActie):
        stel_vast(agenda, w)
    assert Versie.objects.count() == 1


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"nummer": " "}, "nummer van het besluit"),
        ({"datum": timezone.localdate() + datetime.timedelta(days=1)}, "nog niet geweest"),
    ],
)
def test_a_decision_without_number_or_of_a_day_to_come_is_refused(w, velden, melding):
    agenda = bij_het_college(w)

    with pytest.raises(Domeinfout, match=melding):
        stel_vast(agenda, w, **velden)
    assert not Collegebesluit.objects.exists()


def test_no_step_leads_past_the_service_that_adopts(w):
    agenda = bij_het_college(w)

    with pytest.raises(StapNietToegestaan, match="besluit van het college"):
        agendas.voer_stap_uit(agenda=agenda, naam="vaststellen", door=w.secretaris, hoe="Zo maar")
    stel_vast(agenda, w)
    with pytest.raises(StapNietToegestaan, match="aanbieding aan de raad"):
        agendas.voer_stap_uit(agenda=agenda, naam="publiceren", door=w.secretaris, hoe="Zo maar")


def test_without_the_yes_of_every_member_the_college_does_not_get_it(w):
    agenda = agenda_in(Fase.OPSTELLEN, w)
    lid = w.leden[0]
    vaststellen.leg_akkoord_vast(
        agenda=agenda, lid=lid, vorm="Mail", gegeven_op=timezone.localdate(), door=w.regisseur
    )

    with pytest.raises(StapNietToegestaan, match=f"Nog geen akkoord van: {w.leden[1]}"):
        stap(agenda, "aanbieden-college", w.regisseur)
    with pytest.raises(VerouderdeActie, match="ligt al vast"):
        vaststellen.leg_akkoord_vast(
            agenda=agenda, lid=lid, vorm="Mail", gegeven_op=timezone.localdate(), door=w.regisseur
        )


def raw_versie(agenda, w):
    """What somebody with access to the database would try."""
    besluit = Collegebesluit.objects.create(
        nummer="X", datum=timezone.localdate(), naam="x.pdf", type="application/pdf", grootte=1, inhoud=b"x"
    )
    with transaction.atomic():
        Versie.objects.create(
            agenda=agenda, nummer=agenda.ronde, document={}, besluit=besluit, vastgesteld_door=w.secretaris
        )


def naar_fase(agenda, fase):
    """Move the agenda past every rule but those of the database."""
    Wijkagenda.objects.filter(pk=agenda.pk).update(fase=fase)


@pytest.mark.regel("A-11")
@pytest.mark.parametrize(
    "mist", ["cluster", "wijkbudget", "toezegging", "euro", "maatregel", "beleid", "tegen beleid"]
)
def test_the_database_lets_no_version_in_while_something_is_missing(w, mist):
    agenda = agenda_in(Fase.UITWERKING, w)
    maatregel = maatregel_van(agenda, kosten="2500")
    met_cluster(maatregel, w.groen)
    met_wijkbudget(maatregel, "2000", w.regisseur)
    fonds = Bijdrage.objects.create(
        maatregel=maatregel, bron="subsidie", naam="Fonds", bedrag=500, toezegging="F-1"
    )
    leg_voor(agenda, w.regisseur)
    if mist != "cluster":
        keur_goed(maatregel.bijdragen.get(bron="cluster"), w.manager_groen)
    if mist != "wijkbudget":
        keur_goed(maatregel.bijdragen.get(bron="wijkbudget"), w.manager)
    if mist == "toezegging":
        Bijdrage.objects.filter(pk=fonds.pk).update(toezegging="")
    if mist == "euro":
        Bijdrage.objects.filter(pk=fonds.pk).update(bedrag=499)
    if mist == "maatregel":
        Maatregel.objects.filter(pk=maatregel.pk).update(weggelaten=True, weggelaten_reden="Weg")
    if mist in ("beleid", "tegen beleid"):
        past = None if mist == "beleid" else False
        Maatregel.objects.filter(pk=maatregel.pk).update(past_bij_beleid=past)
    naar_fase(agenda, Fase.VASTSTELLING)

    naam = "versie_volgens_beleid" if "beleid" in mist else "versie_"
    with pytest.raises(IntegrityError, match=naam):
        raw_versie(agenda, w)
    assert not Versie.objects.exists()


def test_the_database_lets_a_complete_version_in(w):
    agenda = bij_het_college(w)

    raw_versie(agenda, w)

    assert Versie.objects.count() == 1


@pytest.mark.regel("A-09")
@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE wijkagenda_versie SET document = '{}'",
        "DELETE FROM wijkagenda_versie",
        "UPDATE wijkagenda_collegebesluit SET nummer = 'X'",
        "UPDATE wijkagenda_raadsaanbieding SET kenmerk = 'X'",
        "UPDATE wijkagenda_maatregel SET titel = 'X'",
        "DELETE FROM wijkagenda_maatregel",
        "UPDATE wijkagenda_bijdrage SET bedrag = bedrag + 1",
        "UPDATE wijkagenda_bronverkenning SET toelichting = 'X'",
        "UPDATE wijkagenda_wijkagenda SET inleiding = 'X'",
        "UPDATE wijkagenda_wijkagenda SET ronde = 7",
        "UPDATE wijkagenda_coalitieakkoord SET vorm = 'X'",
    ],
)
def test_nobody_edits_what_is_adopted(w, opdracht):
    gepubliceerde_agenda(w, wijkbudget="100")

    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht)


def test_no_agenda_is_in_uitvoering_that_nobody_adopted(w):
    agenda = agenda_in(Fase.VASTSTELLING, w)

    for fase in (Fase.RAAD, Fase.UITVOERING, Fase.AFGESLOTEN):
        with pytest.raises(IntegrityError), transaction.atomic():
            naar_fase(agenda, fase)


@pytest.mark.regel("A-09")
def test_a_next_version_goes_through_the_same_gate_and_asks_only_what_changed(w):
    agenda = gepubliceerde_agenda(w, wijkbudget="2000")
    agenda = stap(agenda, "herzien", w.regisseur)
    assert (agenda.fase, agenda.ronde) == (Fase.UITWERKING, 2)
    assert agenda.versies.gepubliceerd().count() == 1
    maatregel = agenda.maatregelen.get()
    deel = maatregel.bijdragen.get(bron="wijkbudget")
    Maatregel.objects.filter(pk=maatregel.pk).update(kosten=3000)
    Bijdrage.objects.filter(pk=deel.pk).update(bedrag=3000)

    leg_voor(agenda, w.regisseur)
    assert [stand.code for stand in beoordelen.standen(agenda)] == ["akkoord", "wacht"]
    keur_goed(deel, w.manager)
    agenda = stap(agenda, "opstellen", w.regisseur)
    coalitie_zegt_ja(agenda, w)
    agenda = stap(agenda, "aanbieden-college", w.regisseur)
    with pytest.raises(Domeinfout, match="Leg uit wat er anders is"):
        stel_vast(agenda, w, toelichting="")
    stel_vast(agenda, w, nummer="2026/2", toelichting="Er komt meer groen.")

    assert [versie.document["maatregelen"][0]["kosten"] for versie in agenda.versies.order_by("nummer")] == [
        "2000.00",
        "3000.00",
    ]
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 7_000, "verplicht": 3_000}
    assert list(controleer()) == []


@pytest.mark.regel("A-09", "B-09")
@pytest.mark.parametrize("weg", [False, True])
def test_what_a_next_version_no_longer_needs_becomes_free_at_its_adoption(w, weg):
    agenda = gepubliceerde_agenda(w, aantal=2, wijkbudget="2000")
    agenda = stap(agenda, "herzien", w.regisseur)
    maatregel = agenda.maatregelen.get(nummer=1)
    if weg:
        Maatregel.objects.filter(pk=maatregel.pk).update(weggelaten=True, weggelaten_reden="Niet meer nodig")
    else:
        Maatregel.objects.filter(pk=maatregel.pk).update(kosten=Decimal(500))
        maatregel.bijdragen.filter(bron="wijkbudget").update(bedrag=Decimal(500))
    leg_voor(agenda, w.regisseur)
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "verplicht": 2_000}
    if not weg:
        keur_goed(maatregel.bijdragen.get(bron="wijkbudget"), w.manager)
    agenda = stap(agenda, "opstellen", w.regisseur)
    coalitie_zegt_ja(agenda, w)
    agenda = stap(agenda, "aanbieden-college", w.regisseur)
    stel_vast(agenda, w, nummer="2026/2")

    nodig = 0 if weg else 500
    over = {"verplicht": nodig} if nodig else {}
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 10_000 - nodig, **over}
    assert list(controleer()) == []


def test_the_college_sends_it_back_with_a_reason_and_every_yes_stands(w):
    agenda = bij_het_college(w)

    with pytest.raises(StapNietToegestaan, match="waarom u teruggaat"):
        agendas.voer_stap_uit(agenda=agenda, naam="terug-van-college", door=w.secretaris, hoe=" ")
    agenda = stap(agenda, "terug-van-college", w.secretaris)

    assert agenda.fase == Fase.UITWERKING
    assert beoordelen.alles_akkoord(agenda) is None
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "gereserveerd": 2_000}
