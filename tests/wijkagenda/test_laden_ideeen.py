"""The demo has an agenda that collects, so that everybody can try the form."""

import pytest
from django.core.management import call_command

from wijkagenda.models import Fase, Idee, Wijkagenda


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
