"""The demo's initiatives: one in every phase, and never into a portal that is in use."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from initiatieven import laden
from initiatieven.models import Fase, Faseovergang, GoedVoorbeeld, Initiatief
from wijken.models import Gemeente
from wijkportaal.models import Beleidsparameter, Bericht

pytestmark = pytest.mark.django_db
ROERMOND = Path(settings.ROOT) / "fixtures" / "roermond"


@pytest.fixture
def roermond():
    Gemeente.objects.all().delete()
    Beleidsparameter.objects.all().delete()
    call_command("laad_gemeente", "roermond")


def test_the_demo_has_a_case_in_every_phase_and_tells_nobody(roermond):
    assert set(Initiatief.objects.values_list("fase", flat=True)) == set(Fase.values)
    assert Initiatief.objects.count() == 16
    assert Bericht.objects.count() == 0


def test_each_record_leads_from_the_first_phase_to_the_present_one(roermond):
    for zaak in Initiatief.objects.prefetch_related("faseovergangen"):
        stappen = list(zaak.faseovergangen.all())
        fasen = [Fase.IDEE, *(stap.naar for stap in stappen)]
        assert [stap.van for stap in stappen] == fasen[:-1]
        assert zaak.fase == fasen[-1]


def test_loading_again_adds_nothing(roermond):
    aantal = Faseovergang.objects.count()
    laden.laad(ROERMOND)
    assert (Initiatief.objects.count(), Faseovergang.objects.count()) == (16, aantal)


def test_a_municipality_without_initiatives_loads_none(tmp_path):
    laden.laad(tmp_path)
    assert Initiatief.objects.count() == 0


@pytest.mark.regel("I-13", "I-14", "I-15", "I-17", "C-01")
def test_each_case_past_the_toets_has_its_record(roermond):
    besloten = Initiatief.objects.filter(faseovergangen__van=Fase.TOETS)
    assert besloten.count() == 5
    for zaak in besloten:
        assert zaak.toetsbevindingen.count() == 4
        assert zaak.besluiten.get(soort="principe").brief.grootte > 1000
    assert set(Initiatief.objects.filter(besluiten__soort="definitief").values_list("fase", flat=True)) == {
        "uitvoering",
        "afgerond",
    }
    assert Initiatief.objects.filter(fase=Fase.AFGEROND, verantwoording=None).count() == 0
    assert GoedVoorbeeld.objects.count() == 1
