"""Print the computed division of a year, without keeping or booking anything (B-02)."""

import datetime
import json
from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from budgetten.models import Jaarbudget, Verdeling
from budgetten.verdeelsleutel import Voorstel
from budgetten.verdelen import voorstel_voor
from wijkportaal.uitzonderingen import Domeinfout


class Command(BaseCommand):
    """What `stel_voor` would propose, as a table or as JSON."""

    help = "Reken de verdeling van het wijkbudget over de wijken uit, zonder te boeken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, and how to round."""
        parser.add_argument("--jaar", type=int, required=True)
        parser.add_argument("--eenheid", default="10", help="rond af op 0.01 of 10 euro (standaard 10)")
        parser.add_argument("--peildatum", type=datetime.date.fromisoformat, help="van de inwonertallen")
        parser.add_argument("--json", action="store_true", help="schrijf JSON")

    def handle(
        self, *, jaar: int, eenheid: str, peildatum: datetime.date | None, json: bool, **_opties: Any
    ) -> None:
        """Compute and print."""
        budget = Jaarbudget.objects.filter(jaar=jaar).first()
        if budget is None:
            raise CommandError(f"Er is geen budget voor {jaar}.")
        try:
            voorstel, dag = voorstel_voor(budget, peildatum=peildatum, eenheid=_eenheid(eenheid))
        except Domeinfout as fout:
            raise CommandError(str(fout)) from fout
        self.stdout.write(_als_json(budget, voorstel, dag) if json else _als_tabel(voorstel))


def _eenheid(tekst: str) -> Decimal:
    try:
        eenheid = Decimal(tekst)
    except InvalidOperation:
        eenheid = Decimal(0)
    if f"{eenheid:.2f}" not in Verdeling.Eenheid.values or eenheid != round(eenheid, 2):
        raise CommandError("Kies als eenheid 0.01 (op de cent) of 10 (op € 10).")
    return eenheid


def _als_json(budget: Jaarbudget, voorstel: Voorstel, peildatum: datetime.date) -> str:
    """Amounts are text, so that no cent is lost."""
    wijken = [
        {
            "nummer": wijk.nummer,
            "wijk": wijk.naam,
            "inwoners": deel.inwoners,
            "exact": str(deel.exact),
            "totaal": f"{deel.totaal:.2f}",
            "agenda": f"{deel.agenda:.2f}",
            "initiatieven": f"{deel.initiatieven:.2f}",
        }
        for wijk, deel in voorstel.delen.items()
    ]
    alles = {
        "jaar": budget.jaar,
        "peildatum": peildatum.isoformat(),
        "totaal": f"{budget.gezamenlijk_wijkbudget:.2f}",
        "agenda": f"{voorstel.agenda:.2f}",
        "initiatieven": f"{voorstel.initiatieven:.2f}",
        "wijken": wijken,
    }
    return json.dumps(alles, ensure_ascii=False, indent=2)


def _als_tabel(voorstel: Voorstel) -> str:
    kop = f"{'wijk':<24}{'inwoners':>10}{'totaal':>14}{'wijkagenda':>14}{'initiatieven':>14}"
    regels = [
        f"{wijk.naam:<24}{deel.inwoners:>10}{deel.totaal:>14.2f}{deel.agenda:>14.2f}{deel.initiatieven:>14.2f}"
        for wijk, deel in voorstel.delen.items()
    ]
    inwoners = sum(deel.inwoners for deel in voorstel.delen.values())
    totaal = voorstel.agenda + voorstel.initiatieven
    som = f"{'Samen':<24}{inwoners:>10}{totaal:>14.2f}{voorstel.agenda:>14.2f}{voorstel.initiatieven:>14.2f}"
    return "\n".join([kop, *regels, som])
