"""The letter about a decision, as PDF/UA in the house style (I-14, I-15). It takes about 25 ms."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from initiatieven import gronden
from initiatieven.besluitwoorden import grond, is_principe, kop, op_volgorde, vervolg, waarom_agenda, wie
from initiatieven.models import Besluit, Besluitbrief, Toetsbevinding
from wijken.models import Gemeente
from wijkportaal.pdf import als_pdf

SJABLOON = Path(__file__).with_suffix(".typ")


def maak_brief(besluit: Besluit) -> Besluitbrief:
    """Make and keep the letter about a decision that is taken."""
    pdf = als_pdf(SJABLOON, gegevens(besluit))
    naam = f"{besluit.initiatief.kenmerk} {besluit.get_soort_display().lower()}.pdf"
    return Besluitbrief.objects.create(besluit=besluit, naam=naam, grootte=len(pdf), inhoud=pdf)


def gegevens(besluit: Besluit) -> dict[str, Any]:
    """Return what the letter says."""
    zaak, afzender = besluit.initiatief, f"Gemeente {Gemeente.objects.get()}"
    onderwerp = f"{besluit.get_soort_display()} over “{zaak.titel}”"
    return {
        "titel": kop(besluit),
        "afzender": afzender,
        "kenmerk": zaak.kenmerk,
        "aan": [zaak.indiener.naam],
        "kenmerken": [
            ("Datum", date_format(timezone.localtime(besluit.op), "j F Y")),
            ("Kenmerk", zaak.kenmerk),
            ("Onderwerp", onderwerp),
        ],
        "inleiding": [f"Beste {zaak.indiener.naam},", besluit.motivering],
        "hoofdstukken": list(_hoofdstukken(besluit)),
        "ondertekening": [str(besluit.door), str(zaak.cluster), afzender],
    }


def _hoofdstukken(besluit: Besluit) -> Iterator[dict[str, Any]]:
    if besluit.voorwaarden:
        yield {"kop": "Onder deze voorwaarden", "tekst": besluit.voorwaarden}
    if agenda := waarom_agenda(besluit):
        yield {"kop": "Waarom de wijkagenda", "tekst": agenda, "grond": str(gronden.WIJKAGENDA)}
    if is_principe(besluit):
        bevindingen = besluit.initiatief.toetsbevindingen.all()
        yield {
            "kop": "Hoe we hebben getoetst",
            "punten": [_punt(bevinding) for bevinding in op_volgorde(bevindingen)],
            "grond": str(gronden.TOETSSTENEN),
        }
    yield {"kop": "Wie heeft besloten", "tekst": wie(besluit), "grond": str(grond(besluit))}
    yield {"kop": "Wat er nu gebeurt", "tekst": vervolg(besluit)}


def _punt(bevinding: Toetsbevinding) -> dict[str, str]:
    uitslag, reden = bevinding.get_uitslag_display(), bevinding.reden
    return {"kop": bevinding.get_steen_display(), "uitslag": uitslag, "reden": reden}
