"""The case goes to somebody else: back to triage, or to another vakambtenaar. Each time counts (RM 4.1)."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction

from initiatieven import berichten
from initiatieven.models import Fase, Faseovergang, Initiatief, Overdracht
from wijken.models import Medewerker, Rol
from wijkportaal.historie import bewaar
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

RECHT = "initiatieven.overdragen"
FASEN_MET_CONTACT = (Fase.ORIENTATIE, Fase.TOETS, Fase.UITVOERING)


def leg_terug(stap: Faseovergang) -> None:
    """Going back to triage takes the contact away, and counts as a hand-over."""
    zaak = stap.initiatief
    van, door = cast("Medewerker", zaak.vakambtenaar), cast("Medewerker", stap.door)
    Overdracht.objects.create(initiatief=zaak, van=van, reden=stap.toelichting, door=door, op=stap.op)
    zaak.vakambtenaar = zaak.cluster = None
    zaak.keer_overgedragen += 1


@transaction.atomic
def draag_over(*, zaak: Initiatief, door: Medewerker, rol: Rol, reden: str) -> Overdracht:
    """Give the case to another vakambtenaar in the same phase, with the reason. Everybody is told.

    Raises:
        PermissionDenied: `door` may not hand over this case.
        VerouderdeActie: the case has no contact in its phase, or has this one already.
        Domeinfout: no reason, or somebody who is not a vakambtenaar today.
    """
    if not door.has_perm(RECHT, zaak):
        raise PermissionDenied
    rij = Initiatief.objects.select_for_update(no_key=True).get(pk=zaak.pk)
    if rij.fase not in FASEN_MET_CONTACT or rij.vakambtenaar_id != zaak.vakambtenaar_id:
        raise VerouderdeActie(
            "Iemand anders was u voor: deze zaak heeft een ander contact of een andere fase."
        )
    if rol.medewerker_id == rij.vakambtenaar_id:
        raise VerouderdeActie(f"{rol.medewerker} is al het vaste contact.")
    if not reden.strip():
        raise Domeinfout("Schrijf op waarom een ander het contact wordt.")
    if not Rol.objects.geldend().filter(pk=rol.pk, soort=Rol.Soort.VAKAMBTENAAR).exists():
        raise Domeinfout(f"{rol.medewerker} is vandaag geen vakambtenaar. Kies iemand anders.")
    overdracht = Overdracht.objects.create(
        initiatief=rij, van=cast("Medewerker", rij.vakambtenaar), naar=rol.medewerker, reden=reden, door=door
    )
    rij.vakambtenaar, rij.cluster = rol.medewerker, rol.cluster
    rij.keer_overgedragen += 1
    bewaar(rij, velden=["vakambtenaar", "cluster", "keer_overgedragen"], reden=f"overgedragen: {reden}")
    berichten.meld_overdracht(overdracht)
    return overdracht
