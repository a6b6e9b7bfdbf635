"""Who may see and do what with a case: the rows of this app, asked by admin, views and templates (W-05).

A wijkregisseur guards the process of the own wijken and decides nothing on content or money (I-09); the
beheerder looks after people and data and handles no case. Whoever reads cases for the picture of a wijk
does not see who submitted them.
"""

from django.apps import apps
from django.db.models import Q

from wijken.models import Medewerker, Rol
from wijken.rechtentabel import (
    EIGEN_CLUSTER,
    EIGEN_WIJK,
    EIGEN_ZAAK,
    MEELEZEND,
    OVERAL,
    Recht,
    vul_rules,
    zichtbaar,
)

S = Rol.Soort
BEHANDELAARS = {S.KCC: OVERAL, S.WIJKREGISSEUR: EIGEN_WIJK, S.VAKAMBTENAAR: EIGEN_ZAAK}
LEZEN_MEE = {S.VAKAMBTENAAR: MEELEZEND, S.OPBOUWWERKER: MEELEZEND}


def leest_mee(rol: Rol) -> Q:
    """Select the cases in which this role's person has a task, or that concern this role's cluster (I-06).

    A vakambtenaar also reads the cases that he or she wrote down for a resident (I-02).
    """
    taak = apps.get_model("initiatieven", "Taak").objects
    voorwaarde = Q(pk__in=taak.filter(eigenaar=rol.medewerker_id).values("initiatief"))
    if rol.soort == S.VAKAMBTENAAR:
        meelezers = apps.get_model("initiatieven", "Initiatief").meelezers.through.objects
        voorwaarde |= Q(pk__in=taak.filter(cluster=rol.cluster_id).values("initiatief"))
        voorwaarde |= Q(pk__in=meelezers.filter(cluster=rol.cluster_id).values("initiatief"))
        voorwaarde |= Q(ingevoerd_door=rol.medewerker_id)
    return voorwaarde


TABEL = (
    Recht(
        "initiatieven.change_standaardantwoord",
        "Standaardantwoorden aan indieners maken en wijzigen",
        {S.BELEIDSMEDEWERKER: OVERAL, S.BEHEERDER: OVERAL},
        "RM 4.2",
        ook=("initiatieven.view_standaardantwoord", "initiatieven.add_standaardantwoord"),
    ),
    Recht(
        "initiatieven.view_initiatief",
        "Een zaak lezen, zonder de gegevens van de indiener",
        BEHANDELAARS
        | LEZEN_MEE
        | {
            S.CLUSTERMANAGER: EIGEN_CLUSTER,
            S.BELEIDSMEDEWERKER: OVERAL,
            S.WIJKWETHOUDER: EIGEN_WIJK,
            S.BEHEERDER: OVERAL,
        },
        "RM 2.5, 3.2, 4.2, bijlage 3",
        selectie=leest_mee,
    ),
    Recht(
        "initiatieven.add_initiatief",
        "Een zaak invoeren namens een inwoner",
        {
            S.KCC: OVERAL,
            S.WIJKREGISSEUR: EIGEN_WIJK,
            S.WIJKWETHOUDER: EIGEN_WIJK,
            S.VAKAMBTENAAR: OVERAL,
        },
        "RM bijlage 3, fase 1",
    ),
    Recht(
        "initiatieven.change_initiatief",
        "Een zaak behandelen",
        BEHANDELAARS,
        "RM 4.2, bijlage 3",
    ),
    Recht(
        "initiatieven.triage_initiatief",
        "De triage doen en een vakambtenaar aanwijzen (eigen zaak: zelf ingevoerd)",
        {S.KCC: OVERAL, S.WIJKREGISSEUR: EIGEN_WIJK, S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM bijlage 3, fase 2",
        paden={EIGEN_ZAAK: "ingevoerd_door"},
    ),
    Recht(
        "initiatieven.kerngroep_vragen",
        "De Kerngroep Actief Burgerschap om advies vragen",
        BEHANDELAARS,
        "RM bijlage 3, fase 2",
    ),
    Recht(
        "initiatieven.kerngroep_antwoorden",
        "Het advies van de kerngroep opschrijven",
        BEHANDELAARS | {S.BELEIDSMEDEWERKER: OVERAL},
        "RM bijlage 3, fase 2",
    ),
    Recht(
        "initiatieven.overdragen",
        "Een zaak teruggeven aan de triage of overdragen aan een andere vakambtenaar",
        {S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM 4.1, 4.2",
    ),
    Recht(
        "initiatieven.gesprek_voeren",
        "De afspraak, het gesprek, de trede en de soort zaak vastleggen",
        {S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM 4.2, bijlage 3, fase 3",
    ),
    Recht(
        "initiatieven.taak_zetten",
        "Een taak bij een zaak aan een collega, een cluster of de opbouwwerker geven",
        {S.WIJKREGISSEUR: EIGEN_WIJK, S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM 4.2, bijlage 3, fase 5",
    ),
    Recht(
        "initiatieven.toets_initiatief",
        "Toetsen aan de vier toetsstenen en het principebesluit nemen",
        {S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM bijlage 3, fase 4",
    ),
    Recht(
        "initiatieven.adviseer_initiatief",
        "Als wijkregisseur advies geven over een zaak",
        {S.WIJKREGISSEUR: EIGEN_WIJK},
        "RM 4.2; bijlage 3, fase 4",
    ),
    Recht(
        "initiatieven.kies_voorbeeld",
        "Een afgerond initiatief kiezen als goed voorbeeld",
        {S.WIJKREGISSEUR: EIGEN_WIJK, S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM 5.5",
    ),
    Recht(
        "initiatieven.indiener_zien",
        "Naam, mailadres, telefoonnummer en bestanden van de indiener zien",
        BEHANDELAARS | {S.BEHEERDER: OVERAL},
        "RM 4.2; AVG artikel 5",
    ),
    Recht(
        "initiatieven.namens_invullen",
        "Plan, voortgang en verantwoording invullen, en intrekken, namens een indiener zonder mailadres",
        {S.KCC: OVERAL, S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM 4.2; bijlage 3, fase 1",
    ),
    Recht(
        "initiatieven.mailadres_wijzigen",
        "Het mailadres van een indiener toevoegen of verbeteren",
        {S.KCC: OVERAL, S.VAKAMBTENAAR: EIGEN_ZAAK},
        "RM 4.2; bijlage 3, fase 1",
    ),
    Recht(
        "initiatieven.view_postuk",
        "De lijst van binnengekomen post zien, zonder afzender en inhoud",
        {S.KCC: OVERAL, S.BEHEERDER: OVERAL},
        "RM bijlage 3, fase 1",
    ),
    Recht(
        "initiatieven.change_postuk",
        "Binnengekomen post lezen en afhandelen",
        {S.KCC: OVERAL},
        "RM bijlage 3, fase 1",
    ),
    Recht(
        "initiatieven.notitie_lezen",
        "Interne notities bij een zaak lezen",
        BEHANDELAARS | {S.CLUSTERMANAGER: EIGEN_CLUSTER},
        "RM 4.2",
    ),
    Recht(
        "initiatieven.notitie_schrijven",
        "Een interne notitie bij een zaak schrijven",
        BEHANDELAARS,
        "RM 4.2",
    ),
)
vul_rules(TABEL)


def zichtbare_zaken(medewerker: Medewerker) -> Q:
    """Return the condition that selects the cases that this person may read, by the roles of today."""
    return zichtbaar("initiatieven.view_initiatief", medewerker)


def zaken_voor_triage(medewerker: Medewerker) -> Q:
    """Return the condition that selects the cases of which this person does the triage."""
    return zichtbaar("initiatieven.triage_initiatief", medewerker)


def zaken_om_advies(medewerker: Medewerker) -> Q:
    """Return the condition that selects the cases on which this person advises as wijkregisseur."""
    return zichtbaar("initiatieven.adviseer_initiatief", medewerker)


def zaken_met_indiener(medewerker: Medewerker) -> Q:
    """Return the condition that selects the cases of which this person may know the submitter."""
    return zichtbaar("initiatieven.indiener_zien", medewerker)
