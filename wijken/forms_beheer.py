"""Forms for the beheerder: giving a role, and reading in a file."""

import datetime
from typing import Any

from django import forms

from wijken.models import Medewerker, Rol
from wijken.rolbeheer import EIGEN_ROL

HOOGSTENS_BYTES = 500_000


class RolForm(forms.ModelForm):
    """A role with the reason for it. A substitute takes over what the role is of."""

    door: Medewerker  # who is signed in: set by the admin for each request
    reden = forms.CharField(
        label="Reden",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Waarom verandert de rol? Dit blijft erbij bewaard.",
    )

    class Meta:
        model = Rol
        fields = ("medewerker", "soort", "wijk", "cluster", "partner", "waarnemer_voor", "van", "tot")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "soort" in self.fields:
            self.fields["soort"].required = False

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        voor = gegevens.get("waarnemer_voor")
        if voor:
            gegevens |= {veld: getattr(voor, veld) for veld in ("soort", "wijk", "cluster", "partner")}
        elif "soort" in self.fields and not gegevens.get("soort"):
            self.add_error("soort", "Kies een rol, of kies voor wie iemand waarneemt.")
        if self.instance.pk:
            self._toets_einde(gegevens.get("tot"))
        if gegevens.get("medewerker", self.instance.medewerker_id) in (self.door, self.door.pk):
            self.add_error(None, EIGEN_ROL)
        return gegevens

    def _toets_einde(self, tot: datetime.date | None) -> None:
        """Only the last day is in the form, but what it may be depends on the rest of the role."""
        self.instance.tot = tot
        try:
            self.instance.validate_constraints()
        except forms.ValidationError as fout:
            self.add_error(None, fout)


class BestandForm(forms.Form):
    """The file to read in."""

    bestand = forms.FileField(
        label="CSV-bestand",
        help_text="Bewaar het in Excel als “CSV UTF-8”.",
    )

    def clean_bestand(self) -> bytes:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > HOOGSTENS_BYTES:
            raise forms.ValidationError("Dit bestand is te groot. Verdeel het over meer bestanden.")
        self.cleaned_data["bestandsnaam"] = bestand.name
        return bestand.read()
