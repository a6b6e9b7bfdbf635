"""Says a decision in plain words: the same for staff and resident, on the page, in mail and letter."""

from collections.abc import Iterable

from initiatieven import gronden
from initiatieven.models import Besluit, Toetsbevinding
from initiatieven.zonder_mail import kan_niet_zelf

Uitkomst = Besluit.Uitkomst

KOPPEN = {
    Uitkomst.JA: "De gemeente werkt mee aan uw plan",
    Uitkomst.NEE: "De gemeente werkt niet mee aan uw plan",
    Uitkomst.AGENDA: "Uw plan gaat naar de wijkagenda",
}
PRINCIPE_JA = (
    "U werkt uw plan nu verder uit, met een begroting en een planning. Dat doet u op uw eigen pagina. "
    "Daarna nemen we het definitieve besluit. Het plan blijft van u: de gemeente neemt het niet over."
)
PRINCIPE_JA_ZONDER_MAIL = (
    "U werkt uw plan nu verder uit, met een begroting en een planning. Uw contactpersoon schrijft het met u "
    "op. Daarna nemen we het definitieve besluit. Het plan blijft van u: de gemeente neemt het niet over."
)
DEFINITIEF_JA_ZONDER_MAIL = (
    "U kunt aan de slag. Vertel uw contactpersoon hoe het gaat en bewaar uw bonnen. Is het klaar? "
    "Dan vertelt u wat er is gedaan en wat het heeft gekost."
)
VERZOEK_JA = (
    "De gemeente voert uw verzoek uit, met het gewone geld van het cluster. Uw contactpersoon houdt u op de "
    "hoogte. Blijkt er toch extra geld nodig? Dan gaat uw verzoek naar de wijkagenda."
)
VERVOLG = {
    Uitkomst.JA: "U kunt aan de slag. Op uw eigen pagina laat u zien hoe het gaat. Is het klaar? "
    "Dan vertelt u daar wat er is gedaan en wat het heeft gekost.",
    Uitkomst.NEE: "Hiermee sluiten we uw plan. Heeft u een ander idee, of verandert er iets? "
    "Dan kunt u altijd een nieuw plan indienen. Uw contactpersoon denkt graag met u mee.",
    Uitkomst.AGENDA: "De wijkcoalitie bespreekt uw plan voor de wijkagenda. In de wijk wordt samen "
    "gekozen wat het eerst gebeurt. Uw contactpersoon vertelt u hoe het verder gaat.",
}


def is_principe(besluit: Besluit) -> bool:
    """Tell the two kinds of decision apart."""
    return besluit.soort == Besluit.Soort.PRINCIPE


def kop(besluit: Besluit) -> str:
    """Return the decision in one line."""
    if is_principe(besluit) and besluit.uitkomst == Uitkomst.JA:
        wat = "verzoek" if besluit.initiatief.is_verzoek else "plan"
        return f"De gemeente wil meewerken aan uw {wat}"
    return KOPPEN[Uitkomst(besluit.uitkomst)]


def vervolg(besluit: Besluit) -> str:
    """Say what comes next (I-14); who cannot open the page of the case is not sent there."""
    if besluit.uitkomst != Uitkomst.JA:
        return VERVOLG[Uitkomst(besluit.uitkomst)]
    if besluit.initiatief.is_verzoek:
        return VERZOEK_JA
    zonder_pagina = kan_niet_zelf(besluit.initiatief)
    if is_principe(besluit):
        return PRINCIPE_JA_ZONDER_MAIL if zonder_pagina else PRINCIPE_JA
    return DEFINITIEF_JA_ZONDER_MAIL if zonder_pagina else VERVOLG[Uitkomst.JA]


def waarom_agenda(besluit: Besluit) -> str:
    """Say why this is too large to decide on apart (I-18); empty for another outcome."""
    if besluit.uitkomst != Uitkomst.AGENDA:
        return ""
    if besluit.agendareden:
        return f"{besluit.get_agendareden_display()}."
    soort = besluit.initiatief.get_soort_display().lower()
    return f"Het is een {soort}. Die gaan altijd via de wijkagenda."


def wie(besluit: Besluit) -> str:
    """Say who decided and who advised, and the double role when both are one person (I-09)."""
    besloten = f"Het besluit is genomen door {besluit.door}."
    if besluit.advies is None:
        return besloten
    if besluit.dubbele_rol:
        return f"{besloten} {besluit.door} is ook de wijkregisseur, en gaf in die rol advies."
    return f"{besloten} Wijkregisseur {besluit.advies.door} gaf vooraf advies."


def grond(besluit: Besluit) -> gronden.Grond:
    """Return the rule by which this decision was taken."""
    return gronden.PRINCIPEBESLUIT if is_principe(besluit) else gronden.DEFINITIEF_BESLUIT


def op_volgorde(bevindingen: Iterable[Toetsbevinding]) -> list[Toetsbevinding]:
    """Return what was found at the touchstones, in the order of the policy."""
    stenen = Toetsbevinding.Steen.values
    return sorted(bevindingen, key=lambda bevinding: stenen.index(bevinding.steen))
