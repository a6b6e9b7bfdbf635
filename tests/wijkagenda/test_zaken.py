"""A case that is geagendeerd comes into the agenda of its wijk, whenever that collects (I-18)."""

import pytest
from django.test import Client
from django.urls import reverse

from initiatieven import services
from initiatieven.models import Fase as Zaakfase
from initiatieven.models import Faseovergang
from initiatieven.signals import zaak_beeindigd
from tests.fabrieken import BuurtFactory, RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, in_toets
from tests.wijkagenda.fabrieken import JAAR, IdeeFactory
from tests.wijkagenda.ideeen import agenda_voor, mensen, oordeel
from wijkagenda import agendas, zaken
from wijkagenda.models import Fase, Idee
from wijkportaal.models import Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-18"), pytest.mark.regel("A-02")]


@pytest.fixture
def m(db):
    return mensen()


def agendeer(m, **velden):
    """End a case as the step of initiatieven does, with its signal."""
    zaak = InitiatiefFactory(toegewezen=True, wijk=m.wijk, soort="beleidswens", **velden)
    zaak.fase = Zaakfase.GEAGENDEERD
    zaak.save()
    einde = Faseovergang.objects.create(
        initiatief=zaak, naam="agenderen", van="orientatie", naar=zaak.fase, rol="Vakambtenaar"
    )
    zaak_beeindigd.send(sender=type(zaak), stap=einde)
    return zaak


def begin(m):
    return agendas.begin_agenda(
        wijk=m.wijk, vorm="volledig", van=f"{JAAR}-01-01", tot=f"{JAAR}-12-31", door=m.regisseur
    )


def test_it_comes_in_at_once_while_the_agenda_collects(m):
    agenda, buurt = agenda_voor(m), BuurtFactory(wijk=m.wijk)
    zaak = agendeer(m, titel="Park", wat="Een park voor iedereen.", buurt=buurt)

    idee = agenda.ideeen.telt_mee().get()
    assert (idee.titel, idee.wat, idee.buurt) == ("Park", "Een park voor iedereen.", buurt)
    assert (idee.herkomst, idee.bron, idee.initiatief) == ("initiatief", zaak.kenmerk, zaak)
    assert not zaken.wachtende_zaken().exists()


def test_the_real_step_of_a_case_brings_it_in(m):
    agenda = agenda_voor(m)
    zaak = in_toets(soort="beleidswens", wijk=m.wijk)
    services.voer_overgang_uit(zaak=zaak, naam="principebesluit-agenda", door=zaak.vakambtenaar)

    assert agenda.ideeen.get().initiatief == zaak


@pytest.mark.parametrize("fase", [None, Fase.OVERZICHT, Fase.EERSTE_TOETS, Fase.UITWERKING])
def test_else_it_waits_in_the_list_and_comes_in_when_collecting_begins(m, fase, client):
    agenda = agenda_voor(m, fase=fase) if fase else None
    zaak = agendeer(m, titel="Park")
    assert list(zaken.wachtende_zaken(m.wijk)) == [zaak]
    assert not Idee.objects.exists()
    client.force_login(m.regisseur)
    for pad in (reverse("admin:index"), reverse("admin:wijkagenda_wachtende_zaken")):
        assert "Park" in client.get(pad).text

    if agenda is None:
        agenda = begin(m)
    else:
        terug = {
            Fase.OVERZICHT: ["opnieuw-verzamelen"],
            Fase.EERSTE_TOETS: ["terug-naar-overzicht", "opnieuw-verzamelen"],
            Fase.UITWERKING: ["terug-naar-verzamelen"],
        }
        for naam in terug[fase]:
            agendas.voer_stap_uit(agenda=agenda, naam=naam, door=m.regisseur, hoe="Er kwam meer binnen")

    assert agenda.ideeen.get().initiatief == zaak
    assert not zaken.wachtende_zaken(m.wijk).exists()


def test_a_case_comes_in_once_and_only_in_its_own_wijk(m):
    agenda = agenda_voor(m)
    ander = agenda_voor(mensen_van_elders := type(m)(wijk=RolFactory(wijkregisseur=True).wijk))
    zaak = agendeer(m)
    zaken.haal_wachtende_zaken(agenda=agenda)

    assert mensen_van_elders.wijk != m.wijk
    assert [idee.initiatief for idee in Idee.objects.all()] == [zaak]
    assert not ander.ideeen.exists()


def test_the_list_shows_each_reader_the_own_wijken(m, client):
    agendeer(m, titel="Park")
    pad = reverse("admin:wijkagenda_wachtende_zaken")
    assert Client().get(pad).status_code == 302
    client.force_login(m.ander)
    assert "Park" not in client.get(pad).text
    client.force_login(m.corporatie)
    assert client.get(pad).status_code == 403
    client.force_login(m.ambtenaar)
    assert "Park" in client.get(pad).text


def test_who_may_read_the_case_is_led_to_its_history(m, client):
    agenda = agenda_voor(m)
    zaak = agendeer(m, openbaar_akkoord=False)
    pagina = reverse("admin:wijkagenda_idee_change", args=[agenda.ideeen.get().pk])
    dossier = reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])
    client.force_login(m.regisseur)
    assert dossier in client.get(pagina).text
    assert "wilde deze tekst niet op de website" in client.get(pagina).text
    client.force_login(m.ambtenaar)  # reads agendas, but not this case
    assert dossier not in client.get(pagina).text


@pytest.mark.regel("A-03")
@pytest.mark.parametrize(("wat", "zin"), [("haalbaar", "haalbaar"), ("afgevallen", "Daar komt een weg.")])
def test_its_submitters_are_told_what_came_of_it(m, wat, zin):
    agenda = agenda_voor(m)
    zaak = agendeer(m, titel="Park")
    IdeeFactory(agenda=agenda, oordeel="haalbaar", oordeel_door=m.regisseur, oordeel_op="2026-01-01T12:00Z")
    agenda.fase = Fase.EERSTE_TOETS
    agenda.save(update_fields=["fase"])
    oordeel(agenda.ideeen.get(initiatief=zaak), m.regisseur, wat, "Daar komt een weg.")
    agendas.voer_stap_uit(agenda=agenda, naam="bewonerstoets", door=m.regisseur, hoe="Besproken")

    bericht = Bericht.objects.get(gebeurtenis__startswith=f"{zaak.kenmerk}:wijkagenda:")
    assert bericht.naar == "truus@bewoner.example"
    assert zin in bericht.tekst
