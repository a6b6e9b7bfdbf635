"""Give the portal's own database user its rights; run by the owner of the tables, after migrating (B-18)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from budgetten.databaserol import geef_rechten


class Command(BaseCommand):
    """Safe to run again, and needed after each migration that makes a table."""

    help = "Geef de databasegebruiker van het portaal precies de rechten die hij nodig heeft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the database user."""
        parser.add_argument("rol", help="naam van de databasegebruiker, die al bestaat")

    def handle(self, *, rol: str, **_opties: Any) -> None:
        """Grant and revoke."""
        geef_rechten(rol)
        self.stdout.write(f"De gebruiker {rol} heeft zijn rechten.")
