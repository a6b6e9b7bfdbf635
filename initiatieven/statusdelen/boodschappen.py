"""Writing with the fixed contact, and the request that waits for an answer (I-20)."""

from dataclasses import dataclass
from typing import Any

from initiatieven.boodschappen import (
    FASEN_MET_BOODSCHAPPEN,
    beantwoord_vraag,
    markeer_gelezen_door_bewoner,
    schrijf_als_bewoner,
)
from initiatieven.forms import tekstveld
from initiatieven.models import Boodschap, Vraag
from initiatieven.statusdelen.kern import Bezoek, Deel, DeelFormulier, Invoer

PER_PAGINA, PAGINAS_HOOGSTENS = 10, 10_000


class BoodschapForm(DeelFormulier):
    """A message to the fixed contact, under the name of who looks at the page."""

    tekst = tekstveld("Uw bericht", "", bij_leeg="Schrijf eerst iets op.")

    def gegevens(self) -> dict[str, Any]:
        """Return the text and who wrote it."""
        return self.cleaned_data | {"naam": self.bezoek.mens.naam}


class AntwoordForm(BoodschapForm):
    """The answer to the open request."""

    tekst = tekstveld("Uw antwoord", "", bij_leeg="Schrijf eerst uw antwoord op.")


@dataclass(frozen=True)
class Gesprek:
    """One page of what was written, newest first, and the numbers of the pages beside it (0: none)."""

    boodschappen: list[Boodschap]
    nieuwer: int
    ouder: int


def vraag(bezoek: Bezoek) -> Vraag | None:
    """The request that waits for an answer."""
    return bezoek.zaak.open_vraag


def gesprek(bezoek: Bezoek) -> Gesprek | None:
    """What was written so far. Who sees it has read it: the mark "new" is for the first time only."""
    keuze = bezoek.keuze.get("berichten", "")
    pagina = min(int(keuze), PAGINAS_HOOGSTENS) if keuze.isdecimal() and int(keuze) else 1
    begin = (pagina - 1) * PER_PAGINA
    rijen = list(bezoek.zaak.boodschappen.all()[begin : begin + PER_PAGINA + 1])
    getoond = rijen[:PER_PAGINA]
    if any(rij.van == Boodschap.Kant.GEMEENTE and not rij.gelezen_op for rij in getoond):
        markeer_gelezen_door_bewoner(bezoek.zaak)
    ouder = pagina + 1 if len(rijen) > PER_PAGINA else 0
    return Gesprek(getoond, pagina - 1, ouder) if getoond or pagina > 1 else None


def mag_schrijven(bezoek: Bezoek) -> bool:
    """Somebody at the municipality reads it."""
    return bezoek.zaak.fase in FASEN_MET_BOODSCHAPPEN


VRAAG = Deel(
    "vraag",
    "De gemeente vraagt u iets",
    "initiatieven/volgen/vraag.html",
    vraag,
    Invoer(
        formulier=AntwoordForm,
        bewaar=beantwoord_vraag,
        mag=lambda bezoek: bezoek.zaak.open_vraag is not None,
        knop="Antwoord versturen",
        gedaan="Uw antwoord is verstuurd. De gemeente gaat ermee verder.",
    ),
    boven=True,
)
BERICHTEN = Deel(
    "berichten",
    "Berichten",
    "initiatieven/volgen/berichten.html",
    gesprek,
    Invoer(
        formulier=BoodschapForm,
        bewaar=schrijf_als_bewoner,
        mag=mag_schrijven,
        knop="Bericht versturen",
        gedaan="Uw bericht is verstuurd. De gemeente antwoordt u op deze pagina.",
    ),
)
