"""Reading the files in `fixtures/` into the database: what the `laden` modules of all apps share.

A file is a starting point. A row that is there already, by its natural key, is left as it is: staff may
have changed it since. So loading twice doubles nothing and undoes nobody's work.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models

from wijkportaal.uitzonderingen import Domeinfout

M = TypeVar("M", bound=models.Model)


class Laadfout(Domeinfout):
    """A file in `fixtures/` cannot be loaded. The message says which file and what is wrong with it."""


@contextmanager
def bestand(pad: Path) -> Iterator[dict[str, Any]]:
    """Give the contents of a TOML file; what goes wrong while it is loaded is told with its name.

    Raises:
        Laadfout: the file is not there, is not TOML, misses a name, or holds a value or step that is refused.
    """
    try:
        yield tomllib.loads(pad.read_text("utf-8"))
    except Laadfout:
        raise
    except (Domeinfout, PermissionDenied, ObjectDoesNotExist) as fout:
        raise Laadfout(f"{pad.name}: {fout}") from fout
    except FileNotFoundError as fout:
        raise Laadfout(f"Het bestand {fout.filename} ontbreekt.") from fout
    except KeyError as fout:
        raise Laadfout(f"{pad.name}: {fout} ontbreekt.") from fout
    except ValidationError as fout:
        raise Laadfout(f"{pad.name}: {' '.join(fout.messages)}") from fout
    except (ValueError, TypeError) as fout:
        raise Laadfout(f"{pad.name}: {fout}") from fout


def voeg_toe(model: type[M], sleutel: dict[str, Any], waarden: dict[str, Any]) -> tuple[M, bool]:
    """Return the row of `model` with this natural key, made with `waarden` when it is new, and whether it is.

    Raises:
        ValidationError: the new row breaks a rule of the model or of the database.
    """
    rij = model._default_manager.filter(**sleutel).first()
    if rij is not None:
        return rij, False
    rij = model(**sleutel, **waarden)
    try:
        rij.full_clean()
    except ValidationError as fout:
        raise ValidationError(f"{model._meta.verbose_name} “{rij}”: {' '.join(fout.messages)}") from fout
    rij.save()
    return rij, True


def zoek(model: type[M], naam: str) -> M:
    """Return the row of `model` that a file refers to by name.

    Raises:
        ValidationError: there is none; the message says what was looked for.
    """
    rij = model._default_manager.filter(naam=naam).first()
    if rij is None:
        raise ValidationError(f"{model._meta.verbose_name} “{naam}” bestaat niet.")
    return rij
