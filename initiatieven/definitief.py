"""The definitive decision: only on a complete plan, and within the ceiling (I-15, I-18, B-10)."""

from django.db import transaction

from budgetten.geld import in_euro
from initiatieven.financiering import plafond
from initiatieven.geldroute import nog_nodig
from initiatieven.models import Besluit, Fase, Initiatief
from initiatieven.plan import is_ingeleverd
from initiatieven.toetsing import TOETSEN, bereid_voor, gemotiveerd, genomen, houd_zaak, voorbereid
from wijken.models import Medewerker
from wijkportaal.uitzonderingen import VerouderdeActie

DEFINITIEF = Besluit.Soort.DEFINITIEF


@transaction.atomic
def bereid_definitief_besluit_voor(
    *, zaak: Initiatief, door: Medewerker, motivering: str, voorwaarden: str, agendareden: str, bereik: str
) -> Besluit:
    """Keep what the definitive decision will say (I-15). It decides nothing yet: the step itself does.

    Raises:
        PermissionDenied: `door` may not decide on this case.
        VerouderdeActie: there is no plan that waits for a decision.
    """
    rij = houd_zaak(zaak, door=door, recht=TOETSEN, fase=Fase.UITVOERING)
    if not wacht_op_besluit(rij):
        raise VerouderdeActie("Er wacht geen plan op een besluit.")
    tekst = {"motivering": motivering.strip(), "voorwaarden": voorwaarden.strip()}
    return bereid_voor(rij, DEFINITIEF, tekst | {"agendareden": agendareden, "bereik": bereik})


def wacht_op_besluit(zaak: Initiatief) -> bool:
    """Tell whether the definitive decision can be taken: on the plan, or when a verzoek cannot be done."""
    if zaak.is_verzoek:
        return zaak.fase == Fase.UITVOERING and genomen(zaak, DEFINITIEF) is None
    return is_ingeleverd(zaak)


def plan_wacht(zaak: Initiatief) -> str | None:
    """I-15: the definitive decision is taken on the complete plan of the residents, once."""
    return (
        None if wacht_op_besluit(zaak) else "Wacht tot de indieners hun uitgewerkte plan hebben ingeleverd."
    )


def definitief_gemotiveerd(zaak: Initiatief) -> str | None:
    """Every decision is explained in plain words."""
    return gemotiveerd(zaak, DEFINITIEF)


def te_groot_voor_apart(zaak: Initiatief) -> str | None:
    """I-18: only what is too large to decide on apart goes to the wijkagenda."""
    besluit = voorbereid(zaak, DEFINITIEF)
    return None if besluit and besluit.agendareden else "Kies waarom dit te groot is om apart te doen."


def klein_genoeg_voor_apart(zaak: Initiatief) -> str | None:
    """I-18, B-10: within the ceiling of its reach, counted without what other sources gave."""
    besluit = voorbereid(zaak, DEFINITIEF)
    if besluit is None or not besluit.bereik:
        return "Kies voor wie het is: dat bepaalt het hoogste bedrag."
    if besluit.agendareden:
        return f"Dit gaat naar de wijkagenda: {besluit.get_agendareden_display().lower()}."
    nodig, hoogste = nog_nodig(zaak), plafond(besluit.bereik)
    if nodig > hoogste:
        return (
            f"Er is {in_euro(nodig)} van de gemeente nodig en hooguit {in_euro(hoogste)} mogelijk: dit gaat "
            "naar de wijkagenda. Of leg eerst vast wat andere geldbronnen betalen."
        )
    return None
