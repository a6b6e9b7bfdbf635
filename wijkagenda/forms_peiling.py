"""The forms of a poll: voting online, and entering what was on paper (A-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatieven.forms import mailadres, telefoon_klopt
from initiatieven.forms_bewoner import geen_verborgen_tekens
from wijkagenda.models import Peiling, Peilingkeuze, Stem, Stemmer, Stemregel
from wijkagenda.stemmen import Gever, Regel
from wijken.models import Buurt
from wijkportaal.formulieren import PaginaFormulier

Steunt = Stemregel.Steunt
HOOGSTE_FORMULIER = 1_000_000


@dataclass(frozen=True)
class Vraag:
    """One choice on the form, with the three things that can be said about it."""

    keuze: Peilingkeuze
    steunt: BoundField
    punten: BoundField
    helpt: BoundField

    @property
    def velden(self) -> tuple[BoundField, ...]:
        """The three, in order."""
        return self.steunt, self.punten, self.helpt


def kort(tekst: str, keuze: Peilingkeuze) -> SafeString:
    """Return a label that only says to a screen reader which choice it is about: others see it above."""
    return format_html('{}<span class="wp-alleen-voorlezen"> bij “{}”</span>', tekst, keuze.titel)


def naamveld(**opties: Any) -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=100,
        validators=(geen_verborgen_tekens,),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "Gebruik hoogstens 100 tekens."},
        **opties,
    )


class KeuzesForm(PaginaFormulier):
    """Three questions per choice. What is left empty is no opinion, no points and no help."""

    buurt = forms.ModelChoiceField(Buurt.objects.none(), label="In welke buurt woont u?", required=False)
    leeg, te_veel = "", ""
    steunt_als: type[forms.Widget] = forms.RadioSelect

    def __init__(self, *args: Any, peiling: Peiling, keuzes: Sequence[Peilingkeuze], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.peiling, self.keuzes = peiling, keuzes
        eigen = dict(self.fields)
        self.fields.clear()
        for keuze in keuzes:
            self._voeg_toe(keuze)
        self.fields.update(eigen)
        # "Niet verplicht" beside each of these would only be noise.
        self.aanduidingen = {naam: "" for naam in self.fields if naam not in eigen}
        buurt = cast("forms.ModelChoiceField", self.fields["buurt"])
        buurt.queryset = peiling.agenda.wijk.buurten.all()
        buurt.empty_label = "Zeg ik liever niet"

    def _voeg_toe(self, keuze: Peilingkeuze) -> None:
        hoogstens = self.peiling.punten
        aantal = f"Vul bij “{keuze.titel}” een heel getal in van 0 tot en met {hoogstens}."
        self.fields[f"steunt_{keuze.pk}"] = forms.ChoiceField(
            label=kort("Steunt u dit?", keuze),
            choices=Steunt.choices,
            required=False,
            initial=Steunt.GEEN_MENING,
            widget=self.steunt_als,
            error_messages={"invalid_choice": f"Kies bij “{keuze.titel}” ja, nee of geen mening."},
        )
        self.fields[f"punten_{keuze.pk}"] = forms.IntegerField(
            label=kort("Punten", keuze),
            required=False,
            min_value=0,
            max_value=hoogstens,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "wp-punten", "data-punten": ""}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), aantal),
        )
        self.fields[f"helpt_{keuze.pk}"] = forms.BooleanField(
            label=kort("Ik wil hierbij helpen", keuze), required=False
        )

    def vragen(self) -> list[Vraag]:
        """Return the fields by choice, for the template."""
        return [
            Vraag(keuze, *(self[f"{deel}_{keuze.pk}"] for deel in ("steunt", "punten", "helpt")))
            for keuze in self.keuzes
        ]

    def regels(self) -> list[Regel]:
        """Return what is said about each choice."""
        gegevens = self.cleaned_data
        return [
            Regel(
                keuze.pk,
                gegevens.get(f"steunt_{keuze.pk}") or Steunt.GEEN_MENING,
                gegevens.get(f"punten_{keuze.pk}") or 0,
                bool(gegevens.get(f"helpt_{keuze.pk}")),
            )
            for keuze in self.keuzes
        ]

    def clean(self) -> None:
        super().clean()
        verdeeld = sum(regel.punten for regel in self.regels())
        if verdeeld > self.peiling.punten:
            self.add_error(
                None,
                self.te_veel.format(
                    verdeeld=verdeeld, over=verdeeld - self.peiling.punten, punten=self.peiling.punten
                ),
            )
        elif not self.errors and not any(regel.zegt_iets for regel in self.regels()):
            self.add_error(None, self.leeg)

    def gever(self) -> Gever:
        """Return who votes, as far as that was told."""
        gegevens = self.cleaned_data
        return Gever(gegevens["naam"], gegevens["email"], gegevens.get("telefoon", ""), gegevens["buurt"])


class StemForm(KeuzesForm):
    """A vote online. Only a robot fills in the field that people do not see."""

    naam = naamveld(
        label="Uw naam",
        help_text="Alleen nodig als u wilt helpen. Dan weten we wie we mogen bellen of mailen.",
    )
    email = mailadres(
        "Uw mailadres",
        "Hiermee bevestigt u uw stem. Per mailadres telt één stem.",
        "Vul uw mailadres in. Daarmee bevestigt u uw stem.",
    )
    website = forms.CharField(
        label="Laat dit veld leeg",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    leeg = "Kies bij minstens één idee wat u ervan vindt, of geef er punten aan."
    te_veel = "U heeft {verdeeld} punten verdeeld. U heeft er {punten}. Haal er {over} weg."

    def clean(self) -> None:
        super().clean()
        if any(regel.wil_helpen for regel in self.regels()) and not self.cleaned_data.get("naam", "x"):
            self.add_error("naam", "U wilt helpen. Vul dan uw naam in.")

    @property
    def is_robot(self) -> bool:
        """Something was filled in that people do not see."""
        return bool(self.cleaned_data["website"])

    def eigen_velden(self) -> list[BoundField]:
        """The fields about the participant, in order."""
        return [self[naam] for naam in ("buurt", "naam", "email")]


class InvoerForm(KeuzesForm):
    """A form on paper as staff type it over: with the keyboard alone, one after the other."""

    kanaal = forms.ChoiceField(
        label="Waar komt het formulier vandaan?",
        choices=[keuze for keuze in Stem.Kanaal.choices if keuze[0] != Stem.Kanaal.ONLINE],
        error_messages={"required": "Kies waar het formulier vandaan komt."},
    )
    formulier = forms.IntegerField(
        label="Nummer van het formulier",
        min_value=1,
        max_value=HOOGSTE_FORMULIER,
        help_text="Schrijf dit nummer op het papier.",
        error_messages={
            "required": "Vul het nummer van het formulier in.",
            "invalid": "Vul het nummer in als heel getal, bijvoorbeeld 12.",
            "min_value": "Het nummer is 1 of hoger.",
            "max_value": "Dit nummer is te hoog.",
        },
    )
    naam = naamveld(label="Naam", help_text="Alleen als iemand wil helpen.")
    email = mailadres("Mailadres", "", "")
    telefoon = forms.CharField(
        label="Telefoonnummer", required=False, max_length=20, validators=(telefoon_klopt,)
    )
    leeg = "Op het formulier staat geen keuze. Leg het apart: het telt niet mee."
    te_veel = "Op dit formulier staan {verdeeld} punten. Er zijn er {punten}. Laat alle punten weg."
    steunt_als = forms.Select

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["formulier"].widget.attrs["autofocus"] = True
        buurt = cast("forms.ModelChoiceField", self.fields["buurt"])
        buurt.label, buurt.empty_label = "Buurt", "Niet ingevuld"

    def boven(self) -> list[BoundField]:
        """The fields above the table of choices."""
        return [self["kanaal"], self["formulier"]]

    def onder(self) -> list[BoundField]:
        """The fields below it."""
        return [self[naam] for naam in ("buurt", "naam", "email", "telefoon")]


class VerbeterForm(InvoerForm):
    """A form that was typed over wrongly, as it stands; its number stays."""

    gezien = forms.UUIDField(widget=forms.HiddenInput)
    reden = forms.CharField(
        label="Wat was er fout ingevoerd?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dit blijft bewaard, met uw naam. Noem geen namen van bewoners.",
        error_messages={"required": "Schrijf op wat er fout was ingevoerd."},
    )

    def __init__(self, *args: Any, stem: Stem, **kwargs: Any) -> None:
        super().__init__(*args, initial=_ingevoerd(stem), **kwargs)
        del self.fields["formulier"]

    def boven(self) -> list[BoundField]:
        """The fields above the table of choices."""
        return [self["reden"], self["kanaal"]]


def _ingevoerd(stem: Stem) -> dict[str, Any]:
    """Return what was typed over, in the fields of the form."""
    mens = dict(Stemmer.objects.filter(stem=stem).values("naam", "email", "telefoon").first() or {})
    regels = {
        f"{deel}_{regel.keuze_id}": waarde
        for regel in stem.regels.all()
        for deel, waarde in (
            ("steunt", regel.steunt),
            ("punten", regel.punten or None),
            ("helpt", regel.wil_helpen),
        )
    }
    return {"gezien": stem.pk, "kanaal": stem.kanaal, "buurt": stem.buurt_id, **mens, **regels}


class StopForm(PaginaFormulier):
    """Why a poll that was opened by mistake is taken back."""

    reden = forms.CharField(
        label="Waarom stopt u deze peiling?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dit staat op de website, voor wie de peiling al zag.",
        error_messages={"required": "Schrijf op waarom u de peiling stopt."},
    )


class BereikForm(PaginaFormulier):
    """How the residents were reached: stands beside the result."""

    bereikt = forms.CharField(
        label="Hoe zijn de inwoners bereikt?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld: 2.400 flyers en twee bijeenkomsten. Dit staat bij de uitslag op de website.",
        error_messages={
            "required": "Schrijf op hoe de inwoners zijn bereikt.",
            "max_length": "Deze tekst is te lang. Gebruik hoogstens 4000 tekens.",
        },
    )
