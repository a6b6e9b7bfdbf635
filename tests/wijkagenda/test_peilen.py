"""A poll: who makes it, that its rules are fixed at the opening, and what the next step asks (A-04)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from tests.fabrieken import RolFactory
from tests.wijkagenda.fabrieken import agenda_in, stap, wereld
from tests.wijkagenda.peilingen import (
    UUR,
    concept,
    elders,
    geef,
    geopend,
    gesloten,
    haalbare_ideeen,
    open_peiling,
    stem,
)
from wijkagenda import agendas, document, peilen
from wijkagenda.models import Fase, Idee, Peiling, Peilingkeuze, Wijkagenda
from wijkagenda.overgangen import mogelijke_stappen
from wijkagenda.peilen import Keuze
from wijkagenda.uitzonderingen import StapNietToegestaan
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-04")]


@pytest.fixture
def w(db):
    return wereld()


def wijzig(peiling, door, *, keuzes=None, **velden):
    gegevens = {
        "titel": peiling.titel,
        "inleiding": "",
        "punten": 12,
        "opent": peiling.opent,
        "sluit": peiling.sluit,
    }
    keuzes = keuzes or [Keuze(rij.idee_id, rij.titel, rij.uitleg) for rij in peiling.keuzes.all()]
    return peilen.wijzig_peiling(
        peiling=peiling, door=door, gezien=peiling.revisie, keuzes=keuzes, **(gegevens | velden)
    )


def test_a_concept_proposes_every_feasible_idea(w):
    agenda = agenda_in(Fase.BEWONERSTOETS, w)
    ideeen = haalbare_ideeen(agenda, 2, w.regisseur)
    ideeen[0].titel = "Bomen"
    ideeen[0].save()
    open_ = Idee.objects.create(
        agenda=agenda, titel="Nog open", herkomst="bewoner", bevestigd_op=timezone.now()
    )

    peiling = peilen.maak_peiling(agenda=agenda, door=w.opbouw)

    assert [keuze.titel for keuze in peiling.keuzes.all()] == ["Bomen", ideeen[1].titel]
    assert not peiling.keuzes.filter(idee=open_).exists()
    assert (peiling.stand, peiling.punten, peiling.sluit - peiling.opent) == (
        "concept",
        10,
        datetime.timedelta(days=21),
    )


@pytest.mark.parametrize("wie", ["manager", "secretaris", "budgethouder", "ander"])
def test_who_does_not_make_the_agenda_makes_no_poll(w, wie):
    w.ander = RolFactory(wijkregisseur=True).medewerker
    agenda = agenda_in(Fase.BEWONERSTOETS, w)
    peiling = concept(elders(w))

    with pytest.raises(PermissionDenied):
        peilen.maak_peiling(agenda=agenda, door=getattr(w, wie))
    with pytest.raises(PermissionDenied):
        wijzig(peiling, getattr(w, wie))
    with pytest.raises(PermissionDenied):
        peilen.open_peiling(peiling=peiling, door=getattr(w, wie), gezien=1)
    with pytest.raises(PermissionDenied):
        peilen.vertel_bereik(peiling=peiling, door=getattr(w, wie), bereikt="Flyers")


@pytest.mark.parametrize("wie", ["regisseur", "beleid", "opbouw"])
def test_regisseur_beleidsmedewerker_and_opbouwwerker_open_it(w, wie):
    door = getattr(w, wie)
    agenda = agenda_in(Fase.BEWONERSTOETS, w)
    haalbare_ideeen(agenda, 1, w.regisseur)
    peiling = wijzig(peilen.maak_peiling(agenda=agenda, door=door), door, titel="Wat kiest u?")

    peiling = peilen.open_peiling(peiling=peiling, door=door, gezien=2)

    assert (peiling.titel, peiling.punten, peiling.geopend_door) == ("Wat kiest u?", 12, door)
    assert peiling.opent >= peiling.geopend_op - UUR


@pytest.mark.parametrize("fase", [Fase.EERSTE_TOETS, Fase.UITWERKING])
def test_only_while_the_agenda_is_with_the_residents(w, fase):
    with pytest.raises(VerouderdeActie):
        peilen.maak_peiling(agenda=agenda_in(fase, w), door=w.opbouw)
    peiling = concept(elders(w))
    Wijkagenda.objects.filter(pk=peiling.agenda_id).update(fase=fase)
    with pytest.raises(VerouderdeActie):
        geopend(peiling, w)


def test_what_somebody_else_changed_is_not_opened_unseen(w):
    peiling = concept(w)
    wijzig(peiling, w.regisseur, titel="Anders")

    with pytest.raises(VerouderdeActie, match="collega"):
        peilen.open_peiling(peiling=peiling, door=w.opbouw, gezien=1)
    with pytest.raises(VerouderdeActie, match="collega"):
        wijzig(peiling, w.opbouw, titel="Nog anders")


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"sluit": timezone.now() - 2 * UUR}, "voordat zij opengaat"),
        ({"punten": 0}, "1"),
        ({"punten": 101}, "100"),
        ({"titel": ""}, "leeg"),
        ({"keuzes": [Keuze(999_999, "Verzonnen", "")]}, "niet .meer. haalbaar"),
    ],
)
def test_rules_that_do_not_hold_together_are_refused_in_words(w, velden, melding):
    peiling = concept(w)

    with pytest.raises(Domeinfout, match=melding):
        wijzig(peiling, w.opbouw, **velden)
    assert Peiling.objects.get().revisie == 1
    assert peiling.keuzes.count() == 3


def test_a_poll_without_choices_or_that_is_over_does_not_open(w):
    peiling = concept(w)
    peiling.keuzes.all().delete()
    with pytest.raises(Domeinfout, match="minstens één idee"):
        geopend(peiling, w)

    anders = concept(elders(w), sluit=timezone.now() - UUR / 2)
    with pytest.raises(Domeinfout, match="later moment"):
        geopend(anders, w)


def test_an_idea_that_is_no_longer_feasible_stops_the_opening(w):
    peiling = concept(w)
    idee = peiling.keuzes.first().idee
    Idee.objects.filter(pk=idee.pk).update(oordeel="afgevallen", oordeel_reden="Te duur")

    with pytest.raises(Domeinfout, match="niet meer haalbaar"):
        geopend(peiling, w)


def test_a_concept_that_was_left_is_opened_for_the_version_of_then(w):
    peiling = concept(w)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE wijkagenda_wijkagenda DISABLE TRIGGER wijkagenda_bewaakt")
        cursor.execute("UPDATE wijkagenda_wijkagenda SET ronde = 2")
        cursor.execute("ALTER TABLE wijkagenda_wijkagenda ENABLE TRIGGER wijkagenda_bewaakt")

    assert geopend(peiling, w).ronde == 2


def test_an_idea_of_another_agenda_is_no_choice(w):
    peiling, ander = concept(w), concept(elders(w))

    with pytest.raises(IntegrityError, match="peilingkeuze_haalbaar"):
        Peilingkeuze.objects.create(peiling=peiling, idee=ander.keuzes.first().idee, volgorde=9, titel="X")


def test_one_concept_and_one_poll_at_a_time(w):
    peiling = concept(w)
    with pytest.raises(Domeinfout, match="al een peiling klaar"):
        peilen.maak_peiling(agenda=peiling.agenda, door=w.opbouw)
    geopend(peiling, w)
    tweede = peilen.maak_peiling(agenda=peiling.agenda, door=w.opbouw)
    with pytest.raises(Domeinfout, match="loopt al een peiling"):
        geopend(tweede, w)

    tweede.opent, tweede.sluit = peiling.sluit, peiling.sluit + UUR
    tweede.save(update_fields=["opent", "sluit"])
    assert geopend(tweede, w).stand == "gepland"


@pytest.mark.parametrize(
    "velden",
    [
        {"titel": "Anders"},
        {"inleiding": "Anders"},
        {"punten": 99},
        {"sluit": timezone.now() + 999 * UUR},
        {"sluit": timezone.now()},
        {"opent": timezone.now() - 999 * UUR},
        {"geopend_op": None, "geopend_door": None},
        {"ronde": 2},
    ],
)
@pytest.mark.parametrize("voorbij", [False, True])
def test_the_rules_are_fixed_while_it_runs_and_after(w, velden, voorbij):
    peiling = open_peiling(w)
    if voorbij:
        gesloten(peiling)

    with pytest.raises(DatabaseError, match="peiling_vast"), transaction.atomic():
        Peiling.objects.filter(pk=peiling.pk).update(**velden)
    with pytest.raises(DatabaseError, match="peiling_vast"), transaction.atomic():
        Peiling.objects.filter(pk=peiling.pk)._raw_delete("default")
    with pytest.raises(VerouderdeActie):
        wijzig(peiling, w.opbouw)
    with pytest.raises(VerouderdeActie):
        geopend(peiling, w)


def test_neither_are_its_choices_changed(w):
    peiling = open_peiling(w)
    keuze = peiling.keuzes.first()
    nieuw = haalbare_ideeen(peiling.agenda, 1, w.regisseur)[0]

    for aanval in (
        lambda: Peilingkeuze.objects.filter(pk=keuze.pk).update(titel="Anders"),
        lambda: Peilingkeuze.objects.filter(pk=keuze.pk).update(volgorde=9),
        keuze.delete,
        lambda: Peilingkeuze.objects.create(peiling=peiling, idee=nieuw, volgorde=9, titel="Erbij"),
    ):
        with pytest.raises(IntegrityError, match="peilingkeuze_vast"), transaction.atomic():
            aanval()


def test_the_idea_may_change_and_the_poll_does_not(w):
    peiling = open_peiling(w)
    keuze = peiling.keuzes.first()
    keuze.idee.titel = "Achteraf anders"
    keuze.idee.save()

    assert Peilingkeuze.objects.get(pk=keuze.pk).titel == keuze.titel != "Achteraf anders"


def test_the_clock_alone_says_where_it_stands(w, time_machine):
    peiling = open_peiling(w, opent=timezone.now() + UUR, sluit=timezone.now() + 3 * UUR)
    nu = timezone.now()
    standen = []
    for uren in (0, 2, 4):
        time_machine.move_to(nu + uren * UUR)
        standen.append(
            (peiling.stand, Peiling.objects.lopend().exists(), Peiling.objects.gesloten().exists())
        )

    assert standen == [("gepland", True, False), ("open", True, False), ("gesloten", False, True)]


# --- The step to the uitwerking ---


def test_the_step_waits_for_who_still_votes(w):
    peiling = open_peiling(w)

    for naam in ("uitwerken", "uitwerken-zonder-peiling", "terug-naar-eerste-toets"):
        with pytest.raises(StapNietToegestaan, match="loopt nog tot"):
            agendas.voer_stap_uit(
                agenda=peiling.agenda,
                naam=naam,
                door=w.regisseur,
                hoe="x",
                wanneer="x",
                met_wie="x",
                uitkomst="x",
            )
    gesloten(peiling)
    assert stap(peiling.agenda, "uitwerken", w.regisseur).fase == Fase.UITWERKING


def test_without_a_poll_the_account_says_how_residents_were_asked(w):
    agenda = agenda_in(Fase.BEWONERSTOETS, w)
    stappen = {
        "naam": "uitwerken-zonder-peiling",
        "agenda": agenda,
        "door": w.regisseur,
        "hoe": "Bijeenkomst",
    }
    verslag = {"wanneer": "12 maart", "met_wie": "40 bewoners", "uitkomst": "Groen gaat voor."}

    with pytest.raises(StapNietToegestaan, match="nog geen peiling"):
        stap(agenda, "uitwerken", w.regisseur)
    for deel in verslag:
        with pytest.raises(StapNietToegestaan, match="wanneer u het heeft gedaan"):
            agendas.voer_stap_uit(**stappen, **(verslag | {deel: " "}))
    gezet = agendas.voer_stap_uit(**stappen, **verslag)
    assert (gezet.naar, gezet.uitkomst) == (Fase.UITWERKING, "Groen gaat voor.")
    agenda.refresh_from_db()
    assert document.maak_document(agenda)["peiling"] is None


def test_after_a_poll_the_result_counts_and_not_another_account(w):
    peiling = gesloten(open_peiling(w))

    namen = {keuze.stap.naam for keuze in mogelijke_stappen(peiling.agenda, w.regisseur)}
    assert "uitwerken" in namen
    assert "uitwerken-zonder-peiling" not in namen


def test_a_poll_of_an_earlier_version_is_no_poll_of_this_one(w):
    peiling = gesloten(open_peiling(w))
    agenda = peiling.agenda
    agenda.ronde = 2

    assert document.maak_document(agenda)["peiling"] is None


def test_the_document_holds_the_result(w):
    peiling = open_peiling(w)
    stem(peiling, "a@x.example", 4, 6, wil_helpen=True)
    geef(peiling, "b@x.example", 10)
    titels = list(peiling.keuzes.values_list("titel", flat=True))
    gesloten(peiling)
    peilen.vertel_bereik(peiling=peiling, door=w.regisseur, bereikt="Flyers en de wijkkrant")

    gevonden = document.maak_document(peiling.agenda)["peiling"]

    peiling = Peiling.objects.get()
    assert gevonden == {
        "titel": peiling.titel,
        "van": timezone.localdate(peiling.opent).isoformat(),
        "tot": timezone.localdate(peiling.sluit).isoformat(),
        "deelnemers": {"online": 1, "papier": 0, "bijeenkomst": 0},
        "bereikt": "Flyers en de wijkkrant",
        "keuzes": [
            {"titel": titels[1], "steun": 1, "tegen": 0, "punten": 6, "wil_helpen": 1},
            {"titel": titels[0], "steun": 1, "tegen": 0, "punten": 4, "wil_helpen": 1},
            {"titel": titels[2], "steun": 0, "tegen": 0, "punten": 0, "wil_helpen": 0},
        ],
    }


def test_how_they_were_reached_is_told_until_the_agenda_goes_on(w):
    peiling = gesloten(open_peiling(w))
    stap(peiling.agenda, "uitwerken", w.regisseur)

    with pytest.raises(VerouderdeActie):
        peilen.vertel_bereik(peiling=peiling, door=w.regisseur, bereikt="Achteraf mooier")
