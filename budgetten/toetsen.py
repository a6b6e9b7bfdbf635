"""The questions that a request must pass, in the order in which a person would ask them (B-08 … B-15).

Each refusal names the rule, where it stands in the policy, and what can be done instead.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from budgetten.besluiten import besluit_over
from budgetten.geld import in_euro
from budgetten.models import Aanvraag, Bronuitkomst, Jaarbudget
from budgetten.models.rekening import WIJKPOTTEN, Potsoort, Staat
from budgetten.regelingen import VOLKSFEESTEN, WAARDERING, regelingen
from budgetten.rekeningen import PotBestaatNiet, rekening
from wijken.models import Inwonertal
from wijkportaal.uitzonderingen import Domeinfout

LOPEND = (
    Aanvraag.Stand.AANGEVRAAGD,
    Aanvraag.Stand.GOEDGEKEURD,
    Aanvraag.Stand.VASTGELEGD,
    Aanvraag.Stand.BETAALD,
)
# Money of others: it is registered here, its own bookkeeping stays elsewhere.
VAN_ELDERS = (Potsoort.CLUSTER, Potsoort.PARTNER)
# What a request is for, when a scheme beside the wijkbudget is for that (B-15).
REGELINGEN = {Aanvraag.Gericht.VOLKSFEEST: VOLKSFEESTEN, Aanvraag.Gericht.WIJKORGANISATIE: WAARDERING}


@dataclass(frozen=True)
class Weigering:
    """Why not: the rule, its paragraph, the message, and what can be done instead."""

    regel: str
    paragraaf: str
    boodschap: str
    alternatief: str

    def __str__(self) -> str:
        return f"{self.boodschap} {self.alternatief} ({self.regel}; {self.paragraaf})"


class AanvraagGeweigerd(Domeinfout):
    """A request does not pass; `weigeringen` says why, in the order of the questions."""

    def __init__(self, weigeringen: list[Weigering]) -> None:
        super().__init__("\n".join(map(str, weigeringen)))
        self.weigeringen = weigeringen


Toets = Callable[[Aanvraag], Weigering | None]


@dataclass(frozen=True)
class Vraag:
    """One question in words, with the rule it carries out and where that stands in the policy."""

    regel: str
    paragraaf: str
    tekst: str


@dataclass(frozen=True)
class Antwoord:
    """What came out of one question: no `weigering` is a yes."""

    vraag: Vraag
    weigering: Weigering | None


def toets(aanvraag: Aanvraag, *, op: datetime.date) -> list[Weigering]:
    """Return why this request cannot be granted on the day `op`; empty: it can.

    Without a pot in an open year the other questions have no meaning.
    """
    weigering = _jaar_is_open(aanvraag, op)
    if weigering:
        return [weigering]
    return [weigering for _, vraag in TOETSEN if (weigering := vraag(aanvraag))]


def antwoorden(aanvraag: Aanvraag, *, op: datetime.date) -> list[Antwoord]:
    """Return every question with its answer of the day `op`, for who wants to see what was asked."""
    eerst = Antwoord(JAAR_OPEN, _jaar_is_open(aanvraag, op))
    if eerst.weigering:
        return [eerst]
    return [eerst, *(Antwoord(tekst, vraag(aanvraag)) for tekst, vraag in TOETSEN)]


def _jaar_is_open(aanvraag: Aanvraag, op: datetime.date) -> Weigering | None:
    """B-09: money is for its own year."""
    jaar = Jaarbudget.objects.filter(pk=aanvraag.jaar_id).first()
    ander_jaar = f"Vraag geld van het budget van {op.year}."
    if jaar is None or not jaar.verdelingen.filter(vastgesteld_op__isnull=False).exists():
        wacht = "Wacht tot de verdeling is vastgesteld."
        return Weigering("B-02", "RM 6.1", f"Voor {aanvraag.jaar_id} is nog geen geld verdeeld.", wacht)
    if jaar.gesloten:
        return Weigering("B-09", "RM 6.2 en 6.3", f"Het jaar {jaar.pk} is gesloten.", ander_jaar)
    if jaar.pk != op.year:
        boodschap = f"Geld van {jaar.pk} kan alleen in {jaar.pk} worden toegezegd."
        return Weigering("B-09", "RM 6.2 en 6.3", boodschap, ander_jaar)
    return None if aanvraag.soort in VAN_ELDERS else _pot_bestaat(aanvraag)


def _pot_bestaat(aanvraag: Aanvraag) -> Weigering | None:
    try:
        rekening(Staat.VRIJ, **aanvraag.pot)
    except PotBestaatNiet as fout:
        return Weigering("B-02", "RM 6.1", str(fout), "Kies een wijk die in de verdeling staat.")
    return None


def _positief_besluit(aanvraag: Aanvraag) -> Weigering | None:
    """B-14: first a positive decision on the plan, then money."""
    if aanvraag.soort == Potsoort.OPSTART:
        return None
    besluit = besluit_over(aanvraag.onderwerp)
    if besluit and besluit.positief:
        return None
    boodschap = besluit.bezwaar if besluit else "Er is nog geen positief besluit over dit plan."
    return Weigering("B-14", "RM 6.3", boodschap, "Neem eerst het besluit, en vraag daarna het geld aan.")


def _van_het_besluit(aanvraag: Aanvraag) -> Weigering | None:
    """B-03: a decision is ground for one pot only: that wijk, that deelbudget, that reach."""
    besluit = None if aanvraag.soort == Potsoort.OPSTART else besluit_over(aanvraag.onderwerp)
    if besluit is None or not besluit.positief:
        return None
    if aanvraag.wijk_id not in (besluit.wijk_id, None):
        boodschap = "Het besluit gaat over een plan in een andere wijk."
        return Weigering("B-03", "RM 6.1", boodschap, "Kies de wijk waarover is besloten.")
    if aanvraag.soort in WIJKPOTTEN and aanvraag.soort != besluit.deelbudget:
        deelbudget = Potsoort(besluit.deelbudget).label.lower()
        boodschap = f"Met dit besluit kan alleen geld uit het deelbudget {deelbudget}."
        return Weigering("B-03", "RM 6.1", boodschap, "Kies die pot.")
    if aanvraag.plafond and besluit.bereik not in (aanvraag.bereik, ""):
        bereik = Aanvraag.Bereik(besluit.bereik).label.lower()
        boodschap = f"Het besluit is genomen voor {bereik}, en daar hoort het hoogste bedrag bij."
        return Weigering("B-10", "RM 4.3 en bijlage 4", boodschap, f"Kies bij voor wie het is: {bereik}.")
    return None


def _binnen_plafond(aanvraag: Aanvraag) -> Weigering | None:
    """B-10: what one initiative gets from the pot for initiatieven, all its requests together."""
    if aanvraag.plafond is None:
        return None
    plafond, samen = Decimal(aanvraag.plafond.waarde), aanvraag.bedrag + _eerder_gevraagd(aanvraag)
    if samen <= plafond:
        return None
    boodschap = (
        f"Voor {aanvraag.get_bereik_display().lower()} kan hooguit {in_euro(plafond)}, niet {in_euro(samen)}."
    )
    anders = "Een groter plan kan op de wijkagenda. Of zoek voor de rest een andere geldbron."
    return Weigering("B-10", "RM 4.3 en bijlage 4", boodschap, anders)


def _eerder_gevraagd(aanvraag: Aanvraag) -> Decimal:
    andere = Aanvraag.objects.filter(
        soort=aanvraag.soort, onderwerp=aanvraag.onderwerp, stand__in=LOPEND
    ).exclude(pk=aanvraag.pk)
    return andere.aggregate(som=Sum("bedrag"))["som"] or Decimal(0)


def _bronnen_op_volgorde(aanvraag: Aanvraag) -> Weigering | None:
    """B-12: every source that comes before this pot was tried, or does not apply."""
    uitkomsten = {uitkomst.code for uitkomst in aanvraag.bronuitkomsten.all()}
    open_ = [bron["naam"] for bron in eerdere_bronnen(aanvraag) if bron["code"] not in uitkomsten]
    if not open_:
        return None
    boodschap = f"Deze geldbronnen gaan voor en zijn nog niet nagegaan: {', '.join(open_)}."
    anders = "Leg per geldbron vast wat eruit kwam, of waarom hij niet van toepassing is."
    return Weigering("B-12", "RM 6.2 en 6.3", boodschap, anders)


def eerdere_bronnen(aanvraag: Aanvraag) -> list[dict[str, str]]:
    """Return the sources that come before the pot of this request, in the order of the policy (B-12)."""
    bronnen: list[dict[str, str]] = aanvraag.volgorde.waarde if aanvraag.volgorde else []
    plaatsen = [plaats for plaats, bron in enumerate(bronnen) if bron.get("pot") == aanvraag.soort]
    return bronnen[: plaatsen[0]] if plaatsen else []


def _geen_uitsluitend_fonds(aanvraag: Aanvraag) -> Weigering | None:
    """B-13: who gets Roermondfonds money gets no municipal money."""
    if aanvraag.soort == Potsoort.PARTNER or aanvraag.volgorde is None:
        return None
    sluiten_uit = {bron["code"] for bron in aanvraag.volgorde.waarde if bron.get("sluit_gemeente_uit")}
    for uitkomst in aanvraag.bronuitkomsten.all():
        if uitkomst.code in sluiten_uit and uitkomst.uitkomst == Bronuitkomst.Uitkomst.TOEGEKEND:
            boodschap = f"Dit plan krijgt al geld van het {uitkomst.naam}."
            anders = "Dan kan er geen geld van de gemeente bij. Geld van een partner of fonds kan wel."
            return Weigering("B-13", "RM 4.3", boodschap, anders)
    return None


def _buiten_het_wijkbudget(aanvraag: Aanvraag) -> Weigering | None:
    """B-15: feasts and wijkorganisaties have schemes of their own.

    A feast may ask here after its scheme was asked, for that comes first in the order of funding (RM 6.3).
    """
    sleutel = REGELINGEN.get(Aanvraag.Gericht(aanvraag.gericht_op))
    if aanvraag.soort not in WIJKPOTTEN or sleutel is None or _regeling_ging_voor(aanvraag, sleutel):
        return None
    gevonden = regelingen(inwoners=_inwoners(aanvraag)).get(sleutel)
    if gevonden is None:
        return None
    boodschap = f"Het wijkbudget is niet voor {gevonden.waarvoor}: daarvoor is een eigen regeling."
    anders = f"Vraag geld aan bij: {gevonden.naam}. {gevonden.uitleg}"
    return Weigering("B-15", "RM 6.1, 6.3 en bijlage 4", boodschap, anders)


def _regeling_ging_voor(aanvraag: Aanvraag, sleutel: str) -> bool:
    """Whether the scheme is a source in the order of funding, and it was really asked."""
    codes = {bron["code"] for bron in eerdere_bronnen(aanvraag) if bron.get("regeling") == sleutel}
    return any(
        uitkomst.code in codes and uitkomst.uitkomst != Bronuitkomst.Uitkomst.NIET_VAN_TOEPASSING
        for uitkomst in aanvraag.bronuitkomsten.all()
    )


def _inwoners(aanvraag: Aanvraag) -> int:
    nieuwste = Inwonertal.objects.filter(wijk=aanvraag.wijk_id).order_by("-peildatum").first()
    return nieuwste.aantal if nieuwste else 0


def _past_bij_het_doel(aanvraag: Aanvraag) -> Weigering | None:
    """B-14: the wijkbudget is for leefbaarheid and sociale samenhang."""
    if aanvraag.soort not in WIJKPOTTEN or aanvraag.gericht_op != Aanvraag.Gericht.ANDERS:
        return None
    boodschap = "Het wijkbudget is alleen voor leefbaarheid en sociale samenhang."
    return Weigering(
        "B-14", "RM 4.3 en 6.3", boodschap, "Vraag het cluster of het uit het clusterbudget kan."
    )


def _genoeg_vrij(aanvraag: Aanvraag) -> Weigering | None:
    """B-08: a pot is never overspent. The ledger itself refuses it too; this says it before."""
    if aanvraag.soort in VAN_ELDERS or _houdt_het_al(aanvraag):
        return None
    vrij = rekening(Staat.VRIJ, **aanvraag.pot).saldo_nu
    if aanvraag.bedrag <= vrij:
        return None
    boodschap = f"In de pot is nog {in_euro(vrij)} vrij; gevraagd is {in_euro(aanvraag.bedrag)}."
    return Weigering("B-08", "RM 6.3", boodschap, _als_er_te_weinig_is(aanvraag))


def _houdt_het_al(aanvraag: Aanvraag) -> bool:
    """Money that was reserved at the request is not asked a second time (A-06)."""
    return aanvraag.reserveert_meteen and aanvraag.boekingen.exists()


def _als_er_te_weinig_is(aanvraag: Aanvraag) -> str:
    if aanvraag.soort == Potsoort.INITIATIEVEN:
        return "Vraag minder, of stel de wethouder Wijken een overheveling voor (RM 6.2 en 6.3)."
    if aanvraag.soort == Potsoort.AGENDA:
        return "Vraag minder, of vraag de raad om extra geld (RM bijlage 4)."
    return "Vraag minder."


JAAR_OPEN = Vraag("B-09", "RM 6.2 en 6.3", "Bestaat de pot, en is het jaar open?")
TOETSEN: tuple[tuple[Vraag, Toets], ...] = (
    (Vraag("B-14", "RM 6.3", "Is er een positief besluit over het plan?"), _positief_besluit),
    (Vraag("B-03", "RM 6.1", "Is het besluit voor deze pot genomen?"), _van_het_besluit),
    (Vraag("B-10", "RM 4.3 en bijlage 4", "Blijft het onder het hoogste bedrag?"), _binnen_plafond),
    (Vraag("B-12", "RM 6.2 en 6.3", "Zijn de geldbronnen die voorgaan nagegaan?"), _bronnen_op_volgorde),
    (
        Vraag("B-13", "RM 4.3", "Is er geen geld van een fonds dat de gemeente uitsluit?"),
        _geen_uitsluitend_fonds,
    ),
    (Vraag("B-15", "RM 6.1, 6.3 en bijlage 4", "Is er geen eigen regeling voor?"), _buiten_het_wijkbudget),
    (Vraag("B-14", "RM 4.3 en 6.3", "Past het bij het doel van dit budget?"), _past_bij_het_doel),
    (Vraag("B-08", "RM 6.3", "Is er genoeg vrij in de pot?"), _genoeg_vrij),
)
VRAGEN = (JAAR_OPEN, *(vraag for vraag, _ in TOETSEN))
