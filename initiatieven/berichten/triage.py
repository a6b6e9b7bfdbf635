"""Messages about a case that comes in, and about who handles it (I-02, I-04 … I-08)."""

from typing import cast

from initiatieven.berichten.kern import (
    aan_indiener,
    aan_medewerkers,
    nieuwe_link,
    vakambtenaren_van,
    wijkregisseur_van,
)
from initiatieven.models import Faseovergang, Initiatief, Kerngroepadvies, Overdracht, Postuk, Toegangslink
from wijken.models import Gemeente, Medewerker
from wijkportaal.berichten import stel_op
from wijkportaal.models import beleid


def vraag_bevestiging(zaak: Initiatief) -> None:
    """Ask the submitter to confirm the mail address with a button.

    The mail repeats nothing that was typed: the address may be somebody else's.
    """
    link = nieuwe_link(zaak, Toegangslink.Doel.BEVESTIGEN, beleid("bevestigen-termijn-dagen"))
    aan_indiener(zaak, "bevestig", f"bevestig:{link.sleutel}", link=link)


def meld_ontvangen(overgang: Faseovergang) -> None:
    """Tell the submitter that the case is in, and KCC and wijkregisseur that it waits for triage (I-04)."""
    aan_indiener(overgang.initiatief, "ontvangen", f"ontvangen:{overgang.pk}")
    _meld_triage(overgang)


def meld_ingevoerd(overgang: Faseovergang) -> None:
    """Tell the submitter what was written down, to read back and react to; the rest as always (I-02)."""
    aan_indiener(overgang.initiatief, "ingevoerd", f"ontvangen:{overgang.pk}")
    _meld_triage(overgang)


def _meld_triage(overgang: Faseovergang) -> None:
    zaak = overgang.initiatief
    adressen = {Gemeente.objects.get().email} | wijkregisseur_van(zaak)
    aan_medewerkers(zaak, adressen, "nieuw", f"nieuw:{overgang.pk}")


def meld_toegewezen(overgang: Faseovergang) -> None:
    """Tell the vakambtenaar (I-06), always the wijkregisseur (I-07), and the submitter who the contact is."""
    zaak = overgang.initiatief
    contact = cast("Medewerker", zaak.vakambtenaar)  # a condition of the step, and a constraint
    aan_indiener(zaak, "toegewezen", f"toegewezen:{overgang.pk}")
    aan_medewerkers(zaak, {contact.email}, "voor_vakambtenaar", f"vakambtenaar:{overgang.pk}")
    aan_medewerkers(zaak, wijkregisseur_van(zaak), "voor_wijkregisseur", f"wijkregisseur:{overgang.pk}")
    meelezers = vakambtenaren_van(*zaak.meelezers.all()) - {contact.email}
    aan_medewerkers(zaak, meelezers, "voor_meelezer", f"meelezer:{overgang.pk}")


def meld_doorverwezen(overgang: Faseovergang) -> None:
    """Tell the submitter in one message where to take the complaint (I-05)."""
    aan_indiener(overgang.initiatief, "doorverwezen", f"doorverwezen:{overgang.pk}")


def meld_geweigerd(overgang: Faseovergang) -> None:
    """Tell the submitter by which rule the case is refused, and why (I-04); the wijkregisseur that it is."""
    zaak = overgang.initiatief
    aan_indiener(zaak, "geweigerd", f"geweigerd:{overgang.pk}", reden=overgang.toelichting)
    naar = wijkregisseur_van(zaak) - {overgang.door.email if overgang.door else ""}
    aan_medewerkers(
        zaak, naar, "geweigerd_intern", f"geweigerd-intern:{overgang.pk}", reden=overgang.toelichting
    )


def meld_terug_naar_triage(overgang: Faseovergang) -> None:
    """Tell who does the triage that the case came back and why; the submitter that somebody else follows."""
    zaak = overgang.initiatief
    naar = {Gemeente.objects.get().email} | wijkregisseur_van(zaak)
    aan_medewerkers(zaak, naar, "terug_in_triage", f"terug:{overgang.pk}", reden=overgang.toelichting)
    aan_indiener(zaak, "ander_contact_volgt", f"ander-contact:{overgang.pk}")


def meld_overdracht(overdracht: Overdracht) -> None:
    """Tell the new contact, the wijkregisseur, and the submitter who the contact is from now on."""
    zaak = overdracht.initiatief
    naar = {cast("Medewerker", overdracht.naar).email} | wijkregisseur_van(zaak)
    aan_medewerkers(zaak, naar, "overgedragen", f"overgedragen:{overdracht.pk}", overdracht=overdracht)
    aan_indiener(zaak, "nieuw_contact", f"nieuw-contact:{overdracht.pk}")


def meld_vraag_aan_kerngroep(advies: Kerngroepadvies) -> None:
    """Mail the question to the address of the Kerngroep (I-08)."""
    naar = {beleid("kerngroep-mailadres")}
    aan_medewerkers(advies.initiatief, naar, "kerngroep", f"kerngroep:{advies.pk}", advies=advies)


def meld_advies_van_kerngroep(advies: Kerngroepadvies) -> None:
    """Tell who asked, and the fixed contact, what the Kerngroep advises."""
    zaak = advies.initiatief
    mensen = {advies.gevraagd_door, zaak.vakambtenaar} - {advies.opgeschreven_door, None}
    naar = {mens.email for mens in mensen if mens}
    aan_medewerkers(zaak, naar, "kerngroep_advies", f"kerngroep-advies:{advies.pk}", advies=advies)


def beantwoord_post(post: Postuk, antwoord: str) -> None:
    """Answer a mail of which no case is made."""
    stel_op(
        gebeurtenis=f"post:{post.pk}:antwoord",
        naar=post.afzender,
        sjabloon="initiatieven/mail/post_antwoord",
        context={"post": post, "antwoord": antwoord, "gemeente": Gemeente.objects.get()},
    )
