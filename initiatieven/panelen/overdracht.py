"""Handing a case over, on the case page: to whom, why, and how often that happened (RM 4.1)."""

from typing import Any, cast

from django import forms

from initiatieven.models import Initiatief, Overdracht
from initiatieven.overdracht import FASEN_MET_CONTACT, RECHT, draag_over
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier
from initiatieven.panelen.triage import ContactVeld, vakambtenaren
from wijken.models import Rol


class OverdrachtForm(PaneelFormulier):
    """Who becomes the contact instead, and why."""

    rol = ContactVeld(
        Rol.objects.none(),
        label="Wie wordt het vaste contact?",
        help_text="Overleg eerst. De indiener hoeft niets opnieuw te vertellen.",
        empty_label="Kies een collega",
        error_messages={"required": "Kies een collega.", "invalid_choice": "Kies een collega uit de lijst."},
    )
    reden = forms.CharField(
        label="Waarom?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waarom een ander het contact wordt."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("ContactVeld", self.fields["rol"]).queryset = vakambtenaren().exclude(
            medewerker=self.zaak.vakambtenaar_id
        )


def overdrachten(zaak: Initiatief) -> list[Overdracht]:
    """Return who handed over to whom, newest first."""
    return list(zaak.overdrachten.select_related("van", "naar", "door"))


PANELEN = (
    Paneel(
        "overdragen",
        "Overdragen aan een collega",
        invoer=Invoer(
            recht=RECHT,
            fasen=FASEN_MET_CONTACT,
            formulier=OverdrachtForm,
            bewaar=draag_over,
            knop="Zaak overdragen",
            gedaan="De zaak heeft een ander vast contact. Iedereen krijgt bericht.",
        ),
        vastgelegd=overdrachten,
        sjabloon="initiatieven/beheer/overdrachten.html",
        ingeklapt=True,
        blad=Blad.COLLEGAS,
    ),
)
