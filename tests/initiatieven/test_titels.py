import pytest

from budgetten.titels import Titel, titels_van
from tests.initiatieven.fabrieken import InitiatiefFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-17")]


def zaak(**velden):
    return InitiatiefFactory(toegewezen=True, **velden)


def test_the_ledger_gets_the_titles_of_public_initiatives_only(django_assert_num_queries):
    openbaar = zaak(titel="Bankje", openbaar=True)
    besloten = zaak(titel="Geheim", openbaar=False)
    onderwerpen = [f"initiatief:{zaak.kenmerk}" for zaak in (openbaar, besloten)]

    with django_assert_num_queries(1):
        titels = titels_van([*onderwerpen, "initiatief:RM-0000-00000", "onbekend:1", "zonder soort"])
    assert titels == {onderwerpen[0]: Titel("Bankje", f"/initiatieven/{openbaar.kenmerk}/")}
