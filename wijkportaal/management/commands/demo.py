"""Run the whole portal on one machine, from an empty folder or from where it was."""

import ctypes
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from wijkportaal import ingebed
from wijkportaal.demoserver import Demoserver
from wijkportaal.management.commands.laad_gemeente import laadmodules
from wijkportaal.poort import bezet_melding, is_vrij

GEMEENTE = "roermond"


# prctl(2), Linux only: this process gets a signal when the one that made it ends.
PR_SET_PDEATHSIG = 1


def _laad() -> None:
    """Load the municipality, and stop when the demo is killed on the way: the next one begins anew."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    call_command("laad_gemeente", GEMEENTE)


class Command(BaseCommand):
    """Every step may be interrupted and is safe to repeat."""

    help = "Start het portaal op deze computer: database, gegevens en webserver in één."

    def handle(self, **_opties: Any) -> None:
        """Prepare what is not there yet, say where to look, and serve until told to stop."""
        self._weiger_buiten_de_demo()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            with ExitStack() as stapel:
                accounts = self._bereid_voor(stapel)
                Demoserver(poort=settings.PORT, gereed=lambda: self._groet(accounts)).run()
        except KeyboardInterrupt:
            self.stdout.write("Gestopt.")

    def _weiger_buiten_de_demo(self) -> None:
        """The demo has known passwords and invented data: never on a real installation."""
        if not settings.DEMO:
            raise CommandError(
                "De demo draait niet op productie-instellingen: ze heeft bekende wachtwoorden. "
                "Zet DJANGO_SETTINGS_MODULE niet, of op wijkportaal.settings.demo."
            )
        if not is_vrij(settings.PORT):
            raise CommandError(bezet_melding(settings.PORT))

    def _bereid_voor(self, stapel: ExitStack) -> list[tuple[str, str]]:
        with self._stap("Database starten"):
            if ingebed.is_eigen(settings.DATABASES["default"], settings.EIGEN_CLUSTER):
                stapel.enter_context(ingebed.server(settings.EIGEN_CLUSTER))
        with self._stap("Tabellen bijwerken"):
            call_command("migrate", verbosity=0, interactive=False)
        with self._stap("Gegevens van de gemeente laden"):
            self._laad_eenmaal()
        with self._stap("Stijl en scripts klaarzetten"):
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        accounts = demo_accounts()
        # The web worker is a fork of this process: no connection may be shared with it.
        connections.close_all()
        return accounts

    def _laad_eenmaal(self) -> None:
        """What people did in the demo since then stays: only an empty database is filled.

        In a process of its own: letters are made on the way, and typst hangs in the fork of a process that
        has used it. The web worker is such a fork.
        """
        if apps.get_model("wijken", "Gemeente").objects.exists():
            return
        connections.close_all()
        kind = multiprocessing.get_context("fork").Process(target=_laad, daemon=True)
        kind.start()
        kind.join()
        if kind.exitcode:
            raise CommandError("De gegevens konden niet worden geladen. De fout staat hierboven.")

    @contextmanager
    def _stap(self, naam: str) -> Iterator[None]:
        self.stdout.write(f"  {naam:<34}", ending="")
        self.stdout.flush()
        begin = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - begin:5.1f} s")

    def _groet(self, accounts: list[tuple[str, str]]) -> None:
        self.stdout.write(f"\nHet portaal draait op {settings.BASIS_URL}")
        self.stdout.write(f"  Voor medewerkers: {settings.BASIS_URL}/beheer/")
        self.stdout.write(f"  Verzonden post:   {settings.BASIS_URL}/demo/postvak/")
        self.stdout.write(f"\nAccounts, alle met het wachtwoord {settings.DEMO_WACHTWOORD}")
        for rol, email in accounts:
            self.stdout.write(f"  {email:<32} {rol}")
        self.stdout.write("\nStoppen met Ctrl-C. De gegevens blijven bewaard; `make reset` gooit ze weg.")
        self.stdout.flush()


def demo_accounts() -> list[tuple[str, str]]:
    """Return (role, mail address) of the accounts that each app's `laden` module makes for the demo."""
    return [
        account
        for module in laadmodules()
        if hasattr(module, "demo_accounts")
        for account in module.demo_accounts()
    ]
