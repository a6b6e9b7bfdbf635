"""The boundaries of the wijken as shapes: which wijk is a point in, and where does a wijk lie?"""

import datetime
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from django.db.models import Count, Max
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from wijken.models import CbsWijk

# About 50 metres, in degrees: the boundaries are drawn with that much ease.
SPELING = 0.0005
WINDSTREKEN = (
    "oosten",
    "noordoosten",
    "noorden",
    "noordwesten",
    "westen",
    "zuidwesten",
    "zuiden",
    "zuidoosten",
)
# How near to the middle, as part of the municipality's radius, a wijk lies "in the middle".
MIDDEN = 0.25

Versie = tuple[datetime.datetime | None, int]


@dataclass(frozen=True)
class Grenzen:
    """The shape of each wijk by its primary key, prepared for many questions, and the wijk of a CBS code."""

    versie: Versie
    vlakken: Mapping[int, BaseGeometry]
    cbs: Mapping[str, int]

    def wijk_van_punt(self, lengte: float, breedte: float) -> int | None:
        """Return the wijk in which a point lies, in degrees WGS84."""
        punt = shapely.Point(lengte, breedte)
        return next((wijk for wijk, vlak in self.vlakken.items() if vlak.covers(punt)), None)

    def buren(self, wijk: int) -> set[int]:
        """Return the wijken that border on this one."""
        vlak = self.vlakken.get(wijk)
        if vlak is None:
            return set()
        return {
            ander
            for ander, grens in self.vlakken.items()
            if ander != wijk and shapely.dwithin(vlak, grens, SPELING)
        }

    def ligging(self, wijk: int) -> str:
        """Return in which part of the municipality a wijk lies, such as "het noorden"; "" when unknown."""
        vlak = self.vlakken.get(wijk)
        if vlak is None:
            return ""
        geheel = shapely.union_all(list(self.vlakken.values()))
        midden, punt = geheel.centroid, vlak.centroid
        op_schaal = math.cos(math.radians(midden.y))
        oost, noord = (punt.x - midden.x) * op_schaal, punt.y - midden.y
        if math.hypot(oost, noord) < MIDDEN * math.sqrt(geheel.area * op_schaal / math.pi):
            return "het midden"
        return f"het {WINDSTREKEN[round(math.atan2(noord, oost) / (math.pi / 4)) % 8]}"


_gelezen: Grenzen | None = None


def huidige_grenzen() -> Grenzen:
    """Return the boundaries as they are now: one small query, and all of them only when they changed."""
    global _gelezen  # noqa: PLW0603  # a cache per process; whoever reads it twice at once does no harm
    stand = CbsWijk.objects.aggregate(op=Max("geladen_op"), aantal=Count("pk"))
    versie = (stand["op"], stand["aantal"])
    if _gelezen is None or _gelezen.versie != versie:
        _gelezen = _lees(versie)
    return _gelezen


def _lees(versie: Versie) -> Grenzen:
    vormen, cbs = defaultdict(list), {}
    for rij in CbsWijk.objects.order_by("wijk__nummer", "code"):
        vormen[rij.wijk_id].append(shapely.make_valid(shape(rij.grens)))
        cbs[rij.code] = rij.wijk_id
    vlakken = {wijk: shapely.union_all(delen) for wijk, delen in vormen.items()}
    for vlak in vlakken.values():
        shapely.prepare(vlak)
    return Grenzen(versie, vlakken, cbs)
