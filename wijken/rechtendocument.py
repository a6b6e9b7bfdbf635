"""Writes docs/rechten.md: the permission table as a municipal lawyer reads it."""

from collections.abc import Iterator

from django.apps import apps

from wijken.models import Rol
from wijken.rechtentabel import RECHTEN, Recht

KOP = """# Wie mag wat

Deze bladzijde wordt gemaakt uit de tabellen waarmee het portaal werkt (`manage.py rechten`). Wat hier staat,
is dus wat het portaal doet; een test loopt elke cel na.

- Een recht geldt alleen op de dagen waarop iemand de rol heeft. Wie waarneemt, mag wat de rol mag.
- Wie meer rollen heeft, mag wat elk van die rollen mag. In het dossier staat in welke rol iets is gedaan.
- Wie geen rol heeft, mag in de werkomgeving niets. Niemand mag iets verwijderen.
- Niemand geeft zichzelf een rol: dat doet een andere beheerder, met de reden erbij.
- Wie geld mag goedkeuren en tot welk bedrag, staat in de mandaten. Wie vraagt, keurt nooit zelf goed.
- RM is de nota “Werk aan de wijk!” van de gemeente Roermond.

“Overal”: in alle wijken en clusters. “Eigen wijk”, “eigen cluster” en “eigen organisatie”: die van de rol.
“Eigen zaak”: een zaak waarvan iemand zelf de verantwoordelijke vakambtenaar is. “Meelezen”: een zaak waarbij
het eigen cluster betrokken is of waarin iemand een taak heeft. “Eigen overleg”: dat staat bij de regel.
Een streepje: mag het niet.
"""


def schrijf() -> str:
    """Return the whole page: a table for each app, with a row for each thing that can be done."""
    per_app: dict[str, list[Recht]] = {}
    for naam, recht in RECHTEN.items():
        if naam == recht.naam:
            per_app.setdefault(naam.partition(".")[0], []).append(recht)
    regels = [regel for app, rechten in sorted(per_app.items()) for regel in _tabel(app, rechten)]
    return "\n".join([KOP, *regels, ""])


def _tabel(app: str, rechten: list[Recht]) -> Iterator[str]:
    yield f"## {apps.get_app_config(app).verbose_name}\n"
    yield f"| Wat | Bron | {' | '.join(soort.label for soort in Rol.Soort)} |"
    yield f"|---|---|{':-:|' * len(Rol.Soort)}"
    for recht in rechten:
        cellen = (recht.mag[soort].value if soort in recht.mag else "–" for soort in Rol.Soort)
        yield f"| {recht.omschrijving} | {recht.bron} | {' | '.join(cellen)} |"
    yield ""
