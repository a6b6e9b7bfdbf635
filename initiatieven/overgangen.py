"""The state machine of a case, as one table (I-03). Buttons, checks and the record all follow from its rows.

A row says who may take a case from one phase to another and what must be known by then. Nothing else in
the code changes a phase: `services.voer_overgang_uit` is the only write path.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from initiatieven import toetsing
from initiatieven.models import Besluit, Fase, Faseovergang, Initiatief
from initiatieven.stapnamen import TREKT_IN, VOEGT_SAMEN
from wijken.models import Medewerker
from wijken.rechtentabel import rol_waarmee

Voorwaarde = Callable[[Initiatief], str | None]
Gevolg = Callable[[Faseovergang], object]
INDIENER = "Indiener"


@dataclass(frozen=True)
class Overgang:
    """One row of the table.

    `recht` is the permission that it takes, from the permission table; None: only the submitter may, who
    has no account. `knop` is the text of the button, `gedaan` what is said afterwards. `voorwaarden` each
    return what is still missing, in Dutch for the person who wants to go on, or None. `paneel` names the
    panel of the case page whose answers are sent along with the step. `gevolg` is what else the step does,
    before the case is in its new phase and in the same transaction. `via_dienst`: the step is part of what
    another service does, and has no button of its own.
    """

    naam: str
    van: Fase
    naar: Fase
    knop: str
    gedaan: str
    recht: str | None
    voorwaarden: tuple[Voorwaarde, ...] = ()
    toelichting_verplicht: bool = False
    paneel: str = ""
    gevolg: Gevolg | None = None
    via_dienst: bool = False

    def in_rol_van(self, zaak: Initiatief, medewerker: Medewerker | None) -> str | None:
        """Return as what this person may take the step with this case, or None. It goes on record."""
        if self.recht is None or medewerker is None:
            return INDIENER if self.recht is None and medewerker is None else None
        rol = rol_waarmee(self.recht, medewerker, zaak)
        return str(rol) if rol else None

    def ontbreekt(self, zaak: Initiatief) -> list[str]:
        """Return what must be filled in first, in Dutch. Empty: the step can be taken."""
        return [melding for voorwaarde in self.voorwaarden if (melding := voorwaarde(zaak))]


@dataclass(frozen=True)
class Mogelijkheid:
    """A step that this person may take with this case, and what is still missing for it."""

    overgang: Overgang
    ontbreekt: list[str]


def soort_gekozen(zaak: Initiatief) -> str | None:
    """I-04: initiatief, verzoek or complexe beleidswens."""
    return None if zaak.soort else "Kies wat het is: een inwonerinitiatief, een verzoek of een beleidswens."


def geen_klacht(zaak: Initiatief) -> str | None:
    """I-05: a complaint is forwarded, not handled."""
    return "Een klacht behandelen we hier niet: verwijs deze door." if zaak.klacht else None


def is_klacht(zaak: Initiatief) -> str | None:
    """I-05: only a complaint is forwarded."""
    return None if zaak.klacht else "Kies eerst over wat voor klacht het gaat."


def vakambtenaar_gekozen(zaak: Initiatief) -> str | None:
    """I-06: triage ends with one vakambtenaar of one cluster."""
    if zaak.vakambtenaar_id and zaak.cluster_id:
        return None
    return "Kies het cluster en de vakambtenaar die het vaste contact wordt."


def is_samengevoegd(zaak: Initiatief) -> str | None:
    """I-22: a case is closed as a double only when it is on record in which case it goes on."""
    return None if hasattr(zaak, "samenvoeging") else "Kies eerst in welke zaak deze verdergaat."


def _principebesluit(
    uitkomst: Besluit.Uitkomst, naar: Fase, knop: str, gedaan: str, *eisen: Voorwaarde
) -> Overgang:
    """Make the row of one outcome: none without the four touchstones, the advice and the reasons (I-14)."""
    return Overgang(
        f"principebesluit-{uitkomst}",
        Fase.TOETS,
        naar,
        knop,
        gedaan,
        recht=toetsing.TOETSEN,
        voorwaarden=(toetsing.getoetst, toetsing.geadviseerd, toetsing.principe_gemotiveerd, *eisen),
        paneel="principebesluit",
        gevolg=partial(toetsing.neem_besluit, soort=Besluit.Soort.PRINCIPE, uitkomst=uitkomst),
    )


PRINCIPEBESLUIT = (
    _principebesluit(
        Besluit.Uitkomst.JA,
        Fase.UITVOERING,
        "Besluiten: meewerken",
        "Het principebesluit is genomen: de gemeente werkt mee.",
        toetsing.voldoet,
        toetsing.klein_genoeg,
    ),
    _principebesluit(
        Besluit.Uitkomst.NEE,
        Fase.AFGEWEZEN,
        "Besluiten: niet meewerken",
        "Het principebesluit is genomen: de gemeente werkt niet mee.",
        toetsing.voldoet_niet,
    ),
    _principebesluit(
        Besluit.Uitkomst.AGENDA,
        Fase.GEAGENDEERD,
        "Besluiten: naar de wijkagenda",
        "Het principebesluit is genomen: het gaat naar de wijkagenda.",
        toetsing.te_groot,
    ),
)
OVERGANGEN: tuple[Overgang, ...] = (
    Overgang("bevestigen", Fase.IDEE, Fase.TRIAGE, "Bevestigen", "Het idee is bevestigd.", recht=None),
    Overgang(
        "toewijzen",
        Fase.TRIAGE,
        Fase.ORIENTATIE,
        "Toewijzen aan de vakambtenaar",
        "De vakambtenaar is nu het vaste contact.",
        recht="initiatieven.triage_initiatief",
        voorwaarden=(geen_klacht, soort_gekozen, vakambtenaar_gekozen),
        paneel="triage",
    ),
    Overgang(
        "doorverwijzen",
        Fase.TRIAGE,
        Fase.DOORVERWEZEN,
        "Klacht doorverwijzen en afsluiten",
        "De klacht is doorverwezen en de zaak is gesloten.",
        recht="initiatieven.triage_initiatief",
        voorwaarden=(is_klacht,),
        paneel="triage",
    ),
    *PRINCIPEBESLUIT,
)
OVERGANGEN += tuple(
    Overgang(naam, fase, Fase.INGETROKKEN, "Intrekken", "Het idee is ingetrokken.", recht=None)
    for fase, naam in TREKT_IN.items()
) + tuple(
    Overgang(
        naam,
        fase,
        Fase.DOORVERWEZEN,
        "Samenvoegen",
        "De zaak is samengevoegd en gesloten.",
        recht="initiatieven.change_initiatief",
        voorwaarden=(is_samengevoegd,),
        toelichting_verplicht=True,
        paneel="samenvoegen",
        via_dienst=True,
    )
    for fase, naam in VOEGT_SAMEN.items()
)
OP_NAAM = {overgang.naam: overgang for overgang in OVERGANGEN}


def mogelijke_overgangen(zaak: Initiatief, medewerker: Medewerker) -> list[Mogelijkheid]:
    """Return the steps from here that this person may take: they are the buttons on the case page."""
    return [
        Mogelijkheid(overgang, overgang.ontbreekt(zaak))
        for overgang in OVERGANGEN
        if overgang.van == zaak.fase and not overgang.via_dienst and overgang.in_rol_van(zaak, medewerker)
    ]
