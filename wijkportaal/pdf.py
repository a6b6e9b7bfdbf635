"""Documents as PDF/UA, made by typst.

Whatever people typed goes to typst as data and never as markup. A sign that no font of the document has would
make the PDF fail the standard: it is replaced by an open square.
"""

import functools
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

PROEF = b"""#set document(title: "x")
#set text(lang: "nl", font: ("Libertinus Serif", "DejaVu Sans Mono"))
= x
#sys.inputs.teken"""
ONBEKEND_TEKEN = "□"
GEWONE_TEKENS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x17F)))) | set("\n“”„‘’–—…•€")
# So many other signs are looked up one by one, the most used first. No text to be read has more.
BIJZONDERE_TEKENS = 60


def als_pdf(sjabloon: Path, gegevens: dict[str, Any]) -> bytes:
    """Return the document as a PDF that typst itself holds against PDF/UA.

    The template finds the data as JSON in `sys.inputs.gegevens`, and writes in the fonts of `PROEF`.
    """
    invoer = {"gegevens": json.dumps(leesbaar(gegevens))}
    pdf: bytes = typst.compile(
        str(sjabloon), sys_inputs=invoer, ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    return pdf


def leesbaar(gegevens: Any) -> Any:
    """Return the same data with what cannot be printed replaced, in every text of it."""
    schoon = _per_tekst(gegevens, _gewoon)
    bijzonder = Counter(teken for tekst in _teksten(schoon) for teken in tekst if teken not in GEWONE_TEKENS)
    bekend = {teken for teken, _ in bijzonder.most_common(BIJZONDERE_TEKENS) if drukbaar(teken)}
    if bijzonder.keys() <= bekend:
        return schoon
    tabel = str.maketrans(dict.fromkeys(bijzonder.keys() - bekend, ONBEKEND_TEKEN))
    return _per_tekst(schoon, lambda tekst: tekst.translate(tabel))


def _gewoon(tekst: str) -> str:
    return unicodedata.normalize("NFC", tekst).replace("\r\n", "\n").replace("\t", " ")


def _per_tekst(gegevens: Any, doe: Any) -> Any:
    if isinstance(gegevens, dict):
        return {naam: _per_tekst(waarde, doe) for naam, waarde in gegevens.items()}
    if isinstance(gegevens, list | tuple):
        return [_per_tekst(waarde, doe) for waarde in gegevens]
    return doe(gegevens) if isinstance(gegevens, str) else gegevens


def _teksten(gegevens: Any) -> Iterator[str]:
    if isinstance(gegevens, dict | list):
        for waarde in gegevens.values() if isinstance(gegevens, dict) else gegevens:
            yield from _teksten(waarde)
    elif isinstance(gegevens, str):
        yield gegevens


@functools.lru_cache(maxsize=4096)
def drukbaar(teken: str) -> bool:
    """Tell whether a font of the document has this sign: typst itself is asked. What steers text has none."""
    if unicodedata.category(teken)[0] in "CZ":
        return False
    try:
        typst.compile(PROEF, sys_inputs={"teken": teken}, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
