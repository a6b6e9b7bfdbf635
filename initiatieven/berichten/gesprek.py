"""Messages around the talk: when it is, and where the case goes from there (I-10, I-12, I-18)."""

from typing import Any

from initiatieven.berichten.kern import aan_indiener, aan_medewerkers, contact_van, wijkregisseur_van
from initiatieven.models import Afspraak, Faseovergang, Herindeling, Initiatief, Stappenplan


def meld_afspraak(afspraak: Afspraak) -> None:
    """Tell the submitters and the wijkregisseur when and where the talk is (I-10)."""
    zaak = afspraak.initiatief
    aan_indiener(zaak, "afspraak", f"afspraak:{afspraak.pk}", afspraak=afspraak)
    naar = wijkregisseur_van(zaak)
    aan_medewerkers(zaak, naar, "afspraak_intern", f"afspraak-intern:{afspraak.pk}", afspraak=afspraak)


def meld_stappenplan(plan: Stappenplan) -> None:
    """Tell the fixed contact that the plan can be read (I-10)."""
    aan_medewerkers(
        plan.initiatief,
        contact_van(plan.initiatief),
        "stappenplan_ingeleverd",
        f"stappenplan:{plan.pk}:{plan.ingeleverd_op:%Y%m%d%H%M%S%f}",
    )


def meld_herindeling(herindeling: Herindeling) -> None:
    """Tell the submitters what their case is from now on, and why; the wijkregisseur too (I-12)."""
    zaak = herindeling.initiatief
    aan_indiener(zaak, "herindeling", f"herindeling:{herindeling.pk}", herindeling=herindeling)
    naar, gebeurtenis = wijkregisseur_van(zaak), f"herindeling-intern:{herindeling.pk}"
    aan_medewerkers(zaak, naar, "herindeling_intern", gebeurtenis, herindeling=herindeling)


def meld_naar_toets(overgang: Faseovergang) -> None:
    """Tell the submitters what happens now, and ask the wijkregisseur for advice (I-13, I-14)."""
    zaak = overgang.initiatief
    aan_indiener(zaak, "naar_toets", f"naar-toets:{overgang.pk}")
    aan_medewerkers(zaak, wijkregisseur_van(zaak), "advies_gevraagd", f"advies-gevraagd:{overgang.pk}")


def meld_terug_naar_gesprek(overgang: Faseovergang) -> None:
    """Tell the submitters why there is something to talk about again."""
    zaak = overgang.initiatief
    aan_indiener(zaak, "terug_in_gesprek", f"terug-in-gesprek:{overgang.pk}", reden=overgang.toelichting)


def meld_geagendeerd(overgang: Faseovergang) -> None:
    """Tell the submitters and the wijkregisseur that the wish goes to the wijkagenda, and why (I-18)."""
    zaak = overgang.initiatief
    reden = overgang.toelichting
    aan_indiener(zaak, "geagendeerd", f"geagendeerd:{overgang.pk}", reden=reden)
    naar, gebeurtenis = wijkregisseur_van(zaak), f"geagendeerd-intern:{overgang.pk}"
    aan_medewerkers(zaak, naar, "geagendeerd_intern", gebeurtenis, reden=reden)


def meld_oordeel_over_wens(
    zaak: Initiatief, gebeurtenis: str, *, haalbaar: bool, reden: str, naam: str
) -> None:
    """Tell the submitters what came of their wish in the first test for an agenda, and why (A-03)."""
    gegevens: dict[str, Any] = {"haalbaar": haalbaar, "reden": reden, "wijkagenda": naam}
    aan_indiener(zaak, "wijkagenda_oordeel", f"wijkagenda:{gebeurtenis}", **gegevens)
