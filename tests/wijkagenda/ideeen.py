"""What the tests of collecting and the first test share: policy, people, and how a resident goes about it."""

import datetime
from types import SimpleNamespace

from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.fabrieken import ClusterFactory, GemeenteFactory, PartnerFactory, RolFactory, WijkFactory
from tests.wijkagenda.fabrieken import IdeeFactory, WijkagendaFactory
from wijkagenda import eerste_toets
from wijkagenda.models import Ideegever, Toetsvraag
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Beleidsparameter

ROUTE = "wijkagenda:idee_link"
MORGEN = datetime.timedelta(days=1)
JA = {"past_bij_beleid": True, "realiseerbaar": True, "betaalbaar": True, "reguliere_taak": False}


def beleid():
    """The terms by which personal data of residents are kept."""
    waarden = {
        "bevestigen-termijn-dagen": 7,
        "bewaartermijn-persoonsgegevens-dagen": 730,
        "volglink-geldig-dagen": 30,
    }
    for sleutel, waarde in waarden.items():
        Beleidsparameter.objects.create(
            sleutel=sleutel, waarde=waarde, geldig_vanaf=datetime.date(2020, 1, 1), bron="Test"
        )


def mensen(wijk=None):
    """A wijk with who collects for it, and two clusters and a partner who can answer."""
    GemeenteFactory()
    beleid()
    cache.clear()
    wijk = wijk or WijkFactory()
    m = SimpleNamespace(wijk=wijk, groen=ClusterFactory(), verkeer=ClusterFactory(), partner=PartnerFactory())
    m.regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    m.ander = RolFactory(wijkregisseur=True).medewerker
    m.ambtenaar = RolFactory(vakambtenaar=True, cluster=m.groen).medewerker
    m.manager = RolFactory(clustermanager=True, cluster=m.groen).medewerker
    m.ambtenaar_verkeer = RolFactory(vakambtenaar=True, cluster=m.verkeer).medewerker
    m.corporatie = RolFactory(soort="partner", partner=m.partner).medewerker
    return m


def agenda_voor(m, **velden):
    return WijkagendaFactory(wijk=m.wijk, **velden)


def gegeven_idee(agenda, email="truus@bewoner.example", naam="Truus Testbewoner", **velden):
    """A confirmed idea of a resident who is still known."""
    idee = IdeeFactory(agenda=agenda, **velden)
    Ideegever.objects.create(idee=idee, naam=naam, email=email)
    return idee


def formulier(agenda):
    return reverse("wijkagenda:idee", args=[agenda.wijk.slug, agenda.van.year])


def geef(agenda, client=None, **velden):
    """Send the form as a resident does."""
    gegevens = {
        "titel": "Meer bomen",
        "wat": "Het plein is te warm.",
        "naam": "Truus Testbewoner",
        "email": "truus@bewoner.example",
    }
    return (client or Client()).post(formulier(agenda), gegevens | velden)


def linkpad(gever, route=ROUTE):
    return onderteken(Link(route, str(gever.sleutel)))


def vraag(idee, partij, door, dagen=1):
    """Ask one party, and return the question."""
    uiterlijk = timezone.localdate() + datetime.timedelta(days=dagen)
    eerste_toets.vraag_toets(
        agenda=idee.agenda, ideeen=[idee], partijen=[partij], uiterlijk=uiterlijk, door=door
    )
    soort = "cluster" if partij._meta.model_name == "cluster" else "partner"
    return Toetsvraag.objects.get(idee=idee, **{soort: partij})


def antwoord(vraag, door, **anders):
    """Answer as somebody who saw the page as it is."""
    gezien = eerste_toets.stand_van(vraag)
    return eerste_toets.beantwoord(vraag=vraag, door=door, gezien=gezien, **(JA | anders))


def oordeel(idee, door, wat="haalbaar", reden=""):
    return eerste_toets.geef_oordeel(agenda=idee.agenda, ideeen=[idee], oordeel=wat, door=door, reden=reden)
