"""A message as `stel_op` would have written it."""

from typing import Any

from wijkportaal.models import Bericht


def maak_bericht(
    gebeurtenis: str = "proef:1", naar: str = "sanne@voorbeeld.example", **velden: Any
) -> Bericht:
    return Bericht.objects.create(
        sleutel=Bericht.sleutel_van(gebeurtenis, naar),
        gebeurtenis=gebeurtenis,
        naar=naar,
        **{
            "onderwerp": "Dag Sanne",
            "tekst": "Beste Sanne,\n\nBekijk uw plan: [[link]]",
            "link_route": "plan",
            "link_sleutel": "plan-7",
            **velden,
        },
    )
