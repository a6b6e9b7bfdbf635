"""What staff do on behalf of a resident without a mail address, and the address itself (I-02, I-17)."""

from collections.abc import Callable
from typing import Any

from django import forms

from initiatieven import gronden, namens, plan, uitvoering
from initiatieven.forms import tekstveld
from initiatieven.forms_uitwerking import (
    BegrotingVelden,
    BonVelden,
    OnderhoudVelden,
    PlanningVelden,
    VerantwoordingVelden,
    VoortgangVelden,
)
from initiatieven.models import Fase, Initiatief, Namenshandeling
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier
from initiatieven.panelen.plan import uitgewerkt
from initiatieven.stapnamen import TREKT_IN
from initiatieven.zonder_mail import kan_niet_zelf, zonder_mailadres
from wijken.models import Medewerker

MET_INDIENER = tuple(fase for fase in Fase if fase != Fase.IDEE)


def _akkoord() -> forms.CharField:
    return forms.CharField(
        label="Hoe gaf de indiener akkoord?",
        help_text="Bijvoorbeeld: aan de telefoon, nadat ik alles had voorgelezen.",
        max_length=300,
        error_messages={"required": "Schrijf op hoe de indiener akkoord gaf."},
    )


def _verzoek() -> forms.CharField:
    return forms.CharField(
        label="Hoe vroeg de indiener dit?",
        help_text="Bijvoorbeeld: aan de telefoon op 3 maart, of aan de balie.",
        max_length=300,
        error_messages={"required": "Schrijf op hoe de indiener dit vroeg."},
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


class VoortgangForm(VoortgangVelden, PaneelFormulier):
    """How it goes, in the submitter's words and with the submitter's picture."""

    hoe = _verzoek()


class BonForm(BonVelden, PaneelFormulier):
    """A receipt that the submitter handed over."""

    hoe = _verzoek()


class IntrekForm(PaneelFormulier):
    """That the submitter stops, with the reason if there is one."""

    reden = tekstveld(
        "Waarom stopt de indiener?",
        "In de woorden van de indiener. Dit staat in het verloop: noem geen namen.",
        regels=2,
    )
    hoe = _verzoek()


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
    return uitgewerkt(zaak) if plan.staat_open(zaak) and kan_niet_zelf(zaak) else None


def mag_invullen(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the plan is open, of residents who cannot fill it in themselves."""
    return open_plan(zaak) is not None


def mag_vertellen(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether it is carried out, by residents who cannot tell of it themselves."""
    return uitvoering.wordt_uitgevoerd(zaak) and kan_niet_zelf(zaak)


def mag_verantwoorden(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the account is still to be given, by residents who cannot do so themselves."""
    return uitvoering.verantwoording_van(zaak) is None and mag_vertellen(zaak, medewerker)


def mag_intrekken(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the submitter cannot stop on the own page."""
    return zonder_mailadres(zaak)


def heeft_indiener(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the submitter's data are still there."""
    return hasattr(zaak, "indiener")


def gedaan(zaak: Initiatief) -> list[Namenshandeling]:
    """Return what was done on behalf of the submitter, the last first."""
    return list(zaak.namenshandelingen.select_related("door"))


def _namenspaneel(
    naam: str,
    titel: str,
    formulier: type[PaneelFormulier],
    bewaar: Any,
    knop: str,
    klaar: str,
    *,
    als: Callable[[Initiatief, Medewerker], bool],
    fasen: tuple[Fase, ...] = (Fase.UITVOERING,),
    **getoond: Any,
) -> Paneel:
    """Make the panel of one thing that staff do for a submitter; `getoond` says how it stands on the page."""
    return Paneel(
        f"namens-{naam}",
        f"{titel}, namens de indiener",
        invoer=Invoer(
            recht=namens.INVULLEN,
            fasen=fasen,
            formulier=formulier,
            bewaar=bewaar,
            knop=knop,
            gedaan=klaar,
            als=als,
        ),
        grond=gronden.EIGENAARSCHAP,
        **getoond,
    )


def _invulpaneel(*wat: Any, sjabloon: str = "") -> Paneel:
    """A panel to work the plan out with; with `sjabloon` it shows what is in there."""
    return _namenspaneel(
        *wat,
        als=mag_invullen,
        vastgelegd=open_plan if sjabloon else None,
        sjabloon=sjabloon,
        leesrecht=namens.INVULLEN,
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
        sjabloon=f"{SJABLONEN}namens_begroting.html",
    ),
    _invulpaneel(
        "planning",
        "Planning",
        PlanningForm,
        namens.vul_planning_in,
        "Stap toevoegen",
        "De planning is bewaard. Erbij staat dat u dit invulde.",
        sjabloon=f"{SJABLONEN}namens_planning.html",
    ),
    _invulpaneel(
        "onderhoud",
        "Daarna",
        OnderhoudForm,
        namens.vul_onderhoud_in,
        "Bewaren",
        "Het antwoord is bewaard.",
    ),
    _invulpaneel(
        "inleveren",
        "Plan inleveren",
        InleverForm,
        namens.lever_plan_in,
        "Plan inleveren",
        "Het plan is ingeleverd en wacht op het definitieve besluit.",
        sjabloon=f"{SJABLONEN}namens_inleveren.html",
    ),
    _namenspaneel(
        "voortgang",
        "Hoe het gaat",
        VoortgangForm,
        namens.vertel_voortgang,
        "Voortgang opschrijven",
        "Het is bewaard. Erbij staat dat u dit opschreef.",
        als=mag_vertellen,
        ingeklapt=True,
    ),
    _namenspaneel(
        "bonnen",
        "Bonnen en rekeningen",
        BonForm,
        namens.voeg_bon_toe,
        "Bon toevoegen",
        "De bon is bewaard en staat in het dossier.",
        als=mag_vertellen,
        ingeklapt=True,
    ),
    _namenspaneel(
        "verantwoording",
        "Verantwoording",
        VerantwoordForm,
        namens.verantwoord,
        "Verantwoording geven",
        "De verantwoording is gegeven.",
        als=mag_verantwoorden,
        ingeklapt=True,
    ),
)
INTREKKEN = _namenspaneel(
    "intrekken",
    "Intrekken",
    IntrekForm,
    namens.trek_in,
    "Zaak intrekken",
    "De zaak is ingetrokken. Bij de zaak staat dat u dit deed, en hoe de indiener het vroeg.",
    als=mag_intrekken,
    fasen=tuple(TREKT_IN),
    ingeklapt=True,
    blad=Blad.BERICHTEN,
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
