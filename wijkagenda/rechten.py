"""Who may see and do what with wijkagenda's: the rows of this app (W-05).

The wijkregisseur leads the process of the own wijken, the beleidsmedewerker is responsible for the contents
(RM 3.2). Who approves is told by the mandates (A-06, B-11); who adopts is the college, whose decision the
collegesecretaris records (A-08).
"""

from django.db.models import Q

from wijken.models import Medewerker, Rol
from wijken.rechten import namen, rij
from wijken.rechtentabel import EIGEN_CLUSTER, EIGEN_PARTNER, EIGEN_WIJK, OVERAL, Recht, vul_rules, zichtbaar

S = Rol.Soort
LEIDEN = {S.WIJKREGISSEUR: EIGEN_WIJK, S.BELEIDSMEDEWERKER: OVERAL}
MAKEN = LEIDEN | {S.OPBOUWWERKER: OVERAL}
LEZEN = MAKEN | {
    S.VAKAMBTENAAR: OVERAL,
    S.CLUSTERMANAGER: OVERAL,
    S.WIJKWETHOUDER: EIGEN_WIJK,
    S.WETHOUDER_WIJKEN: OVERAL,
    S.COLLEGESECRETARIS: OVERAL,
    S.BEHEERDER: OVERAL,
}
VIA_AGENDA = {EIGEN_WIJK: "agenda__wijk"}
VIA_IDEE = {EIGEN_WIJK: "idee__agenda__wijk"}
VIA_MAATREGEL = {EIGEN_WIJK: "maatregel__agenda__wijk"}
VIA_BIJDRAGE = {EIGEN_WIJK: "bijdrage__maatregel__agenda__wijk", EIGEN_PARTNER: "bijdrage__partner"}
RM_3_2, RM_3_5, RM_3_6 = "RM 2.5, 3.2", "RM 3.2, 3.5", "RM 3.6"

TABEL = (
    rij(namen("wijkagenda", "wijkagenda", acties=("view",)), "Wijkagenda's in de maak lezen", LEZEN, RM_3_2),
    rij(
        namen("wijkagenda", "wijkagenda", acties=("add", "change")),
        "Een wijkagenda beginnen of de gegevens ervan wijzigen",
        LEIDEN,
        RM_3_2,
    ),
    Recht("wijkagenda.leid_agenda", "Een wijkagenda een stap verder brengen op de route", LEIDEN, RM_3_5),
    rij(
        namen("wijkagenda", "deelagenda", "idee", "maatregel", acties=("view",)),
        "Deelagenda's, ideeën en maatregelen lezen",
        LEZEN,
        RM_3_2,
        VIA_AGENDA,
    ),
    rij(
        namen("wijkagenda", "deelagenda", "idee", "maatregel", acties=("add", "change")),
        "Deelagenda's, ideeën en maatregelen maken en wijzigen",
        MAKEN,
        RM_3_5,
        VIA_AGENDA,
    ),
    Recht(
        "wijkagenda.gever_zien",
        "Naam en mailadres zien van de bewoner die een idee gaf, en ze wissen",
        {S.WIJKREGISSEUR: EIGEN_WIJK, S.BEHEERDER: OVERAL},
        "RM 3.2; AVG artikel 5 en 17",
        paden=VIA_AGENDA,
    ),
    rij(
        namen("wijkagenda", "toetsvraag", acties=("view",)),
        "Lezen wat clusters en partners van een idee vinden",
        LEZEN | {S.PARTNER: EIGEN_PARTNER, S.BUDGETHOUDER: EIGEN_PARTNER},
        "RM 3.5",
        VIA_IDEE,
    ),
    Recht(
        "wijkagenda.toets_idee",
        "Namens het eigen cluster of de eigen organisatie zeggen of een idee haalbaar is",
        {
            S.VAKAMBTENAAR: EIGEN_CLUSTER,
            S.CLUSTERMANAGER: EIGEN_CLUSTER,
            S.PARTNER: EIGEN_PARTNER,
            S.BUDGETHOUDER: EIGEN_PARTNER,
        },
        "RM 3.5",
    ),
    Recht(
        "wijkagenda.breng_idee_in",
        "Namens de eigen organisatie een wens of idee inbrengen terwijl een wijkagenda verzamelt",
        {S.PARTNER: EIGEN_PARTNER, S.BUDGETHOUDER: EIGEN_PARTNER},
        "RM 3.4",
    ),
    rij(
        namen("wijkagenda", "bijdrage", "bronverkenning", acties=("view",)),
        "Lezen wie wat bijdraagt aan een maatregel",
        LEZEN,
        RM_3_5,
        VIA_MAATREGEL,
    ),
    rij(
        namen("wijkagenda", "bijdrage", "bronverkenning", acties=("add", "change")),
        "Vastleggen wie wat bijdraagt aan een maatregel",
        MAKEN,
        RM_3_5,
        VIA_MAATREGEL,
    ),
    rij(
        namen("wijkagenda", "beoordeling", acties=("view",)),
        "Lezen wie een deel van een maatregel moet goedkeuren, en wat het antwoord is",
        LEZEN | {S.PARTNER: EIGEN_PARTNER, S.BUDGETHOUDER: EIGEN_PARTNER},
        "RM 3.5, 3.6",
        VIA_BIJDRAGE,
    ),
    rij(
        namen("wijkagenda", "peiling", acties=("view",)),
        "Peilingen lezen, en hoeveel mensen meedoen",
        LEZEN,
        RM_3_5,
        VIA_AGENDA,
    ),
    rij(
        namen("wijkagenda", "peiling", acties=("add", "change")),
        "Een peiling maken en openen, en stemmen van papier en bijeenkomsten invoeren",
        MAKEN,
        RM_3_5,
        VIA_AGENDA,
    ),
    Recht(
        "wijkagenda.stop_peiling",
        "Een peiling stoppen die bij vergissing is geopend en waarin nog niemand stemde",
        {S.WIJKREGISSEUR: EIGEN_WIJK, S.BEHEERDER: OVERAL},
        RM_3_5,
        paden=VIA_AGENDA,
    ),
    Recht(
        "wijkagenda.zie_helpers",
        "Namen en adressen zien van bewoners die willen helpen bij een maatregel",
        {S.WIJKREGISSEUR: EIGEN_WIJK, S.OPBOUWWERKER: OVERAL},
        RM_3_5,
        paden=VIA_AGENDA,
    ),
    Recht(
        "wijkagenda.beoordeel",
        "Het eigen deel van een maatregel goedkeuren of advies geven (het mandaat bepaalt welk deel)",
        {S.CLUSTERMANAGER: OVERAL, S.BUDGETHOUDER: EIGEN_PARTNER},
        "RM 3.5, 3.6, 6.2",
        paden=VIA_BIJDRAGE,
    ),
    Recht(
        "wijkagenda.stel_vast",
        "Het besluit van het college over een wijkagenda vastleggen, en haar aan de raad aanbieden",
        {S.COLLEGESECRETARIS: OVERAL},
        RM_3_6,
    ),
    rij(
        namen("wijkagenda", "voortgang", acties=("view",)),
        "Meldingen van de voortgang van maatregelen lezen",
        LEZEN,
        "RM 2.5, 3.1",
        VIA_MAATREGEL,
    ),
    rij(
        namen("wijkagenda", "voortgang", acties=("add",)),
        "Voortgang van een maatregel melden (de trekker doet dat zelf met de link in de mail)",
        LEIDEN,
        "RM 2.5, 3.1",
        VIA_MAATREGEL,
    ),
    rij(
        namen("wijkagenda", "evaluatie", acties=("add",)),
        "De evaluatie van een wijkagenda vastleggen",
        LEIDEN,
        "RM 2.5, 3.1",
        VIA_AGENDA,
    ),
    Recht(
        "wijkagenda.vergelijk_wijken",
        "Onderwerpen uit alle wijken naast elkaar zien",
        {
            S.WIJKREGISSEUR: OVERAL,
            S.BELEIDSMEDEWERKER: OVERAL,
            S.OPBOUWWERKER: OVERAL,
            S.CLUSTERMANAGER: OVERAL,
            S.WETHOUDER_WIJKEN: OVERAL,
            S.COLLEGESECRETARIS: OVERAL,
        },
        "RM 3.1",
    ),
    rij(
        namen("wijkagenda", "thema", acties=("view",)),
        "Thema's lezen",
        LEZEN | {S.WIJKREGISSEUR: OVERAL, S.WIJKWETHOUDER: OVERAL},
        "RM 3.1",
    ),
    rij(
        namen("wijkagenda", "thema", acties=("add", "change")),
        "Thema's maken en wijzigen",
        {S.BELEIDSMEDEWERKER: OVERAL, S.BEHEERDER: OVERAL},
        "RM 3.1",
    ),
)
vul_rules(TABEL)


def zichtbare_agendas(medewerker: Medewerker) -> Q:
    """Return the condition that selects the agendas in this person's work environment."""
    return zichtbaar("wijkagenda.view_wijkagenda", medewerker)
