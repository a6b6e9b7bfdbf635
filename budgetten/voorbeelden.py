"""The plans of the demo's requests: `aanvragen.toml` says what was decided on them (B-14).

Only the demo takes that for granted. In an installation the app that owns a subject answers for it, and a
request for one of these plans is refused like any other without a decision.
"""

import tomllib
from collections.abc import Collection
from functools import cache
from typing import Any

from django.conf import settings

from budgetten import besluiten, titels
from budgetten.besluiten import Besluit
from budgetten.models.rekening import Potsoort
from wijken.models import Wijk

BESTAND = "aanvragen.toml"
SOORT = "voorbeeld"


@cache
def plannen() -> dict[str, dict[str, Any]]:
    """Return the invented plans of all fixtures, by name."""
    bestanden = sorted((settings.ROOT / "fixtures").glob(f"*/{BESTAND}"))
    rijen = [rij for pad in bestanden for rij in tomllib.loads(pad.read_text("utf-8"))["aanvraag"]]
    return {rij["plan"]: rij for rij in rijen}


def besluit_over(naam: str) -> Besluit | None:
    """Return the decision that the file gives for this plan."""
    plan = plannen().get(naam, {})
    if "besluit" not in plan:
        return None
    return Besluit(
        **plan["besluit"],
        wijk_id=Wijk.objects.get(slug=plan["wijk"]).pk,
        deelbudget=Potsoort(plan["soort"]),
        bereik=plan["bereik"],
    )


def titels_van(namen: Collection[str]) -> dict[str, titels.Titel]:
    """Return the titles of these plans; all of them are invented, so all are public."""
    return {naam: titels.Titel(plannen()[naam]["titel"]) for naam in namen if naam in plannen()}


def registreer() -> None:
    """Let the ledger of the demo know these plans."""
    besluiten.registreer(SOORT, besluit_over)
    titels.registreer(SOORT, titels_van)
