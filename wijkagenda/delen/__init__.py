"""The parts of the page of an agenda, in the order of the route."""

from wijkagenda.delen import coalitie, dossier, ideeen, maatregelen, peiling, route, tekort, voortgang
from wijkagenda.delen.kern import Deel

DELEN: tuple[Deel, ...] = (
    *ideeen.DELEN,
    *peiling.DELEN,
    *tekort.DELEN,
    *maatregelen.DELEN,
    *coalitie.DELEN,
    *dossier.DELEN,
    *voortgang.DELEN,
    *route.DELEN,
)
