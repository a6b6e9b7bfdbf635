"""Moving free money between wijkpotten, and extra money of the council (B-05, B-06, B-07, B-16)."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from budgetten.aanvragen import houd_jaar
from budgetten.geld import euro, in_euro
from budgetten.grootboek import boek
from budgetten.models import Boeking, ExtraKrediet, Overheveling, Rekening
from budgetten.models.rekening import WIJKPOTTEN, Potsoort, Staat
from budgetten.rechten import eis_met_wijkbudget
from budgetten.rekeningen import buiten
from wijken.mandaten import mandaat_voor
from wijken.models import Mandaat, Medewerker, Rol
from wijken.rechtentabel import eis
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Stand = Overheveling.Stand


class OverhevelingKanNiet(Domeinfout):
    """Money does not go this way, or not yet; the message says what is missing."""


@transaction.atomic
def stel_overheveling_voor(
    *,
    van: Rekening,
    naar: Rekening,
    bedrag: Decimal | int | str,
    reden: str,
    door: Medewerker,
    samenspraak: str = "",
    samenspraak_op: datetime.date | None = None,
    tekort: Decimal | int | str | None = None,
) -> Overheveling:
    """Propose to move free money to another pot of the same year; nothing moves yet (B-05, B-06, B-07).

    `tekort` is what the pot for initiatieven threatens to fall short, in euros; for money of an agenda.

    Raises:
        PermissionDenied: this person does not propose transfers, or not to this wijk.
        OverhevelingKanNiet: these are no two wijkpotten of one year, or what the direction asks is missing.
    """
    voorstel = Overheveling(
        van=van,
        naar=naar,
        bedrag=euro(bedrag),
        reden=reden.strip(),
        voorgesteld_door=door,
        samenspraak=samenspraak.strip(),
        samenspraak_op=samenspraak_op,
        tekort=None if tekort is None else euro(tekort),
    )
    eis("budgetten.stel_overheveling_voor", door, voorstel)
    _controleer(voorstel)
    voorstel.save()
    return voorstel


def _controleer(voorstel: Overheveling) -> None:
    van, naar = voorstel.van, voorstel.naar
    potten = all(kant.soort in WIJKPOTTEN and kant.staat == Staat.VRIJ for kant in (van, naar))
    if not potten or van.pk == naar.pk:
        raise OverhevelingKanNiet(
            "Alleen vrij geld gaat van de ene pot van een wijk naar een andere (RM 6.2)."
        )
    if van.jaar_id != naar.jaar_id:
        raise OverhevelingKanNiet("Overhevelen kan alleen binnen een jaar (B-07; RM 6.2).")
    if not voorstel.reden:
        raise OverhevelingKanNiet("Leg uit waarom het geld ergens anders nodig is.")
    if voorstel.vraagt_regie and not (voorstel.samenspraak and voorstel.samenspraak_op):
        raise OverhevelingKanNiet(
            f"Leg vast wat de wijkcoalitie vindt en wanneer u dat besprak ({voorstel.regel}; RM 6.2, 6.3)."
        )
    _controleer_tekort(voorstel)


def _controleer_tekort(voorstel: Overheveling) -> None:
    """B-06: an agenda gives to initiatieven only when those fall short, and no more than that."""
    if not voorstel.vraagt_tekort:
        voorstel.tekort = None
    elif voorstel.tekort is None:
        raise OverhevelingKanNiet(
            "Van een wijkagenda naar initiatieven kan alleen als daar een tekort dreigt. "
            "Vul in hoe groot dat tekort is (B-06; RM 6.3)."
        )
    elif voorstel.bedrag > voorstel.tekort:
        tekort = in_euro(voorstel.tekort)
        raise OverhevelingKanNiet(
            f"Het dreigende tekort is {tekort}. Hevel niet meer over dan dat (B-06; RM 6.3)."
        )


@transaction.atomic
def keur_overheveling_goed(
    *, voorstel: Overheveling, door: Medewerker, toelichting: str = "", op: datetime.date | None = None
) -> Overheveling:
    """Approve a proposal and move the money. Pressing twice books once.

    From initiatieven to the agenda of the same wijk: who has the mandate (B-05). Any other way: the wethouder
    Wijken, whose approval is the direction that the policy asks (B-06, B-07).

    Raises:
        VerouderdeActie: it was decided before.
        OverhevelingKanNiet: the decider proposed it, or is not who may direct, or it is another year by now.
        GeenMandaat, OnvoldoendeSaldo: no mandate; not that much free money.
    """
    dag = op or timezone.localdate()
    voorstel = _houd_vast(voorstel)
    if voorstel.stand == Stand.GOEDGEKEURD and voorstel.besloten_door_id == door.pk:
        return voorstel
    mandaat = _mag_besluiten(voorstel, door, dag)
    if voorstel.van.jaar_id != dag.year:
        raise OverhevelingKanNiet("Overhevelen kan alleen in het jaar zelf (B-07; RM 6.2).")
    _besluit(voorstel, Stand.GOEDGEKEURD, door, toelichting)
    boek(
        van=voorstel.van,
        naar=voorstel.naar,
        bedrag=voorstel.bedrag,
        sleutel=f"overheveling:{voorstel.pk}",
        door=door,
        mandaat=mandaat,
        reden=voorstel.reden,
        regel=voorstel.regel,
        overheveling=voorstel,
    )
    return voorstel


@transaction.atomic
def wijs_overheveling_af(
    *, voorstel: Overheveling, door: Medewerker, reden: str, op: datetime.date | None = None
) -> Overheveling:
    """Refuse a proposal, with the reason; by whoever may approve it."""
    voorstel = _houd_vast(voorstel)
    _mag_besluiten(voorstel, door, op or timezone.localdate())
    if not reden.strip():
        raise OverhevelingKanNiet("Leg uit waarom u dit afwijst.")
    _besluit(voorstel, Stand.AFGEWEZEN, door, reden.strip())
    return voorstel


def bezwaar_tegen(voorstel: Overheveling, door: Medewerker) -> str:
    """Return why this person cannot decide on a proposal today; empty when nothing stands in the way."""
    try:
        _mag_besluiten(voorstel, door, timezone.localdate())
    except Domeinfout as fout:
        return str(fout)
    return ""


def _houd_vast(voorstel: Overheveling) -> Overheveling:
    houd_jaar(voorstel.van.jaar_id)
    vast = Overheveling.objects.select_for_update(of=("self",), no_key=True)
    return vast.select_related("van", "naar").get(pk=voorstel.pk)


def _mag_besluiten(voorstel: Overheveling, door: Medewerker, dag: datetime.date) -> Mandaat | None:
    """Return the mandate, or None when the wethouder directs."""
    if voorstel.stand != Stand.VOORGESTELD:
        nu = voorstel.get_stand_display().lower()
        raise VerouderdeActie(f"Over dit voorstel is al besloten: het is {nu}.")
    if voorstel.voorgesteld_door_id == door.pk:
        raise OverhevelingKanNiet("Wie iets voorstelt, besluit er niet zelf over.")
    if not voorstel.vraagt_regie:
        return mandaat_voor(door, geldsoort=Mandaat.Geldsoort.WIJKBUDGET, bedrag=voorstel.bedrag, op=dag)
    if not door.rollen.geldend(op=dag).filter(soort=Rol.Soort.WETHOUDER_WIJKEN).exists():
        raise OverhevelingKanNiet(
            f"Hierover besluit alleen de wethouder Wijken ({voorstel.regel}; RM 6.2 en 6.3)."
        )
    return None


def _besluit(voorstel: Overheveling, stand: str, door: Medewerker, reden: str) -> None:
    voorstel.stand, voorstel.besloten_door, voorstel.besloten_op = stand, door, timezone.now()
    voorstel.besluit_reden = reden
    velden = ("stand", "besloten_door", "besloten_op", "besluit_reden")
    bewaar(voorstel, velden=velden, reden=reden)


@transaction.atomic
def voeg_extra_krediet_toe(
    *,
    rekening: Rekening,
    bedrag: Decimal | int | str,
    raadsbesluit: str,
    besloten_op: datetime.date,
    door: Medewerker,
) -> Boeking:
    """Bring extra money of the council into a wijkpot, with its decision; a decision counts once (B-16).

    Raises:
        PermissionDenied: this person does not register decisions of the council.
        Domeinfout: this is no wijkpot, there is no reference, or the decision is known with other contents.
    """
    eis_met_wijkbudget("budgetten.voeg_extra_krediet_toe", door)
    kenmerk, geld = raadsbesluit.strip(), euro(bedrag)
    if rekening.soort not in WIJKPOTTEN or rekening.staat != Staat.VRIJ or not kenmerk:
        raise Domeinfout("Noem het raadsbesluit en de pot van een wijk waar het geld bij komt.")
    houd_jaar(rekening.jaar_id)
    krediet, _ = ExtraKrediet.objects.get_or_create(
        raadsbesluit=kenmerk,
        defaults={
            "rekening": rekening,
            "bedrag": geld,
            "besloten_op": besloten_op,
            "geregistreerd_door": door,
        },
    )
    if (krediet.rekening_id, krediet.bedrag) != (rekening.pk, geld):
        raise Domeinfout(f"Raadsbesluit {kenmerk} is al verwerkt, met een ander bedrag of een andere pot.")
    return boek(
        van=buiten(rekening.jaar_id, Potsoort.EXTRA_KREDIET),
        naar=rekening,
        bedrag=geld,
        sleutel=f"krediet:{krediet.pk}",
        door=krediet.geregistreerd_door,
        reden=f"Raadsbesluit {kenmerk}",
        regel="B-16",
    )
