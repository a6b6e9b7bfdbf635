"""What was collected for an agenda, and what came of the first test (A-02, A-03)."""

from typing import Any

from django.db.models import Count, Prefetch, Q, Sum

from wijkagenda.delen.kern import Deel
from wijkagenda.eerste_toets import RECHT_VRAGEN
from wijkagenda.ideeen import RECHT_NIEUW, TOEVOEGEN_KAN
from wijkagenda.models import Fase, Idee, Toetsvraag, Wijkagenda
from wijkagenda.models.toetsvraag import ToetsvraagQuerySet
from wijkagenda.zaken import wachtende_zaken
from wijken.models import Medewerker

GETOOND = 50
IN_VOORBEREIDING = (Fase.VERZAMELEN, Fase.OVERZICHT, Fase.EERSTE_TOETS)


def ideeen_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any]:
    """Return what was collected by thema, who still has to answer, and the list of what is feasible.

    A fixed number of queries, and a bounded page, however many ideas there are.
    """
    wacht = Toetsvraag.objects.wacht().filter(idee__agenda=agenda)
    themas = _per_thema(agenda)
    iets_haalbaar = any(rij["haalbaar"] for rij in themas)
    in_voorbereiding = agenda.fase in IN_VOORBEREIDING
    return {
        "themas": themas,
        "partijen": _per_partij(wacht) if agenda.fase == Fase.EERSTE_TOETS else [],
        "haalbaar": _haalbaar(agenda) if iets_haalbaar else [],
        "bijdragen": _bijdragen(agenda) if iets_haalbaar else [],
        "zaken": list(wachtende_zaken(agenda.wijk)[:GETOOND]) if in_voorbereiding else [],
        "verzamelt": agenda.fase == Fase.VERZAMELEN,
        "mag_toevoegen": agenda.fase in TOEVOEGEN_KAN and medewerker.has_perm(RECHT_NIEUW, agenda.wijk),
        "mag_uitnodigen": agenda.fase == Fase.VERZAMELEN and medewerker.has_perm(RECHT_VRAGEN, agenda),
        "leidt_toets": agenda.fase == Fase.EERSTE_TOETS and medewerker.has_perm(RECHT_VRAGEN, agenda),
    }


def _per_thema(agenda: Wijkagenda) -> list[Any]:
    """How many ideas there are on each thema, and where they stand."""
    oordelen = {
        oordeel.value: Count("pk", filter=Q(oordeel=oordeel))
        for oordeel in (Idee.Oordeel.OPEN, Idee.Oordeel.HAALBAAR, Idee.Oordeel.AFGEVALLEN)
    }
    tellingen = (
        agenda.ideeen.telt_mee().values("thema", "thema__naam").annotate(aantal=Count("pk"), **oordelen)
    )
    return list(tellingen.order_by("thema__volgorde", "thema__naam"))


def _per_partij(wacht: ToetsvraagQuerySet) -> list[Any]:
    """Who is waited for: how many ideas, until when, and how many are late."""
    laat = Count("pk", filter=Q(pk__in=Toetsvraag.objects.te_laat().values("pk")))
    namen = wacht.order_by().values("cluster__naam", "partner__naam").annotate(aantal=Count("pk"), laat=laat)
    return list(namen.order_by("-laat", "cluster__naam", "partner__naam"))


def _haalbaar(agenda: Wijkagenda) -> list[Idee]:
    """The result of the first test: feasible ideas with what each party said about money and tasks."""
    antwoorden = Toetsvraag.objects.filter(beantwoord_op__isnull=False).select_related("cluster", "partner")
    ideeen = agenda.ideeen.haalbaar().select_related("thema", "buurt").order_by("thema", "ingediend_op", "pk")
    met = ideeen.prefetch_related(Prefetch("toetsvragen", queryset=antwoorden, to_attr="antwoorden"))
    return list(met[:GETOOND])


def _bijdragen(agenda: Wijkagenda) -> list[Any]:
    """What each party may be able to pay for what is feasible, in euros: no promise yet."""
    genoemd = Toetsvraag.objects.filter(idee__in=agenda.ideeen.haalbaar(), mogelijke_bijdrage__isnull=False)
    per_partij = genoemd.order_by().values("cluster__naam", "partner__naam")
    return list(per_partij.annotate(som=Sum("mogelijke_bijdrage")).order_by("cluster__naam", "partner__naam"))


DELEN = (Deel("ideeen", "Wensen en ideeën", "wijkagenda/beheer/ideeen.html", ideeen_van, IN_VOORBEREIDING),)
