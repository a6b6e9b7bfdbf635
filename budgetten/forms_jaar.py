"""The staff's forms about the money of a year: dividing, moving, extra money and closing."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.formats import number_format

from budgetten.geld import in_euro
from budgetten.models import Jaarbudget, Overheveling, Rekening, Verdeelregel, Verdeling
from budgetten.models.rekening import WIJKPOTTEN, Staat
from budgetten.velden import EuroVeld
from wijken.models import Inwonertal, Medewerker, Wijk
from wijkportaal.formulieren import PaginaFormulier

KOLOMMEN = ("agenda", "initiatieven")
DATUM = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _tekst(
    label: str, uitleg: str = "", bij_leeg: str = "", rijen: int = 3, **opties: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rijen}),
        error_messages={"required": bij_leeg},
        **opties,
    )


def _kenmerk(label: str, uitleg: str, bij_leeg: str, lengte: int) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=uitleg, max_length=lengte, error_messages={"required": bij_leeg}
    )


class EuroOfNulVeld(EuroVeld):
    """As `EuroVeld`, but nothing is an amount too; what is on record shows as people write it."""

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the input."""
        return number_format(value, 2, force_grouping=True) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """Return the amount, or None when nothing was filled in."""
        return Decimal(0) if str(value or "").strip() in ("0", "0,00") else super().clean(value)


class JaarbudgetForm(forms.ModelForm):
    """What a year has, as the begroting says it."""

    bedrag = EuroOfNulVeld(label="Budget wijkgericht werken in euro's")
    opstartkosten = EuroOfNulVeld(label="Opstartkosten in euro's")

    class Meta:
        model = Jaarbudget
        fields = ("jaar", "bedrag", "opstartkosten", "bron")


class VerdeelForm(PaginaFormulier):
    """How a year is to be divided. The names of the fields are those of `verdelen.stel_voor`."""

    peildatum = forms.TypedChoiceField(
        label="Peildatum van de inwonertallen",
        help_text="Het budget wordt verdeeld naar het aantal inwoners op deze dag.",
        coerce=datetime.date.fromisoformat,
        error_messages={"invalid_choice": "Kies een peildatum uit de lijst."},
    )
    eenheid = forms.TypedChoiceField(
        label="Waarop worden de bedragen afgerond?",
        choices=[(eenheid.value, eenheid.label.capitalize()) for eenheid in reversed(Verdeling.Eenheid)],
        initial=Verdeling.Eenheid.TIENTJE,
        coerce=Decimal,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarop de bedragen worden afgerond."},
    )
    ondergrens = EuroVeld(
        label="Ondergrens per wijk in euro's",
        help_text="Geen wijk krijgt minder dan dit bedrag.",
        required=False,
    )
    bovengrens = EuroVeld(
        label="Bovengrens per wijk in euro's",
        help_text="Geen wijk krijgt meer dan dit bedrag.",
        required=False,
    )

    def __init__(self, *args: Any, jaar: Jaarbudget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dagen = Inwonertal.objects.filter(peildatum__lte=datetime.date(jaar.pk, 12, 31))
        keuzes = dagen.order_by("-peildatum").values_list("peildatum", flat=True).distinct()
        veld = cast("forms.TypedChoiceField", self.fields["peildatum"])
        veld.choices = [(dag.isoformat(), f"{dag:%d-%m-%Y}") for dag in keuzes]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        onder, boven = gegevens.get("ondergrens"), gegevens.get("bovengrens")
        if onder and boven and onder > boven:
            self.add_error("bovengrens", "De bovengrens is lager dan de ondergrens.")
        return gegevens


class Tabelrij(NamedTuple):
    """One wijk in the table: its line and, when it may be adjusted, the two inputs."""

    regel: Verdeelregel
    agenda: BoundField | None = None
    initiatieven: BoundField | None = None


class VerdeeltabelForm(PaginaFormulier):
    """The amounts of every wijk of one division, and why they are not those of the proposal."""

    reden = _tekst(
        "Waarom past u de bedragen aan?",
        "Dit blijft bij de verdeling bewaard.",
        "Leg uit waarom u de bedragen aanpast.",
        rijen=2,
    )

    def __init__(self, *args: Any, regels: list[Verdeelregel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regels = regels
        for regel in regels:
            for kolom in KOLOMMEN:
                self.fields[f"{kolom}-{regel.wijk_id}"] = _bedrag(regel, kolom)

    @property
    def rijen(self) -> Iterator[Tabelrij]:
        """The table with its inputs, in the order of the wijken."""
        for regel in self.regels:
            yield Tabelrij(regel, *(self[f"{kolom}-{regel.wijk_id}"] for kolom in KOLOMMEN))

    @property
    def bedragen(self) -> dict[Wijk, tuple[Decimal, Decimal]]:
        """What was filled in for the wijken of which something changed, as `verdelen.pas_aan` takes it."""
        nieuw = {
            regel.wijk: tuple(self.cleaned_data[f"{kolom}-{regel.wijk_id}"] for kolom in KOLOMMEN)
            for regel in self.regels
        }
        oud = {regel.wijk: (regel.agenda, regel.initiatieven) for regel in self.regels}
        return {wijk: bedragen for wijk, bedragen in nieuw.items() if bedragen != oud[wijk]}


def _bedrag(regel: Verdeelregel, kolom: str) -> EuroOfNulVeld:
    naam = {"agenda": "Wijkagenda", "initiatieven": "Initiatieven"}[kolom]
    veld = EuroOfNulVeld(
        label=f"{naam} {regel.wijk}",
        initial=getattr(regel, kolom),
        error_messages={"required": f"Vul een bedrag in bij {naam.lower()} {regel.wijk}. Geen geld is 0."},
    )
    veld.widget.attrs |= {"aria-label": veld.label, "class": "wp-bedrag-invoer"}
    return veld


class VaststelForm(PaginaFormulier):
    kenmerk = _kenmerk(
        "Kenmerk van het besluit",
        "Zo is het besluit later terug te vinden, bijvoorbeeld het nummer van het collegebesluit.",
        "Vul het kenmerk van het besluit in.",
        200,
    )


class PotVeld(forms.ModelChoiceField):
    """Chooses a pot of a wijk; its free money stands beside it."""

    def label_from_instance(self, obj: Rekening) -> str:
        return f"{obj.wijk} – {obj.get_soort_display().lower()} ({in_euro(obj.saldo)} vrij)"


def vrije_wijkpotten(jaar: Jaarbudget) -> QuerySet[Rekening]:
    """Return the free money of every wijkpot of a year, with what is in it."""
    potten = jaar.rekeningen.filter(soort__in=WIJKPOTTEN, staat=Staat.VRIJ)
    return potten.met_saldo().select_related("wijk").order_by("wijk__nummer", "soort")


def _potveld(label: str, uitleg: str = "") -> PotVeld:
    return PotVeld(
        Rekening.objects.none(),
        label=label,
        help_text=uitleg,
        empty_label="Kies een pot",
        error_messages={"required": "Kies een pot.", "invalid_choice": "Kies een pot uit de lijst."},
    )


class OverhevelForm(PaginaFormulier):
    """A proposal to move free money. The names of the fields are those of the service."""

    van = _potveld("Uit welke pot?")
    naar = _potveld("Naar welke pot?")
    bedrag = EuroVeld(label="Bedrag in euro's", error_messages={"required": "Vul het bedrag in."})
    reden = _tekst(
        "Waarom is het geld daar nodig?", bij_leeg="Leg uit waarom het geld ergens anders nodig is."
    )
    tekort = EuroVeld(
        label="Hoeveel dreigt de pot voor initiatieven tekort te komen?",
        help_text="In euro's. Alleen nodig als het geld van een wijkagenda naar initiatieven gaat. "
        "Schrijf bij de reden waar het tekort door komt.",
        required=False,
    )
    samenspraak = _tekst(
        "Wat vindt de wijkcoalitie ervan?",
        "Nodig als het geld naar een andere wijk gaat, of van de wijkagenda naar initiatieven. "
        "Schrijf ook op of de coalitie het geld zelf nodig heeft.",
        required=False,
    )
    samenspraak_op = forms.DateField(
        label="Wanneer besprak u dit?",
        required=False,
        widget=DATUM,
        error_messages={"invalid": "Vul een datum in, zoals 31-12-2026."},
    )

    def __init__(self, *args: Any, jaar: Jaarbudget, door: Medewerker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        potten = vrije_wijkpotten(jaar)
        eigen = [pot.pk for pot in potten if door.has_perm(RECHT_VOORSTEL, Overheveling(naar=pot))]
        cast("PotVeld", self.fields["van"]).queryset = potten
        cast("PotVeld", self.fields["naar"]).queryset = potten.filter(pk__in=eigen)

    def clean_samenspraak_op(self) -> datetime.date | None:
        return niet_later_dan_vandaag(self.cleaned_data["samenspraak_op"])

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        van, bedrag = gegevens.get("van"), gegevens.get("bedrag")
        if van and bedrag and bedrag > van.saldo:
            self.add_error(
                "bedrag", f"In deze pot is nog {in_euro(van.saldo)} vrij. Vul een lager bedrag in."
            )
        return gegevens


RECHT_VOORSTEL = "budgetten.stel_overheveling_voor"


def niet_later_dan_vandaag(dag: datetime.date | None) -> datetime.date | None:
    """Return a day on which something was done.

    Raises:
        ValidationError: it has still to come.
    """
    if dag and dag > timezone.localdate():
        raise forms.ValidationError("Deze datum ligt in de toekomst.")
    return dag


class GoedkeurForm(PaginaFormulier):
    toelichting = _tekst("Toelichting", required=False, rijen=2)


class AfwijsForm(PaginaFormulier):
    reden = _tekst("Waarom wijst u dit af?", bij_leeg="Leg uit waarom u dit afwijst.", rijen=2)


class KredietForm(PaginaFormulier):
    """Extra money of the council. The names of the fields are those of the service."""

    rekening = _potveld("Bij welke pot komt het geld?")
    bedrag = EuroVeld(label="Bedrag in euro's", error_messages={"required": "Vul het bedrag in."})
    raadsbesluit = _kenmerk(
        "Kenmerk van het raadsbesluit", "Elk raadsbesluit telt één keer.", "Vul het kenmerk in.", 100
    )
    besloten_op = forms.DateField(
        label="Datum van het raadsbesluit",
        widget=DATUM,
        error_messages={
            "required": "Vul de datum van het raadsbesluit in.",
            "invalid": "Vul een datum in, zoals 31-12-2026.",
        },
    )

    def __init__(self, *args: Any, jaar: Jaarbudget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PotVeld", self.fields["rekening"]).queryset = vrije_wijkpotten(jaar)

    def clean_besloten_op(self) -> datetime.date | None:
        return niet_later_dan_vandaag(self.cleaned_data["besloten_op"])


class SluitForm(PaginaFormulier):
    """Asks to type the year, so that nobody closes it by one wrong press."""

    bevestiging = forms.CharField(
        label="Typ het jaar om te bevestigen",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, jaar: Jaarbudget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jaar = jaar
        self.fields["bevestiging"].error_messages["required"] = f"Typ {jaar.pk} om te bevestigen."

    def clean_bevestiging(self) -> str:
        getypt: str = self.cleaned_data["bevestiging"].strip()
        if getypt != str(self.jaar.pk):
            raise forms.ValidationError(f"Typ {self.jaar.pk} om te bevestigen.")
        return getypt
