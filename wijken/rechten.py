"""What each role may do with the data of the municipality: the rows of this app and of what all apps share.

Nobody has a permission to delete: what was once used stays on record, and a role is ended (W-05).
"""

from collections.abc import Mapping

from django.db.models import Q

from wijken.models import Overleg, Rol
from wijken.models.mensen import VAN_EEN_PARTNER
from wijken.rechtentabel import (
    EIGEN_OVERLEG,
    EIGEN_PARTNER,
    EIGEN_WIJK,
    OVERAL,
    Bereik,
    Recht,
    vul_rules,
)

S = Rol.Soort
LEZEN, NIEUW = ("view",), ("add", "change")
BEHEREN = LEZEN + NIEUW


def namen(app: str, *modellen: str, acties: tuple[str, ...] = BEHEREN) -> tuple[str, ...]:
    """Return the names that Django's admin asks for these actions on these models."""
    return tuple(f"{app}.{actie}_{model}" for model in modellen for actie in acties)


def rij(
    namen: tuple[str, ...],
    omschrijving: str,
    mag: Mapping[Rol.Soort, Bereik],
    bron: str,
    paden: Mapping[Bereik, str] | None = None,
) -> Recht:
    """Return a row that gives several names at once."""
    return Recht(namen[0], omschrijving, mag, bron, ook=namen[1:], paden=paden or {})


def beheerder_mag(app: str, *modellen: str, acties: tuple[str, ...] = BEHEREN) -> None:
    """Let the beheerder keep the data of an app that has no rules of its own yet."""
    omschrijving = f"Gegevens beheren: {', '.join(modellen)}"
    vul_rules((rij(namen(app, *modellen, acties=acties), omschrijving, {S.BEHEERDER: OVERAL}, "W-05"),))


def leidt(rol: Rol) -> Q:
    """Select the meetings that somebody chairs, and for a wijkregisseur those about the own wijk (RM 5.2)."""
    voorwaarde = Q(voorzitter=rol.medewerker_id)
    if rol.soort == S.WIJKREGISSEUR:
        voorwaarde |= Q(pk__in=Overleg.wijken.through.objects.filter(wijk=rol.wijk_id).values("overleg"))
    return voorwaarde


def zit_aan_tafel(rol: Rol) -> Q:
    """Select what this role's person leads, and the meetings with this person or the own organisation."""
    met_mij = Overleg.deelnemers.through.objects.filter(medewerker=rol.medewerker_id)
    voorwaarde = leidt(rol) | Q(pk__in=met_mij.values("overleg"))
    if rol.soort in VAN_EEN_PARTNER:
        met_ons = Overleg.partners.through.objects.filter(partner=rol.partner_id)
        voorwaarde |= Q(pk__in=met_ons.values("overleg"))
    return voorwaarde


BEHEERDER = {S.BEHEERDER: OVERAL}
BASISGEGEVENS = ("wijk", "buurt", "inwonertal", "gebied", "wijkteamoverleg", "cluster", "partner")
COALITIE = ("wijkcoalitie", "verkennendgesprek")
CONVENANT = ("convenant", "convenantpartij", "convenantdocument")
VIA_COALITIE = {EIGEN_WIJK: "coalitie__wijk"}

LEEST_COALITIE = {
    S.WIJKREGISSEUR: EIGEN_WIJK,
    S.BELEIDSMEDEWERKER: OVERAL,
    S.OPBOUWWERKER: OVERAL,
    S.WIJKWETHOUDER: EIGEN_WIJK,
    S.WETHOUDER_WIJKEN: OVERAL,
    S.BEHEERDER: OVERAL,
}
# Who can chair a meeting: on the level of the work, of managers, and of the college.
ZIT_VOOR = (
    *(S.WIJKREGISSEUR, S.BELEIDSMEDEWERKER, S.CLUSTERMANAGER),
    *(S.WIJKWETHOUDER, S.WETHOUDER_WIJKEN),
)
BEWAART_COALITIE = {S.WIJKREGISSEUR: EIGEN_WIJK, S.BELEIDSMEDEWERKER: OVERAL, S.BEHEERDER: OVERAL}

TABEL = (
    rij(
        namen("wijken", *BASISGEGEVENS, "cbswijk", acties=LEZEN),
        "Wijken, buurten, inwonertallen, clusters en partners lezen in de werkomgeving",
        {S.WIJKREGISSEUR: OVERAL, S.BELEIDSMEDEWERKER: OVERAL, S.BEHEERDER: OVERAL},
        "RM 2.5, 3.2",
    ),
    rij(
        (
            *namen("wijken", "gemeente", acties=("view", "change")),
            *namen("wijken", *BASISGEGEVENS, acties=NIEUW),
        ),
        "Gegevens van de gemeente, wijken, clusters en partners wijzigen",
        BEHEERDER,
        "Inrichting van het portaal",
    ),
    rij(
        namen("wijken", "medewerker"),
        "Accounts van medewerkers zien, maken en sluiten",
        BEHEERDER,
        "Inrichting van het portaal",
    ),
    rij(
        namen("wijken", "rol"),
        "Rollen zien, geven en beëindigen (nooit die van zichzelf)",
        BEHEERDER,
        "RM 2.5",
    ),
    rij(
        ("wijken.view_accountvoorstel", "wijken.beslis_accountvoorstel"),
        "Een rol met macht over geld of accounts bevestigen of weigeren, en een ander mailadres of het "
        "wissen van de tweede stap van wie zo'n rol heeft (nooit wat men zelf vroeg of over zichzelf)",
        BEHEERDER,
        "RM 6.1; inrichting van het portaal",
    ),
    rij(
        ("wijken.importeer_mensen",),
        "Mensen en rollen inlezen uit een bestand (nooit een rol voor zichzelf)",
        BEHEERDER,
        "Inrichting van het portaal",
    ),
    rij(
        ("wijken.bekijk_rechtenoverzicht",),
        "Het rechtenoverzicht bekijken en downloaden",
        BEHEERDER,
        "Inrichting van het portaal",
    ),
    rij(
        namen("wijken", "mandaat", acties=LEZEN),
        "Mandaten lezen: wie mag tot welk bedrag goedkeuren",
        {
            S.VAKAMBTENAAR: OVERAL,
            S.WIJKREGISSEUR: OVERAL,
            S.BELEIDSMEDEWERKER: OVERAL,
            S.CLUSTERMANAGER: OVERAL,
            S.WETHOUDER_WIJKEN: OVERAL,
            S.COLLEGESECRETARIS: OVERAL,
            S.BUDGETHOUDER: EIGEN_PARTNER,
            S.BEHEERDER: OVERAL,
        },
        "RM 3.6, 4.3, 6.1",
    ),
    rij(
        namen("wijken", "mandaat", acties=NIEUW),
        "Een mandaat vastleggen of beëindigen, zoals het is besloten",
        BEHEERDER,
        "RM 6.1",
    ),
    rij(
        namen("wijken", *COALITIE, acties=LEZEN),
        "Wijkcoalities en verkennende gesprekken lezen",
        LEEST_COALITIE,
        "RM 2.5, 3.2",
    ),
    rij(
        namen("wijken", "coalitielid", acties=LEZEN),
        "Leden van een wijkcoalitie lezen",
        LEEST_COALITIE,
        "RM 3.2",
        VIA_COALITIE,
    ),
    rij(
        namen("wijken", *COALITIE, acties=NIEUW),
        "Een wijkcoalitie of verkennend gesprek vastleggen",
        BEWAART_COALITIE,
        "RM 3.2",
    ),
    rij(
        namen("wijken", "coalitielid", acties=NIEUW),
        "Iemand een plaats in een wijkcoalitie geven",
        BEWAART_COALITIE,
        "RM 3.2",
        VIA_COALITIE,
    ),
    rij(
        namen("wijken", *CONVENANT, acties=LEZEN),
        "Samenwerkingsconvenanten lezen",
        {
            S.WIJKREGISSEUR: OVERAL,
            S.BELEIDSMEDEWERKER: OVERAL,
            S.CLUSTERMANAGER: OVERAL,
            S.COLLEGESECRETARIS: OVERAL,
            S.BEHEERDER: OVERAL,
        },
        "RM 2.3, 5.2",
    ),
    rij(
        namen("wijken", *CONVENANT, acties=NIEUW),
        "Een samenwerkingsconvenant vastleggen",
        {S.BELEIDSMEDEWERKER: OVERAL, S.BEHEERDER: OVERAL},
        "RM 2.3, 5.2",
    ),
    Recht(
        "wijken.view_overleg",
        "Een overleg lezen, met agenda, verslag, actiepunten en signalen (eigen: men is voorzitter of "
        "deelnemer, of de eigen organisatie is dat; een wijkregisseur ook elk overleg over de eigen wijk)",
        dict.fromkeys(S, EIGEN_OVERLEG) | {S.BELEIDSMEDEWERKER: OVERAL},
        "RM 2.4, 5.2",
        selectie=zit_aan_tafel,
    ),
    Recht(
        "wijken.add_overleg",
        "Een overleg plannen (een wijkregisseur: over de eigen wijk, ook samen met andere wijken)",
        {S.WIJKREGISSEUR: EIGEN_WIJK, S.BELEIDSMEDEWERKER: OVERAL},
        "RM 2.5, 5.2",
    ),
    Recht(
        "wijken.change_overleg",
        "Een overleg wijzigen of afzeggen, en verslag, actiepunten en signalen vastleggen "
        "(eigen: men is voorzitter; een wijkregisseur ook elk overleg over de eigen wijk)",
        dict.fromkeys(ZIT_VOOR, EIGEN_OVERLEG) | {S.BELEIDSMEDEWERKER: OVERAL},
        "RM 2.5, 5.2",
        selectie=leidt,
    ),
    Recht(
        "wijken.volg_wijkoverstijgend",
        "Zien of het wijkoverstijgend overleg van dit jaar is gepland of gehouden",
        dict.fromkeys((S.BELEIDSMEDEWERKER, S.CLUSTERMANAGER, S.WETHOUDER_WIJKEN), OVERAL),
        "RM 2.5",
    ),
    rij(
        namen("wijkportaal", "beleidsparameter", acties=LEZEN),
        "Getallen en teksten van het beleid lezen, met hun bron",
        {S.BELEIDSMEDEWERKER: OVERAL, S.BEHEERDER: OVERAL},
        "RM 6.4",
    ),
    rij(
        namen("wijkportaal", "beleidsparameter", acties=NIEUW),
        "Getallen en teksten van het beleid vastleggen, zoals ze zijn besloten",
        BEHEERDER,
        "RM 6.4",
    ),
    rij(
        namen("wijkportaal", "bericht", acties=LEZEN),
        "Alle verstuurde berichten teruglezen",
        BEHEERDER,
        "Inrichting van het portaal",
    ),
)
vul_rules(TABEL)
