"""The meetings of Roermond's demo: by the rules, once, and never against staff (W-08)."""

import datetime
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from wijken import laden
from wijken.models import Actiepunt, Overleg, Signaal, Wijk
from wijkportaal.fixtures import Laadfout

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-08")]

ROERMOND = Path(settings.ROOT) / "fixtures" / "roermond"


def test_one_meeting_was_held_and_one_is_to_come():
    laden.laad(ROERMOND)

    vandaag = timezone.localdate()
    assert list(Overleg.objects.values_list("datum", "status")) == [
        (vandaag + datetime.timedelta(days=22), "gepland"),
        (vandaag - datetime.timedelta(days=20), "gehouden"),
    ]
    assert [punt.eigenaar.naam for punt in Actiepunt.objects.te_laat()] == ["Wies Woning"]
    centrum = Wijk.objects.get(slug="centrum")
    assert Signaal.objects.voor_wijk(centrum).count() == 2
    assert Signaal.objects.voor_wijk(centrum).voor_profiel().get().thema == "Sociale samenhang"


def test_loading_again_adds_nothing():
    laden.laad(ROERMOND)
    laden.laad(ROERMOND)

    assert (Overleg.objects.count(), Actiepunt.objects.count(), Signaal.objects.count()) == (2, 2, 2)


@pytest.mark.parametrize(
    ("oud", "nieuw", "melding"),
    [
        ('eigenaar = "Wies Woning"', 'eigenaar = "Rita Raadslid"', "was niet bij dit overleg"),
        ('voorzitter = "Maria Pastwa"', 'voorzitter = "Rita Raadslid"', "overleggen.toml"),
        ("over_dagen = -20", "over_dagen = 1", "Leg het verslag vast als het is geweest"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_and_nothing_is_loaded(tmp_path, oud, nieuw, melding):
    kopie = Path(shutil.copytree(ROERMOND, tmp_path / "kopie"))
    tekst = (kopie / "overleggen.toml").read_text()
    assert oud in tekst
    (kopie / "overleggen.toml").write_text(tekst.replace(oud, nieuw, 1))

    with pytest.raises(Laadfout, match=melding):
        laden.laad(kopie)

    assert not Wijk.objects.exists()
