"""From the coalitie's yes to the published version (A-08, A-09; RM 3.6).

The database lets no version in as long as an approval is missing (migration `0002_bewaking`); what is asked
here says so before, in words.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from budgetten import aanvragen
from budgetten.models import Aanvraag
from wijkagenda import beoordelen, berichten
from wijkagenda.beoordelen import RECHT_BIJ_VASTSTELLING
from wijkagenda.document import maak_document
from wijkagenda.grendel import houd_agenda
from wijkagenda.models import (
    Coalitieakkoord,
    Collegebesluit,
    Fase,
    Raadsaanbieding,
    Versie,
    Wijkagenda,
)
from wijkagenda.uitzonderingen import StapNietToegestaan, in_woorden
from wijken.models import Coalitielid, Medewerker
from wijkportaal.uitzonderingen import Domeinfout

RECHT = "wijkagenda.stel_vast"


def leden_van(agenda: Wijkagenda) -> list[Coalitielid]:
    """Return who has a seat in the wijkcoalitie today: each says yes to the agenda."""
    return Coalitielid.objects.aan_tafel(agenda.wijk)


def nog_geen_akkoord(agenda: Wijkagenda) -> list[Coalitielid]:
    """Return the members whose yes to this version is not on record yet."""
    gegeven = set(agenda.akkoorden.filter(ronde=agenda.ronde).values_list("lid", flat=True))
    return [lid for lid in leden_van(agenda) if lid.pk not in gegeven]


def coalitie_akkoord(agenda: Wijkagenda) -> str | None:
    """A-08: there is a wijkcoalitie, and every member said yes in the form that it chose."""
    if not leden_van(agenda):
        return "Deze wijk heeft nog geen wijkcoalitie met leden."
    open_ = nog_geen_akkoord(agenda)
    return f"Nog geen akkoord van: {', '.join(map(str, open_))}." if open_ else None


def is_vastgesteld(agenda: Wijkagenda) -> str | None:
    """A-08: the decision of the college is on record."""
    if agenda.versies.filter(nummer=agenda.ronde).exists():
        return None
    return "Leg eerst het besluit van het college vast."


def is_aangeboden(agenda: Wijkagenda) -> str | None:
    """A-08: the version was offered to the raad with an explanation."""
    if agenda.versies.gepubliceerd().filter(nummer=agenda.ronde).exists():
        return None
    return "Leg eerst de aanbieding aan de raad vast."


@transaction.atomic
def leg_akkoord_vast(
    *,
    agenda: Wijkagenda,
    lid: Coalitielid,
    vorm: str,
    gegeven_op: datetime.date,
    door: Medewerker,
    opmerking: str = "",
) -> Coalitieakkoord:
    """Record the yes of one member of the coalitie, in the form that it chose (A-08).

    Raises:
        PermissionDenied: `door` does not lead this agenda.
        VerouderdeActie: the agenda is not with the coalitie, or this yes is on record already.
        Domeinfout: no form, a day to come, or a member of another coalitie.
    """
    rij = houd_agenda(agenda, door=door, recht="wijkagenda.leid_agenda", fasen=(Fase.OPSTELLEN,))
    if not vorm.strip():
        raise Domeinfout("Schrijf op in welke vorm het akkoord is gegeven.")
    if lid not in leden_van(rij):
        raise Domeinfout("Dit lid zit vandaag niet in de wijkcoalitie.")
    _niet_in_de_toekomst(gegeven_op)
    with in_woorden():
        return Coalitieakkoord.objects.create(
            agenda=rij,
            ronde=rij.ronde,
            lid=lid,
            vorm=vorm.strip(),
            gegeven_op=gegeven_op,
            opmerking=opmerking.strip(),
            vastgelegd_door=door,
        )


@transaction.atomic
def stel_vast(
    *,
    agenda: Wijkagenda,
    door: Medewerker,
    nummer: str,
    datum: datetime.date,
    naam: str,
    soort: str,
    inhoud: bytes,
    toelichting: str = "",
) -> Versie:
    """Record the decision by which the college adopts the agenda: a version for ever (A-08, A-09).

    Money that was reserved for its maatregelen is committed, what the version no longer needs is let go of.
    `naam`, `soort` and `inhoud` are the checked document of the decision; `toelichting` says in plain words
    what is different from the version before.

    Raises:
        PermissionDenied: `door` does not record decisions of the college.
        VerouderdeActie: the agenda is not with the college (any more).
        StapNietToegestaan: an approval is missing.
        Domeinfout: no number, a day to come, or no explanation with a next version.
    """
    from wijkagenda.agendas import voer_stap_uit  # the table of steps asks this module for its conditions

    rij = houd_agenda(agenda, door=door, recht=RECHT, fasen=(Fase.VASTSTELLING,))
    if not nummer.strip():
        raise Domeinfout("Vul het nummer van het besluit in.")
    if rij.ronde > 1 and not toelichting.strip():
        raise Domeinfout("Leg uit wat er anders is dan in de vorige versie.")
    _niet_in_de_toekomst(datum)
    if missend := [melding for eis in (beoordelen.alles_akkoord, coalitie_akkoord) if (melding := eis(rij))]:
        raise StapNietToegestaan(" ".join(missend))
    with in_woorden():
        besluit = Collegebesluit.objects.create(
            nummer=nummer.strip(), datum=datum, naam=naam, type=soort, grootte=len(inhoud), inhoud=inhoud
        )
        versie = Versie.objects.create(
            agenda=rij,
            nummer=rij.ronde,
            document=maak_document(rij),
            toelichting=toelichting.strip(),
            besluit=besluit,
            vastgesteld_door=door,
        )
    _leg_geld_vast(rij, door, kenmerk=nummer.strip())
    hoe = f"Besluit {nummer.strip()} van het college van B en W"
    voer_stap_uit(agenda=rij, naam="vaststellen", door=door, hoe=hoe, wanneer=f"{datum:%d-%m-%Y}")
    return versie


def _leg_geld_vast(agenda: Wijkagenda, door: Medewerker, *, kenmerk: str) -> None:
    """Commit what is reserved for this version, and free what it no longer needs (A-06, B-09)."""
    gereserveerd = Aanvraag.objects.filter(
        beoordeling__bijdrage__maatregel__agenda=agenda,
        beoordeling__vervallen_op__isnull=True,
        stand=Aanvraag.Stand.GOEDGEKEURD,
    )
    for aanvraag in gereserveerd.select_related("beoordeling__bijdrage__maatregel").order_by("pk"):
        planjaar = max(aanvraag.beoordeling.bijdrage.maatregel.jaar_tot or 0, aanvraag.jaar_id)
        aanvragen.leg_vast(
            aanvraag=aanvraag, door=door, kenmerk=kenmerk, planjaar=planjaar, recht=RECHT_BIJ_VASTSTELLING
        )
    for maatregel in agenda.maatregelen.order_by("pk"):
        beoordelen.laat_los(maatregel, door=door, reden=f"Niet meer nodig: {kenmerk}")


@transaction.atomic
def bied_aan(
    *, agenda: Wijkagenda, door: Medewerker, aangeboden_op: datetime.date, kenmerk: str, toelichting: str
) -> Raadsaanbieding:
    """Offer the adopted version to the raad, with an explanation; from then on everybody can read it (A-08).

    Raises:
        PermissionDenied: `door` does not record decisions of the college.
        VerouderdeActie: nothing waits to be offered (any more).
        Domeinfout: no kenmerk, no explanation, or a day to come.
    """
    from wijkagenda.agendas import voer_stap_uit  # the table of steps asks this module for its conditions

    rij = houd_agenda(agenda, door=door, recht=RECHT, fasen=(Fase.RAAD,))
    if not kenmerk.strip() or not toelichting.strip():
        raise Domeinfout("Vul het kenmerk van de brief en de toelichting voor de raad in.")
    _niet_in_de_toekomst(aangeboden_op)
    aanbieding = Raadsaanbieding.objects.create(
        versie=rij.versies.get(nummer=rij.ronde),
        aangeboden_op=aangeboden_op,
        kenmerk=kenmerk.strip(),
        toelichting=toelichting.strip(),
        door=door,
    )
    voer_stap_uit(
        agenda=rij,
        naam="publiceren",
        door=door,
        hoe=f"Aangeboden aan de raad met brief {kenmerk.strip()}",
        wanneer=f"{aangeboden_op:%d-%m-%Y}",
        uitkomst=toelichting,
    )
    berichten.meld_gepubliceerd(rij)
    return aanbieding


def _niet_in_de_toekomst(dag: datetime.date) -> None:
    if dag > timezone.localdate():
        raise Domeinfout("Deze dag is nog niet geweest. Kies de dag waarop het is gebeurd.")
