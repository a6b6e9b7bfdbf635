"""What this app puts on *Mijn werk*: what waits, what is late, what is followed, what did not arrive."""

from typing import Any, cast

from django.db.models import CharField, Exists, Func, OuterRef, Q, QuerySet, Value
from django.dispatch import receiver
from django.http import HttpRequest

from initiatieven.models import Advies, Besluit, Boodschap, Fase, Initiatief, Taak, Vraag
from initiatieven.models.taak import TaakQuerySet
from initiatieven.rechten import zaken_om_advies, zaken_voor_triage, zichtbare_zaken
from initiatieven.termijnen import BIJNA_DAGEN, dringendste_eerst, verstrijkt
from initiatieven.woorden import GEMEENTE, TEKSTEN
from wijken.models import Medewerker
from wijkportaal.mijnwerk import mijnwerk, stapel
from wijkportaal.models import Bericht
from wijkportaal.onderdelen import Onderdeel

GEMEENTE_AAN_ZET = tuple(fase for fase, uitleg in TEKSTEN.items() if uitleg.aan_zet == GEMEENTE)


def behandelt(medewerker: Medewerker) -> bool:
    """Tell whether this person handles cases, and does not only read them."""
    return medewerker.has_perm("initiatieven.change_initiatief")


def wacht_op(medewerker: Medewerker) -> Q:
    """Select the cases in which this person is to act.

    Triage and advice go by the own role, the phases after triage by the own cases: of those in uitvoering
    only where a plan waits for the definitive decision, or where a verzoek is carried out. Not those of which
    the residents have the ball, because they were asked something.
    """
    van_mij = Q(fase__in=GEMEENTE_AAN_ZET) & ~Q(fase=Fase.TRIAGE) | plan_wacht_op_besluit() | wordt_gedaan()
    geadviseerd = Exists(Advies.objects.filter(initiatief=OuterRef("pk")))
    bij_bewoners = Exists(Vraag.objects.open().filter(initiatief=OuterRef("pk")))
    bij_mij = (
        Q(vakambtenaar=medewerker) & van_mij
        | Q(fase=Fase.TRIAGE) & zaken_voor_triage(medewerker)
        | Q(fase=Fase.TOETS) & zaken_om_advies(medewerker) & ~Q(geadviseerd)
    )
    return bij_mij & ~Q(bij_bewoners)


def plan_wacht_op_besluit() -> Q:
    """Select the cases of which the residents handed in their plan, and nobody decided on it (I-15)."""
    besluit = Besluit.objects.filter(initiatief=OuterRef("pk"), soort=Besluit.Soort.DEFINITIEF)
    ingeleverd = Q(fase=Fase.UITVOERING, plan__ingeleverd_op__isnull=False)
    return ingeleverd & ~Q(Exists(besluit.exclude(uitkomst="")))


def wordt_gedaan() -> Q:
    """Select the verzoeken that the municipality carries out."""
    return Q(fase=Fase.UITVOERING, soort=Initiatief.Soort.VERZOEK)


def bewaakt_door(medewerker: Medewerker) -> Q:
    """Select the cases whose term this person guards: all that may be seen.

    Who handles cases of the whole municipality (KCC) guards those that wait for the own hands.
    """
    zichtbaar = zichtbare_zaken(medewerker)
    return zichtbaar or (wacht_op(medewerker) if behandelt(medewerker) else zichtbaar)


def zaken_van(medewerker: Medewerker) -> QuerySet[Initiatief]:
    """Return the cases that this person may see, with what a line on the start page shows."""
    zaken = Initiatief.objects.zichtbaar_voor(medewerker).select_related("wijk")
    termijnen = ("uiterlijk", "beslissen_voor")
    return zaken.only("kenmerk", "titel", "fase", "fase_sinds", *termijnen, "keer_overgedragen", "wijk__naam")


def dringende_zaken(medewerker: Medewerker) -> QuerySet[Initiatief]:
    """Return the cases of this person that are late or nearly, the most urgent on top."""
    laat = zaken_van(medewerker).filter(bewaakt_door(medewerker), verstrijkt(binnen=BIJNA_DAGEN))
    return dringendste_eerst(laat)


def taken_voor(medewerker: Medewerker) -> TaakQuerySet:
    """Return the tasks that wait for this person, the most urgent on top."""
    return (
        Taak.objects.open()
        .van(medewerker)
        .select_related("initiatief", "cluster")
        .order_by("uiterlijk", "pk")
    )


def met_nieuwe_berichten(medewerker: Medewerker) -> Q:
    """Select the cases in which submitters wrote something that this person, as the contact, has to read."""
    ongelezen = Boodschap.objects.ongelezen_van(Boodschap.Kant.BEWONER).filter(initiatief=OuterRef("pk"))
    wacht_nog = Q(vakambtenaar=None, fase=Fase.TRIAGE) & zaken_voor_triage(medewerker)
    return (Q(vakambtenaar=medewerker) | wacht_nog) & Q(Exists(ongelezen))


def niet_aangekomen(medewerker: Medewerker) -> QuerySet[Bericht]:
    """Return the messages about the cases of this person that could not be delivered so far."""
    kenmerk = Func("gebeurtenis", Value(":"), Value(1), function="SPLIT_PART", output_field=CharField())
    zaak = Initiatief.objects.zichtbaar_voor(medewerker).filter(kenmerk=OuterRef("kenmerk"))
    mislukt = Bericht.objects.te_verzenden().filter(pogingen__gt=0).annotate(kenmerk=kenmerk)
    return mislukt.filter(Exists(zaak)).annotate(zaak=zaak.values("pk")[:1]).order_by("opgesteld_op")


@receiver(mijnwerk)
def mijn_zaken(request: HttpRequest, **kwargs: Any) -> Onderdeel | None:
    """The person's own piles of cases, for whoever works with cases."""
    medewerker = cast("Medewerker", request.user)
    if not medewerker.has_perm("initiatieven.view_initiatief"):
        return None
    zaken = zaken_van(medewerker)
    lopend = zaken.order_by("fase_sinds", "pk")
    gevolgd = zaken.filter(gevolgd__medewerker=medewerker).order_by("-gevolgd__sinds")
    stapels = {
        "wacht": stapel(lopend.filter(wacht_op(medewerker))) if behandelt(medewerker) else None,
        "dringend": stapel(dringende_zaken(medewerker)),
        "berichten": stapel(lopend.filter(met_nieuwe_berichten(medewerker))),
        "gevolgd": stapel(gevolgd),
        "taken": stapel(taken_voor(medewerker)),
        "mislukt": stapel(niet_aangekomen(medewerker)),
    }
    return Onderdeel("initiatieven/beheer/mijnwerk.html", stapels, volgorde=10)
