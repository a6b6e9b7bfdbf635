"""Agendas with people, money and maatregelen: the smallest that the rules accept."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from budgetten.models import Verdeling
from budgetten.models.rekening import Potsoort
from tests.budgetten import fabrieken as geld
from tests.fabrieken import (
    ClusterFactory,
    GemeenteFactory,
    MedewerkerFactory,
    PartnerFactory,
    RolFactory,
    WijkFactory,
)
from wijkagenda import agendas, beoordelen, vaststellen
from wijkagenda.models import Beoordeling, Bijdrage, Bronverkenning, Fase, Idee, Maatregel, Thema, Wijkagenda
from wijken.models import Coalitielid, Mandaat, Wijkcoalitie
from wijkportaal.models import Beleidsparameter

PDF = b"%PDF-1.7 besluit"
JAAR = timezone.localdate().year


class WijkagendaFactory(DjangoModelFactory):
    """An agenda of four years that collects."""

    class Meta:
        model = Wijkagenda

    wijk = factory.SubFactory(WijkFactory)
    vorm = Wijkagenda.Vorm.VOLLEDIG
    van = factory.LazyFunction(lambda: datetime.date(JAAR, 1, 1))
    tot = factory.LazyFunction(lambda: datetime.date(JAAR + 3, 12, 31))


class ThemaFactory(DjangoModelFactory):
    class Meta:
        model = Thema

    naam = factory.Sequence(lambda n: f"Thema {n + 1}")


class IdeeFactory(DjangoModelFactory):
    """An idea that staff wrote down: confirmed, and not tested yet."""

    class Meta:
        model = Idee

    agenda = factory.SubFactory(WijkagendaFactory)
    titel = factory.Sequence(lambda n: f"Idee {n + 1}")
    wat = "Meer groen in de straat."
    thema = factory.SubFactory(ThemaFactory)
    herkomst = Idee.Herkomst.BEWONER
    bevestigd_op = factory.LazyFunction(timezone.now)


class MaatregelFactory(DjangoModelFactory):
    """A maatregel with its seven parts, without anybody who pays or works."""

    class Meta:
        model = Maatregel

    agenda = factory.SubFactory(WijkagendaFactory)
    nummer = factory.Sequence(lambda n: n + 1)
    titel = factory.Sequence(lambda n: f"Maatregel {n + 1}")
    omschrijving = "We planten bomen langs de weg."
    thema = factory.SubFactory(ThemaFactory)
    doel = "Het plein wordt te warm."
    effect = "Meer schaduw."
    trekker = "Cluster Openbare Ruimte"
    trekker_email = "trekker@voorbeeldstad.example"
    betrokkenen = "Bewoners en wijkraad"
    kosten = Decimal("0.00")
    jaar_van = JAAR
    jaar_tot = JAAR + 1
    beheer = "De gemeente onderhoudt de bomen."
    past_bij_beleid = True
    beleid_toelichting = "De groennota 2025"
    indicator = "Aantal bomen"
    eenheid = "bomen"
    startwaarde = Decimal(2)
    streefwaarde = Decimal(12)
    streefdatum = datetime.date(JAAR + 1, 12, 31)


class BijdrageFactory(DjangoModelFactory):
    class Meta:
        model = Bijdrage

    maatregel = factory.SubFactory(MaatregelFactory)
    bron = Bijdrage.Bron.CLUSTER
    inzet = "Plant de bomen"

    class Params:
        cluster_betaalt = factory.Trait(cluster=factory.SubFactory(ClusterFactory))


def wereld(*, pot: int = 10_000) -> SimpleNamespace:
    """Return a wijk with everybody who has a part in its agenda, and money in the pot for the agenda.

    Two clusters (`groen`, `verkeer`) with a manager, a partner with a budgethouder, the manager of the
    wijkbudget, wijkregisseur, beleidsmedewerker, opbouwwerker and collegesecretaris; a coalitie of two.
    """
    GemeenteFactory()
    geld.beleid()
    wijk = WijkFactory()
    w = SimpleNamespace(wijk=wijk, manager=geld.manager_van_het_wijkbudget())
    w.regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    w.beleid = RolFactory(soort="beleidsmedewerker").medewerker
    w.opbouw = RolFactory(soort="opbouwwerker").medewerker
    w.secretaris = RolFactory(soort="collegesecretaris").medewerker
    w.groen, w.manager_groen = cluster_met_manager()
    w.verkeer, w.manager_verkeer = cluster_met_manager()
    w.partner = PartnerFactory(soort="corporatie")
    w.budgethouder = RolFactory(soort="budgethouder", partner=w.partner).medewerker
    Mandaat.objects.create(
        geldsoort="partnergeld", partner=w.partner, van=datetime.date(2024, 1, 1), bron="Convenant"
    )
    vul_pot(wijk, pot, w.beleid)
    w.coalitie = Wijkcoalitie.objects.create(wijk=wijk, van=datetime.date(2024, 1, 1))
    w.leden = [
        Coalitielid.objects.create(
            coalitie=w.coalitie, plaats="opbouwwerker", medewerker=w.opbouw, van=datetime.date(2024, 1, 1)
        ),
        Coalitielid.objects.create(
            coalitie=w.coalitie, plaats="corporatie", partner=w.partner, van=datetime.date(2024, 1, 1)
        ),
    ]
    return w


def cluster_met_manager():
    """A cluster with money of its own, and who has the mandate over it."""
    cluster = ClusterFactory()
    manager = RolFactory(clustermanager=True, cluster=cluster).medewerker
    Mandaat.objects.create(
        geldsoort="clusterbudget", cluster=cluster, van=datetime.date(2024, 1, 1), bron="Mandaatregeling"
    )
    return cluster, manager


def vul_pot(wijk, bedrag, door):
    """An open year of today, divided, with money in the pot of this wijk for the agenda."""
    vastgesteld_jaar(JAAR, wijk, Decimal(bedrag), door=door)
    if bedrag:
        geld.vul(geld.pot(wijk, soort=Potsoort.AGENDA, jaar=JAAR), bedrag, door)


def vastgesteld_jaar(jaar, wijk, bedrag, *, door):
    """A year whose division is decided: all of it for the agenda of one wijk, with every rekening."""
    budget = geld.geopend_jaar(jaar)
    delen = {
        naam: Beleidsparameter.objects.geldend(f"deel-{naam}") for naam in ("wijkagenda", "initiatieven")
    }
    verdeling = Verdeling.objects.create(
        jaar=budget,
        peildatum=datetime.date(jaar - 1, 1, 1),
        voor_agenda=bedrag,
        voor_initiatieven=0,
        deel_agenda=delen["wijkagenda"],
        deel_initiatieven=delen["initiatieven"],
        voorgesteld_door=door,
    )
    verdeling.regels.create(
        wijk=wijk,
        inwoners=1000,
        exact=bedrag,
        voorstel_agenda=bedrag,
        voorstel_initiatieven=0,
        agenda=bedrag,
        initiatieven=0,
    )
    verdeling.vastgesteld_door, verdeling.vastgesteld_op = MedewerkerFactory(), timezone.now()
    verdeling.kenmerk = "B-1"
    verdeling.save(update_fields=["vastgesteld_door", "vastgesteld_op", "kenmerk"])


def agenda_in(fase: str, w: SimpleNamespace, **velden) -> Wijkagenda:
    """An agenda of this world that stands in `fase`, without the steps that lead there."""
    return WijkagendaFactory(wijk=w.wijk, fase=fase, **velden)


def maatregel_van(agenda, *, kosten="0.00", **velden):
    """A complete maatregel that still needs its parts."""
    nummer = agenda.maatregelen.count() + 1
    return MaatregelFactory(agenda=agenda, nummer=nummer, kosten=Decimal(kosten), **velden)


def met_cluster(maatregel, cluster, bedrag="0.00", **velden):
    return BijdrageFactory(maatregel=maatregel, cluster=cluster, bedrag=Decimal(bedrag), **velden)


def met_partner(maatregel, partner, bedrag="0.00"):
    return BijdrageFactory(maatregel=maatregel, bron="partner", partner=partner, bedrag=Decimal(bedrag))


def met_wijkbudget(maatregel, bedrag, door):
    """The wijkbudget pays the rest, after the cluster said what it cannot pay (A-07)."""
    Bronverkenning.objects.create(
        maatregel=maatregel, code="cluster", uitkomst="geweigerd", toelichting="Geen ruimte", door=door
    )
    return BijdrageFactory(maatregel=maatregel, bron="wijkbudget", bedrag=Decimal(bedrag), inzet="")


def leg_voor(agenda, door):
    """Take the step from uitwerking to beoordeling, by which everybody is asked."""
    agendas.voer_stap_uit(agenda=agenda, naam="beoordelen", door=door, hoe="In de coalitie besproken")
    agenda.refresh_from_db()


def vraag_over(deel) -> Beoordeling:
    """The question about a part as it is now."""
    return Beoordeling.objects.actueel().get(bijdrage=deel)


def keur_goed(deel, door, **velden):
    """Say yes to a part, as somebody who saw it as it is."""
    vraag = vraag_over(deel)
    gezien = beoordelen.revisie_van(vraag)
    return beoordelen.beoordeel(vraag=vraag, door=door, akkoord=True, gezien=gezien, **velden)


def stap(agenda, naam, door):
    """Take a step and return the agenda as it is then."""
    agendas.voer_stap_uit(agenda=agenda, naam=naam, door=door, hoe="Besproken in de wijkcoalitie")
    return Wijkagenda.objects.get(pk=agenda.pk)


def coalitie_zegt_ja(agenda, w):
    """Record the yes of every member."""
    for lid in vaststellen.nog_geen_akkoord(agenda):
        vaststellen.leg_akkoord_vast(
            agenda=agenda, lid=lid, vorm="Handtekening", gegeven_op=timezone.localdate(), door=w.regisseur
        )


def stel_vast(agenda, w, **velden):
    """Adopt the agenda as the collegesecretaris does."""
    gegevens = {
        "nummer": "2026/1",
        "datum": timezone.localdate(),
        "naam": "besluit.pdf",
        "soort": "application/pdf",
        "inhoud": PDF,
        "toelichting": "Eerste versie.",
    }
    return vaststellen.stel_vast(agenda=agenda, door=w.secretaris, **(gegevens | velden))


def bied_aan(agenda, w):
    """Offer the adopted version to the raad; from then on it is public."""
    return vaststellen.bied_aan(
        agenda=agenda,
        door=w.secretaris,
        aangeboden_op=timezone.localdate(),
        kenmerk="RB-1",
        toelichting="Het college biedt de agenda aan.",
    )


def gepubliceerde_agenda(w, *, aantal=1, wijkbudget="0.00"):
    """A published first version: `aantal` maatregelen on which a cluster works, the first with money."""
    agenda = agenda_in(Fase.UITWERKING, w)
    for _ in range(aantal):
        maatregel = maatregel_van(agenda)
        met_cluster(maatregel, w.groen)
    if Decimal(wijkbudget):
        eerste = agenda.maatregelen.get(nummer=1)
        eerste.kosten = Decimal(wijkbudget)
        eerste.save(update_fields=["kosten"])
        met_wijkbudget(eerste, wijkbudget, w.regisseur)
    return volgende_versie(agenda, w, toelichting="Eerste versie.")


def volgende_versie(agenda, w, *, toelichting="Iets is anders."):
    """Publish the version that is being worked out, with every approval that it still needs."""
    leg_voor(agenda, w.regisseur)
    managers = {"cluster": w.manager_groen, "wijkbudget": w.manager}
    for vraag in Beoordeling.objects.actueel().wacht().filter(bijdrage__maatregel__agenda=agenda):
        keur_goed(vraag.bijdrage, managers[vraag.bijdrage.bron])
    agenda = stap(agenda, "opstellen", w.regisseur)
    coalitie_zegt_ja(agenda, w)
    agenda = stap(agenda, "aanbieden-college", w.regisseur)
    stel_vast(agenda, w, nummer=f"2026/{agenda.ronde}", toelichting=toelichting)
    agenda.refresh_from_db()
    bied_aan(agenda, w)
    agenda.refresh_from_db()
    return agenda
