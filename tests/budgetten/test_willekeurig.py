"""Random sequences of everything that people can do with a wijk's money, beside a plain model in Python."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetten import aanvragen, controle, verplaatsen
from budgetten.grootboek import OnvoldoendeSaldo
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort
from budgetten.toetsen import AanvraagGeweigerd
from tests.budgetten.fabrieken import DAG, pot, saldi, vraag, vraag_voor_maatregel
from wijkportaal.uitzonderingen import VerouderdeActie

pytestmark = pytest.mark.django_db
STAPPEN = (
    *("vraag", "vraag_agenda", "keur_goed", "wijs_af", "trek_in", "leg_vast"),
    *("betaal", "laatste", "rest", "naar_agenda"),
)
AGENDA, INITIATIEVEN = Potsoort.AGENDA, Potsoort.INITIATIEVEN


class Model:
    """What should happen: of each request its pot, stand and money; of each pot what is free and paid."""

    def __init__(self):
        self.vrij = {INITIATIEVEN: Decimal(3000), AGENDA: Decimal(500)}
        self.betaald = {INITIATIEVEN: Decimal(0), AGENDA: Decimal(0)}
        self.aanvragen = []

    def houdt_vast(self, welke):
        """Whether the money of a request is out of the free part: of an agenda from the moment of asking."""
        pot, stand, _ = self.aanvragen[welke]
        return stand == "goedgekeurd" or (pot == AGENDA and stand == "aangevraagd")

    def saldi(self, pot):
        nummers = [nummer for nummer, (van, *_) in enumerate(self.aanvragen) if van == pot]
        bedragen = {nummer: self.aanvragen[nummer][2] for nummer in nummers}
        verplicht = [nummer for nummer in nummers if self.aanvragen[nummer][1] == "vastgelegd"]
        alles = {
            "vrij": self.vrij[pot],
            "gereserveerd": sum(bedragen[nummer] for nummer in nummers if self.houdt_vast(nummer)),
            "verplicht": sum(bedragen[nummer] for nummer in verplicht),
            "betaald": self.betaald[pot],
        }
        return {staat: bedrag for staat, bedrag in alles.items() if bedrag}

    def zet(self, welke, stand, bedrag=None):
        pot, _, was = self.aanvragen[welke]
        self.aanvragen[welke] = (pot, stand, was if bedrag is None else bedrag)


class Spel:
    """Takes each step in the portal and in the model, and holds them beside each other."""

    def __init__(self, gegevens, manager, boekhouder, wijk):
        self.gegevens, self.manager, self.boekhouder, self.wijk = gegevens, manager, boekhouder, wijk
        self.model, self.zaken, self.nummer = Model(), [], 0

    def doe(self, stap, welke, bedrag):
        self.nummer += 1
        if stap in ("vraag", "vraag_agenda", "naar_agenda"):
            getattr(self, stap)(bedrag)
        elif self.zaken:
            getattr(self, stap)(welke % len(self.zaken), bedrag)

    def vraag(self, bedrag):
        onderwerp = f"proef:{self.nummer}"
        if bedrag > min(self.model.vrij[INITIATIEVEN], 1000):
            with pytest.raises(AanvraagGeweigerd):
                vraag(self.gegevens, onderwerp=onderwerp, bedrag=bedrag)
            return
        self.zaken.append(vraag(self.gegevens, onderwerp=onderwerp, bedrag=bedrag))
        self.model.aanvragen.append((INITIATIEVEN, "aangevraagd", bedrag))

    def vraag_agenda(self, bedrag):
        if bedrag > self.model.vrij[AGENDA]:
            with pytest.raises(AanvraagGeweigerd):
                vraag_voor_maatregel(self.gegevens, bedrag=bedrag)
            return
        self.zaken.append(vraag_voor_maatregel(self.gegevens, bedrag=bedrag))
        self.model.aanvragen.append((AGENDA, "aangevraagd", bedrag))
        self.model.vrij[AGENDA] -= bedrag

    def naar_agenda(self, bedrag):
        voorstel = verplaatsen.stel_overheveling_voor(
            van=pot(self.wijk),
            naar=pot(self.wijk, soort=AGENDA),
            bedrag=bedrag,
            reden="r",
            door=self.boekhouder,
        )
        keur_goed, opties = verplaatsen.keur_overheveling_goed, {"voorstel": voorstel, "door": self.manager}
        genoeg = bedrag <= self.model.vrij[INITIATIEVEN]
        if self.mag(genoeg, OnvoldoendeSaldo, keur_goed, op=DAG, **opties):
            self.model.vrij[INITIATIEVEN] -= bedrag
            self.model.vrij[AGENDA] += bedrag

    def mag(self, verwacht, fout, doe, **opties):
        """Do it, or see it refused when the model says so; tell whether it was done."""
        if verwacht:
            doe(**opties)
        else:
            with pytest.raises(fout):
                doe(**opties)
        return verwacht

    def stap(self, welke, van, doe, **opties):
        """A step that is possible from some stands only."""
        return self.mag(
            self.model.aanvragen[welke][1] in van,
            VerouderdeActie,
            doe,
            aanvraag=self.zaken[welke],
            **({"door": self.boekhouder} | opties),
        )

    def keur_goed(self, welke, _bedrag):
        pot, stand, bedrag = self.model.aanvragen[welke]
        vastgehouden = self.model.houdt_vast(welke)
        if stand == "aangevraagd" and not vastgehouden and bedrag > self.model.vrij[pot]:
            with pytest.raises(AanvraagGeweigerd):
                aanvragen.keur_goed(aanvraag=self.zaken[welke], door=self.manager, op=DAG)
        # Approving what one approved already changes nothing.
        elif self.stap(welke, ("aangevraagd", "goedgekeurd"), aanvragen.keur_goed, door=self.manager, op=DAG):
            self.model.vrij[pot] -= 0 if vastgehouden else bedrag
            self.model.zet(welke, "goedgekeurd")

    def wijs_af(self, welke, _bedrag):
        opties = {"door": self.manager, "reden": "nee", "op": DAG}
        self.eindig(welke, "afgewezen", ("aangevraagd", "afgewezen"), aanvragen.wijs_af, **opties)

    def trek_in(self, welke, _bedrag):
        self.eindig(welke, "ingetrokken", ("aangevraagd", "goedgekeurd"), aanvragen.trek_in, reden="nee")

    def eindig(self, welke, stand, van, doe, **opties):
        """A step after which a request holds nothing any more."""
        pot, _, bedrag = self.model.aanvragen[welke]
        terug = bedrag if self.model.houdt_vast(welke) else 0
        if self.stap(welke, van, doe, **opties):
            self.model.vrij[pot] += terug
            self.model.zet(welke, stand, Decimal(0))

    def leg_vast(self, welke, _bedrag):
        opties = {"kenmerk": f"B-{self.nummer}", "planjaar": 2024}
        if self.stap(welke, ("goedgekeurd",), aanvragen.leg_vast, **opties):
            self.model.zet(welke, "vastgelegd")

    def betaal(self, welke, bedrag, *, laatste=False):
        pot, stand, vast = self.model.aanvragen[welke]
        opties = {"bedrag": bedrag, "kenmerk": f"F-{self.nummer}", "laatste": laatste}
        if stand == "vastgelegd" and bedrag > vast:
            with pytest.raises(OnvoldoendeSaldo):
                aanvragen.betaal(aanvraag=self.zaken[welke], door=self.boekhouder, **opties)
        elif self.stap(welke, ("vastgelegd",), aanvragen.betaal, **opties):
            self.model.betaald[pot] += bedrag
            rest = vast - bedrag
            self.model.vrij[pot] += rest if laatste else 0
            nu = Decimal(0) if laatste else rest
            self.model.zet(welke, "vastgelegd" if nu else "betaald", nu)

    def laatste(self, welke, bedrag):
        self.betaal(welke, bedrag, laatste=True)

    def rest(self, welke, _bedrag):
        pot, _, bedrag = self.model.aanvragen[welke]
        if self.stap(welke, ("vastgelegd",), aanvragen.geef_rest_vrij, reden="nee"):
            self.model.vrij[pot] += bedrag
            self.model.zet(welke, "betaald", Decimal(0))

    def klopt(self):
        for pot_ in (INITIATIEVEN, AGENDA):
            assert saldi(self.wijk, pot_) == self.model.saldi(pot_)
        standen = [Aanvraag.objects.values_list("stand", flat=True).get(pk=zaak.pk) for zaak in self.zaken]
        assert standen == [stand for _, stand, _ in self.model.aanvragen]


STAP = st.tuples(
    st.sampled_from(STAPPEN),
    st.integers(min_value=0, max_value=5),
    st.integers(min_value=1, max_value=120_000).map(lambda centen: Decimal(centen) / 100),
)


@pytest.mark.regel("A-06", "B-05", "B-08", "B-10", "B-11", "B-18")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(stappen=st.lists(STAP, min_size=5, max_size=30))
def test_whatever_people_do_the_ledger_equals_the_model_to_the_cent(
    gegevens, manager, boekhouder, wijk, stappen
):
    # Each example works in a fresh part of the ledger: what earlier ones left is undone first.
    with transaction.atomic():
        spel = Spel(gegevens, manager, boekhouder, wijk)
        for stap in stappen:
            spel.doe(*stap)
            spel.klopt()
        assert {afwijking.controle for afwijking in controle.controleer()} <= {"verdeling (B-02)"}
        transaction.set_rollback(True)
