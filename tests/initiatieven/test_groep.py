"""Submitting together: who confirms, who decides, and what a link or session of yesterday still opens."""

import pytest
from django.test import Client
from django.urls import reverse

from initiatieven import groep, services
from initiatieven.models import Fase, Groepslid, Toegangslink
from tests.initiatieven.fabrieken import GroepslidFactory, InitiatiefFactory, ToegangslinkFactory
from tests.initiatieven.test_views_volgen import AANVRAGEN, pad, volgen
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db


@pytest.fixture
def zaak():
    return InitiatiefFactory(toegewezen=True)


def open_als(zaak, lid=None):
    """A browser in which this person opened the case."""
    client = Client()
    client.post(pad(ToegangslinkFactory(initiatief=zaak, lid=lid)))
    return client


def adres(naam, zaak):
    return reverse(f"initiatieven:{naam}", args=[zaak.kenmerk])


def nodig_uit(client, zaak, email="bas@bewoner.example", naam="Bas Buurman"):
    return client.post(adres("groep", zaak), {"naam": naam, "email": email})


@pytest.mark.regel("I-20")
def test_who_is_asked_along_sees_nothing_until_the_button_is_pressed(zaak):
    nodig_uit(open_als(zaak), zaak)
    lid = Groepslid.objects.get()
    assert (lid.bevestigd_op, Bericht.objects.get().naar) == (None, "bas@bewoner.example")
    uitnodiging, scanner, bas = pad(Toegangslink.objects.get(lid=lid)), Client(), Client()
    for _ in range(3):
        assert "Ja, ik doe mee" in scanner.get(uitnodiging).text
    lid.refresh_from_db()
    assert lid.bevestigd_op is None
    assert zaak.titel in bas.post(uitnodiging, follow=True).text
    lid.refresh_from_db()
    assert lid.bevestigd_op is not None
    assert scanner.post(uitnodiging).status_code == 410
    assert scanner.get(volgen(zaak)).url.startswith(AANVRAGEN)


@pytest.mark.parametrize("email", ["bas@bewoner.example", "BAS@bewoner.example", "truus@bewoner.example"])
def test_one_address_is_asked_once_and_ones_own_never(zaak, email):
    client = open_als(zaak)
    nodig_uit(client, zaak)
    assert nodig_uit(client, zaak, email=email).status_code == 422
    assert (Groepslid.objects.count(), Bericht.objects.count()) == (1, 1)


def test_a_group_has_a_largest_size(zaak):
    for _ in range(3):
        GroepslidFactory(initiatief=zaak)
    with pytest.raises(Domeinfout, match="vol"):
        groep.nodig_uit(zaak=zaak, naam="Nog iemand", email="nog@bewoner.example")


@pytest.mark.parametrize("fase", [Fase.TRIAGE, Fase.INGETROKKEN, Fase.AFGEROND])
def test_nobody_is_asked_along_before_triage_or_after_the_end(fase):
    zaak = InitiatiefFactory(toegewezen=True, fase=fase)
    with pytest.raises(VerouderdeActie):
        groep.nodig_uit(zaak=zaak, naam="Bas", email="bas@bewoner.example")


def test_a_member_decides_nothing_about_case_or_group(zaak):
    lid, ander = GroepslidFactory(initiatief=zaak), GroepslidFactory(initiatief=zaak)
    client = open_als(zaak, lid)
    assert client.get(volgen(zaak)).status_code == 200
    assert nodig_uit(client, zaak).status_code == 403
    assert client.post(adres("groep_weg", zaak), {"lid": ander.pk}).status_code == 403
    assert client.post(adres("groep_overdragen", zaak), {"lid": lid.pk}).status_code == 403
    for naam in ("intrekken", "download"):
        assert client.get(adres(naam, zaak)).status_code == 403
    assert client.post(adres("intrekken", zaak)).status_code == 403
    zaak.refresh_from_db()
    assert (zaak.fase, zaak.groep.count()) == (Fase.ORIENTATIE, 2)


def test_the_number_of_a_member_of_another_group_is_of_nobody(zaak):
    vreemd = GroepslidFactory()
    client = open_als(zaak)
    for naam in ("groep_weg", "groep_overdragen"):
        for lid in (vreemd.pk, "x", "", "9" * 30):
            assert client.post(adres(naam, zaak), {"lid": lid}).status_code == 409
    assert Groepslid.objects.filter(pk=vreemd.pk).exists()


@pytest.mark.parametrize("zelf", [True, False])
def test_who_is_out_of_the_group_is_out_at_once(zaak, zelf):
    lid = GroepslidFactory(initiatief=zaak)
    zijn_browser, bewaard = open_als(zaak, lid), pad(ToegangslinkFactory(initiatief=zaak, lid=lid))
    client = zijn_browser if zelf else open_als(zaak)
    client.post(adres("groep_weg", zaak), {"lid": lid.pk})
    assert zijn_browser.get(volgen(zaak)).url.startswith(AANVRAGEN)
    assert Client().post(bewaard).status_code == 410
    assert Bericht.objects.get().naar == (zaak.indiener.email if zelf else lid.email)


def test_a_member_asks_a_new_link_with_the_own_address(zaak):
    lid = GroepslidFactory(initiatief=zaak)
    GroepslidFactory(initiatief=zaak, email="nee@bewoner.example", bevestigd_op=None)
    for email in (lid.email.upper(), "nee@bewoner.example"):
        services.vraag_volglink_aan(kenmerk=zaak.kenmerk, email=email)
    assert list(Bericht.objects.values_list("naar", flat=True)) == [lid.email]
    assert Toegangslink.objects.get().lid == lid


@pytest.mark.regel("I-20", "I-17")
def test_a_case_is_handed_over_when_the_other_says_yes(zaak):
    lid = GroepslidFactory(initiatief=zaak)
    oud, lid_browser = open_als(zaak), open_als(zaak, lid)
    oude_link = pad(ToegangslinkFactory(initiatief=zaak))
    oud.post(adres("groep_overdragen", zaak), {"lid": lid.pk})
    overname = pad(Toegangslink.objects.get(doel=Toegangslink.Doel.OVERNEMEN))
    assert "Ja, ik neem het idee over" in Client().get(overname).text
    zaak.refresh_from_db()
    assert zaak.indiener.naam == "Truus Testbewoner"
    lid_browser.post(overname)
    zaak = type(zaak).objects.get(pk=zaak.pk)
    assert (zaak.indiener.naam, zaak.indiener.email) == (lid.naam, lid.email)
    assert zaak.groep.bevestigd().get().email == "truus@bewoner.example"
    # What the former submitter still had open, or in the mailbox, decides nothing any more.
    assert Client().post(oude_link).status_code == 410
    assert oud.get(volgen(zaak)).url.startswith(AANVRAGEN)
    assert lid_browser.get(adres("intrekken", zaak)).status_code == 200
    assert Client().post(overname).status_code == 410


def test_only_the_last_one_who_was_asked_can_take_over(zaak):
    leden = [GroepslidFactory(initiatief=zaak) for _ in range(2)]
    for lid in leden:
        groep.vraag_over_te_nemen(zaak=zaak, lid=lid)
    assert Toegangslink.objects.get(doel=Toegangslink.Doel.OVERNEMEN).lid == leden[1]


def test_somebody_who_has_not_confirmed_cannot_take_over(zaak):
    with pytest.raises(Domeinfout, match="bevestigd"):
        groep.vraag_over_te_nemen(zaak=zaak, lid=GroepslidFactory(initiatief=zaak, bevestigd_op=None))


def test_a_case_that_has_ended_is_not_taken_over(zaak):
    groep.vraag_over_te_nemen(zaak=zaak, lid=GroepslidFactory(initiatief=zaak))
    services.trek_in(zaak=zaak)
    link = Toegangslink.objects.get(doel=Toegangslink.Doel.OVERNEMEN)
    assert Client().post(pad(link)).status_code == 409
    link.refresh_from_db()
    assert link.gebruikt_op is None


@pytest.mark.parametrize("naam", ["Bas\u202egnirednoz", "Bas\x07", "B" * 101])
def test_a_name_that_shows_as_another_is_refused_and_kept_on_the_page(zaak, naam):
    antwoord = nodig_uit(open_als(zaak), zaak, naam=naam)
    assert antwoord.status_code == 422
    assert "bas@bewoner.example" in antwoord.text
    assert not Groepslid.objects.exists()
