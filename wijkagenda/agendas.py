"""An agenda on its route: beginning one, and taking a step (A-01, A-02). The only way its phase changes."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from wijkagenda.grendel import houd_agenda
from wijkagenda.models import Agendastap, Fase, Wijkagenda
from wijkagenda.overgangen import OP_NAAM
from wijkagenda.signals import verzamelen_begint
from wijkagenda.uitzonderingen import StapNietToegestaan, in_woorden
from wijken.models import Medewerker, Wijk
from wijken.rechtentabel import eis
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie


@transaction.atomic
def begin_agenda(
    *, wijk: Wijk, vorm: str, van: datetime.date, tot: datetime.date, door: Medewerker, inleiding: str = ""
) -> Wijkagenda:
    """Begin the agenda of a wijk for a period; it starts with collecting (A-01, A-02).

    Raises:
        PermissionDenied: `door` may not begin an agenda for this wijk.
        Domeinfout: the period is not right, or the wijk has an agenda in it already.
    """
    agenda = Wijkagenda(wijk=wijk, vorm=vorm, van=van, tot=tot, inleiding=inleiding)
    eis("wijkagenda.add_wijkagenda", door, agenda)
    try:
        agenda.full_clean()
    except ValidationError as fout:
        raise Domeinfout(" ".join(fout.messages)) from fout
    agenda.save()
    verzamelen_begint.send(sender=Wijkagenda, agenda=agenda)
    return agenda


@transaction.atomic
def voer_stap_uit(
    *,
    agenda: Wijkagenda,
    naam: str,
    door: Medewerker,
    hoe: str,
    wanneer: str = "",
    met_wie: str = "",
    uitkomst: str = "",
) -> Agendastap:
    """Take one step of the table, with the account of how the coalitie did it (A-02).

    Checked again under a lock, so of two people who press at once one wins.

    Raises:
        PermissionDenied: this person may not take this step.
        VerouderdeActie: the agenda is no longer in the phase where the step starts.
        StapNietToegestaan: something is still missing; the message says what.
    """
    stap = OP_NAAM[naam]
    rij = houd_agenda(agenda)
    rol = stap.in_rol_van(rij, door)
    if rol is None:
        raise PermissionDenied(f"{door}: {naam}")
    if rij.fase != stap.van:
        raise VerouderdeActie(f"Dit kan niet meer: de agenda is nu in “{rij.get_fase_display()}”.")
    if not hoe.strip():
        raise StapNietToegestaan("Schrijf op hoe u het heeft gedaan, of waarom u teruggaat.")
    verslag = {"wanneer": wanneer, "met_wie": met_wie, "uitkomst": uitkomst}
    if any(not verslag[deel].strip() for deel in stap.verslag):
        raise StapNietToegestaan("Schrijf op wanneer u het heeft gedaan, met wie, en wat eruit kwam.")
    if missend := stap.ontbreekt(rij):
        raise StapNietToegestaan(" ".join(missend))
    _zet(rij, stap.naar, hoe=hoe)
    if stap.gevolg:
        stap.gevolg(agenda=rij, door=door)
    return Agendastap.objects.create(
        agenda=rij,
        ronde=rij.ronde,
        naam=naam,
        van=stap.van,
        naar=stap.naar,
        hoe=hoe.strip(),
        wanneer=wanneer.strip(),
        met_wie=met_wie.strip(),
        uitkomst=uitkomst.strip(),
        door=door,
        rol=rol,
    )


def _zet(agenda: Wijkagenda, fase: str, *, hoe: str) -> None:
    """Write the phase; a step out of uitvoering to the uitwerking begins a new version (A-09)."""
    velden = ["fase", "fase_sinds"]
    if agenda.fase == Fase.UITVOERING and fase == Fase.UITWERKING:
        agenda.ronde += 1
        velden.append("ronde")
    agenda.fase, agenda.fase_sinds = fase, timezone.now()
    with in_woorden():
        bewaar(agenda, velden=velden, reden=hoe)
