import datetime

import pytest

from tests.budgetten.fabrieken import VOLGORDE
from tests.fabrieken import GemeenteFactory
from wijkportaal.models import Beleidsparameter

BELEID = {
    "bevestigen-termijn-dagen": 7,
    "volglink-geldig-dagen": 30,
    "concept-bewaren-dagen": 14,
    "bijlagen-maximum": 3,
    "post-bewaren-dagen": 90,
    "groepsleden-maximum": 3,
    "bewaartermijn-persoonsgegevens-dagen": 730,
    "negatieve-lijst": [
        {"code": "commercieel", "regel": "Het dient een commercieel belang.", "bron": "RM 4.1"},
        {"code": "prive", "regel": "Het dient vooral een privébelang.", "bron": "RM bijlage 3"},
    ],
    "beleidsterreinen": [{"naam": "Groen", "cluster": "Beheer"}, {"naam": "Iets anders"}],
    "kerngroep-mailadres": "kerngroep@voorbeeldstad.example",
    "participatietrap": [
        {"trede": trede, "uitleg": f"Uitleg van {trede}."}
        for trede in ("loslaten", "stimuleren", "faciliteren", "regisseren", "reguleren")
    ],
    "plafond-hele-wijk": "2000.00",
    "plafond-buurt-of-plek": "1000.00",
    "volgorde-financiering": VOLGORDE,
    "fase-termijn-werkdagen": {"triage": 5, "orientatie": 20},
    "uitvoering-termijn-werkdagen": {"plan": 10, "verzoek": 30},
    "wettelijke-beslistermijn-weken": 8,
}


@pytest.fixture(autouse=True)
def huis(request):
    """A municipality with its policy, for every test that uses the database."""
    namen = [naam for naam in ("transactional_db", "db") if naam in request.fixturenames]
    if not namen and not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue(namen[0] if namen else "db")
    GemeenteFactory()
    for sleutel, waarde in BELEID.items():
        Beleidsparameter.objects.create(
            sleutel=sleutel, waarde=waarde, geldig_vanaf=datetime.date(2024, 1, 1), bron="Test"
        )
