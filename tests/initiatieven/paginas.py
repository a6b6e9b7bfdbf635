"""Reads a page as a browser does: which forms stand on it, where each goes, what it sends along unseen."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from initiatieven.panelen.kern import Blad, adres_van_zaak


@dataclass
class Formulier:
    """A form of the page: its address, and the hidden fields with their values."""

    adres: str
    verborgen: dict[str, str] = field(default_factory=dict)


class _Lezer(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.formulieren: list[Formulier] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        kenmerken = dict(attrs)
        if tag == "form" and kenmerken.get("method") == "post":
            self.formulieren.append(Formulier(kenmerken.get("action", "")))
        if tag == "input" and kenmerken.get("type") == "hidden" and self.formulieren:
            self.formulieren[-1].verborgen[kenmerken["name"]] = kenmerken.get("value", "")


def formulieren(tekst: str) -> list[Formulier]:
    """Return the forms of a page that change something, in their order."""
    lezer = _Lezer()
    lezer.feed(tekst)
    return lezer.formulieren


def formulier(tekst: str, adres: str) -> Formulier:
    """Return the last form that goes to this address; buttons with a line come before the form below them."""
    return [rij for rij in formulieren(tekst) if rij.adres == adres][-1]


def zaak_in_geheel(client, zaak) -> str:
    """Return the text of all leaves of the case page, for what must stand on one of them, or on none."""
    return "\n".join(client.get(adres_van_zaak(zaak, blad)).text for blad in Blad)
