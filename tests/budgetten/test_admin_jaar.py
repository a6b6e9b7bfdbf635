import pytest
from django.urls import reverse

from tests.fabrieken import RolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]

LIJST = reverse("admin:budgetten_jaarbudget_changelist")


@pytest.mark.parametrize(("soort", "status"), [("beheerder", 200), ("wijkregisseur", 200), ("kcc", 403)])
def test_who_works_with_money_sees_the_yearly_budgets(client, soort, status):
    client.force_login(RolFactory(**{soort: True}).medewerker)

    assert client.get(LIJST).status_code == status
