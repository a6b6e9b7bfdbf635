"""Filling in on behalf of a resident without a mail address, and the address itself (I-02, I-15, I-17)."""

from typing import Any

from django import forms

from initiatieven import gronden, namens, plan, uitvoering
from initiatieven.forms_uitwerking import (
    BegrotingVelden,
    OnderhoudVelden,
    PlanningVelden,
    VerantwoordingVelden,
)
from initiatieven.models import Fase, Initiatief, Namenshandeling
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier
from initiatieven.panelen.plan import uitgewerkt
from wijken.models import Medewerker

MET_INDIENER = tuple(fase for fase in Fase if fase != Fase.IDEE)


def _akkoord() -> forms.CharField:
    return forms.CharField(
        label="Hoe gaf de indiener akkoord?",
        help_text="Bijvoorbeeld: aan de telefoon, nadat ik alles had voorgelezen.",
        max_length=300,
        error_messages={"required": "Schrijf op hoe de indiener akkoord gaf."},
    )


class BegrotingForm(BegrotingVelden, PaneelFormulier):
    """One line of the budget, or one that goes."""


class PlanningForm(PlanningVelden, PaneelFormulier):
    """One step of the planning, or one that goes."""


class OnderhoudForm(OnderhoudVelden, PaneelFormulier):
    """What happens when it is there."""

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        super().__init__(*args, zaak=zaak, initial={"onderhoud": plan.plan_van(zaak).onderhoud}, **kwargs)


class InleverForm(PaneelFormulier):
    """That the submitter agrees with the plan."""

    hoe = _akkoord()


class VerantwoordForm(VerantwoordingVelden, PaneelFormulier):
    """The account, in the submitter's words."""

    hoe = _akkoord()


class MailadresForm(PaneelFormulier):
    """Where the submitter wants to get mail from now on."""

    email = forms.EmailField(
        label="Nieuw mailadres van de indiener",
        help_text="Laat het spellen en lees het terug: wie deze mail krijgt, kan de zaak openen.",
        error_messages={
            "required": "Vul het mailadres in.",
            "invalid": "Vul een mailadres in zoals naam@voorbeeld.nl.",
        },
    )
    hoe = _akkoord()


def open_plan(zaak: Initiatief) -> dict[str, Any] | None:
    """The plan so far, while staff fill it in for the residents."""
    return uitgewerkt(zaak) if plan.staat_open(zaak) and namens.kan_niet_zelf(zaak) else None


def mag_invullen(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the plan is open, of residents who cannot fill it in themselves."""
    return open_plan(zaak) is not None


def mag_verantwoorden(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the account is still to be given, by residents who cannot do so themselves."""
    open_ = uitvoering.wordt_uitgevoerd(zaak) and uitvoering.verantwoording_van(zaak) is None
    return open_ and namens.kan_niet_zelf(zaak)


def heeft_indiener(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the submitter's data are still there."""
    return hasattr(zaak, "indiener")


def gedaan(zaak: Initiatief) -> list[Namenshandeling]:
    """Return what was done on behalf of the submitter, the last first."""
    return list(zaak.namenshandelingen.select_related("door"))


def _invulpaneel(
    naam: str, titel: str, formulier: type[PaneelFormulier], bewaar: Any, knop: str, klaar: str, sjabloon: str
) -> Paneel:
    return Paneel(
        f"namens-{naam}",
        f"{titel}, namens de indiener",
        invoer=Invoer(
            recht=namens.INVULLEN,
            fasen=(Fase.UITVOERING,),
            formulier=formulier,
            bewaar=bewaar,
            knop=knop,
            gedaan=klaar,
            als=mag_invullen,
        ),
        vastgelegd=open_plan if sjabloon else None,
        sjabloon=sjabloon,
        leesrecht=namens.INVULLEN,
        grond=gronden.EIGENAARSCHAP,
    )


SJABLONEN = "initiatieven/beheer/"
PANELEN = (
    _invulpaneel(
        "begroting",
        "Begroting",
        BegrotingForm,
        namens.vul_begroting_in,
        "Regel toevoegen",
        "De begroting is bewaard. Erbij staat dat u dit invulde.",
        f"{SJABLONEN}namens_begroting.html",
    ),
    _invulpaneel(
        "planning",
        "Planning",
        PlanningForm,
        namens.vul_planning_in,
        "Stap toevoegen",
        "De planning is bewaard. Erbij staat dat u dit invulde.",
        f"{SJABLONEN}namens_planning.html",
    ),
    _invulpaneel(
        "onderhoud",
        "Daarna",
        OnderhoudForm,
        namens.vul_onderhoud_in,
        "Bewaren",
        "Het antwoord is bewaard.",
        "",
    ),
    _invulpaneel(
        "inleveren",
        "Plan inleveren",
        InleverForm,
        namens.lever_plan_in,
        "Plan inleveren",
        "Het plan is ingeleverd en wacht op het definitieve besluit.",
        f"{SJABLONEN}namens_inleveren.html",
    ),
    Paneel(
        "namens-verantwoording",
        "Verantwoording, namens de indiener",
        invoer=Invoer(
            recht=namens.INVULLEN,
            fasen=(Fase.UITVOERING,),
            formulier=VerantwoordForm,
            bewaar=namens.verantwoord,
            knop="Verantwoording geven",
            gedaan="De verantwoording is gegeven.",
            als=mag_verantwoorden,
        ),
        grond=gronden.EIGENAARSCHAP,
        ingeklapt=True,
    ),
)
MAILADRES = Paneel(
    "mailadres",
    "Namens de indiener",
    invoer=Invoer(
        recht=namens.MAILADRES,
        fasen=MET_INDIENER,
        formulier=MailadresForm,
        bewaar=namens.wijzig_mailadres,
        knop="Mailadres toevoegen of verbeteren",
        gedaan="Het mailadres is gewijzigd. De indiener krijgt een mail met de link naar de eigen pagina.",
        als=heeft_indiener,
    ),
    vastgelegd=gedaan,
    sjabloon=f"{SJABLONEN}namenshandelingen.html",
    leesrecht="initiatieven.indiener_zien",
    ingeklapt=True,
    blad=Blad.BERICHTEN,
)
