"""Messages to who join in with a case and to who support it (I-20, I-21)."""

from django.db import models
from django.utils import timezone

from initiatieven.berichten.kern import (
    aan_bewoner,
    aan_indiener,
    aan_medewerkers,
    contact_van,
    context,
    nieuwe_link,
    volglink,
)
from initiatieven.models import Groepslid, Indiener, Initiatief, Steun, Toegangslink
from wijkportaal.berichten import stel_op
from wijkportaal.links import Link
from wijkportaal.models import Bericht, beleid

STEUN_ROUTE = "initiatieven:steun_link"


def nodig_uit(lid: Groepslid) -> None:
    """Ask somebody to join. The mail is the only thing this person gets until the button is pressed."""
    zaak = lid.initiatief
    dagen = beleid("bevestigen-termijn-dagen")
    link = nieuwe_link(zaak, Toegangslink.Doel.MEEDOEN, dagen, lid=lid)
    aan_bewoner(zaak, lid, "uitnodiging", f"uitnodiging:{lid.pk}", link=link)


def meld_groep_verlaten(lid: Groepslid) -> None:
    """Tell the submitter that a member left the group."""
    zaak = lid.initiatief
    link = volglink(zaak, zaak.indiener)
    aan_bewoner(zaak, zaak.indiener, "groep_verlaten", f"verlaten:{lid.pk}", link=link, wie=lid.naam)


def meld_uit_groep(lid: Groepslid) -> None:
    """Tell a member that he or she was taken out of the group."""
    aan_bewoner(lid.initiatief, lid, "uit_groep", f"uit-groep:{lid.pk}")


def vraag_over_te_nemen(lid: Groepslid) -> None:
    """Ask a member to go on with the case in place of the submitter."""
    zaak = lid.initiatief
    link = nieuwe_link(zaak, Toegangslink.Doel.OVERNEMEN, beleid("bevestigen-termijn-dagen"), lid=lid)
    aan_bewoner(zaak, lid, "overnemen", f"overnemen:{link.sleutel}", link=link)


def meld_overgenomen(zaak: Initiatief, nieuwe: Indiener) -> None:
    """Tell everybody in the group, and the fixed contact, who goes on with the case."""
    aan_indiener(zaak, "overgenomen", f"overgenomen:{nieuwe.pk}", wie=nieuwe.naam)
    aan_medewerkers(zaak, contact_van(zaak), "overgenomen_medewerker", f"overgenomen-intern:{nieuwe.pk}")


def _steun_bij(zaak: Initiatief) -> str:
    return f"steun:{zaak.kenmerk}:"


def berichten_over_steun(steun: Steun) -> models.QuerySet[Bericht]:
    """Return the messages to one supporter."""
    return Bericht.objects.filter(gebeurtenis__startswith=f"{_steun_bij(steun.initiatief)}{steun.pk}:")


def berichten_aan_steuners(zaak: Initiatief) -> models.QuerySet[Bericht]:
    """Return the messages to all supporters: only to erase, because staff may not see who they are."""
    return Bericht.objects.filter(gebeurtenis__startswith=_steun_bij(zaak))


def vraag_steun_te_bevestigen(steun: Steun) -> None:
    """Ask a supporter to confirm, or show how to take support back: at most one mail a day.

    The mail repeats nothing that was typed: the address may be somebody else's.
    """
    zaak = steun.initiatief
    stel_op(
        gebeurtenis=f"{_steun_bij(zaak)}{steun.pk}:{timezone.localdate()}",
        naar=steun.email,
        sjabloon="initiatieven/mail/steun",
        context=context(zaak),
        link=Link(STEUN_ROUTE, str(steun.pk)),
    )
