"""The route of an agenda as one table (A-02; RM 3.5, figure 3.1). Buttons, checks and record follow from it.

Nothing else in the code changes a phase: `agendas.voer_stap_uit` is the only write path. A step back needs a
reason. A beknopte agenda may go from the first test straight to the uitwerking (RM 3.6).
"""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from wijkagenda import beoordelen, eerste_toets, evalueren, maatregelen, vaststellen
from wijkagenda.models import Fase, Wijkagenda
from wijkagenda.models.agenda import gaat_terug
from wijkagenda.signals import verzamelen_begint
from wijken.models import Medewerker
from wijken.overgangen import Mogelijk, Stap

LEIDEN, VASTSTELLEN = "wijkagenda.leid_agenda", "wijkagenda.stel_vast"
ANDERS_GEVRAAGD = "Inwoners zijn anders gevraagd"


def heeft_ideeen(agenda: Wijkagenda) -> str | None:
    """A-02: there is nothing to go on with without a wish or idea."""
    return None if agenda.ideeen.telt_mee().exists() else "Er is nog geen wens of idee verzameld."


def ideeen_beoordeeld(agenda: Wijkagenda) -> str | None:
    """A-03: the first test says of every idea whether it is feasible."""
    aantal = agenda.ideeen.open().count()
    woord = "idee" if aantal == 1 else "ideeën"
    return f"Nog {aantal} {woord} zonder oordeel. Kies: haalbaar of afgevallen." if aantal else None


def vragen_beantwoord(agenda: Wijkagenda) -> str | None:
    """A-03: every party that was asked has answered, or its last day has passed.

    A party that says nothing does not hold up a wijk: the date is what it was given for. Its question stays
    open to read, and the coalitie decides without that answer.
    """
    aantal = eerste_toets.wachtende_vragen(agenda).count()
    if not aantal:
        return None
    vragen = "vraag heeft" if aantal == 1 else "vragen hebben"
    return f"Nog {aantal} {vragen} tijd voor een antwoord. Wacht op het antwoord of op de uiterste dag."


def verzamelt_weer(*, agenda: Wijkagenda, door: Medewerker) -> None:
    """A-02, I-18: what waited for the agenda to collect comes in."""
    verzamelen_begint.send(sender=Wijkagenda, agenda=agenda)


def iets_haalbaar(agenda: Wijkagenda) -> str | None:
    """A-03: the result is a list of feasible ideas."""
    return None if agenda.ideeen.haalbaar().exists() else "Er is nog geen idee dat haalbaar is."


def is_beknopt(agenda: Wijkagenda) -> str | None:
    """RM 3.6: the short form of the first year does not walk the whole route."""
    if agenda.vorm == Wijkagenda.Vorm.BEKNOPT:
        return None
    return "Een volledige agenda gaat eerst naar de inwoners (RM 3.5)."


def geen_lopende_peiling(agenda: Wijkagenda) -> str | None:
    """A-04: the residents who still vote are waited for."""
    peiling = agenda.peilingen.lopend().first()
    if peiling is None:
        return None
    return f"De peiling “{peiling}” loopt nog tot {date_format(localtime(peiling.sluit), 'j F Y, H:i')} uur."


def peiling_gesloten(agenda: Wijkagenda) -> str | None:
    """A-04: the residents of this version were asked in a poll, or are: then it is waited for."""
    if geen_lopende_peiling(agenda) or agenda.peilingen.gesloten().filter(ronde=agenda.ronde).exists():
        return None
    return f"Er is nog geen peiling gehouden. Zijn de inwoners anders gevraagd? Kies “{ANDERS_GEVRAAGD}”."


def geen_peiling_gehouden(agenda: Wijkagenda) -> str | None:
    """With a poll of this version there is a result already: the step with the poll is the one to take."""
    return None if peiling_gesloten(agenda) else "Er is een peiling gehouden."


def compleet(agenda: Wijkagenda) -> str | None:
    """A-05: there is a maatregel, and each has its seven parts."""
    rijen = list(maatregelen.met_delen(agenda.maatregelen.in_agenda()))
    if not rijen:
        return "Er is nog geen maatregel."
    open_ = [str(rij.nummer) for rij in rijen if maatregelen.ontbreekt(rij)]
    return f"Nog niet compleet: maatregel {', '.join(open_)}." if open_ else None


def _terug(naam: str, van: Fase, naar: Fase, recht: str = LEIDEN) -> Stap:
    """Make the row of a step back; the account of it is the reason. A running poll is waited for."""
    knop, gedaan = f"Terug naar {naar.label.lower()}", f"De agenda is terug in “{naar.label}”."
    voorwaarden = (geen_lopende_peiling,) if van == Fase.BEWONERSTOETS else ()
    gevolg = verzamelt_weer if naar == Fase.VERZAMELEN else None
    return Stap(naam, van, naar, knop, gedaan, recht, voorwaarden, gevolg)


STAPPEN: tuple[Stap, ...] = (
    Stap(
        "overzicht",
        Fase.VERZAMELEN,
        Fase.OVERZICHT,
        "Verzamelen afronden",
        "Het verzamelen is klaar. Maak nu het eerste overzicht.",
        LEIDEN,
        (heeft_ideeen,),
    ),
    Stap(
        "eerste-toets",
        Fase.OVERZICHT,
        Fase.EERSTE_TOETS,
        "Overzicht naar de toets",
        "Het overzicht gaat naar de clusters en partners.",
        LEIDEN,
        (heeft_ideeen,),
    ),
    Stap(
        "bewonerstoets",
        Fase.EERSTE_TOETS,
        Fase.BEWONERSTOETS,
        "Naar de inwoners",
        "De haalbare ideeën gaan naar de inwoners.",
        LEIDEN,
        (vragen_beantwoord, ideeen_beoordeeld, iets_haalbaar),
        gevolg=eerste_toets.meld,
    ),
    Stap(
        "zonder-bewonerstoets",
        Fase.EERSTE_TOETS,
        Fase.UITWERKING,
        "Meteen uitwerken",
        "De agenda is in de uitwerking.",
        LEIDEN,
        (is_beknopt, vragen_beantwoord, ideeen_beoordeeld, iets_haalbaar),
        gevolg=eerste_toets.meld,
        pas_als_het_kan=True,
    ),
    Stap(
        "uitwerken",
        Fase.BEWONERSTOETS,
        Fase.UITWERKING,
        "Toets bij inwoners afronden",
        "De agenda is in de uitwerking.",
        LEIDEN,
        (geen_lopende_peiling, peiling_gesloten),
    ),
    # The coalitie may ask in another way (RM 3.5): then the account itself says when, whom and what came out.
    Stap(
        "uitwerken-zonder-peiling",
        Fase.BEWONERSTOETS,
        Fase.UITWERKING,
        ANDERS_GEVRAAGD,
        "De agenda is in de uitwerking.",
        LEIDEN,
        (geen_lopende_peiling, geen_peiling_gehouden),
        pas_als_het_kan=True,
        verslag=("wanneer", "met_wie", "uitkomst"),
    ),
    Stap(
        "beoordelen",
        Fase.UITWERKING,
        Fase.BEOORDELING,
        "Voorleggen aan clusters en partners",
        "Elk cluster en elke partner krijgt bericht over het eigen deel.",
        LEIDEN,
        (compleet,),
        gevolg=beoordelen.leg_voor,
    ),
    Stap(
        "opstellen",
        Fase.BEOORDELING,
        Fase.OPSTELLEN,
        "Naar de wijkcoalitie",
        "Alle delen zijn akkoord. De wijkcoalitie stelt de agenda op.",
        LEIDEN,
        (compleet, beoordelen.alles_akkoord),
        gevolg=beoordelen.ruim_op,
    ),
    Stap(
        "aanbieden-college",
        Fase.OPSTELLEN,
        Fase.VASTSTELLING,
        "Aanbieden aan het college",
        "De agenda ligt bij het college van B en W.",
        LEIDEN,
        (beoordelen.alles_akkoord, vaststellen.coalitie_akkoord),
    ),
    Stap(
        "vaststellen",
        Fase.VASTSTELLING,
        Fase.RAAD,
        "Vaststellen",
        "De agenda is vastgesteld.",
        VASTSTELLEN,
        (vaststellen.is_vastgesteld,),
        via_dienst=True,
    ),
    Stap(
        "publiceren",
        Fase.RAAD,
        Fase.UITVOERING,
        "Aanbieden aan de raad",
        "De agenda is aangeboden aan de raad en staat op de website.",
        VASTSTELLEN,
        (vaststellen.is_aangeboden,),
        via_dienst=True,
    ),
    Stap(
        "herzien",
        Fase.UITVOERING,
        Fase.UITWERKING,
        "Nieuwe versie maken",
        "U maakt een nieuwe versie. De vastgestelde versie blijft gelden tot de nieuwe is vastgesteld.",
        LEIDEN,
    ),
    Stap(
        "afsluiten",
        Fase.UITVOERING,
        Fase.AFGESLOTEN,
        "Agenda afsluiten",
        "De agenda is afgesloten.",
        LEIDEN,
        (evalueren.is_geevalueerd,),
    ),
    _terug("opnieuw-verzamelen", Fase.OVERZICHT, Fase.VERZAMELEN),
    _terug("terug-naar-overzicht", Fase.EERSTE_TOETS, Fase.OVERZICHT),
    _terug("terug-naar-eerste-toets", Fase.BEWONERSTOETS, Fase.EERSTE_TOETS),
    _terug("terug-naar-verzamelen", Fase.UITWERKING, Fase.VERZAMELEN),
    _terug("terug-uit-beoordeling", Fase.BEOORDELING, Fase.UITWERKING),
    _terug("terug-van-coalitie", Fase.OPSTELLEN, Fase.UITWERKING),
    _terug("terug-van-college", Fase.VASTSTELLING, Fase.UITWERKING, VASTSTELLEN),
)
OP_NAAM = {stap.naam: stap for stap in STAPPEN}


def is_terug(stap: Stap) -> bool:
    """The step goes back on the route."""
    return gaat_terug(stap.naam, stap.van, stap.naar)


def mogelijke_stappen(agenda: Wijkagenda, medewerker: Medewerker) -> list[Mogelijk]:
    """Return the steps from here that this person may take: the buttons on the page of the agenda."""
    gevonden = [
        Mogelijk(stap, stap.ontbreekt(agenda))
        for stap in STAPPEN
        if stap.van == agenda.fase and not stap.via_dienst and stap.in_rol_van(agenda, medewerker)
    ]
    return [keuze for keuze in gevonden if not (keuze.stap.pas_als_het_kan and keuze.ontbreekt)]
