"""A first visit on a slow phone: everything that the browser fetches for the first page, compressed."""

import re
from html import unescape
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

HOOGSTENS = 250_000


def bestand(naam):
    pad = finders.find(naam)
    assert pad, f"{naam} is not there: run `npm ci && npm run build` first"
    return Path(pad)


def gewicht(pad):
    """Bytes over the line; fonts are compressed as they are."""
    inhoud = pad.read_bytes()
    return len(inhoud) if pad.suffix == ".woff2" else len(brotli.compress(inhoud))


def lettertypen(css, tekens):
    """The fonts of which the browser needs at least one of these characters."""
    for regel in re.findall(r"@font-face\{([^}]*)\}", css):
        bereiken = re.findall(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", regel, re.IGNORECASE)
        if any(
            int(van, 16) <= ord(teken) <= int(tot or van, 16) for van, tot in bereiken for teken in tekens
        ):
            yield re.search(r'url\("?(?:\./)?([\w.-]+)', regel)[1]


@pytest.mark.django_db
def test_the_first_page_is_light(client):
    call_command("laad_gemeente", "roermond")
    antwoord = client.get("/")
    html = antwoord.content.decode()
    namen = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html))
    zichtbaar = set(unescape(re.sub(r"<[^>]+>", "", html)))
    namen |= set(lettertypen(bestand("portaal.css").read_text(), zichtbaar))

    assert "kaart.js" not in namen
    assert {"portaal.css", "portaal.js", "thema-standaard.css", "noto-sans-latin-400-normal.woff2"} <= namen
    assert not any("latin-ext" in naam for naam in namen)
    assert len(brotli.compress(antwoord.content)) + sum(gewicht(bestand(naam)) for naam in namen) < HOOGSTENS


def test_each_file_that_a_stylesheet_names_is_there():
    """The manifest storage refuses a stylesheet that names a file that does not exist."""
    for css in ("portaal.css", "thema-standaard.css", "kaart.css", "beheer.css"):
        for naam in re.findall(r'url\("?(?:\./)?([\w.-]+\.\w+)"?\)', bestand(css).read_text()):
            assert bestand(naam).exists()
