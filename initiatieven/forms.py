"""The form for residents, in short steps that ask only what is needed, each with the reason why."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from initiatieven.models import Initiatief
from wijken.models import Buurt, Wijk
from wijkportaal.bestanden import IN_WOORDEN, toets_bestand
from wijkportaal.formulieren import PaginaFormulier

TEKST_HOOGSTENS = 4000


class Stapformulier(PaginaFormulier):
    """One step. Its values travel as JSON in the concept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.disable_csrf = True  # the address itself is the secret; see docs/besluiten

    def getypt(self) -> dict[str, Any]:
        """Return what was typed, right or wrong, as values that JSON can hold. Files are not among them."""
        return {
            naam: veld.widget.value_from_datadict(self.data, {}, self.add_prefix(naam))
            for naam, veld in self.fields.items()
            if not isinstance(veld, forms.FileField)
        }


def tekstveld(label: str, uitleg: str, *, bij_leeg: str = "", regels: int = 4) -> forms.CharField:
    """Make a field for a story. It is obligatory when there is a message for when it is left empty."""
    return forms.CharField(
        label=label,
        help_text=uitleg,
        required=bool(bij_leeg),
        max_length=TEKST_HOOGSTENS,
        widget=forms.Textarea(attrs={"rows": regels}),
        error_messages={
            "required": bij_leeg,
            "max_length": f"Deze tekst is te lang. Gebruik hoogstens {TEKST_HOOGSTENS} tekens.",
        },
    )


class IdeeForm(Stapformulier):
    """Step 1: what and why."""

    titel = forms.CharField(
        label="Hoe heet uw idee?",
        help_text="Een korte naam, bijvoorbeeld: Bankje bij de speeltuin.",
        max_length=100,
        error_messages={
            "required": "Geef uw idee een korte naam.",
            "max_length": "Deze naam is te lang. Gebruik hoogstens 100 tekens.",
        },
    )
    wat = tekstveld(
        "Wat wilt u gaan doen?",
        "Vertel het in uw eigen woorden. Het hoeft nog niet af te zijn.",
        bij_leeg="Vertel wat u wilt gaan doen.",
    )
    waarom = tekstveld(
        "Waarom is dit goed voor de buurt?",
        "Wat wordt er beter als uw idee lukt?",
        bij_leeg="Vertel waarom dit goed is voor de buurt.",
    )


class WijkKeuze(forms.Select):
    """A choice of buurten in which each option says to which wijk it belongs."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        optie: dict[str, Any] = super().create_option(*args, **kwargs)
        if hasattr(optie["value"], "instance"):
            optie["attrs"]["data-wijk"] = str(optie["value"].instance.wijk_id)
        return optie


class PerWijkIterator(forms.models.ModelChoiceIterator):
    """Groups the buurten under the name of their wijk."""

    def __iter__(self) -> Any:
        yield ("", self.field.empty_label)
        groepen: dict[str, list[Any]] = {}
        for buurt in self.queryset:
            groepen.setdefault(buurt.wijk.naam, []).append(self.choice(buurt))
        yield from groepen.items()


class BuurtVeld(forms.ModelChoiceField):
    """Chooses a buurt out of a list that is grouped by wijk."""

    iterator = PerWijkIterator


class PlekForm(Stapformulier):
    """Step 2: where and for whom."""

    wijk = forms.ModelChoiceField(
        Wijk.objects.all(),
        label="In welke wijk is het?",
        empty_label="Kies een wijk",
        error_messages={
            "required": "Kies de wijk waar uw idee over gaat.",
            "invalid_choice": "Kies een wijk uit de lijst.",
        },
    )
    buurt = BuurtVeld(
        Buurt.objects.select_related("wijk"),
        label="In welke buurt of kern?",
        help_text="Is uw idee voor de hele wijk? Laat dit dan leeg.",
        required=False,
        empty_label="De hele wijk",
        widget=WijkKeuze(attrs={"data-hangt-af-van": "id_wijk"}),
        error_messages={"invalid_choice": "Kies een buurt uit de lijst."},
    )
    plek = forms.CharField(
        label="Op welke plek?",
        help_text="Bijvoorbeeld een straat, een plein of een gebouw.",
        required=False,
        max_length=200,
        error_messages={"max_length": "Gebruik hoogstens 200 tekens."},
    )
    voor_wie = tekstveld(
        "Voor wie is het?",
        "Bijvoorbeeld: kinderen uit de buurt, of iedereen in de straat.",
        bij_leeg="Vertel voor wie het is.",
        regels=3,
    )

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        wijk, buurt = gegevens.get("wijk"), gegevens.get("buurt")
        if wijk and buurt and buurt.wijk_id != wijk.pk:
            self.add_error(
                "buurt",
                f"{buurt} hoort bij de wijk {buurt.wijk}. Kies die wijk, of kies een andere buurt.",
            )
        return gegevens


class BijlageVeld(forms.FileField):
    """A file whose content is checked; the value gets the real type as `content_type`."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        bestand = super().clean(data, initial)
        if bestand:
            bestand.content_type = toets_bestand(bestand)
        return bestand


class SamenForm(Stapformulier):
    """Step 3: who joins in and what help is asked."""

    wie_doen_mee = tekstveld(
        "Wie doen er mee?",
        "Noem geen namen. Schrijf bijvoorbeeld: vijf buren uit onze straat en de basisschool.",
        regels=3,
    )
    hulp = forms.MultipleChoiceField(
        label="Waarbij kan de gemeente helpen?",
        help_text="U mag meer dan één antwoord kiezen. Weet u het nog niet? Laat dit dan leeg.",
        choices=Initiatief.Hulp,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bijlage = BijlageVeld(
        label="Wilt u een foto, tekening of plan meesturen?",
        help_text=f"Een bestand van het type {IN_WOORDEN}, hoogstens 10 MB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx"}),
    )


def mailadres(label: str, uitleg: str, bij_leeg: str) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=uitleg,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": bij_leeg,
            "invalid": "Dit is geen goed mailadres. Een voorbeeld: naam@voorbeeld.nl.",
        },
    )


telefoon_klopt = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{7,18}$", "Vul een telefoonnummer in, bijvoorbeeld 06 12345678."
)


class GegevensForm(Stapformulier):
    """Step 4: how to reach the submitter, with the purpose of every field."""

    naam = forms.CharField(
        label="Uw naam",
        help_text="Alleen de medewerkers die uw idee behandelen zien uw naam.",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul uw naam in, dan weten we wie we spreken."},
    )
    email = mailadres(
        "Uw mailadres",
        "Hiermee bevestigt u uw idee en houden we u op de hoogte.",
        "Vul uw mailadres in. Zonder mailadres kunnen we u niet antwoorden.",
    )
    telefoon = forms.CharField(
        label="Uw telefoonnummer",
        help_text="Alleen om u te bellen als we een vraag hebben over uw idee.",
        required=False,
        max_length=20,
        validators=(telefoon_klopt,),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    openbaar_akkoord = forms.BooleanField(
        label="Mijn idee mag op deze website staan, zonder mijn naam",
        help_text="Zo kunnen anderen meedoen. U kunt later van gedachten veranderen.",
        required=False,
    )
    toestemming = forms.BooleanField(
        label="De gemeente mag mijn gegevens gebruiken om mijn idee te behandelen",
        help_text=format_lazy(
            "We gebruiken uw gegevens alleen hiervoor. Lees meer in onze "
            '<a class="utrecht-link utrecht-link--html-a" href="{adres}" target="_blank">privacyverklaring '
            "(opent in een nieuw tabblad)</a>.",
            adres=reverse_lazy("wijkportaal:privacy"),
        ),
        error_messages={
            "required": "Zonder uw toestemming kunnen we uw idee niet behandelen. Zet hier een vinkje."
        },
    )


class VersturenForm(Stapformulier):
    """The last step. Only a robot fills in the field that people do not see."""

    website = forms.CharField(
        label="Laat dit veld leeg",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_website(self) -> str:
        waarde: str = self.cleaned_data["website"]
        if waarde:
            raise ValidationError(
                "Maak het veld “Laat dit veld leeg” leeg en verstuur het formulier nog een keer."
            )
        return waarde


class OpnieuwForm(Stapformulier):
    """Sends the first mail again."""

    email = mailadres("Uw mailadres", "Klopt het adres niet? Verander het hier.", "Vul uw mailadres in.")


class VolglinkForm(PaginaFormulier):
    """Asks a new link to the status page."""

    kenmerk = forms.CharField(
        label="Kenmerk",
        help_text="Dit staat in onze mails, bijvoorbeeld RM-2026-00042.",
        max_length=20,
        error_messages={"required": "Vul het kenmerk van uw idee in."},
    )
    email = mailadres(
        "Uw mailadres", "Het mailadres dat u bij uw idee heeft ingevuld.", "Vul uw mailadres in."
    )
