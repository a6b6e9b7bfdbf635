"""Writing with the submitters on the case page, and asking them something (I-20)."""

from typing import Any, cast

from django import forms
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from initiatieven import boodschappen
from initiatieven.forms import tekstveld
from initiatieven.models import Boodschap, Initiatief, Vraag
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier
from wijken.models import Medewerker

BEHANDELEN, LEZEN = "initiatieven.change_initiatief", "initiatieven.indiener_zien"
GETOOND = 50


class BoodschapForm(PaneelFormulier):
    """A message; with a day it is a request, and the submitters have the ball until they answer."""

    tekst = tekstveld(
        "Nieuw bericht",
        "De indieners krijgen een mail dat er een bericht is. De tekst lezen zij op hun pagina. "
        "Heeft een indiener geen mailadres? Dan belt of schrijft u zelf.",
        bij_leeg="Schrijf eerst iets op.",
    )
    uiterlijk = forms.DateField(
        label="Wanneer wilt u antwoord?",
        help_text="Alleen als u iets vraagt. Tot het antwoord zijn de indieners aan zet.",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Vul een dag in, bijvoorbeeld 31-12-2026."},
    )

    def clean_uiterlijk(self) -> Any:
        """A day that has passed cannot be kept."""
        dag = self.cleaned_data["uiterlijk"]
        if dag and dag < timezone.localdate():
            raise forms.ValidationError("Kies een dag die nog niet voorbij is.")
        return dag


class KnopForm(PaneelFormulier):
    """Nothing to fill in: the button says it all."""


def laatste_boodschappen(zaak: Initiatief) -> list[Boodschap]:
    """Return the newest messages."""
    return list(zaak.boodschappen.all()[:GETOOND])


def open_vraag(zaak: Initiatief) -> Vraag | None:
    """Return the request that waits for an answer."""
    return zaak.open_vraag


def ongelezen(zaak: Initiatief) -> list[Boodschap]:
    """Return what the submitters wrote that nobody has read yet, asked of the database once."""
    nieuw = Boodschap.objects.ongelezen_van(Boodschap.Kant.BEWONER)[:GETOOND]
    prefetch_related_objects([zaak], Prefetch("boodschappen", nieuw, to_attr="nieuw_van_bewoners"))
    return cast("Any", zaak).nieuw_van_bewoners


def is_iets_nieuws(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Something of the submitters was not read yet."""
    return bool(ongelezen(zaak))


VRAAG = Paneel(
    "vraag",
    "U wacht op een antwoord",
    invoer=Invoer(
        recht=BEHANDELEN,
        fasen=boodschappen.FASEN_MET_VRAGEN,
        formulier=KnopForm,
        bewaar=boodschappen.sluit_vraag,
        knop="Het antwoord is er al, of hoeft niet meer",
        gedaan="De vraag is gesloten. De gemeente is weer aan zet.",
        als=lambda zaak, medewerker: zaak.open_vraag is not None,
    ),
    vastgelegd=open_vraag,
    sjabloon="initiatieven/beheer/vraag.html",
    leesrecht=LEZEN,
)
GELEZEN = Paneel(
    "gelezen",
    "Nieuwe berichten",
    invoer=Invoer(
        recht=BEHANDELEN,
        fasen=boodschappen.FASEN_MET_BOODSCHAPPEN,
        formulier=KnopForm,
        bewaar=boodschappen.markeer_gelezen,
        knop="Ik heb de berichten gelezen",
        gedaan="De berichten staan niet meer bij Mijn werk.",
        als=is_iets_nieuws,
    ),
    vastgelegd=ongelezen,
    sjabloon="initiatieven/beheer/boodschappen.html",
    leesrecht=LEZEN,
    blad=Blad.BERICHTEN,
)
BERICHTEN = Paneel(
    "berichten",
    "Berichten met de indieners",
    invoer=Invoer(
        recht=BEHANDELEN,
        fasen=boodschappen.FASEN_MET_BOODSCHAPPEN,
        formulier=BoodschapForm,
        bewaar=boodschappen.schrijf_als_gemeente,
        knop="Bericht versturen",
        gedaan="Het bericht staat klaar. Indieners met een mailadres krijgen een mail.",
    ),
    vastgelegd=laatste_boodschappen,
    sjabloon="initiatieven/beheer/boodschappen.html",
    leesrecht=LEZEN,
    blad=Blad.BERICHTEN,
)
BOVENAAN = (VRAAG, GELEZEN)
PANELEN = (BERICHTEN,)
