"""What becomes of an adopted agenda: reports per maatregel, money, and who has to be asked (A-10).

The public pages read `laatste_stand` (one agenda) and `laatste_standen` (many): per maatregel of the version
that holds its state, the reports, the series of the indicator and the money, in three queries however many
maatregelen and agendas there are.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Func, JSONField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from budgetten.geld import NUL
from budgetten.models import Boeking
from budgetten.models.rekening import Staat
from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Fase, Maatregel, Versie, Voortgang, Wijkagenda
from wijkagenda.uitzonderingen import in_woorden
from wijken.models import Medewerker
from wijken.rechtentabel import eis, rol_waarmee
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

RECHT = "wijkagenda.add_voortgang"
TREKKER = "Trekker"
LOPEND = tuple(fase for fase in Fase if fase != Fase.AFGESLOTEN)
VERTROKKEN = "U bent niet meer de trekker van deze maatregel."


@dataclass(frozen=True)
class Geld:
    """What the ledger holds for a maatregel, in euros: promised and not paid yet, and paid."""

    vastgelegd: Decimal = NUL
    betaald: Decimal = NUL


@dataclass(frozen=True)
class Maatregelstand:
    """How far one maatregel is. `maatregel` is what the version says of it (the keys in `Kern.VELDEN`).

    `meldingen` are all reports, the newest first. Dates are of today, in Dutch time.
    """

    agenda_id: int
    maatregel: dict[str, Any]
    meldingen: tuple[Voortgang, ...]
    geld: Geld

    @property
    def laatste(self) -> Voortgang | None:
        """The last report; None while nobody reported."""
        return self.meldingen[0] if self.meldingen else None

    @property
    def stand(self) -> Voortgang.Stand:
        """The last reported state; what nobody reported on yet is planned."""
        return Voortgang.Stand(self.laatste.stand) if self.laatste else Voortgang.Stand.GEPLAND

    @property
    def is_klaar(self) -> bool:
        """Nothing more is expected: it is done, or it does not go on."""
        return self.stand in Voortgang.KLAAR

    @property
    def is_laat(self) -> bool:
        """It is reported as delayed, or its last planned year has passed and it is not done (A-10)."""
        voorbij = self.maatregel["jaar_tot"] < timezone.localdate().year
        return not self.is_klaar and (voorbij or self.stand == Voortgang.Stand.VERTRAAGD)

    @property
    def reeks(self) -> list[Voortgang]:
        """The reports with a value of the indicator, in the order in which was measured."""
        gemeten = [melding for melding in self.meldingen if melding.waarde is not None]
        return sorted(gemeten, key=lambda melding: (melding.waarde_op, melding.pk))

    @property
    def start(self) -> Decimal:
        """The value of the indicator when the maatregel was adopted."""
        return Decimal(self.maatregel["startwaarde"])

    @property
    def streef(self) -> Decimal:
        """The value of the indicator that is the goal."""
        return Decimal(self.maatregel["streefwaarde"])

    @property
    def percentage(self) -> int | None:
        """How far the last value is from start to goal, 0 to 100; None when nothing was measured."""
        if not self.reeks or self.streef == self.start:
            return None
        waarde = self.reeks[-1].waarde or NUL
        return max(0, min(100, int(100 * (waarde - self.start) / (self.streef - self.start))))

    def zonder_melding_sinds(self, dag: datetime.date) -> bool:
        """Whether a report is expected and none came since `dag`: it should be under way, or nearly."""
        begonnen = self.maatregel["jaar_van"] <= timezone.localdate().year
        gemeld = self.laatste is not None and timezone.localdate(self.laatste.op) >= dag
        return begonnen and not self.is_klaar and not gemeld


class Kern(Func):
    """Of each maatregel in a document what progress is about, so that long texts are not read."""

    VELDEN = (
        *("id", "nummer", "titel", "thema", "deelagenda", "trekker", "jaar_van", "jaar_tot", "kosten"),
        *("indicator", "eenheid", "startwaarde", "streefwaarde", "streefdatum", "bijdragen"),
    )
    template = (
        "(SELECT jsonb_agg(jsonb_build_object("  # noqa: S608  only the names above go into it
        + ", ".join(f"'{veld}', m->'{veld}'" for veld in VELDEN)
        + ") ORDER BY (m->>'nummer')::int) FROM jsonb_array_elements(%(expressions)s->'maatregelen') AS m)"
    )
    output_field = JSONField()


def laatste_stand(agenda: Wijkagenda) -> list[Maatregelstand]:
    """Return each maatregel of the version that holds, in its order; empty when nothing is published."""
    return laatste_standen([agenda])[agenda.pk]


def laatste_standen(agendas: Iterable[Wijkagenda]) -> dict[int, list[Maatregelstand]]:
    """Return `laatste_stand` of each of these agendas by its key, in three queries in all."""
    sleutels = [agenda.pk for agenda in agendas]
    geldend = (
        Versie.objects.gepubliceerd()
        .filter(agenda__in=sleutels)
        .order_by("agenda", "-nummer")
        .distinct("agenda")
        .values_list("agenda", Kern("document"))
    )
    kernen = {agenda: maatregelen or [] for agenda, maatregelen in geldend}
    nummers = [kern["id"] for maatregelen in kernen.values() for kern in maatregelen]
    meldingen, geld = _meldingen(nummers), geld_van(nummers)
    return {
        sleutel: [
            Maatregelstand(sleutel, kern, tuple(meldingen.get(kern["id"], ())), geld.get(kern["id"], Geld()))
            for kern in kernen.get(sleutel, [])
        ]
        for sleutel in sleutels
    }


def _meldingen(maatregelen: Collection[int]) -> dict[int, list[Voortgang]]:
    per_maatregel: dict[int, list[Voortgang]] = {}
    for melding in Voortgang.objects.filter(maatregel__in=maatregelen):
        per_maatregel.setdefault(melding.maatregel_id, []).append(melding)
    return per_maatregel


def geld_van(maatregelen: Collection[int]) -> dict[int, Geld]:
    """Return what the ledger holds for each of these maatregelen (keys), in one query.

    The bookings of every request that was made for one of its parts, of each pot.
    """
    pad = "aanvraag__beoordeling__bijdrage__maatregel"
    sommen = (
        Boeking.objects.filter(**{f"{pad}__in": maatregelen})
        .order_by()
        .values_list(pad)
        .annotate(vastgelegd=_saldo(Staat.VERPLICHT), betaald=_saldo(Staat.BETAALD))
    )
    return {maatregel: Geld(vastgelegd, betaald) for maatregel, vastgelegd, betaald in sommen}


def _saldo(staat: Staat) -> Any:
    """What came into this state less what went out of it."""
    erin, eruit = (
        Coalesce(Sum("bedrag", filter=Q(**{f"{kant}__staat": staat})), Value(NUL)) for kant in ("naar", "van")
    )
    return erin - eruit


def kwartaal_begin(dag: datetime.date) -> datetime.date:
    """Return the first day of the quarter of `dag`."""
    return dag.replace(month=3 * ((dag.month - 1) // 3) + 1, day=1)


def gezien_bij(laatste: Voortgang | None) -> str:
    """Return what a page shows as the last report, for `Melding.gezien`."""
    return str(laatste.pk) if laatste else ""


@dataclass(frozen=True)
class Melding:
    """What somebody says of a maatregel. `gezien` is `gezien_bij` of the last report that the page showed."""

    stand: str
    gezien: str
    toelichting: str = ""
    waarde: Decimal | None = None
    waarde_op: datetime.date | None = None


@transaction.atomic
def meld_voortgang(*, maatregel: Maatregel, melding: Melding, door: Medewerker) -> Voortgang:
    """Report on a maatregel as staff (A-10).

    Raises:
        PermissionDenied: `door` reports nothing for this wijk.
        VerouderdeActie: the agenda is closed, the maatregel is not in the version that holds, or somebody
            else reported in the meantime.
        Domeinfout: no reason for a delay, a value without a day, or a day to come.
    """
    ding = Voortgang(maatregel=maatregel)
    eis(RECHT, door, ding)
    houd_agenda(maatregel.agenda, fasen=LOPEND)
    return _bewaar(maatregel, melding, door=door, rol=str(rol_waarmee(RECHT, door, ding) or ""))


@transaction.atomic
def meld_als_trekker(*, maatregel: Maatregel, melding: Melding, email: str) -> Voortgang:
    """Report on a maatregel as its trekker, who has the link that was mailed to `email` (A-10).

    Raises:
        VerouderdeActie: see `meld_voortgang`; or somebody else is the trekker by now.
        Domeinfout: see `meld_voortgang`.
    """
    houd_agenda(maatregel.agenda, fasen=LOPEND)
    if not Maatregel.objects.filter(pk=maatregel.pk, trekker_email__iexact=email).exists():
        raise VerouderdeActie(VERTROKKEN)
    return _bewaar(maatregel, melding, door=None, rol=TREKKER)


def _bewaar(maatregel: Maatregel, melding: Melding, *, door: Medewerker | None, rol: str) -> Voortgang:
    """Put a report on record; the agenda is held, so nobody reports in between."""
    if melding.gezien != gezien_bij(maatregel.voortgang.first()):
        raise VerouderdeActie("Er is intussen een nieuwe melding gedaan. Bekijk die eerst.")
    if bezwaar := _bezwaar(melding):
        raise Domeinfout(bezwaar)
    with in_woorden():
        return Voortgang.objects.create(
            maatregel=maatregel,
            stand=melding.stand,
            toelichting=melding.toelichting.strip(),
            waarde=melding.waarde,
            waarde_op=melding.waarde_op,
            door=door,
            rol=rol,
        )


def _bezwaar(melding: Melding) -> str:
    """Say what is wrong with a report, in Dutch; "" when nothing is."""
    if melding.stand not in Voortgang.Stand.values:
        return "Kies hoe het met de maatregel staat."
    if melding.stand in Voortgang.MET_REDEN and not melding.toelichting.strip():
        return "Schrijf op waarom de maatregel later komt of niet doorgaat."
    if (melding.waarde is None) != (melding.waarde_op is None):
        return "Vul bij de gemeten waarde de dag in, en andersom."
    if melding.waarde_op and melding.waarde_op > timezone.localdate():
        return "Deze dag is nog niet geweest. Kies de dag waarop is gemeten."
    return ""
