from decimal import Decimal
from io import StringIO
from unittest import mock

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from budgetten import aanvragen, jaareinde
from budgetten.models import Jaarbudget, Rekening
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import (
    DAG,
    JaarbudgetFactory,
    beleidsmedewerker,
    saldi,
    vraag,
    vraag_voor_maatregel,
)
from wijkportaal.uitzonderingen import Domeinfout

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-09")]


@pytest.fixture
def januari():
    with time_machine.travel("2025-01-10", tick=False):
        yield


@pytest.fixture
def vol_jaar(jaar, gegevens, manager, vastgelegd):
    """A year with free money, one request without decision, one reserved, one committed for 2025."""
    open_ = vraag(gegevens, onderwerp="proef:open", bedrag=50)
    goedgekeurd = aanvragen.keur_goed(
        aanvraag=vraag(gegevens, onderwerp="proef:goed", bedrag=600), door=manager, op=DAG
    )
    return jaar, open_, goedgekeurd, vastgelegd


def algemeen():
    return Rekening.objects.met_saldo().get(soort="algemeen").saldo


def test_free_and_reserved_money_lapses_and_commitments_stand(vol_jaar, wijk, januari):
    jaar, open_, goedgekeurd, vastgelegd = vol_jaar

    sluiting = jaareinde.sluit(jaar=jaar, door=beleidsmedewerker())

    assert sluiting.vervalt == algemeen() == 3100
    assert saldi(wijk) == {"verplicht": 400}
    assert saldi(wijk, Potsoort.AGENDA) == {}
    for aanvraag, stand in [(open_, "vervallen"), (goedgekeurd, "vervallen"), (vastgelegd, "vastgelegd")]:
        aanvraag.refresh_from_db()
        assert aanvraag.stand == stand
    assert [(aanvraag, bedrag) for aanvraag, bedrag in sluiting.staat_vast] == [(vastgelegd, 400)]


@pytest.mark.regel("A-06")
def test_what_was_asked_for_a_maatregel_and_not_decided_lapses_too(vol_jaar, gegevens, wijk, januari):
    jaar, *_ = vol_jaar
    with time_machine.travel(DAG):
        gevraagd = vraag_voor_maatregel(gegevens, bedrag=200)

    sluiting = jaareinde.sluit(jaar=jaar, door=beleidsmedewerker())

    gevraagd.refresh_from_db()
    assert (gevraagd.stand, (gevraagd, 200) in sluiting.gereserveerd) == ("vervallen", True)
    assert saldi(wijk, Potsoort.AGENDA) == {}
    assert sluiting.vervalt == algemeen() == 3100


def test_a_year_closes_once_and_stays_closed(vol_jaar, januari):
    jaar, *_ = vol_jaar
    jaareinde.sluit(jaar=jaar, door=beleidsmedewerker())

    assert jaareinde.sluit(jaar=jaar, door=beleidsmedewerker()).vervalt == 0
    assert algemeen() == 3100
    with pytest.raises(IntegrityError, match="jaarbudget_blijft_gesloten"):
        Jaarbudget.objects.filter(pk=jaar.pk).update(gesloten_op=None, gesloten_door=None)


def test_an_interrupted_closing_did_nothing_and_can_be_run_again(vol_jaar, wijk, januari):
    jaar, *_ = vol_jaar
    voor = saldi(wijk)

    with (
        mock.patch.object(jaareinde, "bewaar", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        jaareinde.sluit(jaar=jaar, door=beleidsmedewerker())
    assert (saldi(wijk), algemeen()) == (voor, 0)

    assert jaareinde.sluit(jaar=jaar, door=beleidsmedewerker()).vervalt == 3100


def test_a_year_does_not_close_before_its_end_or_undivided(jaar, januari):
    with time_machine.travel("2024-12-31 22:00"), pytest.raises(Domeinfout, match="nog niet voorbij"):
        jaareinde.sluit(jaar=jaar, door=beleidsmedewerker())
    with pytest.raises(Domeinfout, match="geen verdeling"):
        jaareinde.sluit(jaar=JaarbudgetFactory(jaar=2023), door=beleidsmedewerker())


def sluit_jaar(antwoord="ja", **opties):
    uit = StringIO()
    gewoon = {"door": beleidsmedewerker().email, "stdout": uit}
    with mock.patch("builtins.input", return_value=antwoord):
        call_command("sluit_jaar", 2024, **(gewoon | opties))
    return uit.getvalue()


def test_the_command_shows_what_lapses_and_asks(vol_jaar, januari):
    gevraagd = sluit_jaar("nee")
    assert "Gereserveerd, vervalt: Aanvraag" in gevraagd
    assert "Vastgelegd voor 2025, blijft staan" in gevraagd
    assert "Nog geen besluit, vervalt" in gevraagd
    assert "Samen vervalt €\xa03.100,00." in gevraagd
    assert gevraagd.endswith("Er is niets gesloten.\n")
    assert algemeen() == 0

    assert sluit_jaar().endswith("2024 is gesloten. Er is €\xa03.100,00 vervallen.\n")
    assert sluit_jaar(ja=True) == "2024 is al gesloten.\n"
    assert algemeen() == Decimal(3100)


def test_the_command_asks_who_closes_when_that_was_not_said(vol_jaar, januari):
    uit, door = StringIO(), beleidsmedewerker()
    with mock.patch("builtins.input", side_effect=[f" {door.email.upper()} ", "ja"]) as gevraagd:
        call_command("sluit_jaar", 2024, stdout=uit)

    assert gevraagd.call_args_list[0].args == ("Mailadres van wie het jaar sluit: ",)
    assert Jaarbudget.objects.get(jaar=2024).gesloten_door == door
    with pytest.raises(CommandError, match="Noem met --door"):
        call_command("sluit_jaar", 2024, ja=True)


def test_the_command_tells_what_is_wrong(jaar):
    with pytest.raises(CommandError, match="Niemand heeft het mailadres"):
        sluit_jaar(door="niemand@voorbeeldstad.example")
    with pytest.raises(CommandError, match="Er is geen budget voor 2030"):
        call_command("sluit_jaar", 2030, door=beleidsmedewerker().email)
    with time_machine.travel("2024-12-31 22:00"), pytest.raises(CommandError, match="nog niet voorbij"):
        sluit_jaar(ja=True)
