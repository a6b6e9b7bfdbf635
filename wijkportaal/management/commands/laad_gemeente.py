"""Load a municipality's fixtures: everything or nothing, and a second time changes nothing."""

from argparse import ArgumentParser
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from wijkportaal.fixtures import Laadfout


class Command(BaseCommand):
    """Hands the fixtures' folder to the `laden` module of each app, lower apps first."""

    help = "Laad de gegevens van een gemeente uit fixtures/<naam>; opnieuw laden verdubbelt niets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name of the folder."""
        parser.add_argument("naam", help="naam van de map in fixtures, bijvoorbeeld roermond")

    def handle(self, *, naam: str, **_opties: Any) -> None:
        """Load in one transaction, so that an interruption leaves nothing half-done."""
        map_ = settings.ROOT / "fixtures" / naam
        if not map_.is_dir():
            bekend = ", ".join(sorted(pad.name for pad in map_.parent.glob("*/")))
            raise CommandError(f"De map fixtures/{naam} bestaat niet. Wel: {bekend or 'geen enkele'}.")
        try:
            with transaction.atomic():
                for module in laadmodules():
                    module.laad(map_)
        except Laadfout as fout:
            raise CommandError(str(fout)) from fout


def laadmodules() -> list[ModuleType]:
    """Return the `laden` module of every app that has one, in the order of INSTALLED_APPS."""
    return [
        import_module(f"{app.name}.laden")
        for app in apps.get_app_configs()
        if app.module is not None and module_has_submodule(app.module, "laden")
    ]
