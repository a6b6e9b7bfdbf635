"""The rekeningen of a year: every wijk its pots in all their states, and the accounts outside."""

from typing import Any

from budgetten.models import Jaarbudget, Rekening
from budgetten.models.rekening import BUITENPOTTEN, POTSTATEN, WIJKPOTTEN, Potsoort, Staat
from wijken.models import Wijk
from wijkportaal.uitzonderingen import Domeinfout


class PotBestaatNiet(Domeinfout):
    """Nothing was divided for this year, wijk, cluster or partner, so there is no pot."""


def open_rekeningen(jaar: Jaarbudget) -> None:
    """Make every rekening of a year that is not there yet. Safe to run again."""
    potten = [{"soort": soort, "wijk": wijk} for wijk in Wijk.objects.all() for soort in WIJKPOTTEN]
    potten.append({"soort": Potsoort.OPSTART})
    nieuw = [Rekening(jaar=jaar, staat=Staat.BUITEN, soort=soort) for soort in BUITENPOTTEN]
    nieuw.append(Rekening(jaar=jaar, staat=Staat.VRIJ, soort=Potsoort.WIJKBUDGET))
    nieuw += [Rekening(jaar=jaar, staat=staat, **pot) for pot in potten for staat in POTSTATEN]
    Rekening.objects.bulk_create(nieuw, ignore_conflicts=True)


def open_pot(**pot: Any) -> None:
    """Make the rekeningen of the pot of one cluster or partner, in all its states. Safe to run again."""
    nieuw = [Rekening(staat=staat, **pot) for staat in POTSTATEN]
    Rekening.objects.bulk_create(nieuw, ignore_conflicts=True)


def rekening(staat: str, **pot: Any) -> Rekening:
    """Return the rekening of a pot in one state; `pot` is as `Rekening.pot` and `Aanvraag.pot` give it.

    Raises:
        PotBestaatNiet: the year is not divided, or the pot is not of this year.
    """
    leeg = {"wijk_id": None, "cluster_id": None, "partner_id": None}
    gevonden = Rekening.objects.filter(**(leeg | pot), staat=staat).first()
    if gevonden is None:
        raise PotBestaatNiet("Deze pot bestaat niet. Is de verdeling van dit jaar vastgesteld?")
    return gevonden


def buiten(jaar: int, soort: Potsoort) -> Rekening:
    """Return an account outside the pots, such as the general means."""
    return rekening(Staat.BUITEN, jaar_id=jaar, soort=soort)
