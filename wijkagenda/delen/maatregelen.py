"""The maatregelen of an agenda: what is missing, and who is waited for since when (A-05, A-06)."""

from typing import Any

from wijkagenda.beoordelen import RECHT_VRAGEN, Deelstand, standen, voor_te_leggen
from wijkagenda.delen.kern import Deel
from wijkagenda.maatregelen import met_delen, ontbreekt
from wijkagenda.models import Fase, Maatregel, Wijkagenda
from wijken.models import Medewerker


def maatregelen_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any]:
    """Return each maatregel with what it misses and the state of its parts, in a fixed number of queries."""
    per_maatregel: dict[int, list[Deelstand]] = {}
    for stand in standen(agenda):
        per_maatregel.setdefault(stand.deel.maatregel_id, []).append(stand)
    rijen = met_delen(agenda.maatregelen.in_agenda())
    mag = medewerker.has_perm("wijkagenda.add_maatregel", Maatregel(agenda=agenda))
    in_beoordeling = agenda.fase == Fase.BEOORDELING
    leidt = in_beoordeling and medewerker.has_perm(RECHT_VRAGEN, agenda)
    return {
        "maatregelen": [(rij, ontbreekt(rij), per_maatregel.get(rij.pk, [])) for rij in rijen],
        "weggelaten": list(agenda.maatregelen.filter(weggelaten=True).order_by("nummer")),
        "mag_maken": mag and agenda.kan_wijzigen,
        "voor_te_leggen": voor_te_leggen(agenda).count() if leidt else 0,
    }


DELEN = (
    Deel(
        "maatregelen",
        "Maatregelen",
        "wijkagenda/beheer/maatregelen.html",
        maatregelen_van,
        tuple(Fase)[tuple(Fase).index(Fase.UITWERKING) :],
    ),
)
