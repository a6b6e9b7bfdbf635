"""Triage on the case page (I-04, I-06)."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from initiatieven.models import Fase, Initiatief
from initiatieven.panelen.kern import Invoer, Paneel, PaneelFormulier
from initiatieven.services import leg_triage_vast
from wijken.models import Rol


def vakambtenaren() -> QuerySet[Rol]:
    """Return who can become the fixed contact today, by cluster."""
    rollen = Rol.objects.geldend().filter(soort=Rol.Soort.VAKAMBTENAAR)
    return rollen.select_related("medewerker", "cluster").order_by("cluster__naam", "medewerker__naam")


class ContactVeld(forms.ModelChoiceField):
    """Chooses a role, so that person and cluster come together."""

    def label_from_instance(self, obj: Rol) -> str:
        return f"{obj.cluster}: {obj.medewerker}"


class TriageForm(PaneelFormulier):
    """What triage has to find out in order to give the case a fixed contact (I-04, I-06).

    It can be kept with questions still open; the step itself asks what it needs.
    """

    aanduidingen = {
        "klacht": "",
        "soort": "nodig om toe te wijzen",
        "vakambtenaar": "nodig om toe te wijzen",
    }

    klacht = forms.ChoiceField(
        label="Is het een klacht?",
        help_text="Een klacht behandelen we hier niet. U verwijst de indiener door en sluit de zaak.",
        choices=[("", "Nee, het is geen klacht"), *Initiatief.Klacht.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    soort = forms.ChoiceField(
        label="Wat is het wel?",
        help_text="Voeren inwoners het zelf uit, dan is het een initiatief. "
        "Vragen zij de gemeente iets te doen, dan is het een verzoek of een beleidswens.",
        choices=[("", "Nog niet bepaald"), *Initiatief.Soort.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    vakambtenaar = ContactVeld(
        Rol.objects.none(),
        label="Wie wordt het vaste contact?",
        help_text="De vakambtenaar is verantwoordelijk voor de inhoud en spreekt met de indiener.",
        required=False,
        empty_label="Nog niet gekozen",
    )
    openbaar = forms.BooleanField(
        label="Toon dit op de website na de triage",
        help_text="Controleer eerst of er geen namen of adressen in de tekst staan.",
        required=False,
    )

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        rol = Rol.objects.filter(
            soort=Rol.Soort.VAKAMBTENAAR, medewerker=zaak.vakambtenaar_id, cluster=zaak.cluster_id
        ).first()
        begin = {"klacht": zaak.klacht, "soort": zaak.soort, "openbaar": zaak.openbaar, "vakambtenaar": rol}
        super().__init__(*args, zaak=zaak, initial=begin, **kwargs)
        cast("ContactVeld", self.fields["vakambtenaar"]).queryset = vakambtenaren()
        if not zaak.openbaar_akkoord:
            del self.fields["openbaar"]

    def gegevens(self) -> dict[str, Any]:
        """Return the answers as `services.leg_triage_vast` wants them."""
        rol: Rol | None = self.cleaned_data["vakambtenaar"]
        return {
            "klacht": self.cleaned_data["klacht"],
            "soort": self.cleaned_data["soort"],
            "cluster": rol.cluster if rol else None,
            "vakambtenaar": rol.medewerker if rol else None,
            "openbaar": self.cleaned_data.get("openbaar", False),
        }


TRIAGE = Paneel(
    "triage",
    "Triage",
    invoer=Invoer(
        recht="initiatieven.triage_initiatief",
        fasen=(Fase.TRIAGE,),
        formulier=TriageForm,
        bewaar=leg_triage_vast,
        knop="Alleen bewaren",
        gedaan="De triage is bewaard.",
    ),
)
PANELEN = (TRIAGE,)
