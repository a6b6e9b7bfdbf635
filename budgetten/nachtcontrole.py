"""Keeping watch over the ledger: a full check each night, of which the outcome is kept and told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from budgetten.controle import controleer
from budgetten.models import Boeking, Controle
from wijken.models import Rol
from wijkportaal.berichten import stel_op
from wijkportaal.gezond import registreer

MELDT_HOOGSTENS = 20


def controleer_en_bewaar() -> Controle:
    """Compute the whole ledger again and keep the outcome; alarm every beheerder of a difference (B-18)."""
    with _een_moment():
        afwijkingen, boekingen = controleer(), Boeking.objects.count()
    eerste = "\n".join(str(afwijking) for afwijking in afwijkingen[:MELDT_HOOGSTENS])
    with transaction.atomic():
        controle = Controle.objects.create(boekingen=boekingen, afwijkingen=len(afwijkingen), melding=eerste)
        if afwijkingen:
            _alarmeer(controle)
    return controle


@contextmanager
def _een_moment() -> Iterator[None]:
    """Read everything as it was at one moment, so that work that goes on meanwhile is no difference."""
    binnen_een_ander = connection.in_atomic_block
    with transaction.atomic():
        if not binnen_een_ander:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _alarmeer(controle: Controle) -> None:
    beheerders = Rol.objects.geldend().filter(soort=Rol.Soort.BEHEERDER)
    for adres in sorted(set(beheerders.values_list("medewerker__email", flat=True))):
        stel_op(
            gebeurtenis=f"budgetten:controle:{controle.pk}",
            naar=adres,
            sjabloon="budgetten/mail/controle",
            context={"controle": controle, "hoogstens": MELDT_HOOGSTENS, "adres": settings.BASIS_URL},
        )


def laatste_controle() -> dict[str, Any]:
    """Tell the health page what the last check found, and when; one row is read and nothing computed."""
    laatste = Controle.objects.first()
    if laatste is None:
        return {"klopt": None, "gecontroleerd_op": None}
    moment = timezone.localtime(laatste.op).isoformat(timespec="seconds")
    return {"klopt": laatste.klopt, "gecontroleerd_op": moment}


registreer("grootboek", laatste_controle)
