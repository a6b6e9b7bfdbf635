"""Years, pots and people to book with: the smallest that the ledger accepts."""

import datetime
import itertools
from decimal import Decimal

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from budgetten import aanvragen, grootboek, rekeningen
from budgetten.aanvragen import Bron
from budgetten.models import Aanvraag, Jaarbudget, Overheveling, Rekening
from budgetten.models.rekening import Potsoort, Staat
from tests.fabrieken import ClusterFactory, MedewerkerFactory, RolFactory, WijkFactory
from wijken.models import Mandaat, Medewerker
from wijkportaal.models import Beleidsparameter

JAAR = 2024
DAG = datetime.date(2024, 6, 1)
NAGEGAAN = [Bron("1a", "nvt", "Geen feest"), Bron("2", "geweigerd")]
SLEUTELS = itertools.count(1)


class JaarbudgetFactory(DjangoModelFactory):
    class Meta:
        model = Jaarbudget
        django_get_or_create = ("jaar",)

    jaar = JAAR
    bedrag = Decimal("250000.00")
    opstartkosten = Decimal("45000.00")
    bron = "test"


class AanvraagFactory(DjangoModelFactory):
    """A request as `vraag_aan` leaves it, without its checks."""

    class Meta:
        model = Aanvraag

    jaar = factory.SubFactory(JaarbudgetFactory)
    soort = Potsoort.INITIATIEVEN
    wijk = factory.SubFactory(WijkFactory)
    onderwerp = "proef:1"
    doel = "Een bankje op het plein"
    gericht_op = Aanvraag.Gericht.LEEFBAARHEID
    bereik = Aanvraag.Bereik.BUURT_OF_PLEK
    bedrag = Decimal("100.00")
    aanvrager = factory.SubFactory(MedewerkerFactory)


def geopend_jaar(jaar=JAAR, **velden):
    """A year with all its rekeningen and nothing in its pots yet."""
    budget = JaarbudgetFactory(jaar=jaar, **velden)
    rekeningen.open_rekeningen(budget)
    return budget


def pot(wijk, soort=Potsoort.INITIATIEVEN, staat=Staat.VRIJ, jaar=JAAR):
    return rekeningen.rekening(staat, jaar_id=jaar, soort=soort, wijk_id=wijk.pk)


def vul(naar, bedrag, door):
    """Bring money from the begroting to a pot of a wijk."""
    begroting = rekeningen.buiten(naar.jaar_id, Potsoort.BEGROTING)
    wijkbudget = rekeningen.rekening(Staat.VRIJ, jaar_id=naar.jaar_id, soort=Potsoort.WIJKBUDGET)
    for van, doel in ((begroting, wijkbudget), (wijkbudget, naar)):
        boek(van, doel, bedrag, door=door)


def boek(van, naar, bedrag, *, door, **velden):
    gewoon = {"sleutel": f"proef:{next(SLEUTELS)}", "reden": "proef", "regel": "B-08"}
    return grootboek.boek(van=van, naar=naar, bedrag=bedrag, door=door, **(gewoon | velden))


def toegezegd(bedrag=100, **velden):
    """A request that was approved a moment ago; in the same transaction its money is still to be reserved."""
    managers = Medewerker.objects.filter(rollen__soort="clustermanager")
    aanvraag = AanvraagFactory(bedrag=bedrag, **velden)
    aanvraag.stand, aanvraag.besloten_op = "goedgekeurd", timezone.now()
    aanvraag.beslisser = managers.first() or manager_van_het_wijkbudget()
    aanvraag.mandaat, aanvraag.positief_besluit = Mandaat.objects.get(geldsoort="wijkbudget"), "PB-1"
    aanvraag.save()
    return aanvraag


@transaction.atomic
def reserveer(wijk, bedrag, **velden):
    """The booking with which the money of an approved request is held."""
    aanvraag = toegezegd(bedrag, wijk=wijk)
    wie = {"door": aanvraag.beslisser, "mandaat": aanvraag.mandaat, "aanvraag": aanvraag}
    return boek(pot(wijk), pot(wijk, staat="gereserveerd"), bedrag, **(wie | velden))


def hevel_over(van, naar, bedrag, **velden):
    """Move free money, as somebody else than the proposer decided."""
    besluit = besloten_overheveling(van, naar, bedrag)
    return boek(van, naar, bedrag, door=besluit.besloten_door, overheveling=besluit, **velden)


def besloten_overheveling(van, naar, bedrag):
    """A decided transfer, of which the money is still to be moved."""
    voorstel = Overheveling.objects.create(
        van=van, naar=naar, bedrag=bedrag, reden="r", tekort=bedrag, voorgesteld_door=MedewerkerFactory()
    )
    voorstel.stand, voorstel.besloten_op = "goedgekeurd", timezone.now()
    voorstel.besloten_door = MedewerkerFactory()
    voorstel.save()
    return voorstel


def manager_van_het_wijkbudget():
    """Somebody with the mandate over the wijkbudget."""
    cluster = ClusterFactory(beheert_wijkbudget=True)
    manager = RolFactory(clustermanager=True, cluster=cluster).medewerker
    Mandaat.objects.create(
        geldsoort="wijkbudget", cluster=cluster, van=datetime.date(2024, 1, 1), bron="RM 6.1"
    )
    return manager


def beleidsmedewerker():
    """Somebody who proposes, keeps the books of the wijkbudget, and approves nothing."""
    return RolFactory(soort="beleidsmedewerker").medewerker


def wethouder_wijken():
    """Somebody who directs the money of all wijken."""
    return RolFactory(soort="wethouder_wijken").medewerker


VOLGORDE = [
    {"code": "1a", "naam": "Volksfeesten", "regeling": "volksfeesten", "van_gemeente": True},
    {"code": "2", "naam": "Roermondfonds", "sluit_gemeente_uit": True},
    {"code": "5", "naam": "Wijkbudget", "pot": "initiatieven", "van_gemeente": True},
    {"code": "6", "naam": "Partners", "pot": "partner"},
    {"code": "7", "naam": "Clusterbudget", "pot": "cluster", "van_gemeente": True},
]


def beleid():
    """The policy that requests are held against, as Roermond has it but with a shorter list of sources."""
    waarden = {
        "plafond-hele-wijk": "2000.00",
        "plafond-buurt-of-plek": "1000.00",
        "deel-wijkagenda": "0.67",
        "deel-initiatieven": "0.33",
        "volgorde-financiering": VOLGORDE,
        "volgorde-financiering-wijkagenda": [
            {"code": "cluster", "naam": "Clusterbudget"},
            {"code": "wijkbudget", "naam": "Wijkbudget", "pot": "agenda"},
        ],
    }
    for sleutel, waarde in waarden.items():
        Beleidsparameter.objects.get_or_create(
            sleutel=sleutel,
            geldig_vanaf=datetime.date(2024, 1, 1),
            defaults={"waarde": waarde, "bron": "RM"},
        )


def vraag(gegevens, **anders):
    door = anders.pop("door", None) or RolFactory(vakambtenaar=True).medewerker
    return aanvragen.vraag_aan(door=door, **(gegevens | anders))


def vraag_voor_maatregel(gegevens, **anders):
    """Ask money of the pot of the agenda, for the maatregel m1."""
    agenda = {"soort": Potsoort.AGENDA, "onderwerp": "proef:m1", "bronnen": [Bron("cluster", "geweigerd")]}
    return vraag(gegevens, **(agenda | anders))


def saldi(wijk, soort=Potsoort.INITIATIEVEN):
    rekeningen = Rekening.objects.met_saldo().filter(wijk=wijk, soort=soort)
    return {rekening.staat: rekening.saldo for rekening in rekeningen if rekening.saldo}
