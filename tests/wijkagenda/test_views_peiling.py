"""A poll on the website: what is shown when, and that only the mailed button counts (A-04)."""

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from tests.fabrieken import BuurtFactory
from tests.wijkagenda.fabrieken import wereld
from tests.wijkagenda.peilingen import (
    UUR,
    concept,
    elders,
    geef,
    geopend,
    gesloten,
    op_papier,
    open_peiling,
    sleutels,
    stem,
    veel_stemmen,
)
from wijkagenda.models import Stem, Stemmer, Stemregel
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-04")]


@pytest.fixture(autouse=True)
def geen_eerdere_pogingen():
    cache.clear()


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def peiling(w):
    return open_peiling(w)


def invoer(peiling, *punten, email="sanne@bewoner.example", **meer):
    """What a browser sends."""
    velden = {"email": email, "naam": "", "buurt": "", "website": ""}
    for keuze, aantal in zip(sleutels(peiling), punten, strict=False):
        velden |= {f"steunt_{keuze}": "ja", f"punten_{keuze}": str(aantal)}
    return velden | meer


def verstuur(peiling, *punten, **meer):
    return Client().post(peiling.get_absolute_url(), invoer(peiling, *punten, **meer))


def linkpad(rij, route="wijkagenda:stem"):
    token = onderteken(Link(route, str(rij.pk))).rsplit("/", 2)[1]
    return reverse("wijkagenda:stem", args=[token])


def test_a_vote_counts_by_the_button_in_the_mail_and_by_no_look_at_it(peiling):
    antwoord = verstuur(peiling, 7, 3)
    assert (antwoord.status_code, antwoord.url) == (302, f"{peiling.get_absolute_url()}mail/")
    assert "kijk in uw mail" in Client().get(antwoord.url).text
    rij = Stem.objects.get()
    for _ in range(3):
        assert "Ja, dit is mijn stem" in Client().get(linkpad(rij)).text
    assert Client().head(linkpad(rij)).status_code == 200
    assert peiling.stemmen.telt().count() == 0

    for _ in range(2):
        assert "uw stem telt mee" in Client().post(linkpad(rij), {"bevestigen": "ja"}).text
    assert peiling.stemmen.telt().count() == 1
    assert "U kunt deze stem niet meer veranderen" in Client().get(linkpad(rij)).text


def test_the_answer_does_not_tell_whether_an_address_voted(peiling):
    eerste = verstuur(peiling, 5)
    Client().post(linkpad(Stem.objects.get()), {"bevestigen": "ja"})

    tweede = verstuur(peiling, 10, email="SANNE@bewoner.example")

    assert (eerste.status_code, eerste.url) == (tweede.status_code, tweede.url)
    assert Stem.objects.count() == 1
    assert {bericht.onderwerp for bericht in Bericht.objects.all()} == {
        f"Bevestig uw stem voor de wijk {peiling.agenda.wijk}",
        f"U heeft al gestemd voor de wijk {peiling.agenda.wijk}",
    }


def test_of_two_votes_the_second_button_is_told_so(peiling):
    eerste, tweede = geef(peiling), geef(peiling)
    Client().post(linkpad(eerste), {"bevestigen": "ja"})

    assert Client().post(linkpad(tweede), {"bevestigen": "ja"}).status_code == 410
    assert Client().get(linkpad(tweede)).status_code == 410
    assert peiling.stemmen.telt().count() == 1


def test_a_vote_that_waits_can_be_erased_from_the_mail(peiling):
    rij = geef(peiling)

    assert "De stem is gewist" in Client().post(linkpad(rij), {"wissen": "ja"}).text
    assert (Stem.objects.count(), Stemmer.objects.count(), Bericht.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("punten", "meer", "melding"),
    [
        ((6, 5), {}, "U heeft 11 punten verdeeld. U heeft er 10. Haal er 1 weg."),
        ((-1,), {}, "een heel getal in van 0 tot en met 10"),
        (("veel",), {}, "een heel getal in van 0 tot en met 10"),
        ((11,), {}, "een heel getal in van 0 tot en met 10"),
        ((), {}, "Kies bij minstens één idee"),
        ((5,), {"email": ""}, "Vul uw mailadres in. Daarmee bevestigt u uw stem."),
        ((5,), {"email": "sanne@"}, "Dit is geen goed mailadres"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(peiling, punten, meer, melding):
    antwoord = verstuur(peiling, *punten, **({"naam": "Sanne van de Hoek"} | meer))

    assert antwoord.status_code == 422
    assert melding in antwoord.text.replace("&#x27;", "'")
    assert 'value="Sanne van de Hoek"' in antwoord.text
    for aantal in punten:
        assert f'value="{aantal}"' in antwoord.text
    assert "<title>Fout: " in " ".join(antwoord.text.split())
    assert not Stem.objects.exists()


def test_who_wants_to_help_leaves_a_name(peiling):
    helpt = {f"helpt_{sleutels(peiling)[1]}": "on"}

    assert "U wilt helpen. Vul dan uw naam in." in verstuur(peiling, 5, **helpt).text
    assert verstuur(peiling, 5, naam="Sanne", **helpt).status_code == 302
    assert Stemregel.objects.get(wil_helpen=True).keuze_id == sleutels(peiling)[1]


def test_a_choice_of_another_poll_on_the_form_is_nobodys_vote(w, peiling):
    ander = sleutels(open_peiling(elders(w)))[0]

    verstuur(peiling, 5, **{f"steunt_{ander}": "ja", f"punten_{ander}": "10"})

    assert list(Stemregel.objects.values_list("keuze_id", "punten")) == [(sleutels(peiling)[0], 5)]


def test_a_buurt_of_another_wijk_cannot_be_chosen(w, peiling):
    eigen, ver = BuurtFactory(wijk=w.wijk), BuurtFactory()

    assert verstuur(peiling, 5, buurt=str(ver.pk)).status_code == 422
    assert verstuur(peiling, 5, buurt=str(eigen.pk)).status_code == 302
    assert Stem.objects.get().buurt == eigen


def test_a_robot_gets_the_same_answer_and_leaves_nothing(peiling):
    antwoord = verstuur(peiling, 5, website="http://spam.example")

    assert antwoord.url == f"{peiling.get_absolute_url()}mail/"
    assert (Stem.objects.count(), Bericht.objects.count()) == (0, 0)


def test_many_in_an_hour_from_one_connection_are_stopped(peiling):
    statussen = [verstuur(peiling, 1, email=f"p{n}@bewoner.example").status_code for n in range(31)]

    assert statussen == [302] * 30 + [422]
    assert Stem.objects.count() == 30


def test_the_mail_repeats_nothing_that_was_typed(peiling):
    verstuur(peiling, 5, naam="Koop nu op spam.example")

    assert "spam.example" not in Bericht.objects.get().tekst


@pytest.mark.parametrize("route", ["initiatieven:steun_link", "wijkagenda:peiling"])
def test_a_forged_or_borrowed_token_opens_nothing(peiling, route):
    rij = geef(peiling)
    gestolen = Signer(salt=f"wijkportaal.links:{route}", sep=".").sign(str(rij.pk))

    for token in (gestolen, str(rij.pk), "x"):
        assert Client().post(reverse("wijkagenda:stem", args=[token])).status_code == 410
    assert peiling.stemmen.telt().count() == 0


def test_the_button_in_the_mailed_page_needs_that_page(peiling):
    rij = geef(peiling)

    assert Client(enforce_csrf_checks=True).post(linkpad(rij), {"bevestigen": "ja"}).status_code == 403


def test_after_the_closing_nobody_votes_and_everybody_reads_the_result(w, peiling):
    titels = list(peiling.keuzes.values_list("titel", flat=True))
    stem(peiling, "a@x.example", 2, 8, wil_helpen=True)
    te_laat = geef(peiling, "b@x.example", 10)
    op_papier(peiling, w, 1)
    peiling = gesloten(peiling)

    assert verstuur(peiling, 5).status_code == 409
    assert Client().post(linkpad(te_laat), {"bevestigen": "ja"}).status_code == 409
    assert "niet op tijd bevestigd" in Client().get(linkpad(te_laat)).text
    tekst = " ".join(Client().get(peiling.get_absolute_url()).text.split())
    assert "2 mensen deden mee" in tekst
    assert "<li>Online: 1</li><li>Op papier: 1</li><li>Op een bijeenkomst: 0</li>" in tekst
    assert tekst.index(titels[1]) < tekst.index(titels[0])
    assert 'width="100.00%"' in tekst
    assert "Sanne" not in tekst


def test_until_then_nobody_sees_the_result(w, peiling, client):
    stem(peiling, "a@x.example", 9, steunt="nee")
    client.force_login(w.opbouw)

    for pad in (peiling.get_absolute_url(), reverse("admin:wijkagenda_peiling_change", args=[peiling.pk])):
        tekst = client.get(pad).text
        assert "Steunt dit niet" not in tekst
        assert "wp-geldbalk" not in tekst


def test_before_the_opening_one_reads_when_it_begins(w):
    peiling = open_peiling(w, opent=timezone.now() + UUR)

    assert "U kunt stemmen van" in Client().get(peiling.get_absolute_url()).text
    assert verstuur(peiling, 5).status_code == 409


@pytest.mark.parametrize("naam", ["peiling", "peiling_gevraagd", "peiling_formulier"])
def test_a_concept_is_nobodys_business_nor_a_poll_at_another_wijk(w, peiling, naam):
    for slug, pk in ((w.wijk.slug, concept(elders(w)).pk), ("elders", peiling.pk)):
        assert Client().get(reverse(f"wijkagenda:{naam}", args=[slug, pk])).status_code == 404


def test_the_form_on_paper_has_a_code_every_choice_and_no_inline_style(peiling):
    adres = reverse("wijkagenda:peiling_formulier", args=[peiling.agenda.wijk.slug, peiling.pk])
    tekst = Client().get(adres).text

    assert "<svg" in tekst
    assert peiling.get_absolute_url() in tekst
    assert "style=" not in tekst
    for keuze in peiling.keuzes.all():
        assert keuze.titel in tekst
    gesloten(peiling)
    assert Client().get(adres).status_code == 404


@pytest.mark.parametrize("kwaad", ["<script>alert(1)</script>", "{{ 7*7 }}"])
def test_an_idea_is_shown_as_text(w, kwaad):
    peiling = concept(w)
    peiling.keuzes.filter(volgorde=1).update(titel=kwaad, uitleg=kwaad)
    tekst = Client().get(geopend(peiling, w).get_absolute_url()).text

    assert "<script>alert(1)" not in tekst
    assert escape(kwaad) in tekst


def test_the_page_of_the_agenda_leads_to_it(peiling):
    adres = reverse("wijkagenda:agenda", args=[peiling.agenda.wijk.slug, peiling.agenda.van.year])

    assert f'href="{peiling.get_absolute_url()}"' in Client().get(adres).text
    gesloten(peiling)
    assert "Uitslag van de peiling" in Client().get(adres).text


@pytest.mark.parametrize("keuzes", [5, 100])
def test_voting_costs_a_fixed_number_of_queries(w, keuzes, django_assert_num_queries):
    peiling = open_peiling(w, keuzes=keuzes)

    adres = peiling.get_absolute_url()
    with django_assert_num_queries(3):
        Client().get(adres)


@pytest.mark.parametrize(("keuzes", "stemmen"), [(5, 10), (100, 10), (5, 1000)])
def test_so_does_reading_the_result(w, keuzes, stemmen, django_assert_num_queries):
    peiling = open_peiling(w, keuzes=keuzes, punten=100)
    veel_stemmen(peiling, stemmen)
    peiling = gesloten(peiling)

    with django_assert_num_queries(5):
        Client().get(peiling.get_absolute_url())
