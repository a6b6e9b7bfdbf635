"""Which decision a reference stands for (B-14)."""

import pytest

from budgetten import besluiten, voorbeelden
from budgetten.besluiten import Besluit, onderwerp_bij
from tests.budgetten.fabrieken import DAG

pytestmark = pytest.mark.regel("B-14")


def test_a_reference_is_of_the_kind_of_which_somebody_decided_on_it(monkeypatch):
    bronnen = {
        "maatregel": lambda naam: None,
        "zaak": lambda naam: Besluit(positief=False, kenmerk="PB-3", op=DAG) if naam == "RM-3" else None,
    }
    monkeypatch.setattr(besluiten, "_bronnen", bronnen)

    assert onderwerp_bij("RM-3") == "zaak:RM-3"
    assert onderwerp_bij("maatregel:RM-3") == "maatregel:RM-3"
    assert onderwerp_bij("RM-4") == "RM-4"
    assert onderwerp_bij("verzonnen:RM-3") == "verzonnen:RM-3"


def test_the_demo_takes_only_its_own_plans_for_decided():
    assert voorbeelden.besluit_over("VB-2026-01").kenmerk == "Principebesluit van 3 februari 2026"
    assert voorbeelden.besluit_over("VB-2026-09") is None
    assert voorbeelden.besluit_over("RM-2026-00001") is None
    assert voorbeelden.titels_van(["VB-2026-01", "x"]).keys() == {"VB-2026-01"}
