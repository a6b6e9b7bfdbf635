"""The parts of the page of an agenda, in the order of the route."""

from wijkagenda.delen import coalitie, dossier, maatregelen, peiling, route
from wijkagenda.delen.kern import Deel

DELEN: tuple[Deel, ...] = (
    *peiling.DELEN,
    *maatregelen.DELEN,
    *coalitie.DELEN,
    *dossier.DELEN,
    *route.DELEN,
)
