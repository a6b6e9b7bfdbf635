"""Progress, account and what follows from it on the case page (I-16, I-17, B-18, C-01)."""

from typing import Any

from initiatieven import gronden, namens, toetsing, uitvoering
from initiatieven.forms import tekstveld
from initiatieven.models import Besluit, Fase, Initiatief, Namenshandeling
from initiatieven.panelen.kern import Invoer, Paneel, PaneelFormulier
from wijken.models import Medewerker

UITGEVOERD = (Fase.UITVOERING, Fase.AFGEROND)


class RestForm(PaneelFormulier):
    """Why money that was kept for this case is not needed."""

    reden = tekstveld(
        "Waarom is dit geld niet nodig?",
        "Wat is aangevraagd, gereserveerd of vastgelegd en niet betaald, gaat terug naar de pot.",
        bij_leeg="Schrijf op waarom dit geld niet nodig is.",
        regels=2,
    )


class VoorbeeldForm(PaneelFormulier):
    """What others can learn from it."""

    tekst = tekstveld(
        "Waarom is dit een goed voorbeeld?",
        "Dit staat op de website. Noem geen namen.",
        bij_leeg="Vertel waarom dit een goed voorbeeld is.",
        regels=3,
    )


def verloop(zaak: Initiatief) -> dict[str, Any] | None:
    """What the residents told on the way, newest first, without the pictures themselves.

    Before the definitive decision there is nothing to tell.
    """
    if zaak.fase not in UITGEVOERD or toetsing.genomen(zaak, Besluit.Soort.DEFINITIEF) is None:
        return None
    rijen = list(zaak.voortgang.defer("foto"))
    return {"rijen": rijen} if rijen else None


def verantwoording(zaak: Initiatief) -> dict[str, Any] | None:
    """The account, who wrote it down for the residents if somebody did, and the money that is still open."""
    if zaak.fase not in UITGEVOERD:
        return None
    gegeven = uitvoering.verantwoording_van(zaak)
    if gegeven is None:
        return None
    return {
        "verantwoording": gegeven,
        "namens": namens.wie_deed(zaak, Namenshandeling.Daad.VERANTWOORDING),
        "open": uitvoering.houdt_geld_vast(zaak),
    }


def mag_teruggeven(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether there is money to return, on an account that was given or because they withdrew."""
    return uitvoering.kan_geld_terug(zaak) and bool(uitvoering.houdt_geld_vast(zaak))


def voorbeeld(zaak: Initiatief) -> Any:
    """The text of the example, once it is one."""
    return getattr(zaak, "voorbeeld", None) if zaak.fase == Fase.AFGEROND else None


def mag_kiezen(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether this can become an example, and is not one yet."""
    return uitvoering.mag_voorbeeld_zijn(zaak) and voorbeeld(zaak) is None


PANELEN = (
    Paneel(
        "voortgang",
        "Wat de indieners vertellen",
        vastgelegd=verloop,
        sjabloon="initiatieven/beheer/voortgang.html",
        fasen=(Fase.UITVOERING,),
    ),
    Paneel(
        "verantwoording",
        "Verantwoording",
        invoer=Invoer(
            recht=toetsing.TOETSEN,
            fasen=(Fase.UITVOERING, Fase.INGETROKKEN),
            formulier=RestForm,
            bewaar=uitvoering.geef_rest_terug,
            knop="Geld teruggeven",
            gedaan="Het geld dat over was, is terug in de pot.",
            als=mag_teruggeven,
        ),
        vastgelegd=verantwoording,
        sjabloon="initiatieven/beheer/verantwoording.html",
        grond=gronden.EIGENAARSCHAP,
    ),
    Paneel(
        "voorbeeld",
        "Goed voorbeeld",
        invoer=Invoer(
            recht=uitvoering.VOORBEELD,
            fasen=(Fase.AFGEROND,),
            formulier=VoorbeeldForm,
            bewaar=uitvoering.kies_als_voorbeeld,
            knop="Tonen als goed voorbeeld",
            gedaan="Dit staat nu bij de goede voorbeelden.",
            als=mag_kiezen,
        ),
        vastgelegd=voorbeeld,
        sjabloon="initiatieven/beheer/voorbeeld.html",
    ),
)
