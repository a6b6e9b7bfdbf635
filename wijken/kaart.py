"""What a map of the wijken shows, and the same in words for who does not see it."""

from dataclasses import dataclass
from typing import Any

from shapely.geometry import mapping

from wijken.locatie.grenzen import huidige_grenzen
from wijken.models import CbsWijk, Wijk


@dataclass(frozen=True)
class Plaats:
    """Where a wijk lies: the part of the municipality, and the wijken around it in their order."""

    ligging: str
    buren: list[Wijk]


def plaats_in_woorden(wijk: Wijk) -> Plaats:
    """Say where a wijk lies: the text beside its map."""
    grenzen = huidige_grenzen()
    return Plaats(grenzen.ligging(wijk.pk), list(Wijk.objects.filter(pk__in=grenzen.buren(wijk.pk))))


def als_geojson() -> dict[str, Any]:
    """Return the boundaries of all wijken, each with its name and page, and their source."""
    grenzen = huidige_grenzen()
    bronnen = CbsWijk.objects.order_by("bron").values_list("bron", flat=True).distinct()
    return {
        "type": "FeatureCollection",
        "bron": "; ".join(bronnen),
        "features": [
            {
                "type": "Feature",
                "id": wijk.slug,
                "properties": {"naam": wijk.naam, "adres": wijk.get_absolute_url()},
                "geometry": mapping(grenzen.vlakken[wijk.pk]),
            }
            for wijk in Wijk.objects.filter(pk__in=grenzen.vlakken)
        ],
    }
