"""Holding an agenda while something of it changes: always its row first, then the ledger's."""

from collections.abc import Collection

from wijkagenda.models import Fase, Wijkagenda
from wijken.models import Medewerker
from wijken.rechtentabel import eis
from wijkportaal.uitzonderingen import VerouderdeActie


def houd_agenda(
    agenda: Wijkagenda,
    *,
    door: Medewerker | None = None,
    recht: str = "",
    fasen: Collection[str] = tuple(Fase),
) -> Wijkagenda:
    """Return the agenda as it is now, held until the transaction ends.

    Raises:
        PermissionDenied: `door` has not the permission `recht` for this agenda.
        VerouderdeActie: the agenda is not (any more) in one of `fasen`.
    """
    rij = (
        Wijkagenda.objects.select_for_update(of=("self",), no_key=True)
        .select_related("wijk")
        .get(pk=agenda.pk)
    )
    if door and recht:
        eis(recht, door, rij)
    if rij.fase not in fasen:
        raise VerouderdeActie(f"Dit kan nu niet: de agenda is in “{rij.get_fase_display()}”.")
    return rij
