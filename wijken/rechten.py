"""What each role may do with the data of the municipality: the rows of this app and of what all apps share.

Nobody has a permission to delete: what was once used stays on record, and a role is ended (W-05).
"""

from collections.abc import Mapping

from wijken.models import Rol
from wijken.rechtentabel import EIGEN_PARTNER, EIGEN_WIJK, OVERAL, Bereik, Recht, vul_rules

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
