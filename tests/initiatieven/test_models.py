"""Bad states are refused by the database itself, whatever program writes them."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from initiatieven.models import Bijlage, Fase, Faseovergang, Initiatief
from tests.fabrieken import BuurtFactory, RolFactory
from tests.initiatieven.fabrieken import BijlageFactory, InitiatiefFactory
from wijken.models import Rol

pytestmark = pytest.mark.django_db


def weigert(naam: str, **waarden) -> None:
    zaak = InitiatiefFactory(openbaar_akkoord=False)
    with pytest.raises(IntegrityError, match=naam), transaction.atomic():
        Initiatief.objects.filter(pk=zaak.pk).update(**waarden)


@pytest.mark.regel("I-03")
def test_it_refuses_a_case_past_the_first_phase_that_was_not_confirmed():
    weigert("initiatief_bevestigd_na_idee", bevestigd_op=None)


@pytest.mark.regel("I-06")
@pytest.mark.parametrize("fase", ["orientatie", "toets", "uitvoering", "afgerond", "geagendeerd"])
def test_it_refuses_a_case_past_triage_without_a_vakambtenaar(fase):
    weigert("initiatief_heeft_vakambtenaar", fase=fase)


@pytest.mark.regel("I-05")
def test_it_refuses_a_complaint_past_triage():
    zaak = InitiatiefFactory(toegewezen=True)
    with pytest.raises(IntegrityError, match="initiatief_klacht_gaat_niet_verder"):
        Initiatief.objects.filter(pk=zaak.pk).update(klacht="buren")


def test_it_refuses_to_publish_without_the_submitters_yes():
    weigert("initiatief_openbaar_met_akkoord", openbaar=True)


@pytest.mark.regel("W-01")
def test_it_refuses_a_buurt_of_another_wijk():
    weigert("initiatief_buurt_in_wijk", buurt=BuurtFactory())


def test_it_accepts_a_buurt_of_its_wijk():
    zaak = InitiatiefFactory()
    zaak.buurt = BuurtFactory(wijk=zaak.wijk)
    zaak.save(update_fields=["buurt"])
    zaak.refresh_from_db()
    assert zaak.buurt.wijk == zaak.wijk


@pytest.mark.regel("I-03", "I-20")
@pytest.mark.parametrize("opdracht", ["UPDATE {} SET rol = 'x'", "DELETE FROM {}"])
def test_the_record_of_steps_cannot_be_changed_even_with_sql(opdracht):
    Faseovergang.objects.create(
        initiatief=InitiatiefFactory(), naam="bevestigen", van=Fase.IDEE, naar=Fase.TRIAGE, rol="Indiener"
    )
    with pytest.raises(ProgrammingError, match="Cannot update or delete rows"), transaction.atomic():
        connection.cursor().execute(opdracht.format(Faseovergang._meta.db_table))
    assert Faseovergang.objects.get().rol == "Indiener"


def test_a_file_belongs_to_a_form_or_to_a_case_and_never_to_neither():
    bijlage = BijlageFactory()
    with pytest.raises(IntegrityError, match="bijlage_van_concept_of_initiatief"):
        Bijlage.objects.filter(pk=bijlage.pk).update(initiatief=None)


@pytest.mark.regel("W-05")
def test_staff_see_the_cases_of_their_role():
    eigen, ander = InitiatiefFactory(), InitiatiefFactory()
    InitiatiefFactory(onbevestigd=True, wijk=eigen.wijk)
    regisseur = RolFactory(wijkregisseur=True, wijk=eigen.wijk).medewerker
    toegewezen = InitiatiefFactory(toegewezen=True)
    RolFactory(vakambtenaar=True, medewerker=toegewezen.vakambtenaar, cluster=toegewezen.cluster)
    kcc, raadslid = RolFactory(kcc=True).medewerker, RolFactory(soort="raadslid").medewerker
    zichtbaar = {
        persoon: set(Initiatief.objects.zichtbaar_voor(persoon))
        for persoon in (regisseur, toegewezen.vakambtenaar, kcc, raadslid)
    }
    assert zichtbaar == {
        regisseur: {eigen},
        toegewezen.vakambtenaar: {toegewezen},
        kcc: {eigen, ander, toegewezen},
        raadslid: set(),
    }


def test_only_published_cases_past_triage_are_public():
    publiek = InitiatiefFactory(publiek=True)
    InitiatiefFactory(toegewezen=True)
    InitiatiefFactory(openbaar=True)
    assert list(Initiatief.objects.openbaar()) == [publiek]


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", Rol.Soort)
@pytest.mark.parametrize("waarnemer_voor", [None, 1])
def test_every_role_goes_on_record_in_full(soort, waarnemer_voor):
    rol = str(Rol(soort=soort, waarnemer_voor_id=waarnemer_voor))
    stap = Faseovergang.objects.create(
        initiatief=InitiatiefFactory(), naam="triage", van=Fase.IDEE, naar=Fase.TRIAGE, rol=rol
    )
    assert Faseovergang.objects.get(pk=stap.pk).rol == rol
