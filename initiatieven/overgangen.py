"""The state machine of a case, as one table (I-03). Buttons, checks and the record all follow from its rows.

A row says who may take a case from one phase to another and what must be known by then. Nothing else in
the code changes a phase: `services.voer_overgang_uit` is the only write path.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from initiatieven import definitief, geldroute, gesprek, overdracht, taken, toetsing, triage, uitvoering
from initiatieven.models import FASEN_OP_VOLGORDE, Besluit, Fase, Initiatief
from initiatieven.stapnamen import INVOEREN, TREKT_IN, VOEGT_SAMEN
from wijken.models import Medewerker
from wijken.overgangen import Mogelijk, Stap

Voorwaarde = Callable[[Initiatief], str | None]
INDIENER = "Indiener"
# I-01: what residents carry out themselves, and what they ask the municipality to do (ADR 0013).
VAN_INWONERS, VERZOEK = (Initiatief.Soort.INITIATIEF,), (Initiatief.Soort.VERZOEK,)


@dataclass(frozen=True)
class Overgang(Stap):
    """One row of the table: a step of a case.

    `recht` is None when only the submitter may, who has no account. `paneel` names the panel of the case page
    whose answers are sent along with the step. `gevolg` happens before the case is in its new phase; `velden`
    are what it changed in the case. `motivering` gives the explanation that goes on record when the person
    need not type it. `soorten`: the kinds of case that have this step; empty: all of them. `pas_na` is the
    condition that comes before the others: as long as it is missing the step is not the next one.
    """

    van: Fase
    naar: Fase
    toelichting_verplicht: bool = False
    paneel: str = ""
    velden: tuple[str, ...] = ()
    motivering: Callable[[Initiatief], str] | None = None
    soorten: tuple[Initiatief.Soort, ...] = ()
    pas_na: Voorwaarde | None = None

    @property
    def is_terug(self) -> bool:
        """The step goes back to an earlier phase."""
        volgorde = FASEN_OP_VOLGORDE
        return self.naar in volgorde and volgorde.index(self.naar) < volgorde.index(self.van)

    def hoort_bij(self, zaak: Initiatief) -> bool:
        """A case of this kind has this step."""
        return not self.soorten or zaak.soort in self.soorten

    def in_rol_van(self, zaak: Initiatief, medewerker: Medewerker | None) -> str | None:
        """Return as what this person may take the step, or None; without an account it is the submitter."""
        if medewerker is None:
            return INDIENER if self.recht is None else None
        return super().in_rol_van(zaak, medewerker)

    def ontbreekt(self, zaak: Initiatief) -> list[str]:
        """Return what must be filled in first, in Dutch. Empty: the step can be taken."""
        if not self.hoort_bij(zaak):
            return [f"Deze stap is er niet bij een {zaak.get_soort_display().lower()} (regel I-01)."]
        if eerst := self.wacht_op(zaak):
            return [eerst, *super().ontbreekt(zaak)]
        return super().ontbreekt(zaak)

    def wacht_op(self, zaak: Initiatief) -> str | None:
        """Return what comes before this step is one to think of, or None."""
        return self.pas_na(zaak) if self.pas_na else None


@dataclass(frozen=True)
class Mogelijkheid(Mogelijk):
    """A step that this person may take with this case, and what is still missing for it."""

    stap: Overgang


def van_inwoners(voorwaarde: Voorwaarde) -> Voorwaarde:
    """Ask this of an initiatief only: with a verzoek or beleidswens residents own no plan (I-01, I-17)."""

    def geldt(zaak: Initiatief) -> str | None:
        return voorwaarde(zaak) if zaak.soort in VAN_INWONERS else None

    return geldt


def soort_gekozen(zaak: Initiatief) -> str | None:
    """I-04: initiatief, verzoek or complexe beleidswens."""
    return None if zaak.soort else "Kies wat het is: een inwonerinitiatief, een verzoek of een beleidswens."


def is_ingevoerd(zaak: Initiatief) -> str | None:
    """I-02: what a resident sent in on the website, the resident confirms."""
    return None if zaak.ingevoerd_door_id else "De indiener bevestigt dit idee zelf, met de link in de mail."


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


def _definitief_besluit(
    uitkomst: Besluit.Uitkomst,
    naar: Fase,
    knop: str,
    gedaan: str,
    *eisen: Voorwaarde,
    soorten: tuple[Initiatief.Soort, ...] = (),
) -> Overgang:
    """Make the row of one outcome: none without the complete plan and the reasons (I-15).

    A verzoek has no plan: it is done, or it turns out to be a no or something for the wijkagenda (I-18).
    """
    return Overgang(
        f"definitief-{uitkomst}",
        Fase.UITVOERING,
        naar,
        knop,
        gedaan,
        recht=toetsing.TOETSEN,
        voorwaarden=(definitief.plan_wacht, definitief.definitief_gemotiveerd, *eisen),
        paneel="definitief",
        gevolg=partial(toetsing.neem_besluit, soort=Besluit.Soort.DEFINITIEF, uitkomst=uitkomst),
        soorten=soorten,
    )


DEFINITIEF_BESLUIT = (
    _definitief_besluit(
        Besluit.Uitkomst.JA,
        Fase.UITVOERING,
        "Definitief besluiten: meewerken",
        "Het definitieve besluit is genomen: de gemeente werkt mee.",
        definitief.klein_genoeg_voor_apart,
        geldroute.bronnen_nagegaan,
        geldroute.niet_uitgesloten,
        soorten=VAN_INWONERS,
    ),
    _definitief_besluit(
        Besluit.Uitkomst.NEE,
        Fase.AFGEWEZEN,
        "Definitief besluiten: niet meewerken",
        "Het definitieve besluit is genomen: de gemeente werkt niet mee.",
    ),
    _definitief_besluit(
        Besluit.Uitkomst.AGENDA,
        Fase.GEAGENDEERD,
        "Definitief besluiten: naar de wijkagenda",
        "Het definitieve besluit is genomen: het gaat naar de wijkagenda.",
        definitief.te_groot_voor_apart,
    ),
)
OVERGANGEN: tuple[Overgang, ...] = (
    Overgang("bevestigen", Fase.IDEE, Fase.TRIAGE, "Bevestigen", "Het idee is bevestigd.", recht=None),
    Overgang(
        INVOEREN,
        Fase.IDEE,
        Fase.TRIAGE,
        "Invoeren",
        "De zaak is ingevoerd.",
        recht="initiatieven.add_initiatief",
        voorwaarden=(is_ingevoerd,),
        via_dienst=True,
    ),
    Overgang(
        "toewijzen",
        Fase.TRIAGE,
        Fase.ORIENTATIE,
        "Toewijzen aan de vakambtenaar",
        "De vakambtenaar is nu het vaste contact.",
        recht=triage.RECHT,
        voorwaarden=(triage.geen_klacht, triage.alles_beantwoord, soort_gekozen, triage.vakambtenaar_gekozen),
        paneel="toewijzen",
    ),
    Overgang(
        "doorverwijzen",
        Fase.TRIAGE,
        Fase.DOORVERWEZEN,
        "Klacht doorverwijzen en afsluiten",
        "De klacht is doorverwezen en de zaak is gesloten.",
        recht=triage.RECHT,
        voorwaarden=(triage.is_klacht,),
        pas_als_het_kan=True,
    ),
    Overgang(
        "weigeren",
        Fase.TRIAGE,
        Fase.AFGEWEZEN,
        "Weigeren en afsluiten",
        "De zaak is geweigerd en gesloten.",
        recht=triage.RECHT,
        voorwaarden=(triage.geen_klacht, triage.niet_ontvankelijk),
        motivering=triage.reden_van_weigering,
        pas_als_het_kan=True,
    ),
    Overgang(
        "terug_naar_triage",
        Fase.ORIENTATIE,
        Fase.TRIAGE,
        "Terug naar de triage",
        "De zaak is terug in de triage.",
        recht=overdracht.RECHT,
        toelichting_verplicht=True,
        gevolg=overdracht.leg_terug,
        velden=("vakambtenaar", "cluster", "keer_overgedragen"),
    ),
    Overgang(
        "naar_toets",
        Fase.ORIENTATIE,
        Fase.TOETS,
        "Naar de toets",
        "De zaak is klaar voor de toets.",
        recht=gesprek.RECHT,
        voorwaarden=(
            van_inwoners(gesprek.plan_geregeld),
            gesprek.gesprek_vastgelegd,
            van_inwoners(gesprek.trede_gekozen),
        ),
    ),
    Overgang(
        "agenderen",
        Fase.ORIENTATIE,
        Fase.GEAGENDEERD,
        "Naar de wijkagenda",
        "De beleidswens staat op de lijst voor de wijkagenda.",
        recht=gesprek.RECHT,
        voorwaarden=(gesprek.is_complexe_beleidswens, gesprek.gesprek_vastgelegd),
        toelichting_verplicht=True,
        pas_als_het_kan=True,
    ),
    Overgang(
        "terug_naar_gesprek",
        Fase.TOETS,
        Fase.ORIENTATIE,
        "Terug naar het gesprek",
        "De zaak is terug in de oriënterende fase.",
        recht=gesprek.RECHT,
        toelichting_verplicht=True,
    ),
    *PRINCIPEBESLUIT,
    *DEFINITIEF_BESLUIT,
    Overgang(
        "afronden",
        Fase.UITVOERING,
        Fase.AFGEROND,
        "Afronden",
        "Het initiatief is afgerond.",
        recht=toetsing.TOETSEN,
        pas_na=uitvoering.besloten_om_mee_te_werken,
        voorwaarden=(
            uitvoering.verantwoord,
            geldroute.route_gelopen,
            geldroute.niet_uitgesloten,
            uitvoering.zonder_openstaand_geld,
            taken.zonder_open_taken,
        ),
        soorten=VAN_INWONERS,
    ),
    Overgang(
        "afronden_verzoek",
        Fase.UITVOERING,
        Fase.AFGEROND,
        "Verzoek afronden",
        "Het verzoek is uitgevoerd en afgerond.",
        recht=toetsing.TOETSEN,
        voorwaarden=(uitvoering.zonder_openstaand_geld, taken.zonder_open_taken),
        toelichting_verplicht=True,
        soorten=VERZOEK,
    ),
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
        if overgang.van == zaak.fase
        and not overgang.via_dienst
        and overgang.hoort_bij(zaak)
        and not overgang.wacht_op(zaak)
        and overgang.in_rol_van(zaak, medewerker)
    ]
