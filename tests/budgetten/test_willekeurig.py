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
from tests.budgetten.fabrieken import DAG, pot, saldi, vraag
from wijkportaal.uitzonderingen import VerouderdeActie

pytestmark = pytest.mark.django_db
STAPPEN = ("vraag", "keur_goed", "wijs_af", "trek_in", "leg_vast", "betaal", "laatste", "rest", "naar_agenda")


class Model:
    """What should happen: for each request its stand and what it holds, and what is free."""

    def __init__(self):
        self.vrij, self.betaald, self.agenda = Decimal(3000), Decimal(0), Decimal(500)
        self.aanvragen = []

    def saldi(self):
        som = {staat: Decimal(0) for staat in ("goedgekeurd", "vastgelegd")}
        for stand, bedrag in self.aanvragen:
            som[stand] = som.get(stand, Decimal(0)) + bedrag
        alles = {
            "vrij": self.vrij,
            "gereserveerd": som["goedgekeurd"],
            "verplicht": som["vastgelegd"],
            "betaald": self.betaald,
        }
        return {staat: bedrag for staat, bedrag in alles.items() if bedrag}


class Spel:
    """Takes each step in the portal and in the model, and holds them beside each other."""

    def __init__(self, gegevens, manager, boekhouder, wijk):
        self.gegevens, self.manager, self.boekhouder, self.wijk = gegevens, manager, boekhouder, wijk
        self.model, self.zaken, self.nummer = Model(), [], 0

    def doe(self, stap, welke, bedrag):
        self.nummer += 1
        if stap == "vraag":
            self.vraag(bedrag)
        elif stap == "naar_agenda":
            self.naar_agenda(bedrag)
        elif self.zaken:
            getattr(self, stap)(welke % len(self.zaken), bedrag)

    def vraag(self, bedrag):
        onderwerp = f"proef:{self.nummer}"
        if bedrag > min(self.model.vrij, 1000):
            with pytest.raises(AanvraagGeweigerd):
                vraag(self.gegevens, onderwerp=onderwerp, bedrag=bedrag)
            return
        self.zaken.append(vraag(self.gegevens, onderwerp=onderwerp, bedrag=bedrag))
        self.model.aanvragen.append(("aangevraagd", bedrag))

    def naar_agenda(self, bedrag):
        voorstel = verplaatsen.stel_overheveling_voor(
            van=pot(self.wijk),
            naar=pot(self.wijk, soort=Potsoort.AGENDA),
            bedrag=bedrag,
            reden="r",
            door=self.boekhouder,
        )
        keur_goed, opties = verplaatsen.keur_overheveling_goed, {"voorstel": voorstel, "door": self.manager}
        if self.mag(bedrag <= self.model.vrij, OnvoldoendeSaldo, keur_goed, op=DAG, **opties):
            self.model.vrij -= bedrag
            self.model.agenda += bedrag

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
            self.model.aanvragen[welke][0] in van,
            VerouderdeActie,
            doe,
            aanvraag=self.zaken[welke],
            **({"door": self.boekhouder} | opties),
        )

    def keur_goed(self, welke, _bedrag):
        stand, bedrag = self.model.aanvragen[welke]
        if stand == "aangevraagd" and bedrag > self.model.vrij:
            with pytest.raises(AanvraagGeweigerd):
                aanvragen.keur_goed(aanvraag=self.zaken[welke], door=self.manager, op=DAG)
        # Approving what one approved already changes nothing.
        elif (
            self.stap(welke, ("aangevraagd", "goedgekeurd"), aanvragen.keur_goed, door=self.manager, op=DAG)
            and stand[0] == "a"
        ):
            self.model.vrij -= bedrag
            self.model.aanvragen[welke] = ("goedgekeurd", bedrag)

    def wijs_af(self, welke, _bedrag):
        opties = {"door": self.manager, "reden": "nee", "op": DAG}
        if self.stap(welke, ("aangevraagd", "afgewezen"), aanvragen.wijs_af, **opties):
            self.model.aanvragen[welke] = ("afgewezen", Decimal(0))

    def trek_in(self, welke, _bedrag):
        stand, bedrag = self.model.aanvragen[welke]
        if self.stap(welke, ("aangevraagd", "goedgekeurd"), aanvragen.trek_in, reden="nee"):
            self.model.vrij += bedrag if stand == "goedgekeurd" else 0
            self.model.aanvragen[welke] = ("ingetrokken", Decimal(0))

    def leg_vast(self, welke, _bedrag):
        opties = {"kenmerk": f"B-{self.nummer}", "planjaar": 2024}
        if self.stap(welke, ("goedgekeurd",), aanvragen.leg_vast, **opties):
            self.model.aanvragen[welke] = ("vastgelegd", self.model.aanvragen[welke][1])

    def betaal(self, welke, bedrag, *, laatste=False):
        stand, vast = self.model.aanvragen[welke]
        opties = {"bedrag": bedrag, "kenmerk": f"F-{self.nummer}", "laatste": laatste}
        if stand == "vastgelegd" and bedrag > vast:
            with pytest.raises(OnvoldoendeSaldo):
                aanvragen.betaal(aanvraag=self.zaken[welke], door=self.boekhouder, **opties)
        elif self.stap(welke, ("vastgelegd",), aanvragen.betaal, **opties):
            self.model.betaald += bedrag
            rest = vast - bedrag
            self.model.vrij += rest if laatste else 0
            nu = Decimal(0) if laatste else rest
            self.model.aanvragen[welke] = ("vastgelegd" if nu else "betaald", nu)

    def laatste(self, welke, bedrag):
        self.betaal(welke, bedrag, laatste=True)

    def rest(self, welke, _bedrag):
        bedrag = self.model.aanvragen[welke][1]
        if self.stap(welke, ("vastgelegd",), aanvragen.geef_rest_vrij, reden="nee"):
            self.model.vrij += bedrag
            self.model.aanvragen[welke] = ("betaald", Decimal(0))

    def klopt(self):
        assert saldi(self.wijk) == self.model.saldi()
        assert saldi(self.wijk, Potsoort.AGENDA) == {"vrij": self.model.agenda}
        standen = [Aanvraag.objects.values_list("stand", flat=True).get(pk=zaak.pk) for zaak in self.zaken]
        assert standen == [stand for stand, _ in self.model.aanvragen]


STAP = st.tuples(
    st.sampled_from(STAPPEN),
    st.integers(min_value=0, max_value=5),
    st.integers(min_value=1, max_value=120_000).map(lambda centen: Decimal(centen) / 100),
)


@pytest.mark.regel("B-05", "B-08", "B-10", "B-11", "B-18")
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
