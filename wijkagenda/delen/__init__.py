"""The parts of the page of an agenda: what is carried out first, then in the order of the route."""

from wijkagenda.delen import coalitie, dossier, ideeen, maatregelen, peiling, route, tekort, voortgang
from wijkagenda.delen.kern import Deel

DELEN: tuple[Deel, ...] = (
    *voortgang.DELEN,
    *ideeen.DELEN,
    *peiling.DELEN,
    *tekort.DELEN,
    *maatregelen.DELEN,
    *coalitie.DELEN,
    *dossier.DELEN,
    *route.DELEN,
)
