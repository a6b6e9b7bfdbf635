"""The pages of meetings: who sees which, and that nobody gets at another one by any road (W-05, W-08)."""

import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse

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
from wijken.models import Actiepunt, Overleg, Rol, Signaal
from wijken.rechtentabel import zichtbaar

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05", "W-08")]

LIJST, NIEUW = reverse("admin:wijken_overleg_changelist"), reverse("admin:wijken_overleg_add")
VAN = {
    "wijkregisseur": "wijk",
    "wijkwethouder": "wijk",
    "vakambtenaar": "cluster",
    "clustermanager": "cluster",
    "budgethouder": "partner",
}


@pytest.fixture(autouse=True)
def op_een_dag():
    with time_machine.travel(datetime.datetime(2026, 6, 15, 10, tzinfo=datetime.UTC), tick=False):
        yield


def adres(naam, *args):
    return reverse(f"admin:wijken_overleg_{naam}", args=args)


def stap(overleg, naam):
    return adres("stap", overleg.pk, naam)


def met_rol(soort, **velden):
    if soort == "partner":
        velden.setdefault("partner", PartnerFactory())
    trait = {soort: True} if soort in VAN else {"soort": soort}
    return RolFactory(**trait, **velden).medewerker


@pytest.fixture
def wijk():
    return WijkFactory()


@pytest.fixture
def regisseur(wijk):
    return met_rol("wijkregisseur", wijk=wijk)


@pytest.fixture
def als(client):
    def als_(persoon):
        client.force_login(persoon)
        return client

    return als_


def formulier(voorzitter, **velden):
    leeg = {"niveau": "uitvoerend", "titel": "Wijkteam", "datum": "2026-06-20", "voorzitter": voorzitter.pk}
    return leeg | velden


# --- Who sees which ---


def soorten_overleg(persoon, rol):
    """One meeting of each kind that a person can have to do with, and who sees it."""
    van_mij = rol.wijk or WijkFactory()
    partner = rol.partner or PartnerFactory()
    return {
        "voorzitter": OverlegFactory(voorzitter=persoon),
        "deelnemer": OverlegFactory(deelnemers=[persoon]),
        "over eigen wijk": OverlegFactory(wijken=[van_mij, WijkFactory()]),
        "eigen organisatie": OverlegFactory(partners=[partner]),
        "niets": OverlegFactory(wijken=[WijkFactory()], partners=[PartnerFactory()]),
    }


@pytest.mark.parametrize("soort", Rol.Soort.values)
def test_each_role_sees_and_leads_the_own_meetings(als, soort, subtests):
    persoon = met_rol(soort)
    overleggen = soorten_overleg(persoon, persoon.rollen.get())
    ziet = {"voorzitter", "deelnemer"}
    ziet |= {"over eigen wijk"} if soort == "wijkregisseur" else set()
    ziet |= {"eigen organisatie"} if soort in ("partner", "budgethouder") else set()
    leidt = {
        "wijkregisseur": {"voorzitter", "over eigen wijk"},
        "beleidsmedewerker": set(overleggen),
        "clustermanager": {"voorzitter"},
        "wijkwethouder": {"voorzitter"},
        "wethouder_wijken": {"voorzitter"},
    }.get(soort, set())
    ziet = set(overleggen) if soort == "beleidsmedewerker" else ziet

    for naam, verwacht in (("view", ziet), ("change", leidt)):
        recht = f"wijken.{naam}_overleg"
        getoond = Overleg.objects.filter(zichtbaar(recht, persoon))
        with subtests.test(recht):
            assert {k for k, rij in overleggen.items() if rij in getoond} == verwacht
            assert {k for k, rij in overleggen.items() if persoon.has_perm(recht, rij)} == verwacht
    for naam, rij in overleggen.items():
        with subtests.test(naam):
            status = als(persoon).get(adres("change", rij.pk)).status_code
            assert status == (200 if naam in ziet else 404)
            status = als(persoon).get(adres("wijzigen", rij.pk)).status_code
            assert status == (200 if naam in leidt else 403 if naam in ziet else 404)


@pytest.mark.parametrize("soort", Rol.Soort.values)
def test_each_role_plans_or_does_not(als, soort):
    mag = soort in ("wijkregisseur", "beleidsmedewerker")
    assert als(met_rol(soort)).get(NIEUW).status_code == (200 if mag else 403)


def test_who_has_no_role_or_is_not_signed_in_sees_nothing(als, client):
    persoon = MedewerkerFactory()
    overleg = OverlegFactory(voorzitter=persoon)
    for pad in (LIJST, NIEUW, adres("change", overleg.pk)):
        assert client.get(pad).status_code == 302
    assert als(persoon).get(LIJST).status_code == 403
    assert als(persoon).get(adres("change", overleg.pk)).status_code == 404


def test_whose_role_has_ended_sees_the_meeting_no_more(als, regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], deelnemers=[regisseur])
    regisseur.rollen.update(tot="2026-06-14")
    assert als(regisseur).get(adres("change", overleg.pk)).status_code == 404


def test_the_list_has_the_own_meetings_each_once(als, wijk, regisseur):
    RolFactory(wijkregisseur=True, medewerker=regisseur, wijk=(tweede := WijkFactory()))
    eigen = OverlegFactory(wijken=[wijk, tweede], deelnemers=[regisseur], voorzitter=regisseur)
    OverlegFactory(wijken=[WijkFactory()])

    antwoord = als(regisseur).get(LIJST)

    assert list(antwoord.context["cl"].result_list) == [eigen]
    assert f"{wijk}, {tweede}" in antwoord.text


def test_searching_in_reports_finds_only_the_own(als, wijk, regisseur):
    eigen = OverlegFactory(gehouden=True, wijken=[wijk], verslag="Over het plein.")
    OverlegFactory(gehouden=True, wijken=[WijkFactory()], verslag="Ook over het plein.")

    assert list(als(regisseur).get(LIJST, {"q": "plein"}).context["cl"].result_list) == [eigen]


# --- The roads to another wijk's meeting ---


@pytest.fixture
def vreemd():
    """A held meeting of another wijk, with an action point and a signal."""
    wijk = WijkFactory()
    overleg = OverlegFactory(gehouden=True, wijken=[wijk], titel="Geheim", verslag="Geheim verslag")
    ActiepuntFactory(overleg=overleg)
    SignaalFactory(overleg=overleg, wijk=wijk)
    return overleg


@pytest.mark.parametrize("naam", ["change", "wijzigen", "history", "delete"])
def test_another_wijks_meeting_is_not_there(als, regisseur, vreemd, naam):
    antwoord = als(regisseur).get(adres(naam, vreemd.pk), follow=False)

    assert antwoord.status_code == (404 if naam in ("change", "wijzigen") else antwoord.status_code)
    assert antwoord.status_code in (302, 403, 404)
    assert "Geheim" not in antwoord.text


def test_nor_is_an_earlier_version_of_it(als, regisseur, vreemd):
    versie = vreemd.history.latest().pk
    antwoord = als(regisseur).get(adres("simple_history", vreemd.pk, versie))

    assert antwoord.status_code in (403, 404)
    assert "Geheim" not in antwoord.text


@pytest.mark.parametrize(
    ("naam", "gegevens"),
    [
        ("verslag", {"verslag-verslag": "Gekaapt", "verslag-versie": 1}),
        ("afzeggen", {"afzeggen-reden": "Gekaapt", "afzeggen-versie": 1}),
        ("actiepunt", {"actiepunt-wat": "Gekaapt", "actiepunt-uiterlijk": "2026-07-01"}),
        ("signaal", {"signaal-thema": "Gekaapt", "signaal-tekst": "Gekaapt", "signaal-soort": "signaal"}),
    ],
)
def test_a_crafted_post_records_nothing_there(als, regisseur, vreemd, naam, gegevens):
    gegevens |= {"actiepunt-eigenaar": vreemd.voorzitter.pk, "signaal-wijk": vreemd.wijken.get().pk}

    assert als(regisseur).post(stap(vreemd, naam), gegevens).status_code == 404
    vreemd.deelnemers.add(regisseur)  # who only sits there sees it and still records nothing
    assert als(regisseur).post(stap(vreemd, naam), gegevens).status_code == 403

    vreemd.refresh_from_db()
    assert (vreemd.versie, vreemd.verslag) == (1, "Geheim verslag")
    assert (Actiepunt.objects.count(), Signaal.objects.count()) == (1, 1)


def test_an_action_point_or_signal_is_not_reached_through_an_own_meeting(als, regisseur, wijk, vreemd):
    eigen = OverlegFactory(gehouden=True, wijken=[wijk])
    punt, signaal = vreemd.actiepunten.get(), vreemd.signalen.get()

    for overleg in (eigen, vreemd):
        paden = (
            adres("actiepunt_gedaan", overleg.pk, punt.pk),
            adres("signaal_profiel", overleg.pk, signaal.pk),
        )
        for pad in paden:
            assert als(regisseur).post(pad, {"in_profiel": "ja"}).status_code == 404
    punt.refresh_from_db()
    signaal.refresh_from_db()
    assert (punt.gedaan_op, signaal.in_profiel) == (None, False)


def test_a_forged_inline_or_action_changes_nothing(als, regisseur, wijk, vreemd):
    eigen = OverlegFactory(gehouden=True, wijken=[wijk])
    inline = {
        "actiepunten-TOTAL_FORMS": 1,
        "actiepunten-INITIAL_FORMS": 1,
        "actiepunten-0-id": vreemd.actiepunten.get().pk,
        "actiepunten-0-overleg": eigen.pk,
        "actiepunten-0-wat": "Gekaapt",
    }
    assert als(regisseur).post(adres("change", eigen.pk), inline).status_code == 405
    actie = {"action": "delete_selected", "_selected_action": [vreemd.pk, eigen.pk], "post": "yes"}
    als(regisseur).post(LIJST, actie)

    assert Overleg.objects.count() == 2
    assert Actiepunt.objects.get().wat == "De bankjes laten nakijken"


@pytest.mark.parametrize(
    ("model", "veld", "status"),
    [
        ("actiepunt", "overleg", 200),
        ("signaal", "overleg", 200),
        ("actiepunt", "eigenaar", 403),
        ("overleg", "voorzitter", 403),
        ("overleg", "deelnemers", 403),
    ],
)
def test_autocomplete_tells_of_no_other_meeting_and_of_no_people(
    als, regisseur, wijk, vreemd, model, veld, status
):
    eigen = OverlegFactory(gehouden=True, wijken=[wijk], titel="Geheim van mij")
    vraag = {"app_label": "wijken", "model_name": model, "field_name": veld, "term": "geheim"}

    antwoord = als(regisseur).get(reverse("admin:autocomplete"), vraag)

    assert antwoord.status_code == status
    if status == 200:
        assert antwoord.json()["results"] == [{"id": str(eigen.pk), "text": "Geheim van mij"}]


def test_an_earlier_meeting_to_begin_with_is_an_own_one(als, regisseur, wijk, vreemd):
    eigen = OverlegFactory(wijken=[wijk], titel="Wijkteam", deelnemers=[regisseur])

    assert als(regisseur).get(NIEUW, {"als": vreemd.pk}).status_code == 404
    assert als(regisseur).get(NIEUW, {"als": "x"}).status_code == 404
    form = als(regisseur).get(NIEUW, {"als": eigen.pk}).context["form"]
    assert (form["titel"].value(), form["datum"].value()) == ("Wijkteam", None)
    assert form["deelnemers"].value() == [regisseur.pk]


@pytest.mark.parametrize("niveau", ["strategisch", "wijkoverstijgend"])
def test_a_wijkregisseur_cannot_choose_a_level_of_the_municipality(als, regisseur, niveau):
    antwoord = als(regisseur).post(NIEUW, formulier(regisseur, niveau=niveau))

    assert antwoord.status_code == 422
    assert "niveau" in antwoord.context["form"].errors
    assert not Overleg.objects.exists()


def test_a_wijkregisseur_plans_nothing_about_another_wijk_alone(als, regisseur):
    antwoord = als(regisseur).post(NIEUW, formulier(regisseur, wijken=[WijkFactory().pk]))

    assert (antwoord.status_code, Overleg.objects.exists()) == (422, False)
    assert "U plant overleggen over uw eigen wijk." in antwoord.text


# --- Working with a meeting ---


@pytest.mark.regel("W-03")
def test_a_wijkregisseur_plans_a_wijkteamoverleg(als, regisseur, wijk):
    team, partner = WijkteamoverlegFactory(wijken=[wijk]), PartnerFactory()
    opbouwwerker = met_rol("opbouwwerker")
    gegevens = formulier(
        regisseur,
        tijd="14:00",
        wijkteamoverleg=team.pk,
        deelnemers=[opbouwwerker.pk],
        partners=[partner.pk],
    )

    antwoord = als(regisseur).post(NIEUW, gegevens)

    overleg = Overleg.objects.get()
    assert antwoord.url == adres("change", overleg.pk)
    assert (list(overleg.wijken.all()), list(overleg.deelnemers.all())) == ([wijk], [opbouwwerker])
    assert list(overleg.partners.all()) == [partner]


def test_what_was_typed_is_still_there_after_a_mistake(als, regisseur, wijk):
    gegevens = formulier(regisseur, datum="morgen", agenda="1. Opening", wijken=[wijk.pk])

    antwoord = als(regisseur).post(NIEUW, gegevens)

    assert antwoord.status_code == 422
    assert "Vul een dag in, bijvoorbeeld 31-12-2026." in antwoord.text
    assert "1. Opening" in antwoord.text
    assert antwoord.context["form"]["wijken"].value() == [str(wijk.pk)]


def test_that_somebody_else_must_chair_is_told_in_the_form(als):
    beleid = met_rol("beleidsmedewerker")

    antwoord = als(beleid).post(NIEUW, formulier(beleid, niveau="wijkoverstijgend"))

    assert antwoord.status_code == 422
    assert "geen wethouder Wijken" in antwoord.text
    wethouder = met_rol("wethouder_wijken")
    assert als(beleid).post(NIEUW, formulier(wethouder, niveau="wijkoverstijgend")).status_code == 302


@pytest.mark.parametrize(
    "velden",
    [
        {"voorzitter": "999999"},
        {"deelnemers": ["x"]},
        {"wijken": ["999999"]},
        {"tijd": "straks"},
        {"titel": ""},
    ],
)
def test_nonsense_is_told_and_nothing_is_kept(als, regisseur, wijk, velden):
    antwoord = als(regisseur).post(NIEUW, formulier(regisseur, wijken=[wijk.pk]) | velden)

    assert (antwoord.status_code, Overleg.objects.exists()) == (422, False)
    assert set(antwoord.context["form"].errors) == set(velden)


def test_a_meeting_from_plan_to_action_point_and_signal(als, regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, datum=datetime.date(2026, 6, 15))
    client = als(regisseur)

    wijziging = formulier(regisseur, titel="Wijkteam juni", datum="2026-06-15", wijken=[wijk.pk], versie=1)
    assert client.post(adres("wijzigen", overleg.pk), wijziging).url == adres("change", overleg.pk)
    client.post(stap(overleg, "verslag"), {"verslag-verslag": "Over het plein.", "verslag-versie": 2})
    client.post(
        stap(overleg, "actiepunt"),
        {
            "actiepunt-wat": "Bankjes",
            "actiepunt-eigenaar": regisseur.pk,
            "actiepunt-uiterlijk": "2026-07-01",
        },
    )
    client.post(
        stap(overleg, "signaal"),
        {
            "signaal-wijk": wijk.pk,
            "signaal-soort": "conclusie",
            "signaal-thema": "Overlast",
            "signaal-tekst": "Onrustig.",
        },
    )
    punt, signaal = Actiepunt.objects.get(), Signaal.objects.voor_wijk(wijk).get()
    client.post(adres("actiepunt_gedaan", overleg.pk, punt.pk))
    client.post(adres("signaal_profiel", overleg.pk, signaal.pk), {"in_profiel": "ja"})

    tekst = client.get(adres("change", overleg.pk)).text
    for woord in ("Wijkteam juni", "Over het plein.", "gedaan op 15 juni 2026", "in het wijkprofiel"):
        assert woord in tekst
    assert (signaal.soort, signaal.vastgelegd_door) == ("conclusie", regisseur)
    client.post(adres("signaal_profiel", overleg.pk, signaal.pk))
    assert not Signaal.objects.get().in_profiel


def test_pressing_twice_plans_one_meeting_and_records_one_action_point(als, regisseur, wijk):
    sleutel = {"formuliersleutel": str(uuid.uuid4())}
    antwoorden = [
        als(regisseur).post(NIEUW, formulier(regisseur, wijken=[wijk.pk]) | sleutel).url for _ in range(2)
    ]
    assert antwoorden == [adres("change", Overleg.objects.get().pk)] * 2

    overleg = OverlegFactory(gehouden=True, wijken=[wijk], voorzitter=regisseur)
    punt = {"wat": "Bankjes", "eigenaar": regisseur.pk, "uiterlijk": "2026-07-01"}
    gegevens = {f"actiepunt-{veld}": waarde for veld, waarde in punt.items()} | sleutel
    statussen = [als(regisseur).post(stap(overleg, "actiepunt"), gegevens).status_code for _ in range(2)]
    assert (statussen, Actiepunt.objects.count()) == ([302, 302], 1)


def test_finishing_twice_is_409_and_a_participant_finishes_only_the_own(als, regisseur, wijk):
    deelnemer, ander = met_rol("opbouwwerker"), met_rol("opbouwwerker")
    overleg = OverlegFactory(
        gehouden=True, wijken=[wijk], voorzitter=regisseur, deelnemers=[deelnemer, ander]
    )
    punt = ActiepuntFactory(overleg=overleg, eigenaar=deelnemer)
    pad = adres("actiepunt_gedaan", overleg.pk, punt.pk)

    assert als(ander).post(pad).status_code == 403
    assert als(deelnemer).get(pad).status_code == 405
    assert als(deelnemer).post(pad).status_code == 302
    assert als(deelnemer).post(pad).status_code == 409


def test_the_page_offers_what_can_be_done_now_and_only_to_who_leads(als, regisseur, wijk):
    deelnemer = met_rol("opbouwwerker")
    velden = {"wijken": [wijk], "voorzitter": regisseur, "deelnemers": [deelnemer]}
    rijen = {
        "komt nog": OverlegFactory(**velden),
        "vandaag": OverlegFactory(**velden, datum=datetime.date(2026, 6, 15)),
        "gehouden": OverlegFactory(**velden, gehouden=True),
        "vervallen": OverlegFactory(**velden, status="vervallen", vervallen_omdat="Ziek"),
    }
    kan = {naam: set(_formulieren(als(regisseur), rij)) for naam, rij in rijen.items()}

    assert kan == {
        "komt nog": {"afzeggen"},
        "vandaag": {"verslag", "afzeggen"},
        "gehouden": {"verslag", "actiepunt", "signaal"},
        "vervallen": set(),
    }
    assert not any(_formulieren(als(deelnemer), rij) for rij in rijen.values())


def _formulieren(client, overleg):
    return client.get(adres("change", overleg.pk)).context["formulieren"]


def test_who_was_too_late_keeps_what_was_typed_and_can_send_it_again(als, regisseur, wijk):
    overleg = OverlegFactory(gehouden=True, wijken=[wijk], voorzitter=regisseur, versie=3)
    gegevens = {"verslag-verslag": "Mijn lange verslag", "verslag-versie": 2}

    antwoord = als(regisseur).post(stap(overleg, "verslag"), gegevens)

    assert antwoord.status_code == 409
    assert "Iemand anders heeft dit overleg net gewijzigd." in antwoord.text
    assert "Mijn lange verslag" in antwoord.text
    assert "Er is gesproken over het plein." in antwoord.text
    versie = antwoord.context["formulieren"]["verslag"]["versie"].value()
    gegevens["verslag-versie"] = versie
    assert als(regisseur).post(stap(overleg, "verslag"), gegevens).status_code == 302
    assert Overleg.objects.get().verslag == "Mijn lange verslag"


def test_so_does_who_changes_the_plan_too_late(als, regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk], voorzitter=regisseur, versie=2)
    gegevens = formulier(regisseur, titel="Mijn titel", wijken=[wijk.pk], versie=1)

    antwoord = als(regisseur).post(adres("wijzigen", overleg.pk), gegevens)

    assert antwoord.status_code == 409
    assert antwoord.context["form"]["titel"].value() == "Mijn titel"
    assert antwoord.context["form"]["versie"].value() == "2"
    assert Overleg.objects.get().titel == overleg.titel


def test_a_step_that_is_not_there_is_not_found(als, regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk])
    assert als(regisseur).post(stap(overleg, "verwijderen")).status_code == 404
    assert als(regisseur).get(adres("change", "x")).status_code == 404
    assert als(regisseur).get(adres("change", overleg.pk + 1)).status_code == 404


def test_the_history_of_an_own_meeting_can_be_read(als, regisseur, wijk):
    overleg = OverlegFactory(wijken=[wijk])
    assert als(regisseur).get(adres("history", overleg.pk)).status_code == 200


# --- What it costs ---


@pytest.mark.parametrize("aantal", [10, 1000])
def test_the_list_costs_the_same_however_many_there_are(
    als, regisseur, wijk, aantal, django_assert_num_queries
):
    rijen = Overleg.objects.bulk_create(
        Overleg(niveau="uitvoerend", titel=f"Overleg {n}", datum="2026-03-01", voorzitter=regisseur)
        for n in range(aantal)
    )
    door = Overleg.wijken.through.objects
    door.bulk_create(door.model(overleg_id=rij.pk, wijk_id=wijk.pk) for rij in rijen)
    client = als(regisseur)

    with django_assert_num_queries(10):
        antwoord = client.get(LIJST)
    assert len(antwoord.context["cl"].result_list) == min(aantal, 50)


@pytest.mark.parametrize("aantal", [1, 20])
def test_the_page_costs_the_same_with_many_action_points(
    als, regisseur, wijk, aantal, django_assert_num_queries
):
    overleg = OverlegFactory(gehouden=True, wijken=[wijk], voorzitter=regisseur)
    overleg.deelnemers.set(MedewerkerFactory.create_batch(aantal))
    for n in range(aantal):
        ActiepuntFactory(overleg=overleg, wat=f"Punt {n}")
        SignaalFactory(overleg=overleg, wijk=wijk, tekst=f"Signaal {n}")
    client = als(regisseur)

    with django_assert_num_queries(15):
        client.get(adres("change", overleg.pk))
