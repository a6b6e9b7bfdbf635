"""Loads the invented requests of `aanvragen.toml` into the demo, taking every step as people would."""

import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from budgetten import aanvragen, voorbeelden
from budgetten.aanvragen import Bron
from budgetten.models import Aanvraag
from budgetten.stappen import BESLUITEN, STAPPEN
from wijken.models import Medewerker, Wijk
from wijkportaal.fixtures import bestand


def laad(folder: Path) -> None:
    """Load the requests of `folder`, if it has any and the ledger has none.

    Raises:
        Laadfout: the file is not right, or a rule refuses a step; nothing of it is loaded.
    """
    pad = folder / voorbeelden.BESTAND
    if Aanvraag.objects.exists() or not pad.exists():
        return
    with bestand(pad) as gegevens:
        for rij in sorted(gegevens["aanvraag"], key=lambda rij: -rij["dagen_geleden"]):
            _laad_aanvraag(rij, gegevens["jaar"], gegevens["bronnen"][rij["soort"]])


def _laad_aanvraag(rij: dict[str, Any], jaar: int, bronnen: list[dict[str, Any]]) -> None:
    moment = timezone.now() - datetime.timedelta(days=rij["dagen_geleden"])
    dag = _binnen_het_jaar(timezone.localdate(moment), jaar)
    aanvraag = aanvragen.vraag_aan(
        door=_persoon(rij["door"]),
        jaar_id=jaar,
        wijk=Wijk.objects.get(slug=rij["wijk"]) if "wijk" in rij else None,
        onderwerp=f"{voorbeelden.SOORT}:{rij['plan']}",
        aangevraagd_op=moment,
        bronnen=[Bron(**bron) for bron in bronnen],
        op=dag,
        **{veld: rij[veld] for veld in ("soort", "doel", "gericht_op", "bereik", "bedrag")},
    )
    for stap in rij.get("stappen", []):
        _neem_stap(aanvraag, dag, **stap)


def _neem_stap(aanvraag: Aanvraag, dag: datetime.date, *, stap: str, door: str, **velden: Any) -> None:
    """Take a step; a decision was taken on the day of asking, by the mandate of that day."""
    uitgevoerd = STAPPEN[stap]
    besluit = {"op": dag} if uitgevoerd.recht == BESLUITEN else {}
    uitgevoerd.voer_uit(aanvraag=aanvraag, door=_persoon(door), **velden, **besluit)


def _binnen_het_jaar(dag: datetime.date, jaar: int) -> datetime.date:
    """Money is promised in its own year, however late the demo is started."""
    return min(max(dag, datetime.date(jaar, 1, 1)), datetime.date(jaar, 12, 31))


def _persoon(email: str) -> Medewerker:
    return Medewerker.objects.get(email=email)
