"""Meetings and what comes out of them: the services, and what the database itself refuses (W-08)."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.utils import InternalError

from tests.fabrieken import (
    ActiepuntFactory,
    MedewerkerFactory,
    OverlegFactory,
    PartnerFactory,
    RolFactory,
    SignaalFactory,
    WijkFactory,
    WijkteamoverlegFactory,
)
from wijken.afspraken import leg_actiepunt_vast, leg_signaal_vast, rond_actiepunt_af, zet_in_profiel
from wijken.models import Actiepunt, Overleg, Signaal
from wijken.overleggen import Plan, leg_verslag_vast, plan_overleg, wijzig_overleg, zeg_af
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-08")]

VANDAAG = datetime.date(2026, 6, 15)
MORGEN, GISTEREN = VANDAAG + datetime.timedelta(days=1), VANDAAG - datetime.timedelta(days=1)
Niveau, Status = Overleg.Niveau, Overleg.Status


@pytest.fixture(autouse=True)
def op_een_dag():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def regisseur():
    return RolFactory(wijkregisseur=True).medewerker


@pytest.fixture
def wijk(regisseur):
    return regisseur.rollen.get().wijk


@pytest.fixture
def beleid():
    return RolFactory(soort="beleidsmedewerker").medewerker


@pytest.fixture
def wethouder():
    return RolFactory(soort="wethouder_wijken").medewerker


def plan(voorzitter, **velden):
    return Plan(**{"titel": "Wijkteam", "datum": MORGEN, "voorzitter": voorzitter} | velden)


def weigert(constraint, soort=IntegrityError):
    return pytest.raises(soort, match=constraint)


# --- Planning ---


def test_a_meeting_keeps_everything_that_was_agreed(regisseur, wijk):
    deelnemer, partner = MedewerkerFactory(), PartnerFactory()
    gevraagd = plan(
        regisseur,
        tijd=datetime.time(14),
        plaats="Wijkhuis",
        wijken=[wijk],
        deelnemers=[deelnemer],
        partners=[partner],
        agenda="1. Opening",
    )

    overleg = plan_overleg(niveau=Niveau.UITVOEREND, plan=gevraagd, door=regisseur)

    overleg.refresh_from_db()
    assert (overleg.status, overleg.versie, overleg.plaats, overleg.agenda) == (
        "gepland",
        1,
        "Wijkhuis",
        "1. Opening",
    )
    assert (overleg.datum, overleg.tijd) == (MORGEN, datetime.time(14))
    assert [*overleg.wijken.all(), *overleg.deelnemers.all(), *overleg.partners.all()] == [
        wijk,
        deelnemer,
        partner,
    ]


@pytest.mark.regel("W-03")
def test_a_wijkteamoverleg_is_about_its_wijken_as_they_were_that_day(regisseur, wijk):
    ander = WijkFactory()
    malt = WijkteamoverlegFactory(wijken=[wijk, ander])

    overleg = plan_overleg(niveau="uitvoerend", plan=plan(regisseur, wijkteamoverleg=malt), door=regisseur)
    malt.wijken.set([ander])

    assert set(overleg.wijken.all()) == {wijk, ander}


@pytest.mark.parametrize(
    ("niveau", "velden", "melding"),
    [
        ("uitvoerend", (), "over welke wijken"),
        ("tactisch", (), "over welke wijken"),
        ("tactisch", ("team",), "uitvoerend niveau"),
        ("uitvoerend", ("team", "wijk"), "niet allebei"),
        ("strategisch", ("wijk",), "hele gemeente"),
        ("strategisch", ("team",), "hele gemeente"),
    ],
)
def test_the_wijken_fit_the_level(beleid, niveau, velden, melding):
    wijk = WijkFactory()
    team = WijkteamoverlegFactory(wijken=[wijk])
    keuze = {"team": {"wijkteamoverleg": team}, "wijk": {"wijken": [wijk]}}
    gekozen = {naam: waarde for veld in velden for naam, waarde in keuze[veld].items()}

    with pytest.raises(Domeinfout, match=melding):
        plan_overleg(niveau=niveau, plan=plan(beleid, **gekozen), door=beleid)
    assert not Overleg.objects.exists()


def test_a_wijkregisseur_plans_about_the_own_wijk_also_together_with_others(regisseur, wijk):
    ander = WijkFactory()

    with pytest.raises(Domeinfout, match="uw eigen wijk"):
        plan_overleg(niveau="uitvoerend", plan=plan(regisseur, wijken=[ander]), door=regisseur)
    plan_overleg(niveau="uitvoerend", plan=plan(regisseur, wijken=[wijk, ander]), door=regisseur)

    assert Overleg.objects.count() == 1


@pytest.mark.parametrize("niveau", ["strategisch", "wijkoverstijgend"])
def test_a_wijkregisseur_plans_nothing_for_the_whole_municipality(regisseur, wethouder, niveau):
    with pytest.raises(PermissionDenied):
        plan_overleg(niveau=niveau, plan=plan(wethouder), door=regisseur)


@pytest.mark.parametrize("soort", ["kcc", "opbouwwerker", "raadslid", "wethouder_wijken", "beheerder"])
def test_most_roles_plan_nothing(soort, regisseur, wijk):
    with pytest.raises(PermissionDenied):
        plan_overleg(
            niveau="uitvoerend",
            plan=plan(regisseur, wijken=[wijk]),
            door=RolFactory(soort=soort).medewerker,
        )


def test_the_chair_has_a_role_in_which_one_chairs(beleid, wijk):
    opbouwwerker = RolFactory(soort="opbouwwerker").medewerker

    with pytest.raises(Domeinfout, match="geen rol waarin men een overleg voorzit"):
        plan_overleg(niveau="uitvoerend", plan=plan(opbouwwerker, wijken=[wijk]), door=beleid)


# --- The wijkoverstijgend overleg ---


def test_the_wethouder_wijken_chairs_the_wijkoverstijgend_overleg(beleid, wethouder):
    overleg = plan_overleg(niveau="wijkoverstijgend", plan=plan(wethouder), door=beleid)

    assert overleg.voorzitter == wethouder


@pytest.mark.parametrize("soort", ["wijkwethouder", "beleidsmedewerker", "wijkregisseur"])
def test_nobody_else_does_and_it_is_said_who_does(beleid, wethouder, soort):
    velden = {} if soort == "beleidsmedewerker" else {"wijk": WijkFactory()}
    ander = RolFactory(soort=soort, **velden).medewerker

    with pytest.raises(
        Domeinfout, match=f"{ander} is op 16 juni 2026 geen wethouder Wijken.*: {wethouder} .*W-08"
    ):
        plan_overleg(niveau="wijkoverstijgend", plan=plan(ander), door=beleid)
    assert not Overleg.objects.exists()


def test_it_is_whoever_is_wethouder_on_the_day_of_the_meeting(beleid):
    oud = RolFactory(soort="wethouder_wijken", tot=VANDAAG).medewerker
    nieuw = RolFactory(soort="wethouder_wijken", van=MORGEN).medewerker

    with pytest.raises(Domeinfout, match="geen wethouder Wijken"):
        plan_overleg(niveau="wijkoverstijgend", plan=plan(oud, datum=MORGEN), door=beleid)
    with pytest.raises(Domeinfout, match="geen wethouder Wijken"):
        plan_overleg(niveau="wijkoverstijgend", plan=plan(nieuw, datum=VANDAAG), door=beleid)
    plan_overleg(niveau="wijkoverstijgend", plan=plan(oud, datum=VANDAAG), door=beleid)
    plan_overleg(niveau="wijkoverstijgend", plan=plan(nieuw, datum=MORGEN), door=beleid)


def test_a_planned_one_cannot_move_to_another_chair_or_day(beleid, wethouder):
    overleg = OverlegFactory(wijkoverstijgend=True, voorzitter=wethouder, datum=MORGEN)
    wethouder.rollen.update(tot=MORGEN)
    later = MORGEN + datetime.timedelta(days=1)

    for velden in ({"voorzitter": beleid}, {"voorzitter": wethouder, "datum": later}):
        with pytest.raises(Domeinfout, match="geen wethouder Wijken"):
            wijzig_overleg(overleg=overleg, plan=plan(**velden), versie=1, door=beleid)


def test_a_chair_who_was_no_longer_wethouder_held_no_such_meeting(beleid, wethouder):
    overleg = OverlegFactory(wijkoverstijgend=True, voorzitter=wethouder, datum=VANDAAG)
    wethouder.rollen.update(tot=GISTEREN)

    with pytest.raises(Domeinfout, match="geen wethouder Wijken"):
        leg_verslag_vast(overleg=overleg, verslag="Goed gesprek.", versie=1, door=beleid)
    zeg_af(overleg=overleg, reden="De wethouder is afgetreden.", versie=1, door=beleid)

    overleg.refresh_from_db()
    assert overleg.status == Status.VERVALLEN


def test_the_report_can_still_come_after_the_wethouder_has_left(beleid, wethouder):
    overleg = OverlegFactory(wijkoverstijgend=True, voorzitter=wethouder, datum=GISTEREN)
    wethouder.rollen.update(tot=GISTEREN)
    type(wethouder).objects.filter(pk=wethouder.pk).update(is_active=False)

    leg_verslag_vast(overleg=overleg, verslag="Goed gesprek.", versie=1, door=beleid)

    assert Overleg.objects.get().status == Status.GEHOUDEN


def test_the_database_knows_the_chair_too(wethouder, beleid):
    with weigert("overleg_wethouder_wijken_zit_voor"), transaction.atomic():
        OverlegFactory(wijkoverstijgend=True, voorzitter=beleid)
    overleg = OverlegFactory(wijkoverstijgend=True, voorzitter=wethouder)
    for velden in ({"voorzitter": beleid}, {"datum": datetime.date(2023, 12, 31)}):
        with weigert("overleg_wethouder_wijken_zit_voor"), transaction.atomic():
            Overleg.objects.filter(pk=overleg.pk).update(**velden)


def test_a_year_has_the_ones_that_were_not_called_off(wethouder):
    van = {"wijkoverstijgend": True, "voorzitter": wethouder}
    dit = OverlegFactory(**van, datum=MORGEN)
    OverlegFactory(**van, datum=GISTEREN, status=Status.VERVALLEN, vervallen_omdat="Ziek")
    OverlegFactory(**van, datum=datetime.date(2025, 12, 31))
    OverlegFactory(niveau="strategisch", datum=MORGEN)

    assert list(Overleg.objects.wijkoverstijgend(jaar=2026)) == [dit]


# --- Changing, calling off, and the report ---


def test_what_was_agreed_changes_as_long_as_there_is_no_report(regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur)
    wijzig_overleg(
        overleg=overleg, plan=plan(regisseur, titel="Nieuw", wijken=[wijk]), versie=1, door=regisseur
    )
    overleg.refresh_from_db()
    assert (overleg.titel, overleg.datum, overleg.versie) == ("Nieuw", MORGEN, 2)

    gehouden = OverlegFactory(gehouden=True, wijken=[wijk], voorzitter=regisseur)
    with pytest.raises(VerouderdeActie, match="De status is: gehouden"):
        wijzig_overleg(overleg=gehouden, plan=plan(regisseur, wijken=[wijk]), versie=1, door=regisseur)


def test_a_meeting_does_not_move_to_a_wijk_of_somebody_else(regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur)

    with pytest.raises(Domeinfout, match="uw eigen wijk"):
        wijzig_overleg(
            overleg=overleg, plan=plan(regisseur, wijken=[WijkFactory()]), versie=1, door=regisseur
        )


@pytest.mark.parametrize("dienst", ["wijzig", "zeg_af", "verslag"])
def test_who_looked_at_an_older_version_changes_nothing(regisseur, wijk, dienst):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, datum=VANDAAG)
    doe = {
        "wijzig": lambda: wijzig_overleg(
            overleg=overleg, plan=plan(regisseur, wijken=[wijk]), versie=1, door=regisseur
        ),
        "zeg_af": lambda: zeg_af(overleg=overleg, reden="Ziek", versie=1, door=regisseur),
        "verslag": lambda: leg_verslag_vast(overleg=overleg, verslag="Klaar", versie=1, door=regisseur),
    }[dienst]
    Overleg.objects.update(versie=2)

    with pytest.raises(VerouderdeActie, match="net gewijzigd"):
        doe()
    assert Overleg.objects.get().status == Status.GEPLAND


@pytest.mark.parametrize("dienst", ["wijzig", "zeg_af", "verslag"])
@pytest.mark.parametrize("wie", ["ander", "deelnemer", "kcc"])
def test_who_does_not_lead_a_meeting_changes_nothing(wijk, dienst, wie):
    persoon = RolFactory(kcc=True).medewerker if wie == "kcc" else RolFactory(wijkregisseur=True).medewerker
    overleg = OverlegFactory(wijken=[wijk], datum=VANDAAG, deelnemers=[persoon] if wie == "deelnemer" else [])
    doe = {
        "wijzig": lambda: wijzig_overleg(
            overleg=overleg, plan=plan(persoon, wijken=[wijk]), versie=1, door=persoon
        ),
        "zeg_af": lambda: zeg_af(overleg=overleg, reden="Ziek", versie=1, door=persoon),
        "verslag": lambda: leg_verslag_vast(overleg=overleg, verslag="Klaar", versie=1, door=persoon),
    }[dienst]

    with pytest.raises(PermissionDenied):
        doe()


def test_the_report_comes_after_the_meeting(regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, datum=MORGEN)
    with pytest.raises(Domeinfout, match="pas op 16 juni 2026"):
        leg_verslag_vast(overleg=overleg, verslag="Klaar", versie=1, door=regisseur)

    with time_machine.travel(datetime.datetime(2026, 6, 16, 8, tzinfo=datetime.UTC)):
        leg_verslag_vast(overleg=overleg, verslag="Klaar", versie=1, door=regisseur)

    overleg.refresh_from_db()
    assert (overleg.status, overleg.verslag, overleg.verslag_door) == ("gehouden", "Klaar", regisseur)


def test_a_report_can_be_made_better_and_the_earlier_one_stays_in_the_history(regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, datum=VANDAAG)
    leg_verslag_vast(overleg=overleg, verslag="Eerst", versie=1, door=regisseur)
    leg_verslag_vast(overleg=overleg, verslag="Beter", versie=2, door=regisseur)

    assert Overleg.objects.get().verslag == "Beter"
    assert list(overleg.history.values_list("verslag", flat=True)) == ["Beter", "Eerst", ""]


@pytest.mark.parametrize("tekst", ["", "  \n"])
def test_a_report_and_a_reason_say_something(regisseur, wijk, tekst):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, datum=VANDAAG)

    with pytest.raises(Domeinfout, match="wat er is besproken"):
        leg_verslag_vast(overleg=overleg, verslag=tekst, versie=1, door=regisseur)
    with pytest.raises(Domeinfout, match="waarom het overleg niet doorgaat"):
        zeg_af(overleg=overleg, reden=tekst, versie=1, door=regisseur)


def test_what_was_called_off_is_over(regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, datum=VANDAAG)
    zeg_af(overleg=overleg, reden="De zaal is dicht.", versie=1, door=regisseur)

    with pytest.raises(VerouderdeActie, match="afgezegd"):
        leg_verslag_vast(overleg=overleg, verslag="Klaar", versie=2, door=regisseur)
    with pytest.raises(VerouderdeActie, match="gaat niet door"):
        zeg_af(overleg=overleg, reden="Nog eens", versie=2, door=regisseur)


def test_a_chair_leads_the_own_meeting_wherever_it_is_about(wijk):
    manager = RolFactory(clustermanager=True).medewerker
    overleg = OverlegFactory(niveau="tactisch", wijken=[wijk], voorzitter=manager, datum=VANDAAG)

    leg_verslag_vast(overleg=overleg, verslag="Klaar", versie=1, door=manager)

    assert Overleg.objects.get().verslag_door == manager


# --- What the database refuses ---


def test_a_meeting_is_not_removed_and_keeps_its_level():
    overleg = OverlegFactory()
    with weigert("Cannot delete", (InternalError, ProgrammingError)), transaction.atomic():
        overleg.delete()
    with weigert("read-only|Cannot update", (InternalError, ProgrammingError)), transaction.atomic():
        Overleg.objects.update(niveau="tactisch")


@pytest.mark.parametrize(
    "velden",
    [
        {"titel": "Anders"},
        {"datum": GISTEREN},
        {"status": "gepland"},
        {"agenda": "Anders"},
        {"plaats": "Elders"},
    ],
)
def test_what_was_held_stays_as_it_was(velden):
    OverlegFactory(gehouden=True)
    with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
        Overleg.objects.update(**velden)


@pytest.mark.parametrize(
    ("velden", "constraint"),
    [
        ({"status": "gehouden"}, "overleg_gehouden_met_verslag"),
        ({"verslag": "Iets"}, "overleg_gehouden_met_verslag"),
        ({"status": "vervallen"}, "overleg_vervallen_met_reden"),
        ({"vervallen_omdat": "Ziek"}, "overleg_vervallen_met_reden"),
    ],
)
def test_status_and_text_go_together(velden, constraint):
    OverlegFactory()
    with weigert(constraint), transaction.atomic():
        Overleg.objects.update(**velden)


def test_there_is_no_report_before_the_meeting():
    with weigert("overleg_verslag_na_overleg"), transaction.atomic():
        OverlegFactory(gehouden=True, datum=MORGEN)


def test_a_wijkteamoverleg_is_on_the_level_of_the_work():
    with weigert("overleg_wijkteam_is_uitvoerend"), transaction.atomic():
        OverlegFactory(niveau="tactisch", wijkteamoverleg=WijkteamoverlegFactory())


def test_an_action_point_is_of_who_was_there_and_a_signal_of_a_wijk_that_was():
    wijk = WijkFactory()
    gehouden = OverlegFactory(gehouden=True, wijken=[wijk])
    with weigert("actiepunt_van_iemand_aan_tafel"), transaction.atomic():
        ActiepuntFactory(overleg=gehouden, eigenaar=MedewerkerFactory())
    with weigert("actiepunt_van_iemand_aan_tafel"), transaction.atomic():
        ActiepuntFactory(overleg=OverlegFactory())
    with weigert("signaal_over_wijk_van_overleg"), transaction.atomic():
        SignaalFactory(overleg=gehouden)
    with weigert("signaal_over_wijk_van_overleg"), transaction.atomic():
        SignaalFactory(overleg=OverlegFactory(wijken=[wijk]), wijk=wijk)
    SignaalFactory(overleg=gehouden, wijk=wijk)


@pytest.mark.parametrize(
    ("fabriek", "velden"),
    [
        (ActiepuntFactory, {"wat": "Anders"}),
        (ActiepuntFactory, {"uiterlijk": MORGEN}),
        (SignaalFactory, {"tekst": "Anders"}),
        (SignaalFactory, {"thema": "Anders"}),
    ],
)
def test_what_was_agreed_or_said_is_never_rewritten_or_removed(fabriek, velden):
    rij = fabriek()
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        type(rij).objects.update(**velden)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        rij.delete()


# --- Action points ---


@pytest.fixture
def gehouden(regisseur, wijk):
    deelnemer = RolFactory(soort="opbouwwerker").medewerker
    return OverlegFactory(gehouden=True, wijken=[wijk], voorzitter=regisseur, deelnemers=[deelnemer])


def test_an_action_point_has_an_owner_and_a_day(gehouden, regisseur):
    deelnemer = gehouden.deelnemers.get()

    punt = leg_actiepunt_vast(
        overleg=gehouden, wat=" Bankjes nakijken ", eigenaar=deelnemer, uiterlijk=MORGEN, door=regisseur
    )

    assert (punt.wat, punt.eigenaar, punt.uiterlijk, punt.gedaan_op) == (
        "Bankjes nakijken",
        deelnemer,
        MORGEN,
        None,
    )


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"wat": " "}, "wat er moet gebeuren"),
        ({"eigenaar": "vreemde"}, "was niet bij dit overleg"),
        ({"uiterlijk": datetime.date(2026, 3, 1)}, "een dag na het overleg"),
    ],
)
def test_an_action_point_that_says_too_little_is_refused(gehouden, regisseur, velden, melding):
    goed = {"wat": "Bankjes", "eigenaar": regisseur, "uiterlijk": MORGEN} | velden
    if goed["eigenaar"] == "vreemde":
        goed["eigenaar"] = MedewerkerFactory()

    with pytest.raises(Domeinfout, match=melding):
        leg_actiepunt_vast(overleg=gehouden, door=regisseur, **goed)


def test_pressing_twice_makes_one_action_point_and_one_signal(gehouden, regisseur, wijk):
    punt = {"wat": "Bankjes", "eigenaar": regisseur, "uiterlijk": MORGEN}
    signaal = {"wijk": wijk, "soort": "signaal", "thema": "Overlast", "tekst": "Onrustig."}
    leg_actiepunt_vast(overleg=gehouden, door=regisseur, **punt)
    leg_signaal_vast(overleg=gehouden, door=regisseur, **signaal)

    with pytest.raises(VerouderdeActie):
        leg_actiepunt_vast(overleg=gehouden, door=regisseur, **punt)
    with pytest.raises(VerouderdeActie):
        leg_signaal_vast(overleg=gehouden, door=regisseur, **signaal)
    assert (Actiepunt.objects.count(), Signaal.objects.count()) == (1, 1)


@pytest.mark.parametrize("datum", [GISTEREN, MORGEN])
def test_before_the_report_nothing_comes_out_of_a_meeting(regisseur, wijk, datum):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, datum=datum)

    with pytest.raises(VerouderdeActie, match="Leg eerst het verslag vast"):
        leg_actiepunt_vast(overleg=overleg, wat="x", eigenaar=regisseur, uiterlijk=MORGEN, door=regisseur)
    with pytest.raises(VerouderdeActie, match="Leg eerst het verslag vast"):
        leg_signaal_vast(overleg=overleg, wijk=wijk, soort="signaal", thema="x", tekst="x", door=regisseur)


def test_who_does_not_lead_the_meeting_records_nothing(gehouden, wijk):
    deelnemer, ander = gehouden.deelnemers.get(), RolFactory(wijkregisseur=True).medewerker

    for persoon in (deelnemer, ander):
        with pytest.raises(PermissionDenied):
            leg_actiepunt_vast(overleg=gehouden, wat="x", eigenaar=deelnemer, uiterlijk=MORGEN, door=persoon)
        with pytest.raises(PermissionDenied):
            leg_signaal_vast(overleg=gehouden, wijk=wijk, soort="signaal", thema="x", tekst="x", door=persoon)


def test_the_owner_finishes_an_action_point_once(gehouden):
    deelnemer = gehouden.deelnemers.get()
    punt = ActiepuntFactory(overleg=gehouden, eigenaar=deelnemer)

    rond_actiepunt_af(actiepunt=punt, door=deelnemer)

    punt.refresh_from_db()
    assert (punt.gedaan_door, punt.gedaan_op.date()) == (deelnemer, VANDAAG)
    with pytest.raises(VerouderdeActie, match="al afgerond"):
        rond_actiepunt_af(actiepunt=punt, door=deelnemer)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Actiepunt.objects.update(gedaan_op=None, gedaan_door=None)


def test_so_does_who_leads_the_meeting_and_nobody_else(gehouden, regisseur):
    punt = ActiepuntFactory(overleg=gehouden, eigenaar=gehouden.deelnemers.get())

    with pytest.raises(PermissionDenied):
        rond_actiepunt_af(actiepunt=punt, door=RolFactory(wijkregisseur=True).medewerker)
    assert rond_actiepunt_af(actiepunt=punt, door=regisseur).gedaan_door == regisseur


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_finishes_it():
    punt = ActiepuntFactory()

    def probeer(_):
        try:
            rond_actiepunt_af(actiepunt=punt, door=punt.eigenaar)
        except VerouderdeActie:
            return "te laat"
        finally:
            connection.close()
        return "gedaan"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(probeer, range(4))) == ["gedaan", "te laat", "te laat", "te laat"]


def test_what_is_late_is_open_and_past_its_day():
    te_laat = ActiepuntFactory(uiterlijk=GISTEREN)
    ActiepuntFactory(uiterlijk=VANDAAG)
    gedaan = ActiepuntFactory(uiterlijk=GISTEREN)
    rond_actiepunt_af(actiepunt=gedaan, door=_met_rol(gedaan.eigenaar))

    assert list(Actiepunt.objects.te_laat()) == [te_laat]
    assert (te_laat.is_te_laat, Actiepunt.objects.get(pk=gedaan.pk).is_te_laat) == (True, False)


def _met_rol(medewerker):
    return RolFactory(kcc=True, medewerker=medewerker).medewerker


# --- Signals ---


def test_a_signal_is_there_for_the_wijk_and_the_profile_has_what_was_chosen(gehouden, regisseur, wijk):
    wat = {"soort": "conclusie", "tekst": "Ouderen missen een plek.", "door": regisseur}
    eerste = leg_signaal_vast(overleg=gehouden, wijk=wijk, thema="Ontmoeten", **wat)
    tweede = leg_signaal_vast(overleg=gehouden, wijk=wijk, thema="Wonen", in_profiel=True, **wat)
    SignaalFactory(in_profiel=True)

    assert list(Signaal.objects.voor_wijk(wijk)) == [tweede, eerste]
    assert list(Signaal.objects.voor_wijk(wijk).voor_profiel()) == [tweede]


def test_a_signal_goes_in_and_out_of_the_profile(gehouden, regisseur, wijk):
    signaal = SignaalFactory(overleg=gehouden, wijk=wijk)
    for erin in (True, True, False):
        zet_in_profiel(signaal=signaal, in_profiel=erin, door=regisseur)
        assert Signaal.objects.get().in_profiel is erin
    with pytest.raises(PermissionDenied):
        zet_in_profiel(signaal=signaal, in_profiel=True, door=gehouden.deelnemers.get())


def test_a_signal_is_about_a_wijk_of_the_meeting(gehouden, regisseur, beleid):
    ander = WijkFactory()
    wat = {"wijk": ander, "soort": "signaal", "thema": "Overlast", "tekst": "Onrustig."}

    with pytest.raises(Domeinfout, match=f"ging niet over {ander}"):
        leg_signaal_vast(overleg=gehouden, door=regisseur, **wat)
    overal = OverlegFactory(gehouden=True, niveau="strategisch", voorzitter=beleid)
    assert leg_signaal_vast(overleg=overal, door=beleid, **wat).wijk == ander
    with pytest.raises(Domeinfout, match="Schrijf het thema op"):
        leg_signaal_vast(overleg=overal, door=beleid, **wat | {"thema": " "})
