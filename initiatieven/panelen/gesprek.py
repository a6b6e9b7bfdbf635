"""The exploratory talk on the case page (I-10, I-11, I-12)."""

import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone

from initiatieven import gronden
from initiatieven.gesprek import (
    FASEN_MET_TREDE,
    RECHT,
    deel_opnieuw_in,
    huidige_trede,
    kies_trede,
    laatste_verslag,
    ladder,
    leg_gesprek_vast,
    maak_afspraak,
    tredekeuzes_van,
    verslagen_van,
)
from initiatieven.models import Afspraak, Fase, Gespreksverslag, Herindeling, Initiatief
from initiatieven.panelen.kern import Invoer, Paneel, PaneelFormulier

LANG = 4000


def _punt(label: str, uitleg: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        required=False,
        max_length=LANG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AfspraakForm(PaneelFormulier):
    """When, how long and where."""

    dag = forms.DateField(
        label="Op welke dag?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een dag.", "invalid": "Vul een dag in, bijvoorbeeld 31-12-2026."},
    )
    tijd = forms.TimeField(
        label="Hoe laat?",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "Vul een tijd in.", "invalid": "Vul een tijd in, bijvoorbeeld 14:30."},
    )
    minuten = forms.IntegerField(
        label="Hoeveel minuten duurt het?",
        initial=60,
        min_value=5,
        max_value=480,
        error_messages={
            "required": "Vul in hoe lang het duurt.",
            "invalid": "Vul een getal in.",
            "min_value": "Een gesprek duurt minstens 5 minuten.",
            "max_value": "Een gesprek duurt hoogstens 480 minuten.",
        },
    )
    plaats = forms.CharField(
        label="Waar is het?",
        help_text="Bijvoorbeeld: het stadskantoor, het buurthuis of een videogesprek.",
        max_length=200,
        error_messages={"required": "Vul in waar het gesprek is."},
    )
    opmerking = forms.CharField(
        label="Wat wilt u erbij zeggen?",
        help_text="Bijvoorbeeld wie er nog meer komt. De indiener leest dit.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if "dag" in gegevens and "tijd" in gegevens:
            moment = datetime.datetime.combine(gegevens["dag"], gegevens["tijd"])
            gegevens["begint"] = timezone.make_aware(moment)
            if gegevens["begint"] <= timezone.now():
                self.add_error("dag", "Kies een moment dat nog moet komen.")
        return gegevens

    def gegevens(self) -> dict[str, Any]:
        """Return the moment as one."""
        return {naam: self.cleaned_data[naam] for naam in ("begint", "minuten", "plaats", "opmerking")}


class GesprekForm(PaneelFormulier):
    """The seven points of RM bijlage 3, fase 3, and the support. It can be kept with points still open."""

    aanduidingen = dict.fromkeys((*Gespreksverslag.PUNTEN, "steun"), "nodig voor de toets")

    gesproken_op = forms.DateField(
        label="Wanneer was het gesprek?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Kies een dag.", "invalid": "Vul een dag in, bijvoorbeeld 31-12-2026."},
    )
    aanwezig = forms.CharField(
        label="Wie waren erbij?",
        help_text="Noem functies, geen namen van bewoners.",
        required=False,
        max_length=300,
    )
    inhoud = _punt("1. Wat is het en wat is het doel?", "De aanleiding, wat zij willen bereiken en waarom.")
    soort_zaak = _punt(
        "2. Is het echt een initiatief?",
        "Of vragen zij de gemeente iets te doen: een verzoek of beleidswens?",
    )
    beleid = _punt("3. Past het bij het beleid?", "En draagt het bij aan wat gemeente of buurt wil bereiken?")
    verwachtingen = _punt(
        "4. Wat verwachten we van elkaar?", "Wat doen de indieners en wat doet de gemeente?"
    )
    realiteit = _punt("5. Hoe haalbaar is het?", "Is het te doen in de tijd en met de mensen die er zijn?")
    draagvlak = _punt("6. Steunt de buurt het?", "En zijn er mensen en middelen om het te doen?")
    bezwaren = _punt(
        "7. Zijn er redenen om niet mee te werken?",
        "Strijdig met het algemeen belang, vooral een privébelang, of niet haalbaar met geld, regels of "
        "in de praktijk. Zijn die er niet? Schrijf dat dan op.",
    )
    steun = forms.MultipleChoiceField(
        label="Welke ondersteuning is nodig?",
        choices=Gespreksverslag.Steun,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        verslag = laatste_verslag(zaak)
        namen = (*Gespreksverslag.PUNTEN, "gesproken_op", "aanwezig", "steun")
        begin = {naam: getattr(verslag, naam) for naam in namen} if verslag else {"steun": zaak.hulp}
        super().__init__(*args, zaak=zaak, initial=begin, **kwargs)

    def gegevens(self) -> dict[str, Any]:
        """Return the points together."""
        gegevens = dict(self.cleaned_data)
        return gegevens | {"punten": {naam: gegevens.pop(naam) for naam in Gespreksverslag.PUNTEN}}


class TredeForm(PaneelFormulier):
    """The step on the ladder: the lowest unless there is a reason."""

    trede = forms.ChoiceField(
        label="Hoe ver gaat de gemeente mee?",
        help_text="Zo laag mogelijk: inwoners blijven eigenaar. Een hogere trede vraagt een reden.",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een trede.", "invalid_choice": "Kies een trede uit de lijst."},
    )
    reden = forms.CharField(
        label="Waarom deze trede?",
        help_text="Wat maakt dat een lagere trede niet genoeg is, of dat het nu met minder kan?",
        required=False,
        max_length=LANG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    aanduidingen = {"reden": "nodig bij elke trede boven de laagste"}

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        treden = ladder()
        nu = huidige_trede(zaak)
        super().__init__(
            *args, zaak=zaak, initial={"trede": nu.trede if nu else treden[0]["trede"]}, **kwargs
        )
        self.laagste = treden[0]["trede"]
        cast("forms.ChoiceField", self.fields["trede"]).choices = [
            (rij["trede"], f"{rij['trede'].capitalize()}: {rij['uitleg']}") for rij in treden
        ]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("trede", self.laagste) != self.laagste and not gegevens.get("reden"):
            self.add_error("reden", "Schrijf op waarom een lagere trede niet genoeg is.")
        return gegevens


class HerindelingForm(PaneelFormulier):
    """What the case turned out to be."""

    naar = forms.ChoiceField(
        label="Wat is het dan?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat het is.", "invalid_choice": "Kies wat het is."},
    )
    reden = forms.CharField(
        label="Waarom?",
        help_text="De indiener leest dit.",
        max_length=LANG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waarom het iets anders is."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["naar"]).choices = [
            (waarde, naam) for waarde, naam in Initiatief.Soort.choices if waarde != self.zaak.soort
        ]


def afspraken(zaak: Initiatief) -> list[Afspraak]:
    """Return the appointments, the one that counts first."""
    return list(zaak.afspraken.select_related("door"))


def herindelingen(zaak: Initiatief) -> list[Herindeling]:
    """Return how the case changed kind, the latest first."""
    return list(zaak.herindelingen.select_related("door"))


AFSPRAAK = Paneel(
    "afspraak",
    "Afspraak voor het gesprek",
    invoer=Invoer(
        recht=RECHT,
        fasen=(Fase.ORIENTATIE,),
        formulier=AfspraakForm,
        bewaar=maak_afspraak,
        knop="Afspraak maken",
        gedaan="De afspraak staat. De indiener en de wijkregisseur krijgen bericht.",
    ),
    vastgelegd=afspraken,
    sjabloon="initiatieven/beheer/afspraken.html",
    ingeklapt=True,
)
GESPREK = Paneel(
    "gesprek",
    "Het oriënterende gesprek",
    invoer=Invoer(
        recht=RECHT,
        fasen=(Fase.ORIENTATIE,),
        formulier=GesprekForm,
        bewaar=leg_gesprek_vast,
        knop="Gesprek vastleggen",
        gedaan="Het gesprek is vastgelegd.",
    ),
    vastgelegd=verslagen_van,
    grond=gronden.GESPREK,
    sjabloon="initiatieven/beheer/gesprek.html",
    ingeklapt=True,
)
TREDE = Paneel(
    "trede",
    "Participatieladder",
    invoer=Invoer(
        recht=RECHT,
        fasen=FASEN_MET_TREDE,
        formulier=TredeForm,
        bewaar=kies_trede,
        knop="Trede kiezen",
        gedaan="De trede is vastgelegd.",
        als=lambda zaak, medewerker: zaak.soort == Initiatief.Soort.INITIATIEF,
    ),
    vastgelegd=tredekeuzes_van,
    grond=gronden.LADDER,
    sjabloon="initiatieven/beheer/treden.html",
    ingeklapt=True,
)
HERINDELING = Paneel(
    "herindeling",
    "Toch iets anders?",
    invoer=Invoer(
        recht=RECHT,
        fasen=(Fase.ORIENTATIE,),
        formulier=HerindelingForm,
        bewaar=deel_opnieuw_in,
        knop="Opnieuw indelen",
        gedaan="De zaak is opnieuw ingedeeld. De indiener en de wijkregisseur krijgen bericht.",
    ),
    vastgelegd=herindelingen,
    grond=gronden.HERINDELING,
    sjabloon="initiatieven/beheer/herindelingen.html",
    ingeklapt=True,
)
PANELEN = (AFSPRAAK, GESPREK, TREDE, HERINDELING)
