"""Messages about decisions, the plan, the work and its end (I-14 … I-17)."""

from typing import cast
from uuid import uuid4

from initiatieven.berichten.kern import aan_indiener, aan_medewerkers, vakambtenaren_van, wijkregisseur_van
from initiatieven.besluitwoorden import vervolg
from initiatieven.models import Besluit, Faseovergang, Initiatief, Taak
from wijken.models import Cluster, Medewerker


def meld_besluit(overgang: Faseovergang) -> None:
    """Tell the submitter the decision, why, and what comes next (I-14), and the wijkregisseur the outcome."""
    zaak = overgang.initiatief
    besluit = Besluit.objects.select_related("initiatief").get(initiatief=zaak, op=overgang.op)
    aan_indiener(zaak, "besluit", f"besluit:{overgang.pk}", besluit=besluit, vervolg=vervolg(besluit))
    naar = wijkregisseur_van(zaak)
    aan_medewerkers(zaak, naar, "besluit_genomen", f"besluit_genomen:{overgang.pk}", besluit=besluit)


def meld_plan_ingeleverd(zaak: Initiatief) -> None:
    """Tell the vakambtenaar that the worked-out plan waits for the definitive decision (I-15)."""
    contact = cast("Medewerker", zaak.vakambtenaar)
    aan_medewerkers(zaak, {contact.email}, "plan_ingeleverd", f"plan_ingeleverd:{uuid4()}")


def meld_plan_terug(zaak: Initiatief, reden: str) -> None:
    """Tell the submitter what the plan still needs (I-15)."""
    aan_indiener(zaak, "plan_terug", f"plan_terug:{uuid4()}", reden=reden)


def meld_taak(taak: Taak) -> None:
    """Tell who has to do it; the submitter too when it is help from the opbouwwerker (I-16, I-19)."""
    zaak = taak.initiatief
    aan_medewerkers(zaak, _adressen_van(taak), "taak", f"taak:{taak.pk}", taak=taak)
    if taak.soort == Taak.Soort.OPBOUWWERKER and taak.eigenaar:
        aan_indiener(zaak, "opbouwwerker", f"opbouwwerker:{taak.pk}", taak=taak)


def _adressen_van(taak: Taak) -> set[str]:
    """The person, or everybody who is a vakambtenaar of the cluster today."""
    if taak.eigenaar:
        return {taak.eigenaar.email}
    return vakambtenaren_van(cast("Cluster", taak.cluster))


def meld_taak_gedaan(taak: Taak) -> None:
    """Tell the fixed contact what came of a task, unless that is who finished it."""
    contact = taak.initiatief.vakambtenaar
    if contact and contact != taak.gedaan_door:
        aan_medewerkers(taak.initiatief, {contact.email}, "taak_gedaan", f"taak-gedaan:{taak.pk}", taak=taak)


def meld_verantwoording(zaak: Initiatief) -> None:
    """Tell the vakambtenaar that the residents gave account (I-17)."""
    contact = cast("Medewerker", zaak.vakambtenaar)
    aan_medewerkers(zaak, {contact.email}, "verantwoording", f"verantwoording:{zaak.pk}")


def meld_afgerond(overgang: Faseovergang) -> None:
    """Thank the submitters, and ask whether it went well (C-01); tell the wijkregisseur."""
    zaak = overgang.initiatief
    aan_indiener(zaak, "afgerond", f"afgerond:{overgang.pk}")
    aan_medewerkers(zaak, wijkregisseur_van(zaak), "afgerond_medewerker", f"afgerond-intern:{overgang.pk}")


def meld_verzoek_afgerond(overgang: Faseovergang) -> None:
    """Tell the submitters what was done on their request (I-14)."""
    zaak = overgang.initiatief
    aan_indiener(zaak, "verzoek_afgerond", f"afgerond:{overgang.pk}", gedaan=overgang.toelichting)
