"""When the wijkbudget falls short for an agenda, up to a raadsvoorstel (B-16; RM bijlage 4)."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from budgetten.geld import NUL
from budgetten.models.rekening import Potsoort, Staat
from budgetten.rechten import mag_met_wijkbudget
from budgetten.rekeningen import PotBestaatNiet, rekening
from wijkagenda.beoordelen import vastgehouden_voor
from wijkagenda.delen.kern import Deel
from wijkagenda.models import Bijdrage, Fase, Wijkagenda
from wijken.models import Medewerker

FASEN = (Fase.UITWERKING, Fase.BEOORDELING)


def tekort(agenda: Wijkagenda) -> Decimal:
    """Return how many euros the pot of this year lacks for what the maatregelen still ask of it; 0 when none.

    Without a pot there is nothing to compare with; the ledger says so at the request.
    """
    delen = Bijdrage.objects.telt_mee().filter(
        maatregel__agenda=agenda, maatregel__weggelaten=False, bron=Bijdrage.Bron.WIJKBUDGET
    )
    pot = {"jaar_id": timezone.localdate().year, "soort": Potsoort.AGENDA, "wijk_id": agenda.wijk_id}
    try:
        vrij = rekening(Staat.VRIJ, **pot).saldo_nu
    except PotBestaatNiet:
        return NUL
    nodig = (delen.aggregate(som=Sum("bedrag"))["som"] or NUL) - vastgehouden_voor(delen)
    return max(nodig - vrij, NUL)


def tekort_van(agenda: Wijkagenda, medewerker: Medewerker) -> dict[str, Any] | None:
    """Return what lacks, and the year for who may register money of the raad."""
    if agenda.fase not in FASEN or not (bedrag := tekort(agenda)):
        return None
    mag = mag_met_wijkbudget("budgetten.voeg_extra_krediet_toe", medewerker)
    return {"bedrag": bedrag, "jaar": timezone.localdate().year if mag else None}


DELEN = (Deel("tekort", "Te weinig wijkbudget", "wijkagenda/beheer/tekort.html", tekort_van, FASEN),)
