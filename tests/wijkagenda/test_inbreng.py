"""A resident brings in an idea: no account, only the mailed button counts, nothing typed is lost (A-02)."""

import datetime

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.fabrieken import BuurtFactory, WijkFactory
from tests.wijkagenda.ideeen import agenda_voor, formulier, geef, gegeven_idee, linkpad, mensen
from wijkagenda import privacy, tasks
from wijkagenda.models import Fase, Idee, Ideegever
from wijkagenda.models.agenda import FASEN_OM_TE_WIJZIGEN
from wijkportaal.models import Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-02")]


@pytest.fixture
def m(db):
    return mensen()


@pytest.fixture
def agenda(m):
    return agenda_voor(m)


def zet(agenda, fase):
    agenda.fase = fase
    agenda.save(update_fields=["fase"])


def test_an_idea_counts_after_the_button_in_the_mail_and_not_by_opening_it(agenda):
    assert geef(agenda).url == reverse("wijkagenda:idee_verstuurd", args=[agenda.wijk.slug, agenda.van.year])
    gever = Ideegever.objects.select_related("idee").get()
    for _ in range(3):  # a mail scanner opens every link
        assert "Ja, dit is mijn idee" in Client().get(linkpad(gever)).text
    assert not Idee.objects.telt_mee().exists()

    for _ in range(2):
        assert "uw idee telt mee" in Client().post(linkpad(gever), {"bevestigen": "ja"}).text

    idee = Idee.objects.telt_mee().get()
    assert (idee.titel, idee.wat, idee.herkomst) == ("Meer bomen", "Het plein is te warm.", "bewoner")
    assert (idee.ingevoerd_door, idee.gever.naam) == (None, "Truus Testbewoner")


def test_the_mail_repeats_nothing_that_was_typed_and_holds_the_link(agenda):
    geef(agenda)
    bericht = Bericht.objects.get()

    assert bericht.naar == "truus@bewoner.example"
    assert "Meer bomen" not in bericht.tekst + bericht.onderwerp
    assert (bericht.link_route, bericht.link_sleutel) == (
        "wijkagenda:idee_link",
        str(Ideegever.objects.get().sleutel),
    )


def test_the_answer_is_the_same_for_who_is_known(agenda):
    gegeven_idee(agenda, titel="Iets anders")
    bekend, nieuw = geef(agenda), geef(agenda, email="nieuw@bewoner.example")

    assert (bekend.status_code, bekend.url) == (nieuw.status_code, nieuw.url)
    assert "truus" not in Client().get(bekend.url).text


def test_sending_the_same_twice_is_sending_it_once(agenda):
    for _ in range(2):
        geef(agenda)
    geef(agenda, wat="Een ander verhaal.")

    assert Idee.objects.count() == 2
    assert Bericht.objects.count() == 2


@pytest.mark.parametrize(
    ("veld", "waarde", "melding"),
    [
        ("titel", "", "Geef het idee een korte naam."),
        ("titel", "x" * 151, "Gebruik hoogstens 150 tekens."),
        ("titel", "Bomen \u202egnikriw", "een teken dat we niet kunnen tonen"),
        ("wat", "x" * 4001, "Gebruik hoogstens 4000 tekens."),
        ("email", "truus", "Dit is geen goed mailadres."),
        ("naam", "", "Vul uw naam in."),
        ("buurt", "999999", "Kies een buurt uit de lijst."),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(agenda, veld, waarde, melding):
    antwoord = geef(agenda, **{"wat": "Een lang verhaal over bomen.", veld: waarde})

    assert antwoord.status_code == 422
    assert melding in antwoord.text
    if veld != "wat":
        assert "Een lang verhaal over bomen." in antwoord.text
    assert not Idee.objects.exists()


@pytest.mark.parametrize(
    "tekst", ["<script>alert(1)</script>", "Bomen 🌳🏳️‍🌈 & <b>bankjes</b>", "أشجار في الساحة"]
)
def test_any_text_is_kept_as_it_is_and_shown_as_text(agenda, m, client, tekst):
    geef(agenda, titel=tekst, wat=tekst)
    gever = Ideegever.objects.get()
    Client().post(linkpad(gever), {"bevestigen": "ja"})
    client.force_login(m.regisseur)
    pagina = client.get(reverse("admin:wijkagenda_idee_change", args=[gever.idee_id])).text

    assert Idee.objects.get().titel == tekst
    assert "<script>alert" not in pagina
    assert "<b>bankjes" not in pagina


def test_only_buurten_of_the_own_wijk_can_be_chosen(agenda):
    eigen, ander = BuurtFactory(wijk=agenda.wijk), BuurtFactory()

    assert geef(agenda, buurt=ander.pk).status_code == 422
    assert geef(agenda, buurt=eigen.pk).status_code == 302
    assert Idee.objects.get().buurt == eigen


def test_what_people_do_not_see_is_filled_in_by_robots_only(agenda):
    assert geef(agenda, website="https://spam.example").status_code == 302
    assert not Idee.objects.exists()
    assert not Bericht.objects.exists()


def test_nobody_fills_the_mailbox_of_somebody_else(agenda):
    for nummer in range(5):
        assert geef(agenda, titel=f"Idee {nummer}").status_code == 302
    te_veel = geef(agenda, titel="Idee zes", email="TRUUS@bewoner.example")

    assert te_veel.status_code == 422
    assert "heel vaak" in te_veel.text
    assert "Idee zes" in te_veel.text
    assert Bericht.objects.count() == 5
    assert geef(agenda, email="ander@bewoner.example").status_code == 302


@pytest.mark.parametrize("fase", FASEN_OM_TE_WIJZIGEN[1:])
def test_when_nothing_is_collected_the_form_is_closed_and_shows_what_was_typed(m, fase):
    agenda = agenda_voor(m)
    zet(agenda, fase)
    antwoord = geef(agenda)

    assert Client().get(formulier(agenda)).status_code == 200
    assert "Idee versturen" not in Client().get(formulier(agenda)).text
    assert antwoord.status_code == 409
    assert "Het plein is te warm." in antwoord.text
    assert not Idee.objects.exists()


def test_an_agenda_that_is_not_there_has_no_form(agenda):
    paden = [
        ("bestaat-niet", agenda.van.year),
        (agenda.wijk.slug, 1999),
        (WijkFactory().slug, agenda.van.year),
    ]
    for slug, jaar in paden:
        assert Client().get(reverse("wijkagenda:idee", args=[slug, jaar])).status_code == 404


def test_an_idea_that_was_typed_in_time_counts_while_the_overview_is_made(agenda):
    geef(agenda)
    zet(agenda, Fase.OVERZICHT)
    assert Client().post(linkpad(Ideegever.objects.get()), {"bevestigen": "ja"}).status_code == 200
    assert Idee.objects.telt_mee().count() == 1


def test_after_that_it_is_too_late_and_the_page_says_where_to_go(agenda):
    geef(agenda)
    zet(agenda, Fase.EERSTE_TOETS)
    pad = linkpad(Ideegever.objects.get())
    pagina = Client().get(pad)

    assert "Ja, dit is mijn idee" not in pagina.text
    assert reverse("initiatieven:indienen") in pagina.text
    assert Client().post(pad, {"bevestigen": "ja"}).status_code == 409
    assert not Idee.objects.telt_mee().exists()


@pytest.mark.parametrize("route", ["initiatieven:steun_link", "initiatieven:link"])
def test_a_forged_or_borrowed_token_opens_nothing(agenda, route):
    geef(agenda)
    gever = Ideegever.objects.get()
    token = Signer(salt=f"wijkportaal.links:{route}", sep=".").sign(str(gever.sleutel))
    for adres in (token, str(gever.sleutel), str(gever.pk), "x"):
        pad = reverse("wijkagenda:idee_link", args=[adres])
        assert Client().get(pad).status_code == 410
        assert Client().post(pad, {"bevestigen": "ja"}).status_code == 410
    assert not Idee.objects.telt_mee().exists()


def test_the_button_in_the_mailed_page_needs_that_page(agenda):
    geef(agenda)
    pad = linkpad(Ideegever.objects.get())
    assert Client(enforce_csrf_checks=True).post(pad, {"bevestigen": "ja"}).status_code == 403


def test_a_link_that_waited_too_long_is_worthless_also_before_the_nightly_job(agenda):
    geef(agenda)
    Idee.objects.update(ingediend_op=timezone.now() - datetime.timedelta(days=8))
    assert Client().post(linkpad(Ideegever.objects.get()), {"bevestigen": "ja"}).status_code == 410


def test_whoever_has_the_link_removes_an_unconfirmed_idea_and_all_of_it(agenda):
    geef(agenda)
    pad = linkpad(Ideegever.objects.get())
    assert "Het idee, de naam en het mailadres zijn weg" in Client().post(pad, {"wissen": "ja"}).text

    assert not Idee.objects.exists()
    assert not Idee.history.exists()
    assert not Bericht.objects.exists()
    assert Client().get(pad).status_code == 410


def test_after_confirming_only_the_giver_goes_also_from_the_outbox(agenda):
    geef(agenda)
    gever = Ideegever.objects.get()
    Client().post(linkpad(gever), {"bevestigen": "ja"})
    assert "Het idee zelf blijft op de lijst staan" in Client().post(linkpad(gever), {"wissen": "ja"}).text

    assert Idee.objects.telt_mee().get().titel == "Meer bomen"
    assert not Ideegever.objects.exists()
    bericht = Bericht.objects.get()
    assert (bericht.naar, bericht.tekst, bericht.link_sleutel) == ("", "", "")
    assert not Bericht.objects.te_verzenden().exists()


def test_each_night_goes_what_was_not_confirmed_and_who_gave_what_is_old(agenda):
    nu = timezone.now()
    for titel, dagen in (("Vers", 6), ("Vergeten", 8)):
        geef(agenda, titel=titel)
        Idee.objects.filter(titel=titel).update(ingediend_op=nu - datetime.timedelta(days=dagen))
    oud, nieuw = gegeven_idee(agenda, titel="Oud"), gegeven_idee(agenda, titel="Nieuw")
    Idee.objects.filter(pk=oud.pk).update(ingediend_op=nu - datetime.timedelta(days=731))
    Idee.objects.filter(pk=nieuw.pk).update(ingediend_op=nu - datetime.timedelta(days=729))

    for _ in range(2):
        tasks.ruim_ideeen_op()

    assert set(Idee.objects.values_list("titel", flat=True)) == {"Vers", "Oud", "Nieuw"}
    assert set(Ideegever.objects.values_list("idee__titel", flat=True)) == {"Vers", "Nieuw"}


def test_only_the_wijkregisseur_sees_and_erases_who_gave_it(agenda, m, client):
    idee = gegeven_idee(agenda)
    pagina, wis = (
        reverse(f"admin:{naam}", args=[idee.pk])
        for naam in ("wijkagenda_idee_change", "wijkagenda_gever_wissen")
    )
    assert Client().post(wis).status_code == 302  # to the page to sign in
    for persoon in (m.ambtenaar, m.ander):
        client.force_login(persoon)
        assert "Truus" not in client.get(pagina).text
        assert client.post(wis).status_code == 403
    assert Ideegever.objects.exists()

    client.force_login(m.regisseur)
    assert "Truus Testbewoner" in client.get(pagina).text
    assert client.get(wis).status_code == 405
    assert client.post(wis).status_code == 302
    assert not Ideegever.objects.exists()
    assert privacy.wis_gever(idee) is False
