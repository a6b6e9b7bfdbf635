"""A partner brings in wishes and ideas by itself, and reads what became of them (A-02): use and attacks."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from tests.fabrieken import BuurtFactory, PartnerFactory, RolFactory, WijkFactory
from tests.wijkagenda.fabrieken import (
    IdeeFactory,
    WijkagendaFactory,
    agenda_in,
    leg_voor,
    maatregel_van,
    met_partner,
    stap,
    vraag_over,
    wereld,
)
from wijkagenda import agendas, eerste_toets, ideeen
from wijkagenda.berichten import AKKOORD_ROUTE
from wijkagenda.models import Fase, Idee, Partnercode, Wijkagenda
from wijkagenda.partnertoegang import PAGINA_ROUTE, link_naar_pagina
from wijkagenda.uitnodigen import nodig_uit
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-02")]
GETYPT = {"titel": "Meer schaduw", "wat": "Op de pleinen is het te warm."}


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def agenda(w):
    return agenda_in(Fase.VERZAMELEN, w)


@pytest.fixture
def pagina(w):
    return onderteken(link_naar_pagina(w.partner, w.budgethouder))


@pytest.fixture
def binnen(client, w, pagina):
    """The browser of the budgethouder, with the page open."""
    assert client.post(pagina).status_code == 200
    assert client.post(pagina, {"code": code_uit_mail(w.budgethouder)}).status_code == 302
    return client


def code_uit_mail(mens):
    mails = Bericht.objects.filter(naar=mens.email, gebeurtenis__startswith="wijkagenda:code:")
    return re.search(r"\b\d{6}\b", mails.latest("pk").tekst)[0]


def formulier(pagina, agenda):
    return f"{pagina}idee/{agenda.pk}/"


def gelezen(antwoord):
    return " ".join(strip_tags(antwoord.text).split())


def uitnodigingen():
    return Bericht.objects.filter(gebeurtenis__startswith="wijkagenda:verzamelt:")


# --- Bringing in ---


def test_with_link_and_code_a_partner_brings_in_an_idea(binnen, w, agenda, pagina):
    buurt = BuurtFactory(wijk=w.wijk)
    assert agenda.naam in gelezen(binnen.get(pagina))

    antwoord = binnen.post(formulier(pagina, agenda), GETYPT | {"buurt": buurt.pk}, follow=True)

    assert antwoord.redirect_chain == [(pagina, 302)]
    assert "“Meer schaduw” staat op de lijst van de wijkcoalitie" in gelezen(antwoord)
    idee = agenda.ideeen.telt_mee().get()
    assert (idee.herkomst, idee.partner, idee.ingevoerd_door) == ("partner", w.partner, w.budgethouder)
    assert (idee.titel, idee.wat, idee.buurt) == (GETYPT["titel"], GETYPT["wat"], buurt)


def test_every_agenda_that_collects_is_offered_and_no_other(binnen, w, agenda, pagina):
    ander = WijkagendaFactory()
    dicht = WijkagendaFactory(fase=Fase.OVERZICHT)

    tekst = gelezen(binnen.get(pagina))

    assert (agenda.naam in tekst, ander.naam in tekst, dicht.naam in tekst) == (True, True, False)


def test_what_is_missing_is_told_and_nothing_is_lost(binnen, agenda, pagina):
    antwoord = binnen.post(formulier(pagina, agenda), GETYPT | {"wat": " "})

    assert antwoord.status_code == 422
    assert "Vertel wat uw wens of idee is." in antwoord.text
    assert GETYPT["titel"] in antwoord.text
    assert not Idee.objects.exists()


def test_pressing_twice_is_bringing_in_once(binnen, agenda, pagina):
    sleutel = {"formuliersleutel": str(uuid.uuid4())}
    for gegevens in (GETYPT | sleutel, GETYPT | sleutel, GETYPT):
        assert binnen.post(formulier(pagina, agenda), gegevens).status_code == 302

    assert Idee.objects.count() == 1


def test_a_buurt_of_another_wijk_is_refused(binnen, agenda, pagina):
    antwoord = binnen.post(formulier(pagina, agenda), GETYPT | {"buurt": BuurtFactory().pk})

    assert (antwoord.status_code, Idee.objects.exists()) == (422, False)


def test_when_collecting_closed_meanwhile_the_text_stays_on_the_page(binnen, agenda, pagina):
    Wijkagenda.objects.filter(pk=agenda.pk).update(fase=Fase.OVERZICHT)

    antwoord = binnen.post(formulier(pagina, agenda), GETYPT)

    assert antwoord.status_code == 409
    assert all(tekst in antwoord.text for tekst in GETYPT.values())
    assert not Idee.objects.exists()
    assert "gesloten" in gelezen(binnen.get(formulier(pagina, agenda)))


def test_who_typed_longer_than_half_an_hour_gives_a_code_and_loses_nothing(binnen, w, agenda, pagina):
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=31)):
        gevraagd = binnen.post(formulier(pagina, agenda), GETYPT)
        assert not Idee.objects.exists()
        velden = dict(re.findall(r'type="hidden" name="(titel|wat)" value="([^"]*)"', gevraagd.text))
        code = {"code": code_uit_mail(w.budgethouder)}
        assert binnen.post(formulier(pagina, agenda), velden | code).status_code == 302

    assert Idee.objects.get().wat == GETYPT["wat"]


# --- Attacks ---


def test_without_a_code_the_link_opens_nothing(client, agenda, pagina):
    IdeeFactory(agenda=agenda, titel="Niet voor iedereen")

    assert "Niet voor iedereen" not in client.get(pagina).text
    assert client.post(formulier(pagina, agenda), GETYPT).status_code == 200

    assert not Idee.objects.filter(titel=GETYPT["titel"]).exists()


def test_a_forged_link_or_that_of_another_opens_nothing(binnen, w, agenda, pagina):
    ander = RolFactory(soort="partner", partner=PartnerFactory())
    for pad in (
        onderteken(Link(PAGINA_ROUTE, f"{w.partner.pk}-{ander.medewerker.pk}")),
        onderteken(Link(PAGINA_ROUTE, f"{w.partner.pk}-{w.regisseur.pk}")),
        onderteken(Link(PAGINA_ROUTE, f"999999-{w.budgethouder.pk}")),
        f"/partner/{w.partner.pk}-{w.budgethouder.pk}.verzonnen/",
    ):
        assert binnen.get(pad).status_code == 410
        assert binnen.post(formulier(pad, agenda), GETYPT).status_code == 410
    van_ander = onderteken(link_naar_pagina(ander.partner, ander.medewerker))
    assert "code" in gelezen(binnen.get(van_ander))
    binnen.post(formulier(van_ander, agenda), GETYPT)
    assert not Idee.objects.exists()


def test_a_code_of_another_page_or_person_does_not_open_this_one(client, w, pagina):
    collega = RolFactory(soort="partner", partner=w.partner).medewerker
    client.post(onderteken(link_naar_pagina(w.partner, collega)))
    client.post(pagina)

    code = code_uit_mail(collega)
    if code != code_uit_mail(w.budgethouder):
        assert client.post(pagina, {"code": code}).status_code == 422


def test_tries_of_a_code_count_also_when_a_form_of_ours_is_sent_along(client, w, pagina):
    client.post(pagina)
    fout = f"{(int(code_uit_mail(w.budgethouder)) + 1) % 1_000_000:06}"
    for _ in range(5):
        client.post(pagina, {"code": fout, "formuliersleutel": str(uuid.uuid4()), **GETYPT})

    assert Partnercode.objects.get().pogingen == 5
    assert client.post(pagina, {"code": code_uit_mail(w.budgethouder)}).status_code == 422


def test_who_left_the_partner_gets_no_further(binnen, w, agenda, pagina):
    w.budgethouder.rollen.update(tot=timezone.localdate() - datetime.timedelta(days=1))

    assert binnen.get(pagina).status_code == 410
    assert binnen.post(formulier(pagina, agenda), GETYPT).status_code == 410


def test_the_service_takes_ideas_of_the_own_partner_only(w, agenda):
    for wie in (w.regisseur, w.beleid, RolFactory(soort="partner", partner=PartnerFactory()).medewerker):
        with pytest.raises(PermissionDenied):
            ideeen.breng_in_namens(partner=w.partner, agenda=agenda, door=wie, **GETYPT)
    assert not Idee.objects.exists()


def test_the_code_of_a_question_opens_the_own_page_too_and_not_the_other_way_round(client, w, pagina):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_partner(maatregel_van(agenda, kosten="1000"), w.partner, "1000")
    leg_voor(agenda, w.regisseur)
    vraag = onderteken(Link(AKKOORD_ROUTE, f"{vraag_over(deel).pk}-{w.budgethouder.pk}"))

    client.post(pagina)
    client.post(pagina, {"code": code_uit_mail(w.budgethouder)})
    assert deel.maatregel.titel not in client.get(vraag).text
    client.logout()
    client.post(vraag)
    client.post(vraag, {"code": code_uit_mail(w.budgethouder)})
    assert pagina in client.get(vraag).text
    assert "Uw ideeën" in client.get(pagina).text


# --- What became of it ---


def test_a_partner_reads_of_its_own_ideas_what_became_of_them(binnen, w, agenda, pagina):
    eigen = {"agenda": agenda, "partner": w.partner, "herkomst": "partner", "ingevoerd_door": w.budgethouder}
    goed, slecht, samen = (IdeeFactory(titel=naam, **eigen) for naam in ("Goed", "Slecht", "Samen"))
    weg = IdeeFactory(agenda=agenda, titel="Van een ander", partner=PartnerFactory(), herkomst="partner")
    bewoner = IdeeFactory(agenda=agenda, titel="Van bewoners")
    ideeen.voeg_samen(ideeen=[samen], verder_in=bewoner, door=w.regisseur)
    for naam in ("overzicht", "eerste-toets"):
        agenda = stap(agenda, naam, w.regisseur)
    for idee, oordeel in (
        (goed, "haalbaar"),
        (bewoner, "haalbaar"),
        (slecht, "afgevallen"),
        (weg, "afgevallen"),
    ):
        eerste_toets.geef_oordeel(
            agenda=agenda, ideeen=[idee], oordeel=oordeel, reden="Er is geen plek.", door=w.regisseur
        )

    tijdens = gelezen(binnen.get(pagina))
    assert tijdens.count("Nog geen oordeel") == 3
    assert "Er is geen plek." not in tijdens
    assert "Uw idee gaat verder in “Van bewoners”." in tijdens
    assert "Van een ander" not in tijdens

    stap(agenda, "bewonerstoets", w.regisseur)
    daarna = gelezen(binnen.get(pagina))
    assert (daarna.count("Haalbaar"), daarna.count("Gaat niet door Er is geen plek.")) == (2, 1)
    mail = Bericht.objects.get(
        gebeurtenis__startswith=f"wijkagenda:partneroordeel:{agenda.pk}:{w.partner.pk}:"
    )
    assert (mail.naar, mail.link_route) == (w.budgethouder.email, PAGINA_ROUTE)
    assert "- Slecht: dit gaat niet door. Reden: Er is geen plek." in mail.tekst
    assert "- Samen (samengevoegd met “Van bewoners”): haalbaar" in mail.tekst


@pytest.mark.parametrize("aantal", [1, 40])
def test_the_page_costs_the_same_however_many_there_are(
    binnen, w, agenda, pagina, aantal, django_assert_num_queries
):
    for _ in range(aantal):
        IdeeFactory(agenda=agenda, partner=w.partner, herkomst="partner", ingevoerd_door=w.budgethouder)
    binnen.get(pagina)
    with django_assert_num_queries(7):
        binnen.get(pagina)


# --- Inviting ---


def test_when_collecting_begins_the_partners_of_the_wijk_get_a_mail(w):
    RolFactory(soort="partner", partner=PartnerFactory())
    RolFactory(soort="partner", partner=w.partner, medewerker=w.budgethouder)
    jaar = timezone.localdate().year

    agenda = agendas.begin_agenda(
        wijk=w.wijk,
        vorm="volledig",
        van=datetime.date(jaar, 1, 1),
        tot=datetime.date(jaar, 12, 31),
        door=w.regisseur,
    )

    mail = uitnodigingen().get()
    assert (mail.naar, mail.link_route) == (w.budgethouder.email, PAGINA_ROUTE)
    assert mail.link_sleutel == f"{w.partner.pk}-{w.budgethouder.pk}"
    assert agenda.naam in mail.tekst


def test_when_it_collects_again_they_hear_it_again(w):
    agenda = agenda_in(Fase.OVERZICHT, w)
    stap(agenda, "opnieuw-verzamelen", w.regisseur)
    assert uitnodigingen().count() == 1


def test_staff_invite_other_partners_once_a_day(client, w, agenda):
    rol = RolFactory(soort="partner", partner=PartnerFactory())
    adres = f"{reverse('admin:wijkagenda_uitnodigen')}?agenda={agenda.pk}"
    client.force_login(w.regisseur)
    assert rol.partner.naam in client.get(adres).text

    for _ in range(2):
        client.post(adres, {"partners": [rol.partner.pk]}, follow=True)

    assert uitnodigingen().get().naar == rol.medewerker.email


def test_only_who_leads_invites_and_only_while_it_collects(client, w, agenda):
    ander = RolFactory(wijkregisseur=True, wijk=WijkFactory()).medewerker
    for wie in (ander, w.opbouw, w.budgethouder):
        with pytest.raises(PermissionDenied):
            nodig_uit(agenda=agenda, partners=[w.partner], door=wie)
        client.force_login(wie)
        adres = f"{reverse('admin:wijkagenda_uitnodigen')}?agenda={agenda.pk}"
        assert client.post(adres, {"partners": [w.partner.pk]}).status_code == 403
    with pytest.raises(Domeinfout, match="Kies minstens één partner"):
        nodig_uit(agenda=agenda, partners=[PartnerFactory()], door=w.regisseur)
    Wijkagenda.objects.filter(pk=agenda.pk).update(fase=Fase.OVERZICHT)
    with pytest.raises(VerouderdeActie):
        nodig_uit(agenda=agenda, partners=[w.partner], door=w.regisseur)
    assert not uitnodigingen().exists()
