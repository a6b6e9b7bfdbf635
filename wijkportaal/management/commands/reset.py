"""Throw the demo's data away, after asking."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wijkportaal import ingebed


class Command(BaseCommand):
    """Knows only the cluster that the demo made itself; a database of someone else is left alone."""

    help = "Gooi de gegevens van de demo weg (na een vraag)."
    requires_system_checks = ()

    def handle(self, **_opties: Any) -> None:
        """Ask first; then remove the cluster, unless the demo is running on it."""
        if not settings.DEMO:
            raise CommandError("Alleen de gegevens van de demo kunnen zo weg, niet die van een installatie.")
        cluster = settings.EIGEN_CLUSTER
        if not cluster.exists():
            self.stdout.write("Er zijn geen gegevens van de demo.")
            return
        if not self._zeker_weten():
            self.stdout.write("Er is niets weggegooid.")
            return
        if not ingebed.verwijder(cluster):
            raise CommandError("De demo draait nog. Stop hem eerst (Ctrl-C) en probeer het dan opnieuw.")
        self.stdout.write("De gegevens zijn weg. `make run` begint opnieuw.")

    def _zeker_weten(self) -> bool:
        self.stdout.write(
            "Alles wat in de demo is ingevoerd, gaat weg. Typ 'ja' om door te gaan: ", ending=""
        )
        self.stdout.flush()
        try:
            return input().strip().lower() in {"ja", "j"}
        except EOFError:
            return False
