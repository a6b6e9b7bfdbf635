"""The forms about ideas: of residents, and of staff."""

from collections.abc import Sequence
from typing import Any, cast

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from budgetten.velden import EuroVeld
from initiatieven.forms import mailadres, tekstveld
from initiatieven.forms_bewoner import geen_verborgen_tekens, naamveld
from wijkagenda.eerste_toets import stand_van
from wijkagenda.forms import DagVeld, tekstvak
from wijkagenda.ideeen import TE_KIEZEN
from wijkagenda.models import Idee, Thema, Toetsvraag, Wijkagenda
from wijkagenda.models.toetsvraag import ANTWOORDEN, OORDELEN
from wijken.models import Buurt, Cluster, Partner, Signaal
from wijkportaal.formulieren import PaginaFormulier

TITEL_HOOGSTENS = 150


def titelveld(label: str, uitleg: str) -> forms.CharField:
    """Make a field for the name of an idea."""
    return forms.CharField(
        label=label,
        help_text=uitleg,
        max_length=TITEL_HOOGSTENS,
        validators=(geen_verborgen_tekens,),
        error_messages={
            "required": "Geef het idee een korte naam.",
            "max_length": f"Deze naam is te lang. Gebruik hoogstens {TITEL_HOOGSTENS} tekens.",
        },
    )


def buurtveld(label: str = "Buurt of kern") -> forms.ModelChoiceField:
    """Make a field for the buurt; the form that has it fills in which ones there are."""
    return forms.ModelChoiceField(
        Buurt.objects.none(),
        label=label,
        required=False,
        empty_label="De hele wijk",
        error_messages={"invalid_choice": "Kies een buurt uit de lijst."},
    )


def themaveld(uitleg: str = "") -> forms.ModelChoiceField:
    """Make a field for the subject."""
    return forms.ModelChoiceField(
        Thema.objects.all(),
        label="Thema",
        help_text=uitleg,
        required=False,
        empty_label="Nog geen thema",
        error_messages={"invalid_choice": "Kies een thema uit de lijst."},
    )


def kies(form: forms.Form, veld: str, rijen: Any) -> None:
    """Say what can be chosen in a field."""
    cast("forms.ModelChoiceField", form.fields[veld]).queryset = rijen


class SignaalVeld(forms.ModelMultipleChoiceField):
    """Shows each signal with its thema and meeting."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.thema}: {obj.tekst} ({obj.overleg.titel}, {obj.overleg.datum:%d-%m-%Y})"


class InbrengForm(PaginaFormulier):
    """An idea of a resident. Only a robot fills in the field that people do not see."""

    titel = titelveld("Wat is uw wens of idee?", "Een korte naam, bijvoorbeeld: Meer bomen op het plein.")
    wat = tekstveld(
        "Vertel er meer over",
        "Wat moet er beter, en hoe? Noem geen namen van andere mensen.",
        bij_leeg="Vertel wat uw wens of idee is.",
    )
    buurt = buurtveld("In welke buurt of kern?")
    naam = naamveld("Uw naam", "Alleen de wijkregisseur ziet uw naam.", "Vul uw naam in.")
    email = mailadres(
        "Uw mailadres",
        "Wij sturen een mail om uw idee te bevestigen. Later leest u daarmee wat er met uw idee gebeurt.",
        "Vul uw mailadres in. Daarmee bevestigt u uw idee.",
    )
    website = forms.CharField(
        label="Laat dit veld leeg",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, agenda: Wijkagenda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kies(self, "buurt", agenda.wijk.buurten.all())
        self.fields["naam"].widget.attrs["autocomplete"] = "name"
        self.helper.disable_csrf = True
        self.helper.layout = Layout("titel", "wat", "buurt", "naam", "email")  # the template hides the other

    @property
    def is_robot(self) -> bool:
        """Something was filled in that people do not see."""
        return bool(self.cleaned_data["website"])

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of `inbreng.breng_in`."""
        return {naam: waarde for naam, waarde in self.cleaned_data.items() if naam != "website"}


class PartnerideeForm(PaginaFormulier):
    """An idea that somebody of a partner brings in for the organisation."""

    titel = titelveld("Wat is uw wens of idee?", "Een korte naam, bijvoorbeeld: Meer bomen op het plein.")
    wat = tekstveld(
        "Vertel er meer over",
        "Wat moet er beter, en hoe? Noem geen namen van bewoners.",
        bij_leeg="Vertel wat uw wens of idee is.",
    )
    thema = themaveld()
    buurt = buurtveld("In welke buurt of kern?")

    def __init__(self, *args: Any, agenda: Wijkagenda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kies(self, "buurt", agenda.wijk.buurten.all())


class IdeeForm(PaginaFormulier):
    """An idea that staff write down, or what stands there: where it comes from is chosen once."""

    titel = titelveld("Naam van de wens of het idee", "")
    wat = tekstveld(
        "Wat is de wens of het idee?", "Noem geen namen van bewoners.", bij_leeg="Schrijf op wat het is."
    )
    thema = themaveld("Met het thema vindt u ideeën terug, ook uit andere wijken.")
    buurt = buurtveld()
    herkomst = forms.ChoiceField(
        label="Waar komt het vandaan?",
        choices=[("", "Kies"), *((soort.value, soort.label) for soort in TE_KIEZEN)],
        error_messages={"required": "Kies waar het vandaan komt."},
    )
    partner = forms.ModelChoiceField(
        Partner.objects.all(), label="Welke partner?", required=False, empty_label="Niet van een partner"
    )
    bron = forms.CharField(
        label="Bron",
        required=False,
        max_length=200,
        help_text="Nodig bij cijfers, beleid en een signaal: welk cijfer, welke nota of welk overleg.",
    )

    def __init__(self, *args: Any, agenda: Wijkagenda, idee: Idee | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kies(self, "buurt", agenda.wijk.buurten.all())
        if (idee and idee.herkomst not in TE_KIEZEN) or (idee and idee.ingevoerd_door_id is None):
            for veld in ("herkomst", "partner", "bron"):
                del self.fields[veld]


class NieuwIdeeForm(IdeeForm):
    """An idea that staff write down, with the resident who told it if that person wants to hear of it."""

    naam = forms.CharField(
        label="Naam van de bewoner",
        required=False,
        max_length=100,
        validators=(geen_verborgen_tekens,),
        help_text="Alleen als de bewoner bericht wil over het idee. De wijkregisseur ziet deze naam.",
    )
    email = forms.EmailField(
        label="Mailadres van de bewoner",
        required=False,
        help_text="De bewoner krijgt een mail met een link om deze gegevens te wissen.",
        error_messages={"invalid": "Dit is geen goed mailadres. Een voorbeeld: naam@voorbeeld.nl."},
    )
    toestemming = forms.BooleanField(
        label="De bewoner vindt het goed dat wij naam en mailadres hiervoor bewaren", required=False
    )

    def clean(self) -> None:
        super().clean()
        gegeven = self.cleaned_data.get("naam") or self.cleaned_data.get("email")
        if gegeven and not self.cleaned_data.get("toestemming"):
            self.add_error(
                "toestemming", "Vraag of de bewoner dit goed vindt. Laat anders naam en mailadres leeg."
            )

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of `ideeen.voeg_toe`."""
        return {naam: waarde for naam, waarde in self.cleaned_data.items() if naam != "toestemming"}


class SignalenForm(PaginaFormulier):
    """Which signals of meetings come into the agenda."""

    signalen = SignaalVeld(
        Signaal.objects.none(),
        label="Welke signalen komen op de lijst?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies minstens één signaal.",
            "invalid_choice": "Een van deze signalen staat al op de lijst.",
        },
    )

    def __init__(self, *args: Any, vrij: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kies(self, "signalen", vrij)


class SamenvoegForm(PaginaFormulier):
    """Which of the chosen ideas the others go on in."""

    verder_in = forms.ModelChoiceField(
        Idee.objects.none(),
        label="Onder welk idee gaan deze samen verder?",
        help_text="De teksten van de andere blijven erbij staan. U kunt ze later weer uit elkaar halen.",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies het idee waarin de andere opgaan."},
    )

    def __init__(self, *args: Any, ideeen: Sequence[Idee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kies(self, "verder_in", Idee.objects.filter(pk__in=[idee.pk for idee in ideeen]))


class PartnersForm(PaginaFormulier):
    """Which partners are asked for their wishes and ideas."""

    partners = forms.ModelMultipleChoiceField(
        Partner.objects.none(),
        label="Welke partners nodigt u uit?",
        help_text="Zij krijgen een mail met een eigen link, hoogstens één per dag.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één partner."},
    )

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kies(self, "partners", partners)


class VraagToetsForm(PaginaFormulier):
    """Whom to ask about the chosen ideas, and the last day for an answer (A-03)."""

    clusters = forms.ModelMultipleChoiceField(
        Cluster.objects.all(), label="Clusters", required=False, widget=forms.CheckboxSelectMultiple
    )
    partners = forms.ModelMultipleChoiceField(
        Partner.objects.all(), label="Partners", required=False, widget=forms.CheckboxSelectMultiple
    )
    uiterlijk = DagVeld(label="Antwoord uiterlijk op")

    def clean_uiterlijk(self) -> Any:
        dag = self.cleaned_data["uiterlijk"]
        if dag < timezone.localdate():
            raise forms.ValidationError("Kies een dag die nog niet voorbij is.")
        return dag

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if not gegevens.get("clusters") and not gegevens.get("partners"):
            raise forms.ValidationError("Kies minstens één cluster of partner.")
        return gegevens

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of `eerste_toets.vraag_toets`."""
        partijen = [*self.cleaned_data["clusters"], *self.cleaned_data["partners"]]
        return {"partijen": partijen, "uiterlijk": self.cleaned_data["uiterlijk"]}


class OordeelForm(PaginaFormulier):
    """The verdict of the coalitie on one or more ideas (A-03)."""

    oordeel = forms.ChoiceField(
        label="Wat vindt de wijkcoalitie?",
        choices=[
            ("haalbaar", "Haalbaar: het gaat door naar de bewoners"),
            ("afgevallen", "Afgevallen: het gaat niet door"),
            ("open", "Nog geen oordeel"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een oordeel."},
    )
    reden = tekstvak(
        "Reden",
        required=False,
        help_text="Nodig als het idee afvalt. Gebruik gewone woorden: wie het idee gaf, leest dit.",
    )

    def clean(self) -> None:
        super().clean()
        if (
            self.cleaned_data.get("oordeel") == "afgevallen"
            and not self.cleaned_data.get("reden", "").strip()
        ):
            self.add_error("reden", "Leg uit waarom dit afvalt. Wie het idee gaf, leest dit.")


def ja_of_nee(vraag: str) -> forms.TypedChoiceField:
    """Make a question that is answered with yes or no."""
    return forms.TypedChoiceField(
        label=vraag,
        choices=[("ja", "Ja"), ("nee", "Nee")],
        coerce=lambda waarde: waarde == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies ja of nee."},
    )


class ToetsForm(PaginaFormulier):
    """The answer of one party about one idea (A-03)."""

    gezien = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    past_bij_beleid = ja_of_nee("Past het bij het beleid van de gemeente?")
    realiseerbaar = ja_of_nee("Kan het worden uitgevoerd?")
    betaalbaar = ja_of_nee("Is het te betalen?")
    reguliere_taak = ja_of_nee("Hoort het bij uw gewone taken?")
    mogelijke_bijdrage = EuroVeld(
        label="Hoeveel kunt u misschien bijdragen, in euro?",
        help_text="Dit is nog geen toezegging. Laat leeg als u niets bijdraagt of het niet weet.",
        required=False,
    )
    toelichting = tekstvak(
        "Toelichting",
        required=False,
        help_text="Zegt u bij een van de eerste drie vragen nee? Leg dan uit waarom.",
    )

    def __init__(self, *args: Any, vraag: Toetsvraag, **kwargs: Any) -> None:
        woorden = {veld: {True: "ja", False: "nee"}.get(getattr(vraag, veld)) for veld in ANTWOORDEN}
        bedrag = vraag.mogelijke_bijdrage
        rest = {
            "gezien": stand_van(vraag),
            "toelichting": vraag.toelichting,
            "mogelijke_bijdrage": "" if bedrag is None else str(bedrag).replace(".", ","),
        }
        super().__init__(*args, initial=woorden | rest, **kwargs)

    def clean(self) -> None:
        super().clean()
        nee = any(self.cleaned_data.get(veld) is False for veld in OORDELEN)
        if nee and not self.cleaned_data.get("toelichting", "").strip():
            self.add_error("toelichting", "Leg uit waarom u nee zegt.")
