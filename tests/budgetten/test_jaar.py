from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from budgetten.models import Jaarbudget
from tests.fabrieken import MedewerkerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-01")]


def jaarbudget(**velden):
    return Jaarbudget(
        **{"jaar": 2024, "bedrag": Decimal(250000), "opstartkosten": 0, "bron": "test", **velden}
    )


@pytest.mark.parametrize(
    ("bedrag", "opstartkosten", "over"),
    [("250000.00", "45000.00", "205000.00"), ("0.30", "0.10", "0.20"), ("10.00", "10.00", "0.00")],
)
def test_het_wijkbudget_is_wat_de_opstartkosten_overlaten(bedrag, opstartkosten, over):
    budget = jaarbudget(bedrag=Decimal(bedrag), opstartkosten=Decimal(opstartkosten))
    budget.save()

    assert budget.gezamenlijk_wijkbudget == Decimal(over)


@pytest.mark.parametrize(
    ("bedrag", "opstartkosten"), [("100.00", "100.01"), ("-1.00", "-2.00"), ("100.00", "-0.01")]
)
def test_opstartkosten_buiten_het_budget_worden_geweigerd(bedrag, opstartkosten):
    budget = jaarbudget(bedrag=Decimal(bedrag), opstartkosten=Decimal(opstartkosten))

    with pytest.raises(IntegrityError, match="jaarbudget_opstartkosten_passen"):
        budget.save()


def test_een_formulier_zegt_het_in_gewone_woorden():
    with pytest.raises(ValidationError, match="De opstartkosten zijn hoger dan het budget"):
        jaarbudget(opstartkosten=Decimal(250001)).full_clean()


@pytest.mark.regel("B-09")
def test_een_formulier_zegt_dat_een_verdeeld_of_gesloten_jaar_niet_verandert(jaar):
    jaar.full_clean()
    jaar.bedrag += 1
    with pytest.raises(ValidationError, match="Het budget verandert niet meer"):
        jaar.full_clean()

    Jaarbudget.objects.update(gesloten_op=timezone.now(), gesloten_door=MedewerkerFactory())
    with pytest.raises(ValidationError, match="Dit jaar is gesloten"):
        jaar.full_clean()


def test_een_jaar_heeft_een_budget():
    jaarbudget().save()

    with pytest.raises(IntegrityError, match="budgetten_jaarbudget_pkey"):
        jaarbudget().save(force_insert=True)


def test_een_jaarbudget_heet_naar_zijn_jaar():
    assert str(jaarbudget()) == "Budget wijkgericht werken 2024"
