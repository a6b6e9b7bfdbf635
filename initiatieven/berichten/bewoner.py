"""Messages about what residents do: writing, asking a link, stopping, a new address (I-20)."""

import datetime

from django.conf import settings

from initiatieven.berichten.kern import (
    aan_bewoner,
    aan_indiener,
    aan_medewerkers,
    contact_van,
    context,
    volglink,
    wijkregisseur_van,
)
from initiatieven.models import (
    Boodschap,
    Faseovergang,
    Groepslid,
    Indiener,
    Initiatief,
    Namenshandeling,
    Vraag,
)
from wijkportaal.berichten import stel_op


def stuur_volglink(zaak: Initiatief, mens: Indiener | Groepslid) -> None:
    """Send one of the submitters a new link to the status page."""
    link = volglink(zaak, mens)
    aan_bewoner(zaak, mens, "volglink", f"volglink:{link.sleutel}", link=link)


def meld_mailadres(
    handeling: Namenshandeling, indiener: Indiener, *, was: str, tegoed: list[tuple[str, str]]
) -> None:
    """Send the link to the new address, and tell the old one and the fixed contact that it changed (I-20).

    The old address learns neither the new one nor anything of the case: it may be somebody else's by now.
    """
    zaak = handeling.initiatief
    gebeurtenis = f"mailadres:{handeling.pk}"
    link = volglink(zaak, indiener)
    aan_bewoner(zaak, indiener, "mailadres_nieuw", gebeurtenis, link=link, tegoed=tegoed)
    if was:
        stel_op(
            gebeurtenis=f"{zaak.kenmerk}:mailadres-oud:{handeling.pk}",
            naar=was,
            sjabloon="initiatieven/mail/mailadres_oud",
            context=context(zaak),
        )
    if zaak.vakambtenaar and zaak.vakambtenaar != handeling.door:
        naar = {zaak.vakambtenaar.email}
        aan_medewerkers(zaak, naar, "mailadres_intern", f"{gebeurtenis}:intern", handeling=handeling)


def meld_boodschap_van_bewoner(boodschap: Boodschap) -> None:
    """Tell the fixed contact that a resident wrote; the text stays in the portal (I-20)."""
    aan_medewerkers(
        boodschap.initiatief,
        contact_van(boodschap.initiatief),
        "boodschap_bewoner",
        f"boodschap:{boodschap.pk}",
    )


def meld_boodschap_van_gemeente(boodschap: Boodschap) -> None:
    """Tell the residents that there is a message; the text stays on the page (I-20)."""
    aan_indiener(boodschap.initiatief, "boodschap_gemeente", f"boodschap:{boodschap.pk}")


def meld_vraag(boodschap: Boodschap, uiterlijk: datetime.date) -> None:
    """Tell the residents that something is expected of them, and by which day (I-20)."""
    aan_indiener(boodschap.initiatief, "vraag", f"vraag:{boodschap.pk}", uiterlijk=uiterlijk)


def herinner_aan_vraag(vraag: Vraag) -> None:
    """Remind the residents of a request whose day has passed; of each request once."""
    aan_indiener(vraag.initiatief, "herinnering", f"herinnering:{vraag.pk}", uiterlijk=vraag.uiterlijk)


def meld_ingetrokken(overgang: Faseovergang) -> None:
    """Confirm to the submitters that they withdrew; tell contact and wijkregisseur."""
    zaak = overgang.initiatief
    aan_indiener(zaak, "ingetrokken", f"ingetrokken:{overgang.pk}")
    adressen = contact_van(zaak) | wijkregisseur_van(zaak)
    aan_medewerkers(zaak, adressen, "ingetrokken_medewerker", f"ingetrokken-intern:{overgang.pk}")


def meld_samengevoegd(overgang: Faseovergang) -> None:
    """Tell the submitters of a double in which case it goes on, and the contact of that case."""
    zaak = overgang.initiatief
    naar = zaak.samenvoeging.naar
    aan_indiener(zaak, "samengevoegd", f"samengevoegd:{overgang.pk}", naar=naar, site=settings.BASIS_URL)
    aan_medewerkers(
        naar, contact_van(naar), "samengevoegd_medewerker", f"samengevoegd-met:{overgang.pk}", dubbele=zaak
    )
