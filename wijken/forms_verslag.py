"""The staff's forms on the page of a meeting: its report, and what comes out of it (W-08)."""

from typing import Any, cast

from django import forms

from wijken.forms_overleg import DATUM, GEEN_DAG, PersoonVeld, zet_versie
from wijken.models import Medewerker, Overleg, Signaal, Wijk
from wijken.models.afspraken import THEMAS
from wijken.models.overleg import GEEN_NAMEN
from wijkportaal.formulieren import PaginaFormulier


def _tekst(label: str, uitleg: str, bij_leeg: str, *, rijen: int, lengte: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        max_length=lengte,
        widget=forms.Textarea(attrs={"rows": rijen}),
        error_messages={"required": bij_leeg},
    )


class StapForm(PaginaFormulier):
    """A form on the page of one meeting."""

    def __init__(self, *args: Any, overleg: Overleg, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overleg = overleg

    def ververs(self, overleg: Overleg) -> None:
        """Look at the meeting as it is now, with what was typed."""
        self.overleg = overleg


class VersieForm(StapForm):
    """Carries which version of the meeting somebody looked at."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["versie"] = self.overleg.versie

    def ververs(self, overleg: Overleg) -> None:
        super().ververs(overleg)
        zet_versie(self, overleg)


class VerslagForm(VersieForm):
    """What was said."""

    verslag = _tekst(
        "Wat is er besproken?", GEEN_NAMEN, "Schrijf op wat er is besproken.", rijen=8, lengte=30_000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["verslag"] = self.overleg.verslag


class AfzegForm(VersieForm):
    """Why a meeting does not take place."""

    reden = _tekst(
        "Waarom gaat het niet door?", "", "Schrijf op waarom het overleg niet doorgaat.", rijen=2, lengte=1000
    )


class ActiepuntForm(StapForm):
    """What somebody at the table will do."""

    wat = forms.CharField(
        label="Wat moet er gebeuren?",
        help_text=GEEN_NAMEN,
        max_length=500,
        error_messages={"required": "Schrijf op wat er moet gebeuren."},
    )
    eigenaar = PersoonVeld(
        label="Wie doet het?",
        queryset=Medewerker.objects.none(),
        help_text="De voorzitter of een deelnemer. Is het een organisatie? Kies wie het bewaakt.",
        error_messages={"required": "Kies wie het doet.", "invalid_choice": "Kies iemand uit de lijst."},
    )
    uiterlijk = forms.DateField(label="Uiterlijk wanneer?", widget=DATUM, error_messages=GEEN_DAG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = cast("forms.ModelChoiceField", self.fields["eigenaar"])
        veld.queryset = self.overleg.aan_tafel().order_by("naam")


class SignaalForm(StapForm):
    """What a meeting says about a wijk."""

    wijk = forms.ModelChoiceField(
        label="Over welke wijk?",
        queryset=Wijk.objects.none(),
        error_messages={"required": "Kies de wijk.", "invalid_choice": "Kies een wijk uit de lijst."},
    )
    soort = forms.ChoiceField(
        label="Wat is het?",
        choices=Signaal.Soort,
        widget=forms.RadioSelect,
        initial=Signaal.Soort.SIGNAAL,
        error_messages={"required": "Kies wat het is."},
    )
    thema = forms.CharField(
        label="Thema",
        help_text=f"Bijvoorbeeld: {', '.join(THEMAS).lower()}.",
        max_length=60,
        error_messages={"required": "Schrijf het thema op."},
    )
    tekst = _tekst("Wat is er gezegd?", GEEN_NAMEN, "Schrijf op wat er is gezegd.", rijen=3, lengte=2000)
    in_profiel = forms.BooleanField(
        label="Opnemen in het wijkprofiel",
        required=False,
        help_text="Het wijkprofiel is openbaar: iedereen leest dit dan.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wijken = Wijk.objects.all() if self.overleg.over_de_gemeente else self.overleg.wijken.all()
        cast("forms.ModelChoiceField", self.fields["wijk"]).queryset = wijken
