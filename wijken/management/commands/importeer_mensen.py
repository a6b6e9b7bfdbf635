"""Read people and roles from a CSV file, for the first filling of an installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wijken import invoer


class Command(BaseCommand):
    """Without `--doe-het` it shows what would change and changes nothing."""

    help = "Lees mensen en rollen uit een CSV-bestand; zonder --doe-het alleen laten zien wat er verandert."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether to do it."""
        parser.add_argument("bestand", type=Path)
        parser.add_argument("--doe-het", action="store_true", help="lees het bestand echt in")

    def handle(self, *, bestand: Path, doe_het: bool, **_opties: Any) -> None:
        """Say per line what changes; fail with every mistake, and then nothing has changed."""
        try:
            uitkomst = self._voer_uit(bestand, doe_het=doe_het)
        except (OSError, invoer.OnleesbaarBestand) as fout:
            raise CommandError(str(fout)) from fout
        for melding in uitkomst.wijzigingen:
            self.stdout.write(f"Regel {melding.regel}: {melding.tekst}")
        if uitkomst.fouten:
            regels = [f"Regel {melding.regel}: {melding.tekst}" for melding in uitkomst.fouten]
            raise CommandError("\n".join(["Er is niets ingelezen.", *regels]))
        gedaan = "Ingelezen." if doe_het else "Er is niets gewijzigd. Met --doe-het wel."
        self.stdout.write(f"{len(uitkomst.wijzigingen)} wijzigingen. {gedaan}")

    def _voer_uit(self, bestand: Path, *, doe_het: bool) -> invoer.Uitkomst:
        inhoud = bestand.read_bytes()
        if not doe_het:
            return invoer.proef(inhoud=inhoud, door=None)
        return invoer.lees_in(inhoud=inhoud, door=None, reden=f"Ingelezen uit {bestand.name}")
