"""Write docs/regels.md, or check that it is up to date."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from wijkportaal.regelboek import OnbekendeRegel, schrijf


class Command(BaseCommand):
    """A rule that a test or the code names and that does not exist stops the check."""

    help = "Schrijf docs/regels.md: per regel van het beleid de code en de tests."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the choice between writing and checking."""
        parser.add_argument("--check", action="store_true", help="schrijf niet, maar zeg of het klopt")

    def handle(self, *, check: bool, **_opties: Any) -> None:
        """Write the file, or fail when it says something else than the tree."""
        doel = settings.ROOT / "docs" / "regels.md"
        try:
            tekst = schrijf(settings.ROOT)
        except OnbekendeRegel as fout:
            raise CommandError(str(fout)) from fout
        if not check:
            doel.write_text(tekst, encoding="utf-8")
        elif not doel.exists() or doel.read_text(encoding="utf-8") != tekst:
            raise CommandError("docs/regels.md is verouderd. Draai: python manage.py regels")
