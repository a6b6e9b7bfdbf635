"""The residents tell how it goes, give account, and look back (I-16, I-17, C-01)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from initiatieven import uitvoering
from initiatieven.forms import BijlageVeld, tekstveld
from initiatieven.forms_uitwerking import VerantwoordingVelden
from initiatieven.models import Fase, Initiatief, Verantwoording
from initiatieven.panelen.uitvoering import verloop
from initiatieven.statusdelen.kern import Bezoek, Deel, DeelFormulier, Invoer
from wijkportaal.bestanden import IN_WOORDEN, schone_naam
from wijkportaal.fotos import GeenFoto, zonder_herkomst

FOTOSOORTEN = ("image/jpeg", "image/png")


class VoortgangForm(DeelFormulier):
    """How it goes, in words and a picture."""

    tekst = tekstveld("Hoe gaat het?", "Vertel wat er is gebeurd.", bij_leeg="Vertel hoe het gaat.", regels=3)
    foto = BijlageVeld(
        label="Een foto",
        help_text="Van het type jpg of png, hoogstens 10 MB. We halen eruit waar en wanneer hij is gemaakt.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"}),
    )
    beschrijving = forms.CharField(
        label="Wat is er op de foto te zien?",
        help_text="Voor wie de foto niet kan zien. Staan er mensen op? Vraag hun of het mag.",
        max_length=200,
        required=False,
    )
    openbaar = forms.BooleanField(label="Dit mag op de website staan", required=False)
    aanduidingen = {"beschrijving": "nodig bij een foto"}

    def clean_foto(self) -> Any:
        """Take only a picture, and take its origin out."""
        foto = self.cleaned_data["foto"]
        if not foto:
            return None
        if foto.content_type not in FOTOSOORTEN:
            raise ValidationError("Kies een foto van het type jpg of png.")
        try:
            return foto.content_type, zonder_herkomst(foto.read())
        except GeenFoto as fout:
            raise ValidationError("Deze foto kunnen we niet lezen. Kies een andere foto.") from fout

    def clean(self) -> dict[str, Any]:
        antwoorden = super().clean() or {}
        if antwoorden.get("foto") and not antwoorden.get("beschrijving"):
            self.add_error("beschrijving", "Beschrijf wat er op de foto te zien is.")
        return antwoorden

    def gegevens(self) -> dict[str, Any]:
        """Return the picture as its type and its bytes."""
        gegevens = dict(self.cleaned_data)
        foto = gegevens.pop("foto")
        soort, inhoud = foto or ("", None)
        return gegevens | {"foto": inhoud, "foto_type": soort}


class BonForm(DeelFormulier):
    """A receipt or another proof of what it cost."""

    bestand = BijlageVeld(
        label="Een bon of rekening",
        help_text=f"Een bestand van het type {IN_WOORDEN}, hoogstens 10 MB. Alleen de gemeente ziet dit.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
        error_messages={"required": "Kies eerst een bestand."},
    )

    def gegevens(self) -> dict[str, Any]:
        """Return the file as the service wants it."""
        bestand = self.cleaned_data["bestand"]
        naam = schone_naam(bestand.name, bestand.content_type)
        return {"naam": naam, "soort": bestand.content_type, "inhoud": bestand.read()}


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


def gegeven(bezoek: Bezoek) -> Verantwoording | None:
    """The account as it was given."""
    uitgevoerd = bezoek.zaak.fase in (Fase.UITVOERING, Fase.AFGEROND)
    return uitvoering.verantwoording_van(bezoek.zaak) if uitgevoerd else None


def bon(*, zaak: Initiatief, **bestand: Any) -> None:
    """Keep a receipt."""
    uitvoering.voeg_bon_toe(zaak=zaak, **bestand)


TERUGBLIK = Deel(
    "terugblik",
    "Hoe kijkt u terug?",
    invoer=Invoer(TerugblikForm, uitvoering.kijk_terug, mag_terugkijken, "Versturen", "Dank u wel!"),
)
DELEN = (
    Deel(
        "voortgang",
        "Hoe gaat het?",
        "initiatieven/volgen/voortgang.html",
        verteld,
        Invoer(
            VoortgangForm, uitvoering.vertel_voortgang, in_uitvoering, "Vertellen", "Dank u. Het is bewaard."
        ),
    ),
    Deel(
        "bonnen",
        "Bonnen en rekeningen",
        invoer=Invoer(BonForm, bon, in_uitvoering, "Bon toevoegen", "De bon is bewaard."),
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
