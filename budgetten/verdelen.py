"""Dividing the joint wijkbudget over the wijken: proposing, adjusting, deciding, booking (B-01 … B-04)."""

import datetime
import hashlib
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from budgetten.geld import CENT, HOOGSTE, in_euro
from budgetten.grootboek import boek
from budgetten.models import Jaarbudget, Verdeelregel, Verdeling
from budgetten.models.rekening import Potsoort, Staat
from budgetten.rechten import eis_met_wijkbudget
from budgetten.rekeningen import buiten, open_rekeningen, rekening
from budgetten.verdeelsleutel import Deel, VerdelingSluitNiet, Voorstel, bereken
from wijken.models import Inwonertal, Medewerker, Wijk
from wijkportaal.historie import bewaar
from wijkportaal.models import Beleidsparameter
from wijkportaal.uitzonderingen import VerouderdeActie


def voorstel_voor(
    jaar: Jaarbudget,
    *,
    peildatum: datetime.date | None = None,
    eenheid: Decimal = Decimal(10),
    ondergrens: Decimal | None = None,
    bovengrens: Decimal | None = None,
) -> tuple[Voorstel, datetime.date]:
    """Compute the division of a year with the policy of its first day, and say which reference date counted.

    Without `peildatum` the latest one before the year begins.

    Raises:
        VerdelingSluitNiet: a wijk has no inhabitants on that date, or the shares together are not 100%.
    """
    dag = peildatum or _laatste_peildatum(jaar)
    agenda, initiatieven = _percentages(jaar)
    if Decimal(agenda.waarde) + Decimal(initiatieven.waarde) != 1:
        raise VerdelingSluitNiet("De delen voor de wijkagenda en de initiatieven zijn samen geen 100%.")
    voorstel = bereken(
        totaal=jaar.gezamenlijk_wijkbudget,
        inwoners=_inwoners(dag),
        deel_agenda=Decimal(agenda.waarde),
        eenheid=eenheid,
        ondergrens=ondergrens,
        bovengrens=bovengrens,
    )
    return voorstel, dag


def _percentages(jaar: Jaarbudget) -> tuple[Beleidsparameter, Beleidsparameter]:
    eerste_dag = datetime.date(jaar.jaar, 1, 1)
    parameters = Beleidsparameter.objects
    return (
        parameters.geldend("deel-wijkagenda", op=eerste_dag),
        parameters.geldend("deel-initiatieven", op=eerste_dag),
    )


def _laatste_peildatum(jaar: Jaarbudget) -> datetime.date:
    begin = datetime.date(jaar.jaar, 1, 1)
    laatste = Inwonertal.objects.filter(peildatum__lte=begin).order_by("-peildatum").first()
    if laatste is None:
        raise VerdelingSluitNiet(f"Er zijn geen inwonertallen van voor {begin:%d-%m-%Y}.")
    return laatste.peildatum


def _inwoners(peildatum: datetime.date) -> dict[Wijk, int]:
    """Return the inhabitants of every wijk on that day; a wijk without a number stops the division."""
    aantallen = dict(Inwonertal.objects.filter(peildatum=peildatum).values_list("wijk_id", "aantal"))
    wijken = list(Wijk.objects.order_by("nummer"))
    zonder = [wijk.naam for wijk in wijken if wijk.pk not in aantallen]
    if zonder:
        raise VerdelingSluitNiet(f"Geen inwonertal op {peildatum:%d-%m-%Y} van: {', '.join(zonder)}.")
    return {wijk: aantallen[wijk.pk] for wijk in wijken}


@transaction.atomic
def stel_voor(
    *,
    jaar: Jaarbudget,
    door: Medewerker,
    peildatum: datetime.date | None = None,
    eenheid: Decimal = Decimal(10),
    ondergrens: Decimal | None = None,
    bovengrens: Decimal | None = None,
) -> Verdeling:
    """Keep the computed division of a year as a proposal; nothing is booked yet (B-02).

    Raises:
        PermissionDenied: this person does not propose divisions.
        VerdelingSluitNiet: as `voorstel_voor`.
    """
    eis_met_wijkbudget("budgetten.stel_verdeling_voor", door)
    voorstel, dag = voorstel_voor(
        jaar, peildatum=peildatum, eenheid=eenheid, ondergrens=ondergrens, bovengrens=bovengrens
    )
    deel_agenda, deel_initiatieven = _percentages(jaar)
    verdeling = Verdeling.objects.create(
        jaar=jaar,
        peildatum=dag,
        eenheid=f"{eenheid:.2f}",
        ondergrens=ondergrens,
        bovengrens=bovengrens,
        voor_agenda=voorstel.agenda,
        voor_initiatieven=voorstel.initiatieven,
        deel_agenda=deel_agenda,
        deel_initiatieven=deel_initiatieven,
        voorgesteld_door=door,
    )
    for wijk, deel in voorstel.delen.items():
        _bewaar_deel(verdeling, wijk, deel)
    return verdeling


def _bewaar_deel(verdeling: Verdeling, wijk: Wijk, deel: Deel) -> None:
    """Keep what a wijk gets: as computed, and the same for as long as nobody adjusts it."""
    Verdeelregel.objects.create(
        verdeling=verdeling,
        wijk=wijk,
        inwoners=deel.inwoners,
        exact=deel.exact,
        voorstel_agenda=deel.agenda,
        voorstel_initiatieven=deel.initiatieven,
        agenda=deel.agenda,
        initiatieven=deel.initiatieven,
    )


def vingerafdruk(verdeling: Verdeling) -> str:
    """Return what the amounts of a division are as a short text, to know later whether they changed."""
    regels = verdeling.regels.order_by("wijk_id").values_list("wijk_id", "agenda", "initiatieven")
    return hashlib.sha256(repr(list(regels)).encode()).hexdigest()[:16]


@transaction.atomic
def pas_aan(
    *,
    verdeling: Verdeling,
    bedragen: Mapping[Wijk, tuple[Decimal, Decimal]],
    reden: str,
    door: Medewerker,
    gezien: str | None = None,
) -> Verdeling:
    """Set (agenda, initiatieven) of some wijken by hand, in euros; both columns must still close (B-02).

    Whoever adjusts a proposal is who proposes it from then on, and so does not decide on it. `gezien` is the
    `vingerafdruk` of the amounts that this person looked at.

    Raises:
        PermissionDenied: this person does not propose divisions.
        VerouderdeActie: the division was decided, or adjusted by another, in the meantime.
        VerdelingSluitNiet: a column would not close (the message says by how much), or an amount cannot be.
    """
    eis_met_wijkbudget("budgetten.stel_verdeling_voor", door)
    verdeling = _vergrendel(verdeling, gezien)
    regels = {regel.wijk_id: regel for regel in verdeling.regels.all()}
    for wijk, (agenda, initiatieven) in bedragen.items():
        regel = regels[wijk.pk]
        regel.agenda, regel.initiatieven = _niet_negatief(agenda), _niet_negatief(initiatieven)
        bewaar(regel, velden=("agenda", "initiatieven"), reden=reden)
    _controleer_kolommen(verdeling)
    if verdeling.voorgesteld_door_id != door.pk:
        verdeling.voorgesteld_door = door
        bewaar(verdeling, velden=("voorgesteld_door",), reden=reden)
    return verdeling


def _niet_negatief(bedrag: Decimal) -> Decimal:
    if not bedrag.is_finite() or not 0 <= bedrag <= HOOGSTE or bedrag != bedrag.quantize(CENT):
        raise VerdelingSluitNiet("Vul bedragen in vanaf € 0,00, met hooguit twee cijfers achter de komma.")
    return bedrag


def _controleer_kolommen(verdeling: Verdeling) -> None:
    """Refuse a division of which a column does not close; the message names each such column."""
    regels = list(verdeling.regels.all())
    kolommen = {
        "wijkagenda's": verdeling.voor_agenda - sum(regel.agenda for regel in regels),
        "initiatieven": verdeling.voor_initiatieven - sum(regel.initiatieven for regel in regels),
    }
    fouten = [_sluit_niet(naam, verschil) for naam, verschil in kolommen.items() if verschil]
    if fouten:
        raise VerdelingSluitNiet(" ".join(fouten))


def _sluit_niet(naam: str, verschil: Decimal) -> str:
    richting = "te weinig" if verschil > 0 else "te veel"
    return f"De kolom {naam} sluit niet: er is {in_euro(abs(verschil))} {richting} verdeeld."


def _vergrendel(verdeling: Verdeling, gezien: str | None) -> Verdeling:
    """Return the division for changing; the year is held, so that the decision comes once."""
    Jaarbudget.objects.select_for_update(no_key=True).get(pk=verdeling.jaar_id)
    nu = Verdeling.objects.select_related("jaar").get(pk=verdeling.pk)
    if nu.vastgesteld:
        raise VerouderdeActie("Deze verdeling is al vastgesteld en kan niet meer veranderen.")
    if gezien is not None and gezien != vingerafdruk(nu):
        raise VerouderdeActie("Iemand heeft deze verdeling intussen aangepast.")
    return nu


@transaction.atomic
def stel_vast(
    *, verdeling: Verdeling, door: Medewerker, kenmerk: str, gezien: str | None = None
) -> Verdeling:
    """Decide a division and book it: the year is open from now on (B-01, B-02, B-03).

    `gezien` is the `vingerafdruk` of the amounts that the decider looked at.

    Raises:
        PermissionDenied: this person does not decide on divisions.
        VerouderdeActie: it was decided before, or adjusted since the decider looked.
        VerdelingSluitNiet: a column does not close, the year has another division, whoever decides also
            proposed, or there is no reference.
    """
    eis_met_wijkbudget("budgetten.stel_verdeling_vast", door)
    verdeling = _vergrendel(verdeling, gezien)
    _controleer_kolommen(verdeling)
    if verdeling.voorgesteld_door_id == door.pk:
        raise VerdelingSluitNiet("Wie de verdeling voorstelt, stelt haar niet zelf vast.")
    if not kenmerk.strip():
        raise VerdelingSluitNiet("Vul het kenmerk van het besluit in.")
    if verdeling.voor_agenda + verdeling.voor_initiatieven != verdeling.jaar.gezamenlijk_wijkbudget:
        raise VerdelingSluitNiet("Het jaarbudget is veranderd na het voorstel. Maak een nieuw voorstel.")
    verdeling.vastgesteld_door, verdeling.vastgesteld_op = door, timezone.now()
    verdeling.kenmerk = kenmerk.strip()
    try:
        with transaction.atomic():
            bewaar(verdeling, velden=("vastgesteld_door", "vastgesteld_op", "kenmerk"), reden=kenmerk)
    except IntegrityError as fout:
        raise VerdelingSluitNiet("Voor dit jaar is al een verdeling vastgesteld.") from fout
    _boek(verdeling, door)
    return verdeling


def _boek(verdeling: Verdeling, door: Medewerker) -> None:
    """Bring the year's money into the pots. These rekeningen are new, so nobody else waits for them."""
    jaar, pk = verdeling.jaar, verdeling.pk
    open_rekeningen(jaar)
    begroting = buiten(jaar.pk, Potsoort.BEGROTING)
    gezamenlijk = rekening(Staat.VRIJ, jaar_id=jaar.pk, soort=Potsoort.WIJKBUDGET)
    opstart = rekening(Staat.VRIJ, jaar_id=jaar.pk, soort=Potsoort.OPSTART)
    stappen = [
        (begroting, opstart, jaar.opstartkosten, "opstart", "B-01"),
        (begroting, gezamenlijk, jaar.gezamenlijk_wijkbudget, "gezamenlijk", "B-01"),
    ]
    for regel in verdeling.regels.all():
        for soort in (Potsoort.AGENDA, Potsoort.INITIATIEVEN):
            naar = rekening(Staat.VRIJ, jaar_id=jaar.pk, soort=soort, wijk_id=regel.wijk_id)
            stappen.append((gezamenlijk, naar, getattr(regel, soort), f"{regel.wijk_id}:{soort}", "B-03"))
    for van, naar, bedrag, deel, regelnummer in stappen:
        if bedrag:
            boek(
                van=van,
                naar=naar,
                bedrag=bedrag,
                sleutel=f"verdeling:{pk}:{deel}",
                door=door,
                reden=f"Verdeling {jaar.pk}: {verdeling.kenmerk}",
                regel=regelnummer,
            )
