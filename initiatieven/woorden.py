"""Says in plain words where a case stands: for the submitter, for everybody, and in the timeline."""

import datetime
from dataclasses import dataclass, replace

from initiatieven.models import FASEN_OP_VOLGORDE, Besluit, Fase, Initiatief, Namenshandeling, Toegangslink
from initiatieven.plan import is_ingeleverd
from initiatieven.stapnamen import INVOEREN, VOEGT_SAMEN
from initiatieven.toetsing import genomen


@dataclass(frozen=True)
class Uitleg:
    """What a phase means: `nu` is what happens now, `aan_zet` who has the ball, `uiterlijk` by which day."""

    titel: str
    nu: str
    straks: str
    aan_zet: str
    uiterlijk: datetime.date | None = None


Daad = Namenshandeling.Daad
GEMEENTE, INDIENERS = "de gemeente", "de indieners"
GEVRAAGD = "De gemeente heeft de indieners iets gevraagd en wacht op hun antwoord."

TEKSTEN = {
    Fase.IDEE: Uitleg(
        "Uw idee is nog niet bevestigd",
        "We wachten tot u uw mailadres bevestigt.",
        "Na uw bevestiging bekijkt de gemeente uw idee.",
        INDIENERS,
    ),
    Fase.TRIAGE: Uitleg(
        "We bekijken wie u gaat helpen",
        "We lezen het idee en zoeken de medewerker die er het meeste van weet.",
        "Daarna krijgt u een vast contact bij de gemeente.",
        GEMEENTE,
    ),
    Fase.ORIENTATIE: Uitleg(
        "We gaan in gesprek",
        "De contactpersoon maakt een afspraak om het idee samen door te nemen.",
        "Na het gesprek beslist de gemeente of zij mee wil werken.",
        GEMEENTE,
    ),
    Fase.TOETS: Uitleg(
        "We beslissen of we meewerken",
        "De gemeente toetst of het idee past bij het beleid, of de buurt het steunt en of het kan.",
        "Daarna werken de indieners het plan uit, met een begroting en een planning.",
        GEMEENTE,
    ),
    Fase.UITVOERING: Uitleg(
        "Het idee wordt uitgevoerd",
        "De indieners voeren het plan uit. De gemeente helpt waar dat is afgesproken.",
        "Aan het einde vertellen de indieners hoe het is gegaan.",
        INDIENERS,
    ),
    Fase.AFGEROND: Uitleg("Het is gelukt", "Dit idee is uitgevoerd en afgerond.", "", ""),
    Fase.AFGEWEZEN: Uitleg(
        "We werken niet mee",
        "De gemeente werkt niet mee aan dit idee. De reden staat hieronder.",
        "",
        "",
    ),
    Fase.DOORVERWEZEN: Uitleg(
        "We hebben u doorverwezen",
        "Een ander loket behandelt dit. Hieronder staat waar u terechtkunt.",
        "",
        "",
    ),
    Fase.GEAGENDEERD: Uitleg(
        "Dit komt op de wijkagenda",
        "Het idee is te groot om apart te doen. De wijkcoalitie bespreekt het voor de wijkagenda.",
        "In de wijk wordt samen gekozen wat het eerst gebeurt.",
        "de wijkcoalitie",
    ),
    Fase.INGETROKKEN: Uitleg("Ingetrokken", "De indieners zijn gestopt met dit idee.", "", ""),
}


@dataclass(frozen=True)
class Linkwoorden:
    """What the page behind a mailed link says, and its button."""

    titel: str
    uitleg: str
    knop: str


LINKWOORDEN: dict[str, Linkwoorden] = {
    Toegangslink.Doel.BEVESTIGEN: Linkwoorden(
        "Uw idee bevestigen",
        "Druk op de knop. Dan weten we dat het mailadres van u is en gaan we met uw idee aan de slag.",
        "Ja, ik bevestig mijn idee",
    ),
    Toegangslink.Doel.VOLGEN: Linkwoorden(
        "Uw idee bekijken",
        "Druk op de knop om te zien hoe het met uw idee gaat. De link werkt één keer.",
        "Mijn idee bekijken",
    ),
    Toegangslink.Doel.MEEDOEN: Linkwoorden(
        "Meedoen met een idee",
        "Druk op de knop als u mee wilt doen. De groep en de gemeente zien dan uw naam en mailadres.",
        "Ja, ik doe mee",
    ),
    Toegangslink.Doel.OVERNEMEN: Linkwoorden(
        "Een idee overnemen",
        "Druk op de knop als u de nieuwe indiener wilt zijn. De gemeente overlegt dan met u.",
        "Ja, ik neem het idee over",
    ),
}
PLAN_UITWERKEN = Uitleg(
    "Het plan wordt uitgewerkt",
    "De gemeente wil meewerken. De indieners maken een begroting en een planning.",
    "Daarna neemt de gemeente het definitieve besluit.",
    INDIENERS,
)
PLAN_WACHT = Uitleg(
    "We bekijken het uitgewerkte plan",
    "De indieners hebben hun plan ingeleverd. De gemeente neemt het definitieve besluit.",
    "Daarna kan de uitvoering beginnen.",
    GEMEENTE,
)
VERZOEK_IN_TOETS = replace(
    TEKSTEN[Fase.TOETS],
    straks="Kan het? Dan voert de gemeente het uit. "
    "Is er extra geld voor nodig? Dan gaat het naar de wijkagenda.",
)
VERZOEK_IN_UITVOERING = Uitleg(
    "De gemeente voert het uit",
    "De gemeente doet wat de indieners hebben gevraagd.",
    "Is het klaar? Dan horen de indieners wat er is gedaan.",
    GEMEENTE,
)

# Two cases that are the same go on as one; nobody was sent elsewhere.
SAMENGEVOEGD = Uitleg(
    "Uw idee gaat samen verder",
    "Uw idee leek op een ander idee in de wijk. De gemeente behandelt ze als één.",
    "",
    "",
)
STAPZINNEN = {
    **dict.fromkeys(VOEGT_SAMEN.values(), "Het idee gaat samen verder met een ander idee."),
    "bevestigen": "Het idee is ingediend en bevestigd.",
    INVOEREN: "De gemeente heeft het idee opgeschreven voor de indiener.",
    "toewijzen": "Het idee heeft een vast contact bij de gemeente gekregen.",
    "principebesluit-ja": "De gemeente wil meewerken.",
    "principebesluit-nee": "De gemeente werkt niet mee aan dit idee.",
    "principebesluit-agenda": "Het idee gaat naar de wijkagenda.",
    "naar_toets": "Het gesprek is geweest. De gemeente toetst het idee.",
    "terug_naar_gesprek": "Er is nog iets te bespreken. Daarna gaat de toets verder.",
    "agenderen": "De wens is zo groot dat hij naar de wijkagenda gaat.",
    "weigeren": "De gemeente mag dit niet in behandeling nemen. Hieronder staat waarom.",
    "terug_naar_triage": "Een andere collega past beter bij uw idee. U krijgt een nieuw vast contact.",
    "afronden_verzoek": "De gemeente heeft gedaan wat is gevraagd.",
    "afronden": "Het idee is uitgevoerd en afgerond.",
    "definitief-ja": "De gemeente werkt mee: het definitieve besluit is genomen.",
    "definitief-nee": "De gemeente werkt niet mee aan het uitgewerkte plan.",
    "definitief-agenda": "Het uitgewerkte plan gaat naar de wijkagenda.",
    "doorverwijzen": "Dit hoort bij een ander loket. We hebben verteld waar.",
}
# What staff wrote down in the residents' place. A line of an open plan and a mail address are no news.
NAMENSZINNEN: dict[str, str] = {
    Daad.INLEVEREN: "De gemeente heeft het plan ingeleverd voor de indieners.",
    Daad.VOORTGANG: "De gemeente heeft voor de indieners opgeschreven hoe het gaat.",
    Daad.BON: "De gemeente heeft een bon bewaard voor de indieners.",
    Daad.VERANTWOORDING: "De gemeente heeft de verantwoording opgeschreven voor de indieners.",
    Daad.INTREKKEN: "De gemeente heeft het idee ingetrokken, omdat de indieners dat vroegen.",
}


def uitleg(zaak: Initiatief) -> Uitleg:
    """Return what the phase of this case means, who has the ball, and by which day.

    While a request waits for an answer, the submitters have it (I-20).

    That day is worked out by `termijnen`; a phase without a term has none.
    """
    if zaak.fase == Fase.DOORVERWEZEN and hasattr(zaak, "samenvoeging"):
        return SAMENGEVOEGD
    woorden = _in_woorden(zaak)
    if zaak.open_vraag:
        return replace(woorden, nu=GEVRAAGD, aan_zet=INDIENERS, uiterlijk=zaak.open_vraag.uiterlijk)
    return replace(woorden, uiterlijk=zaak.uiterlijk)


def _in_woorden(zaak: Initiatief) -> Uitleg:
    if zaak.is_verzoek:
        eigen = {Fase.TOETS: VERZOEK_IN_TOETS, Fase.UITVOERING: VERZOEK_IN_UITVOERING}
        return eigen.get(Fase(zaak.fase)) or TEKSTEN[Fase(zaak.fase)]
    return _in_uitvoering(zaak) if zaak.fase == Fase.UITVOERING else TEKSTEN[Fase(zaak.fase)]


def _in_uitvoering(zaak: Initiatief) -> Uitleg:
    """The phase has three parts: the plan is worked out, decided on, and carried out (I-15)."""
    if genomen(zaak, Besluit.Soort.DEFINITIEF):
        return TEKSTEN[Fase.UITVOERING]
    return PLAN_WACHT if is_ingeleverd(zaak) else PLAN_UITWERKEN


def stand(zaak: Initiatief, *, voor_indieners: bool = False) -> dict[str, object]:
    """Return what `onderdelen/stand.html` shows: the five phases, the current one's number, the words.

    A case that ended well has all five behind it; one that ended otherwise shows no phases. On the page
    `voor_indieners` the submitters who have the ball are you.
    """
    woorden = uitleg(zaak)
    if voor_indieners and woorden.aan_zet == INDIENERS:
        woorden = replace(woorden, aan_zet="u")
    if zaak.fase == Fase.AFGEROND:
        nummer = len(FASEN_OP_VOLGORDE) + 1
    else:
        nummer = FASEN_OP_VOLGORDE.index(Fase(zaak.fase)) + 1 if zaak.fase in FASEN_OP_VOLGORDE else 0
    return {
        "uitleg": woorden,
        "fasen": [fase.label for fase in FASEN_OP_VOLGORDE],
        "nummer_fase": nummer,
    }


def stapzin(naam: str, naar: str) -> str:
    """Return the sentence in the timeline for a step; a step without its own sentence tells the phase."""
    return STAPZINNEN.get(naam) or TEKSTEN[Fase(naar)].titel
