"""The transition table, walked over every phase, step and role."""

from itertools import product

import pytest

from initiatieven.models import Fase, Initiatief
from initiatieven.overgangen import OP_NAAM, OVERGANGEN, mogelijke_overgangen
from initiatieven.stapnamen import TREKT_IN, VOEGT_SAMEN
from tests.fabrieken import MedewerkerFactory, RolFactory, WijkFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, besloten, met_plan
from wijken.models import Rol

pytestmark = pytest.mark.django_db
NIEMAND = "zonder rol"
VAN_DE_ZAAK = "vakambtenaar van de zaak"
MAG = {
    "bevestigen": set(),
    "invoeren": set(),  # only as a part of entering
    "toewijzen": {"kcc", "wijkregisseur"},
    "doorverwijzen": {"kcc", "wijkregisseur"},
    "principebesluit-ja": {"vakambtenaar van de zaak"},
    "principebesluit-nee": {"vakambtenaar van de zaak"},
    "principebesluit-agenda": {"vakambtenaar van de zaak"},
    **{naam: set() for naam in TREKT_IN.values()},  # only the submitters
    **{naam: set() for naam in VOEGT_SAMEN.values()},  # only as a part of merging
    "weigeren": {"kcc", "wijkregisseur"},
    "naar_toets": {VAN_DE_ZAAK},
    "agenderen": {VAN_DE_ZAAK},
    "terug_naar_gesprek": {VAN_DE_ZAAK},
    "terug_naar_triage": {VAN_DE_ZAAK},
    "afronden": {"vakambtenaar van de zaak"},
    "afronden_verzoek": {"vakambtenaar van de zaak"},
    "definitief-ja": {"vakambtenaar van de zaak"},
    "definitief-nee": {"vakambtenaar van de zaak"},
    "definitief-agenda": {"vakambtenaar van de zaak"},
}
ALLEEN_VOOR = {
    "definitief-ja": {"initiatief"},
    "afronden": {"initiatief"},
    "afronden_verzoek": {"verzoek"},
}
# What is not the next step yet: first there is a definitive decision.
PAS_NA_BESLUIT = {"afronden"}
ANDERE_WIJK = "wijkregisseur van een andere wijk"


def medewerker_met(soort: str, wijk):
    if soort == NIEMAND:
        return MedewerkerFactory()
    if soort == ANDERE_WIJK:
        return RolFactory(wijkregisseur=True).medewerker
    if soort == VAN_DE_ZAAK:
        return RolFactory(vakambtenaar=True).medewerker
    if soort in ("wijkregisseur", "wijkwethouder"):
        return RolFactory(**{soort: True}, wijk=wijk).medewerker
    if soort in ("vakambtenaar", "clustermanager", "budgethouder"):
        return RolFactory(**{soort: True}).medewerker
    if soort == "partner":
        return RolFactory(budgethouder=True, soort="partner").medewerker
    return RolFactory(soort=soort).medewerker


@pytest.mark.regel("I-03", "I-04", "I-05", "W-05")
@pytest.mark.parametrize("soort", [*Rol.Soort.values, ANDERE_WIJK, VAN_DE_ZAAK, NIEMAND])
def test_it_offers_each_role_only_its_own_steps_from_each_phase(soort, subtests):
    wijk = WijkFactory()
    medewerker = medewerker_met(soort, wijk)
    eigen = {"vakambtenaar": medewerker} if soort == VAN_DE_ZAAK else {}
    for fase, van in product(Fase.values, Initiatief.Soort.values):
        with subtests.test(f"{fase} {van}"):
            zaak = InitiatiefFactory(wijk=wijk, fase=fase, toegewezen=True, soort=van, **eigen)
            namen = {keuze.stap.naam for keuze in mogelijke_overgangen(zaak, medewerker)}
            verwacht = {
                naam
                for naam, rollen in MAG.items()
                if naam not in PAS_NA_BESLUIT
                and soort in rollen
                and OP_NAAM[naam].van == fase
                and van in ALLEEN_VOOR.get(naam, {van})
            }
            assert namen == verwacht


@pytest.mark.regel("I-15", "I-17")
def test_closing_is_not_offered_before_the_definitive_decision():
    def aangeboden(zaak):
        RolFactory(vakambtenaar=True, medewerker=zaak.vakambtenaar, cluster=zaak.cluster)
        return {keuze.stap.naam for keuze in mogelijke_overgangen(zaak, zaak.vakambtenaar)}

    plan = met_plan()
    assert aangeboden(plan) & PAS_NA_BESLUIT == set()
    assert OP_NAAM["afronden"].ontbreekt(plan)[0] == "Neem eerst het definitieve besluit."
    assert aangeboden(besloten()) >= PAS_NA_BESLUIT


@pytest.mark.regel("I-03")
def test_the_table_never_skips_a_phase_and_asks_a_reason_to_go_back():
    volgorde = [Fase.IDEE, Fase.TRIAGE, Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING]
    for rij in OVERGANGEN:
        if rij.naar in volgorde:
            stap = volgorde.index(rij.naar) - volgorde.index(rij.van)
            terug = stap == -1 and rij.toelichting_verplicht
            assert stap == 1 or terug or rij.naam == "definitief-ja"


@pytest.mark.regel("I-04", "I-06")
def test_it_tells_what_is_missing_for_each_step():
    zaak = InitiatiefFactory()
    regisseur = medewerker_met("wijkregisseur", zaak.wijk)
    ontbreekt = {keuze.stap.naam: keuze.ontbreekt for keuze in mogelijke_overgangen(zaak, regisseur)}
    alles, soort, contact = ontbreekt["toewijzen"]
    assert alles.count("“") == 8
    assert soort == "Kies wat het is: een inwonerinitiatief, een verzoek of een beleidswens."
    assert contact == "Kies het cluster en de vakambtenaar die het vaste contact wordt."
    assert ontbreekt["doorverwijzen"] == ["Kies eerst over wat voor klacht het gaat."]
    assert ontbreekt["weigeren"] == ["Weigeren kan alleen met een regel van de negatieve lijst."]


@pytest.mark.regel("I-05")
def test_a_complaint_cannot_be_handled_here():
    zaak = InitiatiefFactory(klacht=Initiatief.Klacht.BUREN, soort=Initiatief.Soort.VERZOEK)
    assert OP_NAAM["toewijzen"].ontbreekt(zaak)[0] == "Een klacht behandelen we hier niet: verwijs deze door."
    assert OP_NAAM["doorverwijzen"].ontbreekt(zaak) == []
