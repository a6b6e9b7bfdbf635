"""The form for staff who enter a case on behalf of a resident: their own form, on one page (I-02)."""

import datetime
from typing import Any, cast

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone

from initiatieven.forms import TEKST_HOOGSTENS, GegevensForm, IdeeForm, PlekForm, SamenForm, mailadres
from initiatieven.models import Initiatief, Postuk
from wijken.models import Medewerker, Rol, Wijk

INVOEREN = "initiatieven.add_initiatief"
Kanaal = Initiatief.Kanaal
KANALEN = [(kanaal.value, kanaal.label) for kanaal in Kanaal if kanaal != Kanaal.WEBSITE]
# What is most likely for who has this role; anything but the website may be chosen.
GEWOON_KANAAL = {
    Rol.Soort.KCC: Kanaal.KCC,
    Rol.Soort.WIJKREGISSEUR: Kanaal.GESPREK,
    Rol.Soort.WIJKWETHOUDER: Kanaal.GESPREK,
    Rol.Soort.VAKAMBTENAAR: Kanaal.VAKAMBTENAAR,
}
# The same questions, asked of somebody who writes down what another says.
IN_DE_DERDE_PERSOON = {
    "titel": ("Hoe heet het idee?", "Een korte naam, bijvoorbeeld: Bankje bij de speeltuin."),
    "wat": ("Wat wil de indiener gaan doen?", "Schrijf het zo veel mogelijk in de woorden van de indiener."),
    "waarom": ("Waarom is dit goed voor de buurt?", "Wat wordt er beter als het lukt?"),
    "buurt": ("In welke buurt of kern?", "Is het idee voor de hele wijk? Laat dit dan leeg."),
    "hulp": ("Waarbij kan de gemeente helpen?", "Nog niet bekend? Laat dit dan leeg."),
    "bijlage": ("Heeft u er een bestand bij?", ""),
    "naam": ("Naam van de indiener", "Alleen wie de zaak behandelt, ziet de naam."),
    "telefoon": ("Telefoonnummer van de indiener", "Verplicht als er geen mailadres is."),
    "openbaar_akkoord": (
        "De indiener vindt het goed dat het idee op de website staat, zonder naam",
        "Vraag dit. Het kan later altijd anders.",
    ),
}
VRAGEN = (
    Fieldset(
        "Het idee", "titel", "wat", "waarom", "wijk", "buurt", "plek", "voor_wie", "wie_doen_mee", "hulp"
    ),
    Fieldset("De indiener", "naam", "email", "telefoon"),
    Fieldset("Toestemming", "toestemming_op", "toestemming_hoe", "openbaar_akkoord"),
    Fieldset("Bestanden", "bijlage"),
)
INDELING, UIT_POST = Layout("kanaal", *VRAGEN), Layout(*VRAGEN)
BIJ_LEEG = {
    "titel": "Geef het idee een korte naam.",
    "wat": "Schrijf op wat de indiener wil gaan doen.",
    "waarom": "Schrijf op waarom dit goed is voor de buurt.",
    "wijk": "Kies de wijk waar het idee over gaat.",
    "voor_wie": "Schrijf op voor wie het is.",
    "naam": "Vul de naam van de indiener in.",
}
GEEN_MAILADRES = "Vul een mailadres of een telefoonnummer in. Anders kunnen we de indiener niet bereiken."


def kanaal_van(medewerker: Medewerker) -> str:
    """Return the channel that is most likely for this person's roles of today."""
    soorten = {rol.soort for rol in medewerker.rollen_van_vandaag}
    return next((kanaal for soort, kanaal in GEWOON_KANAAL.items() if soort in soorten), Kanaal.GESPREK)


def uit_post(post: Postuk) -> dict[str, Any]:
    """Return what a mail says already: the sender asked us something, and that moment is the consent."""
    return {
        "titel": post.onderwerp[:100],
        "wat": post.tekst[:TEKST_HOOGSTENS],
        "naam": post.afzender_naam,
        "email": post.afzender,
        "toestemming_op": timezone.localtime(post.ontvangen_op).strftime("%Y-%m-%dT%H:%M"),
        "toestemming_hoe": "Door de gemeente zelf te mailen met de vraag om dit op te pakken.",
    }


class NamensForm(GegevensForm, SamenForm, PlekForm, IdeeForm):
    """All steps of the resident's form, and how the idea and the consent came in."""

    kanaal = forms.ChoiceField(
        label="Hoe kwam het idee bij de gemeente?",
        choices=KANALEN,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies hoe het idee bij de gemeente kwam.",
            "invalid_choice": "Kies hoe het idee bij de gemeente kwam.",
        },
    )
    email = mailadres(
        "Mailadres van de indiener",
        "De indiener krijgt een mail met wat u opschreef. Geen mailadres? Vul dan een telefoonnummer in.",
        "",
    )
    toestemming = None  # type: ignore[assignment]  # how a form leaves out a field of its parent
    toestemming_op = forms.DateTimeField(
        label="Wanneer gaf de indiener toestemming?",
        help_text="Vraag of de gemeente de gegevens mag gebruiken om het idee te behandelen.",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={
            "required": "Vul in wanneer de indiener toestemming gaf.",
            "invalid": "Vul een dag en tijd in, bijvoorbeeld 31-12-2026 14:30.",
        },
    )
    toestemming_hoe = forms.CharField(
        label="Hoe gaf de indiener toestemming?",
        help_text="Bijvoorbeeld: aan de telefoon, nadat ik vertelde waarvoor we de gegevens gebruiken.",
        max_length=300,
        error_messages={
            "required": "Schrijf op hoe de indiener toestemming gaf. Zonder toestemming voeren we niets in.",
            "max_length": "Gebruik hoogstens 300 tekens.",
        },
    )

    def __init__(self, *args: Any, medewerker: Medewerker, post: Postuk | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.medewerker, self.post = medewerker, post
        self.helper.disable_csrf = False  # here a cookie does give access
        self.helper.layout = UIT_POST if post else INDELING
        if post:
            del self.fields["kanaal"]  # a mail came by mail
        self.fields["email"].required = False
        for naam, (label, uitleg) in IN_DE_DERDE_PERSOON.items():
            self.fields[naam].label = label
            self.fields[naam].help_text = uitleg or self.fields[naam].help_text
        for naam, melding in BIJ_LEEG.items():
            self.fields[naam].error_messages["required"] = melding
        for naam in ("naam", "email", "telefoon"):  # the browser would fill in its own user
            self.fields[naam].widget.attrs["autocomplete"] = "off"
        eigen = [wijk.pk for wijk in Wijk.objects.all() if medewerker.has_perm(INVOEREN, wijk)]
        cast("forms.ModelChoiceField", self.fields["wijk"]).queryset = Wijk.objects.filter(pk__in=eigen)

    def clean_toestemming_op(self) -> datetime.datetime:
        """Consent was given before it is written down."""
        moment: datetime.datetime = self.cleaned_data["toestemming_op"]
        if moment > timezone.now():
            raise forms.ValidationError("Dit moment is nog niet geweest.")
        return moment

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        onbereikbaar = not gegevens.get("email") and not gegevens.get("telefoon")
        if onbereikbaar and not {"email", "telefoon"} & set(self.errors):
            self.add_error("telefoon", GEEN_MAILADRES)
        return gegevens
