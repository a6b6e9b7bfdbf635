"""Factories for the models of `wijken`: the smallest valid row, with Dutch looking values."""

import datetime
from typing import Any

import factory
from django.utils.text import slugify
from factory.django import DjangoModelFactory

from wijken import models


class GemeenteFactory(DjangoModelFactory):
    class Meta:
        model = models.Gemeente
        django_get_or_create = ("enig",)

    enig = True
    naam = "Voorbeeldstad"
    cbs_code = "GM0000"
    kenmerk_voorvoegsel = "VB"
    email = "gemeente@voorbeeldstad.example"
    telefoon = "14 0000"
    meldingen_url = "https://www.voorbeeldstad.example/meldingen"
    klachtencoordinator_email = "klachten@voorbeeldstad.example"


class WijkFactory(DjangoModelFactory):
    class Meta:
        model = models.Wijk

    nummer = factory.Sequence(lambda n: n + 1)
    naam = factory.Sequence(lambda n: f"Wijk {n + 1}")
    slug = factory.LazyAttribute(lambda wijk: slugify(wijk.naam))


class CbsWijkFactory(DjangoModelFactory):
    class Meta:
        model = models.CbsWijk

    code = factory.Sequence(lambda n: f"WK{n:06}")
    naam = factory.Sequence(lambda n: f"Wijk {n:02}")
    wijk = factory.SubFactory(WijkFactory)
    grens = {"type": "Polygon", "coordinates": [[[6.0, 51.1], [6.1, 51.1], [6.1, 51.2], [6.0, 51.1]]]}
    bron = "CBS"


class BuurtFactory(DjangoModelFactory):
    class Meta:
        model = models.Buurt

    wijk = factory.SubFactory(WijkFactory)
    naam = factory.Sequence(lambda n: f"Buurt {n + 1}")


class InwonertalFactory(DjangoModelFactory):
    class Meta:
        model = models.Inwonertal

    wijk = factory.SubFactory(WijkFactory)
    peildatum = datetime.date(2023, 1, 1)
    aantal = 1000
    bron = "Basisregistratie personen"


class WijkteamoverlegFactory(DjangoModelFactory):
    class Meta:
        model = models.Wijkteamoverleg
        skip_postgeneration_save = True

    naam = factory.Sequence(lambda n: f"Wijkteam {n + 1}")

    @factory.post_generation
    def wijken(self, create: bool, extracted: list[models.Wijk] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.wijken.set(extracted)


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = models.Cluster

    naam = factory.Sequence(lambda n: f"Cluster {n + 1}")


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = models.Partner

    naam = factory.Sequence(lambda n: f"Partner {n + 1}")
    soort = models.Partner.Soort.OVERIG


class MedewerkerFactory(DjangoModelFactory):
    """An account without a password: tests sign in with `client.force_login`."""

    class Meta:
        model = models.Medewerker

    email = factory.Sequence(lambda n: f"medewerker{n + 1}@voorbeeldstad.example")
    naam = factory.Sequence(lambda n: f"Medewerker {n + 1}")
    password = "!"


class RolFactory(DjangoModelFactory):
    """A role that holds from 2024 until further notice; the traits give it its kind and what it is of."""

    class Meta:
        model = models.Rol

    class Params:
        kcc = factory.Trait(soort=models.Rol.Soort.KCC)
        beheerder = factory.Trait(soort=models.Rol.Soort.BEHEERDER)
        wijkregisseur = factory.Trait(
            soort=models.Rol.Soort.WIJKREGISSEUR, wijk=factory.SubFactory(WijkFactory)
        )
        wijkwethouder = factory.Trait(
            soort=models.Rol.Soort.WIJKWETHOUDER, wijk=factory.SubFactory(WijkFactory)
        )
        vakambtenaar = factory.Trait(
            soort=models.Rol.Soort.VAKAMBTENAAR, cluster=factory.SubFactory(ClusterFactory)
        )
        clustermanager = factory.Trait(
            soort=models.Rol.Soort.CLUSTERMANAGER, cluster=factory.SubFactory(ClusterFactory)
        )
        budgethouder = factory.Trait(
            soort=models.Rol.Soort.BUDGETHOUDER, partner=factory.SubFactory(PartnerFactory)
        )

    medewerker = factory.SubFactory(MedewerkerFactory)
    soort = models.Rol.Soort.KCC
    van = datetime.date(2024, 1, 1)


class GebiedFactory(DjangoModelFactory):
    class Meta:
        model = models.Gebied

    naam = factory.Sequence(lambda n: f"Gebied {n + 1}")


class WijkcoalitieFactory(DjangoModelFactory):
    class Meta:
        model = models.Wijkcoalitie

    wijk = factory.SubFactory(WijkFactory)
    van = datetime.date(2024, 3, 1)


class GesprekFactory(DjangoModelFactory):
    """A talk after which the wijkraad has a formal seat; the trait makes it one with another outcome."""

    class Meta:
        model = models.VerkennendGesprek

    class Params:
        meedenken = factory.Trait(uitkomst="meedenken", slagkracht=False)

    partner = factory.SubFactory(PartnerFactory, soort=models.Partner.Soort.WIJKRAAD)
    wijk = factory.SubFactory(WijkFactory)
    op = datetime.date(2024, 2, 1)
    gevoerd_door = "De wijkregisseur"
    ingebed = belangen = slagkracht = gesprekspartner = True
    ingebed_toelichting = belangen_toelichting = "Ja, dat is zo."
    slagkracht_toelichting = gesprekspartner_toelichting = "Dat bleek uit het gesprek."
    uitkomst = "formeel"


class CoalitielidFactory(DjangoModelFactory):
    """The seat of a corporatie."""

    class Meta:
        model = models.Coalitielid

    coalitie = factory.SubFactory(WijkcoalitieFactory)
    plaats = models.Coalitielid.Plaats.CORPORATIE
    partner = factory.SubFactory(PartnerFactory, soort=models.Partner.Soort.CORPORATIE)
    van = datetime.date(2024, 3, 1)


class ConvenantFactory(DjangoModelFactory):
    class Meta:
        model = models.Convenant

    onderwerp = "Delen van gegevens"
    van = datetime.date(2024, 7, 1)


class ConvenantdocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Convenantdocument

    convenant = factory.SubFactory(ConvenantFactory)
    naam = "convenant.pdf"
    type = "application/pdf"
    inhoud = b"%PDF-1.7 getekend"
    grootte = factory.LazyAttribute(lambda document: len(document.inhoud))
    toegevoegd_door = factory.SubFactory(MedewerkerFactory)


class OverlegFactory(DjangoModelFactory):
    """A wijkteamoverleg that is planned; the traits make it one that was held, or that of all wijkraden."""

    class Meta:
        model = models.Overleg
        skip_postgeneration_save = True

    class Params:
        gehouden = factory.Trait(
            status=models.Overleg.Status.GEHOUDEN,
            datum=datetime.date(2026, 3, 2),
            verslag="Er is gesproken over het plein.",
            verslag_op=datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC),
            verslag_door=factory.SelfAttribute("voorzitter"),
        )
        wijkoverstijgend = factory.Trait(
            niveau=models.Overleg.Niveau.WIJKOVERSTIJGEND,
            voorzitter=factory.LazyFunction(
                lambda: RolFactory(soort=models.Rol.Soort.WETHOUDER_WIJKEN).medewerker
            ),
        )

    niveau = models.Overleg.Niveau.UITVOEREND
    titel = factory.Sequence(lambda n: f"Overleg {n + 1}")
    datum = datetime.date(2036, 3, 3)
    voorzitter = factory.SubFactory(MedewerkerFactory)

    @factory.post_generation
    def wijken(self, create: bool, extracted: list[models.Wijk] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.wijken.set(extracted)

    @factory.post_generation
    def deelnemers(self, create: bool, extracted: list[models.Medewerker] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.deelnemers.set(extracted)

    @factory.post_generation
    def partners(self, create: bool, extracted: list[models.Partner] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.partners.set(extracted)


class ActiepuntFactory(DjangoModelFactory):
    """Something that the chair promised at a meeting that was held."""

    class Meta:
        model = models.Actiepunt

    overleg = factory.SubFactory(OverlegFactory, gehouden=True)
    wat = "De bankjes laten nakijken"
    eigenaar = factory.SelfAttribute("overleg.voorzitter")
    uiterlijk = datetime.date(2036, 4, 1)


class SignaalFactory(DjangoModelFactory):
    class Meta:
        model = models.Signaal

    overleg = factory.SubFactory(OverlegFactory, gehouden=True, niveau=models.Overleg.Niveau.STRATEGISCH)
    wijk = factory.SubFactory(WijkFactory)
    soort = models.Signaal.Soort.SIGNAAL
    thema = "Overlast"
    tekst = "Op het plein is het 's avonds onrustig."
    vastgelegd_door = factory.SelfAttribute("overleg.voorzitter")
