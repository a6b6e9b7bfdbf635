"""The messages about a case. Each is written in the transaction of the change that it tells about."""

import datetime
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from initiatieven.agenda import als_uitnodiging
from initiatieven.besluitwoorden import vervolg
from initiatieven.models import (
    Afspraak,
    Belbericht,
    Besluit,
    Boodschap,
    Faseovergang,
    Groepslid,
    Herindeling,
    Indiener,
    Initiatief,
    Kerngroepadvies,
    Namenshandeling,
    Overdracht,
    Postuk,
    Stappenplan,
    Steun,
    Taak,
    Toegangslink,
    Vraag,
)
from initiatieven.stapnamen import INVOEREN, TREKT_IN, VOEGT_SAMEN
from wijken.models import Cluster, Gemeente, Medewerker, Rol
from wijkportaal.berichten import render_bericht, stel_op
from wijkportaal.links import Link
from wijkportaal.models import Bericht, beleid

ALLEEN_MET_MAIL = "[Een eigen pagina kan alleen met een mailadres.]"
LINK_ROUTE, STEUN_ROUTE = "initiatieven:link", "initiatieven:steun_link"


def _nieuwe_link(
    zaak: Initiatief, doel: Toegangslink.Doel, dagen: int, *, lid: Groepslid | None = None
) -> Link:
    verloopt_op = timezone.now() + datetime.timedelta(days=dagen)
    rij = Toegangslink.objects.create(initiatief=zaak, doel=doel, verloopt_op=verloopt_op, lid=lid)
    return Link(LINK_ROUTE, str(rij.sleutel))


def berichten_over(zaak: Initiatief) -> models.QuerySet[Bericht]:
    """Return the messages about a case to its submitters and to staff: to read back, and to erase."""
    return Bericht.objects.filter(gebeurtenis__startswith=f"{zaak.kenmerk}:")


def berichten_over_steun(steun: Steun) -> models.QuerySet[Bericht]:
    """Return the messages to one supporter."""
    return Bericht.objects.filter(gebeurtenis__startswith=f"{_steun_bij(steun.initiatief)}{steun.pk}:")


def berichten_aan_steuners(zaak: Initiatief) -> models.QuerySet[Bericht]:
    """Return the messages to all supporters: only to erase, because staff may not see who they are."""
    return Bericht.objects.filter(gebeurtenis__startswith=_steun_bij(zaak))


def _steun_bij(zaak: Initiatief) -> str:
    return f"steun:{zaak.kenmerk}:"


def _aan_indiener(
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
        eigen = link or (_volglink(zaak, mens) if mens.email else None)
        _aan_bewoner(zaak, mens, sjabloon, gebeurtenis, link=eigen, **gegevens)


def _aan_bewoner(
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
        "context": _context(zaak) | {"naam": mens.naam, "afspraak": afspraak} | gegevens,
    }
    if mens.email:
        stel_op(**bericht, naar=mens.email, link=link, agenda=_uitnodiging(afspraak, mens.email))
    else:
        _laat_bellen(zaak, **bericht)


def _laat_bellen(zaak: Initiatief, *, gebeurtenis: str, sjabloon: str, context: dict[str, object]) -> None:
    """Leave the message with the case for the fixed contact, once for each event (I-02, I-20)."""
    onderwerp, tekst = render_bericht(sjabloon, context | {"link": ALLEEN_MET_MAIL})
    Belbericht.objects.get_or_create(
        gebeurtenis=gebeurtenis, defaults={"initiatief": zaak, "onderwerp": onderwerp, "tekst": tekst}
    )


def _volglink(zaak: Initiatief, mens: Indiener | Groepslid) -> Link:
    lid = mens if isinstance(mens, Groepslid) else None
    return _nieuwe_link(zaak, Toegangslink.Doel.VOLGEN, beleid("volglink-geldig-dagen"), lid=lid)


def _aan_medewerkers(
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
            context=_context(zaak) | {"adres": adres_in_beheer(zaak), "afspraak": afspraak} | gegevens,
            agenda=_uitnodiging(afspraak, adres),
        )


def _uitnodiging(afspraak: Afspraak | None, naar: str) -> str:
    """A mail about an appointment brings it to the calendar; any other brings nothing."""
    return als_uitnodiging(afspraak, naar=naar) if afspraak else ""


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
    _aan_indiener(overgang.initiatief, "ontvangen", f"ontvangen:{overgang.pk}")
    _meld_triage(overgang)


def meld_ingevoerd(overgang: Faseovergang) -> None:
    """Tell the submitter what was written down, to read back and react to; the rest as always (I-02)."""
    _aan_indiener(overgang.initiatief, "ingevoerd", f"ontvangen:{overgang.pk}")
    _meld_triage(overgang)


def _meld_triage(overgang: Faseovergang) -> None:
    zaak = overgang.initiatief
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
    meelezers = _vakambtenaren_van(*zaak.meelezers.all()) - {contact.email}
    _aan_medewerkers(zaak, meelezers, "voor_meelezer", f"meelezer:{overgang.pk}")


def meld_doorverwezen(overgang: Faseovergang) -> None:
    """Tell the submitter in one message where to take the complaint (I-05)."""
    _aan_indiener(overgang.initiatief, "doorverwezen", f"doorverwezen:{overgang.pk}")


def meld_oordeel_over_wens(
    zaak: Initiatief, gebeurtenis: str, *, haalbaar: bool, reden: str, naam: str
) -> None:
    """Tell the submitters what came of their wish in the first test for an agenda, and why (A-03)."""
    gegevens: dict[str, Any] = {"haalbaar": haalbaar, "reden": reden, "wijkagenda": naam}
    _aan_indiener(zaak, "wijkagenda_oordeel", f"wijkagenda:{gebeurtenis}", **gegevens)


def meld_besluit(overgang: Faseovergang) -> None:
    """Tell the submitter the decision, why, and what comes next (I-14), and the wijkregisseur the outcome."""
    zaak = overgang.initiatief
    besluit = Besluit.objects.select_related("initiatief").get(initiatief=zaak, op=overgang.op)
    _aan_indiener(zaak, "besluit", f"besluit:{overgang.pk}", besluit=besluit, vervolg=vervolg(besluit))
    if wijkregisseur := _wijkregisseur(zaak):
        naar = {wijkregisseur.email}
        _aan_medewerkers(zaak, naar, "besluit_genomen", f"besluit_genomen:{overgang.pk}", besluit=besluit)


def meld_geweigerd(overgang: Faseovergang) -> None:
    """Tell the submitter by which rule the case is refused, and why (I-04); the wijkregisseur that it is."""
    zaak = overgang.initiatief
    _aan_indiener(zaak, "geweigerd", f"geweigerd:{overgang.pk}", reden=overgang.toelichting)
    if wijkregisseur := _wijkregisseur(zaak):
        naar = {wijkregisseur.email} - {overgang.door.email if overgang.door else ""}
        _aan_medewerkers(
            zaak, naar, "geweigerd_intern", f"geweigerd-intern:{overgang.pk}", reden=overgang.toelichting
        )


def meld_terug_naar_triage(overgang: Faseovergang) -> None:
    """Tell who does the triage that the case came back and why; the submitter that somebody else follows."""
    zaak = overgang.initiatief
    naar = {Gemeente.objects.get().email}
    if wijkregisseur := _wijkregisseur(zaak):
        naar.add(wijkregisseur.email)
    _aan_medewerkers(zaak, naar, "terug_in_triage", f"terug:{overgang.pk}", reden=overgang.toelichting)
    _aan_indiener(zaak, "ander_contact_volgt", f"ander-contact:{overgang.pk}")


def meld_overdracht(overdracht: Overdracht) -> None:
    """Tell the new contact, the wijkregisseur, and the submitter who the contact is from now on."""
    zaak = overdracht.initiatief
    naar = {cast("Medewerker", overdracht.naar).email}
    if wijkregisseur := _wijkregisseur(zaak):
        naar.add(wijkregisseur.email)
    _aan_medewerkers(zaak, naar, "overgedragen", f"overgedragen:{overdracht.pk}", overdracht=overdracht)
    _aan_indiener(zaak, "nieuw_contact", f"nieuw-contact:{overdracht.pk}")


def meld_vraag_aan_kerngroep(advies: Kerngroepadvies) -> None:
    """Mail the question to the address of the Kerngroep (I-08)."""
    naar = {beleid("kerngroep-mailadres")}
    _aan_medewerkers(advies.initiatief, naar, "kerngroep", f"kerngroep:{advies.pk}", advies=advies)


def meld_advies_van_kerngroep(advies: Kerngroepadvies) -> None:
    """Tell who asked, and the fixed contact, what the Kerngroep advises."""
    zaak = advies.initiatief
    mensen = {advies.gevraagd_door, zaak.vakambtenaar} - {advies.opgeschreven_door, None}
    naar = {mens.email for mens in mensen if mens}
    _aan_medewerkers(zaak, naar, "kerngroep_advies", f"kerngroep-advies:{advies.pk}", advies=advies)


def stuur_volglink(zaak: Initiatief, mens: Indiener | Groepslid) -> None:
    """Send one of the submitters a new link to the status page."""
    link = _volglink(zaak, mens)
    _aan_bewoner(zaak, mens, "volglink", f"volglink:{link.sleutel}", link=link)


def _aan_contact(zaak: Initiatief, sjabloon: str, gebeurtenis: str, **gegevens: Any) -> None:
    """Write the fixed contact, or who does the triage while there is none."""
    adressen = {zaak.vakambtenaar.email} if zaak.vakambtenaar else {Gemeente.objects.get().email}
    _aan_medewerkers(zaak, adressen, sjabloon, gebeurtenis, **gegevens)


def zonder_linkregel(tekst: str) -> str:
    """Return what was to be told by phone as it goes in a mail that has the link itself."""
    return tekst.replace(ALLEEN_MET_MAIL, "(zie de link hierboven)").strip()


def meld_mailadres(
    handeling: Namenshandeling, indiener: Indiener, *, was: str, tegoed: list[tuple[str, str]]
) -> None:
    """Send the link to the new address, and tell the old one and the fixed contact that it changed (I-20).

    The old address learns neither the new one nor anything of the case: it may be somebody else's by now.
    """
    zaak = handeling.initiatief
    gebeurtenis = f"mailadres:{handeling.pk}"
    link = _volglink(zaak, indiener)
    _aan_bewoner(zaak, indiener, "mailadres_nieuw", gebeurtenis, link=link, tegoed=tegoed)
    if was:
        stel_op(
            gebeurtenis=f"{zaak.kenmerk}:mailadres-oud:{handeling.pk}",
            naar=was,
            sjabloon="initiatieven/mail/mailadres_oud",
            context=_context(zaak),
        )
    if zaak.vakambtenaar and zaak.vakambtenaar != handeling.door:
        naar = {zaak.vakambtenaar.email}
        _aan_medewerkers(zaak, naar, "mailadres_intern", f"{gebeurtenis}:intern", handeling=handeling)


def meld_afspraak(afspraak: Afspraak) -> None:
    """Tell the submitters and the wijkregisseur when and where the talk is (I-10)."""
    zaak = afspraak.initiatief
    _aan_indiener(zaak, "afspraak", f"afspraak:{afspraak.pk}", afspraak=afspraak)
    if wijkregisseur := _wijkregisseur(zaak):
        naar = {wijkregisseur.email}
        _aan_medewerkers(zaak, naar, "afspraak_intern", f"afspraak-intern:{afspraak.pk}", afspraak=afspraak)


def meld_stappenplan(plan: Stappenplan) -> None:
    """Tell the fixed contact that the plan can be read (I-10)."""
    _aan_contact(
        plan.initiatief,
        "stappenplan_ingeleverd",
        f"stappenplan:{plan.pk}:{plan.ingeleverd_op:%Y%m%d%H%M%S%f}",
    )


def meld_herindeling(herindeling: Herindeling) -> None:
    """Tell the submitters what their case is from now on, and why; the wijkregisseur too (I-12)."""
    zaak = herindeling.initiatief
    _aan_indiener(zaak, "herindeling", f"herindeling:{herindeling.pk}", herindeling=herindeling)
    if wijkregisseur := _wijkregisseur(zaak):
        naar, gebeurtenis = {wijkregisseur.email}, f"herindeling-intern:{herindeling.pk}"
        _aan_medewerkers(zaak, naar, "herindeling_intern", gebeurtenis, herindeling=herindeling)


def meld_naar_toets(overgang: Faseovergang) -> None:
    """Tell the submitters what happens now, and ask the wijkregisseur for advice (I-13, I-14)."""
    zaak = overgang.initiatief
    _aan_indiener(zaak, "naar_toets", f"naar-toets:{overgang.pk}")
    if wijkregisseur := _wijkregisseur(zaak):
        _aan_medewerkers(zaak, {wijkregisseur.email}, "advies_gevraagd", f"advies-gevraagd:{overgang.pk}")


def meld_terug_naar_gesprek(overgang: Faseovergang) -> None:
    """Tell the submitters why there is something to talk about again."""
    zaak = overgang.initiatief
    _aan_indiener(zaak, "terug_in_gesprek", f"terug-in-gesprek:{overgang.pk}", reden=overgang.toelichting)


def meld_geagendeerd(overgang: Faseovergang) -> None:
    """Tell the submitters and the wijkregisseur that the wish goes to the wijkagenda, and why (I-18)."""
    zaak = overgang.initiatief
    reden = overgang.toelichting
    _aan_indiener(zaak, "geagendeerd", f"geagendeerd:{overgang.pk}", reden=reden)
    if wijkregisseur := _wijkregisseur(zaak):
        naar, gebeurtenis = {wijkregisseur.email}, f"geagendeerd-intern:{overgang.pk}"
        _aan_medewerkers(zaak, naar, "geagendeerd_intern", gebeurtenis, reden=reden)


def meld_boodschap_van_bewoner(boodschap: Boodschap) -> None:
    """Tell the fixed contact that a resident wrote; the text stays in the portal (I-20)."""
    _aan_contact(boodschap.initiatief, "boodschap_bewoner", f"boodschap:{boodschap.pk}")


def meld_boodschap_van_gemeente(boodschap: Boodschap) -> None:
    """Tell the residents that there is a message; the text stays on the page (I-20)."""
    _aan_indiener(boodschap.initiatief, "boodschap_gemeente", f"boodschap:{boodschap.pk}")


def meld_vraag(boodschap: Boodschap, uiterlijk: datetime.date) -> None:
    """Tell the residents that something is expected of them, and by which day (I-20)."""
    _aan_indiener(boodschap.initiatief, "vraag", f"vraag:{boodschap.pk}", uiterlijk=uiterlijk)


def herinner_aan_vraag(vraag: Vraag) -> None:
    """Remind the residents of a request whose day has passed; of each request once."""
    _aan_indiener(vraag.initiatief, "herinnering", f"herinnering:{vraag.pk}", uiterlijk=vraag.uiterlijk)


def meld_ingetrokken(overgang: Faseovergang) -> None:
    """Confirm to the submitters that they withdrew; tell contact and wijkregisseur."""
    zaak = overgang.initiatief
    _aan_indiener(zaak, "ingetrokken", f"ingetrokken:{overgang.pk}")
    adressen = {zaak.vakambtenaar.email} if zaak.vakambtenaar else {Gemeente.objects.get().email}
    if wijkregisseur := _wijkregisseur(zaak):
        adressen.add(wijkregisseur.email)
    _aan_medewerkers(zaak, adressen, "ingetrokken_medewerker", f"ingetrokken-intern:{overgang.pk}")


def nodig_uit(lid: Groepslid) -> None:
    """Ask somebody to join. The mail is the only thing this person gets until the button is pressed."""
    zaak = lid.initiatief
    dagen = beleid("bevestigen-termijn-dagen")
    link = _nieuwe_link(zaak, Toegangslink.Doel.MEEDOEN, dagen, lid=lid)
    _aan_bewoner(zaak, lid, "uitnodiging", f"uitnodiging:{lid.pk}", link=link)


def meld_groep_verlaten(lid: Groepslid) -> None:
    """Tell the submitter that a member left the group."""
    zaak = lid.initiatief
    link = _volglink(zaak, zaak.indiener)
    _aan_bewoner(zaak, zaak.indiener, "groep_verlaten", f"verlaten:{lid.pk}", link=link, wie=lid.naam)


def meld_uit_groep(lid: Groepslid) -> None:
    """Tell a member that he or she was taken out of the group."""
    _aan_bewoner(lid.initiatief, lid, "uit_groep", f"uit-groep:{lid.pk}")


def vraag_over_te_nemen(lid: Groepslid) -> None:
    """Ask a member to go on with the case in place of the submitter."""
    zaak = lid.initiatief
    link = _nieuwe_link(zaak, Toegangslink.Doel.OVERNEMEN, beleid("bevestigen-termijn-dagen"), lid=lid)
    _aan_bewoner(zaak, lid, "overnemen", f"overnemen:{link.sleutel}", link=link)


def meld_overgenomen(zaak: Initiatief, nieuwe: Indiener) -> None:
    """Tell everybody in the group, and the fixed contact, who goes on with the case."""
    _aan_indiener(zaak, "overgenomen", f"overgenomen:{nieuwe.pk}", wie=nieuwe.naam)
    _aan_contact(zaak, "overgenomen_medewerker", f"overgenomen-intern:{nieuwe.pk}")


def vraag_steun_te_bevestigen(steun: Steun) -> None:
    """Ask a supporter to confirm, or show how to take support back: at most one mail a day.

    The mail repeats nothing that was typed: the address may be somebody else's.
    """
    zaak = steun.initiatief
    stel_op(
        gebeurtenis=f"{_steun_bij(zaak)}{steun.pk}:{timezone.localdate()}",
        naar=steun.email,
        sjabloon="initiatieven/mail/steun",
        context=_context(zaak),
        link=Link(STEUN_ROUTE, str(steun.pk)),
    )


def meld_samengevoegd(overgang: Faseovergang) -> None:
    """Tell the submitters of a double in which case it goes on, and the contact of that case."""
    zaak = overgang.initiatief
    naar = zaak.samenvoeging.naar
    _aan_indiener(zaak, "samengevoegd", f"samengevoegd:{overgang.pk}", naar=naar, site=settings.BASIS_URL)
    _aan_contact(naar, "samengevoegd_medewerker", f"samengevoegd-met:{overgang.pk}", dubbele=zaak)


def meld_plan_ingeleverd(zaak: Initiatief) -> None:
    """Tell the vakambtenaar that the worked-out plan waits for the definitive decision (I-15)."""
    contact = cast("Medewerker", zaak.vakambtenaar)
    _aan_medewerkers(zaak, {contact.email}, "plan_ingeleverd", f"plan_ingeleverd:{uuid4()}")


def meld_verantwoording(zaak: Initiatief) -> None:
    """Tell the vakambtenaar that the residents gave account (I-17)."""
    contact = cast("Medewerker", zaak.vakambtenaar)
    _aan_medewerkers(zaak, {contact.email}, "verantwoording", f"verantwoording:{zaak.pk}")


def meld_afgerond(overgang: Faseovergang) -> None:
    """Thank the submitters, and ask whether it went well (C-01); tell the wijkregisseur."""
    zaak = overgang.initiatief
    _aan_indiener(zaak, "afgerond", f"afgerond:{overgang.pk}")
    if wijkregisseur := _wijkregisseur(zaak):
        _aan_medewerkers(zaak, {wijkregisseur.email}, "afgerond_medewerker", f"afgerond-intern:{overgang.pk}")


def meld_verzoek_afgerond(overgang: Faseovergang) -> None:
    """Tell the submitters what was done on their request (I-14)."""
    zaak = overgang.initiatief
    _aan_indiener(zaak, "verzoek_afgerond", f"afgerond:{overgang.pk}", gedaan=overgang.toelichting)


def meld_plan_terug(zaak: Initiatief, reden: str) -> None:
    """Tell the submitter what the plan still needs (I-15)."""
    _aan_indiener(zaak, "plan_terug", f"plan_terug:{uuid4()}", reden=reden)


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
    return _vakambtenaren_van(cast("Cluster", taak.cluster))


def _vakambtenaren_van(*clusters: Cluster) -> set[str]:
    """The addresses of who are a vakambtenaar of these clusters today."""
    rollen = Rol.objects.geldend().filter(soort=Rol.Soort.VAKAMBTENAAR, cluster__in=clusters)
    return set(rollen.values_list("medewerker__email", flat=True))


def meld_taak_gedaan(taak: Taak) -> None:
    """Tell the fixed contact what came of a task, unless that is who finished it."""
    contact = taak.initiatief.vakambtenaar
    if contact and contact != taak.gedaan_door:
        _aan_medewerkers(taak.initiatief, {contact.email}, "taak_gedaan", f"taak-gedaan:{taak.pk}", taak=taak)


def beantwoord_post(post: Postuk, antwoord: str) -> None:
    """Answer a mail of which no case is made."""
    stel_op(
        gebeurtenis=f"post:{post.pk}:antwoord",
        naar=post.afzender,
        sjabloon="initiatieven/mail/post_antwoord",
        context={"post": post, "antwoord": antwoord, "gemeente": Gemeente.objects.get()},
    )


NA_OVERGANG = {
    "bevestigen": meld_ontvangen,
    INVOEREN: meld_ingevoerd,
    "toewijzen": meld_toegewezen,
    "doorverwijzen": meld_doorverwezen,
    "principebesluit-ja": meld_besluit,
    "principebesluit-nee": meld_besluit,
    "principebesluit-agenda": meld_besluit,
    **dict.fromkeys(TREKT_IN.values(), meld_ingetrokken),
    **dict.fromkeys(VOEGT_SAMEN.values(), meld_samengevoegd),
    "weigeren": meld_geweigerd,
    "naar_toets": meld_naar_toets,
    "terug_naar_gesprek": meld_terug_naar_gesprek,
    "agenderen": meld_geagendeerd,
    "terug_naar_triage": meld_terug_naar_triage,
    "afronden": meld_afgerond,
    "afronden_verzoek": meld_verzoek_afgerond,
    "definitief-ja": meld_besluit,
    "definitief-nee": meld_besluit,
    "definitief-agenda": meld_besluit,
}
