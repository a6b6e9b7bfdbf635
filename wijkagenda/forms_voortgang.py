"""Reporting on a maatregel, and evaluating an agenda (A-10)."""

from typing import Any

from django import forms
from django.utils import timezone

from wijkagenda.forms import DagVeld, tekstvak
from wijkagenda.models import Evaluatie, Voortgang
from wijkagenda.velden import GetalVeld
from wijkagenda.voortgang import Maatregelstand, Melding, gezien_bij
from wijkportaal.formulieren import PaginaFormulier

NOG_NIET = "Deze dag is nog niet geweest."


class MeldingForm(PaginaFormulier):
    """How far a maatregel is, and what was measured. `prefix` keeps several on one page apart."""

    stand = forms.ChoiceField(
        label="Hoe staat het ermee?",
        choices=Voortgang.Stand.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het met de maatregel staat."},
    )
    toelichting = tekstvak(
        "Toelichting",
        required=False,
        max_length=2000,
        help_text="Verplicht als het later wordt of niet doorgaat. Dit staat op de website: zonder namen.",
    )
    waarde = GetalVeld(label="Gemeten waarde", required=False)
    waarde_op = DagVeld(label="Gemeten op", required=False)
    gezien = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, stand: Maatregelstand, **kwargs: Any) -> None:
        prefix = f"m{stand.maatregel['id']}"
        super().__init__(*args, prefix=prefix, initial={"gezien": gezien_bij(stand.laatste)}, **kwargs)
        indicator, eenheid = stand.maatregel["indicator"], stand.maatregel["eenheid"]
        self.fields["waarde"].help_text = f"{indicator}, in {eenheid}." if eenheid else f"{indicator}."

    def clean(self) -> None:
        super().clean()
        gegevens = self.cleaned_data
        if gegevens.get("stand") in Voortgang.MET_REDEN and not gegevens.get("toelichting", "").strip():
            self.add_error("toelichting", "Schrijf op waarom de maatregel later komt of niet doorgaat.")
        if "waarde" in gegevens and "waarde_op" in gegevens:
            self._waarde_met_dag(gegevens)

    def _waarde_met_dag(self, gegevens: dict[str, Any]) -> None:
        if gegevens["waarde"] is None and gegevens["waarde_op"]:
            self.add_error("waarde", "Vul ook in wat er is gemeten.")
        elif gegevens["waarde"] is not None and not gegevens["waarde_op"]:
            self.add_error("waarde_op", "Kies de dag waarop dit is gemeten.")
        elif gegevens["waarde_op"] and gegevens["waarde_op"] > timezone.localdate():
            self.add_error("waarde_op", NOG_NIET)

    def melding(self) -> Melding:
        """Return what the services of `voortgang` take."""
        return Melding(**self.cleaned_data)


class EvaluatieForm(PaginaFormulier):
    """What went well, what was learned, and what residents think."""

    soort = forms.ChoiceField(
        label="Welke evaluatie?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies welke evaluatie dit is.",
            "invalid_choice": "Deze evaluatie kan nu niet.",
        },
    )
    gehouden_op = DagVeld(label="Gehouden op")
    ging_goed = tekstvak("Wat ging goed?", error_messages={"required": "Schrijf op wat goed ging."})
    geleerd = tekstvak("Wat is er geleerd?", error_messages={"required": "Schrijf op wat er is geleerd."})
    bewoners = tekstvak(
        "Wat vinden bewoners?",
        help_text="De hele evaluatie staat meteen op de website. Schrijf geen namen op.",
        error_messages={"required": "Schrijf op wat bewoners vinden."},
    )

    def __init__(self, *args: Any, soorten: list[Evaluatie.Soort], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_evaluatie_%s", **kwargs)
        self.fields["soort"].choices = [(soort.value, soort.label) for soort in soorten]  # type: ignore[attr-defined]  # a ChoiceField
