import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tests.fabrieken import WijkFactory
from wijkagenda.models import Maatregel, Wijkagenda

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-01")]

BEGIN, EIND = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)


def agenda(wijk, **velden):
    return Wijkagenda(**{"wijk": wijk, "vorm": Wijkagenda.Vorm.BEKNOPT, "van": BEGIN, "tot": EIND, **velden})


@pytest.fixture
def wijk():
    return WijkFactory()


def test_een_wijk_heeft_een_agenda_per_periode(wijk):
    eerste = agenda(wijk)
    eerste.save()
    volgende = agenda(wijk, van=datetime.date(2025, 1, 1), tot=datetime.date(2026, 12, 31), vorm="volledig")
    volgende.save()
    agenda(WijkFactory()).save()

    assert list(wijk.agendas.all()) == [volgende, eerste]


@pytest.mark.parametrize(
    ("van", "tot"),
    [
        (EIND, datetime.date(2025, 12, 31)),
        (datetime.date(2023, 1, 1), BEGIN),
        (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1)),
    ],
)
def test_twee_agenda_s_voor_een_dag_worden_geweigerd(wijk, van, tot):
    agenda(wijk).save()

    with pytest.raises(IntegrityError, match="wijkagenda_een_per_periode"):
        agenda(wijk, van=van, tot=tot).save()


def test_een_formulier_zegt_het_in_gewone_woorden(wijk):
    agenda(wijk).save()

    with pytest.raises(ValidationError, match="Deze wijk heeft in die periode al een wijkagenda"):
        agenda(wijk).full_clean()


def test_een_agenda_eindigt_niet_voor_haar_begin(wijk):
    with pytest.raises(IntegrityError, match="wijkagenda_eindigt_na_begin"):
        agenda(wijk, van=EIND, tot=BEGIN).save()


def test_een_agenda_heet_naar_vorm_en_jaren(wijk):
    assert str(agenda(wijk)) == "Beknopte wijkagenda 2024–2024"
    assert str(agenda(wijk, vorm="volledig", tot=datetime.date(2026, 12, 31))) == (
        "Volledige wijkagenda 2024–2026"
    )


def test_maatregelen_staan_op_titel(wijk):
    rij = agenda(wijk)
    rij.save()
    for titel in ("Snelheid", "Groen"):
        Maatregel.objects.create(agenda=rij, titel=titel, omschrijving="…")

    assert [str(maatregel) for maatregel in rij.maatregelen.all()] == ["Groen", "Snelheid"]
