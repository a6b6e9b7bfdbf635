"""Erase the personal data of one case, or of all that ended longer ago than the policy says."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from initiatieven.models import Initiatief
from initiatieven.privacy import te_wissen, wis_persoonsgegevens
from wijkportaal.uitzonderingen import Domeinfout


class Command(BaseCommand):
    help = "Wis de persoonsgegevens van één zaak, of van alle zaken waarvan de bewaartermijn voorbij is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kenmerk", help="alleen deze zaak, ook als de termijn nog loopt")
        parser.add_argument("--proef", action="store_true", help="zeg wat er gewist zou worden en wis niets")

    def handle(self, *args: Any, kenmerk: str | None, proef: bool, **options: Any) -> None:
        zaken = list(Initiatief.objects.filter(kenmerk=kenmerk)) if kenmerk else te_wissen()
        if kenmerk and not zaken:
            raise CommandError(f"{kenmerk} bestaat niet.")
        for zaak in zaken:
            self._wis(zaak, proef=proef)
        wat = "zou gewist worden" if proef else "gewist"
        self.stdout.write(f"{len(zaken)} {'zaak' if len(zaken) == 1 else 'zaken'} {wat}.")

    def _wis(self, zaak: Initiatief, *, proef: bool) -> None:
        try:
            with transaction.atomic():
                telling = wis_persoonsgegevens(zaak=zaak)
                transaction.set_rollback(proef)
        except Domeinfout as fout:
            raise CommandError(str(fout)) from fout
        delen = ", ".join(f"{aantal} {naam}" for naam, aantal in telling.items()) or "niets meer"
        self.stdout.write(f"{zaak.kenmerk}: {delen}")
