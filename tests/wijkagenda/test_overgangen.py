"""The route of an agenda: every phase × role × step, as the policy says (A-02; RM 3.5, figure 3.1)."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.fabrieken import ClusterFactory, MedewerkerFactory, PartnerFactory, RolFactory, WijkFactory
from tests.wijkagenda.fabrieken import (
    IdeeFactory,
    WijkagendaFactory,
    agenda_in,
    maatregel_van,
    met_cluster,
    stap,
    wereld,
)
from wijkagenda import agendas
from wijkagenda.models import FASEN_OP_VOLGORDE, Agendastap, Fase, Wijkagenda
from wijkagenda.overgangen import OP_NAAM, STAPPEN, is_terug, mogelijke_stappen
from wijkagenda.uitzonderingen import StapNietToegestaan
from wijken.models import Rol
from wijken.models.mensen import VAN_EEN_CLUSTER, VAN_EEN_PARTNER, VAN_EEN_WIJK
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-02")]

# Typed out here: which steps lead from each phase, and whose they are.
LEIDEN, SECRETARIS = {"wijkregisseur", "beleidsmedewerker"}, {"collegesecretaris"}
TABEL = {
    "verzamelen": {"overzicht": LEIDEN},
    "overzicht": {"eerste-toets": LEIDEN, "opnieuw-verzamelen": LEIDEN},
    "eerste_toets": {
        "bewonerstoets": LEIDEN,
        "zonder-bewonerstoets": LEIDEN,
        "terug-naar-overzicht": LEIDEN,
    },
    "bewonerstoets": {
        "uitwerken": LEIDEN,
        "uitwerken-zonder-peiling": LEIDEN,
        "terug-naar-eerste-toets": LEIDEN,
    },
    "uitwerking": {"beoordelen": LEIDEN, "terug-naar-verzamelen": LEIDEN},
    "beoordeling": {"opstellen": LEIDEN, "terug-uit-beoordeling": LEIDEN},
    "opstellen": {"aanbieden-college": LEIDEN, "terug-van-coalitie": LEIDEN},
    "vaststelling": {"vaststellen": SECRETARIS, "terug-van-college": SECRETARIS},
    "raad": {"publiceren": SECRETARIS},
    "uitvoering": {"herzien": LEIDEN, "afsluiten": LEIDEN},
    "afgesloten": {},
}


def mensen(wijk):
    """Somebody in every role, of this wijk where a role is of one."""
    waarvan = {
        **{soort: {"wijk": wijk} for soort in VAN_EEN_WIJK},
        **{soort: {"cluster": ClusterFactory()} for soort in VAN_EEN_CLUSTER},
        **{soort: {"partner": PartnerFactory()} for soort in VAN_EEN_PARTNER},
    }
    return {soort: RolFactory(soort=soort, **waarvan.get(soort, {})).medewerker for soort in Rol.Soort.values}


def test_the_table_has_exactly_these_steps():
    gevonden = {fase: {rij.naam for rij in STAPPEN if rij.van == fase} for fase in Fase.values}

    assert gevonden == {fase: set(stappen) for fase, stappen in TABEL.items()}


@pytest.mark.regel("W-05")
def test_every_phase_and_role_may_take_exactly_these_steps(subtests):
    wijk = WijkFactory()
    agenda = WijkagendaFactory(wijk=wijk)
    ander = RolFactory(wijkregisseur=True, wijk=WijkFactory()).medewerker
    allen = mensen(wijk)
    for rij in STAPPEN:
        with subtests.test(rij.naam):
            mag = {soort for soort, mens in allen.items() if rij.in_rol_van(agenda, mens)}
            assert mag == TABEL[rij.van][rij.naam]
            assert rij.in_rol_van(agenda, ander) is None
            assert rij.in_rol_van(agenda, MedewerkerFactory()) is None


@pytest.mark.regel("W-05")
def test_a_step_by_who_may_not_or_from_another_phase_changes_nothing(subtests):
    w = wereld()
    for rij in STAPPEN:
        verkeerd = next(fase for fase in FASEN_OP_VOLGORDE if fase not in (rij.van, *NA_BESLUIT))
        agenda = agenda_in(verkeerd, w)
        mag = w.secretaris if TABEL[rij.van][rij.naam] is SECRETARIS else w.regisseur
        with subtests.test(rij.naam):
            with pytest.raises(PermissionDenied):
                agendas.voer_stap_uit(agenda=agenda, naam=rij.naam, door=w.manager, hoe="x")
            with pytest.raises(VerouderdeActie):
                agendas.voer_stap_uit(agenda=agenda, naam=rij.naam, door=mag, hoe="x")
            agenda.refresh_from_db()
            assert agenda.fase == verkeerd
        agenda.delete()
    assert not Agendastap.objects.exists()


# The database lets no agenda in these without an adopted version.
NA_BESLUIT = (Fase.RAAD, Fase.UITVOERING, Fase.AFGESLOTEN)


def test_the_coalitie_records_how_it_did_each_step():
    w = wereld()
    agenda = agenda_in(Fase.VERZAMELEN, w)

    with pytest.raises(StapNietToegestaan, match="nog geen wens of idee"):
        stap(agenda, "overzicht", w.regisseur)
    IdeeFactory(agenda=agenda)
    with pytest.raises(StapNietToegestaan, match="Schrijf op hoe"):
        agendas.voer_stap_uit(agenda=agenda, naam="overzicht", door=w.regisseur, hoe=" ")
    agendas.voer_stap_uit(
        agenda=agenda,
        naam="overzicht",
        door=w.regisseur,
        hoe="Kraam op de markt",
        wanneer="Maart",
        met_wie="120 bewoners",
        uitkomst="Veertig wensen",
    )

    rij = Agendastap.objects.get()
    assert (rij.van, rij.naar, rij.ronde, rij.rol) == ("verzamelen", "overzicht", 1, "Wijkregisseur")
    assert (rij.hoe, rij.wanneer, rij.met_wie, rij.uitkomst) == (
        "Kraam op de markt",
        "Maart",
        "120 bewoners",
        "Veertig wensen",
    )


@pytest.mark.regel("A-01")
def test_only_a_beknopte_agenda_goes_straight_to_the_uitwerking():
    w = wereld()
    for vorm, mag in ((Wijkagenda.Vorm.VOLLEDIG, False), (Wijkagenda.Vorm.BEKNOPT, True)):
        agenda = agenda_in(Fase.EERSTE_TOETS, w, vorm=vorm)
        IdeeFactory(agenda=agenda, oordeel="haalbaar", oordeel_door=w.regisseur, oordeel_op=agenda.fase_sinds)
        namen = [keuze.stap.naam for keuze in mogelijke_stappen(agenda, w.regisseur)]
        assert ("zonder-bewonerstoets" in namen) is mag
        if mag:
            assert stap(agenda, "zonder-bewonerstoets", w.regisseur).fase == Fase.UITWERKING
        else:
            with pytest.raises(StapNietToegestaan, match="eerst naar de inwoners"):
                stap(agenda, "zonder-bewonerstoets", w.regisseur)
            agenda.ideeen.all().delete()
            agenda.delete()


@pytest.mark.regel("A-05")
def test_what_is_not_complete_is_not_put_to_anybody():
    w = wereld()
    agenda = agenda_in(Fase.UITWERKING, w)

    with pytest.raises(StapNietToegestaan, match="nog geen maatregel"):
        stap(agenda, "beoordelen", w.regisseur)
    met_cluster(maatregel_van(agenda), w.groen)
    maatregel_van(agenda, doel="")
    with pytest.raises(StapNietToegestaan, match="Nog niet compleet: maatregel 2"):
        stap(agenda, "beoordelen", w.regisseur)


def test_going_back_is_told_from_going_on():
    terug = {rij.naam for rij in STAPPEN if is_terug(rij)}

    assert terug == {naam for naam in OP_NAAM if naam.startswith(("terug-", "opnieuw-"))}


@pytest.mark.regel("A-01")
def test_a_wijk_begins_one_agenda_for_a_period_and_only_who_leads_it():
    w = wereld()
    eerste = agenda_in(Fase.VERZAMELEN, w)
    periode = {"vorm": "volledig", "van": eerste.van, "tot": eerste.tot}

    with pytest.raises(Domeinfout, match="heeft in die periode al een wijkagenda"):
        agendas.begin_agenda(wijk=w.wijk, door=w.regisseur, **periode)
    with pytest.raises(PermissionDenied):
        agendas.begin_agenda(wijk=WijkFactory(), door=w.regisseur, **periode)
    with pytest.raises(PermissionDenied):
        agendas.begin_agenda(wijk=WijkFactory(), door=w.manager, **periode)
