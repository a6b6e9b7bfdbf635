"""Work on what is collected: adding by staff and partners, changing, and merging without loss (A-02)."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from wijkagenda import berichten_ideeen
from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Fase, Idee, Ideegever, Thema, Wijkagenda
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Medewerker, Partner, Signaal
from wijken.rechtentabel import eis
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

TOEVOEGEN_KAN = (Fase.VERZAMELEN, Fase.OVERZICHT)
ORDENEN_KAN = (*TOEVOEGEN_KAN, Fase.EERSTE_TOETS)
ZELF = (Idee.Herkomst.BEWONER, Idee.Herkomst.PARTNER, Idee.Herkomst.MEDEWERKER)
MET_BRON = (Idee.Herkomst.CIJFERS, Idee.Herkomst.BELEID, Idee.Herkomst.SIGNAAL)
TE_KIEZEN = (*ZELF, *MET_BRON)
TITEL_UIT_SIGNAAL = 100
RECHT_NIEUW, RECHT = "wijkagenda.add_idee", "wijkagenda.change_idee"
RECHT_PARTNER = "wijkagenda.breng_idee_in"
GESLOTEN = "Het verzamelen voor deze wijkagenda is gesloten."
VELDEN = ("titel", "wat", "thema", "buurt", "herkomst", "bron", "partner")


@transaction.atomic
def voeg_toe(
    *, agenda: Wijkagenda, door: Medewerker, naam: str = "", email: str = "", **gegevens: Any
) -> Idee:
    """Write down an idea, a figure or an ambition for an agenda, with where it comes from (RM 3.4).

    `naam` and `email` are of the resident who told it and agreed that they are kept: who gave it is mailed at
    once, with the link to erase them, and reads later what came of it (A-03).

    Raises:
        PermissionDenied: `door` adds nothing to the agenda of this wijk.
        VerouderdeActie: the overview is ready; go back a step to add to it.
        Domeinfout: source or partner is missing, the buurt lies in another wijk, or a name without address.
    """
    eis(RECHT_NIEUW, door, Idee(agenda=agenda))
    idee = _schrijf(agenda=houd_agenda(agenda, fasen=TOEVOEGEN_KAN), door=door, **gegevens)
    if naam or email:
        _met_gever(idee, naam, email)
    return idee


def _met_gever(idee: Idee, naam: str, email: str) -> None:
    if not (naam and email):
        raise Domeinfout("Vul van de bewoner naam én mailadres in, of geen van beide.")
    if idee.herkomst != Idee.Herkomst.BEWONER:
        raise Domeinfout("Naam en mailadres horen alleen bij een idee van een bewoner.")
    berichten_ideeen.meld_genoteerd(Ideegever.objects.create(idee=idee, naam=naam, email=email))


def _schrijf(*, agenda: Wijkagenda, door: Medewerker, **gegevens: Any) -> Idee:
    idee = Idee(agenda=agenda, ingevoerd_door=door, bevestigd_op=timezone.now(), **gegevens)
    _toets(idee)
    with in_woorden():
        idee.save()
    return idee


@transaction.atomic
def breng_in_namens(
    *, partner: Partner, agenda: Wijkagenda, door: Medewerker, titel: str, wat: str, **gegevens: Any
) -> Idee:
    """Keep a wish or idea of a partner, brought in by its own people (A-02). Sending it twice is once.

    Raises:
        PermissionDenied: `door` is nobody of this partner today.
        VerouderdeActie: the agenda does not collect (any more).
        Domeinfout: the buurt lies in another wijk.
    """
    eigen = {"partner": partner, "herkomst": Idee.Herkomst.PARTNER, "titel": titel, "wat": wat}
    eis(RECHT_PARTNER, door, Idee(agenda=agenda, **eigen))
    rij = houd_agenda(agenda)
    if rij.fase != Fase.VERZAMELEN:
        raise VerouderdeActie(GESLOTEN)
    zelfde = Idee.objects.filter(agenda=rij, **eigen).first()
    return zelfde or _schrijf(agenda=rij, door=door, **eigen, **gegevens)


@transaction.atomic
def neem_signalen_over(*, agenda: Wijkagenda, signalen: Collection[Signaal], door: Medewerker) -> list[Idee]:
    """Take what meetings said about the wijk into its agenda, each signal once (A-02, W-08).

    Raises:
        PermissionDenied, VerouderdeActie: as for `voeg_toe`.
        Domeinfout: nothing was chosen, or a signal that is about another wijk or in the agenda already.
    """
    eis(RECHT_NIEUW, door, Idee(agenda=agenda))
    rij = houd_agenda(agenda, fasen=TOEVOEGEN_KAN)
    gekozen = list(vrije_signalen(rij).filter(pk__in=[signaal.pk for signaal in signalen]))
    if not signalen or len(gekozen) != len(signalen):
        raise Domeinfout("Kies signalen over deze wijk die nog niet op de lijst staan.")
    return [_van_signaal(rij, signaal, door) for signaal in gekozen]


def vrije_signalen(agenda: Wijkagenda) -> QuerySet[Signaal]:
    """Return what meetings said about the wijk of this agenda and is not in it yet, the newest on top."""
    return Signaal.objects.voor_wijk(agenda.wijk).exclude(ideeen__agenda=agenda)


def _van_signaal(agenda: Wijkagenda, signaal: Signaal, door: Medewerker) -> Idee:
    return Idee.objects.create(
        agenda=agenda,
        signaal=signaal,
        titel=Truncator(signaal.tekst).chars(TITEL_UIT_SIGNAAL),
        wat=signaal.tekst,
        thema=Thema.objects.filter(naam__iexact=signaal.thema).first(),
        herkomst=Idee.Herkomst.SIGNAAL,
        bron=Truncator(f"{signaal.overleg.titel}, {signaal.overleg.datum:%d-%m-%Y}").chars(200),
        ingevoerd_door=door,
        bevestigd_op=timezone.now(),
    )


@transaction.atomic
def wijzig(*, idee: Idee, door: Medewerker, **gegevens: Any) -> Idee:
    """Change what stands there, or tag it with a thema; the text as it was stays in the history.

    Raises:
        PermissionDenied, VerouderdeActie, Domeinfout: as for `voeg_toe`; also once there is a verdict.
    """
    rij = _houd(idee.agenda, {idee.pk}, door)[0]
    if rij.oordeel != Idee.Oordeel.OPEN:
        raise VerouderdeActie("De wijkcoalitie heeft al over dit idee besloten.")
    for veld, waarde in gegevens.items():
        setattr(rij, veld, waarde)
    _toets(rij)
    with in_woorden():
        bewaar(rij, velden=list(gegevens), reden="gewijzigd")
    return rij


def _toets(idee: Idee) -> None:
    """Say what is missing for where the idea comes from."""
    if idee.herkomst in MET_BRON and not idee.bron.strip():
        raise Domeinfout("Vul de bron in: welk overleg, welk cijfer of welke beleidsnota.")
    if (idee.herkomst == Idee.Herkomst.PARTNER) != bool(idee.partner):
        raise Domeinfout("Kies de partner als het idee van een partner komt, en anders geen.")
    try:
        idee.full_clean()
    except ValidationError as fout:
        raise Domeinfout(" ".join(fout.messages)) from fout


def _houd(agenda: Wijkagenda, pks: Collection[int], door: Medewerker) -> list[Idee]:
    """Hold the agenda and these ideas of it, in the order of their keys."""
    eis(RECHT, door, Idee(agenda=agenda))
    rij = houd_agenda(agenda, fasen=ORDENEN_KAN)
    rijen = Idee.objects.select_for_update(no_key=True).filter(agenda=rij, pk__in=pks).order_by("pk")
    ideeen = list(rijen)
    if len(ideeen) != len(set(pks)):
        raise Domeinfout("Kies ideeën van een en dezelfde agenda.")
    return ideeen


@transaction.atomic
def voeg_samen(*, ideeen: Collection[Idee], verder_in: Idee, door: Medewerker) -> Idee:
    """Let ideas go on in one of them. Texts, givers and history of all stay, and it can be undone (A-02).

    What went on in one of them goes along: nothing is more than one step away.

    Raises:
        PermissionDenied: `door` orders nothing in the agenda of this wijk.
        VerouderdeActie: there is a verdict already, or one of them was merged by somebody else.
        Domeinfout: fewer than two ideas, or ideas of several agendas.
    """
    pks = {idee.pk for idee in ideeen} | {verder_in.pk}
    if len(pks) < 2:
        raise Domeinfout("Kies minstens twee ideeën om samen te voegen.")
    rijen = {idee.pk: idee for idee in _houd(verder_in.agenda, pks, door)}
    if any(rij.oordeel != Idee.Oordeel.OPEN or rij.samengevoegd_met_id for rij in rijen.values()):
        raise VerouderdeActie("Een van deze ideeën is al samengevoegd of beoordeeld.")
    doel = rijen.pop(verder_in.pk)
    meegenomen = Idee.objects.filter(samengevoegd_met__in=rijen).order_by("pk")
    for idee in [*meegenomen, *rijen.values()]:
        idee.samengevoegd_met = doel
        bewaar(idee, velden=["samengevoegd_met"], reden=f"samengevoegd met “{doel.titel}”")
    return doel


@transaction.atomic
def haal_uit_elkaar(*, idee: Idee, door: Medewerker) -> Idee:
    """Let a merged idea go its own way again, as long as nobody decided on the one in which it went on.

    Raises:
        PermissionDenied: see `voeg_samen`.
        VerouderdeActie: it is not merged any more, or there is a verdict.
    """
    rij = _houd(idee.agenda, {idee.pk}, door)[0]
    doel = rij.samengevoegd_met
    if doel is None or doel.oordeel != Idee.Oordeel.OPEN:
        raise VerouderdeActie("Dit idee is niet (meer) samengevoegd, of er is al over besloten.")
    rij.samengevoegd_met = None
    bewaar(rij, velden=["samengevoegd_met"], reden=f"niet meer samen met “{doel.titel}”")
    return rij
