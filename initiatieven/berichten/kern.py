"""What every message about a case is made with: to the submitters, to staff, with a link or by phone."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from initiatieven.agenda import als_uitnodiging
from initiatieven.models import Afspraak, Belbericht, Groepslid, Indiener, Initiatief, Toegangslink
from wijken.models import Cluster, Gemeente, Rol
from wijkportaal.berichten import render_bericht, stel_op
from wijkportaal.links import Link
from wijkportaal.models import Bericht, beleid

ALLEEN_MET_MAIL = "[Een eigen pagina kan alleen met een mailadres.]"
LINK_ROUTE = "initiatieven:link"


def nieuwe_link(
    zaak: Initiatief, doel: Toegangslink.Doel, dagen: int, *, lid: Groepslid | None = None
) -> Link:
    """Make a link that opens the case once, for the submitter or for `lid`, to be put in one mail."""
    verloopt_op = timezone.now() + datetime.timedelta(days=dagen)
    rij = Toegangslink.objects.create(initiatief=zaak, doel=doel, verloopt_op=verloopt_op, lid=lid)
    return Link(LINK_ROUTE, str(rij.sleutel))


def berichten_over(zaak: Initiatief) -> models.QuerySet[Bericht]:
    """Return the messages about a case to its submitters and to staff: to read back, and to erase."""
    return Bericht.objects.filter(gebeurtenis__startswith=f"{zaak.kenmerk}:")


def aan_indiener(
    zaak: Initiatief, sjabloon: str, gebeurtenis: str, *, link: Link | None = None, **gegevens: Any
) -> None:
    """Write the submitter and whoever confirmed to be in the group, each with a fresh link to the page.

    With `link`, which only opens something for the submitter, nobody else is written. When the personal
    data were erased there is nobody to write.
    """
    mensen: list[Indiener | Groepslid] = []
    if indiener := getattr(zaak, "indiener", None):
        mensen.append(indiener)
    if link is None:
        mensen.extend(zaak.groep.bevestigd())
    for mens in mensen:
        eigen = link or (volglink(zaak, mens) if mens.email else None)
        aan_bewoner(zaak, mens, sjabloon, gebeurtenis, link=eigen, **gegevens)


def aan_bewoner(
    zaak: Initiatief,
    mens: Indiener | Groepslid,
    sjabloon: str,
    gebeurtenis: str,
    *,
    link: Link | None = None,
    afspraak: Afspraak | None = None,
    **gegevens: object,
) -> None:
    """Write one resident, or ask staff to pass it on to who has no mail address."""
    bericht: dict[str, Any] = {
        "gebeurtenis": f"{zaak.kenmerk}:{gebeurtenis}",
        "sjabloon": f"initiatieven/mail/{sjabloon}",
        "context": context(zaak) | {"naam": mens.naam, "afspraak": afspraak} | gegevens,
    }
    if mens.email:
        stel_op(**bericht, naar=mens.email, link=link, agenda=uitnodiging(afspraak, mens.email))
    else:
        laat_bellen(zaak, **bericht)


def laat_bellen(zaak: Initiatief, *, gebeurtenis: str, sjabloon: str, context: dict[str, object]) -> None:
    """Leave the message with the case for the fixed contact, once for each event (I-02, I-20)."""
    onderwerp, tekst = render_bericht(sjabloon, context | {"link": ALLEEN_MET_MAIL})
    Belbericht.objects.get_or_create(
        gebeurtenis=gebeurtenis, defaults={"initiatief": zaak, "onderwerp": onderwerp, "tekst": tekst}
    )


def volglink(zaak: Initiatief, mens: Indiener | Groepslid) -> Link:
    """Make the link with which one of the submitters opens the status page."""
    lid = mens if isinstance(mens, Groepslid) else None
    return nieuwe_link(zaak, Toegangslink.Doel.VOLGEN, beleid("volglink-geldig-dagen"), lid=lid)


def aan_medewerkers(
    zaak: Initiatief,
    adressen: set[str],
    sjabloon: str,
    gebeurtenis: str,
    *,
    afspraak: Afspraak | None = None,
    **gegevens: object,
) -> None:
    """Write staff, without any personal data of the submitter: that stays behind the sign-in."""
    for adres in sorted(adressen):
        stel_op(
            gebeurtenis=f"{zaak.kenmerk}:{gebeurtenis}",
            naar=adres,
            sjabloon=f"initiatieven/mail/{sjabloon}",
            context=context(zaak) | {"adres": adres_in_beheer(zaak), "afspraak": afspraak} | gegevens,
            agenda=uitnodiging(afspraak, adres),
        )


def uitnodiging(afspraak: Afspraak | None, naar: str) -> str:
    """A mail about an appointment brings it to the calendar; any other brings nothing."""
    return als_uitnodiging(afspraak, naar=naar) if afspraak else ""


def context(zaak: Initiatief) -> dict[str, object]:
    """What the template of every message gets."""
    return {"zaak": zaak, "gemeente": Gemeente.objects.get()}


def adres_in_beheer(zaak: Initiatief) -> str:
    """Where staff open the case, after signing in."""
    return settings.BASIS_URL + reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def contact_van(zaak: Initiatief) -> set[str]:
    """The address of the fixed contact, or of who does the triage while there is none."""
    return {zaak.vakambtenaar.email} if zaak.vakambtenaar else {Gemeente.objects.get().email}


def wijkregisseur_van(zaak: Initiatief) -> set[str]:
    """The address of the wijkregisseur today; empty when the wijk has none."""
    wijkregisseur = Rol.objects.bekleder(Rol.Soort.WIJKREGISSEUR, wijk=zaak.wijk)
    return {wijkregisseur.email} if wijkregisseur else set()


def vakambtenaren_van(*clusters: Cluster) -> set[str]:
    """The addresses of who are a vakambtenaar of these clusters today."""
    rollen = Rol.objects.geldend().filter(soort=Rol.Soort.VAKAMBTENAAR, cluster__in=clusters)
    return set(rollen.values_list("medewerker__email", flat=True))


def zonder_linkregel(tekst: str) -> str:
    """Return what was to be told by phone as it goes in a mail that has the link itself."""
    return tekst.replace(ALLEEN_MET_MAIL, "(zie de link hierboven)").strip()
