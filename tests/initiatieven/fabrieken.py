"""Factories for cases: each trait is a state that the database accepts."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from initiatieven import financiering, geldroute, models, plan, services, triage, uitvoering
from tests.fabrieken import ClusterFactory, MedewerkerFactory, RolFactory, WijkFactory

# Days that are easy to count with; how they are worked out is for test_termijnen.
TERMIJN = {
    models.Fase.TRIAGE: datetime.timedelta(days=7),
    models.Fase.ORIENTATIE: datetime.timedelta(days=28),
}


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
    fase_sinds = factory.LazyFunction(timezone.now)
    uiterlijk = factory.LazyAttribute(
        lambda zaak: (
            timezone.localdate(zaak.fase_sinds) + TERMIJN[zaak.fase] if zaak.fase in TERMIJN else None
        )
    )
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


class ToetsbevindingFactory(DjangoModelFactory):
    class Meta:
        model = models.Toetsbevinding

    initiatief = factory.SubFactory(InitiatiefFactory)
    steen = models.Toetsbevinding.Steen.BELEID
    uitslag = models.Toetsbevinding.Uitslag.VOLDOET
    reden = "Het past bij het groenbeleid."
    door = factory.SubFactory(MedewerkerFactory)


class AdviesFactory(DjangoModelFactory):
    class Meta:
        model = models.Advies

    initiatief = factory.SubFactory(InitiatiefFactory)
    strekking = models.Advies.Strekking.MEEWERKEN
    tekst = "Doen: de hele straat staat erachter."
    door = factory.SubFactory(MedewerkerFactory)
    rol = "Wijkregisseur"


def in_toets(*, uitslag="voldoet", motivering="De straat wordt er mooier van.", **velden):
    """A case of which only the decision itself is still to be taken, by its vakambtenaar.

    `velden` with the prefix besluit_ are those of the prepared decision.
    """
    besluit = {naam[8:]: velden.pop(naam) for naam in list(velden) if naam.startswith("besluit_")}
    wijk = velden.pop("wijk", None) or WijkFactory()
    rol = velden.pop("rol", None) or RolFactory(vakambtenaar=True)
    velden = {"fase": models.Fase.TOETS, "vakambtenaar": rol.medewerker, "cluster": rol.cluster} | velden
    zaak = InitiatiefFactory(toegewezen=True, wijk=wijk, **velden)
    for steen in models.Toetsbevinding.Steen:
        ToetsbevindingFactory(initiatief=zaak, steen=steen, uitslag=uitslag, door=rol.medewerker)
    AdviesFactory(initiatief=zaak)
    models.Besluit.objects.create(initiatief=zaak, soort="principe", motivering=motivering, **besluit)
    return zaak


GEWONE_ANTWOORDEN = {
    "openbare_ruimte": "nee",
    "organisatie": "nee",
    "buren": "nee",
    "ontvankelijk": "ja",
    "soort": "initiatief",
    "reikwijdte": "buurt",
    "beleidsterrein": "Groen",
    "clusters": "alleen",
}


def beantwoord_alles(zaak, door, **anders):
    """Answer the eight questions of triage; `anders` gives other answers by question."""
    for vraag, antwoord in (GEWONE_ANTWOORDEN | anders).items():
        triage.beantwoord(zaak=zaak, door=door, vraag=vraag, antwoord=antwoord)


def in_uitwerking(**velden):
    """A case with a positive principebesluit: the residents work their plan out."""
    zaak = in_toets(**velden)
    services.voer_overgang_uit(zaak=zaak, naam="principebesluit-ja", door=zaak.vakambtenaar)
    return models.Initiatief.objects.get(pk=zaak.pk)


def met_plan(*, bedrag="400.00", bereik="buurt_of_plek", motivering="Het plan klopt.", **velden):
    """A case with a complete plan that was handed in; only the definitive decision is still to be taken."""
    zaak = in_uitwerking(**velden)
    plan.voeg_regel_toe(zaak=zaak, omschrijving="Bakken en aarde", bedrag=bedrag, betaler="gemeente")
    plan.voeg_regel_toe(zaak=zaak, omschrijving="Bouwen", bedrag=250, betaler="eigen_werk")
    plan.voeg_stap_toe(zaak=zaak, wat="Bakken timmeren", wanneer=datetime.date(2027, 4, 1))
    plan.schrijf_onderhoud(zaak=zaak, onderhoud="Buren geven om de beurt water.")
    plan.lever_in(zaak=zaak)
    tekst = {"motivering": motivering, "bereik": bereik}
    models.Besluit.objects.create(initiatief=zaak, soort="definitief", **tekst)
    return models.Initiatief.objects.get(pk=zaak.pk)


def ga_bronnen_na(zaak):
    """Record of every source that can speak now that it does not apply."""
    while halte := geldroute.volgende_bron(zaak):
        velden = {"code": halte.code, "uitkomst": "nvt", "toelichting": "Niet voor groen in de straat."}
        financiering.leg_bron_vast(zaak=zaak, door=zaak.vakambtenaar, **velden)


def besloten(**velden):
    """A case with a positive definitive decision, of which no source before the wijkbudget pays."""
    zaak = met_plan(**velden)
    ga_bronnen_na(zaak)
    services.voer_overgang_uit(zaak=zaak, naam="definitief-ja", door=zaak.vakambtenaar)
    return models.Initiatief.objects.get(pk=zaak.pk)


class GroepslidFactory(DjangoModelFactory):
    """Somebody who confirmed to join."""

    class Meta:
        model = models.Groepslid

    initiatief = factory.SubFactory(InitiatiefFactory, toegewezen=True)
    naam = "Bas Buurman"
    email = factory.Sequence(lambda n: f"bas{n}@bewoner.example")
    bevestigd_op = factory.LazyFunction(timezone.now)


class BoodschapFactory(DjangoModelFactory):
    """Something that a resident wrote."""

    class Meta:
        model = models.Boodschap

    initiatief = factory.SubFactory(InitiatiefFactory, toegewezen=True)
    van = models.Boodschap.Kant.BEWONER
    naam = "Truus Testbewoner"
    tekst = "Wanneer horen wij iets?"


class SteunFactory(DjangoModelFactory):
    """Confirmed support of somebody who is not shown."""

    class Meta:
        model = models.Steun

    initiatief = factory.SubFactory(InitiatiefFactory, publiek=True)
    naam = "Sanne Steuner"
    email = factory.Sequence(lambda n: f"sanne{n}@bewoner.example")
    bevestigd_op = factory.LazyFunction(timezone.now)


def leg_gesprek_klaar(zaak, *, steun=("advies",)):
    """Put on record all that the step to the toets asks: no plan needed, the talk, and the lowest step."""
    door = zaak.vakambtenaar
    models.Stappenplan.objects.update_or_create(
        initiatief=zaak, defaults={"niet_nodig": "Het is klein.", "niet_nodig_door": door}
    )
    punten = dict.fromkeys(models.Gespreksverslag.PUNTEN, "Dat is duidelijk.")
    models.Gespreksverslag.objects.create(
        initiatief=zaak, gesproken_op="2026-01-05", steun=list(steun), door=door, **punten
    )
    models.Tredekeuze.objects.create(initiatief=zaak, trede="loslaten", hoogte=0, door=door)


def verantwoord(**velden):
    """A case that was carried out, of which the residents gave account."""
    zaak = besloten(**velden)
    uitvoering.geef_verantwoording(zaak=zaak, gedaan="Twaalf bakken staan er.", kosten=380)
    return models.Initiatief.objects.get(pk=zaak.pk)


def afgerond(**velden):
    """A case that ended well."""
    zaak = verantwoord(**velden)
    ga_bronnen_na(zaak)
    services.voer_overgang_uit(zaak=zaak, naam="afronden", door=zaak.vakambtenaar)
    return models.Initiatief.objects.get(pk=zaak.pk)
