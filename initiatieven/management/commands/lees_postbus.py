"""Read the mail to the general address now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatieven import postbus


class Command(BaseCommand):
    help = "Lees de mail aan het algemene adres (POSTBUS_URL) en zet die bij de binnengekomen post."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.POSTBUS_URL:
            raise CommandError("Er is geen postbus ingesteld. Zet POSTBUS_URL; docs/beheer.md zegt hoe.")
        try:
            gelezen = postbus.lees()
        except postbus.PostbusOnbereikbaar as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(f"{gelezen} {'mail' if gelezen == 1 else 'mails'} gelezen.")
