"""The eight questions of triage as data: why each is asked, what can be answered, what follows (I-04)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from initiatieven.models import Initiatief, Triageantwoord
from wijkportaal.models import beleid

V = Triageantwoord.Vraag
JA, NEE = "ja", "nee"
ALLEEN, MEER = "alleen", "meer"
KLACHTEN: Mapping[str, str] = {
    V.OPENBARE_RUIMTE: Initiatief.Klacht.OPENBARE_RUIMTE,
    V.ORGANISATIE: Initiatief.Klacht.ORGANISATIE,
    V.BUREN: Initiatief.Klacht.BUREN,
}
JA_NEE = {NEE: "Nee", JA: "Ja"}
VERDER = "We gaan door met de volgende vraag."


@dataclass(frozen=True)
class Triagevraag:
    """One question. `gevolg` says by answer what it leads to; an answer without one just leads on."""

    sleutel: V
    waarom: str
    antwoorden: Mapping[str, str] = field(default_factory=dict)
    gevolg: Mapping[str, str] = field(default_factory=dict)

    @property
    def titel(self) -> str:
        """The question as it is asked."""
        return str(self.sleutel.label)

    def keuzes(self) -> list[tuple[str, str]]:
        """Return the answers; those about policy fields are data of the municipality."""
        if self.sleutel == V.BELEIDSTERREIN:
            return [(rij["naam"], rij["naam"]) for rij in beleid("beleidsterreinen")]
        return list(self.antwoorden.items())

    def wat_volgt(self, antwoord: str) -> str:
        """Say what this answer leads to."""
        return self.gevolg.get(antwoord, "")


def _klacht(sleutel: V, waarom: str, waarheen: str) -> Triagevraag:
    gevolg = {JA: f"De indiener krijgt één bericht met de weg naar {waarheen}. Daarna sluit u de zaak."}
    return Triagevraag(sleutel, waarom, JA_NEE, gevolg)


VRAGEN = (
    _klacht(
        V.OPENBARE_RUIMTE,
        "Denk aan een kapotte lamp, een gat in de weg of zwerfvuil. Het meldpunt lost dat sneller op.",
        "de meldingenpagina",
    ),
    _klacht(
        V.ORGANISATIE,
        "Denk aan hoe iemand door de gemeente is behandeld. Daar is een onafhankelijk iemand voor.",
        "de klachtencoördinator",
    ),
    _klacht(
        V.BUREN,
        "Overlast van buren vraagt om bemiddeling of handhaving, niet om een plan.",
        "de meldingenpagina",
    ),
    Triagevraag(
        V.ONTVANKELIJK,
        "Wat op de negatieve lijst staat, neemt de gemeente niet in behandeling. "
        "Een duidelijk nee met reden is beter dan lang wachten.",
        {JA: "Ja, het staat niet op de negatieve lijst", NEE: "Nee, het staat op de negatieve lijst"},
        {NEE: "U weigert de zaak. De indiener leest de regel en uw reden."},
    ),
    Triagevraag(
        V.SOORT,
        "Doen de inwoners het zelf, dan is het een initiatief en blijft het van hen. "
        "Vragen zij de gemeente iets te doen, dan is het een verzoek of een beleidswens.",
        dict(Initiatief.Soort.choices),
        {
            "initiatief": "De inwoners blijven eigenaar. De gemeente denkt mee en toetst.",
            "verzoek": "Het vakcluster kan dit op korte termijn oppakken, als het past in beleid en budget.",
            "beleidswens": "Dit vraagt een bredere afweging. Na het gesprek gaat het naar de wijkagenda.",
        },
    ),
    Triagevraag(
        V.REIKWIJDTE,
        "Het gebied bepaalt wie mee moet kijken en hoeveel het wijkbudget hoogstens kan bijdragen.",
        dict(Initiatief.Reikwijdte.choices),
        {
            "buurt": "Voor de bijdrage geldt het plafond voor een buurt of plek.",
            "wijk": "Voor de bijdrage geldt het plafond voor de hele wijk.",
            "overstijgend": "Stem af met de wijkregisseurs van de andere wijken.",
        },
    ),
    Triagevraag(
        V.BELEIDSTERREIN,
        "Wie het meest van het onderwerp weet, kan de indiener het beste helpen.",
    ),
    Triagevraag(
        V.CLUSTERS,
        "Eén collega houdt het contact. Andere clusters lezen mee, zodat de indiener het maar één keer "
        "hoeft te vertellen.",
        {ALLEEN: "Ja, één cluster is genoeg", MEER: "Nee, er zijn meer clusters nodig"},
        {MEER: "De vakambtenaren van deze clusters krijgen bericht en kunnen meelezen."},
    ),
)
VRAAG_OP_SLEUTEL = {vraag.sleutel: vraag for vraag in VRAGEN}


def geldende_antwoorden(zaak: Initiatief) -> dict[str, Triageantwoord]:
    """Return the answers that count, by question. One query."""
    return {rij.vraag: rij for rij in zaak.triageantwoorden.geldend().select_related("door")}


def regel_van_negatieve_lijst(code: str) -> dict[str, str] | None:
    """Return the line of the negative list with this code: its text (`regel`) and its source (`bron`)."""
    return next((rij for rij in beleid("negatieve-lijst") if rij["code"] == code), None)


def is_geweigerd(antwoorden: Mapping[str, Triageantwoord]) -> bool:
    """The municipality may not handle it."""
    ontvankelijk = antwoorden.get(V.ONTVANKELIJK)
    return ontvankelijk is not None and ontvankelijk.antwoord == NEE


def open_vragen(zaak: Initiatief, antwoorden: Mapping[str, Triageantwoord]) -> list[Triagevraag]:
    """Return the questions that still matter: none for a complaint, or for what is refused."""
    if zaak.klacht or is_geweigerd(antwoorden):
        return []
    return [vraag for vraag in VRAGEN if vraag.sleutel not in antwoorden]
