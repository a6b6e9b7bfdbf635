"""Carrying it out, and giving account (I-16, I-17). The residents do it; nothing here takes it over.

Progress and account are told by the residents on their own page; the view sees to it that only who opened
the case gets there. For who has no mail address `namens` calls the same functions. The municipality closes
the case only on their account, with no money left behind.
"""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from budgetten import aanvragen
from budgetten.geld import NUL, euro
from budgetten.models import Aanvraag
from initiatieven import berichten
from initiatieven.geldroute import aanvragen_van
from initiatieven.models import (
    Besluit,
    Bijlage,
    Fase,
    GoedVoorbeeld,
    Initiatief,
    Verantwoording,
    Voortgang,
)
from initiatieven.toetsing import TOETSEN, genomen, houd_zaak
from wijken.models import Medewerker
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Stand = Aanvraag.Stand
HOUDT_GELD_VAST = (Stand.AANGEVRAAGD, Stand.GOEDGEKEURD, Stand.VASTGELEGD)
VOORBEELD = "initiatieven.kies_voorbeeld"
HOOGSTENS = 100


def wordt_uitgevoerd(zaak: Initiatief) -> bool:
    """Tell whether the residents carry their plan out now: after the definitive yes, until it is closed."""
    return zaak.fase == Fase.UITVOERING and genomen(zaak, Besluit.Soort.DEFINITIEF) is not None


def verantwoording_van(zaak: Initiatief) -> Verantwoording | None:
    """Return the account of this case, if it was given."""
    return getattr(zaak, "verantwoording", None)


def _houd_vast(zaak: Initiatief) -> Initiatief:
    """Return the case, held, while it is carried out.

    Raises:
        VerouderdeActie: it is not carried out (any more).
    """
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if not wordt_uitgevoerd(rij):
        raise VerouderdeActie("Dit kan nu niet: het plan is niet in uitvoering.")
    return rij


@transaction.atomic
def vertel_voortgang(
    *,
    zaak: Initiatief,
    tekst: str,
    foto: bytes | None = None,
    foto_type: str = "",
    beschrijving: str = "",
    openbaar: bool = False,
) -> Voortgang:
    """Keep what the residents tell on the way, in words and a picture that was checked (I-16).

    Raises:
        VerouderdeActie: the plan is not carried out now.
        Domeinfout: a picture without a description, or too much was told.
    """
    rij = _houd_vast(zaak)
    if foto and not beschrijving.strip():
        raise Domeinfout("Beschrijf wat er op de foto te zien is, voor wie de foto niet kan zien.")
    if rij.voortgang.count() >= HOOGSTENS:
        raise Domeinfout("Er is al heel veel verteld. Schrijf de rest in de verantwoording.")
    return Voortgang.objects.create(
        initiatief=rij,
        tekst=tekst,
        foto=foto,
        foto_type=foto_type if foto else "",
        beschrijving=beschrijving.strip() if foto else "",
        openbaar=openbaar,
    )


@transaction.atomic
def voeg_bon_toe(*, zaak: Initiatief, naam: str, soort: str, inhoud: bytes) -> Bijlage:
    """Keep a checked receipt with the case.

    Raises:
        VerouderdeActie: the plan is not carried out now.
        Domeinfout: there are too many files.
    """
    rij = _houd_vast(zaak)
    if rij.bijlagen.count() >= HOOGSTENS:
        raise Domeinfout("Er zijn al heel veel bestanden. Bespreek met de contactpersoon wat nog nodig is.")
    return Bijlage.objects.create(initiatief=rij, naam=naam, type=soort, grootte=len(inhoud), inhoud=inhoud)


@transaction.atomic
def geef_verantwoording(*, zaak: Initiatief, gedaan: str, kosten: Decimal | None) -> Verantwoording:
    """Give account: what was done, and what it cost in euros (None: nothing). Once (I-17).

    Raises:
        VerouderdeActie: account was given before, or the plan is not carried out now.
        Domeinfout: it says nothing.
    """
    rij = _houd_vast(zaak)
    if verantwoording_van(rij):
        raise VerouderdeActie("Er is al verteld hoe het is gegaan.")
    if not gedaan.strip():
        raise Domeinfout("Vertel wat er is gedaan.")
    bedrag = euro(kosten) if kosten else NUL
    verantwoording = Verantwoording.objects.create(initiatief=rij, gedaan=gedaan.strip(), kosten=bedrag)
    berichten.meld_verantwoording(rij)
    return verantwoording


@transaction.atomic
def kijk_terug(*, zaak: Initiatief, oordeel: str, tip: str, voorbeeld_akkoord: bool) -> Verantwoording:
    """Keep whether it went well, and whether it may be shown as a good example (C-01).

    Raises:
        VerouderdeActie: no account was given yet.
    """
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    verantwoording = verantwoording_van(rij)
    if verantwoording is None:
        raise VerouderdeActie("Vertel eerst wat er is gedaan en wat het heeft gekost.")
    verantwoording.oordeel, verantwoording.tip = oordeel, tip.strip()
    verantwoording.voorbeeld_akkoord = voorbeeld_akkoord
    verantwoording.save(update_fields=["oordeel", "tip", "voorbeeld_akkoord"])
    if not voorbeeld_akkoord:
        GoedVoorbeeld.objects.filter(initiatief=rij).delete()
    return verantwoording


def houdt_geld_vast(zaak: Initiatief) -> list[Aanvraag]:
    """Return the requests of this case that still ask or hold money."""
    return [aanvraag for aanvraag in aanvragen_van(zaak) if aanvraag.stand in HOUDT_GELD_VAST]


def kan_geld_terug(zaak: Initiatief) -> bool:
    """Tell whether it is known what is not needed: by the account, or because the residents withdrew."""
    return zaak.fase == Fase.INGETROKKEN or verantwoording_van(zaak) is not None


@transaction.atomic
def geef_rest_terug(*, zaak: Initiatief, door: Medewerker, reden: str) -> list[Aanvraag]:
    """Return in the ledger what is not spent, on the account that was given (B-18).

    When the residents withdrew there is no account to wait for.

    Raises:
        PermissionDenied: `door` does not handle this case, or did not ask this money.
        VerouderdeActie: there is nothing to return.
        Domeinfout: no account was given yet, or no reason.
    """
    fase = Fase.INGETROKKEN if zaak.fase == Fase.INGETROKKEN else Fase.UITVOERING
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=fase)
    if not kan_geld_terug(rij):
        raise Domeinfout("Wacht op de verantwoording van de indieners.")
    if not reden.strip():
        raise Domeinfout("Schrijf op waarom dit geld niet nodig is.")
    open_ = houdt_geld_vast(rij)
    if not open_:
        raise VerouderdeActie("Er is geen geld meer om terug te geven.")
    return [_laat_los(aanvraag, door, reden.strip()) for aanvraag in open_]


def _laat_los(aanvraag: Aanvraag, door: Medewerker, reden: str) -> Aanvraag:
    if aanvraag.stand == Stand.VASTGELEGD:
        return aanvragen.geef_rest_vrij(aanvraag=aanvraag, door=door, reden=reden)
    return aanvragen.trek_in(aanvraag=aanvraag, door=door, reden=reden)


def besloten_om_mee_te_werken(zaak: Initiatief) -> str | None:
    """I-15: what was carried out, was decided on."""
    return None if wordt_uitgevoerd(zaak) else "Neem eerst het definitieve besluit."


def verantwoord(zaak: Initiatief) -> str | None:
    """I-17: the residents gave account."""
    return None if verantwoording_van(zaak) else "Wacht op de verantwoording van de indieners."


def zonder_openstaand_geld(zaak: Initiatief) -> str | None:
    """B-18: no money stays behind with a case that is closed."""
    if not houdt_geld_vast(zaak):
        return None
    return "Er staat nog geld open: registreer de betalingen en geef terug wat over is."


@transaction.atomic
def kies_als_voorbeeld(*, zaak: Initiatief, door: Medewerker, tekst: str) -> GoedVoorbeeld:
    """Show a case as a good example (C-01).

    Raises:
        PermissionDenied: `door` may not choose examples.
        VerouderdeActie: it is one already.
        Domeinfout: it is not closed, not public, or the residents do not want it.
    """
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if not door.has_perm(VOORBEELD, rij):
        raise PermissionDenied
    if not mag_voorbeeld_zijn(rij):
        raise Domeinfout("Dit kan alleen als het openbaar en afgerond is, en de indieners het goed vinden.")
    voorbeeld, nieuw = GoedVoorbeeld.objects.get_or_create(
        initiatief=rij, defaults={"tekst": tekst.strip(), "door": door}
    )
    if not nieuw:
        raise VerouderdeActie("Dit is al een goed voorbeeld.")
    return voorbeeld


def mag_voorbeeld_zijn(zaak: Initiatief) -> bool:
    """Tell whether this case can be shown as an example: closed, public, and with consent."""
    verantwoording = verantwoording_van(zaak)
    akkoord = verantwoording is not None and verantwoording.voorbeeld_akkoord
    return zaak.fase == Fase.AFGEROND and zaak.openbaar and akkoord
