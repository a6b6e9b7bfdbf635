"""Compute the whole ledger again from its bookings, and fail when anything differs (B-18)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budgetten.controle import controleer
from budgetten.models import Boeking


class Command(BaseCommand):
    """For a nightly run and for an accountant; reads only."""

    help = "Reken het grootboek na. Bij een afwijking volgt een foutcode."

    def handle(self, **_opties: Any) -> None:
        """Write each difference on a line of its own."""
        afwijkingen = controleer()
        for afwijking in afwijkingen:
            self.stdout.write(str(afwijking))
        if afwijkingen:
            raise CommandError(f"Het grootboek klopt niet: {len(afwijkingen)} afwijkingen.")
        self.stdout.write(f"Het grootboek klopt: {Boeking.objects.count()} boekingen nagerekend.")
