"""Which roles somebody has today: what every permission rests on (W-05).

`Medewerker.rollen_van_vandaag` is read once, so that a page asks the database once, however many questions
it has. A superuser has no role: Django grants a superuser every permission before any row is asked.
"""

from typing import Any

from wijken.models import Rol


def rollen_van(persoon: Any) -> list[Rol]:
    """Return the roles that `persoon` has today; none for a visitor who is not signed in."""
    return persoon.rollen_van_vandaag if persoon.is_authenticated else []
