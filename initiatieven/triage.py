"""Triage: the eight answers, the fixed contact, and what each step of it asks (I-04, I-05, I-06, I-08)."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from initiatieven import berichten
from initiatieven.models import Fase, Initiatief, Kerngroepadvies, Triageantwoord
from initiatieven.triagevragen import (
    JA,
    KLACHTEN,
    MEER,
    NEE,
    VRAAG_OP_SLEUTEL,
    V,
    geldende_antwoorden,
    is_geweigerd,
    open_vragen,
    regel_van_negatieve_lijst,
)
from wijken.models import Cluster, Medewerker
from wijken.rechtentabel import rol_waarmee
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

RECHT = "initiatieven.triage_initiatief"
FASEN_MET_KERNGROEP = (Fase.TRIAGE, Fase.ORIENTATIE)


def _in_triage(zaak: Initiatief, door: Medewerker) -> Initiatief:
    """Lock the case for somebody who does its triage, or refuse."""
    if not door.has_perm(RECHT, zaak):
        raise PermissionDenied
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if rij.fase != Fase.TRIAGE:
        raise VerouderdeActie("De triage van deze zaak is al afgerond.")
    return rij


@transaction.atomic
def beantwoord(
    *,
    zaak: Initiatief,
    door: Medewerker,
    vraag: str,
    antwoord: str,
    regel: str = "",
    reden: str = "",
    clusters: Sequence[Cluster] = (),
) -> Triageantwoord:
    """Keep one answer of the eight, with who gave it and when (I-04). It does not change the phase.

    Another answer than before is a new row; the same answer again changes nothing. A refusal names the line
    of the negative list (`regel`) and the reason; more than one cluster names the others.

    Raises:
        PermissionDenied: `door` does not do the triage of this case.
        VerouderdeActie: the case left triage in the meantime.
        Domeinfout: this is not an answer to the question, or what belongs to it is missing.
    """
    rij = _in_triage(zaak, door)
    if vraag not in V.values or antwoord not in dict(VRAAG_OP_SLEUTEL[V(vraag)].keuzes()):
        raise Domeinfout("Kies een van de antwoorden.")
    erbij = _wat_erbij_hoort(vraag, antwoord, regel, reden, clusters)
    vorige = geldende_antwoorden(rij).get(vraag)
    if vorige and (vorige.antwoord, vorige.keuzes, vorige.reden) == (
        antwoord,
        erbij["keuzes"],
        erbij["reden"],
    ):
        return vorige
    rol = rol_waarmee(RECHT, door, rij)
    nieuw = Triageantwoord.objects.create(
        initiatief=rij, vraag=vraag, antwoord=antwoord, door=door, rol=str(rol or "Beheer"), **erbij
    )
    _werk_bij(rij, vraag, antwoord, clusters)
    return nieuw


def _wat_erbij_hoort(
    vraag: str, antwoord: str, regel: str, reden: str, clusters: Sequence[Cluster]
) -> dict[str, str]:
    """Return what is kept with an answer, or say what is missing."""
    if (vraag, antwoord) == (V.ONTVANKELIJK, NEE):
        gevonden = regel_van_negatieve_lijst(regel)
        if gevonden is None:
            raise Domeinfout("Kies de regel van de negatieve lijst.")
        if not reden.strip():
            raise Domeinfout("Schrijf op waarom deze regel hier geldt. De indiener leest dat.")
        return {"regel": regel, "keuzes": f"{gevonden['regel']} ({gevonden['bron']})", "reden": reden}
    if (vraag, antwoord) == (V.CLUSTERS, MEER):
        if not clusters:
            raise Domeinfout("Kies welke clusters meelezen.")
        return {"regel": "", "keuzes": ", ".join(sorted(str(cluster) for cluster in clusters)), "reden": ""}
    return {"regel": "", "keuzes": "", "reden": ""}


def _werk_bij(zaak: Initiatief, vraag: str, antwoord: str, clusters: Sequence[Cluster]) -> None:
    """Let the case itself show what was answered: lists, permissions and ceilings look there."""
    velden: dict[str, Any] = {}
    if vraag in KLACHTEN:
        gegeven = geldende_antwoorden(zaak)
        ja = [klacht for sleutel, klacht in KLACHTEN.items() if _is_ja(gegeven.get(sleutel))]
        velden["klacht"] = ja[0] if ja else ""
    elif vraag in (V.SOORT, V.REIKWIJDTE, V.BELEIDSTERREIN):
        velden[vraag] = antwoord
    elif vraag == V.CLUSTERS:
        zaak.meelezers.set(clusters if antwoord == MEER else ())
    for naam, waarde in velden.items():
        setattr(zaak, naam, waarde)
    if velden:
        bewaar(zaak, velden=list(velden), reden=f"triage: {V(vraag).label}")


def _is_ja(antwoord: Triageantwoord | None) -> bool:
    return antwoord is not None and antwoord.antwoord == JA


@transaction.atomic
def kies_contact(
    *,
    zaak: Initiatief,
    door: Medewerker,
    cluster: Cluster | None,
    vakambtenaar: Medewerker | None,
    openbaar: bool,
) -> Initiatief:
    """Record who becomes the fixed contact, and whether the case may stand on the website (I-06).

    Raises:
        PermissionDenied: `door` does not do the triage of this case.
        VerouderdeActie: the case left triage in the meantime.
    """
    rij = _in_triage(zaak, door)
    rij.cluster, rij.vakambtenaar = cluster, vakambtenaar
    rij.openbaar = openbaar and rij.openbaar_akkoord
    bewaar(rij, velden=["cluster", "vakambtenaar", "openbaar"], reden="triage: vast contact")
    return rij


def geen_klacht(zaak: Initiatief) -> str | None:
    """I-05: a complaint is forwarded, not handled."""
    return "Een klacht behandelen we hier niet: verwijs deze door." if zaak.klacht else None


def is_klacht(zaak: Initiatief) -> str | None:
    """I-05: only a complaint is forwarded."""
    return None if zaak.klacht else "Kies eerst over wat voor klacht het gaat."


def alles_beantwoord(zaak: Initiatief) -> str | None:
    """I-04: all eight questions, and none of the answers refuses the case."""
    antwoorden = geldende_antwoorden(zaak)
    if is_geweigerd(antwoorden):
        return "Dit staat op de negatieve lijst: weiger de zaak met de reden."
    open_ = [f"“{vraag.titel}”" for vraag in open_vragen(zaak, antwoorden)]
    return f"Beantwoord eerst: {', '.join(open_)}." if open_ else None


def niet_ontvankelijk(zaak: Initiatief) -> str | None:
    """I-04: only what is on the negative list is refused in triage."""
    if is_geweigerd(geldende_antwoorden(zaak)):
        return None
    return "Weigeren kan alleen met een regel van de negatieve lijst."


def vakambtenaar_gekozen(zaak: Initiatief) -> str | None:
    """I-06: triage ends with one vakambtenaar of one cluster."""
    if zaak.vakambtenaar_id and zaak.cluster_id:
        return None
    return "Kies het cluster en de vakambtenaar die het vaste contact wordt."


def reden_van_weigering(zaak: Initiatief) -> str:
    """Return rule and reason of the refusal, as the submitter reads them."""
    antwoord = geldende_antwoorden(zaak)[V.ONTVANKELIJK]
    return f"De regel: {antwoord.keuzes}\n\nWaarom die hier geldt: {antwoord.reden}"


@transaction.atomic
def vraag_kerngroep(*, zaak: Initiatief, door: Medewerker, vraag: str) -> Kerngroepadvies:
    """Put the case to the Kerngroep Actief Burgerschap (I-08). The case goes on meanwhile.

    Raises:
        PermissionDenied: `door` may not ask for this case.
        VerouderdeActie: the case is past the opening phases, or a question is already waiting.
    """
    if not door.has_perm("initiatieven.kerngroep_vragen", zaak):
        raise PermissionDenied
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if rij.fase not in FASEN_MET_KERNGROEP:
        raise VerouderdeActie("De kerngroep adviseert alleen in de triage en de oriënterende fase.")
    if rij.kerngroepadviezen.filter(beantwoord_op__isnull=True).exists():
        raise VerouderdeActie("Er staat al een vraag aan de kerngroep open.")
    advies = Kerngroepadvies.objects.create(initiatief=rij, vraag=vraag, gevraagd_door=door)
    berichten.meld_vraag_aan_kerngroep(advies)
    return advies


@transaction.atomic
def beantwoord_namens_kerngroep(
    *, zaak: Initiatief, door: Medewerker, antwoord: str, namens: str
) -> Kerngroepadvies:
    """Write down what the Kerngroep advises, and who said so (I-08). Whoever asked is told.

    Raises:
        PermissionDenied: `door` may not write it down for this case.
        VerouderdeActie: no question is waiting: it was answered before.
    """
    if not door.has_perm("initiatieven.kerngroep_antwoorden", zaak):
        raise PermissionDenied
    open_ = Kerngroepadvies.objects.filter(initiatief=zaak.pk, beantwoord_op__isnull=True)
    advies = open_.select_for_update(no_key=True).first()
    if advies is None:
        raise VerouderdeActie("Deze vraag aan de kerngroep is al beantwoord.")
    advies.antwoord, advies.namens = antwoord, namens
    advies.opgeschreven_door, advies.beantwoord_op = door, timezone.now()
    advies.save(update_fields=["antwoord", "namens", "opgeschreven_door", "beantwoord_op"])
    berichten.meld_advies_van_kerngroep(advies)
    return advies
