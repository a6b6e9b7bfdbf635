"""The permission table, cell by cell, against what is typed out here: what the policy says."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from initiatieven.models import Initiatief
from tests.fabrieken import ClusterFactory, MedewerkerFactory, PartnerFactory, RolFactory, WijkFactory
from tests.initiatieven.fabrieken import InitiatiefFactory
from wijken.models import Coalitielid, Mandaat, Rol, Wijkcoalitie
from wijken.rechtentabel import (
    EIGEN_CLUSTER,
    EIGEN_WIJK,
    OVERAL,
    RECHTEN,
    Recht,
    rol_waarmee,
    vul_rules,
    zichtbaar,
)

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]

# One column for each role, in this order:
# KCC, VAkambtenaar, WijkRegisseur, BeLeidsmedewerker, OPbouwwerker, ClusterManager, WijkWethouder,
# WEthouder wijken, CollegeSecretaris, RaadsLid, PArtner, BudgetHouder, BeHeerder.
# o overal · w eigen wijk · c eigen cluster · p eigen organisatie · z eigen zaak · m ook meelezen
# v eigen overleg · - niet
KOLOMMEN = (
    *("kcc", "vakambtenaar", "wijkregisseur", "beleidsmedewerker", "opbouwwerker", "clustermanager"),
    *("wijkwethouder", "wethouder_wijken", "collegesecretaris", "raadslid", "partner", "budgethouder"),
    "beheerder",
)
MATRIX = """
                                 KC VA WR BL OP CM WW WE CS RL PA BH BE
initiatieven.view_initiatief      o  m  w  o  m  c  w  -  -  -  -  -  o
initiatieven.change_initiatief    o  z  w  -  -  -  -  -  -  -  -  -  -
initiatieven.add_initiatief       o  o  w  -  -  -  w  -  -  -  -  -  -
initiatieven.triage_initiatief    o  z  w  -  -  -  -  -  -  -  -  -  -
initiatieven.kerngroep_vragen     o  z  w  -  -  -  -  -  -  -  -  -  -
initiatieven.kerngroep_antwoorden o  z  w  o  -  -  -  -  -  -  -  -  -
initiatieven.overdragen           -  z  -  -  -  -  -  -  -  -  -  -  -
initiatieven.gesprek_voeren       -  z  -  -  -  -  -  -  -  -  -  -  -
initiatieven.taak_zetten          -  z  w  -  -  -  -  -  -  -  -  -  -
initiatieven.toets_initiatief     -  z  -  -  -  -  -  -  -  -  -  -  -
initiatieven.kies_voorbeeld       -  z  w  -  -  -  -  -  -  -  -  -  -
initiatieven.adviseer_initiatief  -  -  w  -  -  -  -  -  -  -  -  -  -
initiatieven.indiener_zien        o  z  w  -  -  -  -  -  -  -  -  -  o
initiatieven.namens_invullen      o  z  -  -  -  -  -  -  -  -  -  -  -
initiatieven.mailadres_wijzigen   o  z  -  -  -  -  -  -  -  -  -  -  -
initiatieven.view_postuk          o  -  -  -  -  -  -  -  -  -  -  -  o
initiatieven.change_postuk        o  -  -  -  -  -  -  -  -  -  -  -  -
initiatieven.notitie_lezen        o  z  w  -  -  c  -  -  -  -  -  -  -
initiatieven.notitie_schrijven    o  z  w  -  -  -  -  -  -  -  -  -  -
initiatieven.view_standaardantwoord  -  -  -  o  -  -  -  -  -  -  -  -  o
initiatieven.add_standaardantwoord  -  -  -  o  -  -  -  -  -  -  -  -  o
initiatieven.change_standaardantwoord  -  -  -  o  -  -  -  -  -  -  -  -  o

budgetten.view_jaarbudget         -  o  o  o  -  o  o  o  o  o  -  -  o
budgetten.add_jaarbudget          -  -  -  o  -  -  -  -  -  -  -  -  o
budgetten.change_jaarbudget       -  -  -  o  -  -  -  -  -  -  -  -  o
budgetten.view_verdeling          -  o  o  o  -  o  o  o  o  o  -  -  o
budgetten.view_verdeelregel       -  o  o  o  -  o  o  o  o  o  -  -  o
budgetten.view_rekening           -  o  o  o  -  o  o  o  o  o  -  -  o
budgetten.view_overheveling       -  -  o  o  -  o  o  o  o  -  -  -  o
budgetten.view_extrakrediet       -  -  o  o  -  o  o  o  o  -  -  -  o
budgetten.view_boeking            -  z  o  o  -  o  o  o  o  -  -  -  o
budgetten.view_aanvraag           -  z  w  o  -  o  w  o  o  -  -  p  o
budgetten.aanvragen               -  o  w  o  -  -  -  -  -  -  -  -  -
budgetten.besluit_aanvraag        -  -  -  -  -  o  -  -  -  -  -  p  -
budgetten.leg_vast                -  z  -  o  -  -  -  -  -  -  -  -  -
budgetten.betaal                  -  z  -  o  -  -  -  -  -  -  -  -  -
budgetten.leg_vast_bij_vaststelling - -  -  -  -  -  -  -  o  -  -  -  -
budgetten.trek_in                 -  z  w  o  -  -  -  -  -  -  -  -  -
budgetten.stel_verdeling_voor     -  -  -  o  -  -  -  -  -  -  -  -  -
budgetten.stel_verdeling_vast     -  -  -  -  -  c  -  o  -  -  -  -  -
budgetten.stel_overheveling_voor  -  -  w  o  -  -  -  -  -  -  -  -  -
budgetten.besluit_overheveling    -  -  -  -  -  c  -  o  -  -  -  -  -
budgetten.voeg_extra_krediet_toe  -  -  -  o  -  c  -  -  -  -  -  -  -
budgetten.sluit_jaar              -  -  -  o  -  c  -  -  -  -  -  -  -
budgetten.exporteer               -  -  o  o  -  o  -  o  o  -  -  -  -

wijkagenda.view_wijkagenda        -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_wijkagenda         -  -  w  o  -  -  -  -  -  -  -  -  -
wijkagenda.change_wijkagenda      -  -  w  o  -  -  -  -  -  -  -  -  -
wijkagenda.leid_agenda            -  -  w  o  -  -  -  -  -  -  -  -  -
wijkagenda.stel_vast              -  -  -  -  -  -  -  -  o  -  -  -  -
wijkagenda.vergelijk_wijken       -  -  o  o  o  o  -  o  o  -  -  -  -
wijkagenda.beoordeel              -  -  -  -  -  o  -  -  -  -  -  p  -
wijkagenda.view_beoordeling       -  o  w  o  o  o  w  o  o  -  p  p  o
wijkagenda.view_thema             -  o  o  o  o  o  o  o  o  -  -  -  o
wijkagenda.add_thema              -  -  -  o  -  -  -  -  -  -  -  -  o
wijkagenda.change_thema           -  -  -  o  -  -  -  -  -  -  -  -  o
wijkagenda.view_deelagenda        -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_deelagenda         -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.change_deelagenda      -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.view_idee              -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_idee               -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.change_idee            -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.gever_zien             -  -  w  -  -  -  -  -  -  -  -  -  o
wijkagenda.view_toetsvraag        -  o  w  o  o  o  w  o  o  -  p  p  o
wijkagenda.toets_idee             -  c  -  -  -  c  -  -  -  -  p  p  -
wijkagenda.breng_idee_in          -  -  -  -  -  -  -  -  -  -  p  p  -
wijkagenda.view_maatregel         -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_maatregel          -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.change_maatregel       -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.view_voortgang         -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_voortgang          -  -  w  o  -  -  -  -  -  -  -  -  -
wijkagenda.add_evaluatie          -  -  w  o  -  -  -  -  -  -  -  -  -
wijkagenda.view_peiling           -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_peiling            -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.change_peiling         -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.stop_peiling           -  -  w  -  -  -  -  -  -  -  -  -  o
wijkagenda.zie_helpers            -  -  w  -  o  -  -  -  -  -  -  -  -
wijkagenda.view_bijdrage          -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_bijdrage           -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.change_bijdrage        -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.view_bronverkenning    -  o  w  o  o  o  w  o  o  -  -  -  o
wijkagenda.add_bronverkenning     -  -  w  o  o  -  -  -  -  -  -  -  -
wijkagenda.change_bronverkenning  -  -  w  o  o  -  -  -  -  -  -  -  -

wijken.view_gemeente              -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_gemeente            -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_wijk                  -  -  o  o  -  -  -  -  -  -  -  -  o
wijken.add_wijk                   -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_wijk                -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_buurt                 -  -  o  o  -  -  -  -  -  -  -  -  o
wijken.add_buurt                  -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_buurt               -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_inwonertal            -  -  o  o  -  -  -  -  -  -  -  -  o
wijken.add_inwonertal             -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_inwonertal          -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_gebied                -  -  o  o  -  -  -  -  -  -  -  -  o
wijken.add_gebied                 -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_gebied              -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_wijkteamoverleg       -  -  o  o  -  -  -  -  -  -  -  -  o
wijken.add_wijkteamoverleg        -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_wijkteamoverleg     -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_cluster               -  -  o  o  -  -  -  -  -  -  -  -  o
wijken.add_cluster                -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_cluster             -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_partner               -  -  o  o  -  -  -  -  -  -  -  -  o
wijken.add_partner                -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_partner             -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_cbswijk               -  -  o  o  -  -  -  -  -  -  -  -  o

wijken.view_medewerker            -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.add_medewerker             -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_medewerker          -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_rol                   -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.add_rol                    -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_rol                 -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.view_accountvoorstel       -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.beslis_accountvoorstel     -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.importeer_mensen           -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.bekijk_rechtenoverzicht    -  -  -  -  -  -  -  -  -  -  -  -  o

wijken.view_mandaat               -  o  o  o  -  o  -  o  o  -  -  p  o
wijken.add_mandaat                -  -  -  -  -  -  -  -  -  -  -  -  o
wijken.change_mandaat             -  -  -  -  -  -  -  -  -  -  -  -  o

wijken.view_wijkcoalitie          -  -  w  o  o  -  w  o  -  -  -  -  o
wijken.add_wijkcoalitie           -  -  w  o  -  -  -  -  -  -  -  -  o
wijken.change_wijkcoalitie        -  -  w  o  -  -  -  -  -  -  -  -  o
wijken.view_verkennendgesprek     -  -  w  o  o  -  w  o  -  -  -  -  o
wijken.add_verkennendgesprek      -  -  w  o  -  -  -  -  -  -  -  -  o
wijken.change_verkennendgesprek   -  -  w  o  -  -  -  -  -  -  -  -  o
wijken.view_coalitielid           -  -  w  o  o  -  w  o  -  -  -  -  o
wijken.add_coalitielid            -  -  w  o  -  -  -  -  -  -  -  -  o
wijken.change_coalitielid         -  -  w  o  -  -  -  -  -  -  -  -  o
wijken.view_convenant             -  -  o  o  -  o  -  -  o  -  -  -  o
wijken.add_convenant              -  -  -  o  -  -  -  -  -  -  -  -  o
wijken.change_convenant           -  -  -  o  -  -  -  -  -  -  -  -  o
wijken.view_convenantpartij       -  -  o  o  -  o  -  -  o  -  -  -  o
wijken.add_convenantpartij        -  -  -  o  -  -  -  -  -  -  -  -  o
wijken.change_convenantpartij     -  -  -  o  -  -  -  -  -  -  -  -  o
wijken.view_convenantdocument     -  -  o  o  -  o  -  -  o  -  -  -  o
wijken.add_convenantdocument      -  -  -  o  -  -  -  -  -  -  -  -  o
wijken.change_convenantdocument   -  -  -  o  -  -  -  -  -  -  -  -  o
wijken.view_overleg               v  v  v  o  v  v  v  v  v  v  v  v  v
wijken.add_overleg                -  -  w  o  -  -  -  -  -  -  -  -  -
wijken.change_overleg             -  -  v  o  -  v  v  v  -  -  -  -  -
wijken.volg_wijkoverstijgend      -  -  -  o  -  o  -  o  -  -  -  -  -

wijkportaal.view_beleidsparameter   - - - o - - - - - - - - o
wijkportaal.add_beleidsparameter    - - - - - - - - - - - - o
wijkportaal.change_beleidsparameter - - - - - - - - - - - - o
wijkportaal.view_bericht            - - - - - - - - - - - - o
"""
VERWACHT = {
    (naam, soort): cel
    for naam, *cellen in (regel.split() for regel in MATRIX.splitlines()[2:] if regel)
    for soort, cel in zip(KOLOMMEN, cellen, strict=True)
}
NAMEN = tuple(dict.fromkeys(naam for naam, _ in VERWACHT))
WAARVAN = {"w": "wijk", "c": "cluster", "p": "partner"}
VAN = {
    "wijkregisseur": "wijk",
    "wijkwethouder": "wijk",
    "vakambtenaar": "cluster",
    "clustermanager": "cluster",
    "partner": "partner",
    "budgethouder": "partner",
}
MIJN_APPS = ("budgetten.", "initiatieven.", "wijkagenda.", "wijken.", "wijkportaal.")


@pytest.fixture
def twee():
    """Two wijken, clusters and partners: the own one and another."""
    return {
        "wijk": (WijkFactory(), WijkFactory()),
        "cluster": (ClusterFactory(), ClusterFactory()),
        "partner": (PartnerFactory(), PartnerFactory()),
    }


def persoon_met(soort, twee):
    velden = {VAN[soort]: twee[VAN[soort]][0]} if soort in VAN else {}
    return RolFactory(soort=soort, **velden).medewerker


class Ding:
    """Something that is in a wijk, of a cluster and a partner, and handled by somebody."""

    def __init__(self, wijk, cluster, partner, vakambtenaar):
        self.wijk_id, self.cluster_id, self.partner_id = wijk.pk, cluster.pk, partner.pk
        self.vakambtenaar_id = self.aanvrager_id = self.ingevoerd_door_id = vakambtenaar.pk
        self.coalitie = self.naar = self.aanvraag = self
        self.agenda = self.maatregel = self.bijdrage = self.idee = self


def ding(twee, eigen, vakambtenaar):
    """Everything of it is another's, but for what `eigen` names."""
    return Ding(
        *(twee[veld][0 if veld == eigen else 1] for veld in ("wijk", "cluster", "partner")), vakambtenaar
    )


def test_each_role_and_each_right_of_these_apps_stands_in_the_matrix():
    assert set(KOLOMMEN) == set(Rol.Soort.values)
    assert {naam for naam, _ in VERWACHT} == {naam for naam in RECHTEN if naam.startswith(MIJN_APPS)}


@pytest.mark.regel("I-09")
@pytest.mark.parametrize("soort", KOLOMMEN)
def test_every_cell(soort, twee, subtests):
    persoon, ander = persoon_met(soort, twee), MedewerkerFactory()
    for naam in NAMEN:
        with subtests.test(naam):
            cel = VERWACHT[naam, soort]
            mag = {
                eigen: persoon.has_perm(naam, ding(twee, eigen, persoon if eigen == "zaak" else ander))
                for eigen in ("niets", "wijk", "cluster", "partner", "zaak")
            }

            reikt_tot = {"z": "zaak", "m": "zaak", **WAARVAN}.get(cel)
            assert mag == {eigen: cel == "o" or eigen == reikt_tot for eigen in mag}
            assert persoon.has_perm(naam) is (cel != "-")


@pytest.mark.parametrize("soort", KOLOMMEN)
@pytest.mark.parametrize("app", ["budgetten", "initiatieven", "wijkagenda", "wijken", "wijkportaal"])
def test_an_app_is_there_for_who_may_do_something_in_it(app, soort, twee):
    mag_iets = any(
        cel != "-" for (naam, rol), cel in VERWACHT.items() if rol == soort and naam.startswith(app)
    )

    assert persoon_met(soort, twee).has_module_perms(app) is mag_iets


@pytest.mark.parametrize("soort", KOLOMMEN)
def test_the_list_shows_exactly_what_the_role_may_see(soort, twee, subtests):
    """The condition on a list and the answer for one object are the same, for every role."""
    persoon = persoon_met(soort, twee)
    for wijk in twee["wijk"]:
        for cluster in twee["cluster"]:
            InitiatiefFactory(toegewezen=True, wijk=wijk, cluster=cluster)
            InitiatiefFactory(toegewezen=True, wijk=wijk, cluster=cluster, vakambtenaar=persoon)
            InitiatiefFactory(
                toegewezen=True, wijk=wijk, cluster=cluster, kanaal="vakambtenaar", ingevoerd_door=persoon
            )

    for naam in (naam for naam in RECHTEN if naam.startswith("initiatieven.")):
        with subtests.test(naam):
            getoond = set(Initiatief.objects.filter(zichtbaar(naam, persoon)))

            assert getoond == {zaak for zaak in Initiatief.objects.all() if persoon.has_perm(naam, zaak)}


@pytest.mark.parametrize("soort", KOLOMMEN)
def test_so_are_members_of_a_coalition_and_mandates(soort, twee):
    persoon = persoon_met(soort, twee)
    for wijk, partner in zip(twee["wijk"], twee["partner"], strict=True):
        coalitie = Wijkcoalitie.objects.create(wijk=wijk, van="2024-01-01")
        Coalitielid.objects.create(coalitie=coalitie, plaats="corporatie", partner=partner, van="2024-01-01")
        Mandaat.objects.create(geldsoort="partnergeld", partner=partner, van="2024-01-01", bron="x")

    for model, naam in ((Coalitielid, "wijken.change_coalitielid"), (Mandaat, "wijken.view_mandaat")):
        getoond = set(model.objects.filter(zichtbaar(naam, persoon)))
        assert getoond == {rij for rij in model.objects.all() if persoon.has_perm(naam, rij)}


def test_without_a_role_nobody_may_do_anything(twee, subtests):
    collega, vreemde = MedewerkerFactory(), AnonymousUser()

    for naam in NAMEN:
        with subtests.test(naam):
            for persoon in (collega, vreemde):
                assert not persoon.has_perm(naam)
                assert not persoon.has_perm(naam, ding(twee, "zaak", collega))


def test_who_has_two_roles_may_do_what_either_may(twee):
    rol = RolFactory(wijkregisseur=True, wijk=twee["wijk"][0])
    RolFactory(vakambtenaar=True, medewerker=rol.medewerker, cluster=twee["cluster"][0])
    eigen = ding(twee, "niets", rol.medewerker)

    assert rol.medewerker.has_perm("initiatieven.view_initiatief", eigen)
    assert not rol.medewerker.has_perm("initiatieven.adviseer_initiatief", eigen)


@pytest.mark.regel("I-09")
def test_the_file_names_the_role_in_which_something_was_done(twee):
    """The double role of RM 4.2 is visible: the same person, for each case in the role that counts there."""
    rol = RolFactory(wijkregisseur=True, wijk=twee["wijk"][0])
    ambtenaar = RolFactory(vakambtenaar=True, medewerker=rol.medewerker, cluster=twee["cluster"][0])
    naam = "initiatieven.change_initiatief"

    assert rol_waarmee(naam, rol.medewerker, ding(twee, "wijk", MedewerkerFactory())) == rol
    assert rol_waarmee(naam, rol.medewerker, ding(twee, "niets", rol.medewerker)) == ambtenaar
    assert rol_waarmee(naam, rol.medewerker, ding(twee, "niets", MedewerkerFactory())) is None


def test_a_superuser_sees_everything_and_has_no_role():
    persoon = MedewerkerFactory(is_superuser=True)
    zaak = InitiatiefFactory()

    assert list(Initiatief.objects.filter(zichtbaar("initiatieven.view_initiatief", persoon))) == [zaak]
    assert rol_waarmee("initiatieven.triage_initiatief", persoon, zaak) is None


def test_a_thing_without_wijk_is_nobodys():
    persoon = RolFactory(wijkregisseur=True).medewerker

    assert not persoon.has_perm("initiatieven.triage_initiatief", object())


@pytest.mark.parametrize(
    ("soort", "bereik"), [(Rol.Soort.KCC, EIGEN_WIJK), (Rol.Soort.WIJKREGISSEUR, EIGEN_CLUSTER)]
)
def test_a_role_cannot_have_a_reach_that_it_does_not_know(soort, bereik):
    with pytest.raises(ValueError, match=f"een {soort.label} heeft geen {bereik.value}"):
        Recht("wijken.x", "x", {soort: bereik}, "x")


def test_a_right_stands_in_one_row():
    with pytest.raises(KeyError):
        vul_rules((Recht("wijken.view_rol", "x", {Rol.Soort.KCC: OVERAL}, "x"),))
    assert not RolFactory(kcc=True).medewerker.has_perm("wijken.view_rol")


def test_nobody_may_remove_anything():
    assert not [naam for naam in rules.permissions.permissions if ".delete_" in naam]


def test_the_overview_for_the_lawyer_is_up_to_date():
    call_command("rechten", "--check")


def test_an_outdated_overview_stops_the_check(settings, tmp_path):
    settings.ROOT = tmp_path
    (tmp_path / "docs").mkdir()

    with pytest.raises(CommandError, match="verouderd"):
        call_command("rechten", "--check")
    call_command("rechten")
    tekst = (tmp_path / "docs" / "rechten.md").read_text("utf-8")
    wat = "De triage doen en een vakambtenaar aanwijzen (eigen zaak: zelf ingevoerd)"
    rij = f"| {wat} | RM bijlage 3, fase 2 | overal | eigen zaak | eigen wijk |"
    assert rij in tekst
    call_command("rechten", "--check")
