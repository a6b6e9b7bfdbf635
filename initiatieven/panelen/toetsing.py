"""Toets, advice and principebesluit on the case page (I-13, I-14, I-18)."""

from collections.abc import Iterator
from typing import Any

from django import forms

from initiatieven import gronden, toetsing
from initiatieven.besluitwoorden import grond, op_volgorde, vervolg, waarom_agenda
from initiatieven.forms import tekstveld
from initiatieven.models import Advies, Besluit, Fase, Initiatief, Toetsbevinding
from initiatieven.panelen.kern import Invoer, Paneel, PaneelFormulier
from initiatieven.toetsing import Bevinding


class ToetsForm(PaneelFormulier):
    """The four touchstones. They can be filled in one by one; the decision needs all four."""

    UITLEG = {
        Toetsbevinding.Steen.BELEID: "Kijk naar het beleid van de gemeente en naar wat het de wijk oplevert.",
        Toetsbevinding.Steen.DRAAGVLAK: "Wie in de buurt staan erachter? Wie niet?",
        Toetsbevinding.Steen.MIDDELEN: "Eigen inzet van bewoners telt mee.",
        Toetsbevinding.Steen.BEZWAREN: "Een reden is: het gaat in tegen het algemeen belang, het is vooral "
        "een privébelang, of het is niet haalbaar met geld, met de regels of in de praktijk.",
    }

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        super().__init__(*args, zaak=zaak, **kwargs)
        eerder = {bevinding.steen: bevinding for bevinding in toetsing.bevindingen_van(zaak)}
        for steen in Toetsbevinding.Steen:
            oud = eerder.get(steen)
            self.fields[steen] = forms.ChoiceField(
                label=steen.label,
                help_text=self.UITLEG[steen],
                choices=Toetsbevinding.Uitslag.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=oud and oud.uitslag,
            )
            self.fields[f"{steen}_reden"] = tekstveld("Waarom?", "", regels=2)
            self.fields[f"{steen}_reden"].initial = oud and oud.reden

    aanduidingen = {
        naam: "nodig voor het besluit"
        for steen in Toetsbevinding.Steen
        for naam in (steen.value, f"{steen}_reden")
    }

    def clean(self) -> dict[str, Any]:
        antwoorden = super().clean() or {}
        for steen in Toetsbevinding.Steen:
            uitslag, reden = antwoorden.get(steen), antwoorden.get(f"{steen}_reden")
            if uitslag and not reden:
                self.add_error(f"{steen}_reden", "Schrijf op waarom.")
            if reden and not uitslag:
                self.add_error(steen, "Kies een antwoord bij deze reden.")
        return antwoorden

    def gegevens(self) -> dict[str, Any]:
        """Return the findings by touchstone."""
        antwoorden = self.cleaned_data
        return {
            "bevindingen": {
                steen: Bevinding(antwoorden[steen], antwoorden[f"{steen}_reden"])
                for steen in Toetsbevinding.Steen
            }
        }


class AdviesForm(PaneelFormulier):
    """The wijkregisseur's advice."""

    strekking = forms.ChoiceField(
        label="Wat adviseert u?",
        choices=Advies.Strekking.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies uw advies."},
    )
    tekst = tekstveld(
        "Waarom?",
        "De vakambtenaar beslist en leest dit eerst. U beslist zelf niet mee over inhoud of geld.",
        bij_leeg="Leg uw advies uit.",
    )


class BesluitForm(PaneelFormulier):
    """What the decision will say. Keeping it decides nothing; the buttons beside it do."""

    aanduidingen = {"motivering": "nodig voor het besluit"}

    motivering = tekstveld(
        "Waarom besluit u dit?",
        "Schrijf in gewone woorden aan de indiener. Deze tekst staat in de mail en in de brief.",
        regels=6,
    )
    voorwaarden = tekstveld(
        "Onder welke voorwaarden?", "Nodig als een toetssteen alleen onder een voorwaarde voldoet."
    )
    agendareden = forms.ChoiceField(
        label="Is dit te groot om apart te doen?",
        help_text="Dan gaat het naar de wijkagenda.",
        choices=[
            ("", "Nee"),
            *Besluit.Agendareden.choices,
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    soort = Besluit.Soort.PRINCIPE
    VELDEN: tuple[str, ...] = ("motivering", "voorwaarden", "agendareden")

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        besluit = toetsing.voorbereid(zaak, self.soort)
        begin = {veld: getattr(besluit, veld) for veld in self.VELDEN} if besluit else {}
        super().__init__(*args, zaak=zaak, initial=begin, **kwargs)
        if zaak.soort == Initiatief.Soort.BELEIDSWENS:
            del self.fields["agendareden"]

    def gegevens(self) -> dict[str, Any]:
        """Return the text, with no reason for the wijkagenda when none was asked."""
        return {"agendareden": ""} | self.cleaned_data


def bevindingen(zaak: Initiatief) -> dict[str, Any] | None:
    """What was found at the touchstones, in the order of the policy."""
    rijen = op_volgorde(toetsing.bevindingen_van(zaak))
    return {"rijen": rijen} if rijen else None


def adviezen(zaak: Initiatief) -> dict[str, Any] | None:
    """The advices, the last first, and whether the double role shows (I-09)."""
    rijen = toetsing.adviezen_van(zaak)
    dubbel = any(advies.door_id == zaak.vakambtenaar_id for advies in rijen)
    return {"rijen": rijen, "dubbel": dubbel} if rijen else None


def besluit(zaak: Initiatief, soort: str) -> dict[str, Any] | None:
    """A decision that is taken, with the rule by which."""
    genomen = toetsing.genomen(zaak, soort)
    if genomen is None:
        return None
    agenda = waarom_agenda(genomen)
    return {"besluit": genomen, "grond": grond(genomen), "agenda": agenda, "vervolg": vervolg(genomen)}


def principebesluit(zaak: Initiatief) -> dict[str, Any] | None:
    """The principebesluit, once taken."""
    return besluit(zaak, Besluit.Soort.PRINCIPE)


def besluiten(zaak: Initiatief) -> Iterator[dict[str, Any]]:
    """Every decision that is taken, the newest first: for the submitter's page (I-20)."""
    for soort in reversed(Besluit.Soort):
        if gegevens := besluit(zaak, soort):
            yield gegevens


BESLUITSJABLOON = "initiatieven/beheer/besluit.html"
PANELEN = (
    Paneel(
        "toets",
        "Toets aan de vier toetsstenen",
        invoer=Invoer(
            recht=toetsing.TOETSEN,
            fasen=(Fase.TOETS,),
            formulier=ToetsForm,
            bewaar=toetsing.leg_toets_vast,
            knop="Toets bewaren",
            gedaan="De toets is bewaard.",
        ),
        vastgelegd=bevindingen,
        sjabloon="initiatieven/beheer/toets.html",
        grond=gronden.TOETSSTENEN,
    ),
    Paneel(
        "advies",
        "Advies van de wijkregisseur",
        invoer=Invoer(
            recht=toetsing.ADVISEREN,
            fasen=(Fase.TOETS,),
            formulier=AdviesForm,
            bewaar=toetsing.adviseer,
            knop="Advies geven",
            gedaan="Uw advies staat bij de zaak.",
        ),
        vastgelegd=adviezen,
        sjabloon="initiatieven/beheer/adviezen.html",
        grond=gronden.ADVIES,
    ),
    Paneel(
        "principebesluit",
        "Principebesluit",
        invoer=Invoer(
            recht=toetsing.TOETSEN,
            fasen=(Fase.TOETS,),
            formulier=BesluitForm,
            bewaar=toetsing.bereid_principebesluit_voor,
            knop="Alleen bewaren",
            gedaan="De tekst van het besluit is bewaard. Er is nog niets besloten.",
        ),
        vastgelegd=principebesluit,
        sjabloon=BESLUITSJABLOON,
    ),
)
