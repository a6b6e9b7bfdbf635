"""The residents tell how it goes, give account, and look back (I-16, I-17, C-01)."""

from typing import Any

from django import forms

from initiatieven import namens, uitvoering
from initiatieven.forms import tekstveld
from initiatieven.forms_uitwerking import BonVelden, VerantwoordingVelden, VoortgangVelden
from initiatieven.models import Fase, Initiatief, Namenshandeling, Verantwoording
from initiatieven.panelen.uitvoering import UITGEVOERD, verloop
from initiatieven.statusdelen.kern import Bezoek, Deel, DeelFormulier, Invoer

Daad = Namenshandeling.Daad


class VoortgangForm(VoortgangVelden, DeelFormulier):
    """How it goes, in words and a picture."""


class BonForm(BonVelden, DeelFormulier):
    """A receipt or another proof of what it cost."""


class VerantwoordingForm(VerantwoordingVelden, DeelFormulier):
    """What was done and what it cost."""


class TerugblikForm(DeelFormulier):
    """The short question afterwards."""

    oordeel = forms.ChoiceField(
        label="Is het goed gegaan?",
        choices=Verantwoording.Oordeel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord."},
    )
    tip = tekstveld("Heeft u een tip voor de gemeente of voor andere bewoners?", "", regels=3)
    voorbeeld_akkoord = forms.BooleanField(
        label="Ons idee mag als goed voorbeeld op de website staan, zonder onze namen",
        help_text="U kunt dit later weer uitzetten.",
        required=False,
    )

    def __init__(self, *args: Any, bezoek: Bezoek, **kwargs: Any) -> None:
        gegeven = uitvoering.verantwoording_van(bezoek.zaak)
        velden = ("oordeel", "tip", "voorbeeld_akkoord")
        begin = {veld: getattr(gegeven, veld) for veld in velden} if gegeven else {}
        super().__init__(*args, bezoek=bezoek, initial=begin, **kwargs)


def in_uitvoering(bezoek: Bezoek) -> bool:
    """Tell whether the residents carry it out now."""
    return uitvoering.wordt_uitgevoerd(bezoek.zaak)


def mag_verantwoorden(bezoek: Bezoek) -> bool:
    """Tell whether the account is still to be given."""
    return in_uitvoering(bezoek) and uitvoering.verantwoording_van(bezoek.zaak) is None


def mag_terugkijken(bezoek: Bezoek) -> bool:
    """Tell whether the short question is asked: the case is closed, on the account of the residents."""
    zaak = bezoek.zaak
    return zaak.fase == Fase.AFGEROND and uitvoering.verantwoording_van(zaak) is not None


def verteld(bezoek: Bezoek) -> dict[str, Any] | None:
    """What the residents told so far."""
    return verloop(bezoek.zaak)


def uitleg(bezoek: Bezoek) -> Initiatief | None:
    """Why account is asked, while it is."""
    return bezoek.zaak if mag_verantwoorden(bezoek) else None


def gegeven(bezoek: Bezoek) -> dict[str, Any] | None:
    """The account as it was given, and who wrote it down when the residents did not do so themselves."""
    zaak = bezoek.zaak
    verantwoording = uitvoering.verantwoording_van(zaak)
    if verantwoording is None or zaak.fase not in UITGEVOERD:
        return None
    return {"verantwoording": verantwoording, "namens": namens.wie_deed(zaak, Daad.VERANTWOORDING)}


TERUGBLIK = Deel(
    "terugblik",
    "Hoe kijkt u terug?",
    invoer=Invoer(TerugblikForm, uitvoering.kijk_terug, mag_terugkijken, "Versturen", "Dank u wel!"),
)
DELEN = (
    Deel(
        "voortgang",
        "Hoe het gaat",
        "initiatieven/volgen/voortgang.html",
        verteld,
        Invoer(
            VoortgangForm, uitvoering.vertel_voortgang, in_uitvoering, "Vertellen", "Dank u. Het is bewaard."
        ),
    ),
    Deel(
        "bonnen",
        "Bonnen en rekeningen",
        invoer=Invoer(BonForm, uitvoering.voeg_bon_toe, in_uitvoering, "Bon toevoegen", "De bon is bewaard."),
    ),
    Deel(
        "verantwoording",
        "Is het klaar? Vertel hoe het is gegaan",
        "initiatieven/volgen/verantwoorden.html",
        uitleg,
        Invoer(
            VerantwoordingForm,
            uitvoering.geef_verantwoording,
            mag_verantwoorden,
            "Verantwoording versturen",
            "Dank u. Uw contactpersoon bekijkt het en rondt uw idee af.",
        ),
    ),
    Deel("verantwoord", "Wat u heeft verteld", "initiatieven/volgen/verantwoord.html", gegeven),
    TERUGBLIK,
)
