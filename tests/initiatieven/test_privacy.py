"""Erasing a case of people: nothing of them stays, and the case, its steps and its spans do."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from initiatieven import berichten, boodschappen, draagvlak, groep, services, tasks, werk
from initiatieven.models import (
    Bijlage,
    Boodschap,
    Fase,
    Groepslid,
    Indiener,
    Initiatief,
    Notitie,
    Steun,
    Vraag,
)
from initiatieven.privacy import te_wissen, wis_persoonsgegevens
from tests.fabrieken import RolFactory
from tests.initiatieven.fabrieken import BijlageFactory, InitiatiefFactory, ToegangslinkFactory
from tests.initiatieven.test_views_volgen import pad, volgen
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout

pytestmark = pytest.mark.django_db
PERSOONLIJK = ("Truus", "truus@", "Bas Buurman", "bas@", "Sanne", "sanne@", "Annie", "plan.pdf")


@pytest.fixture
def zaak():
    """A case in which every kind of personal data is kept, and which has ended."""
    zaak = InitiatiefFactory(publiek=True)
    RolFactory(vakambtenaar=True, medewerker=zaak.vakambtenaar, cluster=zaak.cluster)
    BijlageFactory(initiatief=zaak)
    groep.nodig_uit(zaak=zaak, naam="Bas Buurman", email="bas@bewoner.example")
    draagvlak.geef_steun(zaak=zaak, naam="Sanne", email="sanne@bewoner.example", naam_tonen=True)
    werk.schrijf_notitie(zaak=zaak, door=zaak.vakambtenaar, tekst="Truus belde.")
    dag = timezone.localdate() + datetime.timedelta(days=3)
    boodschappen.schrijf_als_gemeente(zaak=zaak, door=zaak.vakambtenaar, tekst="Wie is Annie?", uiterlijk=dag)
    boodschappen.beantwoord_vraag(zaak=zaak, naam="Truus Testbewoner", tekst="Annie is mijn buurvrouw.")
    services.trek_in(zaak=zaak, reden="Annie wil het niet.")
    return Initiatief.objects.get(pk=zaak.pk)


def alles_in_de_database(zaak):
    """Every value of every row that can hold something of this case, as one text."""
    modellen = (Initiatief, Initiatief.history.model, Indiener, Groepslid, Boodschap, Steun, Bijlage, Notitie)
    rijen = [str(rij) for model in (*modellen, Bericht, Vraag) for rij in model.objects.values()]
    return " ".join([*rijen, *map(str, zaak.faseovergangen.values())])


@pytest.mark.regel("I-20", "I-21")
def test_nothing_of_people_stays_and_the_case_does(zaak):
    for woord in PERSOONLIJK:
        assert woord in alles_in_de_database(zaak)
    stappen = zaak.faseovergangen.count()
    telling = wis_persoonsgegevens(zaak=zaak)
    assert telling["boodschappen"] == 2
    over = alles_in_de_database(zaak)
    for woord in PERSOONLIJK:
        assert woord not in over, woord
    assert (zaak.faseovergangen.count(), zaak.titel in over) == (stappen, True)
    assert Vraag.objects.get().beantwoord_op is not None


def test_erasing_twice_finds_nothing_the_second_time(zaak):
    wis_persoonsgegevens(zaak=zaak)
    assert wis_persoonsgegevens(zaak=zaak) == {}


def test_an_erased_case_opens_for_nobody_and_breaks_nothing(zaak, client):
    link, oud = pad(ToegangslinkFactory(initiatief=zaak)), Client()
    oud.post(pad(ToegangslinkFactory(initiatief=zaak)))
    wis_persoonsgegevens(zaak=zaak)
    assert Client().post(link).status_code == 410
    assert oud.get(volgen(zaak)).status_code == 302
    services.vraag_volglink_aan(kenmerk=zaak.kenmerk, email="truus@bewoner.example")
    assert not berichten.berichten_over(zaak).exclude(naar="").exists()
    client.force_login(zaak.vakambtenaar)
    pagina = client.get(reverse("admin:initiatieven_initiatief_change", args=[zaak.pk]))
    assert "zijn gewist" in pagina.text


def test_a_running_case_is_not_erased():
    with pytest.raises(Domeinfout, match="loopt nog"):
        wis_persoonsgegevens(zaak=InitiatiefFactory())


@pytest.mark.parametrize(("dagen", "verwacht"), [(729, 0), (731, 1)])
def test_the_term_of_the_policy_counts_from_the_end(dagen, verwacht):
    InitiatiefFactory(fase=Fase.TRIAGE, fase_sinds=timezone.now() - datetime.timedelta(days=9999))
    InitiatiefFactory(fase=Fase.INGETROKKEN, fase_sinds=timezone.now() - datetime.timedelta(days=dagen))
    assert len(te_wissen()) == verwacht
    tasks.ruim_op()
    assert Indiener.objects.count() == 2 - verwacht


def voer_uit(*argumenten):
    uit = StringIO()
    call_command("wis_persoonsgegevens", *argumenten, stdout=uit)
    return uit.getvalue()


def test_the_command_tells_first_and_erases_then(zaak):
    proef = voer_uit("--kenmerk", zaak.kenmerk, "--proef")
    assert "1 indiener" in proef
    assert "1 zaak zou gewist worden." in proef
    assert Indiener.objects.exists()
    echt = voer_uit("--kenmerk", zaak.kenmerk)
    assert "1 zaak gewist." in echt
    assert not Indiener.objects.exists()
    assert "Truus" not in echt


def test_the_command_says_no_to_what_does_not_exist_or_still_runs():
    for kenmerk in ("VB-0000-00000", InitiatiefFactory().kenmerk):
        with pytest.raises(CommandError):
            voer_uit("--kenmerk", kenmerk)
    assert voer_uit() == "0 zaken gewist.\n"


# What is left of a case on purpose: it says what was decided, done and paid, or is kept by staff about work.
BLIJFT = {
    "Begrotingsregel",
    "Besluit",
    "Faseovergang",
    "Financieringsbron",
    "Gevolgd",
    "GoedVoorbeeld",
    "Herindeling",
    "HistoricalInitiatief",
    "Kerngroepadvies",
    "Overdracht",
    "Plan",
    "Planstap",
    "Samenvoeging",
    "Taak",
    "Toetsbevinding",
    "Advies",
    "Tredekeuze",
    "Triageantwoord",
    "Verantwoording",
    "Verbinding",
    "Vraag",
}
WORDT_GEWIST = {
    "Afspraak",
    "Belbericht",
    "Bijlage",
    "Boodschap",
    "Concept",
    "Gespreksverslag",
    "Groepslid",
    "Indiener",
    "Namenshandeling",
    "Notitie",
    "Postuk",  # emptied: the row stays, so that the same mail is not taken in again
    "Stappenplan",
    "Steun",
    "Toegangslink",
    "Voortgang",
}


def test_each_table_with_a_case_in_it_says_whether_it_is_erased():
    """A new table has to be thought about: it stands in one of the two lists above."""
    tabellen = {
        relatie.related_model.__name__
        for relatie in Initiatief._meta.related_objects
        if relatie.related_model._meta.app_label == "initiatieven"
    }
    assert tabellen - BLIJFT - WORDT_GEWIST == set()
