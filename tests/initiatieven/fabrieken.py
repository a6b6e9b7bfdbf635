"""Factories for cases: each trait is a state that the database accepts."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from initiatieven import models
from tests.fabrieken import ClusterFactory, MedewerkerFactory, WijkFactory


class InitiatiefFactory(DjangoModelFactory):
    """A confirmed case that waits for triage."""

    class Meta:
        model = models.Initiatief
        skip_postgeneration_save = True

    class Params:
        onbevestigd = factory.Trait(fase=models.Fase.IDEE, bevestigd_op=None)
        toegewezen = factory.Trait(
            fase=models.Fase.ORIENTATIE,
            soort=models.Initiatief.Soort.INITIATIEF,
            cluster=factory.SubFactory(ClusterFactory),
            vakambtenaar=factory.SubFactory(MedewerkerFactory),
        )
        publiek = factory.Trait(toegewezen=True, openbaar=True)

    kenmerk = factory.Sequence(lambda n: f"VB-2026-{n + 1:05}")
    fase = models.Fase.TRIAGE
    bevestigd_op = factory.LazyFunction(timezone.now)
    titel = "Bankje bij de speeltuin"
    wat = "Een bank waar ouders kunnen zitten."
    waarom = "Nu staat iedereen."
    wijk = factory.SubFactory(WijkFactory)
    openbaar_akkoord = True
    indiener = factory.RelatedFactory("tests.initiatieven.fabrieken.IndienerFactory", "initiatief")


class IndienerFactory(DjangoModelFactory):
    class Meta:
        model = models.Indiener

    initiatief = factory.SubFactory(InitiatiefFactory, indiener=None)
    naam = "Truus Testbewoner"
    email = "truus@bewoner.example"
    toestemming_op = factory.LazyFunction(timezone.now)


class ToegangslinkFactory(DjangoModelFactory):
    class Meta:
        model = models.Toegangslink

    initiatief = factory.SubFactory(InitiatiefFactory)
    doel = models.Toegangslink.Doel.VOLGEN
    verloopt_op = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))


class BijlageFactory(DjangoModelFactory):
    class Meta:
        model = models.Bijlage

    initiatief = factory.SubFactory(InitiatiefFactory)
    naam = "plan.pdf"
    type = "application/pdf"
    grootte = 8
    inhoud = b"%PDF-1.7"
