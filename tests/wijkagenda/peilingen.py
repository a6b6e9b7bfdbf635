"""Polls and votes: the smallest that the rules accept, and a clock that can be put forward."""

import datetime
from types import SimpleNamespace
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from tests.fabrieken import WijkFactory
from tests.wijkagenda.fabrieken import IdeeFactory, agenda_in
from wijkagenda import peilen, stemmen
from wijkagenda.models import Fase, Idee, Peiling, Stem, Stemmer, Stemregel
from wijkagenda.stemmen import Gever, Regel
from wijkportaal.models import Beleidsparameter

BELEID = {"bevestigen-termijn-dagen": 7, "bewaartermijn-peiling-dagen": 365, "peiling-kleinste-aantal": 10}
UUR = datetime.timedelta(hours=1)


def peilingbeleid():
    """The policy on which the rules of a poll rest."""
    for sleutel, waarde in BELEID.items():
        Beleidsparameter.objects.get_or_create(
            sleutel=sleutel,
            geldig_vanaf=datetime.date(2024, 1, 1),
            defaults={"waarde": waarde, "bron": "AVG"},
        )


def elders(w):
    """The same people, with another wijk."""
    return SimpleNamespace(**(vars(w) | {"wijk": WijkFactory()}))


def haalbare_ideeen(agenda, aantal, door):
    nu = timezone.now()
    return [
        IdeeFactory(agenda=agenda, oordeel=Idee.Oordeel.HAALBAAR, oordeel_door=door, oordeel_op=nu)
        for _ in range(aantal)
    ]


def concept(w, *, keuzes=3, **velden):
    """A concept on an agenda that is with the residents."""
    peilingbeleid()
    agenda = agenda_in(Fase.BEWONERSTOETS, w)
    haalbare_ideeen(agenda, keuzes, w.regisseur)
    peiling = peilen.maak_peiling(agenda=agenda, door=w.opbouw)
    velden = {"opent": timezone.now() - UUR} | velden
    for veld, waarde in velden.items():
        setattr(peiling, veld, waarde)
    peiling.save(update_fields=list(velden))
    return peiling


def open_peiling(w, **velden):
    """A poll in which can be voted now: ten points over three choices."""
    return geopend(concept(w, **velden), w)


def geopend(peiling, w):
    return peilen.open_peiling(peiling=peiling, door=w.opbouw, gezien=peiling.revisie)


def verzet(peiling, **velden):
    """Move the times of an opened poll, which nobody but the owner of the tables can, with the guard away."""
    waarden = ", ".join(f"{veld} = %s" for veld in velden)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE wijkagenda_peiling DISABLE TRIGGER peiling_bewaakt")
        cursor.execute(
            f"UPDATE wijkagenda_peiling SET {waarden} WHERE id = %s", [*velden.values(), peiling.pk]
        )
        cursor.execute("ALTER TABLE wijkagenda_peiling ENABLE TRIGGER peiling_bewaakt")
    return Peiling.objects.select_related("agenda__wijk").get(pk=peiling.pk)


def gesloten(peiling, geleden=datetime.timedelta(minutes=1)):
    """The same poll, which closed so long ago."""
    nu = timezone.now()
    return verzet(peiling, opent=nu - geleden - 21 * 24 * UUR, sluit=nu - geleden)


def sleutels(peiling):
    return list(peiling.keuzes.values_list("pk", flat=True))


def regels(peiling, *punten, steunt="ja", **velden):
    """A line per choice, with these points."""
    return [
        Regel(keuze, steunt, aantal, **velden)
        for keuze, aantal in zip(sleutels(peiling), punten, strict=False)
    ]


def geef(peiling, email="sanne@bewoner.example", *punten, **velden):
    """Vote online; return the vote that waits for the button, or None."""
    voor = set(Stem.objects.values_list("pk", flat=True))
    stemmen.geef_stem(
        peiling=peiling, regels=regels(peiling, *(punten or (5, 3, 2)), **velden), gever=Gever("Sanne", email)
    )
    return Stem.objects.exclude(pk__in=voor).first()


def stem(peiling, email="sanne@bewoner.example", *punten, **velden):
    """Vote online and press the button."""
    return stemmen.bevestig_stem(sleutel=geef(peiling, email, *punten, **velden).pk)


def op_papier(peiling, w, *punten, formulier=None, kanaal="papier", gever=None, **velden):
    return stemmen.voer_stem_in(
        peiling=peiling,
        kanaal=kanaal,
        formulier=formulier or stemmen.volgend_formulier(peiling),
        regels=regels(peiling, *(punten or (5, 3, 2)), **velden),
        gever=gever or Gever(),
        door=w.opbouw,
    )


def veel_stemmen(peiling, aantal):
    """So many votes that count, in a few queries."""
    keuzes = sleutels(peiling)
    rijen = [Stem(pk=uuid4(), peiling=peiling, kanaal="online") for _ in range(aantal)]
    Stem.objects.bulk_create(rijen)
    Stemregel.objects.bulk_create(
        Stemregel(stem=rij, peiling=peiling, keuze_id=keuzes[n % len(keuzes)], steunt="ja", punten=1)
        for n, rij in enumerate(rijen)
    )
    Stemmer.objects.bulk_create(
        Stemmer(stem=rij, peiling=peiling, email=f"s{n}@x.example") for n, rij in enumerate(rijen)
    )
    Stem.objects.filter(peiling=peiling).update(bevestigd_op=timezone.now())
