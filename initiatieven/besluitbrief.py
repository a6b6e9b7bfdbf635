"""The letter about a decision, as PDF/UA in the house style (I-14, I-15).

Whatever people typed goes to typst as data and never as markup. A sign that no font of the letter has would
make the PDF fail the standard: it is replaced by an open square.
"""

import functools
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format

from initiatieven import gronden
from initiatieven.besluitwoorden import grond, is_principe, kop, op_volgorde, vervolg, waarom_agenda, wie
from initiatieven.models import Besluit, Besluitbrief, Toetsbevinding
from wijken.models import Gemeente

SJABLOON = Path(__file__).with_suffix(".typ")
PROEF = b"""#set document(title: "x")
#set text(lang: "nl", font: ("Libertinus Serif", "DejaVu Sans Mono"))
= x
#sys.inputs.teken"""
ONBEKEND_TEKEN = "□"
GEWONE_TEKENS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x17F)))) | {"\n"}
# So many other signs are looked up one by one; a text with more of them is no letter.
BIJZONDERE_TEKENS = 60


def maak_brief(besluit: Besluit) -> Besluitbrief:
    """Make and keep the letter about a decision that is taken."""
    pdf = als_pdf(gegevens(besluit))
    naam = f"{besluit.initiatief.kenmerk} {besluit.get_soort_display().lower()}.pdf"
    return Besluitbrief.objects.create(besluit=besluit, naam=naam, grootte=len(pdf), inhoud=pdf)


def als_pdf(brief: dict[str, Any]) -> bytes:
    """Return the letter as a PDF that typst itself holds against PDF/UA. It takes about 25 ms."""
    invoer = {"brief": json.dumps(_leesbaar(brief))}
    pdf: bytes = typst.compile(
        str(SJABLOON), sys_inputs=invoer, ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    return pdf


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


def _leesbaar(inhoud: Any) -> Any:
    """Replace what cannot be printed, in every text of the letter."""
    if isinstance(inhoud, dict):
        return {naam: _leesbaar(waarde) for naam, waarde in inhoud.items()}
    if isinstance(inhoud, list | tuple):
        return [_leesbaar(waarde) for waarde in inhoud]
    return _schoon(inhoud)


def _schoon(tekst: str) -> str:
    tekst = unicodedata.normalize("NFC", tekst).replace("\r\n", "\n").replace("\t", " ")
    bijzonder = set(tekst) - GEWONE_TEKENS
    te_veel = len(bijzonder) > BIJZONDERE_TEKENS
    onbekend = bijzonder if te_veel else {teken for teken in bijzonder if not drukbaar(teken)}
    return "".join(ONBEKEND_TEKEN if teken in onbekend else teken for teken in tekst)


@functools.lru_cache(maxsize=4096)
def drukbaar(teken: str) -> bool:
    """Tell whether a font of the letter has this sign: typst itself is asked. What steers text has none."""
    if unicodedata.category(teken)[0] in "CZ":
        return False
    try:
        typst.compile(PROEF, sys_inputs={"teken": teken}, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
