"""The staff's form to plan a meeting (W-08)."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from wijken.models import Medewerker, Overleg, Partner, Rol, Wijk, Wijkteamoverleg
from wijken.models.overleg import GEEN_NAMEN
from wijken.overleggen import PLANNEN, Plan
from wijken.rechten import ZIT_VOOR
from wijkportaal.formulieren import PaginaFormulier

DATUM = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
GEEN_DAG = {"required": "Kies een dag.", "invalid": "Vul een dag in, bijvoorbeeld 31-12-2026."}
# Who comes to a meeting as a person; somebody else comes for an organisation.
NIET_AAN_TAFEL = (Rol.Soort.KCC, Rol.Soort.RAADSLID, Rol.Soort.BEHEERDER)


class PersoonLabel:
    """Names a person with the function, so that two of the same name are told apart."""

    def label_from_instance(self, obj: Medewerker) -> str:
        return f"{obj.naam} ({obj.functie})" if obj.functie else obj.naam


class PersoonVeld(PersoonLabel, forms.ModelChoiceField):
    """One person from a list."""


class PersonenVeld(PersoonLabel, forms.ModelMultipleChoiceField):
    """Some persons, to tick."""

    widget = forms.CheckboxSelectMultiple


def _mensen(*, soorten: Iterable[str], ook: Q) -> QuerySet[Medewerker]:
    """Whoever has one of these roles today, and who was chosen before."""
    rollen = Rol.objects.geldend().filter(soort__in=soorten)
    return Medewerker.objects.filter(Q(pk__in=rollen.values("medewerker")) | ook).order_by("naam", "pk")


class PlanForm(PaginaFormulier):
    """What is agreed about a meeting beforehand."""

    niveau = forms.ChoiceField(
        label="Wat voor overleg is het?",
        choices=Overleg.Niveau,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat voor overleg het is."},
    )
    titel = forms.CharField(
        label="Titel", max_length=150, error_messages={"required": "Geef het overleg een titel."}
    )
    datum = forms.DateField(label="Datum", widget=DATUM, error_messages=GEEN_DAG)
    tijd = forms.TimeField(
        label="Aanvang",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Vul een tijd in, bijvoorbeeld 14:00."},
    )
    plaats = forms.CharField(label="Plaats", required=False, max_length=150)
    voorzitter = PersoonVeld(
        label="Voorzitter",
        queryset=Medewerker.objects.none(),
        help_text="Een wijkoverstijgend overleg wordt voorgezeten door de wethouder Wijken (RM 2.5).",
        error_messages={"required": "Kies wie voorzitter is.", "invalid_choice": "Kies iemand uit de lijst."},
    )
    wijkteamoverleg = forms.ModelChoiceField(
        label="Wijkteamoverleg",
        required=False,
        queryset=Wijkteamoverleg.objects.all(),
        help_text="Het overleg gaat dan over alle wijken van dit wijkteam. U hoeft geen wijken te kiezen.",
        empty_label="Geen",
    )
    wijken = forms.ModelMultipleChoiceField(
        label="Over welke wijken gaat het?",
        required=False,
        queryset=Wijk.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies niets bij een strategisch of wijkoverstijgend overleg: dat gaat over alle wijken.",
    )
    deelnemers = PersonenVeld(
        label="Deelnemers met een account", required=False, queryset=Medewerker.objects.none()
    )
    partners = forms.ModelMultipleChoiceField(
        label="Organisaties",
        required=False,
        queryset=Partner.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Wie een account van de organisatie heeft, kan dit overleg lezen.",
    )
    agenda = forms.CharField(
        label="Agenda",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=GEEN_NAMEN,
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        door: Medewerker,
        overleg: Overleg | None = None,
        als: Overleg | None = None,
        **kwargs: Any,
    ) -> None:
        """`overleg` is the one to change; a new one can be made `als` an earlier one."""
        eerder = overleg or als
        begin = _begin(eerder) if eerder else {"voorzitter": door}
        super().__init__(*args, initial=begin | ({"datum": None} if als else {}), **kwargs)
        voor = Q(pk=eerder.voorzitter_id) if eerder else Q(pk__in=())
        rond = Q(pk__in=eerder.deelnemers.values("pk")) if eerder else Q(pk__in=())
        aan_tafel = [soort for soort in Rol.Soort if soort not in NIET_AAN_TAFEL]
        self._kies("voorzitter", _mensen(soorten=ZIT_VOOR, ook=voor))
        self._kies("deelnemers", _mensen(soorten=aan_tafel, ook=rond))
        if overleg:
            del self.fields["niveau"]
        else:
            del self.fields["versie"]
            cast("forms.ChoiceField", self.fields["niveau"]).choices = niveaus_voor(door)

    def _kies(self, veld: str, mensen: QuerySet[Medewerker]) -> None:
        cast("forms.ModelChoiceField", self.fields[veld]).queryset = mensen

    def ververs(self, overleg: Overleg) -> None:
        """Look at the meeting as it is now, with what was typed."""
        zet_versie(self, overleg)

    @property
    def plan(self) -> Plan:
        """What was filled in, for the services."""
        return Plan(**{n: w for n, w in self.cleaned_data.items() if n not in ("niveau", "versie")})


def zet_versie(form: forms.Form, overleg: Overleg) -> None:
    """Let a form that was sent go on from the meeting as it is now."""
    gegevens = cast("QueryDict", form.data).copy()
    gegevens[form.add_prefix("versie")] = str(overleg.versie)
    form.data = gegevens


def niveaus_voor(door: Medewerker) -> list[tuple[str, str]]:
    """Return the levels on which this person plans; not everybody plans for the whole municipality."""
    overal = door.has_perm(PLANNEN, Wijk())
    return [(n.value, n.label) for n in Overleg.Niveau if overal or n in Overleg.MET_WIJKEN]


def _begin(overleg: Overleg) -> dict[str, Any]:
    """What stands in the form. The wijken of a wijkteamoverleg follow from it."""
    velden = ("niveau", "titel", "datum", "tijd", "plaats", "voorzitter", "wijkteamoverleg", "agenda")
    return {veld: getattr(overleg, veld) for veld in (*velden, "versie")} | {
        "wijken": () if overleg.wijkteamoverleg_id else overleg.wijken.all(),
        "deelnemers": overleg.deelnemers.all(),
        "partners": overleg.partners.all(),
    }
