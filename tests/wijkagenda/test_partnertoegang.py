"""A partner's budgethouder answers by mailed link and mailed code (A-06): the use, and the attacks."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.fabrieken import PartnerFactory, RolFactory
from tests.wijkagenda.fabrieken import (
    agenda_in,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_partner,
    vraag_over,
    wereld,
)
from wijkagenda import partnertoegang
from wijkagenda.berichten import AKKOORD_ROUTE
from wijkagenda.models import Beoordeling, Fase, Partnercode
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-06")]


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def deel(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_partner(maatregel_van(agenda, kosten="1000"), w.partner, "1000")
    leg_voor(agenda, w.regisseur)
    return deel


def adres(deel, mens):
    return onderteken(Link(AKKOORD_ROUTE, f"{vraag_over(deel).pk}-{mens.pk}"))


def code_uit_mail(mens):
    tekst = Bericht.objects.filter(naar=mens.email, gebeurtenis__startswith="wijkagenda:code:").first().tekst
    return re.search(r"\b\d{6}\b", tekst)[0]


def meld_aan(client, deel, mens):
    pad = adres(deel, mens)
    assert client.post(pad).status_code == 200
    assert client.post(pad, {"code": code_uit_mail(mens)}).status_code == 302
    return pad


def test_the_budgethouder_gets_a_personal_link_and_others_the_work_environment(w, deel):
    mail = Bericht.objects.get(naar=w.budgethouder.email)

    assert mail.link_route == AKKOORD_ROUTE
    assert mail.link_sleutel == f"{vraag_over(deel).pk}-{w.budgethouder.pk}"
    assert "Op die pagina vraagt u een code aan" in mail.tekst


def test_with_the_code_from_the_mail_the_budgethouder_says_yes(client, w, deel):
    pad = meld_aan(client, deel, w.budgethouder)
    pagina = client.get(pad)
    assert deel.maatregel.titel in pagina.text

    gezien = pagina.context["form"].initial["gezien"]
    klaar = client.post(pad, {"gezien": gezien, "antwoord": "akkoord", "toelichting": ""})

    assert "Dank u wel" in klaar.text
    vraag = vraag_over(deel)
    assert (vraag.is_akkoord, vraag.beoordelaar) == (True, w.budgethouder)
    assert vraag.aanvraag.mandaat.partner == w.partner


def test_advice_asks_for_words_and_loses_nothing(client, w, deel):
    pad = meld_aan(client, deel, w.budgethouder)
    gezien = client.get(pad).context["form"].initial["gezien"]

    fout = client.post(pad, {"gezien": gezien, "antwoord": "advies", "toelichting": " "})
    assert (fout.status_code, "Schrijf op wat er anders moet" in fout.text) == (422, True)
    client.post(pad, {"gezien": gezien, "antwoord": "advies", "toelichting": "Te duur"})
    assert vraag_over(deel).advies == "Te duur"


def test_opening_the_link_does_nothing_and_shows_nothing_of_the_maatregel(client, w, deel):
    for _ in range(3):
        pagina = client.get(adres(deel, w.budgethouder))
        assert pagina.status_code == 200
        assert deel.maatregel.titel not in pagina.text
    assert not Partnercode.objects.exists()


def test_without_a_code_an_answer_is_not_taken(client, w, deel):
    pad = adres(deel, w.budgethouder)

    client.post(pad, {"gezien": "1.1", "antwoord": "akkoord"})

    assert vraag_over(deel).wacht


def test_a_code_works_once_for_a_quarter_of_an_hour_and_for_five_tries(client, w, deel):
    toegang = partnertoegang.Toegang(w.partner, w.budgethouder, vraag_over(deel))

    def nieuw():
        partnertoegang.vraag_code(toegang)
        return code_uit_mail(w.budgethouder)

    def werkt(code):
        try:
            partnertoegang.gebruik_code(toegang, code=code)
        except partnertoegang.CodeFout:
            return False
        return True

    code = nieuw()
    assert (werkt(code), werkt(code)) == (True, False)
    eerste, tweede = nieuw(), nieuw()
    if eerste != tweede:
        assert not werkt(eerste)
    assert werkt(tweede)
    code = nieuw()
    fout = f"{(int(code) + 1) % 1_000_000:06}"
    assert [werkt(fout) for _ in range(5)] == [False] * 5
    assert not werkt(code)
    code = nieuw()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        assert not werkt(code)


def test_six_codes_in_an_hour_are_too_many(client, w, deel):
    pad = adres(deel, w.budgethouder)

    statussen = [client.post(pad).status_code for _ in range(6)]

    assert statussen == [200] * 5 + [422]
    assert Partnercode.objects.count() == 5


def test_the_code_is_not_kept_as_it_is(client, w, deel):
    client.post(adres(deel, w.budgethouder))

    assert code_uit_mail(w.budgethouder) not in Partnercode.objects.get().merk


def test_a_forged_link_of_another_question_or_person_opens_nothing(client, w, deel):
    ander = RolFactory(soort="budgethouder", partner=PartnerFactory()).medewerker
    echt = adres(deel, w.budgethouder)

    for pad in (
        adres(deel, ander),
        adres(deel, w.manager),
        onderteken(Link(AKKOORD_ROUTE, f"999999-{w.budgethouder.pk}")),
        echt.replace("/akkoord/1", "/akkoord/2") if "/akkoord/1" in echt else f"{echt[:-2]}x/",
        "/akkoord/verzonnen/",
    ):
        assert client.get(pad).status_code == 410


def test_a_budgethouder_who_left_gets_no_further(client, w, deel):
    pad = meld_aan(client, deel, w.budgethouder)
    rol = w.budgethouder.rollen.get()
    rol.tot = timezone.localdate() - datetime.timedelta(days=1)
    rol.save(update_fields=["tot"])

    assert client.get(pad).status_code == 410
    assert client.post(pad, {"gezien": "1.1", "antwoord": "akkoord"}).status_code == 410
    assert vraag_over(deel).wacht


def test_an_open_question_is_open_in_this_browser_only_and_for_half_an_hour(client, w, deel):
    pad = meld_aan(client, deel, w.budgethouder)
    assert deel.maatregel.titel in client.get(pad).text
    assert deel.maatregel.titel not in Client().get(pad).text
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=31)):
        assert deel.maatregel.titel not in client.get(pad).text


def test_the_session_gets_a_new_key_with_the_code(client, w, deel):
    client.get("/")
    client.session.save()
    vooraf = client.session.session_key
    meld_aan(client, deel, w.budgethouder)

    assert client.session.session_key != vooraf


def test_after_a_change_the_old_page_is_refused_with_what_to_do(client, w, deel):
    pad = meld_aan(client, deel, w.budgethouder)
    gezien = client.get(pad).context["form"].initial["gezien"]
    deel.bedrag = 900
    deel.save(update_fields=["bedrag"])

    antwoord = client.post(pad, {"gezien": gezien, "antwoord": "akkoord"})

    assert (antwoord.status_code, "gewijzigd" in antwoord.text) == (409, True)
    assert not Beoordeling.objects.akkoord().exists()


def test_what_was_decided_is_not_asked_again(client, w, deel):
    pad = adres(deel, w.budgethouder)
    keur_goed(deel, w.budgethouder)

    assert "al beslist" in client.get(pad).text
    assert client.post(pad).status_code == 409
