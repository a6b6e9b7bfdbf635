"""What a member of staff has to pass on to a submitter without a mail address (I-02, I-20)."""

from typing import Any, cast

from django import forms

from initiatieven.kanalen import geef_door
from initiatieven.models import Belbericht, Fase, Initiatief
from initiatieven.panelen.kern import Invoer, Paneel, PaneelFormulier


class BelberichtVeld(forms.ModelMultipleChoiceField):
    """Chooses messages by their subject and day; the words stand above."""

    def label_from_instance(self, obj: Belbericht) -> str:
        return f"{obj.onderwerp}, {obj.opgesteld_op:%d-%m-%Y}"


class DoorgeefForm(PaneelFormulier):
    """Which messages were passed on."""

    berichten = BelberichtVeld(
        Belbericht.objects.none(),
        label="Wat heeft u doorgegeven?",
        help_text="Schreef u de indiener een brief? Dat telt ook.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies wat u heeft doorgegeven.",
            "invalid_choice": "Kies een bericht uit de lijst.",
            "invalid_pk_value": "Kies een bericht uit de lijst.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = cast("BelberichtVeld", self.fields["berichten"])
        veld.queryset = self.zaak.belberichten.all()  # the service says which a colleague did already
        veld.choices = [(rij.pk, veld.label_from_instance(rij)) for rij in self.zaak.belberichten.open()]

    def gegevens(self) -> dict[str, Any]:
        """Return the messages as a list: they are asked once."""
        return {"berichten": list(self.cleaned_data["berichten"])}


def berichten_van(zaak: Initiatief) -> list[Belbericht]:
    """Return what was or is to be passed on, the newest first. Asks nothing when everybody has mail."""
    indiener = getattr(zaak, "indiener", None)
    if indiener is None or indiener.email:
        return []
    return list(zaak.belberichten.select_related("gedaan_door").order_by("-opgesteld_op", "-pk"))


def iets_door_te_geven(zaak: Initiatief, medewerker: Any) -> bool:
    """Tell whether there is a message to pass on."""
    return any(bericht.gedaan_op is None for bericht in berichten_van(zaak))


BELLEN = Paneel(
    "bellen",
    "Bel of schrijf de indiener",
    invoer=Invoer(
        recht="initiatieven.change_initiatief",
        fasen=tuple(Fase),
        formulier=DoorgeefForm,
        bewaar=geef_door,
        knop="Dit is doorgegeven",
        gedaan="Er staat bij dat de indiener het weet.",
        als=iets_door_te_geven,
    ),
    vastgelegd=berichten_van,
    sjabloon="initiatieven/beheer/belberichten.html",
)
PANELEN = (BELLEN,)
