import shutil

import pytest
from django.core.management import CommandError, call_command

from wijken.models import Wijk


def test_a_municipality_without_a_folder_is_refused_with_those_there_are():
    with pytest.raises(CommandError, match=r"De map fixtures/utopia bestaat niet\. Wel: .*roermond"):
        call_command("laad_gemeente", "utopia")


@pytest.mark.django_db
def test_a_fault_in_a_higher_app_undoes_the_lower_ones(settings, tmp_path):
    kopie = shutil.copytree(settings.ROOT / "fixtures" / "roermond", tmp_path / "fixtures" / "half")
    (kopie / "initiatieven.toml").write_text("geen = toml = bestand")
    settings.ROOT = tmp_path
    with pytest.raises(CommandError, match=r"initiatieven\.toml"):
        call_command("laad_gemeente", "half")
    assert not Wijk.objects.exists()
