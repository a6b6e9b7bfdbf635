"""The messages about a case. Each is written in the transaction of the change that it tells about."""

import datetime
from typing import cast

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from initiatieven.besluitwoorden import vervolg
from initiatieven.models import Besluit, Faseovergang, Initiatief, Taak, Toegangslink
from wijken.models import Gemeente, Medewerker, Rol
from wijkportaal.berichten import stel_op
from wijkportaal.links import Link
from wijkportaal.models import Bericht, beleid

LINK_ROUTE = "initiatieven:link"


def _nieuwe_link(zaak: Initiatief, doel: Toegangslink.Doel, dagen: int) -> Link:
    verloopt_op = timezone.now() + datetime.timedelta(days=dagen)
    rij = Toegangslink.objects.create(initiatief=zaak, doel=doel, verloopt_op=verloopt_op)
    return Link(LINK_ROUTE, str(rij.sleutel))


def berichten_over(zaak: Initiatief) -> models.QuerySet[Bericht]:
    """Return all messages about a case, to whomever: to read back, and to erase."""
    return Bericht.objects.filter(gebeurtenis__startswith=f"{zaak.kenmerk}:")


def _aan_indiener(
    zaak: Initiatief, sjabloon: str, gebeurtenis: str, *, link: Link | None = None, **gegevens: object
) -> None:
    """Write the submitter, with a fresh link to the status page unless another link is given."""
    stel_op(
        gebeurtenis=f"{zaak.kenmerk}:{gebeurtenis}",
        naar=zaak.indiener.email,
        sjabloon=f"initiatieven/mail/{sjabloon}",
        context=_context(zaak) | {"naam": zaak.indiener.naam} | gegevens,
        link=link or _nieuwe_link(zaak, Toegangslink.Doel.VOLGEN, beleid("volglink-geldig-dagen")),
    )


def _aan_medewerkers(
    zaak: Initiatief, adressen: set[str], sjabloon: str, gebeurtenis: str, **gegevens: object
) -> None:
    """Write staff, without any personal data of the submitter: that stays behind the sign-in."""
    for adres in sorted(adressen):
        stel_op(
            gebeurtenis=f"{zaak.kenmerk}:{gebeurtenis}",
            naar=adres,
            sjabloon=f"initiatieven/mail/{sjabloon}",
            context=_context(zaak) | {"adres": adres_in_beheer(zaak)} | gegevens,
        )


def _context(zaak: Initiatief) -> dict[str, object]:
    return {"zaak": zaak, "gemeente": Gemeente.objects.get()}


def adres_in_beheer(zaak: Initiatief) -> str:
    """Where staff open the case, after signing in."""
    return settings.BASIS_URL + reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def _wijkregisseur(zaak: Initiatief) -> Medewerker | None:
    return Rol.objects.bekleder(Rol.Soort.WIJKREGISSEUR, wijk=zaak.wijk)


def vraag_bevestiging(zaak: Initiatief) -> None:
    """Ask the submitter to confirm the mail address with a button.

    The mail repeats nothing that was typed: the address may be somebody else's.
    """
    link = _nieuwe_link(zaak, Toegangslink.Doel.BEVESTIGEN, beleid("bevestigen-termijn-dagen"))
    _aan_indiener(zaak, "bevestig", f"bevestig:{link.sleutel}", link=link)


def meld_ontvangen(overgang: Faseovergang) -> None:
    """Tell the submitter that the case is in, and KCC and wijkregisseur that it waits for triage (I-04)."""
    zaak = overgang.initiatief
    _aan_indiener(zaak, "ontvangen", f"ontvangen:{overgang.pk}")
    adressen = {Gemeente.objects.get().email}
    if wijkregisseur := _wijkregisseur(zaak):
        adressen.add(wijkregisseur.email)
    _aan_medewerkers(zaak, adressen, "nieuw", f"nieuw:{overgang.pk}")


def meld_toegewezen(overgang: Faseovergang) -> None:
    """Tell the vakambtenaar (I-06), always the wijkregisseur (I-07), and the submitter who the contact is."""
    zaak = overgang.initiatief
    contact = cast("Medewerker", zaak.vakambtenaar)  # a condition of the step, and a constraint
    _aan_indiener(zaak, "toegewezen", f"toegewezen:{overgang.pk}")
    _aan_medewerkers(zaak, {contact.email}, "voor_vakambtenaar", f"vakambtenaar:{overgang.pk}")
    if wijkregisseur := _wijkregisseur(zaak):
        _aan_medewerkers(zaak, {wijkregisseur.email}, "voor_wijkregisseur", f"wijkregisseur:{overgang.pk}")


def meld_doorverwezen(overgang: Faseovergang) -> None:
    """Tell the submitter in one message where to take the complaint (I-05)."""
    _aan_indiener(overgang.initiatief, "doorverwezen", f"doorverwezen:{overgang.pk}")


def meld_besluit(overgang: Faseovergang) -> None:
    """Tell the submitter the decision, why, and what comes next (I-14), and the wijkregisseur the outcome."""
    zaak = overgang.initiatief
    besluit = Besluit.objects.select_related("initiatief").get(initiatief=zaak, op=overgang.op)
    _aan_indiener(zaak, "besluit", f"besluit:{overgang.pk}", besluit=besluit, vervolg=vervolg(besluit))
    if wijkregisseur := _wijkregisseur(zaak):
        naar = {wijkregisseur.email}
        _aan_medewerkers(zaak, naar, "besluit_genomen", f"besluit_genomen:{overgang.pk}", besluit=besluit)


def stuur_volglink(zaak: Initiatief) -> None:
    """Send the submitter a new link to the status page."""
    link = _nieuwe_link(zaak, Toegangslink.Doel.VOLGEN, beleid("volglink-geldig-dagen"))
    _aan_indiener(zaak, "volglink", f"volglink:{link.sleutel}", link=link)


def meld_taak(taak: Taak) -> None:
    """Tell who has to do it; the submitter too when it is help from the opbouwwerker (I-16, I-19)."""
    zaak = taak.initiatief
    _aan_medewerkers(zaak, _adressen_van(taak), "taak", f"taak:{taak.pk}", taak=taak)
    if taak.soort == Taak.Soort.OPBOUWWERKER and taak.eigenaar:
        _aan_indiener(zaak, "opbouwwerker", f"opbouwwerker:{taak.pk}", taak=taak)


def _adressen_van(taak: Taak) -> set[str]:
    """The person, or everybody who is a vakambtenaar of the cluster today."""
    if taak.eigenaar:
        return {taak.eigenaar.email}
    rollen = Rol.objects.geldend().filter(soort=Rol.Soort.VAKAMBTENAAR, cluster=taak.cluster)
    return set(rollen.values_list("medewerker__email", flat=True))


def meld_taak_gedaan(taak: Taak) -> None:
    """Tell the fixed contact what came of a task, unless that is who finished it."""
    contact = taak.initiatief.vakambtenaar
    if contact and contact != taak.gedaan_door:
        _aan_medewerkers(taak.initiatief, {contact.email}, "taak_gedaan", f"taak-gedaan:{taak.pk}", taak=taak)


NA_OVERGANG = {
    "bevestigen": meld_ontvangen,
    "toewijzen": meld_toegewezen,
    "doorverwijzen": meld_doorverwezen,
    "principebesluit-ja": meld_besluit,
    "principebesluit-nee": meld_besluit,
    "principebesluit-agenda": meld_besluit,
}
