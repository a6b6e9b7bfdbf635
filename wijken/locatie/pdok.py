"""The Locatieserver of PDOK: the national register of addresses, asked over HTTP."""

import json
import re
import time
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import structlog

from wijken.locatie.dienst import DienstWerktNiet, Plek

SECONDEN = 2.0
HOOGSTENS_BYTES = 256 * 1024
HOOGSTENS_PLEKKEN = 10
VELDEN = "weergavenaam gemeentecode wijkcode centroide_ll"
PUNT = re.compile(r"POINT\((-?\d{1,3}(?:\.\d+)?) (-?\d{1,2}(?:\.\d+)?)\)")
# All that can be wrong with an answer, from no connection to nonsense that nests without end.
ONBRUIKBAAR = (OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError, RecursionError)

log = structlog.get_logger(__name__)


class PdokLocatieserver:
    """Finds addresses and streets of one municipality (`gemeente_code` as CBS writes it: GM0957).

    The register matches loosely, so every answer is checked: a place of another municipality is left out.
    """

    def __init__(self, adres: str, *, gemeente: str, gemeente_code: str, seconden: float = SECONDEN) -> None:
        self.adres = adres.rstrip("/")
        self.gemeente = gemeente
        self.gemeente_code = gemeente_code.removeprefix("GM")
        self.seconden = seconden

    def zoek(self, tekst: str) -> list[Plek]:
        """Return the places for `tekst`; see `Locatiedienst.zoek`."""
        try:
            rijen = json.loads(self._haal(self._vraag(tekst)))["response"]["docs"]
            return [plek for rij in rijen if (plek := self._plek(rij))]
        except ONBRUIKBAAR as fout:
            # Never with its message: the address that somebody looked for is part of it.
            log.warning("locatieserver_antwoordt_niet", fout=type(fout).__name__)
            raise DienstWerktNiet("De adreszoeker werkt nu niet.") from fout

    def _vraag(self, tekst: str) -> str:
        """The address to fetch. Signs that mean something to the search engine are left out."""
        naam = self.gemeente.replace("\\", "").replace('"', "")
        vraag = {
            "q": re.sub(r"[^\w\s'’.-]", " ", tekst).strip(),
            "fq": ["type:(adres OR weg)", f'gemeentenaam:("{naam}")'],
            "fl": VELDEN,
            "rows": HOOGSTENS_PLEKKEN,
        }
        return f"{self.adres}/free?{urlencode(vraag, doseq=True)}"

    def _haal(self, adres: str) -> bytes:
        """Fetch within the time: a service that answers by drops is as bad as one that does not."""
        einde = time.monotonic() + self.seconden
        verzoek = Request(adres, headers={"Accept": "application/json"})  # noqa: S310  # the host is a setting
        inhoud = b""
        with urlopen(verzoek, timeout=self.seconden) as antwoord:  # noqa: S310
            while deel := antwoord.read1(16 * 1024):
                inhoud += deel
                if len(inhoud) > HOOGSTENS_BYTES or time.monotonic() > einde:
                    raise TimeoutError
        return inhoud

    def _plek(self, rij: dict[str, Any]) -> Plek | None:
        punt = PUNT.fullmatch(rij["centroide_ll"])
        if punt is None or rij["gemeentecode"] != self.gemeente_code:
            return None
        lengte, breedte = map(float, punt.groups())
        return Plek(str(rij["weergavenaam"])[:200], lengte, breedte, str(rij.get("wijkcode", "")))
