from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from budgetten import jaareinde
from budgetten.models import Jaarbudget
from tests.budgetten.fabrieken import beleidsmedewerker

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-01")]


def jaarbudget(**velden):
    return Jaarbudget(
        **{"jaar": 2024, "bedrag": Decimal(250000), "opstartkosten": 0, "bron": "test", **velden}
    )


@pytest.mark.parametrize(
    ("bedrag", "opstartkosten", "over"),
    [("250000.00", "45000.00", "205000.00"), ("0.30", "0.10", "0.20"), ("10.00", "10.00", "0.00")],
)
def test_the_wijkbudget_is_what_the_start_up_costs_leave(bedrag, opstartkosten, over):
    budget = jaarbudget(bedrag=Decimal(bedrag), opstartkosten=Decimal(opstartkosten))
    budget.save()

    assert budget.gezamenlijk_wijkbudget == Decimal(over)


@pytest.mark.parametrize(
    ("bedrag", "opstartkosten"), [("100.00", "100.01"), ("-1.00", "-2.00"), ("100.00", "-0.01")]
)
def test_start_up_costs_outside_the_budget_are_refused(bedrag, opstartkosten):
    budget = jaarbudget(bedrag=Decimal(bedrag), opstartkosten=Decimal(opstartkosten))

    with pytest.raises(IntegrityError, match="jaarbudget_opstartkosten_passen"):
        budget.save()


def test_a_form_says_it_in_plain_words():
    with pytest.raises(ValidationError, match="De opstartkosten zijn hoger dan het budget"):
        jaarbudget(opstartkosten=Decimal(250001)).full_clean()


@pytest.mark.regel("B-09")
def test_a_form_says_that_a_divided_or_closed_year_does_not_change(jaar):
    jaar.full_clean()
    jaar.bedrag += 1
    with pytest.raises(ValidationError, match="Het budget verandert niet meer"):
        jaar.full_clean()

    jaareinde.sluit(jaar=jaar, door=beleidsmedewerker())
    with pytest.raises(ValidationError, match="Dit jaar is gesloten"):
        jaar.full_clean()


def test_a_year_has_one_budget():
    jaarbudget().save()

    with pytest.raises(IntegrityError, match="budgetten_jaarbudget_pkey"):
        jaarbudget().save(force_insert=True)


def test_a_year_budget_is_named_after_its_year():
    assert str(jaarbudget()) == "Budget wijkgericht werken 2024"
