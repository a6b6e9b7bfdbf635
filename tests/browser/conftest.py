"""A real browser against the running server, on a phone and on a desk, checked by axe.

A browser test asks for `telefoon`, `bureau` or `scherm` (both, one after the other) and gets a page of
which `goto("/")` opens the portal with Roermond in it. Whatever page it opens may not log an error, nor ask
for a stylesheet, script, font or picture in vain: `open_scherm` listens and the test fails.
"""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from playwright.sync_api import expect

# Playwright keeps an event loop in this thread, and Django then refuses the ORM. Nothing here is async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HIER = Path(__file__).parent
# Milliseconds; a machine that runs everything else at the same time is slow, not wrong.
GEDULD = 20_000
expect.set_options(timeout=GEDULD)
CHROMIUM = shutil.which("chromium")
SCHERMEN = {
    "telefoon": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "bureau": {"viewport": {"width": 1280, "height": 900}},
}
# A folder for a picture of each page that `bekijk` checks, to look at or to put in docs/.
AFDRUKKEN = os.environ.get("SCHERMAFDRUKKEN")


def pytest_collection_modifyitems(items):
    """Everything in this folder is a browser test."""
    for item in items:
        if item.path.is_relative_to(HIER):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium, without the calls home that a closed network refuses."""
    if CHROMIUM is None:
        pytest.skip("chromium is missing: apt-get install chromium")
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def base_url():
    """Leave it to each context; pytest-playwright's fixture of this name trips over pytest 9's warnings."""


@pytest.fixture
def portaal(live_server, settings, roermond):
    """The running portal; mailed links point to it, and nobody used up the number of tries of an hour."""
    settings.BASIS_URL = live_server.url
    cache.clear()
    return live_server


@pytest.fixture
def roermond(transactional_db):
    """Roermond as in the demo. Tables are emptied after each test; from the second on a copy is put back."""
    if GELADEN and mag_terugzetten():
        zet_terug()
    else:
        call_command("laad_gemeente", "roermond")
        GELADEN.update(kopie())


# What the loaders made, by table: loading takes seconds, putting back a tenth of one.
GELADEN: dict[str, bytes] = {}
VAN_DJANGO = {"django_content_type", "auth_permission", "django_migrations"}


def mag_terugzetten():
    """Only a superuser may put rows back without the triggers that guard them."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return cursor.fetchone() == ("on",)


def kopie():
    tabellen = set(connection.introspection.django_table_names(only_existing=True)) - VAN_DJANGO
    with connection.cursor() as cursor:
        return {tabel: lees_tabel(cursor, tabel) for tabel in sorted(tabellen)}


def lees_tabel(cursor, tabel):
    with cursor.copy(f'COPY "{tabel}" TO STDOUT') as stroom:
        return b"".join(bytes(deel) for deel in stroom)


def zet_terug():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for tabel, inhoud in GELADEN.items():
            with cursor.copy(f'COPY "{tabel}" FROM STDIN') as stroom:
                stroom.write(inhoud)


@pytest.fixture
def open_scherm(new_context, portaal):
    """Open a page of one of SCHERMEN; a test with two people opens two, each with its own cookies."""
    klachten = []

    def open_(soort, **opties):
        context = new_context(base_url=portaal.url, locale="nl-NL", **SCHERMEN[soort], **opties)
        context.set_default_timeout(GEDULD)
        luister(context, klachten)
        return context.new_page()

    yield open_
    assert klachten == []


def luister(context, klachten):
    """Note what the browser complains of. That a page itself is a 404 or a 422 is for the test to judge."""

    def bij_antwoord(antwoord):
        if antwoord.status >= 400 and antwoord.request.resource_type != "document":
            klachten.append(f"{antwoord.status} {antwoord.url}")

    def bij_console(melding):
        if melding.type in ("error", "warning") and not telt_niet(melding):
            klachten.append(f"{melding.text} ({melding.location.get('url')})")

    def bij_mislukt(verzoek):
        if verzoek.failure != "net::ERR_ABORTED":  # the visitor went on before all was there
            klachten.append(f"{verzoek.failure} {verzoek.url}")

    context.on("response", bij_antwoord)
    context.on("console", bij_console)
    context.on("requestfailed", bij_mislukt)
    context.on("weberror", lambda fout: klachten.append(str(fout.error)))


def telt_niet(melding):
    """A missing file is noted elsewhere; and axe, which comes from no address, talks of its own work."""
    return not melding.location.get("url") or melding.text.startswith("Failed to load resource")


@pytest.fixture
def telefoon(open_scherm):
    return open_scherm("telefoon")


@pytest.fixture
def bureau(open_scherm):
    return open_scherm("bureau")


@pytest.fixture(params=list(SCHERMEN))
def soort(request):
    """Which of SCHERMEN everybody in this test looks at."""
    return request.param


@pytest.fixture
def scherm(open_scherm, soort):
    return open_scherm(soort)


@pytest.fixture
def axe():
    """Check a page for barriers: `axe(page)` fails with every violation and where it is."""

    def controleer(page):
        # Loading stylesheets itself, axe asks for their imports at the wrong address.
        uitslag = Axe().run(page, options={"preload": False}).response
        assert not uitslag["violations"], f"{page.url}\n" + "\n".join(map(beschrijf, uitslag["violations"]))

    return controleer


@pytest.fixture
def bekijk(axe):
    """Check a page as its visitor sees it: no barriers, and nothing beside the screen.

    `naam` is what its picture is called when AFDRUKKEN says where to keep it.
    """

    def bekijk_(page, naam):
        breedte = page.viewport_size["width"]
        page.wait_for_load_state()  # just after a click the new page may still be empty
        if AFDRUKKEN:
            page.screenshot(path=Path(AFDRUKKEN) / f"{naam}-{breedte}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") == breedte, f"{page.url} is too wide"
        axe(page)

    return bekijk_


def beschrijf(overtreding):
    """Say what axe found, where, and where it is explained."""
    kop = f"{overtreding['id']} ({overtreding['impact']}): {overtreding['help']}\n  {overtreding['helpUrl']}"
    plekken = [f"    {knoop['html']}\n      {knoop['failureSummary']}" for knoop in overtreding["nodes"]]
    return "\n".join([kop, *plekken])
