"""Wijkcoalities, exploratory talks and convenanten: the services, and what the database itself refuses."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction

from tests.fabrieken import (
    CoalitielidFactory,
    ConvenantdocumentFactory,
    ConvenantFactory,
    GesprekFactory,
    MedewerkerFactory,
    PartnerFactory,
    RolFactory,
    WijkcoalitieFactory,
    WijkFactory,
)
from wijken.models import Coalitielid, Convenantdocument, Convenantpartij, VerkennendGesprek, Wijkcoalitie
from wijken.samenwerking import beeindig_plaats, geef_plaats, voeg_document_toe
from wijkportaal.uitzonderingen import Domeinfout

pytestmark = pytest.mark.django_db

DAG = datetime.date(2024, 3, 1)
EERDER, LATER = datetime.date(2024, 2, 1), datetime.date(2024, 6, 1)
Plaats = Coalitielid.Plaats


@pytest.fixture
def coalitie():
    return WijkcoalitieFactory(van=DAG)


def weigert(constraint):
    return pytest.raises(IntegrityError, match=constraint)


# --- A coalition and its chair ---


@pytest.mark.regel("W-06")
def test_a_wijk_has_one_coalition_at_a_time(coalitie):
    with weigert("wijkcoalitie_een_tegelijk"), transaction.atomic():
        WijkcoalitieFactory(wijk=coalitie.wijk, van=LATER)

    Wijkcoalitie.objects.update(tot=LATER - datetime.timedelta(days=1))
    opvolger = WijkcoalitieFactory(wijk=coalitie.wijk, van=LATER)

    assert list(Wijkcoalitie.objects.geldend(op=DAG)) == [coalitie]
    assert list(Wijkcoalitie.objects.geldend(op=LATER)) == [opvolger]


@pytest.mark.regel("W-06")
def test_a_period_ends_after_it_begins():
    with weigert("wijkcoalitie_eindigt_na_begin"):
        WijkcoalitieFactory(van=DAG, tot=EERDER)


@pytest.mark.regel("W-02", "W-06")
def test_the_wijkregisseur_of_the_day_is_the_one_chair(coalitie):
    eerste = RolFactory(wijkregisseur=True, wijk=coalitie.wijk, tot=LATER)
    tweede = RolFactory(wijkregisseur=True, wijk=coalitie.wijk, van=LATER + datetime.timedelta(days=1))
    RolFactory(wijkregisseur=True)
    RolFactory(wijkwethouder=True, wijk=coalitie.wijk)

    assert coalitie.voorzitter(op=DAG) == eerste.medewerker
    assert coalitie.voorzitter(op=LATER) == eerste.medewerker
    assert coalitie.voorzitter() == tweede.medewerker
    assert WijkcoalitieFactory().voorzitter() is None


# --- Seats ---


@pytest.mark.regel("W-06")
@pytest.mark.parametrize("plaats", ["beleidsmedewerker", "opbouwwerker"])
def test_a_seat_by_role_is_for_who_has_the_role(coalitie, plaats):
    medewerker = RolFactory(soort=plaats).medewerker

    lid = geef_plaats(coalitie=coalitie, plaats=plaats, medewerker=medewerker, kernteam=True, van=DAG)

    assert (lid.is_vast, lid.kernteam, str(lid)) == (True, True, medewerker.naam)
    with pytest.raises(Domeinfout, match=f"is op die dag geen {Plaats(plaats).label.lower()}"):
        geef_plaats(coalitie=coalitie, plaats=plaats, medewerker=MedewerkerFactory(), van=DAG)


@pytest.mark.regel("W-06")
def test_a_seat_by_role_is_not_for_who_has_the_role_later(coalitie):
    medewerker = RolFactory(soort="opbouwwerker", van=LATER).medewerker

    with pytest.raises(Domeinfout, match="is op die dag geen opbouwwerker"):
        geef_plaats(coalitie=coalitie, plaats="opbouwwerker", medewerker=medewerker, van=DAG)


@pytest.mark.regel("W-06")
@pytest.mark.parametrize(
    ("plaats", "vast"),
    [
        ("corporatie", True),
        ("ondernemers", False),
        ("onderwijs", False),
        ("vereniging", False),
        ("bewoners", False),
    ],
)
def test_an_organisation_sits_by_its_kind(coalitie, plaats, vast):
    lid = geef_plaats(coalitie=coalitie, plaats=plaats, partner=PartnerFactory(soort=plaats), van=DAG)

    assert lid.is_vast is vast
    with pytest.raises(Domeinfout, match=f"is geen {Plaats(plaats).label.lower()}"):
        geef_plaats(coalitie=coalitie, plaats=plaats, partner=PartnerFactory(soort="fonds"), van=DAG)


@pytest.mark.regel("W-06")
def test_a_coalition_can_have_several_corporaties_but_each_once(coalitie):
    eerste, tweede = PartnerFactory.create_batch(2, soort="corporatie")
    geef_plaats(coalitie=coalitie, plaats="corporatie", partner=eerste, van=DAG)
    geef_plaats(coalitie=coalitie, plaats="corporatie", partner=tweede, van=DAG)

    with pytest.raises(Domeinfout, match="heeft in die periode al een plaats"):
        geef_plaats(coalitie=coalitie, plaats="corporatie", partner=eerste, van=LATER)


@pytest.mark.regel("W-06")
@pytest.mark.parametrize(
    "velden",
    [
        {"plaats": "corporatie", "partner": None},
        {"plaats": "opbouwwerker", "partner": None},
        {"plaats": "opbouwwerker"},
    ],
)
def test_the_database_refuses_a_seat_of_nobody_or_of_the_wrong_one(coalitie, velden):
    with weigert("coalitielid_persoon_of_organisatie"):
        CoalitielidFactory(coalitie=coalitie, **velden)


@pytest.mark.regel("W-06")
def test_the_database_refuses_the_same_seat_twice(coalitie):
    lid = CoalitielidFactory(coalitie=coalitie)
    medewerker = MedewerkerFactory()
    persoon = {"coalitie": coalitie, "partner": None, "medewerker": medewerker, "plaats": "opbouwwerker"}
    CoalitielidFactory(**persoon)

    with weigert("coalitielid_organisatie_een_keer"), transaction.atomic():
        CoalitielidFactory(coalitie=coalitie, partner=lid.partner)
    with weigert("coalitielid_persoon_een_keer"), transaction.atomic():
        CoalitielidFactory(**persoon)


@pytest.mark.regel("W-06")
def test_a_seat_is_ended_with_a_reason_and_stays_on_record(coalitie):
    lid = geef_plaats(
        coalitie=coalitie,
        plaats="corporatie",
        partner=PartnerFactory(soort="corporatie"),
        van=DAG,
        reden="Start",
    )

    beeindig_plaats(lid=lid, tot=LATER, reden="Heeft geen woningen meer in de wijk")

    assert [(rij.tot, rij.history_change_reason) for rij in lid.history.order_by("history_id")] == [
        (None, "Start"),
        (LATER, "Heeft geen woningen meer in de wijk"),
    ]
    assert list(coalitie.leden.geldend(op=LATER)) == [lid]
    assert not coalitie.leden.geldend(op=LATER + datetime.timedelta(days=1)).exists()
    with pytest.raises(Domeinfout, match="laatste dag ligt voor de eerste"):
        beeindig_plaats(lid=lid, tot=EERDER, reden="Vergissing")


# --- A wijkraad qualifies by a talk ---


@pytest.mark.regel("W-06", "W-07")
def test_a_wijkraad_sits_after_a_talk_with_that_outcome(coalitie):
    gesprek = GesprekFactory(wijk=coalitie.wijk)

    lid = geef_plaats(coalitie=coalitie, plaats="wijkraad", partner=gesprek.partner, van=DAG)

    assert (lid.gesprek, lid.is_vast) == (gesprek, True)


@pytest.mark.regel("W-07")
@pytest.mark.parametrize("geval", ["geen", "meedenken", "andere wijk", "later", "ingetrokken"])
def test_without_such_a_talk_a_wijkraad_has_no_seat(coalitie, geval):
    partner = PartnerFactory(soort="wijkraad")
    gesprek = {"partner": partner, "wijk": coalitie.wijk}
    if geval == "meedenken":
        GesprekFactory(meedenken=True, **gesprek)
    if geval == "andere wijk":
        GesprekFactory(partner=partner)
    if geval == "later":
        GesprekFactory(op=LATER, **gesprek)
    if geval == "ingetrokken":
        GesprekFactory(**gesprek)
        GesprekFactory(op=EERDER + datetime.timedelta(days=1), meedenken=True, **gesprek)

    with pytest.raises(Domeinfout, match="nog geen verkennend gesprek"):
        geef_plaats(coalitie=coalitie, plaats="wijkraad", partner=partner, van=DAG)


@pytest.mark.regel("W-07")
@pytest.mark.parametrize("geval", ["geen", "meedenken", "andere wijk", "later", "andere raad"])
def test_the_database_too_refuses_a_wijkraad_without_such_a_talk(coalitie, geval):
    partner = PartnerFactory(soort="wijkraad")
    gesprek = {
        "geen": lambda: None,
        "meedenken": lambda: GesprekFactory(partner=partner, wijk=coalitie.wijk, meedenken=True),
        "andere wijk": lambda: GesprekFactory(partner=partner),
        "later": lambda: GesprekFactory(partner=partner, wijk=coalitie.wijk, op=LATER),
        "andere raad": lambda: GesprekFactory(wijk=coalitie.wijk),
    }[geval]()

    with weigert("a wijkraad has a seat only"):
        CoalitielidFactory(coalitie=coalitie, plaats="wijkraad", partner=partner, gesprek=gesprek)


@pytest.mark.regel("W-07")
def test_the_database_refuses_to_make_a_wijkraad_of_another_seat(coalitie):
    lid = CoalitielidFactory(coalitie=coalitie)

    with weigert("a wijkraad has a seat only"):
        Coalitielid.objects.filter(pk=lid.pk).update(plaats="wijkraad")


@pytest.mark.regel("W-07")
@pytest.mark.parametrize("vereiste", ["ingebed", "belangen", "slagkracht", "gesprekspartner"])
def test_a_formal_seat_asks_all_four_requirements(vereiste):
    with weigert("gesprek_formeel_voldoet_aan_vereisten"), transaction.atomic():
        GesprekFactory(**{vereiste: False})

    GesprekFactory(**{vereiste: False}, uitkomst="meedenken")


@pytest.mark.regel("W-07")
@pytest.mark.parametrize(
    "velden", [{"uitkomst": "niet"}, {"ingebed": False}, {"op": LATER}, {"ingebed_toelichting": "Anders"}]
)
def test_what_a_talk_found_is_never_rewritten(velden):
    gesprek = GesprekFactory()

    with pytest.raises(ProgrammingError, match="Cannot update rows from wijken_verkennendgesprek"):
        VerkennendGesprek.objects.filter(pk=gesprek.pk).update(**velden)


@pytest.mark.regel("W-07")
def test_a_talk_stays_and_its_wish_for_support_can_be_added():
    gesprek = GesprekFactory()
    VerkennendGesprek.objects.update(ondersteuningswens="Een training")

    with (
        pytest.raises(ProgrammingError, match="Cannot delete rows from wijken_verkennendgesprek"),
        transaction.atomic(),
    ):
        VerkennendGesprek.objects.filter(pk=gesprek.pk).delete()
    assert VerkennendGesprek.objects.get().ondersteuningswens == "Een training"


# --- At the table today ---


@pytest.mark.regel("W-06")
def test_at_the_table_are_the_seats_of_today_fixed_ones_first(coalitie, django_assert_num_queries):
    wijk = coalitie.wijk
    optioneel = CoalitielidFactory(
        coalitie=coalitie, plaats="vereniging", partner__soort="vereniging", partner__naam="A"
    )
    vast = CoalitielidFactory(coalitie=coalitie, partner__naam="Z")
    persoon = CoalitielidFactory(
        coalitie=coalitie, plaats="opbouwwerker", partner=None, medewerker=MedewerkerFactory()
    )
    CoalitielidFactory(coalitie=coalitie, tot=LATER)
    CoalitielidFactory()
    oud = WijkcoalitieFactory(wijk=wijk, van=EERDER, tot=DAG - datetime.timedelta(days=1))
    CoalitielidFactory(coalitie=oud)

    with django_assert_num_queries(1):
        leden = Coalitielid.objects.aan_tafel(wijk)
        assert [str(lid) for lid in leden] == [persoon.medewerker.naam, "Z", "A"]
    assert leden == [persoon, vast, optioneel]


# --- Convenanten ---


@pytest.mark.regel("W-09")
def test_a_convenant_has_a_period_and_each_party_once():
    convenant = ConvenantFactory()
    partner = PartnerFactory()
    Convenantpartij.objects.create(convenant=convenant, partner=partner)

    with weigert("convenantpartij_tekent_een_keer"), transaction.atomic():
        Convenantpartij.objects.create(convenant=convenant, partner=partner)
    with weigert("convenant_eindigt_na_begin"), transaction.atomic():
        ConvenantFactory(van=DAG, tot=EERDER)
    assert str(convenant.partijen.get()) == partner.naam


@pytest.mark.regel("W-09")
def test_a_document_is_kept_as_what_it_is():
    bestand = SimpleUploadedFile("../getekend.exe", b"%PDF-1.7 tekst", content_type="text/html")
    door = MedewerkerFactory()

    document = voeg_document_toe(convenant=ConvenantFactory(), bestand=bestand, door=door)

    document.refresh_from_db()
    assert (document.naam, document.type, document.grootte) == ("getekend.pdf", "application/pdf", 14)
    assert (bytes(document.inhoud), document.toegevoegd_door) == (b"%PDF-1.7 tekst", door)


@pytest.mark.regel("W-09")
@pytest.mark.parametrize("inhoud", [b"", b"MZ\x90\0" + b"\0" * 64, b"<html></html>"])
def test_a_document_of_a_wrong_kind_is_refused(inhoud):
    with pytest.raises(ValidationError):
        voeg_document_toe(
            convenant=ConvenantFactory(),
            bestand=SimpleUploadedFile("a.pdf", inhoud),
            door=MedewerkerFactory(),
        )
    assert not Convenantdocument.objects.exists()


@pytest.mark.regel("W-09")
@pytest.mark.parametrize("wat", ["wijzigen", "verwijderen"])
def test_a_document_that_was_signed_stays_as_it_is(wat):
    documenten = Convenantdocument.objects.filter(pk=ConvenantdocumentFactory().pk)

    with pytest.raises(ProgrammingError, match="Cannot update or delete rows"):
        documenten.update(naam="anders.pdf") if wat == "wijzigen" else documenten.delete()


def test_a_wijk_can_lie_in_a_gebied_and_need_not():
    assert WijkFactory().gebied is None
