"""What can be put right in a poll, and nothing else: a form typed over, a poll opened by mistake (A-04)."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests.budgetten.processen import tegelijk
from tests.fabrieken import RolFactory
from tests.wijkagenda.fabrieken import stap, wereld
from tests.wijkagenda.peilingen import (
    UUR,
    concept,
    geef,
    geopend,
    gesloten,
    op_papier,
    open_peiling,
    regels,
    sleutels,
    stem,
)
from wijkagenda import peilen, stemmen
from wijkagenda.models import Fase, Peiling, Stem, Stemmer, Wijkagenda
from wijkagenda.overgangen import OP_NAAM
from wijkagenda.stemmen import Gever
from wijkagenda.uitslag import helpers, uitslag
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-04")]


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def peiling(w):
    return open_peiling(w)


def pad(naam, peiling):
    return reverse(f"admin:wijkagenda_peiling_{naam}", args=[peiling.pk])


def verbeter(rij, w, *punten, door=None, reden="Een 7 gelezen als een 1", **velden):
    peiling = rij.peiling
    return stemmen.verbeter_stem(
        stem=rij,
        kanaal=velden.pop("kanaal", rij.kanaal),
        regels=regels(peiling, *punten, **velden),
        gever=velden.pop("gever", Gever()),
        reden=reden,
        door=door or w.regisseur,
    )


def punten(peiling):
    return sum(keuze.punten for keuze in uitslag(peiling).keuzes)


def op_slot():
    """Look at what a transaction would be asked at its end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- A form that was typed over wrongly ---


def test_a_corrected_form_counts_once_and_the_totals_follow(w, peiling):
    oud = op_papier(peiling, w, 1, formulier=7)
    op_papier(peiling, w, 2, formulier=8)

    nieuw = verbeter(oud, w, 7)
    op_slot()

    assert (nieuw.formulier, nieuw.ingevoerd_door) == (7, w.regisseur)
    assert (peiling.stemmen.telt().count(), uitslag(peiling).aantal, punten(peiling)) == (2, 2, 9)
    oud.refresh_from_db()
    assert (oud.vervallen_door, oud.vervallen_reden) == (w.regisseur, "Een 7 gelezen als een 1")
    assert oud.vervallen_op is not None
    assert [regel.punten for regel in oud.regels.all()] == [1]


def test_the_same_person_still_counts_once_and_can_still_help(w, peiling):
    wie = Gever("Truus", "truus@bewoner.example")
    oud = op_papier(peiling, w, 5, gever=wie, wil_helpen=True)

    stemmen.verbeter_stem(
        stem=oud,
        kanaal="bijeenkomst",
        regels=regels(peiling, 6, wil_helpen=True),
        gever=wie,
        reden="6",
        door=w.opbouw,
    )

    assert [mens.email for mens in helpers(peiling)] == [wie.email]
    with pytest.raises(Domeinfout, match="al een stem uitgebracht"):
        op_papier(peiling, w, gever=wie)


def test_it_can_be_corrected_again_and_each_time_is_on_record(w, peiling):
    rij = op_papier(peiling, w, 1)
    for aantal in (2, 3):
        rij = verbeter(rij, w, aantal)
    op_slot()

    assert (peiling.stemmen.verbeterd().count(), punten(peiling)) == (2, 3)


def test_pressing_twice_and_a_colleague_who_was_first_are_told(w, peiling):
    oud = op_papier(peiling, w, 1)
    verbeter(oud, w, 2)

    with pytest.raises(VerouderdeActie, match="net verbeterd"):
        verbeter(oud, w, 9)
    assert punten(peiling) == 2


def test_a_vote_that_was_given_online_is_nobodys_to_correct(w, peiling):
    rij = stem(peiling, "sanne@x.example", 4)

    with pytest.raises((Domeinfout, IntegrityError)):
        verbeter(rij, w, 9, kanaal="papier")
    rij.refresh_from_db()
    assert (rij.vervallen_op, punten(peiling)) == (None, 4)


@pytest.mark.parametrize("reden", ["", "  "])
def test_without_a_reason_nothing_changes(w, peiling, reden):
    oud = op_papier(peiling, w, 1)
    with pytest.raises(Domeinfout, match="wat er fout was"):
        verbeter(oud, w, 2, reden=reden)
    assert punten(peiling) == 1


@pytest.mark.parametrize("aantal", [(11,), (5, 6)])
def test_a_correction_keeps_to_the_rules_of_the_poll(w, peiling, aantal):
    oud = op_papier(peiling, w, 1)
    with pytest.raises(Domeinfout, match="meer punten"), transaction.atomic():
        verbeter(oud, w, *aantal)
    assert punten(peiling) == 1


def test_after_the_closing_the_result_stays(w, peiling):
    oud = op_papier(peiling, w, 1)
    dicht = gesloten(peiling)
    oud.refresh_from_db()

    with pytest.raises(VerouderdeActie, match="gesloten"):
        verbeter(oud, w, 2)
    with pytest.raises(IntegrityError, match="stem_verbeteren_loopt"), transaction.atomic():
        Stem.objects.update(vervallen_op=timezone.now(), vervallen_door=w.regisseur, vervallen_reden="x")
    assert punten(dicht) == 1


@pytest.mark.parametrize("wie", ["manager", "secretaris", "budgethouder", "elders"])
def test_only_who_enters_paper_for_this_wijk_corrects_it(w, peiling, wie):
    w.elders = RolFactory(wijkregisseur=True).medewerker
    oud = op_papier(peiling, w, 1)
    with pytest.raises(PermissionDenied):
        verbeter(oud, w, 2, door=getattr(w, wie))


def test_the_database_takes_no_vote_away_without_another_in_its_place(w, peiling):
    op_papier(peiling, w, 1)
    weg = {"vervallen_op": timezone.now(), "vervallen_door": w.regisseur, "vervallen_reden": "x"}

    with pytest.raises(IntegrityError, match="stem_blijft_staan"), transaction.atomic():
        Stem.objects.update(**weg)
        op_slot()
    for anders in ({"vervallen_reden": ""}, {"vervallen_door": None}):
        with pytest.raises(IntegrityError, match="stem_verbeterd_met_reden"), transaction.atomic():
            Stem.objects.update(**weg | anders)
    for anders in ({"formulier": 9}, {"bevestigd_op": timezone.now()}, {"kanaal": "bijeenkomst"}):
        with pytest.raises(IntegrityError, match="stem_blijft_staan"), transaction.atomic():
            Stem.objects.update(**weg | anders)
    assert punten(peiling) == 1


def test_what_was_corrected_stays_as_it_was(w, peiling):
    oud = op_papier(peiling, w, 1)
    verbeter(oud, w, 2)
    oude = Stem.objects.filter(pk=oud.pk)

    for anders in ({"vervallen_reden": "Iets anders"}, {"vervallen_op": None}, {"formulier": 9}):
        with pytest.raises(IntegrityError, match="stem_blijft_staan"), transaction.atomic():
            oude.update(**anders)
    with pytest.raises(IntegrityError, match="stem_blijft_staan"), transaction.atomic():
        oude.get().regels.update(punten=5)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_correct_one_form_at_once_one_does(transactional_db):
    w = wereld()
    peiling = open_peiling(w)
    oud = op_papier(peiling, w, 1)

    def doe(nummer):
        try:
            return str(verbeter(oud, w, nummer + 2).formulier)
        except VerouderdeActie:
            return "te laat"

    assert tegelijk(4, doe).count("te laat") == 3
    assert peiling.stemmen.telt().count() == 1


def test_staff_open_a_form_by_its_number_and_put_it_right(w, peiling, client):
    keuze = sleutels(peiling)[0]
    oud = op_papier(peiling, w, 1, formulier=12, gever=Gever("Truus", "truus@x.example"))
    client.force_login(w.opbouw)
    adres = f"{pad('verbeteren', peiling)}?formulier=12"
    pagina = client.get(adres)
    assert 'value="truus@x.example"' in pagina.text

    velden = {"gezien": str(oud.pk), "kanaal": "papier", f"punten_{keuze}": "7", "reden": ""}
    fout = client.post(adres, velden)
    assert (fout.status_code, "Schrijf op wat er fout was ingevoerd." in fout.text) == (422, True)
    assert 'value="7"' in fout.text
    assert client.post(adres, velden | {"reden": "Las een 1"}).status_code == 302
    assert client.post(adres, velden | {"reden": "Las een 1"}).status_code == 409
    assert punten(peiling) == 7
    gelezen = " ".join(strip_tags(client.get(pad("change", peiling)).text).split())
    assert f"door {w.opbouw}: Las een 1" in gelezen


@pytest.mark.parametrize("nummer", ["", "99", "x", "9" * 30])
def test_a_number_that_was_not_entered_is_told(w, peiling, client, nummer):
    client.force_login(w.opbouw)
    antwoord = client.get(f"{pad('verbeteren', peiling)}?formulier={nummer}", follow=True)
    assert "Er is geen formulier met dit nummer ingevoerd." in antwoord.text


def test_a_form_of_another_poll_is_not_opened_here(w, peiling, client):
    w.elders = RolFactory(wijkregisseur=True).medewerker
    op_papier(peiling, w, 1, formulier=5)
    adres = f"{pad('verbeteren', peiling)}?formulier=5"
    client.force_login(w.elders)
    assert client.get(adres).status_code == 403
    client.force_login(w.opbouw)
    keuze = sleutels(peiling)[0]
    vreemd = {"gezien": str(uuid4()), "kanaal": "papier", f"punten_{keuze}": "7", "reden": "x"}
    assert "Er is geen formulier" in client.post(adres, vreemd, follow=True).text
    assert punten(peiling) == 1


# --- A poll that was opened by mistake ---


def stop(peiling, door, reden="De verkeerde ideeën stonden erin"):
    return peilen.stop_peiling(peiling=peiling, door=door, reden=reden)


@pytest.mark.parametrize("wie", ["regisseur", "beheerder"])
def test_while_nobody_voted_it_is_stopped_and_was_never_held(w, peiling, wie):
    w.beheerder = RolFactory(beheerder=True).medewerker
    geef(peiling)  # waits for the button: it does not count

    gestopt = stop(peiling, getattr(w, wie))

    assert (gestopt.stand, gestopt.gestopt_door) == (Peiling.Stand.GESTOPT, getattr(w, wie))
    agenda = peiling.agenda
    assert not any(rijen.exists() for rijen in (agenda.peilingen.lopend(), agenda.peilingen.gesloten()))
    assert OP_NAAM["uitwerken"].ontbreekt(agenda) != []
    opnieuw = geopend(peilen.maak_peiling(agenda=agenda, door=w.regisseur), w)
    assert opnieuw.pk != peiling.pk


def test_one_that_did_not_begin_yet_can_be_stopped_too(w):
    peiling = open_peiling(w, opent=timezone.now() + UUR)
    assert stop(peiling, w.regisseur).is_gestopt


def test_once_a_vote_counts_it_runs_to_its_end(w, peiling):
    op_papier(peiling, w, 1)

    with pytest.raises(Domeinfout, match="al gestemd"):
        stop(peiling, w.regisseur)
    peiling.refresh_from_db()
    assert peiling.is_open


@pytest.mark.parametrize("wie", ["opbouw", "beleid", "manager", "secretaris", "elders"])
def test_only_the_wijkregisseur_and_the_beheerder_stop_it(w, peiling, client, wie):
    w.elders = RolFactory(wijkregisseur=True).medewerker
    with pytest.raises(PermissionDenied):
        stop(peiling, getattr(w, wie))
    client.force_login(getattr(w, wie))
    assert client.post(pad("stoppen", peiling), {"reden": "x"}).status_code == 403


def test_what_does_not_run_is_not_stopped(w, peiling):
    with pytest.raises(Domeinfout, match="waarom"):
        stop(peiling, w.regisseur, reden=" ")
    stop(peiling, w.regisseur)
    with pytest.raises(VerouderdeActie):
        stop(peiling, w.regisseur)
    with pytest.raises(VerouderdeActie):
        stop(peilen.maak_peiling(agenda=peiling.agenda, door=w.regisseur), w.regisseur)


def test_a_closed_poll_without_votes_is_not_stopped(w, peiling):
    dicht = gesloten(peiling)
    with pytest.raises(VerouderdeActie):
        stop(dicht, w.regisseur)
    weg = {"gestopt_op": timezone.now(), "gestopt_door": w.regisseur, "gestopt_reden": "x"}
    with pytest.raises(IntegrityError, match="peiling_vast"), transaction.atomic():
        Peiling.objects.update(**weg)


def test_nobody_votes_in_a_stopped_poll(w, peiling):
    wacht = geef(peiling)
    stop(peiling, w.regisseur)
    peiling.refresh_from_db()

    with pytest.raises(VerouderdeActie, match="gestopt"):
        stemmen.bevestig_stem(sleutel=wacht.pk)
    with pytest.raises(VerouderdeActie, match="gestopt"):
        geef(peiling, "b@x.example")
    with pytest.raises(VerouderdeActie, match="gestopt"):
        op_papier(peiling, w, 1)
    with pytest.raises(IntegrityError, match="peiling_gestopt"), transaction.atomic():
        Stem.objects.filter(pk=wacht.pk).update(bevestigd_op=timezone.now())


def test_the_database_keeps_a_stop_and_refuses_half_of_one(w, peiling):
    weg = {"gestopt_op": timezone.now(), "gestopt_door": w.regisseur, "gestopt_reden": "x"}
    for anders in ({"gestopt_reden": ""}, {"gestopt_door": None}):
        with pytest.raises(IntegrityError, match="peiling_gestopt_met_reden"), transaction.atomic():
            Peiling.objects.update(**weg | anders)
    with pytest.raises(IntegrityError, match="peiling_vast"), transaction.atomic():
        Peiling.objects.update(**weg | {"punten": 20})
    stop(peiling, w.regisseur)
    for anders in ({"gestopt_reden": "y"}, {"gestopt_op": None, "gestopt_door": None, "gestopt_reden": ""}):
        with pytest.raises(IntegrityError, match="peiling_vast"), transaction.atomic():
            Peiling.objects.update(**anders)


def test_a_concept_cannot_be_stopped_by_the_database_either(w):
    concept(w)
    weg = {"gestopt_op": timezone.now(), "gestopt_door": w.regisseur, "gestopt_reden": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Peiling.objects.update(**weg)


@pytest.mark.django_db(transaction=True)
def test_of_a_vote_and_a_stop_at_once_one_wins(transactional_db):
    w = wereld()
    peiling = open_peiling(w)
    wacht = geef(peiling)

    def doe(nummer):
        try:
            if nummer:
                stop(peiling, w.regisseur)
            else:
                stemmen.bevestig_stem(sleutel=wacht.pk)
        except Domeinfout:
            return "verloren"
        return "gelukt"

    assert sorted(tegelijk(2, doe)) == ["gelukt", "verloren"]
    peiling.refresh_from_db()
    assert peiling.is_gestopt != peiling.stemmen.telt().exists()


def test_who_has_the_address_reads_why_it_was_stopped(w, peiling, client):
    client.force_login(w.regisseur)
    assert "Bij vergissing geopend?" in client.get(pad("change", peiling)).text
    assert client.post(pad("stoppen", peiling), {"reden": ""}).status_code == 422
    assert client.post(pad("stoppen", peiling), {"reden": "De verkeerde ideeën"}).status_code == 302
    assert client.post(pad("stoppen", peiling), {"reden": "Nog eens"}).status_code == 409
    assert "Bij vergissing geopend?" not in client.get(pad("change", peiling)).text

    client.logout()
    pagina = client.get(peiling.get_absolute_url())
    assert "Deze peiling is gestopt" in pagina.text
    assert "De verkeerde ideeën" in pagina.text
    assert client.post(peiling.get_absolute_url(), {}).status_code == 409
    assert client.get(f"{peiling.get_absolute_url()}formulier/").status_code == 404
    assert peiling.titel not in client.get(peiling.agenda.get_absolute_url()).text


def test_the_agenda_goes_on_without_a_stopped_poll_only_in_another_way(w, peiling):
    stop(peiling, w.regisseur)
    with pytest.raises(Domeinfout, match="Er is nog geen peiling gehouden"):
        stap(peiling.agenda, "uitwerken", w.regisseur)
    assert Wijkagenda.objects.get(pk=peiling.agenda_id).fase == Fase.BEWONERSTOETS
    assert not Stemmer.objects.exists()
