"""The messages about wijkagenda's. Each is written in the transaction of the change that it tells about."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from wijkagenda.models import Beoordeling, Bijdrage, Wijkagenda
from wijken.mandaten import mandaathouders
from wijken.models import Medewerker, Rol
from wijkportaal.berichten import stel_op
from wijkportaal.links import Link

SJABLONEN = "wijkagenda/mail/"
AKKOORD_ROUTE = "wijkagenda:akkoord"


def adres_in_beheer(agenda: Wijkagenda) -> str:
    """Where staff open the agenda, after signing in."""
    return settings.BASIS_URL + reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])


def aan(
    mensen: set[str], sjabloon: str, gebeurtenis: str, *, link: Link | None = None, **context: Any
) -> None:
    """Write one message to each address, once per event."""
    for adres in sorted(mensen):
        stel_op(
            gebeurtenis=f"wijkagenda:{gebeurtenis}",
            naar=adres,
            sjabloon=f"{SJABLONEN}{sjabloon}",
            context=context,
            link=link,
        )


def meld_te_beoordelen(vraag: Beoordeling) -> None:
    """Tell who has the mandate that a part of a maatregel waits for a yes (A-06); never the one who asks.

    A partner's budgethouder gets a personal link and needs no work environment.
    """
    agenda = vraag.bijdrage.maatregel.agenda
    for mens in beoordelaars(vraag.bijdrage):
        if mens.pk == vraag.gevraagd_door_id:
            continue
        link = Link(AKKOORD_ROUTE, f"{vraag.pk}-{mens.pk}") if vraag.bijdrage.partner_id else None
        aan(
            {mens.email},
            "te_beoordelen",
            f"beoordeling:{vraag.pk}:{mens.pk}",
            link=link,
            vraag=vraag,
            agenda=agenda,
            adres="" if link else adres_van_vraag(vraag),
        )


def adres_van_vraag(vraag: Beoordeling) -> str:
    """Where staff answer the question, after signing in."""
    return settings.BASIS_URL + reverse("admin:wijkagenda_beoordeling_change", args=[vraag.pk])


def stuur_code(mens: Medewerker, *, code: str, nummer: int) -> None:
    """Mail the code that opens a question or a page; each once."""
    aan({mens.email}, "code", f"code:{nummer}", code=code)


def beoordelaars(deel: Bijdrage) -> list[Medewerker]:
    """Return who may say yes to this part today, substitutes too."""
    return mandaathouders(geldsoort=deel.geldsoort, cluster=deel.cluster, partner=deel.partner)


def meld_antwoord(vraag: Beoordeling) -> None:
    """Tell who asked what the answer is; an answer with money is told by the ledger."""
    if vraag.aanvraag_id:
        return
    agenda = vraag.bijdrage.maatregel.agenda
    aan(
        {vraag.gevraagd_door.email},
        "antwoord",
        f"antwoord:{vraag.pk}",
        vraag=vraag,
        agenda=agenda,
        adres=adres_in_beheer(agenda),
    )


def meld_gepubliceerd(agenda: Wijkagenda) -> None:
    """Tell the wijkregisseur and the beleidsmedewerkers that a version is public (A-08)."""
    rollen = Rol.objects.geldend().filter(soort=Rol.Soort.BELEIDSMEDEWERKER) | Rol.objects.geldend().filter(
        soort=Rol.Soort.WIJKREGISSEUR, wijk=agenda.wijk_id
    )
    naar = set(rollen.values_list("medewerker__email", flat=True))
    adres = settings.BASIS_URL + agenda.get_absolute_url()
    gebeurtenis = f"gepubliceerd:{agenda.pk}:{agenda.ronde}:{timezone.localdate():%Y%m%d}"
    aan(naar, "gepubliceerd", gebeurtenis, agenda=agenda, adres=adres)
