"""Write docs/rechten.md, or check that it is up to date."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wijken.rechtendocument import schrijf


class Command(BaseCommand):
    """The page is made of the tables that the portal asks, so that it cannot say something else."""

    help = "Schrijf docs/rechten.md: welke rol wat mag."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the choice between writing and checking."""
        parser.add_argument("--check", action="store_true", help="schrijf niet, maar zeg of het klopt")

    def handle(self, *, check: bool, **_opties: Any) -> None:
        """Write the file, or fail when it says something else than the tables."""
        doel = settings.ROOT / "docs" / "rechten.md"
        if not check:
            doel.write_text(schrijf(), encoding="utf-8")
        elif not doel.exists() or doel.read_text(encoding="utf-8") != schrijf():
            raise CommandError("docs/rechten.md is verouderd. Draai: python manage.py rechten")
