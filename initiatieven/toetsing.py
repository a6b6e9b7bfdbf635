"""Toets and principebesluit (I-13, I-14, I-18): what it rests on, and what the decision does.

The vakambtenaar holds the case against four touchstones, the wijkregisseur advises, and only then the
vakambtenaar decides. The database refuses a decision on less (`besluit_op_toets_en_advies`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects

from initiatieven.besluitbrief import maak_brief
from initiatieven.models import Advies, Besluit, Fase, Faseovergang, Initiatief, Toetsbevinding
from wijken.models import Medewerker
from wijken.rechtentabel import rol_waarmee
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

Uitkomst = Besluit.Uitkomst
STUKKEN = {
    "toetsbevindingen": Toetsbevinding.objects.select_related("door"),
    "adviezen": Advies.objects.select_related("door"),
    "besluiten": Besluit.objects.select_related("door", "advies__door", "brief").defer("brief__inhoud"),
}
TOETSEN, ADVISEREN = "initiatieven.toets_initiatief", "initiatieven.adviseer_initiatief"


class Bevinding(NamedTuple):
    """What was found at one touchstone; empty when it is not known yet."""

    uitslag: str
    reden: str


def houd_zaak(zaak: Initiatief, *, door: Medewerker, recht: str, fase: Fase) -> Initiatief:
    """Return the case as it is now, held until the transaction ends.

    Raises:
        PermissionDenied: `door` may not do this with this case.
        VerouderdeActie: the case is not (any more) in `fase`.
    """
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if not door.has_perm(recht, rij):
        raise PermissionDenied
    if rij.fase != fase:
        raise VerouderdeActie(f"Dit kan niet meer: de zaak is nu in “{rij.get_fase_display()}”.")
    return rij


@transaction.atomic
def leg_toets_vast(*, zaak: Initiatief, door: Medewerker, bevindingen: Mapping[str, Bevinding]) -> None:
    """Record what was found so far, by touchstone (I-13). What is left empty stays as it was.

    Raises:
        PermissionDenied, VerouderdeActie: as `houd_zaak`.
        Domeinfout: a finding without a reason, or a reason without a finding.
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.TOETS)
    eerder = {bevinding.steen: bevinding for bevinding in rij.toetsbevindingen.all()}
    for steen in Toetsbevinding.Steen:
        uitslag, reden = bevindingen.get(steen, Bevinding("", ""))
        reden = reden.strip()
        if bool(uitslag) != bool(reden):
            raise Domeinfout(f"Kies bij “{steen.label}” een antwoord én schrijf de reden op.")
        oud = eerder.get(steen)
        if uitslag and (oud is None or (oud.uitslag, oud.reden) != (uitslag, reden)):
            nieuw = {"uitslag": uitslag, "reden": reden, "door": door}
            Toetsbevinding.objects.update_or_create(initiatief=rij, steen=steen, defaults=nieuw)


@transaction.atomic
def adviseer(*, zaak: Initiatief, door: Medewerker, strekking: str, tekst: str) -> Advies:
    """Record the wijkregisseur's advice, with who and when (I-09, I-14). An earlier one stays on record.

    Raises:
        PermissionDenied, VerouderdeActie: as `houd_zaak`.
        Domeinfout: the advice is not explained.
    """
    rij = houd_zaak(zaak, door=door, recht=ADVISEREN, fase=Fase.TOETS)
    if not tekst.strip():
        raise Domeinfout("Leg uw advies uit.")
    rol = rol_waarmee(ADVISEREN, door, rij)
    return Advies.objects.create(
        initiatief=rij, strekking=strekking, tekst=tekst.strip(), door=door, rol=str(rol)
    )


@transaction.atomic
def bereid_principebesluit_voor(
    *, zaak: Initiatief, door: Medewerker, motivering: str, voorwaarden: str, agendareden: str
) -> Besluit:
    """Keep what the principebesluit will say (I-14). It decides nothing yet: the step itself does.

    Raises:
        PermissionDenied, VerouderdeActie: as `houd_zaak`.
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.TOETS)
    return bereid_voor(
        rij,
        Besluit.Soort.PRINCIPE,
        {"motivering": motivering.strip(), "voorwaarden": voorwaarden.strip(), "agendareden": agendareden},
    )


def bereid_voor(zaak: Initiatief, soort: str, gegevens: Mapping[str, str]) -> Besluit:
    """Keep the text of a decision that is not taken yet. The case is held by the caller."""
    if zaak.besluiten.exclude(uitkomst="").filter(soort=soort).exists():
        raise VerouderdeActie("Het besluit is al genomen.")
    besluit, _ = Besluit.objects.update_or_create(initiatief=zaak, soort=soort, defaults=dict(gegevens))
    return besluit


def bevindingen_van(zaak: Initiatief) -> list[Toetsbevinding]:
    """Return what was found at the touchstones, fetched once for all who ask."""
    prefetch_related_objects([zaak], _eenmaal("toetsbevindingen"))
    return list(zaak.toetsbevindingen.all())


def adviezen_van(zaak: Initiatief) -> list[Advies]:
    """Return the advices, the last first, fetched once for all who ask."""
    prefetch_related_objects([zaak], _eenmaal("adviezen"))
    return list(zaak.adviezen.all())


def besluiten_van(zaak: Initiatief) -> list[Besluit]:
    """Return the decisions, in preparation or taken, fetched once for all who ask."""
    prefetch_related_objects([zaak], _eenmaal("besluiten"))
    return list(zaak.besluiten.all())


def _eenmaal(naam: str) -> Prefetch:
    return Prefetch(naam, STUKKEN[naam])


def voorbereid(zaak: Initiatief, soort: str) -> Besluit | None:
    """Return the decision of this kind, in preparation or taken."""
    return next((besluit for besluit in besluiten_van(zaak) if besluit.soort == soort), None)


def genomen(zaak: Initiatief, soort: str) -> Besluit | None:
    """Return the decision of this kind, once it is taken."""
    besluit = voorbereid(zaak, soort)
    return besluit if besluit and besluit.uitkomst else None


def laatste_advies(zaak: Initiatief) -> Advies | None:
    """Return the advice that counts: the last."""
    return next(iter(adviezen_van(zaak)), None)


def _uitslagen(zaak: Initiatief) -> dict[str, str]:
    return {bevinding.steen: bevinding.uitslag for bevinding in bevindingen_van(zaak)}


def getoetst(zaak: Initiatief) -> str | None:
    """I-13: all four touchstones are recorded."""
    open_ = [steen.label for steen in Toetsbevinding.Steen if steen not in _uitslagen(zaak)]
    return f"Vul de toetsstenen in. Nog open: {' '.join(open_)}" if open_ else None


def geadviseerd(zaak: Initiatief) -> str | None:
    """I-14: the wijkregisseur's advice comes before the decision."""
    return None if laatste_advies(zaak) else "Wacht op het advies van de wijkregisseur."


def principe_gemotiveerd(zaak: Initiatief) -> str | None:
    """I-14: the decision is motivated."""
    return gemotiveerd(zaak, Besluit.Soort.PRINCIPE)


def gemotiveerd(zaak: Initiatief, soort: str) -> str | None:
    """Every decision is explained in plain words."""
    besluit = voorbereid(zaak, soort)
    return None if besluit and besluit.motivering else "Leg het besluit uit in gewone woorden."


def voldoet(zaak: Initiatief) -> str | None:
    """I-13: the municipality works along with what passes the touchstones, and says under which condition."""
    uitslagen, besluit = set(_uitslagen(zaak).values()), voorbereid(zaak, Besluit.Soort.PRINCIPE)
    if Toetsbevinding.Uitslag.VOLDOET_NIET in uitslagen:
        return "Meewerken kan niet: het voldoet niet aan alle toetsstenen."
    if Toetsbevinding.Uitslag.VOORWAARDE in uitslagen and not (besluit and besluit.voorwaarden):
        return "Schrijf op onder welke voorwaarden de gemeente meewerkt."
    return None


def voldoet_niet(zaak: Initiatief) -> str | None:
    """I-13: no is said on a touchstone, not on taste."""
    if Toetsbevinding.Uitslag.VOLDOET_NIET in _uitslagen(zaak).values():
        return None
    return "Niet meewerken kan alleen als het aan een toetssteen niet voldoet."


def klein_genoeg(zaak: Initiatief) -> str | None:
    """I-18: what is too large to decide on apart goes to the wijkagenda."""
    if reden := _te_groot(zaak, Besluit.Soort.PRINCIPE):
        return f"Dit gaat naar de wijkagenda: {reden}."
    return None


def te_groot(zaak: Initiatief) -> str | None:
    """I-18: only what is too large to decide on apart goes to the wijkagenda."""
    if _te_groot(zaak, Besluit.Soort.PRINCIPE):
        return None
    return "Kies waarom dit te groot is om apart te doen."


def _te_groot(zaak: Initiatief, soort: str) -> str:
    """Say why this goes to the wijkagenda; empty: it need not."""
    if zaak.soort == Initiatief.Soort.BELEIDSWENS:
        return "het is een complexe beleidswens"
    besluit = voorbereid(zaak, soort)
    return besluit.get_agendareden_display().lower() if besluit and besluit.agendareden else ""


def neem_besluit(stap: Faseovergang, *, soort: str, uitkomst: str) -> Besluit:
    """Give the prepared decision its outcome, with the letter about it. Part of the step."""
    besluit = Besluit.objects.select_related("initiatief__indiener").get(
        initiatief=stap.initiatief, soort=soort
    )
    besluit.uitkomst, besluit.door, besluit.rol, besluit.op = uitkomst, stap.door, stap.rol, stap.op
    besluit.advies = stap.initiatief.adviezen.first()
    besluit.save(update_fields=["uitkomst", "door", "rol", "op", "advies"])
    maak_brief(besluit)
    return besluit
