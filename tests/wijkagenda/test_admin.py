import datetime

import pytest
from django.urls import reverse

from tests.fabrieken import RolFactory, WijkFactory
from wijkagenda.models import Wijkagenda

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]


@pytest.mark.parametrize(("soort", "status"), [("beheerder", 200), ("wijkregisseur", 403), ("kcc", 403)])
def test_only_the_beheerder_sees_the_wijkagendas(client, soort, status):
    client.force_login(RolFactory(**{soort: True}).medewerker)
    agenda = Wijkagenda.objects.create(
        wijk=WijkFactory(), vorm="beknopt", van=datetime.date(2024, 1, 1), tot=datetime.date(2024, 12, 31)
    )

    for pad in (
        reverse("admin:wijkagenda_wijkagenda_changelist"),
        reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk]),
    ):
        assert client.get(pad).status_code == status
