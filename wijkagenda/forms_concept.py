"""The staff's form of a poll that is not open yet: its rules, and the ideas in its own words (A-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from wijkagenda.forms import tekstvak
from wijkagenda.forms_peiling import kort
from wijkagenda.models import Idee, Peiling, Peilingkeuze
from wijkagenda.models.peiling import PUNTEN_HOOGSTENS
from wijkagenda.peilen import Keuze
from wijkportaal.formulieren import PaginaFormulier

MOMENT = "%Y-%m-%dT%H:%M"


class MomentVeld(forms.DateTimeField):
    """Asks for a day and a time, by the clock of the municipality."""

    def __init__(self, **opties: Any) -> None:
        super().__init__(
            input_formats=[MOMENT],
            widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
            error_messages={
                "required": "Kies een dag en een tijd.",
                "invalid": "Kies een dag en een tijd, bijvoorbeeld 31-12-2026 om 12.00 uur.",
            },
            **opties,
        )


@dataclass(frozen=True)
class Ideerij:
    """One feasible idea on the form."""

    idee: Idee
    mee: BoundField
    plaats: BoundField
    titel: BoundField
    uitleg: BoundField


class ConceptForm(PaginaFormulier):
    """All rules of a poll on one page."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)
    titel = forms.CharField(
        label="Titel", max_length=150, error_messages={"required": "Geef de peiling een titel."}
    )
    inleiding = tekstvak("Inleiding", required=False, help_text="Staat boven de ideeën. In gewone woorden.")
    punten = forms.IntegerField(
        label="Hoeveel punten mag iedereen verdelen?",
        min_value=1,
        max_value=PUNTEN_HOOGSTENS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Kies een aantal punten van 1 tot en met {PUNTEN_HOOGSTENS}.",
        ),
    )
    opent = MomentVeld(label="Gaat open op")
    sluit = MomentVeld(label="Sluit op", help_text="Na dit moment telt online geen stem meer.")

    def __init__(self, *args: Any, peiling: Peiling, ideeen: Sequence[Idee], **kwargs: Any) -> None:
        self.ideeen = ideeen
        super().__init__(*args, initial=_begin(peiling), **kwargs)
        gekozen = {keuze.idee_id: keuze for keuze in peiling.keuzes.all()}
        for nummer, idee in enumerate(ideeen, start=1):
            self._voeg_toe(idee, gekozen.get(idee.pk), nummer)
        self.aanduidingen = {naam: "" for naam in self.fields if naam != "inleiding"}

    def _voeg_toe(self, idee: Idee, keuze: Peilingkeuze | None, nummer: int) -> None:
        naam = keuze or Peilingkeuze(titel=idee.titel, uitleg=idee.wat, volgorde=nummer)
        self.fields[f"mee_{idee.pk}"] = forms.BooleanField(
            label=kort("In de peiling", naam), required=False, initial=keuze is not None
        )
        self.fields[f"plaats_{idee.pk}"] = forms.IntegerField(
            label=kort("Plaats", naam),
            required=False,
            min_value=1,
            initial=naam.volgorde,
            widget=forms.NumberInput(attrs={"class": "wp-punten"}),
            error_messages=dict.fromkeys(
                ("invalid", "min_value"), f"Vul bij “{naam.titel}” als plaats een getal in: 1, 2, 3 …"
            ),
        )
        self.fields[f"titel_{idee.pk}"] = forms.CharField(
            label=kort("Titel", naam), required=False, max_length=150, initial=naam.titel
        )
        self.fields[f"uitleg_{idee.pk}"] = tekstvak(kort("Uitleg", naam), required=False, initial=naam.uitleg)

    def rijen(self) -> list[Ideerij]:
        """Return the fields by idea, for the template."""
        return [
            Ideerij(idee, *(self[f"{deel}_{idee.pk}"] for deel in ("mee", "plaats", "titel", "uitleg")))
            for idee in self.ideeen
        ]

    def regelvelden(self) -> list[BoundField]:
        """Return the fields about the poll as a whole."""
        return [self[naam] for naam in ("gezien", "titel", "inleiding", "punten", "opent", "sluit")]

    def keuzes(self) -> list[Keuze]:
        """Return the chosen ideas in their order; without a place an idea comes last."""
        gegevens = self.cleaned_data
        gekozen = [idee for idee in self.ideeen if gegevens.get(f"mee_{idee.pk}")]
        gekozen.sort(key=lambda idee: gegevens.get(f"plaats_{idee.pk}") or len(self.ideeen) + 1)
        return [
            Keuze(
                idee.pk, gegevens.get(f"titel_{idee.pk}") or idee.titel, gegevens.get(f"uitleg_{idee.pk}", "")
            )
            for idee in gekozen
        ]

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.keuzes():
            self.add_error(None, "Kies minstens één idee voor de peiling.")

    def gegevens(self) -> dict[str, Any]:
        """Return the arguments of `peilen.wijzig_peiling`."""
        velden = ("gezien", "titel", "inleiding", "punten", "opent", "sluit")
        return {naam: self.cleaned_data[naam] for naam in velden} | {"keuzes": self.keuzes()}


def _begin(peiling: Peiling) -> dict[str, Any]:
    return {
        "gezien": peiling.revisie,
        "titel": peiling.titel,
        "inleiding": peiling.inleiding,
        "punten": peiling.punten,
        "opent": timezone.localtime(peiling.opent),
        "sluit": timezone.localtime(peiling.sluit),
    }
