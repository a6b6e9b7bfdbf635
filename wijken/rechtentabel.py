"""The permission table: rows that say which role may do what, and of what (W-05).

Each app has its rows in `<app>/rechten.py` and hands them to `vul_rules`. From one row follow the answer
of `has_perm`, the condition on a list (`zichtbaar`), the role that goes on record (`rol_waarmee`) and the
line in docs/rechten.md, so that these can never say different things.
"""

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q

from wijken.models import Cluster, Medewerker, Partner, Rol, Wijk
from wijken.models.mensen import VAN_EEN_CLUSTER, VAN_EEN_PARTNER, VAN_EEN_WIJK
from wijken.rollen import rollen_van


class Bereik(enum.Enum):
    """How far a right reaches; the value is how docs/rechten.md says it."""

    OVERAL = "overal"
    EIGEN_WIJK = "eigen wijk"
    EIGEN_CLUSTER = "eigen cluster"
    EIGEN_PARTNER = "eigen organisatie"
    EIGEN_ZAAK = "eigen zaak"
    MEELEZEND = "eigen zaak en meelezen"
    EIGEN_OVERLEG = "eigen overleg"


OVERAL, EIGEN_WIJK, EIGEN_CLUSTER, EIGEN_PARTNER, EIGEN_ZAAK, MEELEZEND, EIGEN_OVERLEG = Bereik

# Which roles are of a wijk, cluster or partner: only those can have "the own" one.
ROLLEN_MET: Mapping[Bereik, tuple[str, ...]] = {
    EIGEN_WIJK: VAN_EEN_WIJK,
    EIGEN_CLUSTER: VAN_EEN_CLUSTER,
    EIGEN_PARTNER: VAN_EEN_PARTNER,
}
# Where an object keeps what decides; a row whose objects keep it elsewhere says so in `paden`.
PADEN: Mapping[Bereik, str] = {
    EIGEN_WIJK: "wijk",
    EIGEN_CLUSTER: "cluster",
    EIGEN_PARTNER: "partner",
    EIGEN_ZAAK: "vakambtenaar",
    MEELEZEND: "vakambtenaar",
}
MODELLEN: Mapping[Bereik, type[Model]] = {
    EIGEN_WIJK: Wijk,
    EIGEN_CLUSTER: Cluster,
    EIGEN_PARTNER: Partner,
    EIGEN_ZAAK: Medewerker,
    MEELEZEND: Medewerker,
}
VAN_PERSOON = (EIGEN_ZAAK, MEELEZEND)
# What is in reach is not, or not only, kept in the object itself: the row selects it.
MET_SELECTIE = (MEELEZEND, EIGEN_OVERLEG)


@dataclass(frozen=True)
class Recht:
    """One row: something that can be done, by which roles, and how far (W-05).

    `naam` is a permission of Django ("initiatieven.view_initiatief"); `ook` names others that the same row
    gives. The order of `mag` is the order in which a role is put on record for who has several.
    `selectie` gives, for the reaches of MET_SELECTIE, what a role has beside the person's own case.
    """

    naam: str
    omschrijving: str
    mag: Mapping[Rol.Soort, Bereik]
    bron: str
    ook: tuple[str, ...] = ()
    paden: Mapping[Bereik, str] = field(default_factory=dict)
    selectie: Callable[[Rol], Q] | None = None

    def __post_init__(self) -> None:
        if (self.selectie is not None) != any(bereik in MET_SELECTIE for bereik in self.mag.values()):
            raise ValueError(f"{self.naam}: dit bereik vraagt om een selectie, en andersom.")
        for soort, bereik in self.mag.items():
            if soort not in ROLLEN_MET.get(bereik, tuple(Rol.Soort)):
                raise ValueError(f"{self.naam}: een {soort.label} heeft geen {bereik.value}.")

    @property
    def namen(self) -> tuple[str, ...]:
        """Every permission that this row gives."""
        return (self.naam, *self.ook)

    def pad(self, bereik: Bereik) -> str:
        """Return the path from an object to what decides, in the words of a queryset."""
        return self.paden.get(bereik, PADEN[bereik])

    def geselecteerd(self, rol: Rol) -> Q:
        """Return the condition that selects what this role has by `selectie`."""
        return self.selectie(rol) if self.selectie else Q(pk__in=())


RECHTEN: dict[str, Recht] = {}


def vul_rules(tabel: tuple[Recht, ...]) -> None:
    """Give every permission in `tabel` its predicate, and each app its place in the admin.

    Raises:
        KeyError: a permission stands in two rows.
    """
    for recht in tabel:
        for naam in recht.namen:
            rules.add_perm(naam, rules.predicate(_predicaat(recht), name=naam))
            RECHTEN[naam] = recht
    for app in {naam.partition(".")[0] for recht in tabel for naam in recht.namen}:
        rules.set_perm(app, rules.predicate(_werkt_in(app), name=app))


def zichtbaar(naam: str, medewerker: Medewerker) -> Q:
    """Return the condition that selects the objects for which `medewerker` has the permission today.

    The same row answers `medewerker.has_perm(naam, object)` for one object.
    """
    if medewerker.is_superuser:
        return Q()
    voorwaarde = Q(pk__in=())
    for rol, bereik in _geldende(RECHTEN[naam], medewerker):
        if bereik is OVERAL:
            return Q()
        if bereik is not EIGEN_OVERLEG:
            voorwaarde |= Q(**{RECHTEN[naam].pad(bereik): _eigen(rol, bereik)})
        if bereik in MET_SELECTIE:
            voorwaarde |= RECHTEN[naam].geselecteerd(rol)
    return voorwaarde


def rol_waarmee(naam: str, medewerker: Medewerker, ding: Model) -> Rol | None:
    """Return the role of today by which `medewerker` has this permission for `ding`, or None.

    What is done goes on record under that role.
    """
    recht = RECHTEN[naam]
    for rol, bereik in _geldende(recht, medewerker):
        if _reikt_tot(recht, bereik, rol, ding):
            return rol
    return None


def eis(naam: str, medewerker: Medewerker, ding: Model) -> None:
    """Go on only when `medewerker` has this permission for `ding` today: what a service asks first.

    Raises:
        PermissionDenied: this person may not.
    """
    if not medewerker.has_perm(naam, ding):
        raise PermissionDenied(f"{medewerker}: {RECHTEN[naam].omschrijving}")


def _predicaat(recht: Recht) -> Any:
    def mag(persoon: Any, ding: Any = None) -> bool:
        """Without an object: somewhere. With one: for this object."""
        return any(
            ding is None or _reikt_tot(recht, bereik, rol, ding) for rol, bereik in _geldende(recht, persoon)
        )

    return mag


def _werkt_in(app: str) -> Any:
    def werkt_in(persoon: Any) -> bool:
        soorten = {
            soort for naam, recht in RECHTEN.items() if naam.startswith(f"{app}.") for soort in recht.mag
        }
        return any(rol.soort in soorten for rol in rollen_van(persoon))

    return werkt_in


def _geldende(recht: Recht, persoon: Any) -> Iterator[tuple[Rol, Bereik]]:
    """The roles of today that have this right, in the order of the row."""
    for soort, bereik in recht.mag.items():
        for rol in rollen_van(persoon):
            if rol.soort == soort:
                yield rol, bereik


def _reikt_tot(recht: Recht, bereik: Bereik, rol: Rol, ding: Any) -> bool:
    if bereik is OVERAL:
        return True
    eigen = bereik is not EIGEN_OVERLEG and _van(ding, bereik, recht.pad(bereik)) == _eigen(rol, bereik)
    return eigen or (bereik in MET_SELECTIE and _is_geselecteerd(recht, rol, ding))


def _is_geselecteerd(recht: Recht, rol: Rol, ding: Any) -> bool:
    """Ask the database: what decides is not kept in the object itself."""
    model = type(ding)
    return (
        issubclass(model, Model)
        and model._default_manager.filter(recht.geselecteerd(rol), pk=ding.pk).exists()
    )


def _eigen(rol: Rol, bereik: Bereik) -> int:
    """What is the role's own. The database sees to it that such a role has one."""
    veld = "medewerker_id" if bereik in VAN_PERSOON else f"{PADEN[bereik]}_id"
    return getattr(rol, veld)


def _van(ding: Any, bereik: Bereik, pad: str) -> int | None:
    """Follow `pad` from an object to the key of its wijk, cluster, partner or person."""
    if isinstance(ding, MODELLEN[bereik]):
        return ding.pk
    *tussen, laatste = pad.split("__")
    for stap in tussen:
        ding = getattr(ding, stap, None)
    return getattr(ding, f"{laatste}_id", None)
