"""The demo has an agenda in each state that a visitor wants to see: collecting, a poll, carried out."""

import pytest
from django.core.management import call_command

from wijkagenda.models import Fase, Idee, Peiling, Toetsvraag, Voortgang, Wijkagenda
from wijkportaal.models import Bericht


@pytest.mark.django_db
@pytest.mark.regel("A-02")
def test_maasniel_collects_in_the_demo(settings):
    settings.DEMO = True
    for _ in range(2):
        call_command("laad_gemeente", "roermond")

    agenda = Wijkagenda.objects.get(wijk__slug="maasniel")
    assert agenda.fase == Fase.VERZAMELEN
    assert set(agenda.ideeen.telt_mee().values_list("herkomst", flat=True)) == {
        *("bewoner", "partner", "cijfers", "beleid")
    }
    assert set(agenda.ideeen.values_list("oordeel", flat=True)) == {Idee.Oordeel.OPEN}


@pytest.mark.django_db
@pytest.mark.regel("A-03", "A-04", "A-10")
def test_the_demo_shows_a_first_test_polls_and_progress(settings):
    settings.DEMO = True
    for _ in range(2):
        call_command("laad_gemeente", "roermond")

    loopt = Peiling.objects.lopend().get()
    assert (str(loopt.agenda.wijk), loopt.stemmen.telt().count()) == ("Hoogvonderen", 8)
    dicht = Peiling.objects.gesloten().get()
    assert (str(dicht.agenda.wijk), dicht.stemmen.telt().count()) == ("Centrum", 34)
    assert Toetsvraag.objects.filter(past_bij_beleid=False).get().idee.oordeel == Idee.Oordeel.AFGEVALLEN
    centrum = Wijkagenda.objects.get(wijk__slug="centrum")
    assert centrum.versies.get().document["peiling"]["titel"] == dicht.titel
    gemeld = Voortgang.objects.filter(maatregel__agenda=centrum).values_list("stand", flat=True)
    assert set(gemeld) == {"gestart", "vertraagd"}
    assert not Bericht.objects.filter(gebeurtenis__startswith="wijkagenda:").exists()
