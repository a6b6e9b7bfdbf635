"""Laying connections and merging doubles on the case page (I-22)."""

from typing import Any

from django import forms
from django.db.models import Q

from initiatieven import verbindingen
from initiatieven.models import Fase, Initiatief, Samenvoeging, Verbinding
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier
from initiatieven.stapnamen import VOEGT_SAMEN
from wijken.models import Partner

BEHANDELEN = "initiatieven.change_initiatief"


def _kenmerk(label: str, uitleg: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        max_length=20,
        required=required,
        error_messages={"required": "Vul het kenmerk van de andere zaak in."},
    )


def _reden(label: str, uitleg: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Schrijf op waarom.",
            "max_length": "Gebruik hoogstens 1000 tekens.",
        },
    )


class VerbindForm(PaneelFormulier):
    """With what, what kind, and why."""

    kenmerk = _kenmerk(
        "Kenmerk van de andere zaak",
        "Bijvoorbeeld RM-2026-00042. Of kies hieronder een partner.",
        required=False,
    )
    partner = forms.ModelChoiceField(
        Partner.objects.all(), label="Partner", required=False, empty_label="Geen partner"
    )
    soort = forms.ChoiceField(label="Wat voor verbinding is het?", choices=Verbinding.Soort)
    reden = _reden(
        "Waarom?",
        "Alleen medewerkers lezen dit. De verbinding zelf is openbaar als de zaken dat zijn.",
    )


class WegForm(PaneelFormulier):
    """Which connection of this case to take away."""

    verbinding = forms.ModelChoiceField(Verbinding.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["verbinding"]
        veld.queryset = verbindingen.rijen(self.zaak)


class SamenvoegForm(PaneelFormulier):
    """In which case this one goes on, and why."""

    kenmerk = _kenmerk("Kenmerk van de zaak die verdergaat", "Bijvoorbeeld RM-2026-00042.", required=True)
    reden = _reden("Waarom is deze zaak dubbel?", "De indiener leest dit.")


def samengevoegd(zaak: Initiatief) -> dict[str, Any] | None:
    """Return where a double went on, and which doubles ended here, in one query."""
    rijen = list(
        Samenvoeging.objects.filter(Q(initiatief=zaak) | Q(naar=zaak)).select_related("initiatief", "naar")
    )
    return {"rijen": rijen} if rijen else None


VERBINDEN = Paneel(
    "verbinden",
    "Verbindingen",
    invoer=Invoer(
        recht=BEHANDELEN,
        fasen=tuple(Fase)[1:],
        formulier=VerbindForm,
        bewaar=verbindingen.verbind,
        knop="Verbinding leggen",
        gedaan="De verbinding is gelegd.",
    ),
    vastgelegd=verbindingen.verbanden,
    sjabloon="initiatieven/beheer/verbindingen.html",
    ingeklapt=True,
    blad=Blad.COLLEGAS,
)
# Has no form of its own: its button stands with each connection.
WEG = Paneel(
    "verbinding-weg",
    "Verbinding weghalen",
    invoer=Invoer(
        recht=BEHANDELEN,
        fasen=tuple(Fase)[1:],
        formulier=WegForm,
        bewaar=verbindingen.verbreek,
        gedaan="De verbinding is weggehaald.",
        als=lambda zaak, medewerker: False,
    ),
    blad=Blad.COLLEGAS,
)
SAMENVOEGEN = Paneel(
    "samenvoegen",
    "Samenvoegen",
    invoer=Invoer(
        recht=BEHANDELEN,
        fasen=tuple(VOEGT_SAMEN),
        formulier=SamenvoegForm,
        bewaar=verbindingen.voeg_samen,
        knop="Samenvoegen en deze zaak sluiten",
        gedaan="De zaak is samengevoegd en gesloten. De indieners krijgen bericht.",
    ),
    vastgelegd=samengevoegd,
    sjabloon="initiatieven/beheer/samengevoegd.html",
    ingeklapt=True,
    blad=Blad.COLLEGAS,
)
PANELEN = (VERBINDEN, WEG, SAMENVOEGEN)
