"""An agenda as PDF/UA: a complete dossier for the college, and each version that was published (A-08, A-09).

Both are written from a document of `maak_document`, so that what the college reads is what it adopts.
"""

from pathlib import Path
from typing import Any

from wijkagenda import hoofdstukken
from wijkagenda.document import maak_document
from wijkagenda.leesbaar import dag
from wijkagenda.models import Fase, Versie, Wijkagenda
from wijken.models import Gemeente
from wijkportaal.pdf import als_pdf
from wijkportaal.uitzonderingen import VerouderdeActie

SJABLOON = Path(__file__).with_suffix(".typ")
FASEN = (Fase.OPSTELLEN, Fase.VASTSTELLING, Fase.RAAD)


def dossier(agenda: Wijkagenda) -> bytes:
    """Return the complete dossier of an agenda that lies with the coalitie or the college (A-08).

    Raises:
        VerouderdeActie: the agenda is being made (again), or there is an adopted version to read.
    """
    if agenda.fase not in FASEN:
        raise VerouderdeActie(f"Er is nu geen dossier: de agenda is in “{agenda.get_fase_display()}”.")
    document = maak_document(agenda)
    ideeen = agenda.ideeen.telt_mee().select_related("thema").order_by("oordeel", "pk")
    stuk = _stuk(document, f"{document['agenda']['naam']}: dossier voor het college")
    stuk["kenmerken"].append(("Stap", agenda.get_fase_display()))
    stuk["hoofdstukken"] += [
        *hoofdstukken.eerste_toets(list(ideeen)),
        *hoofdstukken.akkoorden(document),
        *hoofdstukken.stappen(document),
    ]
    return als_pdf(SJABLOON, stuk)


def versie_als_pdf(versie: Versie) -> bytes:
    """Return an adopted version, from its document and the decision alone (A-09).

    Select `besluit` and `raadsaanbieding`.
    """
    document = versie.document
    stuk = _stuk(document, document["agenda"]["naam"])
    besluit, aanbieding = versie.besluit, versie.raadsaanbieding
    stuk["kenmerken"] += [
        (
            "Vastgesteld",
            f"{dag(besluit.datum.isoformat())}, besluit {besluit.nummer} van het college van B en W",
        ),
        (
            "Aangeboden aan de raad",
            f"{dag(aanbieding.aangeboden_op.isoformat())}, brief {aanbieding.kenmerk}",
        ),
    ]
    if versie.toelichting:
        anders = {"niveau": 2, "kop": "Wat er is veranderd", "tekst": versie.toelichting}
        stuk["hoofdstukken"].insert(0, anders)
    stuk["hoofdstukken"] += [*hoofdstukken.akkoorden(document), *hoofdstukken.stappen(document)]
    return als_pdf(SJABLOON, stuk)


def _stuk(document: dict[str, Any], titel: str) -> dict[str, Any]:
    """Return what every document says: the agenda, its maatregelen, the money, and what residents said."""
    agenda = document["agenda"]
    return {
        "titel": titel,
        "afzender": f"Gemeente {Gemeente.objects.get()}",
        "voet": f"{agenda['naam']}, versie {document['versie']}",
        "kenmerken": [
            ("Wijk", agenda["wijk"]["naam"]),
            ("Periode", f"{dag(agenda['van'])} tot en met {dag(agenda['tot'])}"),
            ("Vorm en versie", f"{agenda['vorm']}, versie {document['versie']}"),
        ],
        "inleiding": agenda["inleiding"],
        "hoofdstukken": [
            *hoofdstukken.deelagendas(document),
            *hoofdstukken.maatregelen(document),
            *hoofdstukken.geld(document),
            *hoofdstukken.peiling(document),
        ],
    }
