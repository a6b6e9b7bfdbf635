"""Who cannot open the page of a case: residents without a mail address (I-02, I-20)."""

from initiatieven.models import Initiatief


def zonder_mailadres(zaak: Initiatief) -> bool:
    """Tell whether the submitter cannot open the page of the case."""
    indiener = getattr(zaak, "indiener", None)
    return indiener is not None and not indiener.email


def kan_niet_zelf(zaak: Initiatief) -> bool:
    """Tell whether none of the residents can open the page of the case: nobody has a mail address."""
    return zonder_mailadres(zaak) and not zaak.groep.bevestigd().exists()
