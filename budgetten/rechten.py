"""Who may see and do what with money: the rows of this app, asked by services, admin and templates (W-05).

Who asks, who approves and who pays are different rights, so that no euro leaves by one hand (B-11). A
wijkregisseur asks but decides nothing on money (I-09); the beheerder looks after data and takes no decision.
Approving a request or a transfer also needs the mandate, or is for the wethouder Wijken: the services see to
that; the row here says for whom the page is.
"""

from wijken.models import Cluster, Medewerker, Rol
from wijken.rechten import LEZEN, NIEUW, namen, rij
from wijken.rechtentabel import (
    EIGEN_CLUSTER,
    EIGEN_PARTNER,
    EIGEN_WIJK,
    EIGEN_ZAAK,
    OVERAL,
    Recht,
    eis,
    vul_rules,
)

S = Rol.Soort
# "Own" is here: asked by oneself.
ZELF_GEVRAAGD = {EIGEN_ZAAK: "aanvrager"}
BELEID = {S.BELEIDSMEDEWERKER: OVERAL}
STUURT = {S.CLUSTERMANAGER: OVERAL, S.WETHOUDER_WIJKEN: OVERAL, S.COLLEGESECRETARIS: OVERAL}
# The wijkbudget stays with one cluster (RM 6.1), so its manager has it as "eigen cluster".
HOUDT_HET_WIJKBUDGET = {S.CLUSTERMANAGER: EIGEN_CLUSTER}
KIJKT_MEE = BELEID | STUURT | {S.WIJKREGISSEUR: OVERAL, S.WIJKWETHOUDER: OVERAL, S.BEHEERDER: OVERAL}

TABEL = (
    rij(
        namen("budgetten", "jaarbudget", "verdeling", "verdeelregel", "rekening", acties=LEZEN),
        "Jaarbudgetten, verdelingen en wat er in elke pot zit lezen",
        KIJKT_MEE | {S.VAKAMBTENAAR: OVERAL, S.RAADSLID: OVERAL},
        "RM 6.1, 6.2",
    ),
    rij(
        namen("budgetten", "jaarbudget", acties=NIEUW),
        "Vastleggen wat een jaar heeft voor wijkgericht werken, zoals het is begroot",
        BELEID | {S.BEHEERDER: OVERAL},
        "RM 6.1, tabel 6.1",
    ),
    rij(
        namen("budgetten", "overheveling", "extrakrediet", acties=LEZEN),
        "Overhevelingen en extra krediet lezen, met wie besloot",
        KIJKT_MEE,
        "RM 6.2, 6.3, bijlage 4",
    ),
    rij(
        namen("budgetten", "boeking", acties=LEZEN),
        "Boekingen lezen",
        KIJKT_MEE | {S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM 6.1, 6.2",
        {EIGEN_ZAAK: "aanvraag__aanvrager"},
    ),
    rij(
        namen("budgetten", "aanvraag", acties=LEZEN),
        "Aanvragen lezen, met het besluit en het spoor van het geld",
        BELEID
        | STUURT
        | {
            S.WIJKREGISSEUR: EIGEN_WIJK,
            S.WIJKWETHOUDER: EIGEN_WIJK,
            S.VAKAMBTENAAR: EIGEN_ZAAK,
            S.BUDGETHOUDER: EIGEN_PARTNER,
            S.BEHEERDER: OVERAL,
        },
        "RM 4.3, 6.2, 6.3",
        ZELF_GEVRAAGD,
    ),
    Recht(
        "budgetten.aanvragen",
        "Geld aanvragen",
        {S.VAKAMBTENAAR: OVERAL, S.WIJKREGISSEUR: EIGEN_WIJK, S.BELEIDSMEDEWERKER: OVERAL},
        "RM 4.2, 6.3",
    ),
    Recht(
        "budgetten.besluit_aanvraag",
        "De lijst met aanvragen openen om te besluiten (het mandaat bepaalt over welke)",
        {S.CLUSTERMANAGER: OVERAL, S.BUDGETHOUDER: EIGEN_PARTNER},
        "RM 3.6, 4.3, 6.1",
    ),
    Recht(
        "budgetten.leg_vast",
        "Een verplichting vastleggen, een betaling registreren of terugboeken, en de rest vrijgeven",
        {S.VAKAMBTENAAR: EIGEN_ZAAK, S.BELEIDSMEDEWERKER: OVERAL},
        "RM 4.2, 6.1",
        ook=("budgetten.betaal",),
        paden=ZELF_GEVRAAGD,
    ),
    Recht(
        "budgetten.leg_vast_bij_vaststelling",
        "Bij het vaststellen van een wijkagenda het geld van haar maatregelen vastleggen of vrijgeven",
        {S.COLLEGESECRETARIS: OVERAL},
        "RM 3.6, 6.2",
    ),
    Recht(
        "budgetten.trek_in",
        "Een aanvraag intrekken (een wijkregisseur: die voor de eigen wijk)",
        {S.VAKAMBTENAAR: EIGEN_ZAAK, S.WIJKREGISSEUR: EIGEN_WIJK, S.BELEIDSMEDEWERKER: OVERAL},
        "RM 4.2, 6.1",
        paden=ZELF_GEVRAAGD,
    ),
    Recht(
        "budgetten.stel_verdeling_voor",
        "Een verdeling over de wijken voorstellen en aanpassen",
        BELEID,
        "RM 2.5, 6.1",
    ),
    Recht(
        "budgetten.stel_verdeling_vast",
        "De verdeling over de wijken vaststellen (niet die men zelf voorstelde; "
        "een manager alleen als zijn cluster het wijkbudget beheert)",
        HOUDT_HET_WIJKBUDGET | {S.WETHOUDER_WIJKEN: OVERAL},
        "RM 6.1",
    ),
    Recht(
        "budgetten.stel_overheveling_voor",
        "Een overheveling voorstellen (een wijkregisseur: naar een pot van de eigen wijk)",
        BELEID | {S.WIJKREGISSEUR: EIGEN_WIJK},
        "RM 6.1, 6.2, 6.3",
        paden={EIGEN_WIJK: "naar__wijk"},
    ),
    Recht(
        "budgetten.besluit_overheveling",
        "Besluiten over een overheveling (binnen een wijk naar de agenda: het mandaat; "
        "anders alleen de wethouder Wijken)",
        HOUDT_HET_WIJKBUDGET | {S.WETHOUDER_WIJKEN: OVERAL},
        "RM 6.1, 6.2, 6.3",
    ),
    Recht(
        "budgetten.voeg_extra_krediet_toe",
        "Extra geld van de raad in een pot brengen, met het raadsbesluit",
        BELEID | HOUDT_HET_WIJKBUDGET,
        "RM bijlage 4",
    ),
    Recht(
        "budgetten.sluit_jaar",
        "Een jaar sluiten: wat niet is vastgelegd, vervalt",
        BELEID | HOUDT_HET_WIJKBUDGET,
        "RM 6.2, 6.3",
    ),
    Recht(
        "budgetten.exporteer",
        "Boekingen en saldi downloaden",
        BELEID | STUURT | {S.WIJKREGISSEUR: OVERAL},
        "RM 6.2",
    ),
)
vul_rules(TABEL)


def cluster_van_het_wijkbudget() -> Cluster:
    """Return the cluster that keeps the money of all wijken (RM 6.1); when there is none, nobody's."""
    return Cluster.objects.filter(beheert_wijkbudget=True).first() or Cluster()


def mag_met_wijkbudget(naam: str, door: Medewerker) -> bool:
    """Tell whether `door` has this permission for the money of all wijken together."""
    return door.has_perm(naam, cluster_van_het_wijkbudget())


def eis_met_wijkbudget(naam: str, door: Medewerker) -> None:
    """As `mag_met_wijkbudget`, for services.

    Raises:
        PermissionDenied: this person may not.
    """
    eis(naam, door, cluster_van_het_wijkbudget())
