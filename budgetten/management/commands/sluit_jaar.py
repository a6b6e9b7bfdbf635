"""Show what lapses when a year is closed, ask, and close it (B-09)."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from budgetten.geld import in_euro
from budgetten.jaareinde import Sluiting, sluit, wat_vervalt
from budgetten.models import Jaarbudget
from wijken.models import Medewerker
from wijkportaal.uitzonderingen import Domeinfout


class Command(BaseCommand):
    """Safe to break off and to run again: a year closes in one transaction, once."""

    help = "Sluit een jaar: vrij en gereserveerd geld vervalt, wat is vastgelegd blijft staan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, who closes it, and whether to ask."""
        parser.add_argument("jaar", type=int)
        parser.add_argument("--door", help="mailadres van wie het jaar sluit; anders wordt het gevraagd")
        parser.add_argument("--ja", action="store_true", help="vraag niet om bevestiging")

    def handle(self, *, jaar: int, door: str | None, ja: bool, **_opties: Any) -> None:
        """Show, ask, close. Somebody answers for it, so without `--door` it asks who; `--ja` asks nothing."""
        if ja and not door:
            raise CommandError("Noem met --door wie het jaar sluit.")
        budget = Jaarbudget.objects.filter(jaar=jaar).first()
        if budget is None:
            raise CommandError(f"Er is geen budget voor {jaar}.")
        wie = _wie(door or input("Mailadres van wie het jaar sluit: "))
        if budget.gesloten:
            self.stdout.write(f"{jaar} is al gesloten.")
            return
        self.stdout.write(_overzicht(wat_vervalt(budget)))
        if (
            not ja
            and input(f"{jaar} sluiten? Dit kan niet ongedaan worden gemaakt. Typ ja: ").strip() != "ja"
        ):
            self.stdout.write("Er is niets gesloten.")
            return
        try:
            sluiting = sluit(jaar=budget, door=wie)
        except Domeinfout as fout:
            raise CommandError(str(fout)) from fout
        except PermissionDenied as fout:
            raise CommandError(f"{wie} mag geen jaar sluiten.") from fout
        self.stdout.write(f"{jaar} is gesloten. Er is {in_euro(sluiting.vervalt)} vervallen.")


def _wie(mailadres: str) -> Medewerker:
    wie = Medewerker.objects.filter(email=mailadres.strip().lower(), is_active=True).first()
    if wie is None:
        raise CommandError(f"Niemand heeft het mailadres {mailadres}.")
    return wie


def _overzicht(sluiting: Sluiting) -> str:
    regels = [
        f"Vrij, vervalt: {pot}{f' {pot.wijk}' if pot.wijk else ''}: {in_euro(bedrag)}"
        for pot, bedrag in sluiting.vrij
    ]
    regels += [
        f"Gereserveerd, vervalt: {aanvraag} ({aanvraag.doel}): {in_euro(bedrag)}"
        for aanvraag, bedrag in sluiting.gereserveerd
    ]
    regels += [
        f"Nog geen besluit, vervalt: {aanvraag} ({aanvraag.doel})" for aanvraag in sluiting.zonder_besluit
    ]
    regels += [
        f"Vastgelegd voor {aanvraag.planjaar}, blijft staan: {aanvraag} ({aanvraag.doel}): {in_euro(bedrag)}"
        for aanvraag, bedrag in sluiting.staat_vast
    ]
    return "\n".join([*regels, f"Samen vervalt {in_euro(sluiting.vervalt)}."])
