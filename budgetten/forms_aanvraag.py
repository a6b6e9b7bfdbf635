"""The staff's forms about a request: asking, deciding, committing, paying and undoing."""

import uuid
from typing import Any, cast

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from budgetten.aanvragen import Bron, volgorde_voor
from budgetten.besluiten import EigenWeg, onderwerp_bij
from budgetten.geld import in_euro
from budgetten.models import Aanvraag, Boeking, Bronuitkomst, Jaarbudget
from budgetten.models.rekening import WIJKPOTTEN, Potsoort, Staat
from budgetten.toetsen import VAN_ELDERS, eerdere_bronnen
from budgetten.velden import EuroVeld
from wijken.models import Cluster, Medewerker, Partner, Wijk
from wijkportaal.formulieren import PaginaFormulier

RECHT = "budgetten.aanvragen"
OPNIEUW = "Open het formulier opnieuw en vul het nog een keer in."
BRONNEN_KOP = """<div class="wp-stapel">
<h2 class="utrecht-heading-2">Andere geldbronnen, op volgorde</h2>
<p>Deze gaan voor. Leg bij elke bron vast wat eruit kwam.</p>
</div>"""
JA_NEE = [("ja", "Ja, wat overblijft komt weer vrij"), ("nee", "Nee, er volgt nog een betaling")]


def _reden(label: str, uitleg: str, bij_leeg: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": bij_leeg},
    )


class Stapformulier(PaginaFormulier):
    """What one step with a request asks. The names of its fields are those of the service."""

    def __init__(self, *args: Any, aanvraag: Aanvraag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aanvraag = aanvraag


class GoedkeurForm(Stapformulier):
    """Approving: `gezien` is what was free in the pot on the page that the approver looked at."""

    gezien = forms.DecimalField(
        widget=forms.HiddenInput,
        error_messages={"required": "Laad de pagina opnieuw: het is niet duidelijk welke stand u zag."},
    )
    toelichting = forms.CharField(
        label="Toelichting voor de aanvrager",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gezien"].required = self.aanvraag.soort not in VAN_ELDERS


class AfwijsForm(Stapformulier):
    reden = _reden(
        "Waarom wijst u de aanvraag af?",
        "De aanvrager krijgt deze reden per mail.",
        "Leg uit waarom u de aanvraag afwijst.",
    )


class IntrekForm(Stapformulier):
    reden = _reden(
        "Waarom trekt u de aanvraag in?",
        "Gereserveerd geld komt weer vrij.",
        "Leg uit waarom u de aanvraag intrekt.",
    )


class VastlegForm(Stapformulier):
    kenmerk = forms.CharField(
        label="Kenmerk van de beschikking of opdracht",
        max_length=100,
        error_messages={"required": "Vul het kenmerk in van de beschikking of opdracht."},
    )
    planjaar = forms.IntegerField(
        label="Jaar van uitvoering",
        help_text="Een verplichting blijft staan als het jaar sluit; betalen kan dan nog.",
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Vul het jaar van uitvoering in.",
            "invalid": "Vul het jaar in met vier cijfers.",
            "min_value": "Vul het jaar in met vier cijfers.",
            "max_value": "Vul het jaar in met vier cijfers.",
        },
    )


class BetaalForm(Stapformulier):
    bedrag = EuroVeld(label="Bedrag in euro's", error_messages={"required": "Vul het betaalde bedrag in."})
    kenmerk = forms.CharField(
        label="Kenmerk in het financiële systeem",
        help_text="Elk kenmerk telt één keer.",
        max_length=100,
        error_messages={"required": "Vul het kenmerk van de betaling in het financiële systeem in."},
    )
    laatste = forms.TypedChoiceField(
        label="Is dit de laatste betaling?",
        choices=JA_NEE,
        coerce=lambda keuze: keuze == "ja",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies of dit de laatste betaling is.",
            "invalid_choice": "Kies of dit de laatste betaling is.",
        },
    )


class VrijgeefForm(Stapformulier):
    reden = _reden(
        "Waarom is de rest niet nodig?",
        "Wat is vastgelegd en niet betaald, komt weer vrij.",
        "Leg uit waarom de rest niet nodig is.",
    )


class BetalingVeld(forms.ModelChoiceField):
    """Chooses one payment of this request."""

    def label_from_instance(self, obj: Boeking) -> str:
        return f"{obj.reden}: {in_euro(obj.bedrag)}"


class TerugboekForm(Stapformulier):
    betaling = BetalingVeld(
        Boeking.objects.none(),
        label="Welke betaling was verkeerd?",
        empty_label="Kies een betaling",
        error_messages={
            "required": "Kies een betaling.",
            "invalid_choice": "Kies een betaling uit de lijst.",
        },
    )
    reden = _reden(
        "Waarom boekt u haar terug?",
        "De betaling gaat in haar geheel terug en het geld is weer vastgelegd.",
        "Leg uit waarom de betaling verkeerd was.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("BetalingVeld", self.fields["betaling"]).queryset = betalingen(self.aanvraag)


def betalingen(aanvraag: Aanvraag) -> QuerySet[Boeking]:
    """Return the payments of a request that stand: not undone since."""
    return aanvraag.boekingen.filter(naar__staat=Staat.BETAALD, teruggeboekt_met__isnull=True).order_by("pk")


class Bronvelden:
    """The three fields that ask what one source of money said."""

    def __init__(self, bron: dict[str, Any]) -> None:
        self.code, self.naam = bron["code"], bron["naam"]
        begin = f"bron_{slugify(self.code)}"
        self.uitkomst, self.bedrag, self.toelichting = (
            f"{begin}_{deel}" for deel in ("uitkomst", "bedrag", "toelichting")
        )

    def velden(self) -> dict[str, forms.Field]:
        """Return the form fields by name. Every source was looked into, or does not apply (B-12)."""
        wat = f"Leg vast wat eruit kwam bij “{self.naam}”, of waarom het niet van toepassing is"
        return {
            self.uitkomst: forms.ChoiceField(
                label="Wat kwam eruit?",
                choices=[("", "Nog niet nagegaan"), *Bronuitkomst.Uitkomst.choices],
                error_messages={"required": f"{wat} (B-12; RM 6.2 en 6.3)."},
            ),
            self.bedrag: EuroVeld(label="Toegekend bedrag", required=False),
            self.toelichting: forms.CharField(label="Toelichting", max_length=500, required=False),
        }

    def lees(self, gegevens: dict[str, Any]) -> Bron:
        """Return the outcome as the service wants it."""
        return Bron(self.code, gegevens[self.uitkomst], gegevens[self.toelichting], gegevens[self.bedrag])


class AanvraagForm(PaginaFormulier):
    """Asking money of one kind of pot, with what every earlier source of money said (B-12)."""

    sleutel = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": OPNIEUW, "invalid": OPNIEUW},
    )
    jaar = forms.ModelChoiceField(
        Jaarbudget.objects.all(),
        label="Uit het budget van welk jaar?",
        empty_label=None,
        error_messages={"required": "Kies een jaar.", "invalid_choice": "Kies een jaar uit de lijst."},
    )
    wijk = forms.ModelChoiceField(
        Wijk.objects.none(),
        label="Voor welke wijk?",
        empty_label="Kies een wijk",
        error_messages={"required": "Kies een wijk.", "invalid_choice": "Kies een wijk uit de lijst."},
    )
    cluster = forms.ModelChoiceField(
        Cluster.objects.all(),
        label="Van welk cluster is het geld?",
        empty_label="Kies een cluster",
        error_messages={"required": "Kies een cluster."},
    )
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        label="Van welke partner is het geld?",
        empty_label="Kies een partner",
        error_messages={"required": "Kies een partner."},
    )
    onderwerp = forms.CharField(
        label="Kenmerk van het plan",
        help_text="Het kenmerk van het initiatief of de maatregel waarover is besloten. "
        "Bijvoorbeeld RM-2026-00042.",
        max_length=80,
        error_messages={"required": "Vul in waarvoor het geld is."},
    )
    doel = forms.CharField(
        label="Waar is het geld voor?",
        help_text="Kort en zonder namen van inwoners: dit blijft bij het geld staan.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waar het geld voor is."},
    )
    bedrag = EuroVeld(label="Bedrag in euro's", error_messages={"required": "Vul het bedrag in."})
    gericht_op = forms.ChoiceField(
        label="Waar is het plan op gericht?",
        choices=Aanvraag.Gericht,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waar het plan op is gericht."},
    )
    bereik = forms.ChoiceField(
        label="Voor wie is het?",
        choices=Aanvraag.Bereik,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies voor wie het is."},
    )

    def __init__(self, *args: Any, soort: Potsoort, door: Medewerker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soort = soort
        self.fields["jaar"].initial = timezone.localdate().year
        self._kies_pot(soort, door)
        voorganger = Aanvraag(soort=soort, volgorde=volgorde_voor(soort))
        self.bronnen = [Bronvelden(bron) for bron in eerdere_bronnen(voorganger)]
        for bron in self.bronnen:
            self.fields.update(bron.velden())
        self.helper.layout = self._indeling()

    def _kies_pot(self, soort: Potsoort, door: Medewerker) -> None:
        """Leave the fields that name this kind of pot; offer only the wijken for which `door` may ask."""
        for veld, past in (("cluster", Potsoort.CLUSTER), ("partner", Potsoort.PARTNER)):
            if soort != past:
                del self.fields[veld]
        if soort == Potsoort.OPSTART:
            del self.fields["wijk"]
            return
        wijken = [wijk.pk for wijk in Wijk.objects.all() if door.has_perm(RECHT, wijk)]
        cast("forms.ModelChoiceField", self.fields["wijk"]).queryset = Wijk.objects.filter(pk__in=wijken)
        self.fields["wijk"].required = soort in WIJKPOTTEN or not door.has_perm(RECHT, Aanvraag(soort=soort))

    def _indeling(self) -> Layout:
        """The request first, then each earlier source in the order of the policy."""
        eigen = [naam for naam in self.fields if not naam.startswith("bron_")]
        per_bron = [
            Fieldset(
                f"{nummer}. {bron.naam}", bron.uitkomst, bron.bedrag, bron.toelichting, css_class="wp-bron"
            )
            for nummer, bron in enumerate(self.bronnen, start=1)
        ]
        return Layout(*eigen, *([HTML(BRONNEN_KOP)] if per_bron else []), *per_bron)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for bron in self.bronnen:
            uitkomst = gegevens.get(bron.uitkomst)
            if uitkomst == Bronuitkomst.Uitkomst.NIET_VAN_TOEPASSING and not gegevens.get(bron.toelichting):
                melding = f"Leg uit waarom “{bron.naam}” niet van toepassing is."
                self.add_error(bron.toelichting, melding)
            if gegevens.get(bron.bedrag) and uitkomst != Bronuitkomst.Uitkomst.TOEGEKEND:
                self.add_error(bron.bedrag, f"Een bedrag hoort erbij als “{bron.naam}” is toegekend.")
        return gegevens

    def clean_onderwerp(self) -> str:
        """Read what was typed as the subject it names; some subjects are asked for elsewhere."""
        try:
            return onderwerp_bij(self.cleaned_data["onderwerp"])
        except EigenWeg as fout:
            raise forms.ValidationError(str(fout)) from fout

    def gevraagd(self) -> dict[str, Any]:
        """Return the answers as `aanvragen.vraag_aan` wants them."""
        gegevens = {
            naam: waarde for naam, waarde in self.cleaned_data.items() if not naam.startswith("bron_")
        }
        bronnen = [bron.lees(self.cleaned_data) for bron in self.bronnen]
        return gegevens | {"soort": self.soort, "bronnen": bronnen}
