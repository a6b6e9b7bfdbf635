"""What the state machines of all apps share: a step is a row of a table (docs/besluiten/0006)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wijken.models import Medewerker
from wijken.rechtentabel import rol_waarmee


@dataclass(frozen=True)
class Stap:
    """One row: from where to where, who may, and what must be known by then.

    `recht` is the permission that it takes, from the permission table; None: nobody with an account may.
    `knop` is the text of the button, `gedaan` what is said afterwards. `voorwaarden` each return what is
    still missing, in Dutch for the person who wants to go on, or None. `gevolg` is what else the step does,
    in the same transaction. A step with `pas_als_het_kan` gets no button as long as something is missing.
    `via_dienst`: the step is part of what another service does, and has no button of its own. `verslag`
    names what of the account may not be empty.
    """

    naam: str
    van: str
    naar: str
    knop: str
    gedaan: str
    recht: str | None
    voorwaarden: tuple[Callable[[Any], str | None], ...] = ()
    gevolg: Callable[..., object] | None = None
    via_dienst: bool = False
    pas_als_het_kan: bool = False
    verslag: tuple[str, ...] = ()

    def in_rol_van(self, ding: Any, medewerker: Medewerker) -> str | None:
        """Return as what this person may take the step, or None. It goes on record."""
        rol = rol_waarmee(self.recht, medewerker, ding) if self.recht else None
        return str(rol) if rol else None

    def ontbreekt(self, ding: Any) -> list[str]:
        """Return what must be there first, in Dutch. Empty: the step can be taken."""
        return [melding for voorwaarde in self.voorwaarden if (melding := voorwaarde(ding))]


@dataclass(frozen=True)
class Mogelijk:
    """A step that somebody may take now, and what is still missing for it."""

    stap: Stap
    ontbreekt: list[str]

    @property
    def heeft_knop(self) -> bool:
        """A step that is only offered when it can be taken has no button before that."""
        return not (self.stap.pas_als_het_kan and self.ontbreekt)
